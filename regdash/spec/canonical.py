"""The identity of a spec: the hash of its canonical form, which omits defaults.

Adding a setting whose default means "as before" changes no identity, because the form omits it.
Each omitted default is the one recorded when its setting was introduced (see `versions`), so a
later change of the default changes no identity either. Three settings are always in the form: the
data set, the number of training images, whose default depends on the data set, and the learning
rate, whose default depends on the optimizer. The techniques in use are always in the form, as `{}`
if all their settings have defaults.
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
"""Version of the form itself; a change would give all stored runs new identities."""


def identity(spec: RunSpec, *, with_seeds: bool = True) -> str:
    """Return 16 hexadecimal digits that equal specs share.

    Args:
        spec: The spec.
        with_seeds: If False, settings that vary within a method (its seeds) are ignored.
    """
    text = json.dumps(canonical_form(spec, with_seeds=with_seeds), sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def canonical_form(spec: RunSpec, *, with_seeds: bool = True) -> dict[str, Any]:
    """Return the plain data that identify a spec."""
    form: dict[str, Any] = {"version": FORM} | _form_values(spec, "run", with_seeds)
    for field, info in type(spec).model_fields.items():
        if inner_group(info) is None:
            continue
        part = getattr(spec, field)
        if isinstance(part, Network):
            values = _form_values(part, f"network.{part.key}", with_seeds)
            values |= {} if part.key == MLP.key else {"kind": part.key}
        else:
            values = _form_values(part, field, with_seeds)
        if values:
            form[field] = values
    form["techniques"] = {
        t.key: _form_values(t, f"technique.{t.key}", with_seeds) for t in spec.techniques
    }
    return form


class _Rule(NamedTuple):
    """When the form omits the value of a field."""

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


def _form_values(group: BaseModel, name: str, with_seeds: bool) -> dict[str, Any]:
    """Return the values of a group's own settings that the form contains."""
    rules = _rules(name, type(group))
    return {
        field: value
        for field, value in group.model_dump(mode="json", include=set(rules)).items()
        if (rule := rules[field]).always_written or value != rule.default
        if with_seeds or not rule.repeats
    }
