"""Encodes metrics as JSON, which restores every float bit by bit."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

_ENCODE = json.JSONEncoder(separators=(",", ":")).encode


def encode_metrics(values: Mapping[str, float | None]) -> str:
    """Encode as one JSON object, without the values that are None (not measured)."""
    return _ENCODE(_without_none(values))


def decode_metrics(texts: Sequence[str]) -> list[dict[str, float]]:
    """Decode the values of many epochs at once."""
    found: list[dict[str, float]] = json.loads(f"[{','.join(texts)}]")
    return found


def encode_results(results: Mapping[Any, Mapping[str, float | None]]) -> str:
    """Encode the result metrics for `kept` and `best`, without the values that are None."""
    found = {at: _without_none(values) for at, values in results.items()}
    return _ENCODE({at: values for at, values in found.items() if values})


def decode_results(text: str) -> dict[Any, dict[str, float]]:
    """Decode the result metrics, by `kept` and `best`."""
    found: dict[Any, dict[str, float]] = json.loads(text)
    return found


def _without_none(values: Mapping[str, float | None]) -> dict[str, float]:
    return {key: value for key, value in values.items() if value is not None}
