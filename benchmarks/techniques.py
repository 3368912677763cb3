"""What do the techniques cost, compared with plain Keras with the same layers?

Trains the network of the article on 34,300 images with each technique and with all of them together,
alternating with plain Keras, and compares the seconds of an epoch. In plain Keras, augmentation is
three preprocessing layers in the model; whitening is a matrix product before training, or a frozen
layer if there is augmentation. First epochs are left out. Also reports how many times as long our
epoch takes as without the technique, because augmentation must not slow down the trainer.

    python -m benchmarks.techniques
"""

import argparse
from functools import partial
from statistics import median

from benchmarks.interleaving import interleave
from benchmarks.ours import epoch_seconds
from benchmarks.plain_keras import fit_plain
from benchmarks.report import faster, print_findings
from regdash.content.presets import find_preset
from regdash.spec import RunSpec
from regdash.training.runtime import load_keras

TIMES_KERAS = 1.6

TIMES_KERAS_WITH_DROPOUT = 2.0
"""Its masks are drawn from fewer random bits."""

TOGETHER = "all together"

DROPOUT = {"dropout": {"rate": 0.25}}

TECHNIQUES = {
    "dropout 0.25": DROPOUT,
    "L2": {"l2": {"l2": 1e-4}},
    "batch norm": {"batch_norm": {}},
    "augmentation": {"augmentation": {}},
    "ZCA whitening": {"zca_whitening": {}},
    TOGETHER: {
        "l2": {"l2": 1e-4},
        **DROPOUT,
        "batch_norm": {},
        "augmentation": {},
        "zca_whitening": {},
    },
}


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=2, help="how often each is trained")
    parser.add_argument("--epochs", type=int, default=3, help="epochs of each training")
    options = parser.parse_args()
    load_keras()
    baseline = find_preset("article").specs(epochs=options.epochs)[0]
    findings = []
    longer: dict[str, float] = {}
    for name, techniques in TECHNIQUES.items():
        spec = baseline.replace(techniques=techniques)
        found = interleave(
            {
                "plain Keras": partial(plain_seconds, spec),
                "ours": partial(our_seconds, spec),
                "ours without": partial(our_seconds, baseline),
            },
            options.rounds,
        )
        longer[name] = median(found["ours"]) / median(found["ours without"])
        findings.append(
            faster(
                f"epoch with {name}",
                found["ours"],
                "plain Keras fit, same layers",
                found["plain Keras"],
                TIMES_KERAS_WITH_DROPOUT if techniques == DROPOUT else TIMES_KERAS,
            )
        )
    print_findings(
        "What do the techniques cost, compared with plain Keras with the same layers?",
        findings,
        our_epoch_relative_to_baseline=longer,
    )


def our_seconds(spec: RunSpec) -> list[float]:
    """Return the seconds of all epochs but the first."""
    return epoch_seconds(spec)[1:]


def plain_seconds(spec: RunSpec) -> list[float]:
    """Return the seconds of all epochs but the first."""
    return fit_plain(spec).seconds[1:]


if __name__ == "__main__":
    main()
