"""Sends runs to an MLflow server, by its REST API alone."""

import base64
import json
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from http.client import HTTPException
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlsplit
from urllib.request import HTTPRedirectHandler, OpenerDirector, Request, build_opener

from regdash.reports.mlflow import RUN_TAG, batch_requests, create_request, end_request
from regdash.reports.runs import ReportedRun
from regdash.services.export import gather_runs
from regdash.services.finding import find_runs
from regdash.settings.formatting import count_of
from regdash.settings.messages import InputError, shorten
from regdash.settings.status import ACTIVE
from regdash.store.store import Store

_TIMEOUT = 30.0
"""Seconds without an answer after which a request fails."""

_MAX_ANSWER = 10_000_000
"""Most bytes of an answer."""

_QUOTES = str.maketrans({"'": "’", '"': "”", "`": "’", "\\": "/"})
"""What is replaced in names of experiments: filters cannot contain every quote."""

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

    def sentences(self) -> list[str]:
        """Return what happened, in sentences."""
        found = [f"Sent {count_of(self.sent, 'run')}."]
        if self.skipped:
            found.append(f"Skipped {count_of(self.skipped, 'run')} that the server has already.")
        if self.active:
            found.append(f"{count_of(self.active, 'run')} in progress: send again when ended.")
        return found


def send_to_mlflow(
    store: Store, ids: Sequence[str], url: str, progress: Callable[[int, int], object] | None = None
) -> Sent:
    """Send runs to an MLflow server: each comparison becomes an experiment, each run a run of it.

    A run that was sent before is skipped; one that was sent in part is completed. User and password
    or a token are taken from the variables that MLflow itself reads: `MLFLOW_TRACKING_USERNAME`,
    `MLFLOW_TRACKING_PASSWORD` and `MLFLOW_TRACKING_TOKEN`.

    Args:
        store: Contains the runs.
        ids: See `find_runs`.
        url: Address of the server, such as `http://localhost:5000`.
        progress: Called with the number of runs done and of all runs.

    Raises:
        InputError: See `find_runs`; or the server cannot be reached, or refuses a request. Runs sent
            until then stay there.
    """
    server = _Server(url)
    runs = gather_runs(store, find_runs(store, ids))
    ended = [run for run in runs if run.status not in ACTIVE]
    experiments: dict[str, str] = {}
    sent = 0
    for number, run in enumerate(ended):
        if run.comparison_id not in experiments:
            experiments[run.comparison_id] = _find_experiment(server, run)
        sent += _send_run(server, run, experiments[run.comparison_id])
        if progress is not None:
            progress(number + 1, len(ended))
    return Sent(sent, len(ended) - sent, len(runs) - len(ended))


def _find_experiment(server: "_Server", run: ReportedRun) -> str:
    """Return the id of the experiment of a run's comparison; it is created if it is missing."""
    # Titles are not unique, names of experiments are.
    title = " ".join(run.comparison.translate(_QUOTES).split())[:_LONGEST_NAME] or "RegDash"
    name = f"{title} ({run.comparison_id})"
    sought = {"filter": f"name = '{name}'", "max_results": 1}
    found = server.post("experiments/search", sought)
    if found.get("experiments"):
        return server.read(found, "experiments", 0, "experiment_id")
    return server.read(server.post("experiments/create", {"name": name}), "experiment_id")


def _send_run(server: "_Server", run: ReportedRun, experiment_id: str) -> bool:
    """Send a run; return False if it is there already."""
    sought = {
        "experiment_ids": [experiment_id],
        "filter": f"tags.`{RUN_TAG}` = '{run.id}'",
        "max_results": 1,
    }
    found = server.post("runs/search", sought)
    if not found.get("runs"):
        created = server.post("runs/create", create_request(run, experiment_id))
        run_id = server.read(created, "run", "info", "run_id")
    elif server.read(found, "runs", 0, "info", "status") == "RUNNING":
        run_id = server.read(found, "runs", 0, "info", "run_id")
    else:
        return False
    for request in batch_requests(run, run_id):
        server.post("runs/log-batch", request)
    server.post("runs/update", end_request(run, run_id))
    return True


class _NoRedirect(HTTPRedirectHandler):
    """Follows no redirect: it would pass the password to another server."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class _Server:
    """An MLflow server."""

    def __init__(self, url: str) -> None:
        try:
            parts = urlsplit(url)
            valid = parts.scheme in ("http", "https") and bool(parts.hostname)
            valid = valid and parts.port != 0  # raises ValueError if it is not a number
        except ValueError:
            valid = False
        if not valid:
            raise InputError(
                [
                    f"MLflow: received {shorten(url)}; allowed: an address such as http://localhost:5000."
                ]
            )
        if "@" in parts.netloc:
            raise InputError(
                [
                    "MLflow: the address contains a user name; set MLFLOW_TRACKING_USERNAME and"
                    " MLFLOW_TRACKING_PASSWORD instead."
                ]
            )
        self._url = url.split("?")[0].split("#")[0].rstrip("/")
        self._opener: OpenerDirector = build_opener(_NoRedirect)
        self._headers = {"Content-Type": "application/json", **_authorization()}

    def post(self, path: str, content: Any) -> dict[str, Any]:
        """Send a request and return the answer.

        Raises:
            InputError: The server cannot be reached, refuses it, or is no MLflow server.
        """
        data = json.dumps(content, allow_nan=False).encode()
        request = Request(f"{self._url}/api/2.0/mlflow/{path}", data, self._headers, method="POST")
        try:
            with self._opener.open(request, timeout=_TIMEOUT) as answer:
                found = json.loads(answer.read(_MAX_ANSWER))
        except HTTPError as error:
            with error:
                raise InputError([self._explain(error)]) from None
        except (URLError, TimeoutError, HTTPException, OSError) as error:
            reason = getattr(error, "reason", None) or error
            raise InputError(
                [f"MLflow at {self._url} cannot be reached: {shorten(str(reason), 200)}."]
            ) from None
        except ValueError:
            found = None
        if not isinstance(found, dict):
            raise self._stranger
        return found

    def read(self, answer: Any, *path: str | int) -> str:
        """Return a value of an answer, given the keys and positions that lead to it.

        Raises:
            InputError: There is no such value; what answers is no MLflow server.
        """
        for step in path:
            try:
                answer = answer[step]
            except (KeyError, IndexError, TypeError):
                raise self._stranger from None
        return str(answer)

    @property
    def _stranger(self) -> InputError:
        return InputError([f"What answers at {self._url} is no MLflow server; check the address."])

    def _explain(self, error: HTTPError) -> str:
        if 300 <= error.code < 400:
            where = shorten(error.headers.get("Location", "another address"), 200)
            return f"MLflow at {self._url} redirects to {where}; use that address."
        if error.code in (401, 403):
            return (
                f"MLflow at {self._url} refuses access (status {error.code}); set"
                " MLFLOW_TRACKING_USERNAME and MLFLOW_TRACKING_PASSWORD, or MLFLOW_TRACKING_TOKEN."
            )
        try:
            reason = str(json.loads(error.read(_MAX_ANSWER))["message"])
        except (ValueError, KeyError, TypeError, OSError, HTTPException):
            reason = str(error.reason)
        return f"MLflow at {self._url} refused a request (status {error.code}): {shorten(reason, 300)}."


def _authorization() -> dict[str, str]:
    token = os.environ.get("MLFLOW_TRACKING_TOKEN")
    user = os.environ.get("MLFLOW_TRACKING_USERNAME")
    if user is not None:
        password = os.environ.get("MLFLOW_TRACKING_PASSWORD", "")
        encoded = base64.b64encode(f"{user}:{password}".encode()).decode()
        return {"Authorization": f"Basic {encoded}"}
    return {} if token is None else {"Authorization": f"Bearer {token}"}
