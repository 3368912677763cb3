"""What runs must have in common to share a compiled program. No Keras."""

import json
from dataclasses import asdict, dataclass
from typing import Any

from regdash.datasets.info import DatasetInfo
from regdash.datasets.preparation import PreparedData
from regdash.settings.types import Shape
from regdash.spec import RunSpec


@dataclass(frozen=True)
class DataShape:
    """The properties of the data that a program depends on."""

    samples: int
    """Number of training samples."""
    features: Shape
    classes: int
    weighted: bool = False
    """Whether samples have weights."""

    @classmethod
    def of(cls, data: PreparedData) -> "DataShape":
        """Return the shape of a prepared data set."""
        weighted = data.train.weights is not None
        return cls(len(data.train), data.feature_shape, data.classes, weighted)

    @classmethod
    def planned(cls, spec: RunSpec, info: DatasetInfo) -> "DataShape":
        """Return the shape that the data of a spec will have, given its data set."""
        return cls(spec.data.train_size, info.image_shape, info.classes)


def shape_key(spec: RunSpec, shape: DataShape) -> str:
    """Return a key that is equal for runs that can share a program: all that is compiled in."""
    values: dict[str, Any] = spec.model_dump(mode="json")
    for argument in ("data", "seed", "epochs"):
        del values[argument]
    del values["optimizer"]["learning_rate"]  # a variable
    for technique in spec.techniques:
        for name in technique.runtime_settings:
            del values["techniques"][technique.key][name]
    variants = [technique.program_variant() for technique in spec.techniques]
    return json.dumps([values, variants, asdict(shape)], sort_keys=True)
