"""The networks of the case study.

Where the article's code differs from its text, there are two: `as published` and `as intended`.
"""

from dataclasses import dataclass, field
from typing import Any, Literal

from regdash.spec import RunSpec

KIND = "case study"
"""Kind of the comparisons that are case studies."""

Size = Literal["full", "quick"]

SIZES: dict[Size, dict[str, Any]] = {
    # As in the article: the first 70 % of 49,000 images for training, the rest for validation.
    "full": {"data": {"train_size": 34_300, "validation_share": 0.3}},
    "quick": {"data": {"train_size": 2_000, "validation_share": 0.1}},
}

OTHER_SEEDS = 1_000
"""Added to the seeds of a network that repeats another one with different seeds."""


@dataclass(frozen=True)
class StudyMethod:
    """One network of the case study."""

    key: str
    name: str
    techniques: dict[str, dict[str, Any]] = field(default_factory=dict)
    epochs: int = 10
    seed_offset: int = 0
    reference: str = "baseline"
    """Key of the network it is compared with."""

    def spec(self, size: Size, seed: int) -> RunSpec:
        """Return its spec, with the article's network 784-500x5-10, Adam, and batches of 128."""
        return RunSpec.from_dict(
            {
                **SIZES[size],
                "techniques": self.techniques,
                "epochs": self.epochs,
                "seed": seed + self.seed_offset,
            }
        )


_DROPOUT = {"dropout": {"rate": 0.25}}
_STOPPING = {"monitor": "val_accuracy", "patience": 2}

METHODS: tuple[StudyMethod, ...] = (
    StudyMethod("baseline", "baseline"),
    StudyMethod("l2", "L2 1e-4", {"l2": {"l2": 1e-4}}),
    StudyMethod("l1", "L1 1e-4", {"l1": {"l1": 1e-4}}),
    StudyMethod("dropout", "dropout 0.25", _DROPOUT),
    StudyMethod("augmentation", "augmentation", {"augmentation": {}}),
    # The article fitted its whitening but never applied it, so it trained the dropout network again.
    StudyMethod(
        "whitening_as_ran",
        "whitening as published: dropout again",
        _DROPOUT,
        seed_offset=OTHER_SEEDS,
        reference="dropout",
    ),
    StudyMethod(
        "whitening_as_meant",
        "whitening as intended: dropout + ZCA",
        {**_DROPOUT, "zca_whitening": {}},
        reference="dropout",
    ),
    # Compiling a trained network again keeps its weights, so the article's continued from epoch 10.
    StudyMethod(
        "stopping_as_ran",
        "stopping as published: dropout continued",
        {
            **_DROPOUT,
            "early_stopping": {**_STOPPING, "start_from_epoch": 10, "restore_best_weights": False},
        },
        epochs=20,
        reference="dropout",
    ),
    StudyMethod(
        "stopping_as_meant",
        "stopping as intended: a new network",
        {**_DROPOUT, "early_stopping": _STOPPING},
        reference="dropout",
    ),
    StudyMethod("batch_norm", "batch norm", {"batch_norm": {}}),
)


REFERENCES = {c.key: c.reference for c in METHODS if c.key != c.reference}
"""Key of the network each one is compared with, by its own key."""


def find_method(key: str) -> StudyMethod:
    """Return the network with a key."""
    return next(c for c in METHODS if c.key == key)


def lineup(size: Size, seeds: int) -> list[tuple[StudyMethod, RunSpec]]:
    """Return all runs of a case study, seed by seed, so that all verdicts advance together.

    Args:
        size: `full` (34,300 training images) or `quick` (2,000).
        seeds: Number of seeds per network; they are 1, 2, 3, ...
    """
    return [(c, c.spec(size, seed)) for seed in range(1, seeds + 1) for c in METHODS]
