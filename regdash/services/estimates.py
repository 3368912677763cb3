"""Estimates of how long runs will take on this machine, the runs ahead of them included."""

from collections.abc import Iterable, Sequence
from threading import Lock

from cachetools import TTLCache, cached

from regdash.datasets.collection import find
from regdash.jobs.handlers import TrainHandler
from regdash.jobs.job import Job
from regdash.services.cost import (
    COMPILE_SECONDS,
    LOAD_SECONDS,
    closing_seconds,
    model_pace,
)
from regdash.services.pace import Effort, learned_pace
from regdash.services.runs import RunService, rank_repeats
from regdash.services.schedule import Task, Times, simulate
from regdash.services.speed import measured_speed
from regdash.spec import RunSpec
from regdash.training.pool import PROGRAMS
from regdash.training.runtime import is_loaded
from regdash.training.shapes import DataShape, shape_key

_LATEST = 50
"""Number of latest runs whose durations are used."""

_REMEMBERED = 10.0
"""Seconds for which the durations of the latest runs are cached."""

_CURRENT = 1.0
"""Seconds for which the times of the queue are cached."""


def estimate_runs(service: RunService, specs: Iterable[RunSpec]) -> float:
    """Estimate the seconds until these runs would have ended if they were started now.

    That includes loading TensorFlow and compiling, as far as it is not done yet, evaluation, and the
    runs of this process that are queued or running.
    """
    wanted = list(specs)
    ranks = rank_repeats([spec.method for spec in wanted])
    ids = [f"new {number}" for number in range(len(wanted))]
    new = [
        (run_id, spec, frozenset(i for i, r in zip(ids, ranks, strict=True) if r < rank))
        for run_id, spec, rank in zip(ids, wanted, ranks, strict=True)
    ]
    times = _Estimator(service).times(new)
    return max((times[run_id].end for run_id in ids if run_id in times), default=0.0)


@cached(TTLCache(maxsize=8, ttl=_CURRENT), key=lambda service: service.store.folder, lock=Lock())
def estimate_queue(service: RunService) -> dict[str, Times]:
    """Estimate when the queued and running runs of this process start and end.

    Returns:
        Seconds from now, by the ids of the runs. Cheap enough to be called for every update of a
        page: it is computed once per second.
    """
    return _Estimator(service).times([])


def forget() -> None:
    """Forget what is remembered for some seconds; for tests and benchmarks."""
    estimate_queue.cache.clear()
    _latest_efforts.cache.clear()


class _Estimator:
    """Estimates with what is known now."""

    def __init__(self, service: RunService) -> None:
        self._service = service
        self._efforts = _latest_efforts(service)
        self._speed = measured_speed(idle=service.is_idle())
        self._paces: dict[str, float] = {}

    def times(self, new: Sequence[tuple[str, RunSpec, frozenset[str]]]) -> dict[str, Times]:
        """Return the times of the jobs in progress and of new runs (id, spec, ids to wait for)."""
        tasks: list[Task] = []
        compiled: set[str] = set()
        for job in self._service.scheduler.jobs():
            if job.kind == TrainHandler.key:
                tasks.append(self._of_job(job, compiled))
        tasks += [self._task(run_id, spec, compiled, after) for run_id, spec, after in new]
        found = simulate(tasks, self._service.scheduler.max_active)
        delay = 0.0 if is_loaded() or not tasks else LOAD_SECONDS
        return {
            key: Times(start + delay * (start > 0), end + delay)
            for key, (start, end) in found.items()
        }

    def _of_job(self, job: Job[RunSpec], compiled: set[str]) -> Task:
        task = self._task(job.id, job.payload, compiled, frozenset(job.after))
        if not job.running:
            return task
        store = self._service.store
        left = max(0.0, job.payload.epochs - store.count_epochs(job.id) - job.progress.share)
        pace = store.latest_pace(job.id) or task.pace
        return Task(task.id, pace, left, task.overhead, active=True)

    def _task(self, run_id: str, spec: RunSpec, compiled: set[str], after: frozenset[str]) -> Task:
        overhead = closing_seconds(spec, self._speed)
        info = find(spec.data.dataset)
        if info is not None:
            key = shape_key(spec, DataShape.planned(spec, info))
            if key not in compiled and not PROGRAMS.has(key):
                compiled.add(key)
                overhead += PROGRAMS.compile_seconds or COMPILE_SECONDS
        return Task(run_id, self._pace(spec), spec.epochs, overhead, after)

    def _pace(self, spec: RunSpec) -> float:
        # Repeats of a method cost the same.
        if spec.method not in self._paces:
            self._paces[spec.method] = learned_pace(
                spec, self._efforts, lambda other: model_pace(other, self._speed)
            )
        return self._paces[spec.method]


@cached(TTLCache(maxsize=8, ttl=_REMEMBERED), key=lambda service: service.store.folder, lock=Lock())
def _latest_efforts(service: RunService) -> list[Effort]:
    return [
        Effort(spec, pace)
        for spec, pace in service.store.recent_paces(_LATEST)
        if pace > 0 and find(spec.data.dataset) is not None
    ]
