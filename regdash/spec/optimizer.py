"""How the weights move."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import model_validator

from regdash.settings.fields import dial
from regdash.settings.group import SettingsGroup

_DEFAULT_LEARNING_RATES = {"adam": 0.001, "sgd": 0.01, "rmsprop": 0.001}


class OptimizerSpec(SettingsGroup):
    """How the weights move."""

    name: Literal["adam", "sgd", "rmsprop"] = dial(
        "adam", "Optimizer", "Rule for every step.", name="optimizer", phrase="{}", fairness="warns"
    )
    learning_rate: float = dial(
        0.001,
        "Learning rate",
        "Size of the steps.",
        scale="log",
        fairness="warns",
        always_written=True,  # the default depends on the optimizer
        ge=1e-6,
        le=10.0,
    )
    momentum: float = dial(
        0.9,
        "Momentum",
        "Only for SGD: how much of the last step goes on.",
        step=0.05,
        fairness="warns",
        only_with=("optimizer", "sgd"),
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
