"""Checks of specs against the stored data sets, made where runs are composed and submitted."""

from collections.abc import Iterable, Mapping
from typing import Any

from regdash.datasets import collection
from regdash.datasets.info import DatasetInfo
from regdash.datasets.sizes import available_size, usual_train_size
from regdash.settings.messages import InputError
from regdash.spec import DataSpec, RunSpec


def complete_spec(values: Mapping[str, Any]) -> RunSpec:
    """Build a spec that can be trained with the data sets of this store.

    Args:
        values: Values for `RunSpec.from_dict`; the data set may be given by name, and a missing
            number of training images is filled in.

    Raises:
        InputError: One sentence per problem.
    """
    values = dict(values)
    if isinstance(values.get("data", {}), Mapping):
        values["data"] = complete_data(values.get("data", {}))
    spec = RunSpec.from_dict(values)
    check_data(spec)
    return spec


def complete_data(values: Mapping[str, Any]) -> dict[str, Any]:
    """Replace the name of a data set with its id, and fill in the default number of training images.

    Invalid values are left unchanged, because the spec reports them.

    Raises:
        InputError: No data set has this name.
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
    """Check that the data set of a spec is in this store, and that the run can be trained on it.

    Raises:
        InputError: One sentence per problem.
    """
    info = collection.require(spec.data.dataset)
    problems = _sizes(spec.data, info)
    for technique in spec.techniques:
        problems += technique.check_data(info)
        problems += technique.check_features(info.image_shape)
    if problems:
        raise InputError(problems)


def data_problems(specs: Iterable[RunSpec]) -> list[str]:
    """Return one sentence per reason why runs cannot be trained on the stored data."""
    problems: list[str] = []
    # Repeats of a method need the same data, so they are checked once.
    for spec in {(spec.data, spec.techniques): spec for spec in specs}.values():
        try:
            check_data(spec)
        except InputError as error:
            problems += error.sentences
    return list(dict.fromkeys(problems))


def require_data(specs: Iterable[RunSpec]) -> None:
    """Check that all runs can be trained on the stored data.

    Raises:
        InputError: One sentence per problem.
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
