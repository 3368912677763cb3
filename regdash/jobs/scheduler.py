"""Trains queued runs in background threads that take turns."""

import logging
import threading
import time
from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path

from regdash.jobs.ownership import Ownership
from regdash.jobs.turnstile import Turnstile
from regdash.judging.styles import choose_style_index
from regdash.metrics.record import EpochRecord
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.records import RunRequest
from regdash.store.store import Store
from regdash.training.outcome import RunDiverged, RunStopped
from regdash.training.runtime import load_keras

_LOG = logging.getLogger(__name__)

MAX_ACTIVE = 8
"""Runs that are under way at once; the others wait in the queue."""


@dataclass
class _Job:
    """A run of this process: listener and permit of its training."""

    run_id: str
    spec: RunSpec
    store: Store
    turnstile: Turnstile
    batch: int = 0
    """Jobs that were submitted together."""
    repeat: int = 0
    """Earlier jobs of its batch that train the same method: it waits until all jobs of the batch
    with fewer have ended."""
    stop: threading.Event = field(default_factory=threading.Event)
    share: float = 0.0
    phase: str = "waiting"
    holds_turn: bool = False

    def network_built(self, parameters: int) -> None:
        self.store.set_parameters(self.run_id, parameters)
        self.phase = "compiling"

    def acquire(self) -> None:
        if not self.turnstile.enter(give_up=self.stop.is_set):
            raise RunStopped
        self.holds_turn = True
        if self.phase == "waiting":
            self.phase = "preparing"

    def release(self) -> None:
        if self.holds_turn:
            self.holds_turn = False
            self.turnstile.leave()

    def progress(self, share: float) -> None:
        self.phase = "training"
        self.share = share

    def epoch_ended(self, record: EpochRecord) -> None:
        self.share = 0.0
        if not self.store.add_epoch(self.run_id, record):
            self.stop.set()  # stopped or deleted, perhaps by another process


class Scheduler:
    """Queue, threads and turnstile of one process."""

    def __init__(self, folder: Path, *, slots: int = 1, max_active: int = MAX_ACTIVE) -> None:
        """Open the store under `folder` and mark what dead processes left there.

        Args:
            folder: `REGDASH_HOME`.
            slots: Runs that train at the very same time.
            max_active: Runs under way at once, taking turns.
        """
        self.store = Store(folder)
        self._ownership = Ownership(folder)
        self.mark_interrupted()
        self._turnstile = Turnstile(slots)
        self._max_active = max_active
        self._lock = threading.Lock()
        self._queue: deque[_Job] = deque()
        self._batches = count()
        self._jobs: dict[str, _Job] = {}
        self._active = 0
        self._idle = threading.Condition(self._lock)

    def submit(self, comparison_id: str, orders: Sequence[RunSpec | RunRequest]) -> list[str]:
        """Queue runs, in this order; returns their ids at once.

        Of several runs of one method (its seeds) the first of every method are trained first, then
        the second, and so on: what is looked at first is there soonest.
        """
        ids = []
        batch = next(self._batches)
        repeats: Counter[str] = Counter()
        taken = [(run.method, run.style_index) for run in self.store.runs(comparison_id)]
        for order in orders:
            order = RunRequest(order) if isinstance(order, RunSpec) else order
            method = order.method or order.spec.method
            style_index = choose_style_index(method, taken)
            taken.append((method, style_index))
            run_id = self.store.add_run(
                comparison_id,
                order.spec,
                self._ownership.owner,
                method=method,
                name=order.name,
                style_index=style_index,
            )
            job = _Job(
                run_id, order.spec, self.store, self._turnstile, batch, repeat=repeats[method]
            )
            repeats[method] += 1
            with self._lock:
                self._jobs[run_id] = job
                self._queue.append(job)
            ids.append(run_id)
        self._start_waiting()
        return ids

    def stop(self, run_id: str) -> None:
        """Stop a run. It is marked as stopped at once and trains no more within half a second.

        What cannot be broken off (compiling, one huge batch) goes on to its end unseen. A run of
        another process ends after the epoch it is in.
        """
        self.store.end_run(run_id, "stopped", "Stopped by hand.")
        with self._lock:
            job = self._jobs.get(run_id)
            if job is None:
                return
            job.stop.set()
            if job in self._queue:
                self._queue.remove(job)
                del self._jobs[run_id]
                self._idle.notify_all()

    def delete(self, run_id: str) -> None:
        """Stop a run if it is going, wait until it has, and remove it."""
        self.stop(run_id)
        self.wait([run_id], timeout=10)
        self.store.delete_run(run_id)

    def progress(self, run_id: str) -> tuple[str, float] | None:
        """Phase (`waiting`, `preparing`, `compiling`, `training`) and share of the epoch done.

        None if the run is not going in this process.
        """
        job = self._jobs.get(run_id)
        return None if job is None else (job.phase, job.share)

    def is_idle(self) -> bool:
        """Whether no run of this process is queued or going."""
        return not self._jobs

    def mark_interrupted(self) -> None:
        """Mark the unfinished runs of processes that are gone."""
        self._ownership.mark_interrupted(self.store)

    def wait(self, run_ids: list[str], timeout: float | None = None) -> bool:
        """Wait until none of these runs is going; False if time ran out."""
        end = None if timeout is None else time.monotonic() + timeout
        with self._idle:
            while any(run_id in self._jobs for run_id in run_ids):
                left = None if end is None else end - time.monotonic()
                if left is not None and left <= 0:
                    return False
                self._idle.wait(left)
        return True

    def close(self) -> None:
        """Stop everything and release the store."""
        for run_id in list(self._jobs):
            self.stop(run_id)
        self.wait(list(self._jobs), timeout=30)
        self._ownership.release()
        self.store.close()

    def _start_waiting(self) -> None:
        with self._lock:
            while self._active < self._max_active:
                job = next((job for job in self._queue if self._may_start(job)), None)
                if job is None:
                    return
                self._queue.remove(job)
                self._active += 1
                threading.Thread(
                    target=self._run, args=(job,), name=f"run {job.run_id}", daemon=True
                ).start()

    def _may_start(self, job: _Job) -> bool:
        return not any(
            other.batch == job.batch and other.repeat < job.repeat for other in self._jobs.values()
        )

    def _run(self, job: _Job) -> None:
        try:
            self._train(job)
        finally:
            # Whatever went wrong, no run stays `running` without a thread.
            self.store.end_run(job.run_id, "failed", "It ended without saying how.")
            with self._lock:
                self._active -= 1
                self._jobs.pop(job.run_id, None)
                self._idle.notify_all()
            self._start_waiting()

    def _train(self, job: _Job) -> None:
        store, run_id = self.store, job.run_id
        try:
            store.start_run(run_id)
            # Here, in the run's thread, and never while a page is drawn.
            load_keras()
            from regdash.datasets.preparation import prepare
            from regdash.training.trainer import train

            outcome = train(
                job.spec,
                lambda: prepare(job.spec.data),
                job,
                job,
                job.stop,
                save_to=store.run_folder(run_id) / "model.keras",
            )
            status = "finished" if outcome.stopped_epoch is None else "stopped_early"
            store.end_run(run_id, status, outcome=outcome)
        except RunStopped:
            store.end_run(run_id, "stopped", "Stopped by hand.")
        except RunDiverged as ending:
            store.end_run(run_id, "diverged", f"{ending} Try a smaller learning rate.")
        except InputError as error:
            store.end_run(run_id, "failed", str(error))
        except Exception as error:
            # A run that fails must not take the server with it; the page shows one sentence.
            _LOG.exception("Run %s failed", run_id)
            store.end_run(run_id, "failed", f"It failed: {type(error).__name__}: {error}"[:500])
