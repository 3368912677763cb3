"""Runs that gain epochs in the server without being trained.

Runs written by `benchmarks.filling` are handed to the server's scheduler as if it had started
them; from then on a thread measures an epoch of each in rotation and tells the scheduler's
listener of it, as a training thread would.
"""

import itertools
import threading
import time
from typing import Any

from sqlalchemy import create_engine, update

from benchmarks.filling import curve
from regdash.jobs import scheduler
from regdash.store.tables import RunRow

RATE = 25.0
"""Epochs a second, over all runs."""


def grow_once_scheduled(comparison_id: str) -> None:
    """Take the runs over as soon as the server has a scheduler."""
    begin = scheduler.Scheduler.__init__

    def init(made: scheduler.Scheduler, *args: Any, **kwargs: Any) -> None:
        begin(made, *args, **kwargs)
        jobs = take_over(made, comparison_id)
        threading.Thread(target=grow, args=(jobs,), daemon=True).start()

    scheduler.Scheduler.__init__ = init  # type: ignore


def take_over(made: scheduler.Scheduler, comparison_id: str) -> list[scheduler._Job]:
    """Make a scheduler believe that it trains the runs of a comparison."""
    engine = create_engine(f"sqlite:///{made.store.folder / 'regdash.sqlite'}")
    with engine.begin() as connection:
        connection.execute(
            update(RunRow)
            .where(RunRow.comparison_id == comparison_id)
            .values(status="running", owner=made._ownership.owner, message="", ended=None)
        )
    engine.dispose()
    jobs = [
        scheduler._Job(run.id, run.spec, made.store, made._turnstile, phase="training")
        for run in made.store.runs(comparison_id)
    ]
    made._jobs |= {job.run_id: job for job in jobs}
    return jobs


def grow(jobs: list[scheduler._Job]) -> None:
    """Give the runs epochs, in rotation, until all are done or stopped."""
    begun = [len(job.store.epochs(job.run_id)) for job in jobs]
    due = time.monotonic()
    for epoch in itertools.count(1):
        going = False
        for number, (job, before) in enumerate(zip(jobs, begun, strict=True)):
            if before + epoch > job.spec.epochs or job.stop.is_set():
                continue
            going = True
            due += 1 / RATE
            time.sleep(max(0.0, due - time.monotonic()))
            job.epoch_ended(next(curve(number, before + epoch, before + epoch)))
        if not going:
            return
