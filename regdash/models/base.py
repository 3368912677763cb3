"""What every kind of network is: a frozen group of settings that can be built."""

from abc import ABC, abstractmethod
from typing import ClassVar

from regdash.settings.group import SettingsGroup


class Network(SettingsGroup, ABC):
    """One kind of network; its fields are its settings."""

    key: ClassVar[str]
    """Its `kind` in a spec."""
    title: ClassVar[str]

    @abstractmethod
    def label(self) -> str:
        """Short text for its size, such as `500x5`."""

    @abstractmethod
    def count_weights(self, features: int, classes: int) -> int:
        """Number of trainable weights, biases included, without those that techniques add."""
