"""Describes the trials of a search from their runs."""

from collections.abc import Callable, Sequence
from threading import Lock
from weakref import WeakKeyDictionary

import numpy as np

from regdash.judging.methods import Method, TrainedRun
from regdash.judging.searches import SearchPoint, SearchResults
from regdash.metrics import METRICS
from regdash.metrics.history import History
from regdash.services.study_status import StudyStatus
from regdash.store.records import Run
from regdash.store.store import Store
from regdash.studies.search import MOST_SEARCH_TRIALS, Search
from regdash.studies.trials import LOOKAHEAD, PRUNED, SearchTrial, TrialState


def describe_trial(
    search: Search,
    number: int,
    run: Run | None,
    history: History | None,
    earlier: Sequence[SearchTrial],
) -> SearchTrial:
    """Describe a trial.

    Args:
        search: Of which it is one.
        number: Its place in `search.chosen`, from 0.
        run: Its run; None if it is not queued yet.
        history: The run's epochs so far.
        earlier: The trials before it, in their order.

    Returns:
        A trial that ends without a result is `failed`. One that falls behind is `pruned` even if it had
        ended before it was stopped: what is chosen next must not depend on who was faster.
    """
    values = search.typed(search.chosen[number])
    if run is None or history is None:
        return SearchTrial(values, "active")
    epochs = tuple(map(float, history[search.objective]))
    if search.prune:
        from regdash.studies.sampling import pruned_after  # takes half a second to import

        compared = earlier[: max(0, number - LOOKAHEAD + 1)]
        behind = pruned_after(search, epochs, run.spec.epochs, compared)
        if behind is not None:
            epoch, median = behind
            return SearchTrial(values, "pruned", None, epochs[:epoch], median)
    if run.active:
        return SearchTrial(values, "active", None, epochs)
    if run.complete and run.kept_epoch is not None:
        return SearchTrial(values, "complete", epochs[run.kept_epoch - 1], epochs)
    state: TrialState = "diverged" if run.status == "diverged" else "failed"
    return SearchTrial(values, state, None, tuple(e for e in epochs if np.isfinite(e)))


def explain_pruning(search: Search, trial: SearchTrial) -> str:
    """Say why a trial was stopped: the message of its run."""
    metric = METRICS[search.objective]
    higher = metric.direction == "higher"
    best = (max if higher else min)(trial.epochs)
    assert trial.median is not None  # it is pruned
    return (
        f"{PRUNED} {len(trial.epochs):,}: best {metric.title.lower()} so far {metric.quantity.text(best)};"
        f" half of the complete trials were {'above' if higher else 'below'}"
        f" {metric.quantity.text(trial.median)} then."
    )


def read_trials(store: Store, status: StudyStatus) -> list[SearchTrial]:
    """Describe the trials of a search so far, in the order of training."""
    search = status.study
    assert isinstance(search, Search)
    runs = {run.spec.hash: run for run in status.runs}
    histories = store.histories.load(status.runs)
    trials: list[SearchTrial] = []
    with _LOCK:
        known = _ENDED.setdefault(store, {})
    for number, hashed in enumerate(search.hashed_trials()):
        run = runs.get(hashed.hash)
        key = (run.id, number) if run is not None and not run.active else None
        if key is not None and key in known:
            trials.append(known[key])
            continue
        history = histories[run.id] if run is not None else None
        trial = describe_trial(search, number, run, history, trials)
        if key is not None:
            if len(known) > _MOST_KEPT:
                known.clear()
            known[key] = trial
        trials.append(trial)
    return trials


_MOST_KEPT = 8 * MOST_SEARCH_TRIALS
"""Trials that have ended and are kept in memory."""

_ENDED: WeakKeyDictionary[Store, dict[tuple[str, int], SearchTrial]] = WeakKeyDictionary()

_LOCK = Lock()


def read_search(
    store: Store, status: StudyStatus, read: Callable[[Run], TrainedRun]
) -> SearchResults:
    """Gather what a search has found so far.

    Args:
        store: Contains the trials.
        status: Of the search.
        read: Describes a run.
    """
    from regdash.studies.sampling import find_importance  # takes half a second to import

    search = status.study
    assert isinstance(search, Search)
    trials = read_trials(store, status)
    runs = {run.spec.hash: run for run in status.runs}
    points = []
    for number, (hashed, trial) in enumerate(zip(search.hashed_trials(), trials, strict=True), 1):
        run = runs.get(hashed.hash)
        if run is not None:
            method = Method(run.method, run.name, run.style_index, (read(run),))
            points.append(SearchPoint(number, trial, method))
    shares = find_importance(search, trials)
    return SearchResults(tuple(points), search.objective, shares)
