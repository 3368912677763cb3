"""One sentence on a run, from its curves, by stated rules; and what to try next.

The rules, in the order they are asked (losses are data losses in nats, without penalties):

1. *unstable*: the run diverged; or in at least 2 epochs the training loss is `ABSURD` times as high
   as mere guessing would give, or rises by more than `JUMP` of what guessing gives.
2. *still improving*: the lowest validation loss lies in the last tenth of the epochs, and is more
   than `PROGRESS` lower than the lowest before the last fifth (of two epochs at least).
3. *underfitting*: the training loss ends more than `UNLEARNED` of the way from what the labels
   allow to chance level, and the validation loss is at most `HARDLY_WORSE` times it.
4. *overfitting from epoch k*: validation loss is lowest in epoch k, has risen by `RISE` or more
   since, while training loss went on falling.
5. *a gap*: validation loss ends more than `GAP` nats and `GAP_RATIO` times above training loss.
6. *fits well*: none of these.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import log
from typing import Literal

from regdash.analysis.methods import TrainedRun
from regdash.analysis.wording import count_of, format_accuracy, format_loss
from regdash.events import EpochRecord
from regdash.spec import RunSpec

Kind = Literal[
    "unstable", "still improving", "underfitting", "overfitting", "a gap", "fits well", "too early"
]

ABSURD = 1.5
JUMP = 0.1
PROGRESS = 0.02
UNLEARNED = 0.15
HARDLY_WORSE = 1.25
RISE = 0.05
GAP = 0.05
GAP_RATIO = 2.0
FEWEST_EPOCHS = 3

USUAL_CLASSES = 10
"""Of runs on a set that this store never had, such as those of a store that was moved."""


@dataclass(frozen=True)
class Diagnosis:
    """What a run's curves say."""

    kind: Kind
    sentence: str
    advice: str
    """What to try next."""
    epoch: int | None = None
    """Epoch the diagnosis speaks of, such as the one overfitting begins after."""


def diagnose(run: TrainedRun) -> Diagnosis:
    """Diagnose a run as far as it has come."""
    spec, records = run.spec, run.records
    if run.status == "diverged":
        return Diagnosis(
            "unstable",
            f"Unstable: it diverged after {count_of(len(records), 'whole epoch')}.",
            _smaller_rate(spec),
        )
    if len(records) < FEWEST_EPOCHS:
        return Diagnosis(
            "too early",
            f"Too early to say: fewer than {FEWEST_EPOCHS} epochs.",
            "Wait, or train longer.",
        )
    about = spec.data.find_about()
    classes = USUAL_CLASSES if about is None else about.classes
    floor = label_entropy(spec.data.label_noise, classes)
    return (
        _unstable(spec, records, classes)
        or _still_improving(run)
        or _underfitting(spec, records, classes, floor)
        or _overfitting(spec, records)
        or _gap(spec, records)
        or _fits(records)
    )


def label_entropy(noise: float, classes: int) -> float:
    """Lowest cross-entropy that labels with this share of wrong ones allow, in nats.

    `-(1 - noise) ln(1 - noise) - noise ln(noise / (classes - 1))`: wrong labels are uniform over
    the other classes. A network that learns them by heart gets below it.
    """
    if noise == 0:
        return 0.0
    return -(1 - noise) * log(1 - noise) - noise * log(noise / (classes - 1))


def _unstable(spec: RunSpec, records: Sequence[EpochRecord], classes: int) -> Diagnosis | None:
    jumps = sorted(
        {r.epoch for r in records if r.train_loss > ABSURD * log(classes)}
        | {
            b.epoch
            for a, b in pairwise(records)
            if b.train_loss - a.train_loss > JUMP * log(classes)
        }
    )
    if len(jumps) < 2:
        return None
    return Diagnosis(
        "unstable",
        f"Unstable: the training loss itself jumps up, in {len(jumps)} epochs, first in epoch"
        f" {jumps[0]}.",
        _smaller_rate(spec),
        jumps[0],
    )


def _smaller_rate(spec: RunSpec) -> str:
    rate = spec.optimizer.learning_rate
    return f"Try a smaller learning rate ({rate / 3:.2g} instead of {rate:g})."


def _still_improving(run: TrainedRun) -> Diagnosis | None:
    losses = [record.val_loss for record in run.records]
    lowest = min(losses)
    last_tenth = len(losses) - max(1, len(losses) // 10)
    before = min(losses[: len(losses) - max(2, len(losses) // 5)])
    if losses.index(lowest) < last_tenth or lowest > before * (1 - PROGRESS):
        return None
    return Diagnosis(
        "still improving",
        f"Still improving: the validation loss is lowest at the end ({format_loss(lowest)} in epoch"
        f" {losses.index(lowest) + 1}).",
        _more_epochs(run),
        losses.index(lowest) + 1,
    )


def _more_epochs(run: TrainedRun) -> str:
    if run.status == "stopped_early":
        return "Give early stopping more patience, or let it watch the validation loss."
    if len(run.records) < run.spec.epochs:
        return "Let it train to its end."
    return f"Train longer: {2 * run.spec.epochs} epochs instead of {run.spec.epochs}."


def _underfitting(
    spec: RunSpec, records: Sequence[EpochRecord], classes: int, floor: float
) -> Diagnosis | None:
    last = records[-1]
    unlearned = (last.train_loss - floor) / (log(classes) - floor)
    if unlearned <= UNLEARNED or last.val_loss > HARDLY_WORSE * last.train_loss:
        return None
    cure = "a larger network or a higher learning rate"
    if spec.techniques:
        cure = (
            f"weaker regularization ({' + '.join(t.label() for t in spec.techniques)}), or {cure}"
        )
    return Diagnosis(
        "underfitting",
        f"Underfitting: even the training loss stays at {format_loss(last.train_loss)}"
        f" ({format_accuracy(last.train_accuracy)} right), and validation is hardly worse.",
        f"Try {cure}.",
    )


def _overfitting(spec: RunSpec, records: Sequence[EpochRecord]) -> Diagnosis | None:
    lowest = min(records, key=lambda record: (record.val_loss, record.epoch))
    last = records[-1]
    rise = last.val_loss / lowest.val_loss - 1
    if rise < RISE or last.train_loss >= lowest.train_loss:
        return None
    return Diagnosis(
        "overfitting",
        f"Overfitting from epoch {lowest.epoch}: the validation loss was lowest there"
        f" ({format_loss(lowest.val_loss)}) and has risen by {rise:.0%} since, while the training loss"
        " fell.",
        _against_overfitting(spec),
        lowest.epoch,
    )


def _gap(spec: RunSpec, records: Sequence[EpochRecord]) -> Diagnosis | None:
    last = records[-1]
    gap = last.val_loss - last.train_loss
    if gap < GAP or last.val_loss < GAP_RATIO * last.train_loss:
        return None
    return Diagnosis(
        "a gap",
        f"A gap: the validation loss ends {format_loss(gap)} above the training loss, without a clear"
        " rise.",
        _against_overfitting(spec),
    )


def _fits(records: Sequence[EpochRecord]) -> Diagnosis:
    last = records[-1]
    return Diagnosis(
        "fits well",
        f"Fits well: the validation loss ({format_loss(last.val_loss)}) has levelled off close to the"
        f" training loss ({format_loss(last.train_loss)}).",
        "A larger network may now pay off, or leave it.",
    )


def _against_overfitting(spec: RunSpec) -> str:
    """The cures it does not have yet, the article's order: more data first."""
    has = {technique.key for technique in spec.techniques}
    cures = []
    if spec.data.find_about() and spec.data.train_size < spec.data.available:
        cures.append("more training images")
    if "augmentation" not in has:
        cures.append("augmentation")
    if "dropout" not in has:
        cures.append("dropout")
    if not has & {"l2", "l1_l2", "weight_decay"}:
        cures.append("L2")
    if "early_stopping" not in has:
        cures.append("early stopping")
    if not cures:
        return "Try stronger settings of what it has, or a smaller network."
    return f"Try {', '.join(cures[:2])}" + (f", or {cures[2]}." if len(cures) > 2 else ".")
