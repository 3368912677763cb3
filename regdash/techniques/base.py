"""What every technique is: a frozen set of settings with hooks into the training."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from regdash.settings.fields import Dial, read_dial
from regdash.settings.messages import InputError, explain

if TYPE_CHECKING:
    import keras
    import numpy as np
    import tensorflow as tf

    from regdash.datasets.info import DatasetInfo
    from regdash.spec import RunSpec
    from regdash.techniques.callbacks import TrainingCallback

Shape = tuple[int, ...]
"""Of one sample, without the batch: `(28, 28, 1)`, `(12,)`."""

SeedFor = Callable[..., int]
"""`seed_for("dropout", 2)` -> the run's own number for that place, 0 to 2**31 - 1."""


class Technique(BaseModel):
    """One way to regularize.

    A subclass declares its settings as pydantic fields, says what it is, and overrides the
    hooks for the places it changes. Every hook does nothing by default. Keras is imported
    inside the hooks only, so that techniques can be described without it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    key: ClassVar[str]
    title: ClassVar[str]
    sentences: ClassVar[tuple[str, str, str]]
    """What it does, why it helps, when to be careful."""
    formula: ClassVar[str]
    """LaTeX, without dollar signs."""

    # -- how it introduces itself ---------------------------------------------------------

    @classmethod
    def dials(cls) -> list[Dial]:
        """Its settings, in the order they are shown."""
        return [read_dial(name, info) for name, info in cls.model_fields.items()]

    def label(self) -> str:
        """Short name with the settings that matter, such as `dropout 0.25`."""
        raise NotImplementedError

    def keras_code(self) -> list[str]:
        """The lines that do the same in a plain Keras script."""
        raise NotImplementedError

    def check(self, spec: RunSpec) -> list[str]:
        """Sentences saying why it cannot work in this spec; empty when it can.

        Specs are checked on machines without their data, too; see `check_data`.
        """
        return []

    def check_data(self, info: DatasetInfo) -> list[str]:
        """Sentences saying why it cannot work on this data set; empty when it can."""
        return []

    def check_features(self, shape: Shape) -> list[str]:
        """Sentences saying why it cannot work on features of this shape; empty when it can."""
        return []

    # -- what it changes ------------------------------------------------------------------
    # Each hook is a named place of the training: preprocessing, batches, the places of the
    # network (see `regdash.models.places`), loss, optimizer and callbacks.

    # Preprocessing: once, before the training.

    preprocesses: ClassVar[bool] = False
    """Whether `learn` and `preprocess` do anything."""

    def learn(self, features: np.ndarray) -> Any:
        """Learn from the training samples what `preprocess` needs.

        Must not depend on the settings, so that it is learned once however they are turned.

        Args:
            features: float32 (n, features), flat, pixels 0 to 1; of training samples only, and
                all of them count alike.
        """
        return None

    def preprocess(self, learned: Any) -> tuple[np.ndarray, np.ndarray]:
        """An affine map of the flat features, `x @ kernel + bias`.

        Args:
            learned: What `learn` returned.

        Returns:
            float32 kernel (features, features) and bias (features,).
        """
        raise NotImplementedError

    # Batches: each one, before it is preprocessed.

    augments: ClassVar[bool] = False
    """Whether `augment` does anything."""

    def augment(self, features: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Draw a new version of each training sample.

        Args:
            features: float32 (batch, *shape), of a shape that `check_features` accepts: images
                are (batch, height, width, channels), 0 to 1.
            seed: int32 (2,), another one at every step.

        Returns:
            Like `features`. Must compile with XLA, also where float64 tensors stand in for the
            float settings.
        """
        return features

    # The network. `index` counts hidden layers from 0; `seed_for` gives a layer that draws
    # random numbers its seed.

    def layers_after_input(self, shape: Shape, seed_for: SeedFor) -> list[keras.layers.Layer]:
        """Layers between the input and the first hidden layer: at most one, seeded noise.

        A technique that has one says in `disturb` what it does.

        Args:
            shape: In which the network takes features.
            seed_for: Derives seeds.
        """
        return []

    def disturb(self, features: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Do to a batch what the layer after the input does in training, number for number.

        The preview calls it: a layer would have to be compiled anew for every turn of a dial.

        Args:
            features: float32 (batch, *shape), with the shape given to `layers_after_input`.
            seed: int32 (2,): the layer's own number, and the training step.

        Returns:
            Like `features`. Must compile with XLA, also where float64 tensors stand in for the
            float settings.
        """
        return features

    def layers_before_activation(
        self, index: int, shape: Shape, seed_for: SeedFor
    ) -> list[keras.layers.Layer]:
        """Layers between a hidden layer's weights and its activation.

        Args:
            index: Of the hidden layer.
            shape: Of what it puts out; units or channels last.
            seed_for: Derives seeds.
        """
        return []

    def layers_after_activation(
        self, index: int, shape: Shape, seed_for: SeedFor
    ) -> list[keras.layers.Layer]:
        """Layers behind a hidden layer's activation; arguments as before it."""
        return []

    def kernel_regularizer(self) -> keras.regularizers.Regularizer | None:
        """Penalty on each hidden kernel."""
        return None

    def kernel_constraint(self, rank: int = 2) -> keras.constraints.Constraint | None:
        """Constraint on each hidden kernel.

        Args:
            rank: Number of the kernel's axes, units last: 2 in Dense, 4 in Conv2D.
        """
        return None

    # Loss, optimizer, callbacks.

    def loss_settings(self) -> dict[str, float]:
        """Arguments for `keras.losses.CategoricalCrossentropy`."""
        return {}

    def adjust_optimizer(self, optimizer: keras.optimizers.Optimizer) -> None:
        """Change the optimizer before it is built."""

    def callbacks(self) -> list[TrainingCallback]:
        """New callbacks; `val_loss` and `val_accuracy` are measured without penalties."""
        return []

    watches_validation: ClassVar[bool] = False
    """Whether validation samples have a say in when the run ends or which weights it keeps."""

    # -- what is shown of it before training -----------------------------------------------

    def cautions(self, class_names: Sequence[str]) -> list[str]:
        """Sentences saying how it may change what images of these classes mean."""
        return []

    def neighbours(self) -> list[Technique]:
        """Itself at other strengths, to be shown side by side, itself included; weakest first."""
        return [self]

    # -- as text: `dropout=0.25,input_rate=0.2` -------------------------------------------

    @classmethod
    def from_text(cls, text: str) -> Technique:
        """Read settings written as `value,value,name=value`; what is left out is the default.

        Raises:
            InputError: A value or name that is not allowed, as sentences.
        """
        names = list(cls.model_fields)
        values: dict[str, Any] = {}
        for position, part in enumerate(p.strip() for p in text.split(",") if p.strip()):
            name, equals, value = part.partition("=")
            if not equals:
                if position >= len(names):
                    raise InputError(
                        [
                            f"{cls.title}: '{part}' is one value too many. It has: {', '.join(names)}."
                        ]
                    )
                name, value = names[position], part
            values[name.strip()] = value.strip()
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise InputError([f"{cls.title}: {s}" for s in explain(error, cls)]) from None

    def to_text(self) -> str:
        """The settings as `from_text` reads them; only those that differ from the default."""
        parts = []
        for name, info in type(self).model_fields.items():
            value = getattr(self, name)
            if value != info.default:
                parts.append(f"{name}={value}")
        return ",".join(parts)
