"""A fully connected network."""

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Annotated, Any, ClassVar, Literal

from pydantic import Field, field_validator

from regdash.models.base import Network
from regdash.settings.fields import dial


def layers_text(layers: Sequence[int]) -> str:
    """`500x5`, or `500-250` when the sizes differ."""
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
        "relu", "Activation", "Function of every hidden unit.", phrase="{}", fairness="warns"
    )
    initializer: Literal[
        "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal"
    ] = dial(
        "glorot_uniform",
        "Initializer",
        "How the first weights are drawn.",
        phrase="{}",
        fairness="warns",
    )

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

    def label(self) -> str:
        return layers_text(self.hidden_layers)

    def count_weights(self, features: int, classes: int) -> int:
        units = [features, *self.hidden_layers, classes]
        return sum(a * b + b for a, b in pairwise(units))
