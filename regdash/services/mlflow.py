"""Sends runs to an MLflow server, by its REST API alone."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from regdash.jobs.context import JobContext
from regdash.jobs.handlers import SendHandler
from regdash.jobs.scheduler import Scheduler
from regdash.reports.mlflow import (
    RUN_TAG,
    batch_requests,
    create_request,
    end_request,
    run_files,
)
from regdash.reports.runs import ReportedRun
from regdash.services.code import write_code
from regdash.services.export import gather_runs
from regdash.services.finding import find_runs
from regdash.services.mlflow_server import MlflowServer, is_configured
from regdash.services.started import StartedJob
from regdash.settings.formatting import count_of
from regdash.settings.messages import InputError
from regdash.settings.status import ACTIVE
from regdash.store.store import Store

_Result = Literal["sent", "without files", "skipped"]

_QUOTES = str.maketrans({"'": "’", '"': "”", "`": "’", "\\": "/"})
"""What is replaced in names of experiments: filters cannot contain every quote."""

_PHASE = "sending"

_LONGEST_NAME = 250
"""Most characters of the name of an experiment."""


@dataclass(frozen=True)
class Sent:
    """What was sent."""

    sent: int
    """Number of runs."""
    skipped: int
    """Number of runs that the server had already."""
    active: int
    """Number of runs in progress, which are not sent."""
    without_files: int = 0
    """Number of sent runs whose files the server keeps elsewhere."""

    def sentences(self) -> list[str]:
        """Return what happened, in sentences."""
        found = [f"Sent {count_of(self.sent, 'run')}."]
        if self.without_files:
            found.append(
                "Settings, code and epochs were not stored as files: this server keeps files elsewhere"
                " and does not take them itself (mlflow server --serve-artifacts does)."
            )
        if self.skipped:
            found.append(f"Skipped {count_of(self.skipped, 'run')} that the server has already.")
        if self.active == 1:
            found.append("1 run is in progress; send it once it has ended.")
        elif self.active:
            found.append(f"{self.active:,} runs are in progress; send them once they have ended.")
        return found


def send_to_mlflow(
    store: Store,
    ids: Sequence[str],
    url: str,
    progress: Callable[[int, int], object] | None = None,
    *,
    experiment: str = "",
    credentials: bool = True,
) -> Sent:
    """Send runs to an MLflow server: each comparison becomes an experiment, each run a run of it.

    Params, metrics of all epochs, and as files the spec, the script in plain Keras and the epochs. A
    run that was sent before is skipped; one that was sent in part is completed.

    Args:
        store: Contains the runs.
        ids: See `find_runs`.
        url: Address of the server; see `MlflowServer`.
        progress: Called with the number of runs done and of all runs.
        experiment: Name of one experiment for all runs; empty: the title of each comparison with its
            id. It is created if it is missing.
        credentials: See `MlflowServer`.

    Raises:
        InputError: See `find_runs`; or the server cannot be reached, or refuses a request. Runs sent
            until then stay there.
    """
    server = MlflowServer(url, credentials=credentials)
    runs = gather_runs(store, find_runs(store, ids))
    ended = [run for run in runs if run.status not in ACTIVE]
    experiments: dict[str, str] = {}
    results: list[_Result] = []
    for number, run in enumerate(ended):
        name = _allow(experiment) or experiment_name(run.comparison, run.comparison_id)
        if name not in experiments:
            experiments[name] = _find_experiment(server, name)
        results.append(_send_run(server, run, experiments[name]))
        if progress is not None:
            progress(number + 1, len(ended))
    return Sent(
        sent=len(results) - results.count("skipped"),
        skipped=results.count("skipped"),
        active=len(runs) - len(ended),
        without_files=results.count("without files"),
    )


def start_sending(
    scheduler: Scheduler, store: Store, ids: Sequence[str], url: str, experiment: str = ""
) -> StartedJob[Sent]:
    """Start to send runs in a thread of its own; see `send_to_mlflow`.

    Once cancelled, it ends after the run that is being sent, which then is complete. Password or token
    are sent only to the server in `MLFLOW_TRACKING_URI`: whoever can open a page can enter an address.

    Args:
        scheduler: Runs it; knows the kind `send`.
        store: Contains the runs.
        ids: See `find_runs`.
        url: See `MlflowServer`.
        experiment: See `send_to_mlflow`.
    """

    def work(context: JobContext) -> Sent:
        def progress(done: int, total: int) -> None:
            context.report(_PHASE, done, total)
            if done < total:
                context.check_stop()

        known = is_configured(url)
        try:
            return send_to_mlflow(
                store, ids, url, progress, experiment=experiment, credentials=known
            )
        except InputError:
            context.check_stop()  # nobody waits for what failed after it was cancelled
            raise

    return StartedJob(scheduler, SendHandler.key, url, work, _PHASE)


def experiment_name(title: str, comparison_id: str) -> str:
    """Return the name of a comparison's experiment: titles are not unique, such names are."""
    return f"{_allow(title) or 'RegDash'} ({comparison_id})"


def _allow(name: str) -> str:
    """Return a name as experiments may have it; empty if nothing is left."""
    return " ".join(name.translate(_QUOTES).split())[:_LONGEST_NAME]


def _find_experiment(server: MlflowServer, name: str) -> str:
    """Return the id of an experiment; it is created if it is missing."""
    found = server.post("experiments/search", {"filter": f"name = '{name}'", "max_results": 1})
    if found.get("experiments"):
        return server.read(found, "experiments", 0, "experiment_id")
    return server.read(server.post("experiments/create", {"name": name}), "experiment_id")


def _send_run(server: MlflowServer, run: ReportedRun, experiment_id: str) -> _Result:
    """Send a run, unless it is there already."""
    sought = {
        "experiment_ids": [experiment_id],
        "filter": f"tags.`{RUN_TAG}` = '{run.id}'",
        "max_results": 1,
    }
    found = server.post("runs/search", sought)
    if not found.get("runs"):
        found = {
            "runs": [server.post("runs/create", create_request(run, experiment_id)).get("run")]
        }
    elif server.read(found, "runs", 0, "info", "status") != "RUNNING":
        return "skipped"
    run_id = server.read(found, "runs", 0, "info", "run_id")
    place = server.read(found, "runs", 0, "info", "artifact_uri")
    for request in batch_requests(run, run_id):
        server.post("runs/log-batch", request)
    taken = [server.put_file(place, name, data) for name, data in _files(run).items()]
    # Last: a run that has ended is complete, and is skipped from then on.
    server.post("runs/update", end_request(run, run_id))
    return "sent" if all(taken) else "without files"


def _files(run: ReportedRun) -> dict[str, bytes]:
    """Return the files that are stored with a run, by their names."""
    try:
        script = write_code([run.spec], [run.name])
    except InputError:  # there are kinds of network without code
        return run_files(run)
    return {**run_files(run), "train.py": script.encode("utf-8")}
