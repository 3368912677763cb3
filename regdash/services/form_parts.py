"""What canonical forms (`regdash.spec.canonical`) have in common, and what each has besides."""

from collections.abc import Mapping, Sequence
from typing import Any

Form = Mapping[str, Any]


def common_part(forms: Sequence[Form]) -> dict[str, Any]:
    """Return what all of these forms contain, at least one, apart from techniques."""
    common: dict[str, Any] = {}
    for key, value in forms[0].items():
        others = [form.get(key) for form in forms]
        if key == "techniques":
            continue
        if all(isinstance(other, Mapping) for other in others):
            inner = common_part([other for other in others if isinstance(other, Mapping)])
            if inner:
                common[key] = inner
        elif all(other == value for other in others):
            common[key] = value
    return common


def own_part(form: Form, common: Form) -> dict[str, Any]:
    """Return what a form contains besides `common_part`; without techniques, none are named."""
    rest: dict[str, Any] = {}
    for key, value in form.items():
        if key not in common:
            if value != {}:
                rest[key] = value
        elif isinstance(value, Mapping) and (inner := own_part(value, common[key])):
            rest[key] = inner
    return rest


def whole_form(common: Form, own: Form) -> dict[str, Any]:
    """Return the form that `own_part` was given; without techniques, it names none."""
    merged = {**common, **own}
    for key, value in common.items():
        if isinstance(value, Mapping) and isinstance(own.get(key), Mapping):
            merged[key] = {**value, **own[key]}
    return merged
