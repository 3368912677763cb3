"""Does our trainer reach the same accuracy as plain Keras?

Trains the six steps of the article with both, seed by seed. They draw different random numbers, so
their test accuracies differ like those of two seeds; the question is whether the mean difference is
distinguishable from 0 by Welch's test, for six steps at once (Holm). The default is 5,120 training
images, that is, whole batches: plain Keras ends an epoch with a smaller batch, which costs accuracy,
while ours fills up the last batch. The size of the article takes a quarter of an hour:

    python -m benchmarks.agreement
    python -m benchmarks.agreement --train-size 34300
"""

import argparse
from collections.abc import Sequence
from typing import Any

from scipy.stats import ttest_ind

from benchmarks.ours import fit_ours
from benchmarks.plain_keras import fit_plain
from benchmarks.report import Finding, Spread, print_findings
from regdash.content.presets import find_preset
from regdash.stats.proportions import holm
from regdash.training.runtime import load_keras

LEVEL = 0.05


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=5, help="seeds of each step")
    parser.add_argument("--train-size", type=int, default=5120, help="training images")
    options = parser.parse_args()
    load_keras()
    ours: dict[str, list[float]] = {}
    plain: dict[str, list[float]] = {}
    epochs: dict[str, Any] = {}
    images = {"train_size": options.train_size, "validation_share": 0.1}
    for step in find_preset("article").specs(data=images):
        specs = [step.replace(seed=seed) for seed in range(1, options.seeds + 1)]
        mine = [fit_ours(spec) for spec in specs]
        theirs = [fit_plain(spec) for spec in specs]
        ours[step.name] = [100 * outcome.kept.test_accuracy for outcome, _ in mine]
        plain[step.name] = [100 * result.test_accuracy for result in theirs]
        epochs[step.name] = {
            "ours": [len(records) for _, records in mine],
            "plain": [result.epochs for result in theirs],
        }
    print_findings(
        "Does our trainer reach the same accuracy as plain Keras?",
        compare(ours, plain),
        test_accuracies={"ours": ours, "plain": plain},
        epochs=epochs,
    )


def compare(ours: dict[str, list[float]], plain: dict[str, list[float]]) -> list[Finding]:
    """Compare each step; the ratio is the difference of the means in percentage points."""
    raw = [float(ttest_ind(ours[s], plain[s], equal_var=False).pvalue) for s in ours]
    return [
        Finding(
            f"test accuracy of {step}: difference in points, p {p:.2f}",
            "%",
            Spread.of(ours[step]),
            "plain Keras fit",
            Spread.of(plain[step]),
            mean(ours[step]) - mean(plain[step]),
            "not distinguishable",
            p >= LEVEL,
        )
        for step, p in zip(ours, holm(raw), strict=True)
    ]


def mean(values: Sequence[float]) -> float:
    """Return the mean."""
    return sum(values) / len(values)


if __name__ == "__main__":
    main()
