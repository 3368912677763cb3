"""Group stored runs into methods."""

from collections.abc import Sequence

from regdash.judging.methods import Method, TrainedRun
from regdash.judging.names import distinguish
from regdash.store.records import Run
from regdash.store.store import Store


def gather_methods(store: Store, runs: Sequence[Run]) -> list[Method]:
    """Group the runs of a comparison into methods, in the order of their first runs."""
    names = name_methods(runs)
    store.histories.load(runs)  # all at once
    return [
        Method(
            key, names[key], group[0].style_index, tuple(describe_run(store, run) for run in group)
        )
        for key, group in group_runs(runs).items()
    ]


def group_runs(runs: Sequence[Run]) -> dict[str, list[Run]]:
    """Group runs by method, in the order of their first runs."""
    groups: dict[str, list[Run]] = {}
    for run in runs:
        groups.setdefault(run.method, []).append(run)
    return groups


def name_methods(runs: Sequence[Run]) -> dict[str, str]:
    """Return a unique name for each method."""
    groups = group_runs(runs)
    firsts = [group[0] for group in groups.values()]
    # Seeds and splits vary within methods, so they cannot distinguish them.
    names = distinguish([run.name for run in firsts], [run.spec for run in firsts], by_seeds=False)
    return dict(zip(groups, names, strict=True))


def name_runs(runs: Sequence[Run]) -> dict[str, str]:
    """Return a unique name for each run, by its id.

    Args:
        runs: All runs of a comparison, also if only some are shown: pages and files then agree.
    """
    names = distinguish([run.name for run in runs], [run.spec for run in runs])
    return {run.id: name for run, name in zip(runs, names, strict=True)}


def describe_run(store: Store, run: Run, *, predictions: bool = True) -> TrainedRun:
    """Load everything the analysis needs from a run.

    Args:
        store: Contains the run.
        run: The run.
        predictions: Whether to load which images it classifies correctly, for verdicts.
    """
    history = store.histories.load([run])[run.id]
    best = history.best
    return TrainedRun(
        id=run.id,
        spec=run.spec,
        status=run.status,
        records=tuple(history.records),
        parameters=run.parameters,
        kept_epoch=run.kept_epoch,
        # Older versions did not store it.
        best_epoch=run.best_epoch or (best.accuracy.epoch if best and not run.active else None),
        results=run.results,
        right={} if run.active or not predictions else store.files.load_right(run.id),
    )
