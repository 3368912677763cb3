"""The server with a stopwatch beside it: `streamlit run app.py`, writing down when what happened.

Nothing of the product is changed: two of its methods and two of Streamlit's are wrapped. Lines of
JSON go to the file named by REGDASH_BENCH_EVENTS; see `benchmarks.event_log`. With REGDASH_BENCH_GROW
the runs of a comparison, filled by `benchmarks.filling`, gain epochs as if they were training.

    REGDASH_BENCH_EVENTS=events.jsonl python -m benchmarks.launcher run app.py
"""

import os
import time
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web.cli import main

from benchmarks import growing
from benchmarks.event_log import EventLog
from regdash.jobs import scheduler
from regdash.live import stream
from regdash.metrics.record import EpochRecord


def note_epochs(event_log: EventLog) -> None:
    """Write down when a training thread has measured an epoch, before the store is told."""
    tell = scheduler._Job.epoch_ended

    def epoch_ended(job: scheduler._Job, record: EpochRecord) -> None:
        event_log.write("epoch", run=job.run_id, epoch=record.epoch, seconds=record.seconds)
        tell(job, record)

    scheduler._Job.epoch_ended = epoch_ended  # type: ignore


def note_script_runs(event_log: EventLog) -> None:
    """Write down how long each run of the page took.

    From the moment the page's thread begins to the moment all was handed to the connection.
    """
    run_script: Any = ScriptRunner._run_script
    finish: Any = ScriptRunner._on_script_finished
    began: dict[int, tuple[float, float]] = {}

    def _run_script(runner: ScriptRunner, *args: Any) -> None:
        began[id(runner)] = time.perf_counter(), time.thread_time()
        run_script(runner, *args)
        del began[id(runner)]

    def _on_script_finished(runner: ScriptRunner, ctx: Any, event: Any, *args: Any) -> None:
        finish(runner, ctx, event, *args)
        wall, cpu = began[id(runner)]
        # One thread goes straight on with what was asked meanwhile.
        began[id(runner)] = time.perf_counter(), time.thread_time()
        event_log.write(
            "script",
            event=event.value,
            seconds=time.perf_counter() - wall,
            cpu=time.thread_time() - cpu,
            process_cpu=time.process_time(),
        )

    ScriptRunner._run_script = _run_script  # type: ignore
    ScriptRunner._on_script_finished = _on_script_finished  # type: ignore


def note_looks(event_log: EventLog) -> None:
    """Write down how long each look took that a live element's news come from."""
    look = stream._Stream._look

    def _look(element: stream._Stream) -> str:
        wall, cpu = time.perf_counter(), time.thread_time()
        found = look(element)
        event_log.write(
            "look",
            bytes=len(found),
            seconds=time.perf_counter() - wall,
            cpu=time.thread_time() - cpu,
        )
        return found

    stream._Stream._look = _look  # type: ignore


def launch() -> None:
    """Wrap, then do what `streamlit` does."""
    event_log = EventLog(Path(os.environ["REGDASH_BENCH_EVENTS"]))
    event_log.write("package", folder=str(Path(scheduler.__file__).parents[1]))
    note_epochs(event_log)
    note_script_runs(event_log)
    note_looks(event_log)
    comparison_id = os.environ.get("REGDASH_BENCH_GROW")
    if comparison_id:
        growing.grow_once_scheduled(comparison_id)
    main(prog_name="streamlit")


if __name__ == "__main__":
    launch()
