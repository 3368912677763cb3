"""Reads specs that were stored or shared, also those of newer versions and of removed plug-ins."""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pydantic import BaseModel

from regdash.models import MLP, NETWORKS
from regdash.settings.fields import read_dial
from regdash.settings.formatting import join_words
from regdash.settings.group import inner_group, setting_fields
from regdash.settings.messages import InputError, shorten
from regdash.spec.run import RunSpec
from regdash.spec.upgrades import STEPS, upgrade
from regdash.spec.versions import first_defaults
from regdash.techniques import TECHNIQUES

_MISSING = ", which this version of RegDash does not have"


@dataclass(frozen=True)
class UnreadableSpec:
    """A stored spec that this version cannot read."""

    reason: str
    """The reason, as the end of a sentence: `uses the technique mixup, which this version ...`."""
    raw: str
    """The stored text."""
    lacking: bool = False
    """Whether it uses something that this version lacks; otherwise it is damaged or not allowed."""


def read_spec(text: str) -> RunSpec | UnreadableSpec:
    """Read a spec that `RunSpec.to_json` wrote, in this version or another."""
    # Part of the cache key: plug-ins that are added or removed change what can be read.
    return _read(text, TECHNIQUES.keys, NETWORKS.keys)


def read_form(form: Mapping[str, Any], version: int) -> RunSpec | UnreadableSpec:
    """Read the canonical form of a spec, in which values equal to their first default are left out.

    Args:
        form: What `canonical_form` returned, in this version of RegDash or another; its `version`,
            which is that of the form, is ignored.
        version: Version of the spec (`RunSpec.version`) that it is the form of.
    """
    values = {**form, "version": version}
    with suppress(InputError):  # a newer version, which is explained below
        values = _with_first_defaults(upgrade(values))
    return read_spec(json.dumps(values, sort_keys=True))


def _with_first_defaults(values: Mapping[str, Any]) -> dict[str, Any]:
    """Fill in what a form leaves out. A later version may have other defaults."""
    filled = _fill(values, "run", RunSpec)
    for part, info in RunSpec.model_fields.items():
        group, own = inner_group(info), values.get(part, {})
        if group is None or not isinstance(own, Mapping):
            continue
        if part == "network":
            kind = NETWORKS.find(str(own.get("kind", MLP.key)))
            filled[part] = own if kind is None else _fill(own, f"network.{kind.key}", kind)
        else:
            filled[part] = _fill(own, part, group)
    techniques = values.get("techniques")
    if isinstance(techniques, Mapping):
        filled["techniques"] = {
            key: _fill(own, f"technique.{key}", cls)
            if (cls := TECHNIQUES.find(key)) and isinstance(own, Mapping)
            else own
            for key, own in techniques.items()
        }
    return filled


def _fill(values: Mapping[str, Any], name: str, group: type[BaseModel]) -> dict[str, Any]:
    # The form contains values without a fixed default, so that they are filled in by validation.
    defaults = first_defaults(name, group)
    rest = {
        field: defaults[field]
        for field, info in setting_fields(group).items()
        if not read_dial(field, info).always_written
    }
    return {**rest, **values}


@lru_cache(maxsize=4096)
def _read(
    text: str, techniques: tuple[str, ...], networks: tuple[str, ...]
) -> RunSpec | UnreadableSpec:
    """Read a spec; cached, as pages read the same specs at every tick and validation is slow."""
    try:
        values = json.loads(text)
        if not isinstance(values, Mapping):
            raise ValueError
    except ValueError:
        return UnreadableSpec("has a spec that is damaged", text)
    try:
        return RunSpec.from_dict(values)
    except InputError as error:
        lacking = _reason(values)
        return UnreadableSpec(lacking or _rejection(error), text, bool(lacking))


def _reason(values: Mapping[str, Any]) -> str:
    """Describe what a spec uses that this version lacks; empty if nothing is missing."""
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


def _rejection(error: InputError) -> str:
    sentences = " ".join(error.sentences).rstrip(".")
    return f"has a spec that this version of RegDash does not accept: {sentences}"
