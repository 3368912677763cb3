"""A kind of job for benchmarks: runs that gain epochs in the server without being trained.

The runs are those of a comparison that was written by `benchmarks.filling`. Each is a job of the
server's own queue; together they gain epochs at a steady rate, in rotation, as trainings would.
"""

import time
from typing import ClassVar, NamedTuple

from sqlalchemy import create_engine, update

from benchmarks.filling import curve
from regdash.jobs.context import JobContext
from regdash.jobs.handler import Handler
from regdash.jobs.job import Ending, Job
from regdash.services.runs import RunService
from regdash.settings.instrumentation import emit
from regdash.store.store import Store
from regdash.store.tables import RunRow

RATE = 25.0
"""Epochs a second, over all runs."""


class Growth(NamedTuple):
    """How one run grows; its job's id is the run's."""

    number: int
    """Its place in the rotation, from 0; gives the curve, too."""
    runs: int
    """Runs that grow together."""
    first: int
    """The first epoch it gains."""
    last: int
    begin: float
    """When the rotation begins, on the clock of `time.monotonic`."""

    def due(self, epoch: int) -> float:
        """When an epoch ends."""
        return self.begin + ((epoch - self.first) * self.runs + self.number + 1) / RATE


class GrowHandler(Handler[Growth]):
    """Adds the epochs of a curve to the store when they are due."""

    key: ClassVar[str] = "grow"
    queued: ClassVar[bool] = False

    def __init__(self, store: Store) -> None:
        self._store = store

    @classmethod
    def create(cls, store: Store) -> "GrowHandler":
        return cls(store)

    def run(self, job: Job[Growth], context: JobContext) -> None:
        context.report("training")
        growth = job.payload
        for epoch in range(growth.first, growth.last + 1):
            context.stop.wait(max(0.0, growth.due(epoch) - time.monotonic()))
            context.check_stop()
            record = next(curve(growth.number, epoch, epoch))
            emit("epoch", run=job.id, epoch=epoch, seconds=record.seconds)
            if not self._store.add_epoch(job.id, record):
                context.stop.set()

    def ended(self, job: Job[Growth], ending: Ending) -> None:
        # Not `finished`: nobody tested a network.
        status = "failed" if ending.status == "failed" else "stopped"
        self._store.end_run(job.id, status, " ".join(ending.sentences))


def grow(service: RunService, comparison_id: str) -> None:
    """Have all runs of a comparison gain epochs until they have as many as planned."""
    _take_over(service, comparison_id)
    runs = service.store.runs(comparison_id)
    begin = time.monotonic()
    service.scheduler.submit(
        [
            Job(
                run.id,
                GrowHandler.key,
                Growth(
                    number=number,
                    runs=len(runs),
                    first=len(service.store.epochs(run.id)) + 1,
                    last=run.spec.epochs,
                    begin=begin,
                ),
            )
            for number, run in enumerate(runs)
        ]
    )


def _take_over(service: RunService, comparison_id: str) -> None:
    """Mark runs that nobody trains, and that were interrupted therefore, as running here."""
    engine = create_engine(f"sqlite:///{service.store.folder / 'regdash.sqlite'}")
    with engine.begin() as connection:
        connection.execute(
            update(RunRow)
            .where(RunRow.comparison_id == comparison_id)
            .values(status="running", owner=service.owner, message="", ended=None)
        )
    engine.dispose()
