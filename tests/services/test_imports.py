"""Imports in the background."""

import gc
import threading
import time
import weakref
from collections.abc import Callable
from pathlib import Path

import pytest

from regdash.datasets.importing import ImportResult, Progress, import_images
from regdash.datasets.importing.importer import one_at_a_time
from regdash.jobs.scheduler import Scheduler
from regdash.services.imports import Import, open_scheduler, start_import
from regdash.services.runs import RunService
from regdash.settings.messages import InputError
from tests.support.archives import npz, shapes, upload


@pytest.fixture
def scheduler():
    made = open_scheduler()
    yield made
    made.close()


def bars():
    pixels, labels = shapes(60)
    return upload("a.npz", npz(images=pixels, labels=labels))


def one(progress: Progress) -> ImportResult:
    return import_images([bars()], progress=progress)


def wait_until(true: Callable[[], bool]) -> None:
    end = time.monotonic() + 20
    while not true():
        assert time.monotonic() < end
        time.sleep(0.01)


def test_a_completed_import_has_a_result(home: Path, scheduler: Scheduler) -> None:
    started = start_import(scheduler, [bars()], name="Bars", resize=8)
    assert started.title == "a.npz"
    assert started.wait(30)
    assert not started.active
    assert started.result is not None
    assert started.result.images == 60
    assert (started.result.info.name, started.result.info.sizes) == ("Bars", "8 × 8 gray")
    assert not started.problems
    assert not started.cancelled


def test_failures_are_reported_in_sentences(scheduler: Scheduler) -> None:
    def fail(error: Exception) -> Import:
        def work(progress: Progress) -> ImportResult:
            raise error

        started = Import(scheduler, "a", work)
        assert started.wait(5)
        assert started.result is None
        return started

    rejected = fail(InputError(["First.", "Second."]))
    assert rejected.problems == ("First.", "Second.")
    broken = fail(RuntimeError("surprise"))
    assert broken.problems == ("The import failed: RuntimeError: surprise",)
    unreadable = fail(PermissionError(13, "Permission denied", "a.npz"))
    assert unreadable.problems == ("a.npz: Permission denied.",)


def test_one_at_a_time_and_cancelled_while_waiting(home: Path, scheduler: Scheduler) -> None:
    go, holds = threading.Event(), threading.Event()

    def slow(progress: Progress) -> ImportResult:
        with one_at_a_time(progress):
            holds.set()
            go.wait(20)
        return one(progress)

    first = Import(scheduler, "1", slow)
    assert first.progress.phase == "Opening"
    assert holds.wait(10)
    second, third = Import(scheduler, "2", one), Import(scheduler, "3", one)
    assert not second.progress.total
    second.cancel()
    assert second.wait(5)
    assert second.cancelled
    assert second.result is None
    wait_until(lambda: third.progress.phase != "Opening")  # its thread may not have started yet
    assert third.progress.phase == "Waiting for another import"
    go.set()
    assert first.wait(30)
    assert third.wait(30)
    assert first.result is not None
    assert third.result is not None
    assert first.result.info == third.result.info
    assert [first.result.new, third.result.new].count(True) == 1


def test_a_cancelled_import_stores_nothing(home: Path, scheduler: Scheduler) -> None:
    reading = threading.Event()

    def work(progress: Progress) -> ImportResult:
        progress.begin("Reading", 1_000_000)
        while True:
            progress.step()
            reading.set()

    started = Import(scheduler, "endless", work)
    assert reading.wait(10)
    wait_until(lambda: started.progress.done > 10)
    assert started.progress.phase == "Reading"
    assert 0 < started.progress.share < 1
    started.cancel()
    assert started.wait(5)
    assert started.cancelled


def test_imports_do_not_wait_for_training(home: Path, tiny) -> None:
    service = RunService(home)
    ids = service.submit(
        service.store.add_comparison(""),
        [tiny(epochs=5000, techniques={"dropout": {"rate": n / 20}}) for n in range(1, 11)],
    )
    started = start_import(service.scheduler, [bars()])
    assert started.wait(60)
    assert started.result is not None
    assert all(service.store.run(run_id).active for run_id in ids)
    service.close()


def test_a_completed_import_releases_its_files(home: Path) -> None:
    """A page keeps the import while it shows the result, but the files are released."""

    class Work:
        def __call__(self, progress: Progress) -> ImportResult:
            return one(progress)

    work = Work()
    alive = weakref.ref(work)
    scheduler = open_scheduler()
    started = Import(scheduler, "a", work)
    del work
    assert started.wait(30)
    gc.collect()
    assert started.result is not None
    assert alive() is None
    scheduler.close()
