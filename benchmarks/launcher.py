"""The server with a stopwatch beside it: `streamlit run app.py`, writing down when what happened.

Nothing of the product is changed: it says itself what it measures (`regdash.settings.instrumentation`).
Of Streamlit, which says nothing, two methods are wrapped. Lines of JSON go to the file named by
REGDASH_BENCH_EVENTS; see `benchmarks.event_log`. With REGDASH_BENCH_GROW the runs of a comparison,
filled by `benchmarks.filling`, gain epochs as if they were training; see `benchmarks.growing`.

    REGDASH_BENCH_EVENTS=events.jsonl python -m benchmarks.launcher run app.py
"""

import os
import time
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from streamlit.runtime.scriptrunner.script_runner import ScriptRunner
from streamlit.web.cli import main

import regdash
from benchmarks.event_log import EventLog
from benchmarks.growing import GrowHandler, grow
from regdash.jobs.handlers import HANDLERS
from regdash.settings.instrumentation import observed_by
from regdash.ui.services import run_service


def note_script_runs(event_log: EventLog) -> None:
    """Write down how long each run of the page took.

    From the moment the page's thread begins to the moment all was handed to the connection. Streamlit
    has no public way to learn of either, hence its private methods.
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


def launch() -> None:
    """Listen, then do what `streamlit` does."""
    event_log = EventLog(Path(os.environ["REGDASH_BENCH_EVENTS"]))
    event_log.write("package", folder=str(Path(regdash.__file__).parent))
    note_script_runs(event_log)
    comparison_id = os.environ.get("REGDASH_BENCH_GROW")
    with ExitStack() as stack:
        stack.enter_context(observed_by(lambda kind, values: event_log.write(kind, **values)))
        if comparison_id:
            stack.enter_context(HANDLERS.added(GrowHandler))
            # The server's own: what is cached here is what its pages get.
            grow(run_service(), comparison_id)
        main(prog_name="streamlit")


if __name__ == "__main__":
    launch()
