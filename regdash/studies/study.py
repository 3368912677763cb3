"""What a study trains: a line over one dimension, or a grid of two, with several seeds."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import product
from typing import Self

from pydantic import Field, model_validator

from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.studies.axis import Axis
from regdash.studies.base import HashedTrial, Objective, StudyBase
from regdash.studies.dimensions import Dimension, Value

MOST_AXES = 2
"""One: a line. Two: a grid."""

MOST_SEEDS = 30

MOST_TRIALS = 2_000


class Study(StudyBase):
    """A line or a grid: every combination of the values of its axes, with every seed.

    A trial is one run: a value of each axis, and a seed.
    """

    axes: tuple[Axis, ...] = Field(title="Axes", min_length=1, max_length=MOST_AXES)
    """One: a line. Two: a grid."""
    seeds: tuple[int, ...] = Field(default=(1,), title="Seeds", min_length=1, max_length=MOST_SEEDS)
    """Seeds with which every combination of values is trained; one if an axis varies the seed."""

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
    def dimensions(self) -> tuple[Dimension, ...]:
        return tuple(axis.found for axis in self.axes)

    @property
    def count(self) -> int:
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

    def with_seeds(self, seeds: Sequence[int]) -> Study:
        """Return the study with other seeds.

        Raises:
            InputError: There are too many, or one twice.
        """
        return self.build(self.base, self.axes, seeds, self.objective)

    def hashed_trials(self) -> tuple[HashedTrial, ...]:
        """Return all trials in the order of training, with their hashes; as fast as `to_json`.

        All values with the first seed come first. Within a seed, the ends and the middle of an axis
        come first, then the values between, so that the shape is seen early.

        Raises:
            InputError: One sentence per value that is not possible.
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

    def examples(self) -> list[RunSpec]:
        return self.trials()


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
