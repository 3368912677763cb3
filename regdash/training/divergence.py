"""Recognizes a training that has diverged although its loss is still finite. No Keras."""

import math

from regdash.settings.formatting import format_loss
from regdash.training.outcome import RunDiverged

FACTOR = 3.0
"""A training loss above this multiple of that of guessing is far too high."""

DECREASE = 0.8
"""A loss that falls to less than this share within an epoch is on its way down."""

CERTAIN_FACTOR = 1e5
"""A training loss above this multiple of that of guessing never came down again."""


def is_divergent(before: float | None, loss: float, guessing: float) -> bool:
    """Return whether a training loss means that a run has diverged; see `DivergenceCheck`.

    Args:
        before: That of the epoch before, in nats; None if there was none.
        loss: That of the epoch, in nats, without penalties.
        guessing: That of guessing, `ln(classes)`.
    """
    if loss > CERTAIN_FACTOR * guessing:
        return True
    limit = FACTOR * guessing
    return before is not None and min(before, loss) > limit and loss >= DECREASE * before


class DivergenceCheck:
    """Ends a run whose training loss stays far above that of guessing.

    A run has diverged if its loss on training images is above `FACTOR` times that of guessing,
    `ln(classes)`, in two consecutive epochs, and at least `DECREASE` times as high in the second as in
    the first; or if it is ever above `CERTAIN_FACTOR` times that of guessing. The validation loss doesn't
    count: in a network that overfits wrong labels, it may be far above that of guessing.

    Measured on 1,000 digits, where guessing gives 2.30 nats:

    - Hit: SGD with rate 10 (7.61, 7.07 nats), RMSprop with rate 1 on 500x5 (1e7), Adam with rate 1 on
      500x5 (1e8), SGD with rate 1 on 500x2 (3e7). None of them gets below 2 nats. Not always hit, as
      rounding decides: RMSprop with rate 1 on 500x2 (26.9, 16.9, 1750 on one processor; 34.5, 8.39,
      4.54, 2.26, 11.8 on another).
    - Not hit, because they fall quickly and learn in the end: Adam with rate 0.1 on one layer of 300
      units (272, 12.9, 1.3), with rate 0.3 on 2,048 units (3650, 266, 29.7, 12.8, 2.9, 1.6), with
      rate 1 on 2,048 units (38,800 in the first epoch).
    - Far below: heavy L1 and L2, dropout 0.95, label smoothing 0.9, half of the labels wrong, ten
      training images, and batch normalization whose averages are still young; at most 2.31 nats.
    """

    def __init__(self, classes: int, previous: float | None = None) -> None:
        """Begin with the first epoch, or after an epoch with a known loss.

        Args:
            classes: Number of classes, at least 2.
            previous: Training loss of the epoch before, in nats, if the run continues.
        """
        self._guessing = math.log(classes)
        self._previous = previous

    def check(self, epoch: int, loss: float) -> None:
        """Check an epoch, given its number and its training loss in nats, without penalties.

        Raises:
            RunDiverged: The run has diverged.
        """
        before, self._previous = self._previous, loss
        if is_divergent(before, loss, self._guessing):
            raise RunDiverged(
                epoch,
                f"Diverged at epoch {epoch}: training loss {format_loss(loss)}, guessing gives"
                f" {format_loss(self._guessing)}.",
            )
