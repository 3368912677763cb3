"""Which seeds and images two methods have in common, and what follows for their difference."""

from collections.abc import Sequence

import numpy as np

from regdash.analysis.crossed import Answers, cross, cross_paired, images_interval, spread_splits
from regdash.analysis.methods import At, Method, On, TrainedRun
from regdash.analysis.proportions import Interval
from regdash.analysis.uncertainty import Uncertainty


def has_answers(method: Method, on: On, at: At) -> bool:
    """Whether what each of its complete networks said of each image is known."""
    return all((at, on) in run.right for run in method.complete)


def uncertainty_of(method: Method, baseline: Method, on: On, at: At) -> Uncertainty:
    """Uncertainty of the difference of two methods' mean accuracies.

    Args:
        method: At least 2 complete runs, with answers.
        baseline: Likewise.
        on: Images to count on.
        at: Which epoch's networks.
    """
    ours, theirs = _in_order(method), _in_order(baseline)
    several_splits = len(_splits(ours, theirs)) > 1
    # New splits change what all methods learn from: their runs then go up and down together.
    paired = several_splits and [run.pair for run in ours] == [run.pair for run in theirs]
    if several_splits and on == "validation":
        return _over_splits(ours, theirs, at, paired)
    first, second = _answers(ours, on, at), _answers(theirs, on, at)
    return cross_paired(first, second) if paired else cross(first, second)


def networks_interval(method: Method, baseline: Method, on: On, at: At) -> Interval | None:
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


def _answers(runs: Sequence[TrainedRun], on: On, at: At) -> Answers:
    return Answers(np.stack([run.right[at, on] for run in runs]))


def _over_splits(
    ours: Sequence[TrainedRun], theirs: Sequence[TrainedRun], at: At, paired: bool
) -> Uncertainty:
    rights = [[run.right[at, "validation"] for run in runs] for runs in (ours, theirs)]
    if paired:
        rights = [[a.astype(np.float32) - b for a, b in zip(*rights, strict=True)]]
    about = ours[0].spec.data.find_about()
    return spread_splits(
        [np.array([right.mean() for right in each]) for each in rights],
        [float(np.mean([right.var() for right in each])) for each in rights],
        # A set this store never had: as few images as are known for sure.
        about.labelled if about else len(rights[0][0]),
    )
