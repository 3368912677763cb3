"""Model files (`.keras`) that say what they take and where they come from."""

import io
import json
import zipfile
from typing import Any

from regdash.datasets.info import DatasetInfo
from regdash.reports.archive import DAMAGED, write_zip
from regdash.reports.runs import ReportedRun
from regdash.settings.messages import InputError, shorten

_METADATA = "metadata.json"
"""The file in a `.keras` file that Keras writes and does not read."""

_FEATURES = "images.reshape(len(images), -1) / 255"


def describe_use(data: DatasetInfo) -> str:
    """Return a sentence on what a network takes and returns.

    Args:
        data: The data set that it was trained on.
    """
    height, width, channels = data.image_shape
    shape = f"({height}, {width})" if channels == 1 else f"({height}, {width}, {channels})"
    return (
        f"It takes float32 (n, {data.pixels}): the pixels of each image {shape} in a row, from 0 to 1,"
        f" such as {_FEATURES}. It returns the probabilities of {data.classes} classes."
    )


def describe_damage(name: str) -> str:
    """Return a sentence on the run of this name, whose model file is damaged."""
    return f"The file with the network of {shorten(name)} is damaged; train it again."


def write_model(saved: bytes, run: ReportedRun, data: DatasetInfo) -> bytes:
    """Return a model file with a description in its `metadata.json`; equal runs give equal bytes.

    The description says what the network takes and returns, and has the whole spec. Layers that act
    in training only, such as dropout, are part of the network; preprocessing is its first layers.

    Args:
        saved: The file that was stored at the end of the run.
        run: The run.
        data: Its data set.

    Raises:
        InputError: The stored file is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(saved)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        metadata = json.loads(files[_METADATA])
    except (*DAMAGED, KeyError):
        raise InputError([describe_damage(run.name)]) from None
    if not isinstance(metadata, dict):
        raise InputError([describe_damage(run.name)])
    files[_METADATA] = (json.dumps({**metadata, **_describe(run, data)}, indent=1) + "\n").encode()
    return write_zip(files)


def _describe(run: ReportedRun, data: DatasetInfo) -> dict[str, Any]:
    epoch = run.kept_epoch or 0
    return {
        # Keras' own key: when the weights were final, not when they were exported.
        "date_saved": f"{run.ended or run.created:%Y-%m-%d@%H:%M:%S}",
        "description": describe_use(data),
        "input": {
            "shape": [None, data.pixels],
            "dtype": "float32",
            "range": [0, 1],
            "image_shape": list(data.image_shape),
            "from_uint8_images": _FEATURES,
        },
        "output": {"shape": [None, data.classes], "classes": list(data.class_names)},
        "run": {
            "id": run.id,
            "name": run.name,
            "comparison": run.comparison,
            "kept_epoch": epoch,
            "val_accuracy": float(run.history["val_accuracy"][epoch - 1]),
            "spec": run.spec.model_dump(mode="json"),
        },
    }
