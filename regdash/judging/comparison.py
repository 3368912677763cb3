"""Which seeds and images two methods have in common, and what follows for their difference."""

from collections.abc import Sequence

import numpy as np

from regdash.datasets.collection import find
from regdash.judging.methods import Method, TrainedRun
from regdash.settings.choices import EpochChoice, EvaluationSet
from regdash.stats.crossed import Answers, cross, cross_paired, cross_splits, images_interval
from regdash.stats.proportions import Interval
from regdash.stats.uncertainty import Uncertainty


def has_answers(method: Method, on: EvaluationSet, at: EpochChoice) -> bool:
    """Whether what each of its complete networks said of each image is known."""
    return all((at, on) in run.right for run in method.complete)


def units_of(method: Method, baseline: Method) -> int | None:
    """How many independent repeats there are of both methods.

    Returns:
        The seeds of the method that has fewer; where seeds brought other splits of the images, the
        number of splits. None if the two were not trained with the same splits and seeds then:
        splits make all methods better or worse together, and only equal ones tell anything.
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
    """Uncertainty of the difference of two methods' mean accuracies.

    Args:
        method: With answers of all its complete runs.
        baseline: Likewise; `units_of` both is 2 at least.
        on: Images to count on.
        at: Which epoch's networks.
    """
    ours, theirs = _in_order(method), _in_order(baseline)
    if len(_splits(ours, theirs)) < 2:
        return cross(_answers(ours, on, at), _answers(theirs, on, at))
    if on == "validation":
        return _over_splits(ours, theirs, at)
    return cross_paired(_answers(ours, on, at), _answers(theirs, on, at))


def networks_interval(
    method: Method, baseline: Method, on: EvaluationSet, at: EpochChoice
) -> Interval | None:
    """Interval of the difference of these very networks, over new images.

    None if there are none, or if they were not asked about the same images.
    """
    ours, theirs = _in_order(method), _in_order(baseline)
    if not ours or not theirs or (on == "validation" and len(_splits(ours, theirs)) > 1):
        return None
    return images_interval(_answers(ours, on, at), _answers(theirs, on, at))


def _in_order(method: Method) -> list[TrainedRun]:
    return sorted(method.complete, key=lambda run: run.pair)


def _splits(ours: Sequence[TrainedRun], theirs: Sequence[TrainedRun]) -> set[int]:
    return {run.spec.data.split_seed for run in (*ours, *theirs)}


def _answers(runs: Sequence[TrainedRun], on: EvaluationSet, at: EpochChoice) -> Answers:
    splits = tuple(run.spec.data.split_seed for run in runs)
    several = len(set(splits)) > 1
    return Answers(np.stack([run.right[at, on] for run in runs]), splits if several else ())


def _over_splits(
    ours: Sequence[TrainedRun], theirs: Sequence[TrainedRun], at: EpochChoice
) -> Uncertainty:
    differences = [
        a.right[at, "validation"].astype(np.float64) - b.right[at, "validation"]
        for a, b in zip(ours, theirs, strict=True)
    ]
    info = find(ours[0].spec.data.dataset)
    return cross_splits(
        np.array([each.mean() for each in differences]),
        [run.spec.data.split_seed for run in ours],
        float(np.mean([each.var() for each in differences])),
        # A set this store never had: as few images as are known for sure.
        info.labelled if info else len(differences[0]),
    )
