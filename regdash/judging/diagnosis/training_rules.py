"""Rules on the training loss."""

from itertools import pairwise

from regdash.judging.diagnosis import advice
from regdash.judging.diagnosis.facts import RunFacts
from regdash.judging.diagnosis.remedies import Advice
from regdash.judging.diagnosis.rule import Finding, Rule
from regdash.judging.diagnosis.thresholds import (
    ACCURACY_GAP,
    JUMP,
    JUMP_SHARE,
    JUMPS,
    MIN_EPOCHS,
    MIN_INFORMATION,
    MIN_LEARNED,
    NEAR_GUESSING,
    OVERSHOOT,
    PROGRESS,
    UNLEARNED,
)
from regdash.judging.diagnosis.uncertainty import STANDARD_ERRORS, share_error
from regdash.settings.formatting import count_of, format_accuracy, format_loss
from regdash.training.divergence import CERTAIN_FACTOR, DECREASE, FACTOR, is_divergent


def _diverged(facts: RunFacts) -> Finding | None:
    if facts.run.status != "diverged":
        return None
    records, chance = facts.records, facts.chance
    before, last = (None, *records)[-2:] if records else (None, None)
    earlier = None if before is None else before.train_loss
    if last and chance is not None and is_divergent(earlier, last.train_loss, chance):
        sentence = (
            f"Diverged at epoch {last.epoch}: training loss {format_loss(last.train_loss)}, guessing"
            f" gives {format_loss(chance)}."
        )
        return Finding(sentence, advice.working_rate(facts.spec), last.epoch)
    when = f"after {count_of(len(records), 'full epoch')}" if records else "in the first epoch"
    return Finding(
        f"Diverged: a loss became infinite or NaN {when}.", advice.working_rate(facts.spec)
    )


def _too_early(facts: RunFacts) -> Finding | None:
    epochs = len(facts.records)
    if epochs >= MIN_EPOCHS:
        return None
    so_far = count_of(epochs, "epoch") if epochs else "no epoch"
    return Finding(
        f"Too early to tell: {so_far} so far, and a diagnosis takes at least {MIN_EPOCHS}.",
        Advice("Wait.") if facts.run.active else advice.enough_epochs(facts.spec, MIN_EPOCHS),
    )


def _unstable(facts: RunFacts) -> Finding | None:
    jumps = [
        after.epoch
        for before, after in pairwise(facts.records)
        if after.train_loss - before.train_loss > max(JUMP, JUMP_SHARE * before.train_loss)
    ]
    second_half = facts.records[len(facts.records) // 2 :]
    if len(jumps) < JUMPS or jumps[-1] < second_half[0].epoch:
        return None
    return Finding(
        f"Unstable: the training loss jumps up in {len(jumps)} epochs, first in epoch {jumps[0]} and"
        f" last in epoch {jumps[-1]}.",
        advice.smaller_rate(facts.spec),
        jumps[0],
    )


def _no_information(facts: RunFacts) -> Finding | None:
    if facts.classes is None or 1 - facts.noise - 1 / facts.classes >= MIN_INFORMATION:
        return None
    return Finding(
        f"Nothing to learn: {facts.noise:.0%} of the training labels are wrong, so with"
        f" {facts.classes} classes the labels carry almost no information about the images.",
        Advice("Try less label noise."),
    )


def _near_guessing(accuracy: float, classes: int) -> bool:
    return accuracy <= 1 / classes + NEAR_GUESSING * (1 - 1 / classes)


def _not_learning(facts: RunFacts) -> Finding | None:
    end, classes, chance = facts.end, facts.classes, facts.chance
    if classes is None or chance is None or facts.unlearned is None:
        return None
    guesses = all(_near_guessing(a, classes) for a in (end.train_accuracy, end.val_accuracy))
    if not guesses or 1 - facts.unlearned >= MIN_LEARNED:
        return None
    overshot = any(r.train_loss > OVERSHOOT * chance for r in facts.records)
    remedy = advice.working_rate if overshot else advice.more_signal
    return Finding(
        f"Not learning: the training loss is {format_loss(end.train_loss)} after"
        f" {count_of(end.epoch, 'epoch')}; guessing among {classes} classes gives"
        f" {format_loss(chance)}.",
        remedy(facts.spec),
    )


def _leaves_room(facts: RunFacts) -> bool:
    """Return whether training loss and accuracy are far from the best that the labels allow."""
    possible = 1 - facts.noise
    margin = ACCURACY_GAP + STANDARD_ERRORS * share_error(possible, facts.measured)
    far = facts.unlearned is not None and facts.unlearned > UNLEARNED
    return far and facts.end.train_accuracy < possible - margin


def _fall(facts: RunFacts) -> float:
    """Return the fall of the training loss in the last fifth, relative to its lowest earlier value."""
    before = min(record.train_loss for record in facts.before)
    return 1 - facts.records[-1].train_loss / before if before > 0 else 0.0


def _still_learning(facts: RunFacts) -> Finding | None:
    fall = _fall(facts)
    if not _leaves_room(facts) or fall < PROGRESS:
        return None
    last = facts.records[-1]
    return Finding(
        f"Still learning: the training loss is still falling, by {fall:.0%} in the last"
        f" {facts.recent} epochs, to {format_loss(last.train_loss)}.",
        advice.more_epochs(facts.spec, facts.run.status, len(facts.records)),
    )


def _underfitting(facts: RunFacts) -> Finding | None:
    end = facts.end
    if not _leaves_room(facts) or facts.loss_gap_clear or facts.accuracy_gap_clear:
        return None
    accuracy = f"accuracy {format_accuracy(end.train_accuracy)}"
    if facts.noise:
        accuracy += f", where the labels allow {format_accuracy(1 - facts.noise)}"
    return Finding(
        f"Underfitting: even the training loss stays at {format_loss(end.train_loss)} ({accuracy}),"
        " and the validation loss is hardly worse.",
        advice.more_capacity(facts.spec),
    )


DIVERGED = Rule(
    "RD-D1",
    "Diverged",
    f"A loss became infinite or NaN; or the training loss was more than {FACTOR:g} times that of"
    f" guessing (ln classes) in two consecutive epochs, without falling below {DECREASE:.0%}; or it was"
    f" more than {CERTAIN_FACTOR:,.0f} times that of guessing.",
    _diverged,
)
TOO_EARLY = Rule(
    "RD-D2", "Too early to tell", f"There are fewer than {MIN_EPOCHS} full epochs.", _too_early
)
UNSTABLE = Rule(
    "RD-D3",
    "Unstable",
    f"The training loss rises by more than {JUMP:g} nats and more than {JUMP_SHARE:.0%} from one"
    f" epoch to the next, in at least {JUMPS} epochs, the last of them in the second half.",
    _unstable,
)
NO_INFORMATION = Rule(
    "RD-D4",
    "Nothing to learn",
    f"The share of correct training labels is less than {100 * MIN_INFORMATION:g} percentage points"
    " above that of guessing (1 / classes).",
    _no_information,
)
NOT_LEARNING = Rule(
    "RD-D5",
    "Not learning",
    f"The training loss is less than {MIN_LEARNED:.0%} of the way from guessing (ln classes) to the"
    f" lowest that the labels allow, and both accuracies are less than {NEAR_GUESSING:.0%} of the way"
    " from guessing to 100%.",
    _not_learning,
)
_ROOM = (
    f"The training loss is more than {UNLEARNED:.0%} of the way from the lowest that the labels allow"
    " (given label noise and smoothing) to guessing; the training accuracy is more than"
    f" {100 * ACCURACY_GAP:g} percentage points and {STANDARD_ERRORS} standard errors below the share"
    " of correct labels;"
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
    f"{_ROOM} it is not still learning; and there is no generalization gap.",
    _underfitting,
)
