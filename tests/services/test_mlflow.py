"""A real MLflow server, started here, has what was sent; other servers are explained."""

import json
import os
import shutil
import socket
import subprocess
import threading
import time
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regdash.cli import main
from regdash.executors import ThreadExecutor
from regdash.jobs.handlers import SendHandler
from regdash.jobs.scheduler import Scheduler
from regdash.metrics import METRICS
from regdash.reports.mlflow import MAX_METRICS, MAX_PARAMS, RUN_TAG, batch_requests
from regdash.reports.tables import epochs_table
from regdash.services.export import gather_runs
from regdash.services.finding import find_runs
from regdash.services.mlflow import send_to_mlflow, start_sending
from regdash.services.mlflow_server import MlflowServer
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.store import Store
from tests.support.recorded_store import copy_recorded
from tests.support.records import noisy_epochs

COMPARISON = "fa808f1f"
HOSTILE = '=cmd|\' /C `x` "calc"!A0 \\ </script>\u202e\U0001f600'


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an MLflow server."""
    command = shutil.which("mlflow")
    if command is None:
        pytest.skip("needs the command mlflow (pip install mlflow, best in another environment)")
    folder = tmp_path_factory.mktemp("mlflow")
    port = free_port()
    stores = ("--backend-store-uri", f"sqlite:///{folder}/m.db")
    artifacts = ("--artifacts-destination", str(folder / "artifacts"))
    environment = {**os.environ, "DO_NOT_TRACK": "true", "MLFLOW_DISABLE_TELEMETRY": "true"}
    environment.pop("PYTHONPATH", None)
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [command, "server", "--port", str(port), "--workers", "1", *stores, *artifacts],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        wait_for(f"{address}/health", process)
        yield address
    finally:
        process.terminate()
        process.wait(30)


def wait_for(address: str, process: subprocess.Popen) -> None:
    for _ in range(600):
        assert process.poll() is None
        try:
            urllib.request.urlopen(address, timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError(address)


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = Store(copy_recorded(home))
    yield opened
    opened.close()


def ask(server: str, path: str, content: Any = None) -> Any:
    data = None if content is None else json.dumps(content).encode()
    headers = {"Content-Type": "application/json"}
    request = urllib.request.Request(f"{server}/api/2.0/mlflow/{path}", data, headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


def file_of(server: str, run: Any, name: str) -> bytes:
    """A file of a run, as the server's own page downloads it."""
    query = urllib.parse.urlencode({"path": name, "run_uuid": run["info"]["run_id"]})
    with urllib.request.urlopen(f"{server}/get-artifact?{query}", timeout=30) as answer:
        return bytes(answer.read())


def runs_on(server: str, name: str) -> dict[str, Any]:
    """The runs of the experiment whose name begins with `name`, by RegDash's ids."""
    experiments = ask(server, "experiments/search", {"max_results": 100})["experiments"]
    (found,) = [each for each in experiments if each["name"].startswith(name)]
    sought = {"experiment_ids": [found["experiment_id"]], "max_results": 100}
    runs = ask(server, "runs/search", sought)["runs"]
    return {
        tag["value"]: run for run in runs for tag in run["data"]["tags"] if tag["key"] == RUN_TAG
    }


def test_the_server_has_everything(server: str, store: Store) -> None:
    store.reveal_test(COMPARISON)
    some = {run.status: run.id for run in store.runs(COMPARISON)}
    ids = [*some.values(), *(run.id for run in store.runs(COMPARISON) if run.spec.seed == 2)]
    runs = gather_runs(store, find_runs(store, ids))
    assert len(runs) >= 4
    sent = send_to_mlflow(store, ids, server)
    assert (sent.sent, sent.skipped, sent.active) == (len(runs), 0, 0)
    there = runs_on(server, f"Patches, three seeds ({COMPARISON})")
    assert set(there) == {run.id for run in runs}
    for run in runs:
        found = there[run.id]
        assert found["info"]["run_name"] == run.name
        params = {each["key"]: each["value"] for each in found["data"]["params"]}
        assert params["seed"] == str(run.spec.seed)
        assert float(params["learning_rate"]) == run.spec.optimizer.learning_rate
        assert params["dataset_name"] == "Patches"
        results = {each["key"]: each["value"] for each in found["data"]["metrics"]}
        for metric in METRICS:
            value = run.value(metric)
            assert results.get(f"result/{metric.key}") == value
    dropout = next(run for run in runs if run.spec.techniques)
    mine = there[dropout.id]
    keys = [metric.key for metric in (*METRICS.measured, *METRICS.derived)]
    unmeasured = set()
    for key in keys:
        path = f"metrics/get-history?run_id={mine['info']['run_id']}&metric_key={key}"
        values = dropout.history[key]
        if np.isnan(values).all():
            unmeasured.add(key)
        history = sorted(ask(server, path).get("metrics", []), key=lambda each: each["step"])
        measured = np.flatnonzero(~np.isnan(values))
        assert [each["value"] for each in history] == values[measured].tolist()
        assert [each["step"] for each in history] == (measured + 1).tolist()
    assert unmeasured == {"hidden_norm"}  # younger than the recorded store
    statuses = {there[run.id]["info"]["status"] for run in runs if run.status == "finished"}
    assert statuses == {"FINISHED"}
    assert {there[r.id]["info"]["status"] for r in runs if r.status == "diverged"} == {"FAILED"}


def test_runs_have_their_settings_code_and_epochs_as_files(server: str, store: Store) -> None:
    runs = [run for run in store.runs(COMPARISON) if run.complete][:2]
    sent = send_to_mlflow(store, [run.id for run in runs], server, experiment="With 'files'")
    assert sent.sentences() == ["Sent 2 runs."]
    there = runs_on(server, "With \N{RIGHT SINGLE QUOTATION MARK}files")
    for run in runs:
        spec = json.loads(file_of(server, there[run.id], "spec.json"))
        assert RunSpec.from_dict(spec) == run.spec
        compile(file_of(server, there[run.id], "train.py"), "train.py", "exec")
        epochs = file_of(server, there[run.id], "epochs.csv")
        assert epochs == epochs_table(gather_runs(store, find_runs(store, [run.id])))


def test_files_that_the_server_keeps_elsewhere_are_left_out(
    server: str, store: Store, tmp_path: Path
) -> None:
    elsewhere = {"name": "Elsewhere", "artifact_location": str(tmp_path / "bucket")}
    ask(server, "experiments/create", elsewhere)
    run_id = store.runs(COMPARISON)[0].id
    sent = send_to_mlflow(store, [run_id], server, experiment="Elsewhere")
    assert (sent.sent, sent.without_files) == (1, 1)
    assert "keeps files elsewhere" in " ".join(sent.sentences())
    (run,) = runs_on(server, "Elsewhere").values()
    assert run["info"]["status"] in ("FINISHED", "FAILED")
    assert not (tmp_path / "bucket").exists()


def test_sending_twice_adds_nothing_and_completes_what_was_begun(server: str, store: Store) -> None:
    store.rename_comparison(COMPARISON, HOSTILE)
    runs = [run.id for run in store.runs(COMPARISON)[:3]]
    assert send_to_mlflow(store, runs[:2], server).sent == 2
    (begun, _) = there = list(runs_on(server, "=cmd|").values())
    running = {"run_id": begun["info"]["run_id"], "status": "RUNNING"}
    ask(server, "runs/update", running)
    sent = send_to_mlflow(store, runs, server)
    assert (sent.sent, sent.skipped) == (2, 1)
    now = runs_on(server, "=cmd|")
    assert set(now) == set(runs)
    assert {each["info"]["run_id"] for each in there} < {
        each["info"]["run_id"] for each in now.values()
    }
    assert {each["info"]["status"] for each in now.values()} <= {"FINISHED", "FAILED"}


def test_test_results_are_sent_only_if_they_are_revealed(server: str, store: Store) -> None:
    comparison = "1f4c56fe"
    assert store.comparison(comparison).revealed is None
    run = next(run for run in store.runs(comparison) if run.complete)
    send_to_mlflow(store, [run.id], server)
    found = runs_on(server, "Case study, as kept")[run.id]
    names = {metric["key"] for metric in found["data"]["metrics"]}
    assert "result/val_accuracy" in names
    assert not any("test" in name for name in names)


@pytest.fixture
def scheduler() -> Iterator[Scheduler]:
    made = Scheduler([SendHandler()], ThreadExecutor())
    yield made
    made.close()


def test_sending_is_followed_and_cancelled(server: str, store: Store, scheduler: Scheduler) -> None:
    ids = [run.id for run in store.runs(COMPARISON)[:6]]
    sending = start_sending(scheduler, store, ids, server, "Cancelled")
    while sending.active and not sending.progress.done:
        time.sleep(0.01)
    assert sending.progress.total == len(ids)
    sending.cancel()
    assert sending.wait(60)
    assert (sending.cancelled, sending.result, sending.problems) == (True, None, ())
    begun = runs_on(server, "Cancelled")
    assert 0 < len(begun) < len(ids)
    assert "RUNNING" not in {run["info"]["status"] for run in begun.values()}
    again = start_sending(scheduler, store, ids, server, "Cancelled")
    assert again.wait(120)
    assert again.result is not None
    assert (again.result.skipped, again.result.sent) == (len(begun), len(ids) - len(begun))


def test_why_sending_failed_is_kept(store: Store, scheduler: Scheduler) -> None:
    sending = start_sending(scheduler, store, [COMPARISON], "http://127.0.0.1:1")
    assert sending.wait(60)
    assert not sending.cancelled
    assert "MLflow at http://127.0.0.1:1 cannot be reached" in " ".join(sending.problems)


def test_what_fails_after_it_was_cancelled_is_cancelled(
    serve, store: Store, scheduler: Scheduler
) -> None:
    asked, answered = threading.Event(), threading.Event()

    def answer(handler: BaseHTTPRequestHandler) -> None:
        asked.set()
        assert answered.wait(30)
        answer_with(500, b"")(handler)

    sending = start_sending(scheduler, store, [COMPARISON], serve(answer))
    assert asked.wait(30)
    assert not sending.stopping
    sending.cancel()
    assert (sending.active, sending.stopping) == (True, True)
    answered.set()
    assert sending.wait(30)
    assert (sending.cancelled, sending.problems) == (True, ())


def test_runs_in_progress_are_not_sent(serve, store: Store, tiny) -> None:
    first, second = (store.add_run(COMPARISON, tiny(seed=seed), "me") for seed in (1, 2))
    url = serve(answer_with(500, b""))  # which nothing is sent to
    assert send_to_mlflow(store, [first, second], url).sentences() == [
        "Sent 0 runs.",
        "2 runs are in progress; send them once they have ended.",
    ]
    (_, sentence) = send_to_mlflow(store, [first], url).sentences()
    assert sentence == "1 run is in progress; send it once it has ended."


def test_in_the_terminal(server: str, store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    run_id = store.runs("efec0973")[0].id
    assert main(["export", run_id, "--mlflow", f"{server}/"]) == 0
    assert capsys.readouterr().out == "Sent 1 run.\n"
    assert main(["export", run_id, "--mlflow", server]) == 0
    assert "Skipped 1 run that the server has already." in capsys.readouterr().out
    assert main(["export", run_id, "--mlflow", server, "--experiment", "By terminal"]) == 0
    assert set(runs_on(server, "By terminal")) == {run_id}
    assert main(["export", run_id, "--mlflow", server, "--out", "x"]) == 2


def test_long_runs_are_sent_in_batches(store: Store, tiny) -> None:
    run_id = store.add_run(COMPARISON, tiny(epochs=500), "me")
    for record in noisy_epochs(300):
        store.add_epoch(run_id, record)
    store.end_run(run_id, "stopped", "x" * 10_000)
    (run,) = gather_runs(store, find_runs(store, [run_id]))
    requests = list(batch_requests(run, "there"))
    assert all(len(request.get("metrics", [])) <= MAX_METRICS for request in requests)
    assert all(len(request.get("params", [])) <= MAX_PARAMS for request in requests)
    assert all(len(json.dumps(request)) < 1_000_000 for request in requests)
    sent = [m for request in requests for m in request.get("metrics", []) if m["key"] == "val_loss"]
    assert [metric["step"] for metric in sent] == list(range(1, 301))


Answer = Callable[[BaseHTTPRequestHandler], None]


@pytest.fixture
def serve() -> Iterator[Callable[[Answer], str]]:
    """Starts a server that answers every request in a given way; returns its address."""
    started: list[HTTPServer] = []

    def start(answer: Answer) -> str:
        class Handler(BaseHTTPRequestHandler):
            def do_PUT(self) -> None:
                self.do_POST()

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers["Content-Length"]))
                answer(self)

            def log_message(self, *_: Any) -> None:
                pass

        server = HTTPServer(("127.0.0.1", 0), Handler)
        started.append(server)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        return f"http://127.0.0.1:{server.server_port}"

    yield start
    for server in started:
        server.shutdown()
        server.server_close()


def answer_with(status: int, body: bytes, **headers: str) -> Answer:
    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(body)

    return answer


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (answer_with(200, b"<html>"), "is not an MLflow server; check the address"),
        (answer_with(200, b"[]"), "is not an MLflow server; check the address"),
        (answer_with(404, b"<html>"), r"refused a request \(status 404\): 'Not Found'"),
        (answer_with(400, b'{"message": "no such thing"}'), "status 400.*no such thing"),
        (answer_with(500, b"\xff"), "status 500"),
        (answer_with(401, b""), "refuses access .* set MLFLOW_TRACKING_USERNAME"),
        (answer_with(302, b"", Location="https://elsewhere/"), "redirects to 'https://elsewhere/'"),
        (answer_with(200, b"{}"), "is not an MLflow server; check the address"),
        (answer_with(200, b'{"experiments": 3}'), "is not an MLflow server; check the address"),
        (lambda handler: handler.connection.close(), "cannot be reached"),
    ],
)
def test_errors_of_the_server_are_explained(serve, store: Store, answer, words: str) -> None:
    with pytest.raises(InputError, match=words):
        send_to_mlflow(store, [COMPARISON], serve(answer))


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("localhost:5000", "allowed: an address such as http://localhost:5000"),
        ("file:///etc/passwd", "allowed: an address such as"),
        ("http://", "allowed: an address such as"),
        ("http://h:port", "allowed: an address such as"),
        ("http://a..b:1", "received 'http://a..b:1'; allowed: an address such as"),
        (f"http://{'a' * 70}:1", "allowed: an address such as"),
        ("http://127.0.0.1:9/müller", "received 'http://127.0.0.1:9/müller'; allowed: an address"),
        ("http://müller.invalid", "allowed: an address such as"),
        ("http://me:secret@host", "set MLFLOW_TRACKING_USERNAME and"),
        ("http://127.0.0.1:1", "MLflow at http://127.0.0.1:1 cannot be reached: .*refused"),
        ("http://no.such.host.invalid", "cannot be reached"),
    ],
)
def test_addresses_are_explained(store: Store, url: str, words: str) -> None:
    with pytest.raises(InputError, match=words) as refused:
        send_to_mlflow(store, [COMPARISON], url)
    assert "secret" not in str(refused.value)


def test_passwords_come_from_the_environment(
    serve, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers["Authorization"])
        answer_with(403, b"")(handler)

    url = serve(answer)
    for variables in ({}, {"TOKEN": "abc"}, {"USERNAME": "me", "PASSWORD": "pw"}):
        for name, value in variables.items():
            monkeypatch.setenv(f"MLFLOW_TRACKING_{name}", value)
        with pytest.raises(InputError, match="refuses access"):
            send_to_mlflow(store, [COMPARISON], url)
    assert seen == [None, "Bearer abc", "Basic bWU6cHc="]


@pytest.mark.parametrize("token", ["secret\u2603", "secret\n", "secret\udcff"])
def test_tokens_that_cannot_be_sent_are_explained(
    store: Store, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", token)
    with pytest.raises(InputError, match="MLFLOW_TRACKING_TOKEN contains") as refused:
        send_to_mlflow(store, [COMPARISON], "http://127.0.0.1:1")
    assert "secret" not in str(refused.value)


def test_pages_send_passwords_only_to_the_configured_server(
    serve, store: Store, scheduler: Scheduler, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str | None] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append(handler.headers["Authorization"])
        answer_with(403, b"")(handler)

    url = serve(answer)
    monkeypatch.setenv("MLFLOW_TRACKING_TOKEN", "abc")
    for configured in ("", "http://127.0.0.1:1", f"http://me:pw@{url[7:]}", f"{url}/"):
        monkeypatch.setenv("MLFLOW_TRACKING_URI", configured)
        sending = start_sending(scheduler, store, [COMPARISON], url)
        assert sending.wait(60)
        named = f"set MLFLOW_TRACKING_URI={url}, and" in " ".join(sending.problems)
        assert named == (configured != f"{url}/")
    assert seen == [None, None, None, "Bearer abc"]


def test_files_are_put_where_the_server_says(serve) -> None:
    seen: list[str] = []

    def answer(handler: BaseHTTPRequestHandler) -> None:
        seen.append(f"{handler.command} {handler.path}")
        answer_with(500 if "full" in handler.path else 200, b"{}")(handler)

    url = serve(answer)
    server = MlflowServer(url)
    assert server.put_file("mlflow-artifacts:/1/a b/artifacts", "spec.json", b"{}")
    assert server.put_file("mlflow-artifacts:/\ud800", "spec.json", b"{}")
    with pytest.raises(InputError, match="status 500"):
        server.put_file("mlflow-artifacts:/full", "spec.json", b"{}")
    for place in ("s3://bucket/1", "/var/files", "mlflow-artifacts://other:80/1", "", "file:///1"):
        assert not server.put_file(place, "spec.json", b"{}")
    begin = "PUT /api/2.0/mlflow-artifacts/artifacts"
    assert seen == [f"{begin}/{path}/spec.json" for path in ("1/a%20b/artifacts", "%3F", "full")]
