"""How often are equal methods told apart, and do intervals cover, on real networks?

Trains a ready-made race with many seeds of each method, half of the labelled images held out.
Comparisons are then drawn from those networks: equal methods are seeds drawn (with replacement)
from one method's, so that their true difference is 0; images are drawn from those held out. Each
comparison is judged after every seed from 3 to 10, beside Student's paired t test with Holm's
correction, the earlier method. Coverage is that of the interval for two different methods:
the truth is taken on the images that were not drawn, over all seeds trained.

    python -m benchmarks.false_words --race overfit --seeds 40 --answers FOLDER

`--answers` keeps the networks' answers, so that the comparisons can be drawn again.
"""

import argparse
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
from scipy import stats

from benchmarks.report import Finding, Spread, print_findings
from regdash.content.presets import find_preset
from regdash.datasets.preparation import prepare
from regdash.judging.methods import Method
from regdash.judging.verdict import ALPHA, judge
from regdash.spec import RunSpec
from regdash.stats.proportions import holm
from tests.support.crossing import make_method

HELD_OUT = 0.5
SIZES = (200, 1_000, 4_900)
RIVALS = (1, 3, 8)
LOOKS = range(3, 11)
WORDS = ("better", "worse")
COVERED_SEEDS = (3, 5, 10)


def main() -> None:
    """Train, draw, judge, print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--race", default="overfit")
    parser.add_argument("--seeds", type=int, default=40, help="of each method")
    parser.add_argument("--draws", type=int, default=1000, help="comparisons of each kind")
    parser.add_argument("--answers", type=Path, help="folder that keeps the answers")
    options = parser.parse_args()
    folder = options.answers or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    specs = find_preset(options.race).specs(data={"validation_share": HELD_OUT})
    answers = {spec.name: _answers(spec, options.seeds, folder) for spec in specs}
    findings = [
        *_false_words(list(answers.values()), options.draws),
        *_coverage(answers, options.draws),
    ]
    print_findings(
        "How often are equal methods told apart, and do intervals cover, on real networks?",
        findings,
        accuracies={name: _describe(right) for name, right in answers.items()},
    )


def _answers(spec: RunSpec, seeds: int, folder: Path) -> np.ndarray:
    """Right answers of the kept networks on the validation images, bool (seeds, images)."""
    rows = []
    for seed in range(1, seeds + 1):
        run = spec.replace(seed=seed)
        file = folder / f"{run.hash}.npy"
        if not file.exists():
            np.save(file, np.packbits(_train(run)))
        rows.append(np.unpackbits(np.load(file), count=spec.data.validation_size).astype(bool))
    return np.array(rows)


def _train(spec: RunSpec) -> np.ndarray:
    # Not needed, and slow to load, where all answers are there.
    from regdash.training.trainer import train

    return train(spec, lambda: prepare(spec.data)).kept.validation_right


def _describe(right: np.ndarray) -> str:
    accuracies = 100 * right.mean(axis=1)
    return f"{accuracies.mean():.2f} ± {accuracies.std(ddof=1):.2f} % over {len(right)} seeds"


def _draw(
    rng: np.random.Generator, population: np.ndarray, methods: int, images: np.ndarray
) -> list[Method]:
    return [
        make_method(
            f"m{i}", population[np.ix_(rng.integers(0, len(population), LOOKS[-1]), images)]
        )
        for i in range(methods)
    ]


def _false_words(populations: Sequence[np.ndarray], draws: int) -> Iterator[Finding]:
    for size in SIZES:
        for rivals in RIVALS:
            rng = np.random.default_rng([size, rivals])
            ours = theirs = 0
            for _ in range(draws):
                population = populations[int(rng.integers(len(populations)))]
                images = rng.permutation(population.shape[1])[:size]
                methods = _draw(rng, population, rivals + 1, images)
                ours += any(_a_word_falls(methods, seeds) for seeds in LOOKS)
                theirs += any(_t_test_finds(methods, seeds) for seeds in LOOKS)
            share, other = ours / draws, theirs / draws
            yield Finding(
                f"false word ever, {rivals} equal rivals, {size:,} images, seeds 3 to 10",
                "%",
                Spread(100 * share, 100 * share, 100 * share, draws),
                "paired t and Holm at each look",
                Spread(100 * other, 100 * other, 100 * other, draws),
                target=f"at most {ALPHA:.0%}",
                reached=bool(share <= ALPHA),
            )


def _first(method: Method, seeds: int) -> Method:
    return Method(method.key, method.name, 0, method.runs[:seeds])


def _a_word_falls(methods: Sequence[Method], seeds: int) -> bool:
    baseline, *others = (_first(method, seeds) for method in methods)
    return any(v.word in WORDS for v in judge(baseline, others, on="validation", at="kept"))


def _t_test_finds(methods: Sequence[Method], seeds: int) -> bool:
    baseline, *others = ([r.val_accuracy["kept"] for r in m.runs[:seeds]] for m in methods)
    return min(holm([_paired_t(other, baseline) for other in others])) < ALPHA


def _paired_t(first: Sequence[float], second: Sequence[float]) -> float:
    differences = np.subtract(first, second)
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    if error == 0:
        return float(differences.mean() == 0)  # what made ties a finding
    return float(2 * stats.t.sf(abs(differences.mean()) / error, len(differences) - 1))


def _coverage(answers: dict[str, np.ndarray], draws: int) -> Iterator[Finding]:
    """Of the difference between the baseline and each other method."""
    baseline, *others = answers
    for size in SIZES:
        for seeds in COVERED_SEEDS:
            rng = np.random.default_rng([size, seeds])
            shares = []
            for other in others:
                inside = sum(
                    _covers(rng, answers[other], answers[baseline], size, seeds)
                    for _ in range(draws // len(others))
                )
                shares.append(100 * inside / (draws // len(others)))
            yield Finding(
                f"95% intervals that cover, {seeds} seeds, {size:,} images",
                "%",
                Spread(float(np.mean(shares)), min(shares), max(shares), len(shares)),
                target="93 to 97%",
                reached=bool(93 <= np.mean(shares) <= 97),
            )


def _covers(
    rng: np.random.Generator, first: np.ndarray, second: np.ndarray, size: int, seeds: int
) -> bool:
    order = rng.permutation(first.shape[1])
    images, rest = order[:size], order[size:]
    # The same seeds for both, as the product trains them; with replacement, since all seeds there
    # are stand for all there could be.
    chosen = rng.integers(0, len(first), seeds)
    drawn = [
        make_method(key, right[np.ix_(chosen, images)])
        for key, right in (("a", first), ("b", second))
    ]
    (verdict,) = judge(drawn[1], drawn[:1], on="validation", at="kept")
    truth = first.mean(axis=0)[rest].mean() - second.mean(axis=0)[rest].mean()
    assert verdict.interval is not None
    return bool(verdict.interval.low <= truth <= verdict.interval.high)


if __name__ == "__main__":
    main()
