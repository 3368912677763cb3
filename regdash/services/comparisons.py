"""Start, repeat and stop the runs of a comparison."""

from collections.abc import Sequence
from typing import NamedTuple

from regdash.content import case_study
from regdash.content.presets import Preset
from regdash.services.repeats import next_repeat
from regdash.services.runs import RunService
from regdash.settings.formatting import count_of
from regdash.spec import RunSpec
from regdash.store.records import Run, RunRequest


class Started(NamedTuple):
    """A comparison and the runs just queued in it."""

    comparison_id: str
    run_ids: list[str]


def start_comparison(
    service: RunService,
    requests: Sequence[RunSpec | RunRequest],
    *,
    title: str,
    kind: str = "",
    setup: RunSpec | None = None,
    parent: str | None = None,
) -> Started:
    """Queue runs in a new comparison.

    Args:
        service: Where the runs are queued.
        requests: What to train, in this order; at least one.
        title: Title of the comparison.
        kind: `case_study.KIND`, or empty.
        setup: What the runs share; by default what the first of them has. Techniques do not count.
        parent: The comparison whose methods it trains again.

    Raises:
        InputError: A run cannot be trained here.
    """
    service.check(requests)  # a refused run leaves no empty comparison behind
    first = requests[0] if isinstance(requests[0], RunSpec) else requests[0].spec
    comparison_id = service.store.add_comparison(title, kind, setup=setup or first, parent=parent)
    return Started(comparison_id, service.submit(comparison_id, requests))


def start_preset(service: RunService, preset: Preset) -> Started:
    """Queue a ready-made race in a new comparison."""
    return start_comparison(service, preset.lineup(), title=preset.title)


def start_case_study(service: RunService, size: case_study.Size, seeds: int) -> Started:
    """Queue the case study in a new comparison.

    Args:
        service: Where the runs are queued.
        size: `full` (34,300 training images) or `quick` (2,000).
        seeds: Number of seeds per network.
    """
    requests = [RunRequest(s, c.key, c.name) for c, s in case_study.lineup(size, seeds)]
    title = f"Case study, {size} size, {count_of(seeds, 'seed')}"
    return start_comparison(service, requests, title=title, kind=case_study.KIND)


def start_runs(
    service: RunService, specs: Sequence[RunSpec], comparison_id: str | None = None
) -> list[Started]:
    """Queue composed runs in an existing comparison, or in new ones.

    Args:
        service: Where the runs are queued.
        specs: What to train, in this order.
        comparison_id: The comparison they join. Runs on a data set other than that of its runs
            get a new one, since they could not be compared; so do all runs if it is None or was
            deleted.

    Returns:
        One item per data set, in the order of `specs`.
    """
    started = []
    for dataset in dict.fromkeys(spec.data.dataset for spec in specs):
        group = [spec for spec in specs if spec.data.dataset == dataset]
        if comparison_id is not None and _may_join(service, comparison_id, dataset):
            started.append(Started(comparison_id, service.submit(comparison_id, group)))
        else:
            started.append(start_comparison(service, group, title=title_of(group)))
            comparison_id = started[-1].comparison_id
    return started


def title_of(specs: Sequence[RunSpec]) -> str:
    """Return a title for a comparison of these runs, such as `Race of baseline, dropout 0.5`."""
    names = list(dict.fromkeys(spec.name for spec in specs))
    return names[0] if len(names) == 1 else "Race of " + ", ".join(names)


def start_again(service: RunService, run: Run) -> Started:
    """Queue a run again, with the next seed that its method does not have yet."""
    request = next_repeat(run, service.store.runs(run.comparison_id))
    return Started(run.comparison_id, service.submit(run.comparison_id, [request]))


def current_runs(service: RunService, comparison_id: str) -> list[Run]:
    """Return the runs of a comparison in their current state.

    Runs of processes that have ended, such as a closed terminal, are first marked as interrupted.
    """
    runs = service.store.runs(comparison_id)
    if any(run.active and service.progress(run.id) is None for run in runs):
        service.mark_interrupted()
        runs = service.store.runs(comparison_id)
    return runs


def stop_runs(service: RunService, runs: Sequence[Run]) -> None:
    """Stop those of these runs that are queued or running."""
    for run in runs:
        if run.active:
            service.stop(run.id)


def _may_join(service: RunService, comparison_id: str, dataset: str) -> bool:
    return service.store.comparison(comparison_id) is not None and all(
        run.spec.data.dataset == dataset for run in service.store.runs(comparison_id)
    )
