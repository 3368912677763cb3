"""Imports in the background."""

import threading
import time
from pathlib import Path

from regdash.datasets.importing import ImportJob, ImportResult, Progress, import_images
from regdash.datasets.importing.importer import one_at_a_time
from regdash.settings.messages import InputError
from tests.support.archives import npz, shapes, upload


def one(progress: Progress) -> ImportResult:
    pixels, labels = shapes(60)
    return import_images([upload("a.npz", npz(images=pixels, labels=labels))], progress=progress)


def test_a_job_ends_with_what_was_found(home: Path) -> None:
    job = ImportJob("a.npz", one)
    job.wait(30)
    assert not job.active
    assert job.result is not None
    assert job.result.images == 60
    assert not job.problems


def test_what_goes_wrong_is_told_in_sentences() -> None:
    def refuse(progress: Progress) -> ImportResult:
        raise InputError(["First.", "Second."])

    def break_down(progress: Progress) -> ImportResult:
        raise RuntimeError("surprise")

    refused, broken = ImportJob("a", refuse), ImportJob("b", break_down)
    refused.wait(5)
    broken.wait(5)
    assert refused.problems == ["First.", "Second."]
    assert broken.problems == ["The import failed: RuntimeError: surprise"]


def test_one_at_a_time_and_cancelled_while_waiting(home: Path) -> None:
    go, holds = threading.Event(), threading.Event()

    def slow(progress: Progress) -> ImportResult:
        with one_at_a_time(progress):
            holds.set()
            go.wait(20)
        return one(progress)

    first = ImportJob("1", slow)
    assert holds.wait(10)
    second, third = ImportJob("2", one), ImportJob("3", one)
    assert not second.progress.total
    second.cancel()
    second.wait(5)
    assert second.cancelled
    assert second.result is None
    waited = time.monotonic() + 10
    while third.progress.stage == "Opening" and time.monotonic() < waited:
        time.sleep(0.01)  # its thread may not have come that far
    assert third.progress.stage == "Waiting for another import"
    go.set()
    first.wait(30)
    third.wait(30)
    assert first.result is not None
    assert third.result is not None
    assert first.result.info == third.result.info
    assert [first.result.new, third.result.new].count(True) == 1
