"""One description of a setting, from which widgets, flags, links and messages are made."""

from dataclasses import dataclass
from typing import Any, Literal, get_args, get_origin

from annotated_types import Ge, Gt, Le, Lt, MaxLen, MinLen
from pydantic import Field
from pydantic.fields import FieldInfo

Scale = Literal["linear", "log"]


def dial(
    default: Any,
    title: str,
    help: str,
    *,
    unit: str = "",
    scale: Scale = "linear",
    step: float | None = None,
    **limits: Any,
) -> Any:
    """Declare a setting a person can turn.

    Args:
        default: Value when nobody says otherwise.
        title: Short label, in sentence case.
        help: One sentence: what it does for the reader.
        unit: Written behind the value (`"%"`, `"°"`, `"epochs"`), or empty.
        scale: `"log"` for strengths that span orders of magnitude.
        step: Distance of neighbouring positions on a linear scale.
        limits: pydantic's own bounds (`ge`, `le`, `gt`, `lt`, `min_length`, `max_length`).

    Returns:
        A pydantic `FieldInfo`.
    """
    extra: dict[str, Any] = {"unit": unit, "scale": scale, "step": step}
    return Field(default, title=title, description=help, json_schema_extra=extra, **limits)


@dataclass(frozen=True)
class Dial:
    """What a widget needs to know of a declared setting."""

    name: str
    title: str
    help: str
    kind: type
    choices: tuple[str, ...]
    low: float | None
    high: float | None
    default: Any
    unit: str
    scale: Scale
    step: float | None


def read_dial(name: str, info: FieldInfo) -> Dial:
    """Describe the field `name` of a pydantic model as a `Dial`."""
    extra = info.json_schema_extra if isinstance(info.json_schema_extra, dict) else {}
    choices = tuple(get_args(info.annotation)) if get_origin(info.annotation) is Literal else ()
    kind = info.annotation if isinstance(info.annotation, type) else str
    low, high = _bounds(info)
    return Dial(
        name=name,
        title=info.title or name.replace("_", " ").capitalize(),
        help=info.description or "",
        kind=kind,
        choices=choices,
        low=low,
        high=high,
        default=info.get_default(call_default_factory=True),
        unit=str(extra.get("unit") or ""),
        scale="log" if extra.get("scale") == "log" else "linear",
        step=extra.get("step"),  # type: ignore[arg-type]
    )


def describe_allowed(info: FieldInfo) -> str:
    """Say in words which values a field takes, such as `a number from 0 to 0.95`."""
    if get_origin(info.annotation) is Literal:
        return "one of " + ", ".join(str(choice) for choice in get_args(info.annotation))
    if info.annotation is bool:
        return "true or false"
    if get_origin(info.annotation) is tuple:
        item = get_args(info.annotation)[0]
        lengths = [m for m in info.metadata if isinstance(m, MinLen | MaxLen)]
        least = next((m.min_length for m in lengths if isinstance(m, MinLen)), 0)
        most = next((m.max_length for m in lengths if isinstance(m, MaxLen)), None)
        inner = getattr(item, "__metadata__", ())
        within = _range_words(*_range_of(_flatten(inner)))
        return f"{least} to {most} whole numbers{within}"
    noun = "a whole number" if info.annotation is int else "a number"
    if info.annotation is str:
        return "text"
    return noun + _range_words(*_range_of(info.metadata))


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
