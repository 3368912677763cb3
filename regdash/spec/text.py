"""A spec as text: the same names on the command line and in the link."""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel

from regdash.datasets import collection
from regdash.models import MLP
from regdash.settings.fields import Dial, read_dial
from regdash.settings.messages import InputError, shorten
from regdash.spec import DataSpec, OptimizerSpec, RunSpec
from regdash.techniques import format_technique, parse_technique

_PARTS: dict[str, type[BaseModel]] = {
    "data": DataSpec,
    "network": MLP,
    "optimizer": OptimizerSpec,
}


def _places() -> dict[str, tuple[str, str]]:
    """Setting name -> part of the spec ("" for the spec itself) and field."""
    places = {
        # `name` alone would say nothing: the optimizer's name is the setting `optimizer`.
        (part if field == "name" else field): (part, field)
        for part, model in _PARTS.items()
        for field in model.model_fields
    }
    own = [f for f in RunSpec.model_fields if f not in (*_PARTS, "techniques", "version")]
    return places | {field: ("", field) for field in own}


PLACES = _places()
"""Every setting that is not a technique's, in the order they are asked for."""


def setting_dial(name: str) -> Dial:
    """Describe a setting of `PLACES`."""
    part, field = PLACES[name]
    model = _PARTS[part] if part else RunSpec
    return read_dial(name, model.model_fields[field])


def get_setting(spec: RunSpec, name: str) -> Any:
    """Value of a setting of `PLACES`."""
    part, field = PLACES[name]
    return getattr(getattr(spec, part) if part else spec, field)


def build_spec(settings: Mapping[str, Any], techniques: Iterable[str] = ()) -> RunSpec:
    """Build a spec from settings by name and techniques as text.

    Args:
        settings: Such as `{"train_size": "1000", "epochs": 20}`; what is left out is the default.
        techniques: Such as `["l2=1e-4", "dropout=0.25"]`.

    Raises:
        InputError: One sentence for each thing that is wrong; a data set that is not here, too.
    """
    values: dict[str, Any] = nest_settings(settings)
    values["techniques"] = [parse_technique(text) for text in techniques]
    spec = RunSpec.from_dict(values)
    collection.require(spec.data.dataset)
    return spec


def nest_settings(settings: Mapping[str, Any]) -> dict[str, Any]:
    """Put settings where the spec has them.

    Raises:
        InputError: A name that is no setting.
    """
    values: dict[str, Any] = {}
    for name, value in settings.items():
        if name not in PLACES:
            raise InputError(
                [f"There is no setting {shorten(name)}. There are: {', '.join(PLACES)}."]
            )
        part, field = PLACES[name]
        (values.setdefault(part, {}) if part else values)[field] = value
    return values


def write_spec(spec: RunSpec) -> tuple[dict[str, str], list[str]]:
    """The opposite of `build_spec`: settings that differ from the default, and techniques."""
    # Others have their defaults from these: the learning rate from the optimizer, the training
    # size from the data set and the share that is held out.
    leading = ("optimizer", "dataset", "validation_share")
    data = {"dataset": spec.data.dataset, "validation_share": spec.data.validation_share}
    led = RunSpec.from_dict({"optimizer": {"name": spec.optimizer.name}, "data": data})
    settings = {}
    for name in PLACES:
        value = get_setting(spec, name)
        if value != get_setting(RunSpec() if name in leading else led, name):
            settings[name] = spec.network.label() if name == "hidden_layers" else str(value)
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
    spec, problems = RunSpec(), []
    good: dict[str, str] = {}
    refused: list[str] = []
    for name in settings:
        try:
            spec = build_spec({**good, name: settings[name]})
            good[name] = settings[name]
        except InputError:
            refused.append(name)
    # A second look: what needed another setting beside it has it now.
    for name in refused:
        try:
            spec = build_spec({**good, name: settings[name]})
            good[name] = settings[name]
        except InputError as error:
            problems += error.sentences
    chosen: list[str] = []
    for text in techniques:
        try:
            spec = build_spec(good, [*chosen, text])
            chosen.append(text)
        except InputError as error:
            problems += error.sentences
    return spec, problems
