"""A fully connected network."""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal

from pydantic import Field, field_validator

from regdash.models.base import Network
from regdash.models.code_places import CodePlaces
from regdash.models.padding import padded_units
from regdash.models.places import Places
from regdash.settings.code_text import CodeText, indent, write_call
from regdash.settings.fields import dial
from regdash.settings.types import Shape

if TYPE_CHECKING:
    import keras


def layers_text(layers: Sequence[int]) -> str:
    """Return `500x5`, or `500-250` if the sizes differ."""
    if len(layers) > 1 and len(set(layers)) == 1:
        return f"{layers[0]}x{len(layers)}"
    return "-".join(map(str, layers))


class MLP(Network):
    """A fully connected network (multilayer perceptron) with a softmax output."""

    key: ClassVar[str] = "mlp"
    title: ClassVar[str] = "Fully connected"

    hidden_layers: tuple[Annotated[int, Field(ge=1, le=4096)], ...] = dial(
        (500,) * 5,
        "Hidden layers",
        "Units of each hidden layer.",
        write=layers_text,
        noun="network",
        phrase="{}",
        fairness="warns",
        min_length=1,
        max_length=10,
    )
    activation: Literal["relu", "tanh", "sigmoid", "gelu"] = dial(
        "relu",
        "Activation",
        "Activation function of the hidden units.",
        phrase="{}",
        fairness="warns",
    )
    initializer: Literal[
        "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal"
    ] = dial(
        "glorot_uniform",
        "Initializer",
        "How the initial weights are drawn.",
        phrase="{}",
        fairness="warns",
    )

    @field_validator("hidden_layers", mode="before")
    @classmethod
    def _from_text(cls, value: Any) -> Any:
        """Parse text such as `500x5` or `500,250`."""
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

    def label(self) -> str:
        return layers_text(self.hidden_layers)

    def input_shape(self, features: Shape) -> Shape:
        """Return the shape of flat features: rows and columns are not used."""
        return (math.prod(features),)

    def count_weights(self, features: Shape, classes: int) -> int:
        return _count_kernels(features, self.hidden_layers, classes) + sum(
            (*self.hidden_layers, classes)
        )

    def count_padding(self, features: Shape, classes: int) -> int:
        padded, plain = (
            _count_kernels(features, units, classes)
            for units in (self._padded_layers(), self.hidden_layers)
        )
        return padded - plain

    def build(
        self, features: Shape, classes: int, places: Places, *, padded: bool = False
    ) -> keras.Model:
        import keras

        shape = self.input_shape(features)
        layers = [keras.Input(shape, name="features"), *places.after_input(shape)]
        hidden_layers = self._padded_layers() if padded else self.hidden_layers
        for index, units in enumerate(hidden_layers):
            before = places.before_activation(index, (units,))
            layers.append(
                keras.layers.Dense(
                    units,
                    activation=None if before else self.activation,
                    **places.hidden_kernel(index, self.initializer),
                    name=f"hidden_{index + 1}",
                )
            )
            layers += before
            if before:
                layers.append(keras.layers.Activation(self.activation))
            layers += places.after_activation(index, (units,))
        layers.append(
            keras.layers.Dense(
                classes,
                activation="softmax",
                kernel_initializer=places.initializer(self.initializer, len(hidden_layers)),
                name="classes",
            )
        )
        return keras.Sequential(layers)

    def keras_code(self, text: CodeText, places: CodePlaces) -> list[str]:
        units, activation = text.setting("hidden_layers"), text.setting("activation")
        initializer = text.keras_class("initializers", "initializer")
        settings = [] if places.before_activation else [f"activation={activation}"]
        first = text.call(initializer, seed='"kernel", index')
        hidden = write_call(
            "keras.layers.Dense",
            ["units", *settings, f"kernel_initializer={first}", *places.hidden_arguments],
        )
        after = [*places.before_activation]
        if places.before_activation:
            after.append(f"layers.append(keras.layers.Activation({activation}))")
        last = text.call(initializer, seed=f'"kernel", len({units})')
        output = ["CLASSES", 'activation="softmax"', f"kernel_initializer={last}"]
        return [
            *places.after_input,
            f"for index, units in enumerate({units}):",
            *indent([write_call("layers.append", [hidden]), *after, *places.after_activation]),
            write_call("layers.append", [write_call("keras.layers.Dense", output)]),
        ]

    def _padded_layers(self) -> tuple[int, ...]:
        return tuple(padded_units(units, self.activation) for units in self.hidden_layers)


def _count_kernels(features: Shape, hidden_layers: Sequence[int], classes: int) -> int:
    units = [math.prod(features), *hidden_layers, classes]
    return sum(a * b for a, b in pairwise(units))
