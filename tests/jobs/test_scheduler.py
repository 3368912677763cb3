"""Scheduling, with kinds of job defined here that really run."""

import threading
import time
from collections.abc import Callable
from typing import Any, ClassVar

import pytest

from regdash.executors import Executor, ThreadExecutor
from regdash.jobs.context import JobContext
from regdash.jobs.handler import Handler
from regdash.jobs.job import Ending, Job, JobStopped, Progress
from regdash.jobs.scheduler import Scheduler
from regdash.settings.messages import InputError

Work = Callable[[JobContext], Any]


class CallHandler(Handler[Work]):
    """Calls the payload, and records how jobs ended."""

    key: ClassVar[str] = "call"

    def __init__(self) -> None:
        self.endings: list[tuple[str, Ending]] = []

    def run(self, job: Job[Work], context: JobContext) -> Any:
        return job.payload(context)

    def ended(self, job: Job[Work], ending: Ending) -> None:
        self.endings.append((job.id, ending))


class AtOnceHandler(CallHandler):
    key: ClassVar[str] = "at_once"
    queued: ClassVar[bool] = False


@pytest.fixture
def handler() -> CallHandler:
    return CallHandler()


@pytest.fixture
def scheduler(handler: CallHandler):
    made = Scheduler([handler, AtOnceHandler()], ThreadExecutor(max_active=2))
    yield made
    made.close(timeout=5)


def call(id: str, work: Work, after: frozenset[str] = frozenset()) -> Job[Work]:
    return Job(id, CallHandler.key, work, after=after)


def wait_for_stop(context: JobContext) -> None:
    context.stop.wait(20)
    context.check_stop()


def test_a_job_ends_with_its_result(scheduler: Scheduler, handler: CallHandler) -> None:
    job = call("a", lambda context: 42)
    scheduler.submit([job])
    assert scheduler.wait(["a"], timeout=5)
    assert job.status == "finished"
    assert job.ending == Ending("finished", result=42)
    assert handler.endings == [("a", job.ending)]
    assert scheduler.is_idle()
    assert scheduler.progress("a") is None


@pytest.mark.filterwarnings("ignore::pytest.PytestUnhandledThreadExceptionWarning")
def test_every_failed_job_has_an_ending(
    scheduler: Scheduler, handler: CallHandler, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(error: BaseException) -> Ending | None:
        def work(context: JobContext) -> None:
            context.acquire()  # and never released
            raise error

        job = call(repr(error), work)
        scheduler.submit([job])
        assert scheduler.wait([job.id], timeout=5)
        return job.ending

    assert fail(JobStopped()) == Ending("stopped")
    assert fail(InputError(["One.", "Two."])) == Ending("failed", ("One.", "Two."))
    assert "failed" not in caplog.text
    assert fail(KeyError("x")) == Ending("failed", ("It failed: KeyError: 'x'",))
    assert "failed" in caplog.text
    assert fail(SystemExit()) == Ending("failed", ("It ended without a result.",))
    long = fail(ValueError("x" * 900))
    assert long is not None
    assert len(long.sentences[0]) == 500
    assert len(handler.endings) == 5
    assert scheduler.is_idle()


def test_an_error_while_processing_an_ending_does_not_block_other_jobs(
    scheduler: Scheduler, handler: CallHandler, caplog: pytest.LogCaptureFixture
) -> None:
    class FailingAtEnd(CallHandler):
        def ended(self, job: Job[Work], ending: Ending) -> None:
            raise OSError("disk full")

    scheduler = Scheduler([FailingAtEnd()], ThreadExecutor(max_active=1))
    jobs = [call(id, lambda context: None) for id in "ab"]
    scheduler.submit(jobs)
    assert scheduler.wait("ab", timeout=5)
    assert [job.status for job in jobs] == ["finished", "finished"]
    assert "The handler of call a failed to process its end" in caplog.text


def test_a_job_that_cannot_be_started_fails(handler: CallHandler) -> None:
    class Broken(Executor):
        key: ClassVar[str] = "broken"

        def start(self, work: Callable[[], None], name: str) -> None:
            raise RuntimeError(f"no thread for {name}")

        def close(self) -> None:
            pass

    scheduler = Scheduler([handler], Broken())
    job = call("a", lambda context: None)
    scheduler.submit([job])
    assert job.ending == Ending("failed", ("It failed: RuntimeError: no thread for call a",))
    assert scheduler.is_idle()


def test_jobs_beyond_max_active_wait_in_the_queue(scheduler: Scheduler) -> None:
    go, order = threading.Event(), []

    def work(context: JobContext) -> None:
        order.append(threading.current_thread().name)
        go.wait(10)

    jobs = [call(id, work) for id in "abcd"]
    scheduler.submit(jobs)
    assert [job.status for job in jobs] == ["running", "running", "queued", "queued"]
    at_once = Job("e", AtOnceHandler.key, lambda context: "there")
    scheduler.submit([at_once])
    assert scheduler.wait(["e"], timeout=5)
    assert not scheduler.wait(["a", "b"], timeout=0.1)
    go.set()
    assert scheduler.wait("abcd", timeout=5)
    assert sorted(order[:2]) == ["call a", "call b"]
    assert sorted(order[2:]) == ["call c", "call d"]


def test_a_job_waits_for_those_in_after(scheduler: Scheduler) -> None:
    go = threading.Event()
    ended: list[str] = []

    def work(id: str) -> Work:
        return lambda context: (go.wait(10) if id == "a" else None, ended.append(id))

    last = call("c", work("c"), after=frozenset({"a", "b", "unknown"}))
    scheduler.submit([last, call("a", work("a")), call("b", work("b")), call("d", work("d"))])
    assert scheduler.wait(["b", "d"], timeout=5)
    assert last.status == "queued"
    go.set()
    assert scheduler.wait(["c"], timeout=5)
    assert ended[-2:] == ["a", "c"]


def test_stopping(scheduler: Scheduler, handler: CallHandler) -> None:
    jobs = [call(id, wait_for_stop) for id in "abc"]
    after = call("d", lambda context: "continued", after=frozenset("c"))
    scheduler.submit([*jobs, after])
    scheduler.stop("c")  # never started
    assert jobs[2].status == "stopped"
    assert handler.endings == [("c", Ending("stopped"))]
    scheduler.stop("nothing")
    scheduler.stop("a")
    assert scheduler.wait("a", timeout=5)
    assert jobs[0].status == "stopped"
    assert scheduler.wait("d", timeout=5)
    assert after.status == "finished"
    assert jobs[1].status == "running"


def test_closing_stops_all_jobs_and_starts_none(handler: CallHandler) -> None:
    scheduler = Scheduler([handler], ThreadExecutor(max_active=1))
    began: list[str] = []

    def work(id: str) -> Work:
        return lambda context: (began.append(id), wait_for_stop(context))

    jobs = [call(id, work(id)) for id in "abc"]
    scheduler.submit(jobs)
    scheduler.close()
    assert [job.status for job in jobs] == ["stopped"] * 3
    assert set(began) <= {"a"}


def test_progress_is_reported(scheduler: Scheduler) -> None:
    reported, go = threading.Event(), threading.Event()

    def work(context: JobContext) -> None:
        context.report("counting", 3, 12)
        reported.set()
        go.wait(10)

    job = call("a", work)
    assert job.progress == Progress("waiting", 0, 0)
    scheduler.submit([job])
    assert reported.wait(5)
    progress = scheduler.progress("a")
    assert progress == Progress("counting", 3, 12)
    assert progress.share == 0.25
    go.set()


def test_turns_alternate_and_are_released(scheduler: Scheduler) -> None:
    turns: list[str] = []
    both = threading.Barrier(2, timeout=5)

    def work(id: str) -> Work:
        def take_turns(context: JobContext) -> None:
            both.wait()
            for _ in range(5):
                context.acquire()
                context.acquire()  # does nothing in a turn
                turns.append(id)
                time.sleep(0.02)
                context.release()
                context.release()  # nor outside a turn

        return take_turns

    scheduler.submit([call("a", work("a")), call("b", work("b"))])
    assert scheduler.wait("ab", timeout=10)
    assert turns in (list("ababababab"), list("bababababa"))


def test_a_job_that_waits_for_a_turn_can_be_stopped(scheduler: Scheduler) -> None:
    holds, go = threading.Event(), threading.Event()

    def hold(context: JobContext) -> None:
        context.acquire()
        holds.set()
        go.wait(10)

    waiting = call("b", lambda context: context.acquire())
    scheduler.submit([call("a", hold)])
    assert holds.wait(5)
    scheduler.submit([waiting])
    scheduler.stop("b")
    assert scheduler.wait("b", timeout=2)
    assert waiting.status == "stopped"
    go.set()


def test_jobs_that_cannot_be_queued_are_rejected(scheduler: Scheduler) -> None:
    with pytest.raises(InputError, match="received 'bake'; allowed: call, at_once"):
        scheduler.submit([Job("a", "bake", None)])
    scheduler.submit([call("a", wait_for_stop)])
    for jobs in ([call("a", wait_for_stop)], [call("b", wait_for_stop)] * 2):
        with pytest.raises(ValueError, match="Job ids must be unique"):
            scheduler.submit(jobs)
    with pytest.raises(ValueError, match="Active jobs: received 0"):
        Scheduler([], ThreadExecutor(max_active=0))
    with pytest.raises(ValueError, match="Slots: received 0"):
        Scheduler([], ThreadExecutor(slots=0))
