"""Records the defaults of today's settings for a release: `python -m tests.spec.record_defaults`.

What was recorded before is only added to: a default that has changed needs a new version.
"""

import json
from collections.abc import Mapping
from typing import Any

from pydantic import BaseModel

import regdash
from regdash.models import NETWORKS, Network
from regdash.settings.group import inner_group
from regdash.spec import RunSpec
from regdash.spec.versions import FILE, Defaults, declared_defaults
from regdash.techniques import TECHNIQUES


def declared() -> dict[str, dict[str, Any]]:
    """Today's defaults of every group."""
    groups: dict[str, type[BaseModel]] = {"run": RunSpec}
    groups |= {
        field: group
        for field, info in RunSpec.model_fields.items()
        if (group := inner_group(info)) is not None and group is not Network
    }
    groups |= {f"network.{kind.key}": kind for kind in NETWORKS}
    groups |= {f"technique.{cls.key}": cls for cls in TECHNIQUES}
    return {name: declared_defaults(group) for name, group in groups.items()}


def changed(now: dict[str, Any], version: int, recorded: Mapping[int, Defaults]) -> list[str]:
    """Sentences on defaults that are others than those recorded for a version; usually none."""
    then = recorded[max(known for known in recorded if known <= version)]
    return [
        f"The default of {setting} in {name} was {default!r} in version {version} and is"
        f" {now[name][setting]!r} now: specs and links without it would mean another run. Take the"
        " change back, or raise RunSpec.version, add a step to regdash/spec/upgrades.py that writes"
        f" {default!r} into older specs, and run `python -m tests.spec.record_defaults`."
        for name, defaults in then.items()
        for setting, default in defaults.items()
        if setting in now.get(name, {}) and now[name][setting] != default
    ]


def record() -> None:
    """Add what is new to the file, for today's version of the format."""
    file = json.loads(FILE.read_text("utf-8")) if FILE.exists() else {"versions": {}}
    version = str(RunSpec().version)
    known = file["versions"].setdefault(version, {})
    for name, defaults in declared().items():
        known[name] = {**defaults, **known.get(name, {})}
    file["release"] = regdash.__version__
    FILE.write_text(json.dumps(file, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    record()
