"""Queues the trials of studies, a few at a time."""

from collections.abc import Sequence

from regdash.jobs.context import JobContext
from regdash.services.runs import RunService
from regdash.services.search_trials import explain_pruning, read_trials
from regdash.services.study_status import (
    StudyStatus,
    missing_trials,
    name_trial,
    read_status,
    require_study,
    spent_seconds,
)
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.records import RunRequest
from regdash.studies.base import StudyBase
from regdash.studies.search import Search
from regdash.studies.study import Study
from regdash.studies.trials import LOOKAHEAD, SearchTrial

_POLL = 0.1
"""Seconds between looks at trials that have ended."""


class StudyFeeder:
    """Keeps a few trials of a study queued until all have ended.

    Few, so that runs that are started meanwhile do not wait for a whole study, and pausing is simple.
    As many are trained as can compute at the same time, and one more waits for the next of them to end.
    Trials that took turns would each need a compiled program of their own, and all end late.
    """

    def __init__(self, service: RunService, comparison_id: str) -> None:
        """Queue nothing yet.

        Args:
            service: Trains the trials.
            comparison_id: The study's comparison.
        """
        self._service = service
        self._comparison_id = comparison_id

    def run(self, context: JobContext) -> None:
        """Queue trials until all have ended, or the study is not wanted any more."""
        study = require_study(self._service, self._comparison_id)[1]
        try:
            if isinstance(study, Search):
                self._run_search(study, context)
            else:
                self._run_all(study, context)
        except InputError:
            # Such as data that were removed: who continues it is told what is wrong.
            self._service.store.change_study(self._comparison_id, state="paused")
            raise

    def _run_all(self, study: Study, context: JobContext) -> None:
        store = self._service.store
        most = self._service.scheduler.slots + 1
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
            while missing and len(active) < most:
                spec = missing.pop(0)
                active += self._submit(study, spec, twins.get(spec.hash, ""), active)
            context.stop.wait(_POLL)
            still = [run_id for run_id in active if self._service.progress(run_id) is not None]
            ended = study.count - len(missing) - len(still)
            active = still
        store.change_study(self._comparison_id, state="ended")

    def _run_search(self, search: Search, context: JobContext) -> None:
        """Choose and queue one trial after another, and stop those that fall behind.

        What was chosen is stored before it is queued, so that a search that is killed between the two
        goes on with the same trial.
        """
        from regdash.studies.sampling import choose_next  # takes half a second to import

        store = self._service.store
        exhausted = False
        while True:
            context.check_stop()
            if not self._is_wanted():
                return
            status = read_status(self._service, self._comparison_id)
            trials = read_trials(store, status)
            self._prune(search, status, trials)
            context.report("training", status.ended, search.trial_count)
            if status.missing and status.active < LOOKAHEAD:
                spec = status.missing[0]
                active = [run.id for run in status.runs if run.active]
                self._submit(search, spec, self._find_twin(spec), active)
            elif not (status.missing or exhausted) and self._may_choose(search, status, trials):
                values = choose_next(search, trials)
                exhausted = values is None
                if values is not None:
                    search = search.with_chosen([*search.chosen, values])
                    store.change_study(self._comparison_id, study=search)
            elif status.active:
                self._wait_for_change(search, status, context)
            else:
                break
        store.change_study(self._comparison_id, state="ended")

    def _wait_for_change(self, search: Search, status: StudyStatus, context: JobContext) -> None:
        """Wait until a trial has ended, or is an epoch further if trials are pruned."""
        active = [run for run in status.runs if run.active]
        load = self._service.store.histories.load
        epochs = [len(history) for history in load(active).values()]
        while True:
            context.stop.wait(_POLL)
            if context.stop.is_set() or not self._is_wanted():
                return
            if any(self._service.progress(run.id) is None for run in active):
                return
            if search.prune and epochs != [len(history) for history in load(active).values()]:
                return

    def _may_choose(
        self, search: Search, status: StudyStatus, trials: Sequence[SearchTrial]
    ) -> bool:
        settled = trials[: max(0, len(trials) - LOOKAHEAD + 1)]
        if len(trials) >= search.trial_count or any(trial.state == "active" for trial in settled):
            return False
        if search.minutes is None:
            return True
        return spent_seconds(self._service, status) < 60 * search.minutes

    def _prune(self, search: Search, status: StudyStatus, trials: Sequence[SearchTrial]) -> None:
        active = {run.spec.hash: run for run in status.runs if run.active}
        for hashed, trial in zip(search.hashed_trials(), trials, strict=True):
            if trial.state == "pruned" and hashed.hash in active:
                self._service.stop(active[hashed.hash].id, explain_pruning(search, trial))

    def _find_twin(self, spec: RunSpec) -> str:
        return self._service.store.find_twins([spec.hash]).trained.get(spec.hash, "")

    def _is_wanted(self) -> bool:
        """Return whether it was neither paused nor deleted, perhaps by another process."""
        stored = self._service.store.study(self._comparison_id)
        comparison = self._service.store.comparison(self._comparison_id)
        deleted = comparison is None or comparison.deleted is not None
        return stored is not None and stored.state == "running" and not deleted

    def _submit(
        self, study: StudyBase, spec: RunSpec, twin: str, active: Sequence[str]
    ) -> list[str]:
        """Queue a trial, to be trained when no more than `slots` - 1 of the `active` ones are left."""
        request = RunRequest(spec, name=name_trial(study, spec), copy_of=twin)
        slots = self._service.scheduler.slots
        return self._service.submit(
            self._comparison_id, [request], after=active[: max(0, len(active) - slots + 1)]
        )
