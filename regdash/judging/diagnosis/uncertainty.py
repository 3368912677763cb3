"""How far a mean over so many images may be off by chance.

Records hold means, not the losses of single images, so their spread is estimated from the mean:
`spread * max(sqrt(loss), loss / 2)`. The root fits trained networks, whose mean loss is made by a
few wrong answers: if a share e of the images costs c nats each, the mean is e c and the standard
deviation about sqrt(e) c. The linear part is for losses above 4, far above guessing, where some
images cost tens of nats. `python -m tests.judging.histories.record --spread` measures both constants.
"""

from math import hypot, sqrt

ERRORS = 2
"""A difference of fewer standard errors than this is taken for chance."""

CHANGE_SPREAD = 1.0
"""Spread of the change of an image's loss between two epochs, over the root of the larger mean.

Measured between epochs 3, 6, 10, 20 and 40 of eight networks on digits (plain, dropout, L2,
augmentation, label noise, label smoothing, 200 and 5,000 training images): 0.16 to 0.81, median
0.37. An overheated SGD network reached 3, so its changes are taken too seriously."""

LOSS_SPREAD = 2.0
"""Spread of an image's loss within one epoch, over the root of the mean.

Measured on the same networks: 0.48 to 2.55, median 1.1."""


def change_error(loss: float, images: int) -> float:
    """Standard error of the change of a mean loss on the same images; `loss` is the larger one."""
    return CHANGE_SPREAD * _scale(loss) / sqrt(images)


def gap_error(val_loss: float, images: int, train_loss: float, train_images: int) -> float:
    """Standard error of the difference of two mean losses, each on its own images."""
    return LOSS_SPREAD * hypot(
        _scale(val_loss) / sqrt(images), _scale(train_loss) / sqrt(train_images)
    )


def share_error(share: float, images: int) -> float:
    """Binomial standard error of a share of images."""
    return sqrt(max(0.0, share * (1 - share)) / images)


def sample_error(share: float, sample: int, images: int) -> float:
    """Hypergeometric standard error of a share in a sample of images whose own share is known."""
    if images < 2:
        return 0.0
    return share_error(share, sample) * sqrt((images - sample) / (images - 1))


def _scale(loss: float) -> float:
    loss = max(0.0, loss)
    return max(sqrt(loss), loss / 2)
