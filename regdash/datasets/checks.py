"""What a spec needs of the data that are here; checked where runs are composed and submitted."""

from collections.abc import Iterable, Mapping
from typing import Any

from regdash.datasets import collection
from regdash.datasets.info import DatasetInfo
from regdash.datasets.sizes import available_size, usual_train_size
from regdash.settings.messages import InputError
from regdash.spec import DataSpec, RunSpec


def complete_spec(values: Mapping[str, Any]) -> RunSpec:
    """Build a spec that can be trained here.

    Args:
        values: As `RunSpec.from_dict` takes them; the data set may be named by its name, and the
            usual number of training images is filled in.

    Raises:
        InputError: One sentence for each thing that is wrong.
    """
    values = dict(values)
    if isinstance(values.get("data", {}), Mapping):
        values["data"] = complete_data(values.get("data", {}))
    spec = RunSpec.from_dict(values)
    check_data(spec)
    return spec


def complete_data(values: Mapping[str, Any]) -> dict[str, Any]:
    """Turn the name of a data set into its id, and fill in its usual number of training images.

    What is wrong with the values themselves is left to the spec to say.

    Raises:
        InputError: No set has that name.
    """
    completed = dict(values)
    dataset = completed.get("dataset", DataSpec().dataset)
    if not isinstance(dataset, str):
        return completed
    completed["dataset"] = collection.resolve(dataset)
    if "train_size" not in completed:
        try:
            share = float(completed.get("validation_share", DataSpec().validation_share))
        except (TypeError, ValueError):
            return completed
        if 0 < share < 1:
            completed["train_size"] = usual_train_size(completed["dataset"], share)
    return completed


def check_data(spec: RunSpec) -> None:
    """Check that the data set of a spec is here, and that the run can be trained on it.

    Raises:
        InputError: It cannot; one sentence for each reason.
    """
    info = collection.require(spec.data.dataset)
    problems = _sizes(spec.data, info)
    for technique in spec.techniques:
        problems += technique.check_data(info)
        problems += technique.check_features(info.image_shape)
    if problems:
        raise InputError(problems)


def data_problems(specs: Iterable[RunSpec]) -> list[str]:
    """Sentences saying why runs cannot be trained on the data that are here; empty if they can."""
    problems: list[str] = []
    # Repeats of a method need the same data, so they are checked once.
    for spec in {(spec.data, spec.techniques): spec for spec in specs}.values():
        try:
            check_data(spec)
        except InputError as error:
            problems += error.sentences
    return list(dict.fromkeys(problems))


def require_data(specs: Iterable[RunSpec]) -> None:
    """Check that all of these runs can be trained on the data that are here.

    Raises:
        InputError: They cannot; one sentence for each reason.
    """
    problems = data_problems(specs)
    if problems:
        raise InputError(problems)


def _sizes(data: DataSpec, info: DatasetInfo) -> list[str]:
    available = available_size(data)
    held_out = info.labelled - available
    size, share = f"{data.train_size:,}", f"{data.validation_share:.0%}"
    if data.train_size > available:
        return [
            f"Training images (train_size): received {size}; with {share} held out for"
            f" validation there are {available:,}."
        ]
    if data.train_size < info.classes:
        return [
            f"Training images (train_size): received {size}; there are {info.classes:,}"
            " classes, and each needs at least one."
        ]
    if held_out < info.classes:
        return [
            f"Validation share (validation_share): received {share}, which is {held_out:,}"
            f" images; there are {info.classes:,} classes, and each needs at least one."
        ]
    return []
