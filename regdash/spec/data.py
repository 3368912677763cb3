"""Which images a run is trained on, and which are held out."""

from regdash.settings.fields import dial
from regdash.settings.formatting import format_percent
from regdash.settings.group import SettingsGroup

DEFAULT_DATASET = "digits"
"""Id of the built-in data set."""

_ANOTHER_SPLIT = "Different split: the two methods saw different training and validation images."


class DataSpec(SettingsGroup):
    """Which images a run is trained on, and which are held out.

    Validated without the data; `regdash.datasets.checks` checks that the data set is in the store
    and large enough.
    """

    dataset: str = dial(
        DEFAULT_DATASET,
        "Data set",
        "Where the images come from.",
        section="data",
        phrase="{}",
        fairness="blocks",
        difference="Different data set: {mine}, {baseline} has {theirs}.",
        always_written=True,
    )
    train_size: int = dial(
        34_300,
        "Training images",
        "Number of images to train on; with fewer, a network overfits sooner.",
        step=100,
        section="data",
        phrase="{} images",
        fairness="blocks",
        difference="Trained on {mine} images, {baseline} on {theirs}: more images help"
        " regardless of technique.",
        always_written=True,  # smaller sets have a smaller default
        ge=2,
        le=1_000_000,
    )
    validation_share: float = dial(
        0.3,
        "Validation share",
        "Share of the labeled images held out for validation.",
        step=0.05,
        section="split",
        write=format_percent,
        phrase="{} held out",
        fairness="blocks",
        difference=_ANOTHER_SPLIT,
        ge=0.1,
        le=0.9,
    )
    label_noise: float = dial(
        0.0,
        "Label noise",
        "Share of the training labels replaced by wrong ones.",
        step=0.05,
        section="split",
        write=format_percent,
        phrase="{} wrong labels",
        fairness="blocks",
        difference="{mine} of its training labels are wrong, {baseline} has {theirs}.",
        ge=0.0,
        le=0.5,
    )
    split_seed: int = dial(
        1,
        "Split seed",
        "Another seed gives another split into training and validation images.",
        section="split",
        write=str,
        phrase="split {}",
        fairness="repeats",
        nothing_shared=_ANOTHER_SPLIT,
        ge=0,
        le=2**31 - 1,
    )
