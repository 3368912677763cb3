"""How metrics are written into the tables: as JSON, in which every float comes back bit by bit."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

_ENCODE = json.JSONEncoder(separators=(",", ":")).encode


def encode_metrics(values: Mapping[str, float | None]) -> str:
    """One JSON object; None, what was not measured, is left out."""
    return _ENCODE(_known(values))


def decode_metrics(texts: Sequence[str]) -> list[dict[str, float]]:
    """The values of many epochs, parsed in one go."""
    found: list[dict[str, float]] = json.loads(f"[{','.join(texts)}]")
    return found


def encode_results(results: Mapping[str, Mapping[str, float | None]]) -> str:
    """The metrics known at the end, for `kept` and `best`; what is not known is left out."""
    found = {at: _known(values) for at, values in results.items()}
    return _ENCODE({at: values for at, values in found.items() if values})


def decode_results(text: str) -> dict[Any, dict[str, float]]:
    """The metrics known at the end, by `kept` and `best`."""
    found: dict[Any, dict[str, float]] = json.loads(text)
    return found


def _known(values: Mapping[str, float | None]) -> dict[str, float]:
    return {key: value for key, value in values.items() if value is not None}
