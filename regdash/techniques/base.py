"""Base class of techniques: a frozen set of settings with hooks into the training."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, ClassVar

from pydantic import BaseModel, ConfigDict, ValidationError

from regdash.settings.code_text import CodeText
from regdash.settings.fields import Dial, read_dial
from regdash.settings.messages import InputError, explain
from regdash.settings.types import SeedFor, Shape
from regdash.techniques.keras_code import KerasCode, LiteralText, shown_lines

if TYPE_CHECKING:
    import keras
    import numpy as np
    import tensorflow as tf

    from regdash.datasets.info import DatasetInfo
    from regdash.spec import RunSpec
    from regdash.techniques.callbacks import TrainingCallback


class Technique(BaseModel):
    """A regularization technique.

    A subclass declares its settings as pydantic fields, describes itself, and overrides the hooks
    for the places it changes. By default, hooks do nothing. Keras is imported inside the hooks
    only, so that techniques can be described without it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    key: ClassVar[str]
    title: ClassVar[str]
    sentences: ClassVar[tuple[str, str, str]]
    """What it does, why it helps, when to be careful."""
    formula: ClassVar[str]
    """LaTeX, without dollar signs."""
    strength: ClassVar[str] = ""
    """Name of the setting that says how strongly it acts, with 0 for not at all; empty if there is
    none. Studies vary it under the technique's key, and leave the technique out at 0."""

    # -- description ----------------------------------------------------------------------

    @classmethod
    def dials(cls) -> list[Dial]:
        """Return its settings, in display order."""
        return [read_dial(name, info) for name, info in cls.model_fields.items()]

    def label(self) -> str:
        """Return a short name with the main settings, such as `dropout 0.25`."""
        raise NotImplementedError

    def code_parts(self, text: CodeText) -> KerasCode:
        """Return what it adds to a plain Keras script, which trains the same without RegDash.

        Args:
            text: Writes its settings and calls, as constants, fields of a run, or plain values.
        """
        raise NotImplementedError

    def keras_code(self) -> list[str]:
        """Return the lines that pages show: by default, `code_parts` with plain values."""
        return shown_lines(self.code_parts(LiteralText(self)))

    def check(self, spec: RunSpec) -> list[str]:
        """Return sentences on why it cannot work in this spec; empty if it can.

        Specs are also checked on machines without their data; see `check_data`.
        """
        return []

    def check_data(self, info: DatasetInfo) -> list[str]:
        """Return sentences on why it cannot work on this data set; empty if it can."""
        return []

    def check_features(self, shape: Shape) -> list[str]:
        """Return sentences on why it cannot work on features of this shape; empty if it can."""
        return []

    # -- hooks ----------------------------------------------------------------------------
    # Each hook is a named place of the training: preprocessing, batches, the places of the
    # network (see `regdash.models.places`), loss, optimizer and callbacks.

    runtime_settings: ClassVar[tuple[str, ...]] = ()
    """Settings that are not compiled into a program: it takes them as inputs, or does not use them.
    Runs that differ only in these share one program. A setting that becomes a constant of a Keras
    class is an input if `regdash.training.strengths` lists the class."""

    def program_variant(self) -> Sequence[bool]:
        """Return which of the possible programs its runtime settings need, such as with or without a
        layer: runs share one only if this is equal.
        """
        return ()

    # Preprocessing: once, before the training.

    preprocesses: ClassVar[bool] = False
    """Whether `learn` and `preprocess` do anything."""

    def learn(self, features: np.ndarray) -> Any:
        """Learn from the training samples what `preprocess` needs.

        Must not depend on the settings, so that it is learned once for all their values.

        Args:
            features: float32 (n, features), flat, pixels 0 to 1; of training samples only, all
                with equal weight.
        """
        return None

    def preprocess(self, learned: Any) -> tuple[np.ndarray, np.ndarray]:
        """Return an affine map of the flat features, `x @ kernel + bias`.

        Args:
            learned: What `learn` returned.

        Returns:
            float32 kernel (features, features) and bias (features,).
        """
        raise NotImplementedError

    # Batches: each one, before preprocessing.

    augments: ClassVar[bool] = False
    """Whether `augment` does anything."""

    def augment(self, features: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Draw a new version of each training sample.

        Args:
            features: float32 (batch, *shape), of a shape that `check_features` accepts: images
                are (batch, height, width, channels), 0 to 1.
            seed: int32 (2,), different at every step.

        Returns:
            Like `features`. Must compile with XLA, also if float64 tensors replace the float
            settings.
        """
        return features

    # The network. `index` counts hidden layers from 0; `seed_for` derives the seed of a layer that
    # draws random numbers.

    def layers_after_input(self, shape: Shape, seed_for: SeedFor) -> list[keras.layers.Layer]:
        """Return layers between input and first hidden layer: at most one, with seeded noise.

        A technique that has one implements the same noise in `disturb`.

        Args:
            shape: Shape in which the network takes features.
            seed_for: Derives seeds.
        """
        return []

    disturbs_whole_batch: ClassVar[bool] = False
    """Whether what `disturb` draws for a sample depends on how many samples there are."""

    def disturb(self, features: tf.Tensor, seed: tf.Tensor) -> tf.Tensor:
        """Apply to a batch exactly the noise of the layer after the input in training.

        For the preview: a layer would have to be recompiled for every change of a setting.

        Args:
            features: float32 (batch, *shape), with the shape given to `layers_after_input`.
            seed: int32 (2,): the layer's seed, and the training step.

        Returns:
            Like `features`. Must compile with XLA, also if float64 tensors replace the float
            settings.
        """
        return features

    def layers_before_activation(
        self, index: int, shape: Shape, seed_for: SeedFor
    ) -> list[keras.layers.Layer]:
        """Return layers between a hidden layer's weights and its activation.

        Args:
            index: Index of the hidden layer.
            shape: Shape of its output; units or channels last.
            seed_for: Derives seeds.
        """
        return []

    def layers_after_activation(
        self, index: int, shape: Shape, seed_for: SeedFor
    ) -> list[keras.layers.Layer]:
        """Return layers after a hidden layer's activation; arguments as before the activation."""
        return []

    def kernel_regularizer(self) -> keras.regularizers.Regularizer | None:
        """Return the penalty on each hidden kernel."""
        return None

    def kernel_constraint(self, rank: int = 2) -> keras.constraints.Constraint | None:
        """Return the constraint on each hidden kernel.

        Args:
            rank: Number of the kernel's axes, units last: 2 in Dense, 4 in Conv2D.
        """
        return None

    # Loss, optimizer, callbacks.

    def loss_settings(self) -> dict[str, float]:
        """Return arguments for `keras.losses.CategoricalCrossentropy`."""
        return {}

    def adjust_optimizer(self, optimizer: keras.optimizers.Optimizer) -> None:
        """Change the optimizer before it is built."""

    def callbacks(self) -> list[TrainingCallback]:
        """Return new callbacks; `val_loss` and `val_accuracy` are measured without penalties."""
        return []

    watches_validation: ClassVar[bool] = False
    """Whether validation samples influence when the run ends or which weights it keeps."""

    # -- preview before training ----------------------------------------------------------

    def cautions(self, class_names: Sequence[str]) -> list[str]:
        """Return sentences on how it may change the meaning of images of these classes."""
        return []

    def preview_variants(self) -> list[Technique]:
        """Return it at several strengths for the preview, its own included, in display order."""
        return [self]

    # -- as text: `dropout=0.25,input_rate=0.2` -------------------------------------------

    @classmethod
    def from_text(cls, text: str) -> Technique:
        """Parse settings such as `value,value,name=value`; the rest have defaults.

        Raises:
            InputError: A value or name is not allowed.
        """
        names = list(cls.model_fields)
        values: dict[str, Any] = {}
        for position, part in enumerate(p.strip() for p in text.split(",") if p.strip()):
            name, equals, value = part.partition("=")
            if not equals:
                if position >= len(names):
                    raise InputError(
                        [
                            f"{cls.title}: '{part}' is one value too many. Settings: {', '.join(names)}."
                        ]
                    )
                name, value = names[position], part
            values[name.strip()] = value.strip()
        try:
            return cls.model_validate(values)
        except ValidationError as error:
            raise InputError([f"{cls.title}: {s}" for s in explain(error, cls)]) from None

    def to_text(self) -> str:
        """Return the settings that differ from the default, as text that `from_text` reads."""
        parts = []
        for name, info in type(self).model_fields.items():
            value = getattr(self, name)
            if value != info.default:
                parts.append(f"{name}={value}")
        return ",".join(parts)
