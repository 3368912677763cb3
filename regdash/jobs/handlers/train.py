"""Trains a run, and stores every epoch and how the run ended."""

from typing import ClassVar

from regdash.jobs.context import JobContext
from regdash.jobs.handler import Handler
from regdash.jobs.job import Ending, Job, JobStopped
from regdash.judging.diagnosis.advice import working_rate
from regdash.metrics.record import EpochRecord
from regdash.settings.instrumentation import emit
from regdash.spec import RunSpec
from regdash.store.store import Store
from regdash.training.outcome import RunDiverged, RunStopped
from regdash.training.runtime import load_keras


class TrainHandler(Handler[RunSpec]):
    """Trains the run that has the job's id.

    Phases: `waiting`, `preparing`, `compiling`, `training` (one epoch). Statuses of the run:
    `finished`, `stopped_early`, `stopped`, `diverged` or `failed`.
    """

    key: ClassVar[str] = "train"

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def create(cls, store: Store) -> "TrainHandler":
        return cls(store)

    def run(self, job: Job[RunSpec], context: JobContext) -> None:
        store, run_id, spec = self._store, job.id, job.payload
        store.start_run(run_id)
        run = store.run(run_id)
        if run is None or not run.active:
            raise JobStopped  # stopped or deleted before it began, perhaps by another process
        # In the run's thread: loading takes seconds and must not block a page.
        load_keras()
        from regdash.datasets.preparation import prepare
        from regdash.training.trainer import train

        reporter = _RunReporter(run_id, store, context)
        try:
            outcome = train(
                spec,
                lambda: prepare(spec.data),
                reporter,
                reporter,
                context.stop,
                save_to=store.files.model_path(run_id),
            )
        except RunStopped:
            raise JobStopped from None
        except RunDiverged as ending:
            store.end_run(run_id, "diverged", f"{ending} {working_rate(spec).text}")
        else:
            status = "finished" if outcome.stopped_epoch is None else "stopped_early"
            store.end_run(run_id, status, outcome=outcome)

    def ended(self, job: Job[RunSpec], ending: Ending) -> None:
        # A run that has already ended keeps its status.
        if ending.status == "stopped":
            self._store.end_run(job.id, "stopped", "Stopped by hand.")
        elif ending.status == "failed":
            self._store.end_run(job.id, "failed", " ".join(ending.sentences))


class _RunReporter:
    """Listener and permit of a training: forwards to the store and the job's context."""

    def __init__(self, run_id: str, store: Store, context: JobContext) -> None:
        self._run_id = run_id
        self._store = store
        self._context = context

    def network_built(self, parameters: int) -> None:
        self._store.set_parameters(self._run_id, parameters)
        self._context.report("compiling")

    def progress(self, share: float) -> None:
        self._context.report("training", share, 1.0)

    def epoch_ended(self, record: EpochRecord) -> None:
        emit("epoch", run=self._run_id, epoch=record.epoch, seconds=record.seconds)
        self._context.report("training", 0.0, 1.0)
        if not self._store.add_epoch(self._run_id, record):
            self._context.stop.set()  # stopped or deleted, perhaps by another process

    def acquire(self) -> None:
        try:
            self._context.acquire()
        except JobStopped:
            raise RunStopped from None
        if self._context.progress.phase == "waiting":
            self._context.report("preparing")

    def release(self) -> None:
        self._context.release()
