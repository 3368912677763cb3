"""The named places of a network, and what is attached to them.

Every kind of network has the same places, in this order:

- after the input: layers between the features and the first hidden layer;
- kernels: how each one starts, and on hidden ones penalties and constraints;
- before and after the activation of hidden layer 0, 1, 2, ...: layers on both sides of it.

The output layer is left alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, Protocol

from regdash.models.seeding import derive_seed

if TYPE_CHECKING:
    import keras

Shape = tuple[int, ...]
"""Of one sample, without the batch: `(28, 28, 1)`, `(12,)`."""

SeedFor = Callable[..., int]
"""`seed_for("dropout", 2)` -> the run's own number for that place, 0 to 2**31 - 1."""


class Attachment(Protocol):
    """What is asked of everything that attaches to a network; `Technique` documents each hook."""

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
    """Gives the builder of a network what belongs at each of its places."""

    def __init__(self, attachments: Sequence[Attachment] = (), seed: int = 0) -> None:
        """Attach to a network.

        Args:
            attachments: In the order in which their layers follow each other at one place.
            seed: The run's; equal seeds give equal first weights, whatever is attached.
        """
        self._attachments = attachments
        self._seed_for: SeedFor = partial(derive_seed, seed)

    def after_input(self, shape: Shape) -> list[keras.layers.Layer]:
        """Layers on the features, which have this shape."""
        return [
            layer
            for attached in self._attachments
            for layer in attached.layers_after_input(shape, self._seed_for)
        ]

    def before_activation(self, index: int, shape: Shape) -> list[keras.layers.Layer]:
        """Layers on what hidden layer `index` (from 0) puts out before its activation."""
        return [
            layer
            for attached in self._attachments
            for layer in attached.layers_before_activation(index, shape, self._seed_for)
        ]

    def after_activation(self, index: int, shape: Shape) -> list[keras.layers.Layer]:
        """Layers on what hidden layer `index` puts out after its activation."""
        return [
            layer
            for attached in self._attachments
            for layer in attached.layers_after_activation(index, shape, self._seed_for)
        ]

    def initializer(self, name: str, index: int) -> keras.initializers.Initializer:
        """Initializer of kernel `index` (from 0, the output layer's last), with its own seed."""
        import keras

        seed = self._seed_for("kernel", index)
        return keras.initializers.get({"class_name": name, "config": {"seed": seed}})

    def hidden_kernel(self, index: int, initializer: str, rank: int = 2) -> dict[str, Any]:
        """The arguments of a hidden layer that concern its kernel.

        Args:
            index: From 0.
            initializer: Its name in Keras.
            rank: Number of the kernel's axes, units last: 2 in Dense, 4 in Conv2D.

        Returns:
            `kernel_initializer`, `kernel_regularizer` and `kernel_constraint`.

        Raises:
            TypeError: Two attachments ask for penalties or constraints that cannot be joined.
        """
        return {
            "kernel_initializer": self.initializer(initializer, index),
            "kernel_regularizer": _join(
                "kernel regularizer", [a.kernel_regularizer() for a in self._attachments]
            ),
            "kernel_constraint": _join(
                "kernel constraint", [a.kernel_constraint(rank) for a in self._attachments]
            ),
        }


def _join(what: str, parts: Sequence[Any]) -> Any:
    """Join what several attachments ask of one kernel; L1 and L2 penalties add up."""
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
    raise TypeError(f"Two techniques ask for a {what}, and it is not known how to join them.")
