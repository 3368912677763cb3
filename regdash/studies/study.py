"""What a study trains: a line over one dimension, or a grid of two, with several seeds."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from functools import lru_cache
from itertools import product
from typing import Any, Literal, NamedTuple, Self

from pydantic import Field, ValidationError, field_serializer, field_validator, model_validator

from regdash.settings.group import SettingsGroup
from regdash.settings.messages import InputError, explain
from regdash.spec import RunSpec
from regdash.studies.axis import Axis
from regdash.studies.dimensions import Value

MOST_SEEDS = 30

MOST_TRIALS = 2_000

Objective = Literal["val_loss", "val_accuracy"]

OBJECTIVES: dict[Objective, str] = {
    "val_loss": "validation loss",
    "val_accuracy": "validation accuracy",
}
"""What each is called in sentences."""


class Study(SettingsGroup):
    """Everything that determines the runs of a study. Equal studies train equal runs.

    A trial is one run: a value of each axis, and a seed.
    """

    version: Literal[1] = 1
    base: RunSpec = Field(default_factory=RunSpec, title="Base")
    """What all trials share; the values of the axes replace its own."""
    axes: tuple[Axis, ...] = Field(title="Axes", min_length=1, max_length=2)
    """One: a line. Two: a grid."""
    seeds: tuple[int, ...] = Field(default=(1,), title="Seeds", min_length=1, max_length=MOST_SEEDS)
    """Seeds with which every combination of values is trained; one if an axis varies the seed."""
    objective: Objective = Field(default="val_loss", title="Objective")
    """What the best value is best at: measured on validation images at the kept epoch."""

    @field_validator("base", mode="before")
    @classmethod
    def _read_base(cls, value: Any) -> Any:
        return RunSpec.from_dict(value) if isinstance(value, Mapping) else value

    @field_serializer("base")
    def _dump_base(self, base: RunSpec) -> dict[str, Any]:
        return base.model_dump(mode="json")

    @model_validator(mode="after")
    def _check(self) -> Self:
        keys = [axis.dimension for axis in self.axes]
        if len(set(keys)) < len(keys):
            raise ValueError(f"{keys[0]} is varied twice; vary each dimension once.")
        if len(set(self.seeds)) < len(self.seeds):
            raise ValueError("Seeds: the same seed appears twice; give each once.")
        if "seed" in keys and len(self.seeds) > 1:
            raise ValueError(
                "Seeds: the seed itself is varied; give one seed, or vary something else."
            )
        if self.count > MOST_TRIALS:
            raise ValueError(
                f"Trials: received {self.count:,}; allowed: up to {MOST_TRIALS:,}."
                " Choose fewer values or seeds."
            )
        return self

    @property
    def count(self) -> int:
        """Number of trials."""
        combinations = 1
        for axis in self.axes:
            combinations *= len(axis.values)
        return combinations * len(self.seeds)

    @classmethod
    def build(
        cls,
        base: RunSpec,
        axes: Sequence[Axis],
        seeds: Sequence[int] = (1,),
        objective: Objective = "val_loss",
    ) -> Study:
        """Build a study, and check that each of its trials is a valid spec.

        Raises:
            InputError: One sentence per problem.
        """
        study = cls.from_dict(
            {"base": base, "axes": tuple(axes), "seeds": tuple(seeds), "objective": objective}
        )
        study.trials()
        return study

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Study:
        """Build a study from plain data.

        Raises:
            InputError: One sentence per problem.
        """
        try:
            return cls.model_validate(dict(values))
        except ValidationError as error:
            raise InputError(explain(error, cls)) from None

    @classmethod
    def from_json(cls, text: str) -> Study:
        """Read what `to_json` wrote.

        Raises:
            InputError: It is no study of this version.
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
        return cls.from_dict(values)

    def to_json(self) -> str:
        """Return one line of JSON with sorted keys."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True)

    def with_seeds(self, seeds: Sequence[int]) -> Study:
        """Return the study with other seeds.

        Raises:
            InputError: There are too many, or one twice.
        """
        return self.build(self.base, self.axes, seeds, self.objective)

    def trials(self) -> list[RunSpec]:
        """Return the specs of all trials, in the order of training.

        All values with the first seed come first. Within a seed, the ends and the middle of an axis
        come first, then the values between, so that the shape is seen early.

        Raises:
            InputError: One sentence per value that is not possible.
        """
        return [trial.spec for trial in self.hashed_trials()]

    def hashed_trials(self) -> tuple[HashedTrial, ...]:
        """Return all trials in the order of training, with their hashes; as fast as `to_json`.

        Raises:
            InputError: As `trials`.
        """
        return _hash_trials(self.to_json())

    def _build_trials(self) -> list[RunSpec]:
        problems: list[str] = []
        specs: list[RunSpec] = []
        orders = [coarse_to_fine(axis.typed_values) for axis in self.axes]
        for values in product(*orders):
            try:
                specs.append(self.spec_at(values))
            except InputError as error:
                problems += error.sentences
        if problems:
            raise InputError(list(dict.fromkeys(problems)))
        if "seed" in [axis.dimension for axis in self.axes]:
            return specs
        return [spec.replace(seed=seed) for seed in self.seeds for spec in specs]

    def spec_at(self, values: Sequence[Value]) -> RunSpec:
        """Return the spec with these values, one per axis, and the seed of the base.

        Raises:
            InputError: The combination is not possible.
        """
        spec = self.base
        for axis, value in zip(self.axes, values, strict=True):
            spec = axis.found.apply(spec, value)
        return spec

    def values_of(self, spec: RunSpec) -> tuple[Value | None, ...]:
        """Return the value of each axis in the spec of a trial."""
        return tuple(axis.found.read(spec) for axis in self.axes)


class HashedTrial(NamedTuple):
    """The spec of a trial, and its `hash`, which takes long for many."""

    spec: RunSpec
    hash: str


@lru_cache(maxsize=32)
def _hash_trials(text: str) -> tuple[HashedTrial, ...]:
    """Return the trials of a study written by `to_json`."""
    return tuple(HashedTrial(spec, spec.hash) for spec in Study.from_json(text)._build_trials())


def coarse_to_fine(values: Sequence[Value]) -> list[Value]:
    """Order values so that any first part of them is spread over all: ends, middle, quarters …"""
    order = [0, len(values) - 1]
    gaps = [(0, len(values) - 1)]
    while gaps:
        low, high = gaps.pop(0)
        middle = (low + high) // 2
        if low < middle < high:
            order.append(middle)
            gaps += [(low, middle), (middle, high)]
    return [values[index] for index in dict.fromkeys(order)]
