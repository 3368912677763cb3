"""An executor: its class and its line in the list, and it can be chosen by its key."""

import threading
from collections.abc import Callable
from pathlib import Path
from queue import SimpleQueue
from typing import ClassVar

import pytest

from regdash.executors import EXECUTORS, Executor
from regdash.services.imports import start_import
from regdash.services.runs import RunService
from regdash.settings.messages import InputError
from tests.support.archives import npz, shapes, upload


class OneWorker(Executor):
    """All jobs one after another, in a single thread that is always the same."""

    key: ClassVar[str] = "one_worker"
    max_active = 1
    names: ClassVar[list[tuple[str, int]]] = []

    def __init__(self) -> None:
        self._queue: SimpleQueue[tuple[Callable[[], None], str] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work)
        self._thread.start()

    def start(self, work: Callable[[], None], name: str) -> None:
        self._queue.put((work, name))

    def close(self) -> None:
        self._queue.put(None)
        self._thread.join(10)

    def _work(self) -> None:
        while (item := self._queue.get()) is not None:
            work, name = item
            self.names.append((name, threading.get_ident()))
            work()


def test_every_kind_of_job_runs_in_it(home: Path, tiny) -> None:
    OneWorker.names.clear()
    with EXECUTORS.added(OneWorker):
        service = RunService(home, "one_worker")
    comparison = service.store.add_comparison("")
    run_ids = service.submit(comparison, [tiny(), tiny()])
    run_ids += service.submit(comparison, [tiny(epochs=5000)])
    pixels, labels = shapes(60)
    images = start_import(service.scheduler, [upload("a.npz", npz(images=pixels, labels=labels))])
    assert service.wait(run_ids[:2], timeout=120)
    service.stop(run_ids[2])
    assert images.wait(60)
    assert images.result is not None
    runs = service.store.runs(comparison)
    assert [run.status for run in runs] == ["finished", "finished", "stopped"]
    first, again = (service.store.epochs(run_id) for run_id in run_ids[:2])
    assert [e.val_loss for e in first] == [e.val_loss for e in again]
    service.close()
    names = [name for name, _ in OneWorker.names]
    assert f"train {run_ids[0]}" == names[0]
    assert len([name for name in names if name.startswith("import ")]) == 1
    assert len({thread for _, thread in OneWorker.names}) == 1


def test_an_unknown_executor_is_told(home: Path) -> None:
    with pytest.raises(InputError, match=r"no executor 'cloud'\. There are: threads"):
        RunService(home, "cloud")
