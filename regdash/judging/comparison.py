"""The uncertainty of two methods' difference, from the seeds and images they have in common."""

from collections.abc import Sequence

import numpy as np

from regdash.datasets.collection import find
from regdash.judging.methods import Method, TrainedRun
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.stats.crossed import (
    CorrectPredictions,
    crossed_uncertainty,
    images_interval,
    paired_uncertainty,
    split_uncertainty,
)
from regdash.stats.proportions import Interval
from regdash.stats.uncertainty import Uncertainty


def has_predictions(method: Method, on: EvaluationSet, at: EpochChoice) -> bool:
    """Return whether the predictions of all complete runs of a method are known."""
    return all((at, on) in run.right for run in method.complete)


def count_repeats(method: Method, baseline: Method) -> int | None:
    """Return how many independent repeats there are of both methods.

    Returns:
        Seeds of the method with fewer seeds; if there are several splits, the number of splits.
        None if there are several splits and the methods don't have the same seeds and splits: a
        split shifts the accuracy of all methods, so only equal splits can be compared.
    """
    ours, theirs = _in_order(method), _in_order(baseline)
    splits = _splits(ours, theirs)
    if len(splits) < 2:
        return min(len(ours), len(theirs))
    same = [run.pair for run in ours] == [run.pair for run in theirs]
    return len(splits) if same else None


def uncertainty_of(
    method: Method, baseline: Method, on: EvaluationSet, at: EpochChoice
) -> Uncertainty:
    """Return the uncertainty of the difference between two methods' mean accuracies.

    Args:
        method: A method for which `has_predictions` holds.
        baseline: Likewise; `count_repeats` of both is at least 2.
        on: Images to compare on.
        at: Epoch whose networks are compared.
    """
    ours, theirs = _in_order(method), _in_order(baseline)
    if len(_splits(ours, theirs)) < 2:
        return crossed_uncertainty(_correct(ours, on, at), _correct(theirs, on, at))
    if on == "validation":
        return _over_splits(ours, theirs, at)
    return paired_uncertainty(_correct(ours, on, at), _correct(theirs, on, at))


def networks_interval(
    method: Method, baseline: Method, on: EvaluationSet, at: EpochChoice
) -> Interval | None:
    """Return the interval of the difference between these networks, over new images.

    None if there are no networks, or if their predictions are for different images.
    """
    ours, theirs = _in_order(method), _in_order(baseline)
    if not ours or not theirs or (on == "validation" and len(_splits(ours, theirs)) > 1):
        return None
    return images_interval(_correct(ours, on, at), _correct(theirs, on, at))


def _in_order(method: Method) -> list[TrainedRun]:
    return sorted(method.complete, key=lambda run: run.pair)


def _splits(ours: Sequence[TrainedRun], theirs: Sequence[TrainedRun]) -> set[int]:
    return {run.spec.data.split_seed for run in (*ours, *theirs)}


def _correct(runs: Sequence[TrainedRun], on: EvaluationSet, at: EpochChoice) -> CorrectPredictions:
    splits = tuple(run.spec.data.split_seed for run in runs)
    several = len(set(splits)) > 1
    correct = np.stack([run.right[at, on] for run in runs])
    return CorrectPredictions(correct, splits if several else ())


def _over_splits(
    ours: Sequence[TrainedRun], theirs: Sequence[TrainedRun], at: EpochChoice
) -> Uncertainty:
    differences = [
        a.right[at, "validation"].astype(np.float64) - b.right[at, "validation"]
        for a, b in zip(ours, theirs, strict=True)
    ]
    info = find(ours[0].spec.data.dataset)
    return split_uncertainty(
        np.array([each.mean() for each in differences]),
        [run.spec.data.split_seed for run in ours],
        float(np.mean([each.var() for each in differences])),
        # A data set that isn't in this store has at least these images.
        info.labelled if info else len(differences[0]),
    )
