"""What determines a run: frozen, validated, hashable, and equivalent to JSON, link and flags."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Any, Literal, Self

from pydantic import Field, ValidationError, field_serializer, field_validator, model_validator

from regdash.models import MLP, NETWORKS, Network
from regdash.settings.fields import dial
from regdash.settings.group import NO_SETTING, SettingsGroup
from regdash.settings.messages import InputError, explain
from regdash.spec.canonical import identity
from regdash.spec.data import DataSpec
from regdash.spec.optimizer import OptimizerSpec
from regdash.spec.upgrades import upgrade
from regdash.techniques import TECHNIQUES, Technique

MEASURED_TRAINING_IMAGES = 5_000
"""Maximum number of training images measured after each epoch; always the same ones."""


class RunSpec(SettingsGroup):
    """Everything that determines a run. Equal specs give equal numbers on one machine.

    `techniques` is a mapping from key to settings in JSON, such as `{"l2": {"l2": 0.0001}}`, and
    a tuple in the order of `TECHNIQUES` in Python.
    """

    version: Literal[1] = Field(default=1, title="Version", json_schema_extra=NO_SETTING)
    data: DataSpec = DataSpec()
    network: Network = MLP()
    optimizer: OptimizerSpec = OptimizerSpec()
    techniques: tuple[Technique, ...] = Field(default=(), json_schema_extra=NO_SETTING)
    epochs: int = dial(
        10,
        "Epochs",
        "Passes over the training images.",
        step=1,
        section="training",
        write=str,
        phrase="{} epochs",
        fairness="warns",
        ge=1,
        le=10_000,
    )
    batch_size: int = dial(
        128,
        "Batch size",
        "Images per step; at most the number of training images.",
        step=1,
        write=str,
        phrase="batch {}",
        fairness="warns",
        ge=1,
        le=8192,
    )
    seed: int = dial(
        1,
        "Seed",
        "Another seed gives other initial weights and another order of images.",
        section="training",
        write=str,
        fairness="repeats",
        ge=0,
        le=2**31 - 1,
    )

    @field_validator("network", mode="before")
    @classmethod
    def _build_network(cls, value: Any) -> Any:
        """Build the network of the given `kind`; without one, a fully connected network."""
        if not isinstance(value, Mapping):
            return value
        settings = dict(value)
        kind = NETWORKS.by_key(str(settings.pop("kind", MLP.key)))
        try:
            return kind.model_validate(settings)
        except ValidationError as error:
            raise InputError(explain(error, kind)) from None

    @field_serializer("network")
    def _dump_network(self, network: Network) -> dict[str, Any]:
        kind = {} if network.key == MLP.key else {"kind": network.key}
        return kind | network.model_dump(mode="json")

    @field_validator("techniques", mode="before")
    @classmethod
    def _build_techniques(cls, value: Any) -> Any:
        if isinstance(value, Mapping):
            return _in_registry_order(
                [_build_technique(str(key), settings) for key, settings in value.items()]
            )
        if isinstance(value, list | tuple) and all(isinstance(v, Technique) for v in value):
            return _in_registry_order(list(value))
        raise ValueError(
            "Techniques (techniques): expected a mapping from technique to settings,"
            ' such as {"l2": {"l2": 0.0001}}.'
        )

    @field_serializer("techniques")
    def _dump_techniques(self, techniques: tuple[Technique, ...]) -> dict[str, Any]:
        return {technique.key: technique.model_dump(mode="json") for technique in techniques}

    @model_validator(mode="after")
    def _check_techniques(self) -> Self:
        problems = [problem for t in self.techniques for problem in t.check(self)]
        if problems:
            raise ValueError(" ".join(problems))
        return self

    @property
    def name(self) -> str:
        """Short name made of the techniques, such as `dropout 0.25 + L2 1e-4`."""
        return " + ".join(t.label() for t in self.techniques) or "baseline"

    @cached_property
    def hash(self) -> str:
        """16 hexadecimal digits; equal for equal specs, however they were created."""
        return identity(self)

    @cached_property
    def method(self) -> str:
        """16 hexadecimal digits; equal for specs that differ only in their seeds (repeats)."""
        return identity(self, with_seeds=False)

    @property
    def pair(self) -> tuple[int, int]:
        """Seed and split seed, which distinguish the runs of a method."""
        return self.seed, self.data.split_seed

    def to_json(self) -> str:
        """Return one line of JSON with sorted keys."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> RunSpec:
        """Build a spec from plain data of this or an older version of the format.

        Raises:
            InputError: One sentence per problem.
        """
        try:
            return cls.model_validate(upgrade(values))
        except ValidationError as error:
            raise InputError(explain(error, cls)) from None

    def replace(self, **changes: Any) -> RunSpec:
        """Return the spec with some top-level fields changed, validated again."""
        return RunSpec.from_dict({**self.model_dump(mode="json"), **changes})


def _build_technique(key: str, settings: Any) -> Technique:
    cls = TECHNIQUES.by_key(key)
    if isinstance(settings, Technique):
        settings = settings.model_dump()
    try:
        return cls.model_validate(settings)
    except ValidationError as error:
        raise InputError([f"{cls.title}: {s}" for s in explain(error, cls)]) from None


def _in_registry_order(techniques: list[Technique]) -> tuple[Technique, ...]:
    keys = [t.key for t in techniques]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)}: chosen twice; choose each technique once.")
    order = TECHNIQUES.keys
    return tuple(sorted(techniques, key=lambda t: order.index(t.key)))
