"""One sentence on a run, from its curves, by stated rules; and what to try next.

The rules are asked in the order of `RULES`, and the first that applies speaks. Losses are data
losses in nats, without penalties. What is judged is the network that was kept. A difference that
so few images cannot tell from chance is no finding.
"""

from dataclasses import dataclass

from regdash.judging.diagnosis.reading import Reading
from regdash.judging.diagnosis.rule import Finding, Rule
from regdash.judging.diagnosis.thresholds import GAP
from regdash.judging.diagnosis.training_rules import (
    DIVERGED,
    NO_INFORMATION,
    NOT_LEARNING,
    STILL_LEARNING,
    TOO_EARLY,
    UNDERFITTING,
    UNSTABLE,
)
from regdash.judging.diagnosis.validation_rules import (
    AVOIDED,
    FITS_WELL,
    GAP_RULE,
    OVERFITTING,
    STILL_IMPROVING,
    WRONG_LABELS,
)
from regdash.judging.methods import TrainedRun
from regdash.settings.formatting import count_of, format_loss

__all__ = ["RULES", "Diagnosis", "Rule", "diagnose"]


@dataclass(frozen=True)
class Diagnosis:
    """What a run's curves say."""

    code: str
    title: str
    sentence: str
    advice: str
    """What to try next."""
    epoch: int | None = None
    """Epoch the diagnosis speaks of, such as the one overfitting begins after."""


def diagnose(run: TrainedRun) -> Diagnosis:
    """Diagnose a run as far as it has come."""
    reading = Reading(run)
    for rule in RULES:
        found = rule.check(reading)
        if found is not None:
            return Diagnosis(rule.code, rule.title, found.sentence, found.advice, found.epoch)
    raise AssertionError("the last rule always applies")


def _no_clear_picture(reading: Reading) -> Finding:
    end, resolution = reading.end, reading.gap_resolution
    if reading.validation is None or resolution is None:
        return Finding(
            "No clear picture: the data set is unknown here, and with it the number of classes and"
            " of validation images.",
            "Import the data set again.",
        )
    if resolution > GAP:
        return Finding(
            f"No clear picture: with {count_of(reading.validation, 'validation image')} and"
            f" {count_of(reading.measured, 'training image')}, a gap of up to"
            f" {format_loss(resolution)} nats may be chance.",
            "Hold out more images, or compare several split seeds.",
        )
    return Finding(
        f"No clear picture: the validation loss is {format_loss(end.val_loss)}, the training loss"
        f" {format_loss(end.train_loss)}, and no other rule applies.",
        "Compare several seeds, or train longer.",
    )


NO_CLEAR_PICTURE = Rule(
    "RD-D14",
    "No clear picture",
    "None of the others applies, or too few images were held out to tell.",
    _no_clear_picture,
)

RULES: tuple[Rule, ...] = (
    DIVERGED,
    TOO_EARLY,
    UNSTABLE,
    NO_INFORMATION,
    NOT_LEARNING,
    STILL_IMPROVING,
    WRONG_LABELS,
    AVOIDED,
    OVERFITTING,
    STILL_LEARNING,
    UNDERFITTING,
    GAP_RULE,
    FITS_WELL,
    NO_CLEAR_PICTURE,
)
"""In the order they are asked. Codes never change: a new rule gets the next free one."""
