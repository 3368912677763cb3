"""The defaults of all settings, recorded for each version of the format.

`python -m tests.spec.record_defaults` writes `defaults.json` for each release. It lacks settings
that are newer than the last release; their defaults are those that the code declares.
"""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from pydantic import BaseModel

from regdash.settings.group import setting_fields

FILE = Path(__file__).with_name("defaults.json")

Defaults = Mapping[str, Mapping[str, Any]]
"""Name of a group of settings (`run`, `data`, `network.mlp`, `technique.l2`), then of a setting,
to its default as plain data."""


@lru_cache
def recorded_defaults() -> dict[int, Defaults]:
    """Return the defaults of each version."""
    recorded = json.loads(FILE.read_text("utf-8"))["versions"]
    return {int(version): groups for version, groups in recorded.items()}


@lru_cache(maxsize=256)
def first_defaults(name: str, group: type[BaseModel]) -> Mapping[str, Any]:
    """Return the default that each setting of a group had when it was introduced.

    Args:
        name: Such as `technique.l2`.
        group: Its declaration, for settings that are not recorded yet.
    """
    return declared_defaults(group) | merge_first(name, recorded_defaults())


def merge_first(name: str, recorded: Mapping[int, Defaults]) -> dict[str, Any]:
    """Return the defaults of a group, each from the first version that has it."""
    found: dict[str, Any] = {}
    for version in sorted(recorded, reverse=True):
        found |= recorded[version].get(name, {})
    return found


def declared_defaults(group: type[BaseModel]) -> dict[str, Any]:
    """Return the defaults that the code declares, as plain data."""
    return {
        field: json.loads(json.dumps(info.get_default(call_default_factory=True)))
        for field, info in setting_fields(group).items()
    }
