"""Specs as text, with the same names on the command line and in links."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from typing import Any

from regdash.datasets.checks import complete_spec
from regdash.datasets.sizes import usual_train_size
from regdash.services.setups import find_deviations
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.spec.settings import all_settings, nest_settings
from regdash.techniques import format_technique, parse_technique

_DETERMINING = ("network", "optimizer", "dataset", "validation_share")
"""Settings that determine other defaults: those of the kind of network, the learning rate, and the
number of training images."""


def build_spec(settings: Mapping[str, Any], techniques: Iterable[str] = ()) -> RunSpec:
    """Build a spec that can be trained from settings by name and techniques as text.

    Args:
        settings: Such as `{"train_size": "1000", "epochs": 20}`; the rest have defaults.
        techniques: Such as `["l2=1e-4", "dropout=0.25"]`.

    Raises:
        InputError: One sentence per problem, such as a data set that is not in the store.
    """
    values: dict[str, Any] = nest_settings(settings)
    values["techniques"] = [parse_technique(text) for text in techniques]
    return complete_spec(values)


def write_spec(spec: RunSpec) -> tuple[dict[str, str], list[str]]:
    """Return the input of `build_spec`: settings that differ from the default, and techniques."""
    data = {
        "dataset": spec.data.dataset,
        "validation_share": spec.data.validation_share,
        "train_size": usual_train_size(spec.data.dataset, spec.data.validation_share),
    }
    defaults = RunSpec.from_dict(
        {
            "optimizer": {"name": spec.optimizer.name},
            "network": {"kind": spec.network.key},
            "data": data,
        }
    )
    settings = {}
    for setting in all_settings():
        value = setting.value(spec)
        default = setting.value(RunSpec() if setting.name in _DETERMINING else defaults)
        if value is not None and value != default:
            settings[setting.name] = setting.dial.to_text(value)
    return settings, [format_technique(t) for t in spec.techniques]


def write_variant(spec: RunSpec, setup: RunSpec) -> tuple[dict[str, str], list[str]]:
    """Return what distinguishes a variant from a set-up: deviating settings, and its techniques."""
    deviating = [deviation.setting for deviation in find_deviations(spec, setup)]
    settings = {s.name: s.dial.to_text(s.value(spec)) for s in deviating}
    return settings, [format_technique(t) for t in spec.techniques]


def read_leniently(
    settings: Mapping[str, str], techniques: Iterable[str], setup: RunSpec | None = None
) -> tuple[RunSpec, list[str]]:
    """Build a spec from the valid settings and techniques, and report the others.

    Args:
        settings: Settings by name.
        techniques: Techniques as text.
        setup: Contains the other settings; None: their defaults.

    Returns:
        A spec, and one sentence per problem.
    """
    techniques = list(techniques)
    base: dict[str, str] = {}
    if setup is not None:
        base = _write_all(setup, settings.get("network", setup.network.key))
    try:
        return build_spec({**base, **settings}, techniques), []
    except InputError:
        pass  # read one by one below, to keep the valid ones
    spec, valid, problems = _read_settings(settings, base)
    chosen: list[str] = []
    for text in techniques:
        try:
            spec = build_spec(valid, [*chosen, text])
            chosen.append(text)
        except InputError as error:
            problems += error.sentences
    return spec, problems


def _write_all(spec: RunSpec, kind: str) -> dict[str, str]:
    """Return all settings that a network of this kind has, as text."""
    return {
        setting.name: setting.dial.to_text(setting.value(spec))
        for setting in all_settings()
        if setting.network in ("", kind) and setting.value(spec) is not None
    }


def _read_settings(
    settings: Mapping[str, str], base: Mapping[str, str]
) -> tuple[RunSpec, dict[str, str], list[str]]:
    """Return a spec, the valid settings it was built from, and the problems of the others."""
    spec, valid = RunSpec(), dict[str, str]()
    with suppress(InputError):  # the data set of a set-up may have been removed
        spec, valid = build_spec(base), dict(base)
    problems: dict[str, list[str]] = {name: [] for name in settings}
    # Twice: a setting may be valid only together with a later one.
    for _ in range(2):
        for name in list(problems):
            try:
                spec = build_spec({**valid, name: settings[name]})
                valid[name] = settings[name]
                del problems[name]
            except InputError as error:
                problems[name] = error.sentences
    return spec, valid, [sentence for found in problems.values() for sentence in found]
