"""Which images a run is trained on, and which are held out."""

from collections.abc import Mapping
from typing import Any, Self

from pydantic import field_validator, model_validator

from regdash.datasets import collection
from regdash.datasets.digits import DIGITS
from regdash.datasets.info import DatasetInfo
from regdash.settings.fields import dial
from regdash.settings.group import SettingsGroup
from regdash.settings.messages import InputError


class DataSpec(SettingsGroup):
    """Which images are trained on, and which are held out."""

    dataset: str = dial(DIGITS.id, "Data set", "Where the images come from.")
    train_size: int = dial(
        34_300,
        "Training images",
        "How many images the network learns from; fewer overfit sooner.",
        step=100,
        ge=2,
        le=1_000_000,
    )
    validation_share: float = dial(
        0.3,
        "Validation share",
        "Share of the labelled images held out to choose by.",
        step=0.05,
        ge=0.1,
        le=0.9,
    )
    label_noise: float = dial(
        0.0,
        "Label noise",
        "Share of the training labels replaced by a wrong one.",
        step=0.05,
        ge=0.0,
        le=0.5,
    )
    split_seed: int = dial(
        1,
        "Split seed",
        "Another number: another split into training and validation.",
        ge=0,
        le=2**31 - 1,
    )

    def find_info(self) -> DatasetInfo | None:
        """What is known of the data set, removed ones included; None if this store never had it."""
        return collection.find(self.dataset)

    @property
    def info(self) -> DatasetInfo:
        """What is known of the data set, removed ones included.

        Raises:
            InputError: This store never had it.
        """
        return self.find_info() or collection.require(self.dataset)

    @property
    def validation_size(self) -> int:
        """Number of validation images."""
        return round(self.info.labelled * self.validation_share)

    @property
    def available(self) -> int:
        """Number of images left for training."""
        return _available(self.info, self.validation_share)

    @field_validator("dataset", mode="before")
    @classmethod
    def _resolve_dataset(cls, value: Any) -> Any:
        return collection.resolve(value) if isinstance(value, str) else value

    @model_validator(mode="before")
    @classmethod
    def _usual_size(cls, values: Any) -> Any:
        """Without a training size, take all that is not held out, at most the article's number."""
        if not isinstance(values, Mapping) or "train_size" in values:
            return values
        fields = cls.model_fields
        try:
            info = collection.find(collection.resolve(values.get("dataset", DIGITS.id)))
            share = float(values.get("validation_share", fields["validation_share"].default))
        except (InputError, TypeError, ValueError, AttributeError):
            return values  # what is wrong is said by the field itself
        if info is None or not 0 < share < 1:
            return values
        usual = fields["train_size"].default
        return {**values, "train_size": min(usual, _available(info, share))}

    @model_validator(mode="after")
    def _enough_images(self) -> Self:
        info = self.find_info()
        if info is None:
            return self  # a run on a set that this store never had can still be read
        available = _available(info, self.validation_share)
        held_out = info.labelled - available
        size, share = f"{self.train_size:,}", f"{self.validation_share:.0%}"
        if self.train_size > available:
            raise ValueError(
                f"Training images (train_size): received {size}; with {share} held out for"
                f" validation there are {available:,}."
            )
        if self.train_size < info.classes:
            raise ValueError(
                f"Training images (train_size): received {size}; there are {info.classes:,}"
                " classes, and each needs at least one."
            )
        if held_out < info.classes:
            raise ValueError(
                f"Validation share (validation_share): received {share}, which is {held_out:,}"
                f" images; there are {info.classes:,} classes, and each needs at least one."
            )
        return self


def _available(info: DatasetInfo, validation_share: float) -> int:
    return info.labelled - round(info.labelled * validation_share)
