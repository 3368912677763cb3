"""The named places of a network, and what techniques attach to them.

Every kind of network has the same places, in this order:

- after the input: layers between the features and the first hidden layer;
- kernels: initializers, and on hidden kernels penalties and constraints;
- before and after the activation of hidden layer 0, 1, 2, ...: layers on both sides of it.

Nothing is attached to the output layer.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from regdash.models.seeding import derive_seed
from regdash.settings.types import SeedFor, Shape

if TYPE_CHECKING:
    import keras


class Attachment(Protocol):
    """Anything that attaches to a network; `Technique` documents each hook."""

    def layers_after_input(self, shape: Shape, seed_for: SeedFor) -> list[keras.layers.Layer]: ...

    def layers_before_activation(
        self, index: int, shape: Shape, seed_for: SeedFor
    ) -> list[keras.layers.Layer]: ...

    def layers_after_activation(
        self, index: int, shape: Shape, seed_for: SeedFor
    ) -> list[keras.layers.Layer]: ...

    def kernel_regularizer(self) -> keras.regularizers.Regularizer | None: ...

    def kernel_constraint(self, rank: int) -> keras.constraints.Constraint | None: ...


class Places:
    """Provides what is attached at each place while a network is built."""

    def __init__(self, attachments: Sequence[Attachment] = (), seed: int = 0) -> None:
        """Collect what is attached to a network.

        Args:
            attachments: In the order of their layers at the same place.
            seed: The run's seed; equal seeds give equal initial weights, whatever is attached.
        """
        self._attachments = attachments
        self._seed_for: SeedFor = partial(derive_seed, seed)

    def after_input(self, shape: Shape) -> list[keras.layers.Layer]:
        """Return layers for the features, which have this shape."""
        return [
            layer
            for attached in self._attachments
            for layer in attached.layers_after_input(shape, self._seed_for)
        ]

    def before_activation(self, index: int, shape: Shape) -> list[keras.layers.Layer]:
        """Return layers for the output of hidden layer `index` (from 0) before its activation."""
        return [
            layer
            for attached in self._attachments
            for layer in attached.layers_before_activation(index, shape, self._seed_for)
        ]

    def after_activation(self, index: int, shape: Shape) -> list[keras.layers.Layer]:
        """Return layers for the output of hidden layer `index` after its activation."""
        return [
            layer
            for attached in self._attachments
            for layer in attached.layers_after_activation(index, shape, self._seed_for)
        ]

    def initializer(self, name: str, index: int) -> keras.initializers.Initializer:
        """Return the initializer of kernel `index` (from 0, output layer last), with its own seed."""
        import keras

        seed = self._seed_for("kernel", index)
        return keras.initializers.get({"class_name": name, "config": {"seed": seed}})

    def hidden_kernel(self, index: int, initializer: str, rank: int = 2) -> dict[str, Any]:
        """Return the arguments of a hidden layer that concern its kernel.

        Args:
            index: From 0.
            initializer: Its name in Keras.
            rank: Number of the kernel's axes, units last: 2 in Dense, 4 in Conv2D.

        Returns:
            `kernel_initializer`, `kernel_regularizer` and `kernel_constraint`.

        Raises:
            TypeError: Two attachments set penalties or constraints that cannot be combined.
        """
        return {
            "kernel_initializer": self.initializer(initializer, index),
            "kernel_regularizer": _combine(
                "kernel regularizer", [a.kernel_regularizer() for a in self._attachments]
            ),
            "kernel_constraint": _combine(
                "kernel constraint", [a.kernel_constraint(rank) for a in self._attachments]
            ),
        }


def _combine(what: str, parts: Sequence[Any]) -> Any:
    """Combine what several attachments set on a kernel; L1 and L2 penalties add up."""
    found = [part for part in parts if part is not None]
    if len(found) < 2:
        return found[0] if found else None
    import keras

    family = (keras.regularizers.L1, keras.regularizers.L2, keras.regularizers.L1L2)
    if all(isinstance(part, family) for part in found):
        return keras.regularizers.L1L2(
            l1=sum(float(getattr(part, "l1", 0.0)) for part in found),
            l2=sum(float(getattr(part, "l2", 0.0)) for part in found),
        )
    raise TypeError(f"Two techniques set a {what}, and the two cannot be combined.")
