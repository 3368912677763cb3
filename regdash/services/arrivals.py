"""Checks runs that arrive from another store: nothing in them may break a page or a verdict."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

import numpy as np

from regdash.datasets.info import DatasetInfo
from regdash.metrics.record import EpochRecord
from regdash.settings.messages import InputError, shorten
from regdash.spec import RunSpec
from regdash.spec.reading import UnreadableSpec, read_spec
from regdash.store.arrays import unpack_arrays
from regdash.store.files import RIGHT_NAMES
from regdash.store.moving import LARGEST_NUMBER, Arrays, ArrivingRun, MovedRun

_LONGEST_SPEC = 50_000
"""Most characters of a spec."""

_SHARES = ("train_accuracy", "val_accuracy")
_POSITIVE = ("train_loss", "val_loss", "seconds")
_NEEDED = tuple(name for name, value in vars(EpochRecord).items() if isinstance(value, property))
"""Metrics that all versions measure in every epoch."""


def check_run(run: MovedRun, data: bytes, datasets: Mapping[str, DatasetInfo]) -> ArrivingRun:
    """Check a run and everything measured of it.

    Args:
        run: As its file describes it.
        data: Its packed arrays.
        datasets: What is known about data sets, by id.

    Raises:
        InputError: One sentence on the first thing that is not allowed.
    """
    try:
        spec = read_moved_spec(run.spec)
        arrays = unpack_arrays(run.arrays, data)
        if isinstance(spec, RunSpec):
            info = datasets.get(spec.data.dataset)
            if info is None:
                raise ValueError(f"nothing is known about its data set {spec.data.dataset!r}")
            _check_right(arrays, spec, info)
        _check_epochs(run, arrays, spec)
    except ValueError as error:
        raise InputError([f"The run {run.id}: {str(error).rstrip('.')}."]) from None
    if isinstance(spec, UnreadableSpec):
        # An identity of old versions, which is renewed once the spec can be read.
        return ArrivingRun(run, arrays, spec.raw, sha256(spec.raw.encode()).hexdigest()[:16], "")
    return ArrivingRun(run, arrays, spec.to_json(), spec.hash, spec.method)


def read_moved_spec(values: Mapping[str, Any]) -> RunSpec | UnreadableSpec:
    """Read a spec; one that uses what this version lacks is kept for a version that has it.

    Raises:
        ValueError: It is too long, or not allowed in any version.
    """
    text = json.dumps(values, sort_keys=True, allow_nan=False)
    if len(text) > _LONGEST_SPEC:
        raise ValueError(f"its spec has {len(text):,} characters")
    spec = read_spec(text)
    if isinstance(spec, UnreadableSpec) and not spec.lacking:
        raise ValueError(f"it {spec.reason}")
    return spec


def _check_epochs(run: MovedRun, arrays: Arrays, spec: RunSpec | UnreadableSpec) -> None:
    epochs = {name.split("/")[1]: a for name, a in arrays.items() if name.startswith("epochs/")}
    lengths = {len(array) for array in epochs.values()}
    if len(lengths) > 1 or any(array.dtype != np.float64 for array in epochs.values()):
        raise ValueError("its curves do not have equal lengths")
    length = lengths.pop() if lengths else 0
    most = spec.epochs if isinstance(spec, RunSpec) else 1_000_000
    if length > most:
        raise ValueError(f"it has {length:,} epochs, and its spec has {most:,}")
    for number in (run.kept_epoch, run.best_epoch, run.stopped_epoch):
        if number is not None and number > length:
            raise ValueError(f"it refers to epoch {number:,}, and has {length:,}")
    if length and (missing := [key for key in _NEEDED if key not in epochs]):
        raise ValueError(f"its epochs lack {missing[0]}")
    for key, values in epochs.items():
        measured = values[~np.isnan(values)]
        low = 0.0 if key in (*_SHARES, *_POSITIVE) else -LARGEST_NUMBER
        high = 1.0 if key in _SHARES else LARGEST_NUMBER
        if (key in _NEEDED and len(measured) < length) or not (
            (low <= measured) & (measured <= high)
        ).all():
            raise ValueError(f"{shorten(key)} has values that cannot have been measured")


def _check_right(arrays: Arrays, spec: RunSpec, info: DatasetInfo) -> None:
    """Predictions of runs are compared image by image, so they must be those of all images."""
    sizes = {
        "validation": round(info.labelled * spec.data.validation_share),
        "test": info.test,
    }
    expected = {f"right/{name}": sizes[images] for (_, images), name in RIGHT_NAMES.items()}
    found = {name: array for name, array in arrays.items() if name.startswith("right/")}
    if found and found.keys() != expected.keys():
        raise ValueError("its predictions are incomplete")
    for name, array in found.items():
        if array.dtype != bool or len(array) != expected[name]:
            raise ValueError(f"its predictions are not those of {expected[name]:,} images")


def check_methods(runs: Sequence[ArrivingRun]) -> None:
    """Check that runs of one method differ only in their seeds.

    Raises:
        InputError: Names the first run that does not.
    """
    found: dict[tuple[str, str], str] = {}
    for each in runs:
        key = (each.run.comparison, each.run.method)
        if each.identity and found.setdefault(key, each.identity) != each.identity:
            raise InputError(
                [f"The run {each.run.id} has other settings than the runs of its method."]
            )
