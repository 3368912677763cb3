"""What every kind of network is: a frozen group of settings that can be built."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar

from regdash.models.places import Places, Shape
from regdash.settings.group import SettingsGroup

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
        """Short text for its size, such as `500x5`."""

    @abstractmethod
    def count_weights(self, features: Shape, classes: int) -> int:
        """Number of trainable weights, biases included, without those that techniques add."""

    @abstractmethod
    def build(
        self, features: Shape, classes: int, places: Places, *, padded: bool = False
    ) -> keras.Model:
        """Build an untrained network with seeded weights.

        Args:
            features: Shape of one sample's features.
            classes: Units of the softmax output.
            places: What goes to the network's named places; the builder asks for each of them.
            padded: Make layers as wide as is fastest to compute. The variables must be those of
                the plain network, in the same order, each with zeros after its own numbers, and
                the zeros must stay zero in training.

        Returns:
            A built network, float32 (batch, *input_shape(features)) -> (batch, classes).
        """

    def input_shape(self, features: Shape) -> Shape:
        """Shape in which it takes features: their own, unless a kind says otherwise."""
        return features

    def count_flops(self, features: Shape, classes: int) -> int:
        """Multiplications and additions for the answer to one sample: 2 for each weight, unless
        a kind uses a weight several times."""
        return 2 * self.count_weights(features, classes)

    def count_padding(self, features: Shape, classes: int) -> int:
        """How many weights of the kernels `build(padded=True)` adds."""
        return 0
