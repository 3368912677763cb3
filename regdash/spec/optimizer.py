"""How the weights are updated."""

from collections.abc import Mapping
from typing import Any, Literal

from pydantic import model_validator

from regdash.settings.fields import dial
from regdash.settings.group import SettingsGroup

_DEFAULT_LEARNING_RATES = {"adam": 0.001, "sgd": 0.01, "rmsprop": 0.001}


def usual_learning_rate(optimizer: str) -> float:
    """Return Keras' default learning rate of an optimizer, given by name."""
    return _DEFAULT_LEARNING_RATES[optimizer]


class OptimizerSpec(SettingsGroup):
    """How the weights are updated."""

    name: Literal["adam", "sgd", "rmsprop"] = dial(
        "adam",
        "Optimizer",
        "Update rule for the weights.",
        name="optimizer",
        phrase="{}",
        fairness="warns",
    )
    learning_rate: float = dial(
        0.001,
        "Learning rate",
        "Size of the optimizer's steps.",
        scale="log",
        fairness="warns",
        always_written=True,  # the default depends on the optimizer
        ge=1e-6,
        le=10.0,
    )
    momentum: float = dial(
        0.9,
        "Momentum",
        "SGD only: share of the previous step that carries over.",
        step=0.05,
        fairness="warns",
        only_with=("optimizer", "sgd"),
        ge=0.0,
        le=0.999,
    )

    @model_validator(mode="before")
    @classmethod
    def _default_rate(cls, values: Any) -> Any:
        """Use Keras' default of the optimizer if there is no learning rate."""
        if isinstance(values, Mapping) and "learning_rate" not in values:
            rate = _DEFAULT_LEARNING_RATES.get(str(values.get("name", "adam")))
            if rate is not None:
                return {**values, "learning_rate": rate}
        return values
