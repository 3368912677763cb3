"""The network, and how its weights move."""

import re
from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import Field, field_validator, model_validator

from regdash.settings.fields import dial
from regdash.spec.group import SettingsGroup

_DEFAULT_LEARNING_RATES = {"adam": 0.001, "sgd": 0.01, "rmsprop": 0.001}


class NetworkSpec(SettingsGroup):
    """A fully connected network with a softmax output."""

    hidden_layers: tuple[Annotated[int, Field(ge=1, le=4096)], ...] = dial(
        (500,) * 5, "Hidden layers", "Units of each hidden layer.", min_length=1, max_length=10
    )
    activation: Literal["relu", "tanh", "sigmoid", "gelu"] = dial(
        "relu", "Activation", "Function of every hidden unit."
    )
    initializer: Literal[
        "glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "lecun_normal"
    ] = dial("glorot_uniform", "Initializer", "How the first weights are drawn.")

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

    @property
    def layers_text(self) -> str:
        """`500x5`, or `500-250` when the sizes differ."""
        layers = self.hidden_layers
        if len(layers) > 1 and len(set(layers)) == 1:
            return f"{layers[0]}x{len(layers)}"
        return "-".join(map(str, layers))


class OptimizerSpec(SettingsGroup):
    """How the weights move."""

    name: Literal["adam", "sgd", "rmsprop"] = dial("adam", "Optimizer", "Rule for every step.")
    learning_rate: float = dial(
        0.001, "Learning rate", "Size of the steps.", scale="log", ge=1e-6, le=10.0
    )
    momentum: float = dial(
        0.9,
        "Momentum",
        "Only for SGD: how much of the last step goes on.",
        step=0.05,
        ge=0.0,
        le=0.999,
    )

    @model_validator(mode="before")
    @classmethod
    def _usual_rate(cls, values: Any) -> Any:
        """Without a learning rate, take Keras' default of that optimizer."""
        if isinstance(values, Mapping) and "learning_rate" not in values:
            rate = _DEFAULT_LEARNING_RATES.get(str(values.get("name", "adam")))
            if rate is not None:
                return {**values, "learning_rate": rate}
        return values
