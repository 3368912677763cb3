"""Kinds of network that only tests have."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING, ClassVar

from regdash.models import Network
from regdash.models.places import Places
from regdash.settings.fields import dial
from regdash.settings.types import Shape

if TYPE_CHECKING:
    import keras


class SoftmaxRegression(Network):
    """No hidden layer; kinds with settings of their own inherit from it."""

    def label(self) -> str:
        return self.key

    def count_weights(self, features: Shape, classes: int) -> int:
        return (math.prod(features) + 1) * classes

    def input_shape(self, features: Shape) -> Shape:
        return (math.prod(features),)

    def build(
        self, features: Shape, classes: int, places: Places, *, padded: bool = False
    ) -> keras.Model:
        from keras import Input, Sequential, layers

        shape = self.input_shape(features)
        output = layers.Dense(
            classes,
            activation="softmax",
            kernel_initializer=places.initializer("glorot_uniform", 0),
        )
        return Sequential([Input(shape), *places.after_input(shape), output])


class SmallCNN(Network):
    """One convolution, averages over 2 x 2, a hidden layer, and a bridge around that layer."""

    key: ClassVar[str] = "small_cnn"
    title: ClassVar[str] = "Small convolutional"

    filters: int = dial(4, "Filters", "Of the convolution.", fairness="warns", ge=1, le=64)

    def label(self) -> str:
        return f"{self.filters} filters"

    def count_weights(self, features: Shape, classes: int) -> int:
        _, _, channels = features
        units = self._units(features)
        return (
            self.filters * (9 * channels + 1)
            + units * self.filters
            + self.filters
            + (2 * self.filters + 1) * classes
        )

    def count_flops(self, features: Shape, classes: int) -> int:
        height, width, channels = features
        once = self.count_weights(features, classes) - self.filters * 9 * channels
        return 2 * (once + height * width * self.filters * 9 * channels)

    def build(
        self, features: Shape, classes: int, places: Places, *, padded: bool = False
    ) -> keras.Model:
        from keras import Input, Model, layers

        x = start = Input(features)
        for layer in places.after_input(features):
            x = layer(x)
        kernel = places.hidden_kernel(0, "he_normal", rank=4)
        x = layers.Conv2D(self.filters, 3, padding="same", **kernel)(x)
        x = _activate(x, places, 0)
        x = layers.Flatten()(layers.AveragePooling2D(4)(x))
        hidden = layers.Dense(self.filters, **places.hidden_kernel(1, "he_normal"))(x)
        hidden = _activate(hidden, places, 1)
        bridge = layers.Concatenate()([hidden, hidden])
        output = layers.Dense(
            classes,
            activation="softmax",
            kernel_initializer=places.initializer("glorot_uniform", 2),
        )
        return Model(start, output(bridge))

    def _units(self, features: Shape) -> int:
        height, width, _ = features
        return (height // 4) * (width // 4) * self.filters


def _activate(x: keras.KerasTensor, places: Places, index: int) -> keras.KerasTensor:
    from keras import layers

    shape = tuple(x.shape[1:])
    between = [layers.Activation("relu")]
    for layer in [
        *places.before_activation(index, shape),
        *between,
        *places.after_activation(index, shape),
    ]:
        x = layer(x)
    return x
