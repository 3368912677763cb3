"""Queue, follow and stop runs: what page and terminal do with the runs of one process."""

from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

from regdash.datasets.checks import require_data
from regdash.executors import EXECUTORS, Executor, ThreadExecutor
from regdash.jobs.handlers import HANDLERS, TrainHandler
from regdash.jobs.job import Job
from regdash.jobs.ownership import Ownership
from regdash.jobs.scheduler import Scheduler
from regdash.judging.styles import choose_style_index
from regdash.spec import RunSpec
from regdash.store.records import RunRequest
from regdash.store.store import Store


class RunService:
    """The runs under one folder, and the queue of this process. Safe to use from many threads."""

    def __init__(self, folder: Path, executor: Executor | str = ThreadExecutor.key) -> None:
        """Open the store under `folder` and mark what dead processes left there.

        Args:
            folder: `REGDASH_HOME`.
            executor: Where jobs run, or its key in the list of executors.

        Raises:
            InputError: There is no executor of that key.
        """
        if isinstance(executor, str):
            executor = EXECUTORS.by_key(executor)()
        self.store = Store(folder)
        self._ownership = Ownership(folder)
        self.mark_interrupted()
        self.scheduler = Scheduler([cls.create(self.store) for cls in HANDLERS], executor)
        """Runs the jobs of all kinds: those of runs, whose ids are the runs', and others."""

    @property
    def owner(self) -> str:
        """Name of this process, which the store keeps with the runs it trains."""
        return self._ownership.owner

    def submit(self, comparison_id: str, requests: Sequence[RunSpec | RunRequest]) -> list[str]:
        """Queue runs, in this order; returns their ids at once.

        Of several runs of one method (its seeds) the first of every method are trained first, then
        the second, and so on: what is looked at first is there soonest.

        Raises:
            InputError: A run that cannot be trained on the data that are here; nothing is queued.
        """
        self.check(requests)
        wanted = [RunRequest(r) if isinstance(r, RunSpec) else r for r in requests]
        run_ids = self._add_runs(comparison_id, wanted)
        ranks = _rank_repeats(wanted)
        # Runs of one rank share a set.
        earlier = {
            rank: frozenset(i for i, r in zip(run_ids, ranks, strict=True) if r < rank)
            for rank in set(ranks)
        }
        self.scheduler.submit(
            [
                Job(run_id, TrainHandler.key, request.spec, after=earlier[rank])
                for run_id, request, rank in zip(run_ids, wanted, ranks, strict=True)
            ]
        )
        return run_ids

    @staticmethod
    def check(requests: Iterable[RunSpec | RunRequest]) -> None:
        """Check that runs can be trained on the data in this store.

        Raises:
            InputError: One sentence for each reason why they cannot.
        """
        require_data(r if isinstance(r, RunSpec) else r.spec for r in requests)

    def stop(self, run_id: str) -> None:
        """Stop a run. It is marked as stopped at once and trains no more within half a second.

        What cannot be broken off (compiling, one huge batch) goes on to its end unseen. A run of
        another process ends after the epoch it is in.
        """
        self.store.end_run(run_id, "stopped", "Stopped by hand.")
        self.scheduler.stop(run_id)

    def delete(self, run_id: str) -> None:
        """Stop a run if it is going, wait until it has, and remove it."""
        self.stop(run_id)
        self.wait([run_id], timeout=10)
        self.store.delete_run(run_id)

    def progress(self, run_id: str) -> tuple[str, float] | None:
        """Phase (`waiting`, `preparing`, `compiling`, `training`) and share of the epoch done.

        None if the run is not going in this process.
        """
        progress = self.scheduler.progress(run_id)
        return None if progress is None else (progress.phase, progress.share)

    def is_idle(self) -> bool:
        """Whether no job of this process is queued or running."""
        return self.scheduler.is_idle()

    def mark_interrupted(self) -> None:
        """Mark the unfinished runs of processes that are gone."""
        gone = self._ownership.gone(self.store.active_owners())
        if gone:
            self.store.interrupt(gone)

    def wait(self, run_ids: Sequence[str], timeout: float | None = None) -> bool:
        """Wait until none of these runs is going; False if so many seconds were not enough."""
        return self.scheduler.wait(run_ids, timeout)

    def close(self) -> None:
        """Stop everything and release the store."""
        self.scheduler.close()
        self._ownership.release()
        self.store.close()

    def _add_runs(self, comparison_id: str, requests: Sequence[RunRequest]) -> list[str]:
        store = self.store
        taken = [
            (run.method, run.style_index)
            for read in (store.runs, store.unreadable_runs)
            for run in read(comparison_id)
        ]
        run_ids = []
        for request in requests:
            method = request.method or request.spec.method
            style_index = choose_style_index(method, taken)
            taken.append((method, style_index))
            run_ids.append(
                store.add_run(
                    comparison_id,
                    request.spec,
                    self.owner,
                    method=method,
                    name=request.name,
                    style_index=style_index,
                )
            )
        return run_ids


def _rank_repeats(requests: Sequence[RunRequest]) -> list[int]:
    """How many runs of its own method come before each run."""
    seen: Counter[str] = Counter()
    ranks = []
    for request in requests:
        method = request.method or request.spec.method
        ranks.append(seen[method])
        seen[method] += 1
    return ranks
