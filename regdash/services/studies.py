"""Start, pause, continue, extend and cancel studies; their trials are ordinary runs."""

from regdash.jobs.context import JobContext
from regdash.jobs.handlers import StudyHandler
from regdash.jobs.job import Job
from regdash.services.runs import RunService
from regdash.services.study_feeder import StudyFeeder
from regdash.services.study_status import (
    StudyStatus,
    read_status,
    require_study,
    state_of,
    title_of_study,
    was_pruned,
)
from regdash.settings.messages import InputError
from regdash.store.records import StoredStudy
from regdash.studies.reading import AnyStudy
from regdash.studies.search import Search
from regdash.studies.study import MOST_SEEDS, Study

_RETRIED = ("stopped", "interrupted", "failed")
"""Statuses of trials that are trained again when a study continues. One that diverged would again."""


def start_study(service: RunService, study: AnyStudy, title: str = "") -> str:
    """Start a study; return the id of the comparison that will contain its trials.

    Raises:
        InputError: A trial cannot be trained on the available data; nothing is started.
    """
    service.check(study.examples())
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
    stored, study = require_study(service, comparison_id)
    _check_free(service, stored)
    service.check([*study.examples(), *study.trials()])
    service.mark_interrupted()
    for run in read_status(service, comparison_id).runs:
        if run.status in _RETRIED and not was_pruned(run):
            service.delete(run.id)
    service.store.change_study(comparison_id, state="running", owner=service.owner)
    _queue_trials(service, comparison_id)


def find_obstacles(status: StudyStatus) -> list[str]:
    """Return why a study cannot continue, as sentences: its images were removed. Empty if it can."""
    try:
        RunService.check([*status.study.examples(), *status.missing])
    except InputError as error:
        return error.sentences
    return []


def extend_study(service: RunService, comparison_id: str, more_seeds: int) -> None:
    """Train all combinations of values with more seeds, the next ones that the study does not have.

    Raises:
        InputError: As `continue_study`; or the number of seeds is not possible.
    """
    stored, study = require_study(service, comparison_id)
    _check_free(service, stored)
    if isinstance(study, Search):
        raise InputError(
            [
                "More seeds: a search trains each of its trials with one seed; extend it by more trials,"
                " or confirm its best values on fresh seeds."
            ]
        )
    service.store.change_study(comparison_id, study=study.with_seeds(_extended(study, more_seeds)))
    continue_study(service, comparison_id)


def extend_search(service: RunService, comparison_id: str, more_trials: int) -> None:
    """Train more trials of a search; a limit of time no longer holds.

    Raises:
        InputError: As `continue_study`; or it is no search, or would have too many trials.
    """
    stored, study = require_study(service, comparison_id)
    _check_free(service, stored)
    if not isinstance(study, Search):
        raise InputError(
            [
                "More trials: this study trains each combination of its values; extend it by more seeds."
            ]
        )
    if stored.state == "ended":  # perhaps before all of its trials were chosen
        study = study.model_copy(update={"trial_count": len(study.chosen)})
    service.store.change_study(comparison_id, study=study.with_more(more_trials))
    continue_study(service, comparison_id)


def wait_for_study(service: RunService, comparison_id: str, timeout: float | None = None) -> bool:
    """Wait until this process queues no more trials of a study: all have ended, or it was paused.

    Returns:
        Whether that is so; False after `timeout` seconds.
    """
    return service.scheduler.wait([_job_id(comparison_id)], timeout)


def _queue_trials(service: RunService, comparison_id: str) -> None:
    def work(context: JobContext) -> None:
        StudyFeeder(service, comparison_id).run(context)

    service.scheduler.submit([Job(_job_id(comparison_id), StudyHandler.key, work)])


def _job_id(comparison_id: str) -> str:
    return f"study {comparison_id}"


def _check_free(service: RunService, stored: StoredStudy) -> None:
    if stored.state == "paused":
        # It has been told to end, and does within a moment.
        service.scheduler.wait([_job_id(stored.comparison_id)], timeout=10)
    job = service.scheduler.progress(_job_id(stored.comparison_id))
    elsewhere = stored.owner != service.owner and state_of(service, stored) == "running"
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
