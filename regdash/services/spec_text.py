"""Specs as text, with the same names on the command line and in links."""

from collections.abc import Iterable, Mapping
from typing import Any

from regdash.datasets.checks import complete_spec
from regdash.datasets.sizes import usual_train_size
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


def read_leniently(
    settings: Mapping[str, str], techniques: Iterable[str]
) -> tuple[RunSpec, list[str]]:
    """Build a spec from the valid settings and techniques, and report the others.

    Returns:
        A spec, and one sentence per problem.
    """
    techniques = list(techniques)
    try:
        return build_spec(settings, techniques), []
    except InputError:
        pass  # read one by one below, to keep the valid ones
    spec, valid, problems = _read_settings(settings)
    chosen: list[str] = []
    for text in techniques:
        try:
            spec = build_spec(valid, [*chosen, text])
            chosen.append(text)
        except InputError as error:
            problems += error.sentences
    return spec, problems


def _read_settings(settings: Mapping[str, str]) -> tuple[RunSpec, dict[str, str], list[str]]:
    """Return a spec, the valid settings it was built from, and the problems of the others."""
    spec, valid = RunSpec(), dict[str, str]()
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
