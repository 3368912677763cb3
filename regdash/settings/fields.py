"""Declarations of settings; widgets, flags, links, messages and comparisons follow from them."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import Field
from pydantic.fields import FieldInfo

from regdash.settings.formatting import format_number

Scale = Literal["linear", "log"]

Fairness = Literal["blocks", "warns", "repeats"]
"""What a difference between two methods means: it blocks a verdict, adds a caution, or means nothing
because the setting varies within methods (seeds)."""

Section = Literal["data", "training", "split", "network"]
"""Where the composer shows a setting: next to the data set, below the techniques, or in the
expanders for split and label noise or for network and optimizer."""

DIFFERENCE = "{noun} {mine}, {baseline} has {theirs}."


def dial(
    default: Any,
    title: str,
    help: str,
    *,
    unit: str = "",
    scale: Scale = "linear",
    step: float | None = None,
    name: str = "",
    section: Section = "network",
    write: Callable[[Any], str] | None = None,
    noun: str = "",
    phrase: str = "",
    fairness: Fairness | None = None,
    difference: str = DIFFERENCE,
    nothing_shared: str = "",
    only_with: tuple[str, str] | None = None,
    always_written: bool = False,
    **limits: Any,
) -> Any:
    """Declare a setting as a pydantic field; everything else about it follows from this.

    Settings of techniques need a title, a help text and limits; settings of a spec also `fairness`.

    Args:
        default: Value unless another is chosen.
        title: Short label, in sentence case.
        help: One sentence on what it does, for users.
        unit: Written after the value (`"%"`, `"°"`, `"epochs"`), or empty.
        scale: `"log"` for strengths that span orders of magnitude.
        step: Distance between positions on a linear scale.
        name: Its flag and its key in links; by default the name of the field.
        section: Where the composer shows it.
        write: Formats a value for display; by default according to its type.
        noun: Its name within a sentence; by default the title in lower case.
        phrase: What distinguishes two runs, such as `"{} images"`; by default noun and value.
        fairness: What a difference means; None for settings of techniques, which are compared.
        difference: Sentence on a difference, with `{noun}`, `{mine}`, `{theirs}` and `{baseline}`.
        nothing_shared: Sentence that blocks a verdict if two methods have no value in common of a
            setting that varies within methods; empty if that is fair.
        only_with: Name and value of another setting without which this one has no effect.
        always_written: Whether identities contain it even at its default, which is not fixed.
        limits: pydantic's own bounds (`ge`, `le`, `gt`, `lt`, `min_length`, `max_length`).
    """
    extra: dict[str, Any] = {
        "unit": unit,
        "scale": scale,
        "step": step,
        "name": name,
        "section": section,
        "writer": write,
        "noun": noun or title.lower(),
        "phrase": phrase or f"{noun or title.lower()} {{}}",
        "fairness": fairness,
        "difference": difference,
        "nothing_shared": nothing_shared,
        "only_with": only_with,
        "always_written": always_written,
    }
    return Field(default, title=title, description=help, json_schema_extra=extra, **limits)


def _count_noun(words: str, number: str) -> str:
    """Return words that end with a noun in the plural, such as `epochs`, for a number: `1 epoch`."""
    counts = number == "1" and words.removeprefix("{} ") in ("epochs", "images")
    return words.removesuffix("s") if counts else words


@dataclass(frozen=True)
class Dial:
    """A declared setting; see `dial`."""

    name: str
    title: str
    help: str
    kind: type
    choices: tuple[str, ...]
    low: float | None
    high: float | None
    default: Any
    unit: str = ""
    scale: Scale = "linear"
    step: float | None = None
    section: Section = "network"
    writer: Callable[[Any], str] | None = None
    noun: str = ""
    phrase: str = "{}"
    fairness: Fairness | None = None
    difference: str = DIFFERENCE
    nothing_shared: str = ""
    only_with: tuple[str, str] | None = None
    always_written: bool = False

    def write(self, value: Any) -> str:
        """Format a value for display, with its unit, such as `1,000` or `30%`."""
        if self.writer is not None:
            return self.writer(value)
        if isinstance(value, bool):
            return "yes" if value else "no"
        text = format_number(value) if isinstance(value, int | float) else str(value)
        return f"{text} {_count_noun(self.unit, text)}".strip()

    def say(self, text: str) -> str:
        """Say what it is with a written value, such as `20 epochs`, `1 epoch` or `width 64`."""
        return _count_noun(self.phrase, text).format(text)

    def to_text(self, value: Any) -> str:
        """Format a value exactly, for flags, links and text fields."""
        plain = isinstance(value, bool | int | float | str)
        return str(value) if plain else self.write(value)


def read_dial(field: str, info: FieldInfo) -> Dial:
    """Describe a field of a pydantic model as a `Dial`."""
    extra: Any = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    choices = tuple(get_args(info.annotation)) if get_origin(info.annotation) is Literal else ()
    low, high = _bounds(info)
    return Dial(
        **{
            "title": info.title or field.replace("_", " ").capitalize(),
            "help": info.description or "",
            "kind": info.annotation if isinstance(info.annotation, type) else str,
            "choices": choices,
            "low": low,
            "high": high,
            "default": info.get_default(call_default_factory=True),
            **extra,
            "name": extra.get("name") or field,
        }
    )


def describe_allowed(info: FieldInfo) -> str:
    """Describe which values a field takes, such as `a number from 0 to 0.95`."""
    if get_origin(info.annotation) is Literal:
        return "one of " + ", ".join(str(choice) for choice in get_args(info.annotation))
    if info.annotation is bool:
        return "true or false"
    if get_origin(info.annotation) is tuple:
        item = get_args(info.annotation)[0]
        inner = getattr(item, "__metadata__", ())
        within = _range_words(*_range_of(_flatten(inner)))
        return f"{describe_lengths(info)} whole numbers{within}"
    noun = "a whole number" if info.annotation is int else "a number"
    if info.annotation is str:
        return "text"
    return noun + _range_words(*_range_of(info.metadata))


def describe_lengths(info: FieldInfo) -> str:
    """Describe how many items a field takes, such as `1 to 8` or `at least 1`."""
    least = next((mark.min_length for mark in info.metadata if isinstance(mark, MinLen)), 0)
    most = next((mark.max_length for mark in info.metadata if isinstance(mark, MaxLen)), None)
    return f"at least {least:,}" if most is None else f"{least:,} to {most:,}"


def _flatten(metadata: Any) -> list[Any]:
    found: list[Any] = []
    for item in metadata:
        found += item.metadata if isinstance(item, FieldInfo) else [item]
    return found


def _range_of(metadata: Any) -> tuple[float | None, float | None, bool, bool]:
    low: Any = None
    high: Any = None
    low_open = high_open = False
    for item in metadata:
        if isinstance(item, Ge):
            low = item.ge
        elif isinstance(item, Gt):
            low, low_open = item.gt, True
        elif isinstance(item, Le):
            high = item.le
        elif isinstance(item, Lt):
            high, high_open = item.lt, True
    return low, high, low_open, high_open


def _bounds(info: FieldInfo) -> tuple[float | None, float | None]:
    low, high, _, _ = _range_of(info.metadata)
    return low, high


def _range_words(low: float | None, high: float | None, low_open: bool, high_open: bool) -> str:
    if low is None and high is None:
        return ""
    if high is None:
        return f" {'above' if low_open else 'from'} {low:,g}"
    if low is None:
        return f" {'below' if high_open else 'up to'} {_number(high)}"
    if low_open or high_open:
        left = "above" if low_open else "at least"
        right = "below" if high_open else "up to"
        return f" {left} {_number(low)} and {right} {_number(high)}"
    return f" from {_number(low)} to {_number(high)}"


def _number(value: float) -> str:
    return f"{value:,}" if isinstance(value, int) else f"{value:g}"
