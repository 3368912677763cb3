"""Does the race *Watch a network overfit* show what its card promises?

Each repetition trains the race with other seeds, another split, and other wrong labels, and asks
what a visitor would see:

- the baseline's validation loss at the end, compared with its lowest (mean over the seeds),
- its training minus its validation accuracy at the end, in percentage points,
- the verdict on each technique, by the rules of the dashboard,
- the seconds until all methods have their first seed, compilation included.

    python -m benchmarks.overfit_card
"""

import argparse
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import mean
from typing import Any

import regdash
from benchmarks.report import Finding, Spread, at_most, print_findings, timed
from regdash.content.presets import find_preset
from regdash.datasets.preparation import prepare
from regdash.judging.methods import TrainedRun
from regdash.spec import RunSpec
from regdash.training.runtime import load_keras

RISE = 0.30
"""The baseline's validation loss must end this much above its minimum, as a share."""

GAP = 15.0
"""Percentage points by which its training accuracy must exceed its validation accuracy."""

BETTER = 2
"""Techniques that must be better than the baseline."""

SECONDS = 15.0
"""Time that the first seed of all methods may take on two cores."""

NEEDED = 0.9
"""Share of the repetitions that must keep the promise."""


@dataclass(frozen=True)
class Shown:
    """What one repetition shows."""

    rise: float
    """Share by which the baseline's mean validation loss ends above its minimum."""
    gap: float
    """Its training minus its validation accuracy at the end, percentage points."""
    words: Mapping[str, str]
    """Verdict of each technique."""
    accuracies: Mapping[str, float]
    """Mean validation accuracy of each method at the end, in %."""
    seconds: float
    """Until the first seed of all methods."""

    @property
    def kept(self) -> bool:
        """Whether it shows what is promised, however long it takes."""
        better = list(self.words.values()).count("better")
        return self.rise >= RISE and self.gap >= GAP and better >= BETTER

    def __str__(self) -> str:
        verdicts = ", ".join(f"{name} {word}" for name, word in self.words.items())
        accuracies = " / ".join(f"{value:.2f}" for value in self.accuracies.values())
        return (
            f"rise {self.rise:.0%}, gap {self.gap:.1f} points; {verdicts}; accuracies {accuracies} %;"
            f" first seed {self.seconds:.1f} s{'' if self.kept else ' <- not kept'}"
        )


def main() -> None:
    """Train, print a line per repetition, and the totals."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repetitions", type=int, default=10)
    parser.add_argument("--first", type=int, default=0, help="number of the first repetition")
    options = parser.parse_args()
    preset = find_preset("overfit")
    load_keras()
    shown: list[Shown] = []
    for number in range(options.first, options.first + options.repetitions):
        shown.append(repeat(preset.specs(), number, preset.seeds))
        print(f"repetition {number + 1}: {shown[-1]}", flush=True)
    print_findings(
        "Does the race Watch a network overfit show what its card promises?",
        list(summarize(shown)),
    )


def summarize(shown: Sequence[Shown]) -> Iterable[Finding]:
    """Return the rows of the table of results."""
    kept = sum(one.kept for one in shown)
    yield Finding(
        f"repetitions with a rise of {RISE:.0%}, a gap of {GAP:g} points and {BETTER} methods better",
        "",
        Spread(kept, kept, kept, len(shown)),
        target=f"at least {NEEDED:.0%} of {len(shown)}",
        reached=kept >= NEEDED * len(shown),
    )
    yield Finding("rise of the validation loss", "%", Spread.of(100 * one.rise for one in shown))
    yield Finding("gap in accuracy", "points", Spread.of(one.gap for one in shown))
    for name in shown[0].words:
        better = sum(one.words[name] == "better" for one in shown)
        yield Finding(
            f"{name} is better", "repetitions", Spread(better, better, better, len(shown))
        )
    seconds = [one.seconds for one in shown]
    yield at_most("first seed of all methods, compiling included", "s", seconds, SECONDS)


def repeat(specs: Sequence[RunSpec], number: int, seeds: int) -> Shown:
    """Train one repetition.

    Args:
        specs: The race, for any seed; the first is the baseline.
        number: Repetition, from 0: it has its own seeds and its own split.
        seeds: Seeds per method.
    """
    race = [_with_split(spec, number + 1) for spec in specs]
    first, *others = range(seeds * number + 1, seeds * (number + 1) + 1)
    prepare(race[0].data)  # as a server does in advance
    _forget_programs()
    runs: list[TrainedRun] = []
    seconds = timed(lambda: runs.extend(regdash.train(race, [first])))
    runs += regdash.train(race, others)
    plain = [run for run in runs if run.spec.method == race[0].method]
    by_method = {spec.name: [r for r in runs if r.spec.method == spec.method] for spec in race}
    return Shown(
        rise=rise_of(plain),
        gap=mean(100 * (r.records[-1].train_accuracy - r.records[-1].val_accuracy) for r in plain),
        words={judged.name: judged.word for judged in regdash.judge(runs)},
        accuracies={
            name: 100 * mean(run.records[-1].val_accuracy for run in found)
            for name, found in by_method.items()
        },
        seconds=seconds,
    )


def rise_of(runs: Sequence[TrainedRun]) -> float:
    """Return by which share the mean validation loss of runs ends above its minimum."""
    losses = [
        mean(record.val_loss for record in epoch)
        for epoch in zip(*(run.records for run in runs), strict=True)
    ]
    return losses[-1] / min(losses) - 1


def _with_split(spec: RunSpec, split: int) -> RunSpec:
    data: dict[str, Any] = spec.data.model_dump(mode="json")
    return spec.replace(data={**data, "split_seed": split})


def _forget_programs() -> None:
    # Imported late: it loads TensorFlow.
    from regdash.training.pool import PROGRAMS

    PROGRAMS.clear()


if __name__ == "__main__":
    main()
