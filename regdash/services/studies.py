"""Start, pause, continue, extend and cancel studies; their trials are ordinary runs."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from regdash.jobs.context import JobContext
from regdash.jobs.handlers import StudyHandler
from regdash.jobs.job import Job
from regdash.services.comparisons import current_runs
from regdash.services.estimates import estimate_queue, estimate_runs
from regdash.services.runs import RunService
from regdash.settings.messages import InputError, shorten
from regdash.spec import RunSpec
from regdash.store.records import Comparison, Run, RunRequest, StoredStudy
from regdash.studies.study import MOST_SEEDS, Study

State = Literal["running", "paused", "interrupted", "ended"]

_POLL = 0.1
"""Seconds between looks at trials that have ended."""

_MOST_QUEUED = 3
"""Trials that are queued or trained at a time. They take turns, so more would only all end at the same
time; a third one is prepared while two train."""

_RETRIED = ("stopped", "interrupted", "failed")
"""Statuses of trials that are trained again when a study continues. One that diverged would again."""


@dataclass(frozen=True)
class StudyStatus:
    """How far a study is."""

    comparison: Comparison
    study: Study
    state: State
    runs: tuple[Run, ...]
    """Its trials so far, in the order of training."""
    missing: tuple[RunSpec, ...]
    """Trials that are not queued yet."""

    @property
    def ended(self) -> int:
        """Number of trials that need no more training."""
        return sum(not run.active for run in self.runs)

    @property
    def active(self) -> int:
        """Number of trials in progress."""
        return len(self.runs) - self.ended


def start_study(service: RunService, study: Study, title: str = "") -> str:
    """Start a study; return the id of the comparison that will contain its trials.

    Raises:
        InputError: A trial cannot be trained on the available data; nothing is started.
    """
    trials = study.trials()
    service.check(trials)
    title = title.strip() or title_of_study(study)
    comparison_id = service.store.add_comparison(title, setup=study.base)
    service.store.add_study(comparison_id, study, service.owner)
    _queue_trials(service, comparison_id)
    return comparison_id


def pause_study(service: RunService, comparison_id: str) -> None:
    """Queue no more trials; those in progress are trained to their end."""
    service.store.change_study(comparison_id, state="paused")
    service.scheduler.stop(_job_id(comparison_id))


def cancel_study(service: RunService, comparison_id: str) -> None:
    """Stop the trials in progress, and queue no more; what has ended is kept."""
    pause_study(service, comparison_id)
    service.scheduler.wait([_job_id(comparison_id)], timeout=10)
    service.stop_all(read_status(service, comparison_id).runs)


def continue_study(service: RunService, comparison_id: str) -> None:
    """Train what is missing of a paused or interrupted study; trials that failed are tried again.

    Raises:
        InputError: There is no such study, this version cannot read it, another process trains it,
            or its data are missing.
    """
    stored, study = _require(service, comparison_id)
    _check_free(service, stored)
    service.check(study.trials())
    service.mark_interrupted()
    for run in read_status(service, comparison_id).runs:
        if run.status in _RETRIED:
            service.delete(run.id)
    service.store.change_study(comparison_id, state="running", owner=service.owner)
    _queue_trials(service, comparison_id)


def extend_study(service: RunService, comparison_id: str, more_seeds: int) -> None:
    """Train all combinations of values with more seeds, the next ones that the study does not have.

    Raises:
        InputError: As `continue_study`; or the number of seeds is not possible.
    """
    stored, study = _require(service, comparison_id)
    _check_free(service, stored)
    service.store.change_study(comparison_id, study=study.with_seeds(_extended(study, more_seeds)))
    continue_study(service, comparison_id)


def wait_for_study(service: RunService, comparison_id: str, timeout: float | None = None) -> bool:
    """Wait until this process queues no more trials of a study: all have ended, or it was paused.

    Returns:
        Whether that is so; False after `timeout` seconds.
    """
    return service.scheduler.wait([_job_id(comparison_id)], timeout)


def read_status(service: RunService, comparison_id: str) -> StudyStatus:
    """Return how far a study is.

    Raises:
        InputError: There is no such study, or this version cannot read it.
    """
    stored, study = _require(service, comparison_id)
    comparison = service.store.comparison(comparison_id)
    assert comparison is not None  # the study's row refers to it
    known = {trial.hash for trial in study.hashed_trials()}
    # Other runs may have been added to the comparison.
    runs = [run for run in current_runs(service, comparison_id) if run.spec.hash in known]
    return StudyStatus(
        comparison=comparison,
        study=study,
        state=_state(service, stored),
        runs=tuple(runs),
        missing=tuple(missing_trials(study, runs)),
    )


def missing_trials(study: Study, runs: Sequence[Run]) -> list[RunSpec]:
    """Return the trials without a run, in the order of training."""
    known = {run.spec.hash for run in runs}
    return [trial.spec for trial in study.hashed_trials() if trial.hash not in known]


def estimate_study(service: RunService, status: StudyStatus) -> float:
    """Estimate the seconds until all trials will have ended, if it goes on."""
    queue = max((times.end for times in estimate_queue(service).values()), default=0.0)
    return estimate_runs(service, status.missing) if status.missing else queue


def title_of_study(study: Study) -> str:
    """Return a title such as `L2 strength, 1e-6 to 0.1`."""
    parts = []
    for axis in study.axes:
        first, last = axis.typed_values[0], axis.typed_values[-1]
        parts.append(
            f"{axis.found.full_title}, {axis.found.write(first)} to {axis.found.write(last)}"
        )
    return " and ".join(parts)


def name_trial(study: Study, spec: RunSpec) -> str:
    """Return the name of a trial: its techniques, and the settings that the study varies."""
    phrases = [
        axis.found.phrase(value)
        for axis, value in zip(study.axes, study.values_of(spec), strict=True)
        if value is not None and not axis.found.of_technique
    ]
    techniques = [spec.name] if spec.techniques or not phrases else []
    return ", ".join([*techniques, *phrases])


def _queue_trials(service: RunService, comparison_id: str) -> None:
    def work(context: JobContext) -> None:
        _Feeder(service, comparison_id).run(context)

    service.scheduler.submit([Job(_job_id(comparison_id), StudyHandler.key, work)])


class _Feeder:
    """Keeps a few trials of a study queued until all have ended.

    Few, so that runs that are started meanwhile do not wait for a whole study, and pausing is simple.
    """

    def __init__(self, service: RunService, comparison_id: str) -> None:
        self._service = service
        self._comparison_id = comparison_id
        self._most = min(_MOST_QUEUED, service.scheduler.max_active + 1)

    def run(self, context: JobContext) -> None:
        store = self._service.store
        study = _require(self._service, self._comparison_id)[1]
        runs = store.runs(self._comparison_id)
        missing = missing_trials(study, runs)
        twins = store.find_twins([spec.hash for spec in missing]).trained
        active = [run.id for run in runs if self._service.progress(run.id) is not None]
        ended = study.count - len(missing) - len(active)
        while missing or active:
            context.check_stop()
            if not self._is_wanted():
                return
            context.report("training", ended, study.count)
            while missing and len(active) < self._most:
                spec = missing.pop(0)
                active += self._submit(study, spec, twins.get(spec.hash, ""))
            context.stop.wait(_POLL)
            still = [run_id for run_id in active if self._service.progress(run_id) is not None]
            ended = study.count - len(missing) - len(still)
            active = still
        store.change_study(self._comparison_id, state="ended")

    def _is_wanted(self) -> bool:
        """Return whether it was neither paused nor deleted, perhaps by another process."""
        stored = self._service.store.study(self._comparison_id)
        comparison = self._service.store.comparison(self._comparison_id)
        deleted = comparison is None or comparison.deleted is not None
        return stored is not None and stored.state == "running" and not deleted

    def _submit(self, study: Study, spec: RunSpec, twin: str) -> list[str]:
        request = RunRequest(spec, name=name_trial(study, spec), copy_of=twin)
        return self._service.submit(self._comparison_id, [request])


def _job_id(comparison_id: str) -> str:
    return f"study {comparison_id}"


def _require(service: RunService, comparison_id: str) -> tuple[StoredStudy, Study]:
    stored = service.store.study(comparison_id)
    if stored is None:
        raise InputError(
            [f"There is no study {shorten(comparison_id)}. `regdash studies` lists the ids."]
        )
    if stored.study is None:
        raise InputError([stored.problem])
    return stored, stored.study


def _state(service: RunService, stored: StoredStudy) -> State:
    if stored.state == "running" and not service.is_alive(stored.owner):
        return "interrupted"
    return stored.state


def _check_free(service: RunService, stored: StoredStudy) -> None:
    if stored.state == "paused":
        # It has been told to end, and does within a moment.
        service.scheduler.wait([_job_id(stored.comparison_id)], timeout=10)
    job = service.scheduler.progress(_job_id(stored.comparison_id))
    elsewhere = stored.owner != service.owner and _state(service, stored) == "running"
    if job is not None or elsewhere:
        raise InputError(
            [
                "This study is in progress already"
                + (", in another process." if elsewhere else ".")
                + " Pause it first."
            ]
        )


def _extended(study: Study, more: int) -> list[int]:
    if not 1 <= more <= MOST_SEEDS - len(study.seeds):
        raise InputError(
            [
                f"More seeds: received {more:,}; the study has {len(study.seeds)} and can have up to"
                f" {MOST_SEEDS}."
            ]
        )
    seeds = list(study.seeds)
    following = max(seeds) + 1
    return [*seeds, *range(following, following + more)]
