"""Runs as they move between stores: everything that is stored of them, as validated JSON.

The models are strict and frozen: a wrong type, an unknown field and a number that is not finite are
errors, so that they can read what a stranger wrote.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints

from regdash.datasets.info import DatasetInfo
from regdash.settings.choices import EpochChoice, EvaluationSet

LONGEST_TEXT = 200
"""Most characters of a title or a name."""

LONGEST_MESSAGE = 20_000
"""Most characters of a run's message."""

LARGEST_NUMBER = 3.4e38
"""Largest absolute value of a measurement: about that of a float32, in which charts get it."""


def _check_utf8(text: str) -> str:
    text.encode()  # lone surrogates, which JSON can contain, cannot be stored
    return text


def _check_time(text: str) -> str:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is not None or not 2000 <= moment.year < 2200:
        raise ValueError("expected a time in UTC without a zone, from 2000 to 2199")
    return text


Id = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{8,32}\z")]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]{0,63}\z")]
Text = Annotated[str, StringConstraints(max_length=LONGEST_TEXT), AfterValidator(_check_utf8)]
Message = Annotated[str, StringConstraints(max_length=LONGEST_MESSAGE), AfterValidator(_check_utf8)]
Time = Annotated[str, StringConstraints(max_length=40), AfterValidator(_check_time)]
Count = Annotated[int, Field(ge=0, le=10**12)]
Position = Annotated[int, Field(ge=0, le=1_000_000)]
EpochNumber = Annotated[int, Field(ge=1, le=1_000_000)]
Number = Annotated[float, Field(ge=-LARGEST_NUMBER, le=LARGEST_NUMBER)]
Side = Annotated[int, Field(ge=1, le=4096)]
Images = Annotated[int, Field(ge=0, le=10_000_000)]
EndedStatus = Literal["finished", "stopped_early", "stopped", "diverged", "failed", "interrupted"]
ArrayKind = Literal["float64", "bool"]


class _Record(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="forbid", allow_inf_nan=False)


class MovedComparison(_Record):
    """A comparison; see `regdash.store.tables.ComparisonRow` for its fields."""

    id: Id
    title: Text
    created: Time
    kind: Text
    baseline: Text | None
    at: EpochChoice
    images: EvaluationSet | None
    revealed: Time | None
    setup: dict[str, Any] | None
    parent: Id | None


class MovedArray(_Record):
    """An array in a run's file of arrays."""

    name: Annotated[str, StringConstraints(pattern=r"^(epochs|right)/[a-z0-9_]{1,64}\z")]
    kind: ArrayKind
    length: Count


class MovedDataset(_Record):
    """What is known about a data set; its images do not move. See `DatasetInfo` for its fields."""

    id: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{16}\z")]
    name: Text
    class_names: Annotated[tuple[Text, ...], Field(min_length=1, max_length=65_535)]
    image_shape: tuple[Side, Side, Annotated[int, Field(ge=1, le=4)]]
    labelled: Images
    test: Images
    origin: Text

    @property
    def info(self) -> DatasetInfo:
        """The same, as other parts of the program have it."""
        return DatasetInfo(**self.model_dump(), here=False)


class MovedRun(_Record):
    """A run that has ended; see `regdash.store.tables.RunRow` for its fields."""

    id: Id
    comparison: Id
    number: Position
    style_index: Position
    method: Text
    name: Text
    spec: dict[str, Any]
    status: EndedStatus
    message: Message
    created: Time
    started: Time | None
    ended: Time | None
    parameters: Count | None
    stopped_epoch: EpochNumber | None
    kept_epoch: EpochNumber | None
    best_epoch: EpochNumber | None
    results: dict[EpochChoice, dict[Key, Number]]
    arrays: tuple[MovedArray, ...]
    """Contents of its file of arrays, in their order."""


Arrays = Mapping[str, np.ndarray]
"""Arrays of a run by name. `epochs/KEY`: float64 (epochs,), NaN where a metric was not measured.
`right/NAME`: bool (n,), which images are classified correctly; see `RunFiles.save_arrays`."""


@dataclass(frozen=True)
class ArrivingRun:
    """A run that has been checked and can be stored."""

    run: MovedRun
    arrays: Arrays
    spec: str
    """JSON, as it is to be stored."""
    spec_hash: str
    identity: str
    """What all runs of its method have in common; empty if its spec cannot be read."""
