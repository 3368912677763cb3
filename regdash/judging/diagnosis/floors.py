"""What losses training labels allow, if some of them are wrong or all are smoothed.

Of the training labels a share is wrong (uniformly over the other classes); those of the validation
images are all right. Smoothing changes what is trained towards, never what is measured.
"""

from math import expm1, log

_SMALLEST = 1e-7
"""No float32 probability is closer to 1 than that."""


def certainty(noise: float, smoothing: float, classes: int) -> tuple[float, float]:
    """Probabilities of the right and of each other class that training asks for on average.

    A network that minimizes the expected cross-entropy to noisy, smoothed targets gives the right
    class `(1 - a)(1 - noise) + a / K`, each other one `(1 - a) noise / (K - 1) + a / K`.
    """
    spread = smoothing / classes
    right = (1 - smoothing) * (1 - noise) + spread
    other = (1 - smoothing) * noise / (classes - 1) + spread
    return right, other


def train_floor(noise: float, smoothing: float, classes: int) -> float:
    """Its loss on the training labels in nats; below it, wrong labels are learned by heart.

    `-(1 - noise) ln(right) - noise ln(other)`: the labels' entropy without smoothing,
    `-ln(1 - a + a / K)` without noise.
    """
    right, other = certainty(noise, smoothing, classes)
    return -(1 - noise) * log(right) - (noise * log(other) if noise else 0.0)


def val_floor(noise: float, smoothing: float, classes: int) -> float:
    """Its loss on validation labels, which are all right: `-ln(right)`.

    A loss may be lower (by more certainty than was asked for); rising up to here is no harm.
    """
    return -log(certainty(noise, smoothing, classes)[0])


def with_wrong_labels(loss: float, noise: float, classes: int) -> float:
    """The least that a loss on right labels would be if a share of them were wrong.

    `loss + noise (ln(K - 1) - ln(e^loss - 1))`. An image with probability p of the right class
    costs at least `-ln((1 - p) / (K - 1))` on average over wrong labels, with p = e^-loss; that is
    convex in the loss, so the mean over images is at least its value at the mean loss (Jensen).
    """
    if not noise:
        return loss
    loss = max(loss, _SMALLEST)
    log_of_rest = loss + log(-expm1(-loss))  # ln(e^loss - 1), without overflow
    return loss + noise * (log(classes - 1) - log_of_rest)
