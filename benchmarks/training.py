"""How fast is an epoch of the article's baseline, beside plain Keras?

Trains the 784-500x5-10 network on 34,300 images with both, in turn, and prints JSON: medians of
the epochs' seconds and their ratio. Plain Keras validates on the 14,700 validation images, as the
article's script does; ours measures them and 5,000 training images besides. Each side's first
epoch, in which it warms up, is left out; our compiling is printed apart.

    python -m benchmarks.training
"""

import argparse
import json
import time
from statistics import median

from benchmarks.ours import fit_ours
from benchmarks.plain_keras import fit_plain
from benchmarks.report import machine
from regdash.presets import find_preset
from regdash.training.runtime import load_keras


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=3, help="how often both are trained")
    parser.add_argument("--epochs", type=int, default=4, help="epochs of each training")
    options = parser.parse_args()
    load_keras()
    spec = find_preset("article").specs(epochs=options.epochs)[0]
    plain: list[float] = []
    ours: list[float] = []
    overhead: list[float] = []
    for _ in range(options.rounds):
        plain += fit_plain(spec).seconds[1:]
        began = time.perf_counter()
        _, records = fit_ours(spec)
        seconds = [record.seconds for record in records]
        overhead.append(time.perf_counter() - began - sum(seconds))
        ours += seconds[1:]
    print(
        json.dumps(
            {
                "question": "seconds per epoch of the article's baseline",
                "plain_keras": {"median": median(plain), "min": min(plain), "max": max(plain)},
                "ours": {"median": median(ours), "min": min(ours), "max": max(ours)},
                "ratio": median(plain) / median(ours),
                "prepare_compile_test_seconds": median(overhead),
                "machine": machine(),
            },
            indent=2,
        )
    )


if __name__ == "__main__":
    main()
