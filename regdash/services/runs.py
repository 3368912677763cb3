"""Queue, monitor and stop the runs of one process."""

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from pathlib import Path
from typing import TypedDict

from regdash.datasets.checks import require_data
from regdash.executors import EXECUTORS, Executor, ThreadExecutor
from regdash.jobs.handlers import HANDLERS, TrainHandler
from regdash.jobs.job import Job
from regdash.jobs.ownership import Ownership
from regdash.jobs.scheduler import Scheduler
from regdash.judging.styles import choose_style_index
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.records import Run, RunRequest
from regdash.store.store import Store
from regdash.store.tables import now

UNDO_TIME = timedelta(days=7)
"""How long a deleted comparison can be restored."""


class _Place(TypedDict):
    method: str
    style_index: int


class RunService:
    """The runs under one folder, and the queue of this process. Thread-safe."""

    def __init__(self, folder: Path, executor: Executor | str = ThreadExecutor.key) -> None:
        """Open the store under `folder` and mark unfinished runs of dead processes.

        Args:
            folder: `REGDASH_HOME`.
            executor: Executor of the jobs, or its key.

        Raises:
            InputError: There is no executor with that key.
        """
        if isinstance(executor, str):
            executor = EXECUTORS.by_key(executor)()
        self.store = Store(folder)
        self._ownership = Ownership(folder)
        self.mark_interrupted()
        self.purge_deleted()
        self.scheduler = Scheduler([cls.create(self.store) for cls in HANDLERS], executor)
        """Runs jobs of all kinds; the job of a run has the run's id."""

    @property
    def owner(self) -> str:
        """Name of this process, stored with the runs it trains."""
        return self._ownership.owner

    def is_alive(self, owner: str) -> bool:
        """Return whether the process of that name is still running."""
        return self._ownership.is_alive(owner)

    def submit(
        self,
        comparison_id: str,
        requests: Sequence[RunSpec | RunRequest],
        after: Collection[str] = (),
    ) -> list[str]:
        """Queue runs, in this order; returns their ids immediately. Copies are there at once.

        The first run of every method is trained first, then the second (another seed), and so on,
        so that the first curves of all methods appear early.

        Args:
            comparison_id: Where they belong.
            requests: What to train.
            after: Ids of runs that must have ended before any of these starts.

        Raises:
            InputError: A run cannot be trained on the available data, or the comparison was deleted;
                nothing is queued.
        """
        self.check(requests)
        comparison = self.store.comparison(comparison_id)
        if comparison is not None and comparison.deleted is not None:
            raise InputError(
                [f"'{comparison.title}' was deleted. Restore it to train more runs in it."]
            )
        wanted = [RunRequest(r) if isinstance(r, RunSpec) else r for r in requests]
        added = self._add_runs(comparison_id, wanted)
        ranks = rank_repeats([request.method or request.spec.method for request in wanted])
        # Copies of trained runs have no job.
        new = [
            (run_id, request.spec, rank)
            for (run_id, copied), request, rank in zip(added, wanted, ranks, strict=True)
            if not copied
        ]
        # One set per rank.
        earlier = {
            rank: frozenset([*after, *(i for i, _, r in new if r < rank)])
            for rank in {r for *_, r in new}
        }
        self.scheduler.submit(
            [Job(i, TrainHandler.key, spec, after=earlier[rank]) for i, spec, rank in new]
        )
        return [run_id for run_id, _ in added]

    @staticmethod
    def check(requests: Iterable[RunSpec | RunRequest]) -> None:
        """Check that runs can be trained on the data in this store.

        Raises:
            InputError: One sentence for each reason why they cannot.
        """
        require_data(
            r if isinstance(r, RunSpec) else r.spec
            for r in requests
            if isinstance(r, RunSpec) or not r.copy_of
        )

    def stop(self, run_id: str, reason: str = "Stopped by hand.") -> None:
        """Stop a run. It is marked as stopped immediately, and training ends within half a second.

        Work that cannot be interrupted (compiling, one huge batch) completes in the background. A
        run of another process ends after its current epoch.
        """
        self.store.end_run(run_id, "stopped", reason)
        self.scheduler.stop(run_id)

    def stop_all(self, runs: Iterable[Run]) -> None:
        """Stop those of these runs that are queued or running."""
        for run in runs:
            if run.active:
                self.stop(run.id)

    def delete(self, run_id: str) -> None:
        """Stop a run if it is in progress, wait until it has ended, and delete it."""
        self.stop(run_id)
        self.wait([run_id], timeout=10)
        self.store.delete_run(run_id)

    def progress(self, run_id: str) -> tuple[str, float] | None:
        """Return phase (`waiting`, `preparing`, `compiling`, `training`) and share of the epoch done.

        None if the run is not in progress in this process.
        """
        progress = self.scheduler.progress(run_id)
        return None if progress is None else (progress.phase, progress.share)

    def is_idle(self) -> bool:
        """Whether no job of this process is queued or running."""
        return self.scheduler.is_idle()

    def mark_interrupted(self) -> None:
        """Mark the unfinished runs of processes that have ended as interrupted."""
        ended = self._ownership.gone(self.store.active_owners())
        if ended:
            self.store.interrupt(ended)

    def purge_deleted(self, older_than: timedelta = UNDO_TIME) -> None:
        """Delete the comparisons for good that were deleted longer ago than this."""
        for comparison_id in self.store.deleted_before(now() - older_than):
            self.store.purge_comparison(comparison_id)

    def delete_comparison(self, comparison_id: str) -> None:
        """Stop the runs of a comparison and mark it as deleted; see `Store.restore_comparison`."""
        self.stop_all(self.store.runs(comparison_id))
        self.store.delete_comparison(comparison_id)

    def wait(self, run_ids: Sequence[str], timeout: float | None = None) -> bool:
        """Wait until all of these runs have ended; return False after `timeout` seconds."""
        return self.scheduler.wait(run_ids, timeout)

    def close(self) -> None:
        """Stop everything and release the store."""
        self.scheduler.close()
        self._ownership.release()
        self.store.close()

    def _add_runs(
        self, comparison_id: str, requests: Sequence[RunRequest]
    ) -> list[tuple[str, bool]]:
        """Add runs to a comparison; return their ids, and whether each is a copy."""
        store = self.store
        taken = [
            (run.method, run.style_index)
            for read in (store.runs, store.unreadable_runs)
            for run in read(comparison_id)
        ]
        added = []
        for request in requests:
            method = request.method or request.spec.method
            style_index = choose_style_index(method, taken)
            taken.append((method, style_index))
            place: _Place = {"method": method, "style_index": style_index}
            name = request.name or request.spec.name
            copy = request.copy_of and store.copy_run(
                request.copy_of, comparison_id, name=name, **place
            )
            run_id = copy or store.add_run(
                comparison_id, request.spec, self.owner, name=name, **place
            )
            added.append((run_id, bool(copy)))
        return added


def rank_repeats(methods: Sequence[str]) -> list[int]:
    """Return for each run, given by its method, how many runs of the same method precede it."""
    seen: Counter[str] = Counter()
    ranks = []
    for method in methods:
        ranks.append(seen[method])
        seen[method] += 1
    return ranks
