"""Base class of the kinds of network: a frozen group of settings from which one is built."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from regdash.models.code_places import CodePlaces
from regdash.models.places import Places
from regdash.settings.code_text import CodeText
from regdash.settings.group import SettingsGroup
from regdash.settings.messages import InputError
from regdash.settings.types import Shape

if TYPE_CHECKING:
    import keras


class Network(SettingsGroup, ABC):
    """One kind of network; its fields are its settings.

    Keras is imported inside `build` only, so that networks can be described without it.
    """

    key: ClassVar[str]
    """Its `kind` in a spec."""
    title: ClassVar[str]

    @abstractmethod
    def label(self) -> str:
        """Return a short text for its size, such as `500x5`."""

    @abstractmethod
    def count_weights(self, features: Shape, classes: int) -> int:
        """Return the number of trainable weights, with biases, without those that techniques add."""

    @abstractmethod
    def build(
        self, features: Shape, classes: int, places: Places, *, padded: bool = False
    ) -> keras.Model:
        """Build an untrained network with seeded weights.

        Args:
            features: Shape of one sample's features.
            classes: Units of the softmax output.
            places: Layers and kernel arguments for the network's named places; `build` must use all.
            padded: Widen layers to sizes that compute fastest. The variables must be those of the
                plain network, in the same order, each padded with zeros at the end, and the zeros
                must stay zero in training.

        Returns:
            A built network, float32 (batch, *input_shape(features)) -> (batch, classes).
        """

    def keras_code(self, text: CodeText, places: CodePlaces) -> list[str]:
        """Return the statements that do what `build` does, in plain Keras.

        They append to the list `layers`, which begins with an input of flat features; `x_train` has
        the training images, flat, and `seed(*place)` returns the seed of a place.

        Args:
            text: Writes its settings.
            places: What techniques attach; all must be used.

        Raises:
            InputError: There is no such code for this kind of network.
        """
        raise InputError(
            [
                f"{self.title}: this kind of network cannot be written as Keras code. Choose other runs."
            ]
        )

    def input_shape(self, features: Shape) -> Shape:
        """Return the shape in which it takes features; by default their own."""
        return features

    def count_flops(self, features: Shape, classes: int) -> int:
        """Return the number of multiplications and additions for the prediction of one sample.

        It is 2 per weight; kinds that use a weight several times override it.
        """
        return 2 * self.count_weights(features, classes)

    def count_padding(self, features: Shape, classes: int) -> int:
        """Return the number of kernel weights that `build(padded=True)` adds."""
        return 0
