"""What all studies share: a base, what they vary of it, and trials."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal, NamedTuple, Self

from pydantic import Field, ValidationError, field_serializer, field_validator

from regdash.settings.group import SettingsGroup
from regdash.settings.messages import InputError, explain
from regdash.spec import RunSpec
from regdash.studies.dimensions import Dimension, Value

Objective = Literal["val_loss", "val_accuracy"]

OBJECTIVES: dict[Objective, str] = {
    "val_loss": "validation loss",
    "val_accuracy": "validation accuracy",
}
"""What each is called in sentences."""


class HashedTrial(NamedTuple):
    """The spec of a trial, and its `hash`, which takes long for many."""

    spec: RunSpec
    hash: str


class StudyBase(SettingsGroup):
    """Everything that determines the runs of a study. Equal studies train equal runs."""

    version: Literal[1] = 1
    base: RunSpec = Field(default_factory=RunSpec, title="Base")
    """What all trials share; the values of a trial replace its own."""
    objective: Objective = Field(default="val_loss", title="Objective")
    """What the best values are best at: measured on validation images at the kept epoch."""

    @field_validator("base", mode="before")
    @classmethod
    def _read_base(cls, value: Any) -> Any:
        return RunSpec.from_dict(value) if isinstance(value, Mapping) else value

    @field_serializer("base")
    def _dump_base(self, base: RunSpec) -> dict[str, Any]:
        return base.model_dump(mode="json")

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        """What is varied."""
        raise NotImplementedError

    @property
    def count(self) -> int:
        """Number of trials, including those that are not known yet."""
        raise NotImplementedError

    def hashed_trials(self) -> tuple[HashedTrial, ...]:
        """Return the trials that are known so far, in the order of training, with their hashes.

        Raises:
            InputError: One sentence per value that is not possible.
        """
        raise NotImplementedError

    def trials(self) -> list[RunSpec]:
        """Return the specs of the trials that are known so far, in the order of training.

        Raises:
            InputError: One sentence per value that is not possible.
        """
        return [trial.spec for trial in self.hashed_trials()]

    def examples(self) -> list[RunSpec]:
        """Return specs that must be trainable for all trials to be.

        Raises:
            InputError: One sentence per value that is not possible.
        """
        raise NotImplementedError

    def spec_at(self, values: Sequence[Value]) -> RunSpec:
        """Return the spec with these values, one per dimension, and the seed of the base.

        Raises:
            InputError: The combination is not possible.
        """
        spec = self.base
        for dimension, value in zip(self.dimensions, values, strict=True):
            spec = dimension.apply(spec, value)
        return spec

    def values_of(self, spec: RunSpec) -> tuple[Value | None, ...]:
        """Return the value of each dimension in the spec of a trial."""
        return tuple(dimension.read(spec) for dimension in self.dimensions)

    def phrase(self, values: Sequence[Value]) -> str:
        """Say the values of a trial, one per dimension, such as `L2 1e-4, width 64`."""
        pairs = zip(self.dimensions, values, strict=True)
        return ", ".join(dimension.phrase(value) for dimension, value in pairs)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Self:
        """Build a study from plain data.

        Raises:
            InputError: One sentence per problem.
        """
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            raise InputError(explain(error, cls)) from None

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Read what `to_json` wrote.

        Raises:
            InputError: It is no study of this version.
        """
        return cls.from_dict(read_json(text))

    def to_json(self) -> str:
        """Return one line of JSON with sorted keys."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True)


def read_json(text: str) -> dict[str, Any]:
    """Read the fields that `StudyBase.to_json` wrote.

    Raises:
        InputError: It is damaged, or of another version.
    """
    try:
        values = json.loads(text)
    except ValueError:
        values = None
    if not isinstance(values, dict):
        raise InputError(["The settings of this study are damaged."])
    if values.get("version") != 1:
        raise InputError(
            ["This study was started by another version of RegDash, which can continue it."]
        )
    return values
