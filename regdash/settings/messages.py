"""Validation errors as sentences: which field, what was received, what is allowed."""

from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from regdash.settings.fields import describe_allowed


class InputError(ValueError):
    """Input that cannot be used; its text is one or more sentences for the person."""

    def __init__(self, sentences: list[str]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def explain(error: ValidationError, model: type[BaseModel]) -> list[str]:
    """Turn pydantic's report on `model` into sentences, one a problem.

    Args:
        error: What `model.model_validate` raised.
        model: The model that was being filled.

    Returns:
        Sentences without duplicates, in the order of the report.
    """
    # One sentence a field: three wrong items of a list need saying once.
    first = {
        (item["loc"][:2], item["type"] == "value_error"): item for item in error.errors()[::-1]
    }
    return list(dict.fromkeys(_sentence(item, model) for item in list(first.values())[::-1]))


def _sentence(item: Any, model: type[BaseModel]) -> str:
    if item["type"] == "value_error":
        # Our own validators already speak in sentences.
        return str(item["ctx"]["error"])
    owner, path = model, list(item["loc"])
    while len(path) > 1 and isinstance(path[0], str):
        inner = _model_behind(owner, path[0])
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
        return f"{_owner_name(owner)} has no setting {shorten(name)}. It has: {known}."
    label = field.title or name
    if _model_behind(owner, name) is not None:
        return f"{label} ({name}): received {shorten(item['input'])}; expected a group of settings."
    received = shorten(item["input"])
    return f"{label} ({name}): received {received}; allowed is {describe_allowed(field)}."


def _model_behind(owner: type[BaseModel], name: str) -> type[BaseModel] | None:
    field = owner.model_fields.get(name)
    if field is None:
        return None
    candidates = (field.annotation, *get_args(field.annotation))
    return next((c for c in candidates if isinstance(c, type) and issubclass(c, BaseModel)), None)


def _owner_name(owner: type[BaseModel]) -> str:
    return str(getattr(owner, "title", "") or f"A {owner.__name__}")


def describe_os_error(error: OSError) -> str:
    """Say which file cannot be used, and why."""
    return f"{error.filename or 'A file'}: {error.strerror or error}."


def shorten(value: Any, limit: int = 60) -> str:
    """Quote a received value, cut to `limit` characters."""
    try:
        text = repr(value) if isinstance(value, str) else str(value)
    except ValueError:  # Python refuses to write whole numbers of thousands of digits
        text = "a number of thousands of digits"
    return text if len(text) <= limit else text[: limit - 1] + "…"
