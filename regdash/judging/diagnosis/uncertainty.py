"""Standard errors of mean losses and accuracies.

Records hold means, not the losses of single images, so the standard deviation over images is
estimated from the mean: `spread * max(sqrt(loss), loss / 2)`. The square root fits trained networks,
whose mean loss comes from a few wrong predictions: if a share e of the images has a loss of c nats,
the mean is e c and the standard deviation about sqrt(e) c. The linear term is for losses above 4,
far above guessing, where some images have losses of tens of nats.
`python -m tests.judging.histories.record --spread` measures both constants.
"""

from math import hypot, sqrt

STANDARD_ERRORS = 2
"""A smaller difference, in standard errors, is attributed to chance."""

CHANGE_SPREAD = 1.0
"""Standard deviation of the change of an image's loss between two epochs, divided by the square root
of the larger mean.

Measured between epochs 3, 6, 10, 20 and 40 of eight networks on digits (plain, dropout, L2,
augmentation, label noise, label smoothing, 200 and 5,000 training images): 0.16 to 0.81, median
0.37. An SGD network with too high a learning rate reached 3; its changes are overrated."""

LOSS_SPREAD = 2.0
"""Standard deviation of an image's loss within one epoch, divided by the square root of the mean.

Measured on the same networks: 0.48 to 2.55, median 1.1."""


def change_error(loss: float, images: int) -> float:
    """Return the standard error of the change of a mean loss on the same images, in nats.

    Args:
        loss: The larger of both means, in nats.
        images: Number of images.
    """
    return CHANGE_SPREAD * _scale(loss) / sqrt(images)


def gap_error(val_loss: float, images: int, train_loss: float, train_images: int) -> float:
    """Return the standard error of a difference between mean losses on different images, in nats."""
    return LOSS_SPREAD * hypot(
        _scale(val_loss) / sqrt(images), _scale(train_loss) / sqrt(train_images)
    )


def share_error(share: float, images: int) -> float:
    """Return the binomial standard error of a share of images."""
    return sqrt(max(0.0, share * (1 - share)) / images)


def sample_error(share: float, sample: int, images: int) -> float:
    """Return the hypergeometric standard error of a share in a sample.

    Args:
        share: Known share in all images, 0 to 1.
        sample: Number of images in the sample.
        images: Number of all images.
    """
    if images < 2:
        return 0.0
    return share_error(share, sample) * sqrt((images - sample) / (images - 1))


def _scale(loss: float) -> float:
    loss = max(0.0, loss)
    return max(sqrt(loss), loss / 2)
