"""Rules on the validation loss, alone and against the training loss."""

from regdash.judging.diagnosis import advice
from regdash.judging.diagnosis.reading import Reading
from regdash.judging.diagnosis.rule import Finding, Rule
from regdash.judging.diagnosis.thresholds import (
    FALL,
    GAP,
    GAP_FACTOR,
    HOLD,
    MEMORIZED,
    PROGRESS,
    RISE,
    RISE_NATS,
    SHORT,
)
from regdash.judging.diagnosis.uncertainty import ERRORS, sample_error
from regdash.metrics.record import EpochRecord
from regdash.settings.formatting import format_accuracy, format_loss


def _still_improving(reading: Reading) -> Finding | None:
    records = reading.records
    lowest = min(records, key=lambda record: record.val_loss)
    before = min(record.val_loss for record in reading.before)
    last_tenth = records[len(records) - max(1, len(records) // 10) :]
    improved = lowest.val_loss <= before * (1 - PROGRESS) and reading.clear_change(
        before, lowest.val_loss
    )
    if not improved or lowest not in last_tenth:
        return None
    return Finding(
        f"Still improving: the validation loss is lowest at the end ({format_loss(lowest.val_loss)}"
        f" in epoch {lowest.epoch}).",
        advice.more_epochs(reading.spec, reading.run.status, len(records)),
        lowest.epoch,
    )


def _wrong_labels(reading: Reading) -> Finding | None:
    if not reading.noise:
        return None
    possible = 1 - reading.noise
    limit = possible + MEMORIZED
    limit += ERRORS * sample_error(possible, reading.measured, reading.spec.data.train_size)
    since = None
    for record in reversed(reading.until_end):
        if record.train_accuracy <= limit:
            break
        since = record.epoch
    if since is None:
        return None
    return Finding(
        f"Learns wrong labels: {reading.noise:.0%} of the training labels are wrong, yet it agrees"
        f" with {format_accuracy(reading.end.train_accuracy)} of all training labels; knowing the"
        f" truth alone would give {format_accuracy(possible)}.",
        advice.against_wrong_labels(reading.spec),
        since,
    )


def _clearly_above(reading: Reading, base: EpochRecord, later: EpochRecord) -> bool:
    """Whether a validation loss has risen, beyond chance and beyond what the labels ask for."""
    if reading.val_floor is None:
        return False
    low = max(base.val_loss, reading.val_floor)
    rise = later.val_loss - low
    return rise > max(RISE * low, RISE_NATS) and reading.clear_change(low, later.val_loss)


def _risen(reading: Reading) -> bool:
    """Whether that holds of the judged network and of the epochs just before it."""
    since = reading.until_end[reading.until_end.index(reading.lowest) + 1 :]
    return len(since) >= HOLD and all(
        _clearly_above(reading, reading.lowest, record) for record in since[-HOLD:]
    )


def _fell(before: EpochRecord, after: EpochRecord) -> bool:
    return after.train_loss < (1 - FALL) * before.train_loss


def _rise_words(base: EpochRecord, later: EpochRecord) -> str:
    """`by 9%`; large rises by where they lead."""
    if base.val_loss > 0 and later.val_loss / base.val_loss < 3:
        return f"by {later.val_loss / base.val_loss - 1:.0%}"
    return f"to {format_loss(later.val_loss)}"


def _avoided(reading: Reading) -> Finding | None:
    end, last = reading.end, reading.records[-1]
    after = reading.records[len(reading.until_end) :]
    if not reading.restored or len(after) < HOLD or _clearly_above(reading, reading.lowest, end):
        return None
    rose = all(_clearly_above(reading, end, record) for record in after[-HOLD:])
    if not rose or not _fell(end, last):
        return None
    return Finding(
        f"Overfitting avoided: after epoch {end.epoch} the validation loss rose"
        f" {_rise_words(end, last)} while the training loss fell, but the weights of epoch"
        f" {end.epoch} were kept (validation loss {format_loss(end.val_loss)}).",
        advice.beyond(reading.spec),
        end.epoch,
    )


def _overfitting(reading: Reading) -> Finding | None:
    end, lowest = reading.end, reading.lowest
    if not _risen(reading) or not _fell(lowest, end):
        return None
    kept = f" until epoch {end.epoch}, whose weights were kept" if reading.restored else " since"
    return Finding(
        f"Overfitting from epoch {lowest.epoch}: the validation loss was lowest there"
        f" ({format_loss(lowest.val_loss)}) and has risen {_rise_words(lowest, end)}{kept}, while"
        " the training loss fell.",
        advice.against_overfitting(reading.spec),
        lowest.epoch,
    )


def _gap(reading: Reading) -> Finding | None:
    if not reading.loss_gap_clear and not reading.accuracy_gap_clear:
        return None
    words = _loss_gap if reading.loss_gap_clear else _accuracy_gap
    return Finding(words(reading), advice.against_gap(reading.spec))


def _loss_gap(reading: Reading) -> str:
    end, gap = reading.end, reading.gap
    assert gap is not None
    train = format_loss(end.train_loss)
    if reading.noise:
        return (
            "A gap: on labels as often wrong as the training labels, the validation loss would be at"
            f" least {format_loss(end.train_loss + gap)}, which is {format_loss(gap)} above the"
            f" training loss ({train})."
        )
    rise = ", without a clear rise"
    if _risen(reading):
        rise = f", and has risen since epoch {reading.lowest.epoch}"
    return (
        f"A gap: the validation loss ({format_loss(end.val_loss)}) is {format_loss(gap)} above the"
        f" training loss ({train}){rise}."
    )


def _accuracy_gap(reading: Reading) -> str:
    end, alike = reading.end, reading.accuracy_alike
    assert alike is not None
    train = format_accuracy(end.train_accuracy)
    if reading.noise:
        return (
            f"A gap: it agrees with {train} of the training labels; with validation labels that are"
            f" as often wrong, it would agree with {format_accuracy(alike)}."
        )
    return (
        f"A gap: it names {train} of the training images rightly, and {format_accuracy(alike)} of"
        " the validation images."
    )


def _fits_well(reading: Reading) -> Finding | None:
    gap, resolution, end = reading.gap, reading.gap_resolution, reading.end
    if gap is None or resolution is None or gap > GAP or resolution > GAP:
        return None
    learned = end.train_accuracy >= 1 - reading.noise - SHORT
    carries_over = reading.accuracy_gap is not None and reading.accuracy_gap <= SHORT
    if not learned or not carries_over or _risen(reading):
        return None
    validation, train = format_loss(end.val_loss), format_loss(end.train_loss)
    if reading.noise:
        sentence = (
            f"Fits well: it agrees with {format_accuracy(end.train_accuracy)} of the training labels,"
            f" of which {format_accuracy(1 - reading.noise)} are right, and names"
            f" {format_accuracy(end.val_accuracy)} of the validation images rightly."
        )
    elif gap > 0:
        sentence = (
            f"Fits well: the validation loss ({validation}) is only {format_loss(gap)} above the"
            f" training loss ({train})."
        )
    else:
        sentence = f"Fits well: the validation loss ({validation}) is not above the training loss ({train})."
    return Finding(sentence, "Leave it." if reading.noise else "Leave it, or try a larger network.")


STILL_IMPROVING = Rule(
    "RD-D6",
    "Still improving",
    f"The validation loss is lowest in the last tenth of the epochs, and there {PROGRESS:.0%} or more"
    f" and {ERRORS} standard errors lower than in all epochs before the last fifth.",
    _still_improving,
)
WRONG_LABELS = Rule(
    "RD-D7",
    "Learns wrong labels",
    f"The training accuracy is more than {100 * MEMORIZED:g} percentage points and {ERRORS} standard"
    " errors above the share of training labels that are right.",
    _wrong_labels,
)
_RISEN = (
    f"more than {RISE:.0%}, {RISE_NATS:g} nats and {ERRORS} standard errors higher than it was (and"
    " than noisy or smoothed labels ask for)"
)
AVOIDED = Rule(
    "RD-D8",
    "Overfitting avoided",
    "Weights from before the last epoch were kept, and their validation loss has not clearly risen; in"
    f" each of the last {HOLD} epochs it is {_RISEN}, while the training loss fell by more than"
    f" {FALL:.0%}.",
    _avoided,
)
OVERFITTING = Rule(
    "RD-D9",
    "Overfitting",
    "The validation loss was lowest before the kept epoch (before the last, while none is kept); in"
    f" each of the {HOLD} epochs up to that it is {_RISEN}, while the training loss fell by more than"
    f" {FALL:.0%}.",
    _overfitting,
)
GAP_RULE = Rule(
    "RD-D12",
    "A gap",
    f"The validation loss is more than {GAP:g} nats ({GAP_FACTOR:.0%} less probability of the right"
    f" class) above the training loss, or the training accuracy more than {100 * SHORT:g} percentage"
    f" points above the validation accuracy, and that is more than {ERRORS} standard errors; with"
    " label noise, validation is converted to labels that are as often wrong.",
    _gap,
)
FITS_WELL = Rule(
    "RD-D13",
    "Fits well",
    f"The gap is at most {GAP:g} nats and {100 * SHORT:g} percentage points; {ERRORS} standard errors"
    f" are at most {GAP:g} nats; the training accuracy is at most {100 * SHORT:g} percentage points"
    " below the share of right labels; and the validation loss has not risen (see Overfitting).",
    _fits_well,
)
