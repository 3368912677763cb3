"""Brings specs that an older version of the format describes up to today's, before validation."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from regdash.settings.messages import InputError, shorten

Step = Callable[[dict[str, Any]], dict[str, Any]]
"""From the plain data of one version to those of the next; it may change what it is given."""

STEPS: Sequence[Step] = ()
"""The first step leads from version 1 to version 2, and so on.

A new version is a step here, the new number in `RunSpec.version`, and defaults recorded for it
(`python -m tests.spec.record_defaults`). A step writes what older specs left out and what means
something else by now, such as an earlier default; so that they stay the runs that they were.
"""


def upgrade(values: Mapping[str, Any], steps: Sequence[Step] = STEPS) -> dict[str, Any]:
    """Bring plain data of a spec up to today's version.

    Args:
        values: As `RunSpec.to_json` wrote them at any time; without a version, today's.
        steps: One for each version but the last.

    Raises:
        InputError: The version is newer than this program, or is none.
    """
    today = len(steps) + 1
    version = values.get("version", today)
    if isinstance(version, bool) or not isinstance(version, int) or version < 1:
        raise InputError(
            [f"Version (version): received {shorten(version)}; allowed is 1 to {today}."]
        )
    if version > today:
        raise InputError(
            [
                f"Version (version): received {version}; this version of RegDash reads versions up to"
                f" {today}. Update RegDash."
            ]
        )
    upgraded = dict(values)
    for step in steps[version - 1 :]:
        upgraded = step(upgraded)
    if version < today:
        upgraded["version"] = today
    return upgraded
