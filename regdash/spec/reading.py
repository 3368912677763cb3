"""Reads stored specs, those of a newer version or of a plug-in that is gone included."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from regdash.models import MLP, NETWORKS
from regdash.settings.formatting import join_words
from regdash.settings.group import inner_group
from regdash.settings.messages import InputError, shorten
from regdash.spec.run import RunSpec
from regdash.spec.upgrades import STEPS
from regdash.techniques import TECHNIQUES

_MISSING = ", which this version of RegDash does not have"


@dataclass(frozen=True)
class UnreadableSpec:
    """A spec that this version cannot make sense of."""

    reason: str
    """Why, as the end of a sentence: `uses the technique mixup, which this version ...`."""
    raw: str
    """The text as it is stored."""


def read_spec(text: str) -> RunSpec | UnreadableSpec:
    """Read a spec as `RunSpec.to_json` wrote it, in this version or another one."""
    # A plug-in that was added or removed changes what can be read.
    return _read(text, TECHNIQUES.keys, NETWORKS.keys)


@lru_cache(maxsize=4096)
def _read(
    text: str, techniques: tuple[str, ...], networks: tuple[str, ...]
) -> RunSpec | UnreadableSpec:
    """Pages read the same specs at every tick, and checking one takes long."""
    try:
        values = json.loads(text)
        if not isinstance(values, Mapping):
            raise ValueError
    except ValueError:
        return UnreadableSpec("has a spec that is damaged", text)
    try:
        return RunSpec.from_dict(values)
    except InputError as error:
        return UnreadableSpec(_reason(values) or _refused(error), text)


def _reason(values: Mapping[str, Any]) -> str:
    """What a spec uses that is not here; empty if that is not the reason."""
    version = values.get("version")
    if isinstance(version, int) and version > len(STEPS) + 1:
        return (
            f"was written in version {version} of the format, and this version of RegDash reads"
            f" versions up to {len(STEPS) + 1}"
        )
    missing = [
        *_missing_techniques(_mapping(values, "techniques")),
        *_missing_network(_mapping(values, "network")),
        *(f"the setting {shorten(name)}" for name in _unknown(values, RunSpec)),
    ]
    for part, info in RunSpec.model_fields.items():
        group = inner_group(info)
        if group is not None and part != "network":
            unknown = _unknown(_mapping(values, part), group)
            missing += [f"the setting {shorten(name)} of {part}" for name in unknown]
    return f"uses {join_words(missing)}{_MISSING}" if missing else ""


def _missing_techniques(techniques: Mapping[str, Any]) -> list[str]:
    missing = []
    for key, settings in techniques.items():
        cls = TECHNIQUES.find(key)
        if cls is None:
            missing.append(f"the technique {shorten(key).strip(chr(39))}")
        elif isinstance(settings, Mapping):
            unknown = _unknown(settings, cls)
            missing += [f"the setting {shorten(name)} of {cls.title}" for name in unknown]
    return missing


def _missing_network(network: Mapping[str, Any]) -> list[str]:
    kind = str(network.get("kind", MLP.key))
    cls = NETWORKS.find(kind)
    if cls is None:
        return [f"the kind of network {shorten(kind).strip(chr(39))}"]
    unknown = [name for name in _unknown(network, cls) if name != "kind"]
    return [f"the setting {shorten(name)} of the network" for name in unknown]


def _mapping(values: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = values.get(key)
    return found if isinstance(found, Mapping) else {}


def _unknown(values: Mapping[str, Any], group: type[BaseModel]) -> list[str]:
    return [str(name) for name in values if name not in group.model_fields]


def _refused(error: InputError) -> str:
    sentences = " ".join(error.sentences).rstrip(".")
    return f"has a spec that this version of RegDash does not accept: {sentences}"
