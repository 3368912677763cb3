"""A search: trials whose values are chosen one after another, from what earlier ones have found."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import Literal, Self

from pydantic import Field, model_validator

from regdash.settings.fields import Scale
from regdash.settings.group import SettingsGroup
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.studies.axis import range_problems, read_range, split_text
from regdash.studies.base import HashedTrial, Objective, StudyBase
from regdash.studies.dimensions import Dimension, Value, find_dimension

MOST_DIALS = 8

FEWEST_TRIALS, MOST_SEARCH_TRIALS = 2, 500

LONGEST = 24 * 60
"""Minutes."""

Sampler = Literal["tpe", "random"]

SAMPLERS: dict[Sampler, str] = {
    "tpe": "TPE, which learns from earlier trials",
    "random": "random",
}
"""What each is called on pages."""

_DIGITS = 3
"""Significant digits of chosen values, so that they can be read, typed, and tried again."""

_EXAMPLE = "Write l2=1e-6..1e-1:log or dropout=0..0.8."


class Range(SettingsGroup):
    """What a search may choose for one dimension."""

    dimension: str = Field(title="Dimension")
    """Key of the dimension."""
    low: float = Field(title="From")
    high: float = Field(title="To")
    """Both ends are included."""
    scale: Scale = Field(default="linear", title="Scale")
    """Values are spread evenly on this scale."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        problems = range_problems(self.found, self.low, self.high, self.scale)
        if problems:
            raise ValueError(problems[0])
        return self

    @property
    def found(self) -> Dimension:
        """The dimension."""
        return find_dimension(self.dimension)

    @property
    def ends(self) -> tuple[Value, Value]:
        """The lowest and the highest value."""
        return self.nearest(self.low), self.nearest(self.high)

    def nearest(self, value: float) -> Value:
        """Return the allowed value next to a number: whole where only such are, else three digits."""
        if self.found.whole:
            return round(min(max(value, self.low), self.high))
        return min(max(float(f"{value:.{_DIGITS}g}"), self.low), self.high)

    def to_text(self) -> str:
        """Return text that `from_text` reads as the same range."""
        return f"{self.dimension}={self.low:g}..{self.high:g}:{self.scale}"

    @classmethod
    def from_text(cls, text: str) -> Self:
        """Read `KEY=LOW..HIGH[:log|linear]`.

        Raises:
            InputError: One sentence per problem.
        """
        dimension, values = split_text(text, _EXAMPLE)
        found = read_range(dimension, values, _EXAMPLE)
        label = f"{dimension.title} ({dimension.key})"
        if found is None:
            raise InputError([f"{label}: a search needs a range. {_EXAMPLE}"])
        low, high, rest = found
        if "count" in rest:
            raise InputError(
                [
                    f"{label}: received {rest['count']:,} as a number of values; a search chooses any value of"
                    f" the range. {_EXAMPLE}"
                ]
            )
        scale: Scale = rest.get("scale", dimension.dial.scale)
        if dimension.whole:
            low, high = float(round(low)), float(round(high))
        problems = range_problems(dimension, low, high, scale)
        if problems:
            raise InputError(problems)
        return cls(dimension=dimension.key, low=low, high=high, scale=scale)


class Search(StudyBase):
    """Trials within ranges of up to eight dimensions. A trial is one run, with the seed of the base.

    Which values are trained next depends on the results of earlier trials alone, so that equal
    searches train equal runs. What was chosen so far is a part of the search.
    """

    kind: Literal["search"] = "search"
    ranges: tuple[Range, ...] = Field(title="Ranges", min_length=1, max_length=MOST_DIALS)
    sampler: Sampler = Field(default="tpe", title="Sampler")
    """TPE: tree-structured Parzen estimator (Bergstra et al. 2011); random: uniform on each scale."""
    trial_count: int = Field(default=30, title="Trials", ge=FEWEST_TRIALS, le=MOST_SEARCH_TRIALS)
    """Number of trials."""
    minutes: float | None = Field(default=None, title="Minutes", gt=0, le=LONGEST)
    """No trial is begun after so many minutes of training; None: no limit."""
    prune: bool = Field(default=False, title="Prune")
    """Whether trials that fall behind are stopped early; see `sampling.pruned_after`. Off by default: where
    networks overfit, those that learn slowly fall behind first and end better."""
    chosen: tuple[tuple[float, ...], ...] = Field(default=(), title="Chosen")
    """Values of the trials so far, one per range, in the order of training."""

    @model_validator(mode="after")
    def _check(self) -> Self:
        keys = [each.dimension for each in self.ranges]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice is not None:
            raise ValueError(f"{twice} is varied twice; vary each dimension once.")
        if "seed" in keys:
            raise ValueError(
                "The seed is luck, not a setting to search; vary it in a line instead."
            )
        return self

    @classmethod
    def build(
        cls,
        base: RunSpec,
        ranges: Sequence[Range],
        objective: Objective = "val_loss",
        **settings: object,
    ) -> Search:
        """Build a search, and check that the ends of its ranges are valid specs.

        Args:
            base: What all trials share.
            ranges: What is varied.
            objective: What the best values are best at.
            settings: Other fields of a search, by name.

        Raises:
            InputError: One sentence per problem.
        """
        search = cls.from_dict(
            {"base": base, "ranges": tuple(ranges), "objective": objective, **settings}
        )
        search.examples()
        return search

    @property
    def dimensions(self) -> tuple[Dimension, ...]:
        return tuple(each.found for each in self.ranges)

    @property
    def count(self) -> int:
        return self.trial_count

    def examples(self) -> list[RunSpec]:
        problems: list[str] = []
        specs: list[RunSpec] = []
        for end in (0, 1):
            try:
                specs.append(self.spec_at([each.ends[end] for each in self.ranges]))
            except InputError as error:
                problems += error.sentences
        if problems:
            raise InputError(list(dict.fromkeys(problems)))
        return specs

    def hashed_trials(self) -> tuple[HashedTrial, ...]:
        key = self.with_chosen(()).to_json()
        return tuple(_hash_trial(key, values) for values in self.chosen)

    def with_chosen(self, chosen: Sequence[Sequence[float]]) -> Search:
        """Return the search with other values of its trials so far."""
        return self.model_copy(update={"chosen": tuple(map(tuple, chosen))})

    def with_more(self, trials: int) -> Search:
        """Return the search with more trials, and without a limit of time that has been reached.

        Raises:
            InputError: There would be too many, or none more.
        """
        if not 1 <= trials <= MOST_SEARCH_TRIALS - self.trial_count:
            raise InputError(
                [
                    f"More trials: received {trials:,}; the study has {self.trial_count:,} and can have up to"
                    f" {MOST_SEARCH_TRIALS:,}."
                ]
            )
        return self.model_copy(update={"trial_count": self.trial_count + trials, "minutes": None})

    def typed(self, values: Sequence[float]) -> tuple[Value, ...]:
        """Return the values of a trial; whole numbers where the dimension has only such."""
        return tuple(each.nearest(value) for each, value in zip(self.ranges, values, strict=True))


@lru_cache(maxsize=8 * MOST_SEARCH_TRIALS)
def _hash_trial(search: str, values: tuple[float, ...]) -> HashedTrial:
    """Return a trial of a search written by `to_json`."""
    found = _read(search)
    spec = found.spec_at(found.typed(values))
    return HashedTrial(spec, spec.hash)


@lru_cache(maxsize=32)
def _read(search: str) -> Search:
    return Search.from_json(search)
