"""How metrics are written into the tables: as JSON, in which every float comes back bit by bit."""

import json
import math
from collections.abc import Mapping, Sequence
from typing import Any


def encode_metrics(values: Mapping[str, float | None]) -> str:
    """One JSON object; what is NaN or None is left out: it was not measured."""
    known = {k: v for k, v in values.items() if v is not None and not math.isnan(v)}
    return json.dumps(known, separators=(",", ":"))


def decode_metrics(texts: Sequence[str]) -> list[dict[str, float]]:
    """The values of many epochs, parsed in one go."""
    found: list[dict[str, float]] = json.loads(f"[{','.join(texts)}]")
    return found


def encode_results(results: Mapping[str, Mapping[str, float | None]]) -> str:
    """The metrics known at the end, for `kept` and `best`; what is not known is left out."""
    known = {at: json.loads(encode_metrics(values)) for at, values in results.items()}
    return json.dumps({at: values for at, values in known.items() if values})


def decode_results(text: str) -> dict[Any, dict[str, float]]:
    """The metrics known at the end, by `kept` and `best`."""
    found: dict[Any, dict[str, float]] = json.loads(text)
    return found
