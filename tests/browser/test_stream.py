"""The live stream without a browser: what is sent, when, and to which clients."""

import gzip
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from regdash.jobs.scheduler import Scheduler
from regdash.live.feed import decode_rows
from regdash.metrics.record import EpochRecord
from regdash.store.store import Store
from tests.browser.serving import serve


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, str]]:
    home = tmp_path_factory.mktemp("home")
    with serve(home) as address:
        yield home, address


def listen(address: str, comparison: str, origin: str | None = None) -> ClientConnection:
    path = f"{address.replace('http', 'ws')}/regdash/live?comparison={comparison}"
    return connect(path, origin=origin or address)  # type: ignore[arg-type]


def receive(stream: ClientConnection, timeout: float = 10.0) -> dict:
    news = json.loads(stream.recv(timeout=timeout))
    stream.send("drawn")
    return news


def epoch(number: int) -> EpochRecord:
    return EpochRecord(number, 1, 1, 0.5, 0.5, 0, 1, 0.001, 0.1)


def test_full_state_first_then_updates_even_from_other_processes(
    served: tuple[Path, str], tiny
) -> None:
    home, address = served
    scheduler = Scheduler(home)  # the run is in this process, like that of a terminal
    store: Store = scheduler.store
    comparison = store.add_comparison("Elsewhere")
    run_id = store.add_run(comparison, tiny(epochs=9), scheduler._ownership.owner)
    store.start_run(run_id)
    store.add_epoch(run_id, epoch(1))
    with listen(address, comparison) as stream:
        first = receive(stream)
        assert {"setup", "order", "lines", "points", "standing"} == set(first)
        assert len(decode_rows(first["points"][run_id]["rows"])) == 1
        for number in (2, 3):
            store.add_epoch(run_id, epoch(number))
        found: list[float] = []
        while len(found) < 2:
            news = receive(stream)
            assert "setup" not in news
            if "points" in news:
                found += decode_rows(news["points"][run_id]["rows"])[:, 0].tolist()
        assert found == [2, 3]
        store.end_run(run_id, "finished")
        news = receive(stream)
        assert news["lines"][run_id]["status"] == "finished"
        assert news["standing"] != first["standing"]
        # No run is active: nothing is sent.
        with pytest.raises(TimeoutError):
            receive(stream, timeout=2.5)
    scheduler.close()


def test_a_client_that_does_not_acknowledge_gets_nothing_more(
    served: tuple[Path, str], tiny
) -> None:
    home, address = served
    scheduler = Scheduler(home)
    comparison = scheduler.store.add_comparison("Slow page")
    (run_id,) = scheduler.submit(comparison, [tiny(epochs=3)])
    with listen(address, comparison) as stream:
        first = json.loads(stream.recv(timeout=10))
        assert run_id in first["lines"]
        assert scheduler.wait([run_id], timeout=60)
        with pytest.raises(TimeoutError):
            stream.recv(timeout=2.5)
        stream.send("drawn")
        late = json.loads(stream.recv(timeout=10))
        assert late["lines"][run_id]["status"] == "finished"
        seen = [
            *decode_rows(first.get("points", {}).get(run_id, {}).get("rows", "")),
            *decode_rows(late["points"][run_id]["rows"]),
        ]
        assert [int(row[0]) for row in seen] == [1, 2, 3]
    scheduler.close()


def test_other_origins_are_rejected_and_unknown_comparisons_get_nothing(
    served: tuple[Path, str],
) -> None:
    _, address = served
    with pytest.raises(InvalidStatus):
        listen(address, "any", origin="http://evil.example")
    for name in ("", "nothing", "<i>%00</i>"):
        with listen(address, name) as stream:
            stream.send("x" * 1000)
            with pytest.raises(TimeoutError):
                stream.recv(timeout=0.5)


def test_plotly_is_compressed_and_cached(served: tuple[Path, str]) -> None:
    _, address = served
    plain = urllib.request.urlopen(f"{address}/regdash/plotly.js?v=1")
    assert "immutable" in plain.headers["Cache-Control"]
    asked = urllib.request.Request(
        f"{address}/regdash/plotly.js?v=1", headers={"Accept-Encoding": "gzip"}
    )
    packed = urllib.request.urlopen(asked)
    assert packed.headers["Content-Encoding"] == "gzip"
    content = packed.read()
    assert gzip.decompress(content) == plain.read()
    assert len(content) < 2_000_000
