"""Which images a run is trained on, and which are held out."""

from regdash.settings.fields import dial
from regdash.settings.formatting import format_percent
from regdash.settings.group import SettingsGroup

DEFAULT_DATASET = "digits"
"""Id of the built-in data set."""

_ANOTHER_SPLIT = "Another split: the two saw other training and validation images."


class DataSpec(SettingsGroup):
    """Which images are trained on, and which are held out.

    Nothing here looks at the data: whether the set is in the store, and large enough, is checked
    by `regdash.datasets.checks`.
    """

    dataset: str = dial(
        DEFAULT_DATASET,
        "Data set",
        "Where the images come from.",
        section="data",
        phrase="{}",
        fairness="blocks",
        difference="Another data set: {mine}, {baseline} has {theirs}.",
        always_written=True,
    )
    train_size: int = dial(
        34_300,
        "Training images",
        "How many images the network learns from; fewer overfit sooner.",
        step=100,
        section="data",
        phrase="{} images",
        fairness="blocks",
        difference="Trained on {mine} images, {baseline} on {theirs}: more images help whatever the"
        " technique.",
        always_written=True,  # smaller sets have a smaller default
        ge=2,
        le=1_000_000,
    )
    validation_share: float = dial(
        0.3,
        "Validation share",
        "Share of the labelled images held out to choose by.",
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
        "Share of the training labels replaced by a wrong one.",
        step=0.05,
        section="split",
        write=format_percent,
        phrase="{} wrong labels",
        fairness="blocks",
        difference="{mine} of its training labels are wrong, {theirs} with {baseline}.",
        ge=0.0,
        le=0.5,
    )
    split_seed: int = dial(
        1,
        "Split seed",
        "Another number: another split into training and validation.",
        section="split",
        write=str,
        phrase="split {}",
        fairness="repeats",
        nothing_shared=_ANOTHER_SPLIT,
        ge=0,
        le=2**31 - 1,
    )
