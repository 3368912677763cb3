"""How often are equal methods distinguished, and do intervals cover, on real networks?

Trains a ready-made race with many seeds per method and half of the labeled images held out.
Comparisons are then drawn from those networks. Equal methods are seeds drawn with replacement from
a single method, so their true difference is 0; images are drawn from those held out. Each
comparison is judged after every seed from 3 to 10, and also by Student's paired t test with Holm's
correction, the rule of an earlier version. Coverage is that of the interval between two different
methods: the true difference is measured on the images not drawn, over all trained seeds.

    python -m benchmarks.false_verdicts --race overfit --seeds 40 --predictions FOLDER

`--predictions` keeps the networks' predictions, so that comparisons can be drawn again.
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
from regdash.datasets.sizes import validation_size
from regdash.judging.methods import Method
from regdash.judging.verdict import ALPHA, judge
from regdash.spec import RunSpec
from regdash.stats.proportions import holm
from tests.support.crossing import make_method

HELD_OUT = 0.5
SIZES = (200, 1_000, 4_900)
VARIANTS = (1, 3, 8)
LOOKS = range(3, 11)
DISTINGUISHED = ("better", "worse")
COVERED_SEEDS = (3, 5, 10)


def main() -> None:
    """Train, draw, judge, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--race", default="overfit")
    parser.add_argument("--seeds", type=int, default=40, help="seeds per method")
    parser.add_argument("--draws", type=int, default=1000, help="comparisons of each kind")
    parser.add_argument("--predictions", type=Path, help="folder that keeps the predictions")
    options = parser.parse_args()
    folder = options.predictions or Path(tempfile.mkdtemp())
    folder.mkdir(parents=True, exist_ok=True)
    specs = find_preset(options.race).specs(data={"validation_share": HELD_OUT})
    correct = {spec.name: _correct(spec, options.seeds, folder) for spec in specs}
    findings = [
        *_false_verdicts(list(correct.values()), options.draws),
        *_coverage(correct, options.draws),
    ]
    print_findings(
        "How often are equal methods distinguished, and do intervals cover, on real networks?",
        findings,
        accuracies={name: _describe(predictions) for name, predictions in correct.items()},
    )


def _correct(spec: RunSpec, seeds: int, folder: Path) -> np.ndarray:
    """Return which validation predictions of the kept networks are correct, bool (seeds, images)."""
    rows = []
    for seed in range(1, seeds + 1):
        run = spec.replace(seed=seed)
        file = folder / f"{run.hash}.npy"
        if not file.exists():
            np.save(file, np.packbits(_train(run)))
        rows.append(np.unpackbits(np.load(file), count=validation_size(spec.data)).astype(bool))
    return np.array(rows)


def _train(spec: RunSpec) -> np.ndarray:
    # Slow to import, and not needed if all predictions are stored.
    from regdash.training.trainer import train

    return train(spec, lambda: prepare(spec.data)).kept.validation_right


def _describe(correct: np.ndarray) -> str:
    accuracies = 100 * correct.mean(axis=1)
    return f"{accuracies.mean():.2f} ± {accuracies.std(ddof=1):.2f} % over {len(correct)} seeds"


def _draw(
    rng: np.random.Generator, population: np.ndarray, methods: int, images: np.ndarray
) -> list[Method]:
    return [
        make_method(
            f"m{i}", population[np.ix_(rng.integers(0, len(population), LOOKS[-1]), images)]
        )
        for i in range(methods)
    ]


def _false_verdicts(populations: Sequence[np.ndarray], draws: int) -> Iterator[Finding]:
    for size in SIZES:
        for variants in VARIANTS:
            rng = np.random.default_rng([size, variants])
            ours = theirs = 0
            for _ in range(draws):
                population = populations[int(rng.integers(len(populations)))]
                images = rng.permutation(population.shape[1])[:size]
                methods = _draw(rng, population, variants + 1, images)
                ours += any(_any_distinguished(methods, seeds) for seeds in LOOKS)
                theirs += any(_t_test_distinguishes(methods, seeds) for seeds in LOOKS)
            share, other = ours / draws, theirs / draws
            yield Finding(
                f"any false verdict, {variants} equal variants, {size:,} images, seeds 3 to 10",
                "%",
                Spread(100 * share, 100 * share, 100 * share, draws),
                "paired t and Holm at each look",
                Spread(100 * other, 100 * other, 100 * other, draws),
                target=f"at most {ALPHA:.0%}",
                reached=bool(share <= ALPHA),
            )


def _first(method: Method, seeds: int) -> Method:
    return Method(method.key, method.name, 0, method.runs[:seeds])


def _any_distinguished(methods: Sequence[Method], seeds: int) -> bool:
    baseline, *variants = (_first(method, seeds) for method in methods)
    verdicts = judge(baseline, variants, on="validation", at="kept")
    return any(verdict.word in DISTINGUISHED for verdict in verdicts)


def _t_test_distinguishes(methods: Sequence[Method], seeds: int) -> bool:
    baseline, *others = (
        [r.results["kept"]["held_out_val_accuracy"] for r in m.runs[:seeds]] for m in methods
    )
    return min(holm([_paired_t(other, baseline) for other in others])) < ALPHA


def _paired_t(first: Sequence[float], second: Sequence[float]) -> float:
    differences = np.subtract(first, second)
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    if error == 0:
        return float(differences.mean() == 0)  # p = 0 for a constant difference
    return float(2 * stats.t.sf(abs(differences.mean()) / error, len(differences) - 1))


def _coverage(correct: dict[str, np.ndarray], draws: int) -> Iterator[Finding]:
    """Coverage of the intervals between the baseline and each other method."""
    baseline, *others = correct
    for size in SIZES:
        for seeds in COVERED_SEEDS:
            rng = np.random.default_rng([size, seeds])
            shares = []
            for other in others:
                inside = sum(
                    _covers(rng, correct[other], correct[baseline], size, seeds)
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
    # The same seeds for both methods, as RegDash trains them; drawn with replacement, because the
    # trained seeds stand for all possible ones.
    chosen = rng.integers(0, len(first), seeds)
    drawn = [
        make_method(key, correct[np.ix_(chosen, images)])
        for key, correct in (("a", first), ("b", second))
    ]
    (verdict,) = judge(drawn[1], drawn[:1], on="validation", at="kept")
    truth = first.mean(axis=0)[rest].mean() - second.mean(axis=0)[rest].mean()
    assert verdict.interval is not None
    return bool(verdict.interval.low <= truth <= verdict.interval.high)


if __name__ == "__main__":
    main()
