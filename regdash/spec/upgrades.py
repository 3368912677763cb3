"""Upgrades specs of older versions of the format, before validation."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from regdash.settings.messages import InputError, shorten

Step = Callable[[dict[str, Any]], dict[str, Any]]
"""Converts plain data of one version to the next; may change its argument."""

STEPS: Sequence[Step] = ()
"""The first step converts version 1 to version 2, and so on.

A new version needs a step here, its number in `RunSpec.version`, and its recorded defaults
(`python -m tests.spec.record_defaults`). A step writes out what older specs omit and what has
changed its meaning, such as an earlier default, so that specs still describe the same runs.
"""


def upgrade(values: Mapping[str, Any], steps: Sequence[Step] = STEPS) -> dict[str, Any]:
    """Upgrade plain data of a spec to the current version.

    Args:
        values: As written by `RunSpec.to_json` in any version; if none is given, the current one.
        steps: One per version except the last.

    Raises:
        InputError: The version is newer than this program, or not a positive whole number.
    """
    current = len(steps) + 1
    version = values.get("version", current)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise InputError(
            [f"Version (version): received {shorten(version)}; allowed: 1 to {current}."]
        )
    if version > current:
        raise InputError(
            [
                f"Version (version): received {version}; this version of RegDash reads versions up to"
                f" {current}. Update RegDash."
            ]
        )
    upgraded = dict(values)
    for step in steps[version - 1 :]:
        upgraded = step(upgraded)
    if version < current:
        upgraded["version"] = current
    return upgraded
