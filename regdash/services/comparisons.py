"""Start, repeat and stop the runs of a comparison."""

from collections.abc import Sequence
from typing import NamedTuple

from regdash.content import case_study
from regdash.content.presets import Preset
from regdash.services.methods import group_runs
from regdash.services.repeats import next_repeat
from regdash.services.runs import RunService
from regdash.settings.formatting import count_of
from regdash.spec import RunSpec
from regdash.store.records import Run, RunRequest

TITLE_LENGTH = 40
"""Most characters of an automatic title."""


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
    setup = setup or _spec(requests[0])
    comparison_id = service.store.add_comparison(title, kind, setup=setup, parent=parent)
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
    service: RunService, requests: Sequence[RunSpec | RunRequest], comparison_id: str | None = None
) -> list[Started]:
    """Queue composed runs in an existing comparison, or in new ones.

    Args:
        service: Where the runs are queued.
        requests: What to train, in this order.
        comparison_id: The comparison they join. Runs on a data set other than that of its runs
            get a new one, since they could not be compared; so do all runs if it is None or was
            deleted. An automatic title of the comparison is kept up to date.

    Returns:
        One item per data set, in the order of `requests`.

    Raises:
        InputError: A run cannot be trained here.
    """
    started = []
    for dataset in dict.fromkeys(_spec(request).data.dataset for request in requests):
        group = [request for request in requests if _spec(request).data.dataset == dataset]
        if comparison_id is not None and _may_join(service, comparison_id, dataset):
            before = service.store.runs(comparison_id)
            started.append(Started(comparison_id, service.submit(comparison_id, group)))
            _update_title(service, comparison_id, before)
        else:
            title = title_of([_spec(request) for request in group])
            started.append(start_comparison(service, group, title=title))
            comparison_id = started[-1].comparison_id
    return started


def title_of(specs: Sequence[RunSpec]) -> str:
    """Return a title for a comparison of these runs, such as `Baseline and dropout 0.5`.

    Args:
        specs: At least one.

    Returns:
        At most `TITLE_LENGTH` characters; more than two methods are counted.
    """
    plain_first = sorted(specs, key=lambda spec: bool(spec.techniques))
    first, *others = dict.fromkeys(spec.name for spec in plain_first)
    title = " and ".join([first, *others])
    if len(others) > 1 or len(title) > TITLE_LENGTH:
        more = f" and {count_of(len(others), 'variant')}" if others else ""
        room = TITLE_LENGTH - len(more)
        title = (first if len(first) <= room else f"{first[: room - 1]}…") + more
    return title[0].upper() + title[1:]


def start_again(service: RunService, runs: Sequence[Run]) -> Started:
    """Queue every method of these runs again, with the next seed that it does not have yet.

    Args:
        service: Where the runs are queued.
        runs: Runs of one comparison, at least one.

    Raises:
        InputError: A run cannot be trained here.
    """
    comparison_id = runs[0].comparison_id
    stored = service.store.runs(comparison_id)
    requests = [next_repeat(group[0], stored) for group in group_runs(runs).values()]
    return Started(comparison_id, service.submit(comparison_id, requests))


def current_runs(service: RunService, comparison_id: str) -> list[Run]:
    """Return the runs of a comparison in their current state.

    Runs of processes that have ended, such as a closed terminal, are first marked as interrupted.
    """
    runs = service.store.runs(comparison_id)
    if any(run.active and service.progress(run.id) is None for run in runs):
        service.mark_interrupted()
        runs = service.store.runs(comparison_id)
    return runs


def _may_join(service: RunService, comparison_id: str, dataset: str) -> bool:
    comparison = service.store.comparison(comparison_id)
    if comparison is None or comparison.deleted is not None:
        return False
    return all(run.spec.data.dataset == dataset for run in service.store.runs(comparison_id))


def _spec(request: RunSpec | RunRequest) -> RunSpec:
    return request if isinstance(request, RunSpec) else request.spec


def _update_title(service: RunService, comparison_id: str, before: Sequence[Run]) -> None:
    """Name a comparison after all its runs, if it was named after those it had before."""
    comparison = service.store.comparison(comparison_id)
    if comparison and before and comparison.title == title_of([run.spec for run in before]):
        runs = service.store.runs(comparison_id)
        service.store.rename_comparison(comparison_id, title_of([run.spec for run in runs]))
