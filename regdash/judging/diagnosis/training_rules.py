"""Rules on how the training loss moves, and where it stays."""

from itertools import pairwise

from regdash.judging.diagnosis import advice
from regdash.judging.diagnosis.reading import Reading
from regdash.judging.diagnosis.rule import Finding, Rule
from regdash.judging.diagnosis.thresholds import (
    FEWEST_EPOCHS,
    INFORMATION,
    JUMP,
    JUMP_SHARE,
    JUMPS,
    LEARNED,
    NEAR_GUESSING,
    OVERHEATED,
    PROGRESS,
    SHORT,
    UNLEARNED,
)
from regdash.judging.diagnosis.uncertainty import ERRORS, share_error
from regdash.settings.formatting import count_of, format_accuracy, format_loss


def _diverged(reading: Reading) -> Finding | None:
    if reading.run.status != "diverged":
        return None
    whole = len(reading.records)
    when = f"after {count_of(whole, 'whole epoch')}" if whole else "in its first epoch"
    return Finding(
        f"Diverged: a loss became infinite or not a number {when}.",
        advice.smaller_rate(reading.spec),
    )


def _too_early(reading: Reading) -> Finding | None:
    epochs = len(reading.records)
    if epochs >= FEWEST_EPOCHS:
        return None
    so_far = count_of(epochs, "epoch") if epochs else "no epoch"
    going = reading.run.active
    return Finding(
        f"Too early to say: {so_far} so far, and curves are read from epoch {FEWEST_EPOCHS} on.",
        "Wait." if going else f"Train for {FEWEST_EPOCHS} epochs or more.",
    )


def _unstable(reading: Reading) -> Finding | None:
    jumps = [
        after.epoch
        for before, after in pairwise(reading.records)
        if after.train_loss - before.train_loss > max(JUMP, JUMP_SHARE * before.train_loss)
    ]
    second_half = reading.records[len(reading.records) // 2 :]
    if len(jumps) < JUMPS or jumps[-1] < second_half[0].epoch:
        return None
    return Finding(
        f"Unstable: the training loss jumps up in {len(jumps)} epochs, first in epoch {jumps[0]}, last"
        f" in epoch {jumps[-1]}.",
        advice.smaller_rate(reading.spec),
        jumps[0],
    )


def _no_information(reading: Reading) -> Finding | None:
    if reading.classes is None or 1 - reading.noise - 1 / reading.classes >= INFORMATION:
        return None
    return Finding(
        f"Nothing to learn: {reading.noise:.0%} of the training labels are wrong, and with"
        f" {reading.classes} classes the labels then say next to nothing about the images.",
        "Try less label noise.",
    )


def _near_guessing(accuracy: float, classes: int) -> bool:
    return accuracy <= 1 / classes + NEAR_GUESSING * (1 - 1 / classes)


def _not_learning(reading: Reading) -> Finding | None:
    end, classes, chance = reading.end, reading.classes, reading.chance
    if classes is None or chance is None or reading.unlearned is None:
        return None
    guesses = all(_near_guessing(a, classes) for a in (end.train_accuracy, end.val_accuracy))
    if not guesses or 1 - reading.unlearned >= LEARNED:
        return None
    overheated = any(r.train_loss > OVERHEATED * chance for r in reading.records)
    cure = advice.smaller_rate if overheated else advice.more_signal
    return Finding(
        f"Not learning: the training loss is {format_loss(end.train_loss)} after"
        f" {count_of(end.epoch, 'epoch')}, and guessing among {classes} classes gives"
        f" {format_loss(chance)}.",
        cure(reading.spec),
    )


def _leaves_room(reading: Reading) -> bool:
    """Whether loss and accuracy on the training images are far from what the labels allow."""
    possible = 1 - reading.noise
    margin = SHORT + ERRORS * share_error(possible, reading.measured)
    far = reading.unlearned is not None and reading.unlearned > UNLEARNED
    return far and reading.end.train_accuracy < possible - margin


def _fall(reading: Reading) -> float:
    """Share of its lowest earlier value that the training loss lost in the last fifth."""
    before = min(record.train_loss for record in reading.before)
    return 1 - reading.records[-1].train_loss / before if before > 0 else 0.0


def _still_learning(reading: Reading) -> Finding | None:
    fall = _fall(reading)
    if not _leaves_room(reading) or fall < PROGRESS:
        return None
    last = reading.records[-1]
    return Finding(
        f"Still learning: the training loss is still falling, by {fall:.0%} in the last"
        f" {reading.recent} epochs, to {format_loss(last.train_loss)}.",
        advice.more_epochs(reading.spec, reading.run.status, len(reading.records)),
    )


def _underfitting(reading: Reading) -> Finding | None:
    end = reading.end
    if not _leaves_room(reading) or reading.loss_gap_clear or reading.accuracy_gap_clear:
        return None
    right = f"{format_accuracy(end.train_accuracy)} right"
    if reading.noise:
        right += f", where the labels allow {format_accuracy(1 - reading.noise)}"
    return Finding(
        f"Underfitting: even the training loss stays at {format_loss(end.train_loss)} ({right}),"
        " and validation is hardly worse.",
        advice.more_capacity(reading.spec),
    )


DIVERGED = Rule("RD-D1", "Diverged", "A loss became infinite or not a number.", _diverged)
TOO_EARLY = Rule(
    "RD-D2", "Too early to say", f"There are fewer than {FEWEST_EPOCHS} whole epochs.", _too_early
)
UNSTABLE = Rule(
    "RD-D3",
    "Unstable",
    f"From one epoch to the next the training loss rises by more than {JUMP:g} nats and by more than"
    f" {JUMP_SHARE:.0%}, in at least {JUMPS} epochs, the last of them in the second half.",
    _unstable,
)
NO_INFORMATION = Rule(
    "RD-D4",
    "Nothing to learn",
    "So many training labels are wrong that the share of right ones is less than"
    f" {100 * INFORMATION:g} percentage points above that of guessing (1 / classes).",
    _no_information,
)
NOT_LEARNING = Rule(
    "RD-D5",
    "Not learning",
    f"The training loss is less than {LEARNED:.0%} of the way from guessing (ln classes) to what the"
    f" labels allow, and both accuracies are less than {NEAR_GUESSING:.0%} of the way from guessing"
    " to 100%.",
    _not_learning,
)
_ROOM = (
    f"The training loss is more than {UNLEARNED:.0%} of the way from what the labels allow (given"
    " label noise and smoothing) to guessing; the training accuracy is more than"
    f" {100 * SHORT:g} percentage points and {ERRORS} standard errors below the share of right"
    " labels;"
)
STILL_LEARNING = Rule(
    "RD-D10",
    "Still learning",
    f"{_ROOM} and the training loss fell by {PROGRESS:.0%} or more in the last fifth of the epochs.",
    _still_learning,
)
UNDERFITTING = Rule(
    "RD-D11",
    "Underfitting",
    f"{_ROOM} it is not still learning; and there is no gap to validation (see A gap).",
    _underfitting,
)
