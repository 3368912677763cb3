"""A spec as text: the same names on the command line and in the link."""

from collections.abc import Iterable, Mapping
from typing import Any

from regdash.datasets.checks import complete_spec
from regdash.datasets.sizes import usual_train_size
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.spec.settings import all_settings, nest_settings
from regdash.techniques import format_technique, parse_technique

_LEADING = ("network", "optimizer", "dataset", "validation_share")
"""Settings that others have their defaults from: those of the kind of network, the learning rate,
the training size."""


def build_spec(settings: Mapping[str, Any], techniques: Iterable[str] = ()) -> RunSpec:
    """Build a spec that can be trained here from settings by name and techniques as text.

    Args:
        settings: Such as `{"train_size": "1000", "epochs": 20}`; what is left out is the default.
        techniques: Such as `["l2=1e-4", "dropout=0.25"]`.

    Raises:
        InputError: One sentence for each thing that is wrong; a data set that is not here, too.
    """
    values: dict[str, Any] = nest_settings(settings)
    values["techniques"] = [parse_technique(text) for text in techniques]
    return complete_spec(values)


def write_spec(spec: RunSpec) -> tuple[dict[str, str], list[str]]:
    """The opposite of `build_spec`: settings that differ from the default, and techniques."""
    data = {
        "dataset": spec.data.dataset,
        "validation_share": spec.data.validation_share,
        "train_size": usual_train_size(spec.data.dataset, spec.data.validation_share),
    }
    led = RunSpec.from_dict(
        {
            "optimizer": {"name": spec.optimizer.name},
            "network": {"kind": spec.network.key},
            "data": data,
        }
    )
    settings = {}
    for setting in all_settings():
        value = setting.value(spec)
        usual = setting.value(RunSpec() if setting.name in _LEADING else led)
        if value is not None and value != usual:
            settings[setting.name] = setting.dial.to_text(value)
    return settings, [format_technique(t) for t in spec.techniques]


def read_leniently(
    settings: Mapping[str, str], techniques: Iterable[str]
) -> tuple[RunSpec, list[str]]:
    """Build the spec that comes closest: what is wrong is left out and told.

    Returns:
        A spec, and a sentence for each thing that was left out.
    """
    techniques = list(techniques)
    try:
        return build_spec(settings, techniques), []
    except InputError:
        pass  # one by one, then, to keep what is good
    spec, good, problems = _read_settings(settings)
    chosen: list[str] = []
    for text in techniques:
        try:
            spec = build_spec(good, [*chosen, text])
            chosen.append(text)
        except InputError as error:
            problems += error.sentences
    return spec, problems


def _read_settings(settings: Mapping[str, str]) -> tuple[RunSpec, dict[str, str], list[str]]:
    """The settings that can be used together, their spec, and what is wrong with the others."""
    spec, good = RunSpec(), dict[str, str]()
    problems: dict[str, list[str]] = {name: [] for name in settings}
    # Twice: what needed another setting beside it has it the second time.
    for _ in range(2):
        for name in list(problems):
            try:
                spec = build_spec({**good, name: settings[name]})
                good[name] = settings[name]
                del problems[name]
            except InputError as error:
                problems[name] = error.sentences
    return spec, good, [sentence for told in problems.values() for sentence in told]
