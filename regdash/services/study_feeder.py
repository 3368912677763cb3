"""Queues the trials of studies, a few at a time."""

from regdash.jobs.context import JobContext
from regdash.services.runs import RunService
from regdash.services.study_status import missing_trials, name_trial, require_study
from regdash.spec import RunSpec
from regdash.store.records import RunRequest
from regdash.studies.study import Study

_POLL = 0.1
"""Seconds between looks at trials that have ended."""

_MOST_QUEUED = 3
"""Trials that are queued or trained at a time. They take turns, so more would only all end at the same
time; a third one is prepared while two train."""


class StudyFeeder:
    """Keeps a few trials of a study queued until all have ended.

    Few, so that runs that are started meanwhile do not wait for a whole study, and pausing is simple.
    """

    def __init__(self, service: RunService, comparison_id: str) -> None:
        self._service = service
        self._comparison_id = comparison_id
        self._most = min(_MOST_QUEUED, service.scheduler.max_active + 1)

    def run(self, context: JobContext) -> None:
        store = self._service.store
        study = require_study(self._service, self._comparison_id)[1]
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
