"""Size of the weights, and the penalties on it."""

from regdash.metrics.base import Chart, EpochMetric
from regdash.metrics.context import EpochContext
from regdash.settings.formatting import LOSS, NORM, SHARE

NEAR_ZERO = 1e-3
"""Weights smaller than this count as near zero: next to weights of 0.01 to 0.1 they have no effect."""


class Penalty(EpochMetric):
    """Sum of the weight penalties at the end of the epoch."""

    key = "penalty"
    title = "Penalty"
    quantity = LOSS
    chart = Chart(
        "penalty",
        "Penalty",
        "Penalty",
        "What L1 and L2 add to the loss for large weights, at the end of the epoch.",
        rare=True,
    )

    def measure(self, context: EpochContext) -> float:
        return context.penalty


class Objective(EpochMetric):
    """Mean over the epoch of what the optimizer minimized: dropout on, smoothed labels, penalties."""

    key = "objective"
    title = "Objective"
    direction = "lower"
    quantity = LOSS

    def measure(self, context: EpochContext) -> float:
        return context.objective


class WeightNorm(EpochMetric):
    """Euclidean norm of all kernels together."""

    key = "weight_norm"
    title = "Weight norm"
    quantity = NORM
    chart = Chart(
        "weights",
        "Weights",
        "Norm of the weights",
        "Size of all kernels together (Euclidean norm): L2 and weight decay keep it small.",
        rare=True,
    )
    in_figures = True
    note = "Euclidean norm of all kernels"

    def measure(self, context: EpochContext) -> float:
        return context.weights.norm


class HiddenNorm(EpochMetric):
    """Euclidean norm of the kernels on which penalties act: all but that of the output layer.

    Without the output layer, it falls when a penalty grows; that layer may compensate by larger weights.
    """

    key = "hidden_norm"
    title = "Norm of hidden weights"
    quantity = NORM
    note = "Euclidean norm of all kernels but that of the output layer"

    def measure(self, context: EpochContext) -> float:
        return context.weights.hidden_norm


class NearZero(EpochMetric):
    """Share of the kernels' weights closer to zero than `NEAR_ZERO`."""

    key = "near_zero"
    title = "Near zero"
    quantity = SHARE
    chart = Chart(
        "near_zero",
        "Near zero",
        "Weights near zero",
        f"Share of the weights closer to zero than {NEAR_ZERO:g}: L1 moves many of them there.",
        percent=True,
        rare=True,
    )
    in_figures = True
    note = f"share of the weights closer to zero than {NEAR_ZERO:g}"

    def measure(self, context: EpochContext) -> float:
        return context.weights.near_zero
