"""A kind of job: its handler and its line in the list, and it is queued beside trainings."""

import time
from itertools import pairwise
from pathlib import Path
from typing import ClassVar

import numpy as np
import pytest

from regdash.jobs.context import JobContext
from regdash.jobs.handler import Handler
from regdash.jobs.handlers import HANDLERS
from regdash.jobs.job import Ending, Job
from regdash.services.runs import RunService
from regdash.settings.instrumentation import observed_by
from regdash.settings.messages import InputError
from regdash.store.store import Store


class EnsembleHandler(Handler[list[str]]):
    """Averages what several runs predict of the test images, run by run."""

    key: ClassVar[str] = "ensemble"
    turns: ClassVar[list[str]] = []
    pause = 0.0

    def __init__(self, store: Store) -> None:
        self._store = store
        self.noted: dict[str, Ending] = {}

    @classmethod
    def create(cls, store: Store) -> "EnsembleHandler":
        return cls(store)

    def run(self, job: Job[list[str]], context: JobContext) -> np.ndarray:
        total = np.zeros((10_000, 10))
        for number, run_id in enumerate(job.payload):
            context.acquire()
            self.turns.append(job.id)
            context.report("averaging", number, len(job.payload))
            path = self._store.run_folder(run_id) / "predictions.npz"
            if not path.exists():
                raise InputError([f"Run {run_id} has no predictions; train it to its end first."])
            with np.load(path) as predictions:
                total += predictions["test"]
            time.sleep(self.pause)
            context.release()
        return total / len(job.payload)

    def ended(self, job: Job[list[str]], ending: Ending) -> None:
        self.noted[job.id] = ending


@pytest.fixture
def service(home: Path):
    EnsembleHandler.turns.clear()
    with HANDLERS.added(EnsembleHandler):
        made = RunService(home)
    yield made
    made.close()


def ensemble(id: str, run_ids: list[str]) -> Job[list[str]]:
    return Job(id, EnsembleHandler.key, run_ids, after=frozenset(run_ids))


def test_it_runs_after_what_it_needs(service: RunService, tiny) -> None:
    comparison = service.store.add_comparison("")
    run_ids = service.submit(comparison, [tiny(seed=1), tiny(seed=2)])
    job = ensemble("both", run_ids)
    service.scheduler.submit([job])
    assert job.status == "queued"
    assert not service.is_idle()
    assert service.wait([*run_ids, "both"], timeout=120)
    assert job.status == "finished"
    assert job.ending is not None
    assert np.allclose(job.ending.result.sum(axis=1), 1, atol=0.01)
    assert job.progress.phase == "averaging"
    assert job.progress.share == 0.5


def test_it_fails_with_a_sentence(service: RunService) -> None:
    job = ensemble("none", ["nowhere"])
    service.scheduler.submit([job])
    assert service.wait(["none"], timeout=10)
    assert job.ending == Ending(
        "failed", ("Run nowhere has no predictions; train it to its end first.",)
    )


def test_it_takes_turns_with_a_training_and_is_stopped(service: RunService, tiny) -> None:
    comparison = service.store.add_comparison("")
    (done,) = service.submit(comparison, [tiny()])
    assert service.wait([done], timeout=120)
    EnsembleHandler.pause = 0.005
    job = ensemble("long", [done] * 100_000)
    order = EnsembleHandler.turns
    with observed_by(lambda kind, values: order.append(kind)):
        (run_id,) = service.submit(comparison, [tiny(epochs=5000, seed=2)])
        while len(service.store.epochs(run_id)) < 2:
            time.sleep(0.01)
        order.clear()
        service.scheduler.submit([job])
        end = time.monotonic() + 60
        while order.count("long") < 10:
            assert time.monotonic() < end
            time.sleep(0.01)
    shared = order[order.index("long") :][:18]
    assert all(a != b for a, b in pairwise(shared)), shared
    began = time.monotonic()
    service.scheduler.stop("long")
    assert service.wait(["long"], timeout=5)
    assert time.monotonic() - began < 0.5
    assert job.status == "stopped"
    assert service.store.run(run_id).active
