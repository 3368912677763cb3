"""Lowest losses that are possible with wrong or smoothed training labels.

A share of the training labels is wrong, uniformly over the other classes; all validation labels are
correct. Smoothing changes the training targets, never the measured loss.
"""

from math import expm1, log

_SMALLEST = 1e-7
"""About the distance from 1 to the next smaller float32."""


def target_probabilities(noise: float, smoothing: float, classes: int) -> tuple[float, float]:
    """Return the probabilities of the correct and of each other class that minimize the objective.

    A network that minimizes the expected cross-entropy to noisy, smoothed targets predicts the
    correct class with `(1 - a)(1 - noise) + a / K`, each other one with
    `(1 - a) noise / (K - 1) + a / K`.

    Args:
        noise: Share of wrong training labels, 0 to 1.
        smoothing: Label smoothing a, 0 to 1.
        classes: Number of classes K, at least 2.
    """
    spread = smoothing / classes
    right = (1 - smoothing) * (1 - noise) + spread
    other = (1 - smoothing) * noise / (classes - 1) + spread
    return right, other


def train_floor(noise: float, smoothing: float, classes: int) -> float:
    """Return the loss of these probabilities on the training labels, in nats.

    Below it, wrong labels are memorized. `-(1 - noise) ln(right) - noise ln(other)`: without
    smoothing the entropy of the labels, without noise `-ln(1 - a + a / K)`.
    """
    right, other = target_probabilities(noise, smoothing, classes)
    return -(1 - noise) * log(right) - (noise * log(other) if noise else 0.0)


def val_floor(noise: float, smoothing: float, classes: int) -> float:
    """Return the loss of these probabilities on the correct validation labels: `-ln(right)`, in nats.

    The loss may be lower, with more confidence than the targets ask for; a rise up to this value is
    harmless.
    """
    return -log(target_probabilities(noise, smoothing, classes)[0])


def with_wrong_labels(loss: float, noise: float, classes: int) -> float:
    """Return a lower bound of a loss on correct labels, had a share of them been wrong, in nats.

    `loss + noise (ln(K - 1) - ln(e^loss - 1))`. An image with probability p = e^-loss of the correct
    class has a loss of at least `-ln((1 - p) / (K - 1))` on average over wrong labels. This is convex
    in the loss, so the mean over images is at least its value at the mean loss (Jensen).
    """
    if not noise:
        return loss
    loss = max(loss, _SMALLEST)
    log_of_rest = loss + log(-expm1(-loss))  # ln(e^loss - 1), without overflow
    return loss + noise * (log(classes - 1) - log_of_rest)
