"""Rules on the validation loss, alone and compared with the training loss."""

from regdash.judging.diagnosis import advice
from regdash.judging.diagnosis.facts import RunFacts
from regdash.judging.diagnosis.rule import Finding, Rule
from regdash.judging.diagnosis.thresholds import (
    ACCURACY_GAP,
    GAP,
    GAP_FACTOR,
    MEMORIZED,
    PROGRESS,
    RISE,
    RISE_EPOCHS,
    RISE_NATS,
    TRAIN_FALL,
)
from regdash.judging.diagnosis.uncertainty import STANDARD_ERRORS, sample_error
from regdash.metrics.record import EpochRecord
from regdash.settings.formatting import format_accuracy, format_loss


def _still_improving(facts: RunFacts) -> Finding | None:
    records = facts.records
    lowest = min(records, key=lambda record: record.val_loss)
    before = min(record.val_loss for record in facts.before)
    last_tenth = records[len(records) - max(1, len(records) // 10) :]
    improved = lowest.val_loss <= before * (1 - PROGRESS) and facts.clear_change(
        before, lowest.val_loss
    )
    if not improved or lowest not in last_tenth:
        return None
    return Finding(
        "Still improving: the validation loss is lowest at the end"
        f" ({format_loss(lowest.val_loss)} in epoch {lowest.epoch}).",
        advice.more_epochs(facts.spec, facts.run.status, len(records)),
        lowest.epoch,
    )


def _wrong_labels(facts: RunFacts) -> Finding | None:
    if not facts.noise:
        return None
    possible = 1 - facts.noise
    limit = possible + MEMORIZED
    limit += STANDARD_ERRORS * sample_error(possible, facts.measured, facts.spec.data.train_size)
    since = None
    for record in reversed(facts.until_end):
        if record.train_accuracy <= limit:
            break
        since = record.epoch
    if since is None:
        return None
    return Finding(
        f"Memorizes wrong labels: {facts.noise:.0%} of the training labels are wrong, yet the network"
        f" agrees with {format_accuracy(facts.end.train_accuracy)} of all training labels; correct"
        f" predictions would agree with only {format_accuracy(possible)}.",
        advice.against_wrong_labels(facts.spec),
        since,
    )


def _clearly_above(facts: RunFacts, base: EpochRecord, later: EpochRecord) -> bool:
    """Return whether a validation loss rose by more than chance and than the targets ask for."""
    if facts.val_floor is None:
        return False
    low = max(base.val_loss, facts.val_floor)
    rise = later.val_loss - low
    return rise > max(RISE * low, RISE_NATS) and facts.clear_change(low, later.val_loss)


def _risen(facts: RunFacts) -> bool:
    """Return whether that holds for the judged epoch and the epochs just before it."""
    since = facts.until_end[facts.until_end.index(facts.lowest) + 1 :]
    return len(since) >= RISE_EPOCHS and all(
        _clearly_above(facts, facts.lowest, record) for record in since[-RISE_EPOCHS:]
    )


def _fell(before: EpochRecord, after: EpochRecord) -> bool:
    return after.train_loss < (1 - TRAIN_FALL) * before.train_loss


def _rise_words(base: EpochRecord, later: EpochRecord) -> str:
    """Return `by 9%`, or `to 1.2` for large rises."""
    if base.val_loss > 0 and later.val_loss / base.val_loss < 3:
        return f"by {later.val_loss / base.val_loss - 1:.0%}"
    return f"to {format_loss(later.val_loss)}"


def _avoided(facts: RunFacts) -> Finding | None:
    end, last = facts.end, facts.records[-1]
    after = facts.records[len(facts.until_end) :]
    if not facts.restored or len(after) < RISE_EPOCHS or _clearly_above(facts, facts.lowest, end):
        return None
    rose = all(_clearly_above(facts, end, record) for record in after[-RISE_EPOCHS:])
    if not rose or not _fell(end, last):
        return None
    return Finding(
        f"Overfitting avoided: after epoch {end.epoch} the validation loss rose"
        f" {_rise_words(end, last)} while the training loss fell, but the weights of epoch"
        f" {end.epoch} were kept (validation loss {format_loss(end.val_loss)}).",
        advice.beyond(facts.spec),
        end.epoch,
    )


def _overfitting(facts: RunFacts) -> Finding | None:
    end, lowest = facts.end, facts.lowest
    if not _risen(facts) or not _fell(lowest, end):
        return None
    kept = f" up to epoch {end.epoch}, whose weights were kept" if facts.restored else " since"
    return Finding(
        f"Overfitting from epoch {lowest.epoch}: the validation loss was lowest there"
        f" ({format_loss(lowest.val_loss)}) and has risen {_rise_words(lowest, end)}{kept}, while"
        " the training loss fell.",
        advice.against_overfitting(facts.spec),
        lowest.epoch,
    )


def _gap(facts: RunFacts) -> Finding | None:
    if not facts.loss_gap_clear and not facts.accuracy_gap_clear:
        return None
    words = _loss_gap if facts.loss_gap_clear else _accuracy_gap
    return Finding(words(facts), advice.against_gap(facts.spec))


def _loss_gap(facts: RunFacts) -> str:
    end, gap = facts.end, facts.gap
    assert gap is not None
    train = format_loss(end.train_loss)
    if facts.noise:
        return (
            "Generalization gap: with the same label noise as in training, the validation loss would"
            f" be at least {format_loss(end.train_loss + gap)}, which is {format_loss(gap)} above the"
            f" training loss ({train})."
        )
    rise = ", without a clear rise"
    if _risen(facts):
        rise = f", and has risen since epoch {facts.lowest.epoch}"
    return (
        f"Generalization gap: the validation loss ({format_loss(end.val_loss)}) is"
        f" {format_loss(gap)} above the training loss ({train}){rise}."
    )


def _accuracy_gap(facts: RunFacts) -> str:
    end, alike = facts.end, facts.accuracy_alike
    assert alike is not None
    train = format_accuracy(end.train_accuracy)
    if facts.noise:
        return (
            f"Generalization gap: the network agrees with {train} of the training labels; with the"
            " same label noise, it would agree with"
            f" {format_accuracy(alike)} of the validation labels."
        )
    return (
        f"Generalization gap: the network is correct on {train} of the training images, and on"
        f" {format_accuracy(alike)} of the validation images."
    )


def _fits_well(facts: RunFacts) -> Finding | None:
    gap, resolution, end = facts.gap, facts.gap_resolution, facts.end
    if gap is None or resolution is None or gap > GAP or resolution > GAP:
        return None
    learned = end.train_accuracy >= 1 - facts.noise - ACCURACY_GAP
    carries_over = facts.accuracy_gap is not None and facts.accuracy_gap <= ACCURACY_GAP
    if not learned or not carries_over or _risen(facts):
        return None
    validation, train = format_loss(end.val_loss), format_loss(end.train_loss)
    if facts.noise:
        sentence = (
            f"Fits well: the network agrees with {format_accuracy(end.train_accuracy)} of the training"
            f" labels, of which {format_accuracy(1 - facts.noise)} are correct, and is correct on"
            f" {format_accuracy(end.val_accuracy)} of the validation images."
        )
    elif gap > 0:
        sentence = (
            f"Fits well: the validation loss ({validation}) is only {format_loss(gap)} above the"
            f" training loss ({train})."
        )
    else:
        sentence = (
            f"Fits well: the validation loss ({validation}) is not above the training loss"
            f" ({train})."
        )
    return Finding(sentence, advice.nothing() if facts.noise else advice.try_larger(facts.spec))


STILL_IMPROVING = Rule(
    "RD-D6",
    "Still improving",
    "The validation loss is lowest in the last tenth of the epochs, and there at least"
    f" {PROGRESS:.0%} and {STANDARD_ERRORS} standard errors lower than in all epochs before the last"
    " fifth.",
    _still_improving,
)
WRONG_LABELS = Rule(
    "RD-D7",
    "Memorizes wrong labels",
    f"The training accuracy is more than {100 * MEMORIZED:g} percentage points and {STANDARD_ERRORS}"
    " standard errors above the share of correct training labels.",
    _wrong_labels,
)
_RISEN = (
    f"more than {RISE:.0%}, {RISE_NATS:g} nats, and {STANDARD_ERRORS} standard errors higher than at"
    " that epoch (and than noisy or smoothed labels ask for)"
)
AVOIDED = Rule(
    "RD-D8",
    "Overfitting avoided",
    "Weights from before the last epoch were kept, and their validation loss has not clearly risen;"
    f" in each of the last {RISE_EPOCHS} epochs it is {_RISEN}, while the training loss fell by more"
    f" than {TRAIN_FALL:.0%}.",
    _avoided,
)
OVERFITTING = Rule(
    "RD-D9",
    "Overfitting",
    "The validation loss was lowest before the kept epoch (or the last one, while none is kept); in"
    f" each of the {RISE_EPOCHS} epochs up to that one it is {_RISEN}, while the training loss fell by"
    f" more than {TRAIN_FALL:.0%}.",
    _overfitting,
)
GAP_RULE = Rule(
    "RD-D12",
    "Generalization gap",
    f"The validation loss is more than {GAP:g} nats ({GAP_FACTOR:.0%} less probability of the correct"
    f" class) above the training loss, or the training accuracy more than {100 * ACCURACY_GAP:g}"
    f" percentage points above the validation accuracy, and by more than {STANDARD_ERRORS} standard"
    " errors; label noise is applied to the validation figures too.",
    _gap,
)
FITS_WELL = Rule(
    "RD-D13",
    "Fits well",
    f"The gap is at most {GAP:g} nats and {100 * ACCURACY_GAP:g} percentage points;"
    f" {STANDARD_ERRORS} standard errors are at most {GAP:g} nats; the training accuracy is at most"
    f" {100 * ACCURACY_GAP:g} percentage points below the share of correct labels; and the validation"
    " loss has not risen (see Overfitting).",
    _fits_well,
)
