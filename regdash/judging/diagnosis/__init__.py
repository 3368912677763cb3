"""Diagnosis of a run from its curves by fixed rules, in one sentence, with advice.

The rules are checked in the order of `RULES`; the first that applies gives the diagnosis. Losses
are data losses in nats, without penalties. The kept network is judged. A difference that could be
due to chance with the given number of images is not a finding.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from regdash.judging.diagnosis import advice
from regdash.judging.diagnosis.facts import RunFacts
from regdash.judging.diagnosis.remedies import Advice
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
    """What the curves of a run show."""

    code: str
    title: str
    sentence: str
    advice: str
    """What to try next."""
    epoch: int | None = None
    """Epoch that the diagnosis refers to, such as the one after which overfitting begins."""
    changes: Mapping[str, Any] = field(default_factory=dict)
    """Settings by name that the advice would change, together: of the set-up, for all runs."""
    techniques: tuple[str, ...] = ()
    """Techniques that the advice names, as text for `parse_technique` such as `dropout=0.5`. Each is
    a variant of its own: added to the run's techniques, in place of one with the same key."""


def diagnose(run: TrainedRun) -> Diagnosis:
    """Diagnose a run from its epochs so far."""
    facts = RunFacts(run)
    for rule in RULES:
        found = rule.check(facts)
        if found is not None:
            return Diagnosis(
                rule.code,
                rule.title,
                found.sentence,
                found.advice.text,
                found.epoch,
                found.advice.changes,
                found.advice.techniques,
            )
    raise AssertionError("the last rule always applies")


def _inconclusive(facts: RunFacts) -> Finding:
    end, resolution = facts.end, facts.gap_resolution
    if facts.validation is None or resolution is None:
        return Finding(
            "Inconclusive: the data set is not available here, so the numbers of classes and of"
            " validation images are unknown.",
            Advice("Import the data set again."),
        )
    if resolution > GAP:
        return Finding(
            f"Inconclusive: with {count_of(facts.validation, 'validation image')} and"
            f" {count_of(facts.measured, 'training image')}, a gap of up to"
            f" {format_loss(resolution)} nats may be due to chance.",
            advice.more_evidence(facts.spec),
        )
    return Finding(
        f"Inconclusive: the validation loss is {format_loss(end.val_loss)}, the training loss"
        f" {format_loss(end.train_loss)}, and no other rule applies.",
        advice.several_seeds(facts.spec),
    )


INCONCLUSIVE = Rule(
    "RD-D14",
    "Inconclusive",
    "No other rule applies, or too few images were held out.",
    _inconclusive,
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
    INCONCLUSIVE,
)
"""In the order in which they are checked. Codes never change: a new rule gets the next free one."""
