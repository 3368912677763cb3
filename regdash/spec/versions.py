"""The defaults of every setting, as they were recorded for each version of the format.

`defaults.json` is written by `python -m tests.spec.record_defaults` when a release is made. What
is newer than the last release is not in it; its default is what the code declares.
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
    """The defaults of each version."""
    recorded = json.loads(FILE.read_text("utf-8"))["versions"]
    return {int(version): groups for version, groups in recorded.items()}


@lru_cache(maxsize=256)
def first_defaults(name: str, group: type[BaseModel]) -> Mapping[str, Any]:
    """The default each setting of a group had when it first came.

    Args:
        name: Such as `technique.l2`.
        group: Its declaration, for settings that are not recorded yet.
    """
    return declared_defaults(group) | merge_first(name, recorded_defaults())


def merge_first(name: str, recorded: Mapping[int, Defaults]) -> dict[str, Any]:
    """The defaults of a group, each from the first version that has it."""
    found: dict[str, Any] = {}
    for version in sorted(recorded, reverse=True):
        found |= recorded[version].get(name, {})
    return found


def declared_defaults(group: type[BaseModel]) -> dict[str, Any]:
    """The defaults that the code declares, as plain data."""
    return {
        field: json.loads(json.dumps(info.get_default(call_default_factory=True)))
        for field, info in setting_fields(group).items()
    }
