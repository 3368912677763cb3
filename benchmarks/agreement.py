"""Does our fast trainer reach what plain Keras reaches?

Trains the article's six steps with both over several seeds and prints, as JSON, the mean test
accuracies, their difference in percentage points, and where early stopping ended.

    python -m benchmarks.agreement --seeds 1 2 3
"""

import argparse
import json
from statistics import mean
from typing import Any

from benchmarks.ours import fit_ours
from benchmarks.plain_keras import fit_plain
from benchmarks.report import machine
from regdash.presets import find_preset


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, nargs="+", default=[1, 2, 3])
    seeds = parser.parse_args().seeds
    steps: list[dict[str, Any]] = []
    for step in find_preset("article").specs():
        specs = [step.replace(seed=seed) for seed in seeds]
        ours = [fit_ours(spec) for spec in specs]
        plain = [fit_plain(spec) for spec in specs]
        our_accuracies = [outcome.kept.test_accuracy for outcome, _ in ours]
        plain_accuracies = [result.test_accuracy for result in plain]
        steps.append(
            {
                "step": step.name,
                "ours": our_accuracies,
                "plain_keras": plain_accuracies,
                "difference_points": 100 * (mean(our_accuracies) - mean(plain_accuracies)),
                "our_epochs": [len(records) for _, records in ours],
                "plain_epochs": [result.epochs for result in plain],
            }
        )
        print(json.dumps(steps[-1]), flush=True)
    print(json.dumps({"machine": machine(), "seeds": seeds, "steps": steps}, indent=2))


if __name__ == "__main__":
    main()
