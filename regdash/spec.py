"""What determines a run: frozen, validated, hashable, and the same in JSON, link and flags."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import (
    BaseModel,
    ConfigDict,
    Field,
    ValidationError,
    field_serializer,
    field_validator,
    model_validator,
)

from regdash.fields import dial
from regdash.messages import InputError, explain
from regdash.techniques import TECHNIQUES, Technique, technique_class

LABELLED_IMAGES = 49_000
"""Images of "Identify the digits" that are split into training and validation."""

MEASURED_TRAINING_IMAGES = 5_000
"""Most training images that are measured after every epoch; the same ones each time."""

_DEFAULT_LEARNING_RATES = {"adam": 0.001, "sgd": 0.01, "rmsprop": 0.001}


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)


class DataSpec(_Part):
    """Which images are trained on, and which are held out."""

    dataset: Literal["digits"] = dial("digits", "Data set", "Where the images come from.")
    train_size: int = dial(
        34_300,
        "Training images",
        "How many images the network learns from; fewer overfit sooner.",
        step=100,
        ge=100,
        le=44_100,
    )
    validation_share: float = dial(
        0.3,
        "Validation share",
        "Share of the 49,000 labelled images held out to choose by.",
        step=0.05,
        ge=0.1,
        le=0.9,
    )
    label_noise: float = dial(
        0.0,
        "Label noise",
        "Share of the training labels replaced by a wrong one.",
        step=0.05,
        ge=0.0,
        le=0.5,
    )
    split_seed: int = dial(
        1,
        "Split seed",
        "Another number: another split into training and validation.",
        ge=0,
        le=2**31 - 1,
    )

    @property
    def validation_size(self) -> int:
        """Number of validation images."""
        return round(LABELLED_IMAGES * self.validation_share)

    @property
    def available(self) -> int:
        """Number of images left for training."""
        return LABELLED_IMAGES - self.validation_size

    @model_validator(mode="after")
    def _enough_images(self) -> Self:
        if self.train_size > self.available:
            raise ValueError(
                f"Training images (train_size): received {self.train_size:,}; with"
                f" {self.validation_share:.0%} held out for validation there are {self.available:,}."
            )
        return self


class NetworkSpec(_Part):
    """A fully connected network with a softmax output."""

    hidden_layers: tuple[Annotated[int, Field(ge=1, le=4096)], ...] = dial(
        (500,) * 5, "Hidden layers", "Units of each hidden layer.", min_length=1, max_length=10
    )
    activation: Literal["relu", "tanh", "sigmoid", "gelu"] = dial(
        "relu", "Activation", "Function of every hidden unit."
    )
    initializer: Literal[
        "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal"
    ] = dial("glorot_uniform", "Initializer", "How the first weights are drawn.")

    @field_validator("hidden_layers", mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """Read `500x5` or `500,250` as people write it."""
        if not isinstance(value, str):
            return value
        layers: list[Any] = []
        for part in value.replace("-", ",").split(","):
            repeated = re.fullmatch(r"\s*(\d+)\s*x\s*(\d{1,3})\s*", part, re.ASCII)
            if repeated:
                layers += [repeated[1]] * int(repeated[2])
            else:
                layers.append(part.strip())
        return layers

    @property
    def layers_text(self) -> str:
        """`500x5`, or `500-250` when the sizes differ."""
        layers = self.hidden_layers
        if len(layers) > 1 and len(set(layers)) == 1:
            return f"{layers[0]}x{len(layers)}"
        return "-".join(map(str, layers))


class OptimizerSpec(_Part):
    """How the weights move."""

    name: Literal["adam", "sgd", "rmsprop"] = dial("adam", "Optimizer", "Rule for every step.")
    learning_rate: float = dial(
        0.001, "Learning rate", "Size of the steps.", scale="log", ge=1e-6, le=10.0
    )
    momentum: float = dial(
        0.9,
        "Momentum",
        "Only for SGD: how much of the last step goes on.",
        step=0.05,
        ge=0.0,
        le=0.999,
    )

    @model_validator(mode="before")
    @classmethod
    def _usual_rate(cls, values: Any) -> Any:
        """Without a learning rate, take Keras' default of that optimizer."""
        if isinstance(values, Mapping) and "learning_rate" not in values:
            rate = _DEFAULT_LEARNING_RATES.get(str(values.get("name", "adam")))
            if rate is not None:
                return {**values, "learning_rate": rate}
        return values


class RunSpec(_Part):
    """Everything that determines a run. Equal specs give equal numbers on one machine.

    `techniques` is a mapping from key to settings in JSON, such as `{"l2": {"l2": 0.0001}}`, and
    a tuple in teaching order in Python.
    """

    version: Literal[1] = dial(1, "Version", "Of this format.")
    data: DataSpec = DataSpec()
    network: NetworkSpec = NetworkSpec()
    optimizer: OptimizerSpec = OptimizerSpec()
    techniques: tuple[Technique, ...] = ()
    epochs: int = dial(10, "Epochs", "Passes over the training images.", step=1, ge=1, le=10_000)
    batch_size: int = dial(
        128, "Batch size", "Images per step; at most all of them.", step=1, ge=1, le=8192
    )
    seed: int = dial(
        1, "Seed", "Another number: other first weights and another order.", ge=0, le=2**31 - 1
    )

    @field_validator("techniques", mode="before")
    @classmethod
    def _build_techniques(cls, value: Any) -> Any:
        if isinstance(value, Mapping):
            return _in_teaching_order(
                [_build_technique(str(key), settings) for key, settings in value.items()]
            )
        if isinstance(value, list | tuple) and all(isinstance(v, Technique) for v in value):
            return _in_teaching_order(list(value))
        raise ValueError(
            "Techniques (techniques): expected a mapping from technique to settings,"
            ' such as {"l2": {"l2": 0.0001}}.'
        )

    @field_serializer("techniques")
    def _dump_techniques(self, techniques: tuple[Technique, ...]) -> dict[str, Any]:
        return {technique.key: technique.model_dump(mode="json") for technique in techniques}

    @model_validator(mode="after")
    def _possible(self) -> Self:
        problems = [problem for t in self.techniques for problem in t.check(self)]
        if problems:
            raise ValueError(" ".join(problems))
        return self

    @property
    def name(self) -> str:
        """Short name made of the techniques, such as `dropout 0.25 + L2 1e-4`."""
        return " + ".join(t.label() for t in self.techniques) or "baseline"

    @property
    def hash(self) -> str:
        """16 hexadecimal digits; equal for equal specs, whatever their history."""
        return _short_hash(self.to_json())

    @property
    def method(self) -> str:
        """16 hexadecimal digits; equal for specs that differ in their seeds alone (repeats)."""
        values = self.model_dump(mode="json")
        values["seed"] = values["data"]["split_seed"] = 0
        return _short_hash(json.dumps(values, sort_keys=True))

    def to_json(self) -> str:
        """One line of JSON with sorted keys."""
        return json.dumps(self.model_dump(mode="json"), sort_keys=True)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> RunSpec:
        """Build a spec from plain data.

        Raises:
            InputError: One sentence for each thing that is wrong.
        """
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise InputError(explain(error, cls)) from None

    def replace(self, **changes: Any) -> RunSpec:
        """The same spec with some top-level fields changed, validated again."""
        return RunSpec.from_dict({**self.model_dump(mode="json"), **changes})


def _short_hash(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _build_technique(key: str, settings: Any) -> Technique:
    cls = technique_class(key)
    if isinstance(settings, Technique):
        settings = settings.model_dump()
    try:
        return cls.model_validate(settings)
    except ValidationError as error:
        raise InputError([f"{cls.title}: {s}" for s in explain(error, cls)]) from None


def _in_teaching_order(techniques: list[Technique]) -> tuple[Technique, ...]:
    keys = [t.key for t in techniques]
    twice = sorted({key for key in keys if keys.count(key) > 1})
    if twice:
        raise ValueError(f"{', '.join(twice)}: chosen twice; a run takes each technique once.")
    order = [cls.key for cls in TECHNIQUES]
    return tuple(sorted(techniques, key=lambda t: order.index(t.key)))
