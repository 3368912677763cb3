"""The identity of a spec: the hash of a form in which defaults are left out.

A setting that is added later, with a default that means "as before", changes no identity: where
it has its default, the form is what it was. The defaults that are left out are recorded, each as
it was when its setting first came (see `versions`): another default in a later version changes no
identity either. Three settings are always in the form, because their defaults depend on
something else: the data set, the number of training images (on the data set) and the learning
rate (on the optimizer). Techniques that are used are always in it, with all defaults as `{}`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from pydantic import BaseModel

from regdash.models import MLP, Network
from regdash.settings.fields import read_dial
from regdash.settings.group import inner_group, setting_fields
from regdash.spec.versions import first_defaults

if TYPE_CHECKING:
    from regdash.spec.run import RunSpec

FORM = 1
"""Version of the form itself; another one would need new identities for all stored runs."""


def identity(spec: RunSpec, *, with_seeds: bool = True) -> str:
    """16 hexadecimal digits that equal specs share.

    Args:
        spec: The spec.
        with_seeds: False: settings that vary within a method (its seeds) do not count.
    """
    text = json.dumps(canonical_form(spec, with_seeds=with_seeds), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def canonical_form(spec: RunSpec, *, with_seeds: bool = True) -> dict[str, Any]:
    """What tells a spec apart from others, as plain data."""
    form: dict[str, Any] = {"version": FORM} | _told(spec, "run", with_seeds)
    for field, info in type(spec).model_fields.items():
        if inner_group(info) is None:
            continue
        part = getattr(spec, field)
        if isinstance(part, Network):
            told = _told(part, f"network.{part.key}", with_seeds)
            told |= {} if part.key == MLP.key else {"kind": part.key}
        else:
            told = _told(part, field, with_seeds)
        if told:
            form[field] = told
    form["techniques"] = {
        t.key: _told(t, f"technique.{t.key}", with_seeds) for t in spec.techniques
    }
    return form


class _Rule(NamedTuple):
    """When the value of a field is left out."""

    default: Any
    always_written: bool
    repeats: bool


@lru_cache(maxsize=256)
def _rules(name: str, group: type[BaseModel]) -> Mapping[str, _Rule]:
    defaults = first_defaults(name, group)
    dials = {field: read_dial(field, info) for field, info in setting_fields(group).items()}
    return {
        field: _Rule(defaults[field], dial.always_written, dial.fairness == "repeats")
        for field, dial in dials.items()
    }


def _told(group: BaseModel, name: str, with_seeds: bool) -> dict[str, Any]:
    """The values of a group's own settings that are not left out."""
    rules = _rules(name, type(group))
    return {
        field: value
        for field, value in group.model_dump(mode="json", include=set(rules)).items()
        if (rule := rules[field]).always_written or value != rule.default
        if with_seeds or not rule.repeats
    }
