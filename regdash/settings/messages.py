"""Validation errors as sentences: which field, what was received, what is allowed."""

from itertools import takewhile
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from regdash.settings.fields import describe_allowed, describe_lengths


class InputError(ValueError):
    """Invalid input; its text is one or more sentences for the user."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def explain(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Convert pydantic's errors for `model` into sentences, one per problem.

    Args:
        error: Raised by `model.model_validate`.
        model: The validated model.

    Returns:
        Sentences without duplicates, in the order of the errors.
    """
    # One sentence per field: wrong items of a list, and then too few valid ones, are one problem.
    first = {
        (_field_path(item["loc"]), item["type"] == "value_error"): item
        for item in error.errors()[::-1]
    }
    return list(dict.fromkeys(_sentence(item, model) for item in list(first.values())[::-1]))


def _field_path(location: tuple[int | str, ...]) -> tuple[int | str, ...]:
    """Return the names of a group and its field, without positions in a list."""
    return tuple(takewhile(lambda part: isinstance(part, str), location))[:2]


def _sentence(item: Any, model: type[BaseModel]) -> str:
    if item["type"] == "value_error":
        # Our own validators already raise sentences.
        return str(item["ctx"]["error"])
    owner, path = model, list(item["loc"])
    while len(path) > 1 and isinstance(path[0], str):
        inner = _inner_model(owner, path[0])
        if inner is None:
            break
        owner = inner
        path.pop(0)
    if not path:
        return f"Received {shorten(item['input'])}; expected a group of settings."
    name = str(path[0])
    field = owner.model_fields.get(name)
    if item["type"] == "extra_forbidden" or field is None:
        known = ", ".join(owner.model_fields)
        return f"{_owner_name(owner)} has no setting {shorten(name)}. Available: {known}."
    label = field.title or name
    if _inner_model(owner, name) is not None:
        if item["type"] in ("too_long", "too_short"):
            return f"{label} ({name}): received {len(item['input'])}; allowed: {describe_lengths(field)}."
        return f"{label} ({name}): received {shorten(item['input'])}; expected a group of settings."
    received = shorten(item["input"])
    return f"{label} ({name}): received {received}; allowed: {describe_allowed(field)}."


def _inner_model(owner: type[BaseModel], name: str) -> type[BaseModel] | None:
    field = owner.model_fields.get(name)
    if field is None:
        return None
    candidates = (field.annotation, *get_args(field.annotation))
    return next((c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)), None)


def _owner_name(owner: type[BaseModel]) -> str:
    return str(getattr(owner, "title", "") or f"A {owner.__name__}")


def check_length(field: str, text: str, most: int, *, least: int = 0, advice: str = "") -> None:
    """Refuse a text that is too short or too long; spaces around it do not count.

    Args:
        field: Its name.
        text: What was entered.
        most: Largest number of characters.
        least: Smallest number of characters.
        advice: What to do about a text that is too short.

    Raises:
        InputError: One sentence on what was received and what is allowed, and what to do.
    """
    length = len(text.strip())
    if least <= length <= most:
        return
    received = f"{length:,} characters" if length else "nothing"
    allowed = f"{least:,} to {most:,}" if least else f"at most {most:,}"
    todo = "Shorten it." if length > most else advice
    sentence = f"{field}: received {received}; allowed: {allowed} characters."
    raise InputError([sentence, *([todo] if todo else [])])


def describe_os_error(error: OSError) -> str:
    """Describe which file cannot be used, and why."""
    return f"{error.filename or 'A file'}: {error.strerror or error}."


def shorten(value: Any, limit: int = 60) -> str:
    """Quote a received value, cut to `limit` characters."""
    try:
        text = repr(value) if isinstance(value, str) else str(value)
    except ValueError:  # Python refuses to write whole numbers of thousands of digits
        text = "a number of thousands of digits"
    return text if len(text) <= limit else text[: limit - 1] + "…"
