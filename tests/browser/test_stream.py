"""The live stream without a browser: what is sent, when, and to which clients."""

import gzip
import json
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from regdash.live.feed import decode_rows
from regdash.services.runs import RunService
from regdash.store.store import Store
from tests.browser.serving import serve
from tests.support.records import make_epoch


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


def test_full_state_first_then_updates_even_from_other_processes(
    served: tuple[Path, str], tiny
) -> None:
    home, address = served
    service = RunService(home)  # the run is in this process, like that of a terminal
    store: Store = service.store
    comparison = store.add_comparison("Elsewhere")
    run_id = store.add_run(comparison, tiny(epochs=9), service.owner)
    store.start_run(run_id)
    store.add_epoch(run_id, make_epoch(1))
    with listen(address, comparison) as stream:
        first = receive(stream)
        assert {"setup", "order", "lines", "points", "standing"} == set(first)
        curves = first["setup"]["curves"]
        assert decode_rows(first["points"][run_id]["rows"], curves)["epoch"].tolist() == [1]
        for number in (2, 3):
            store.add_epoch(run_id, make_epoch(number))
        found: list[float] = []
        while len(found) < 2:
            news = receive(stream)
            assert "setup" not in news
            if "points" in news:
                rows = decode_rows(news["points"][run_id]["rows"], curves)
                found += rows["epoch"].tolist()
        assert found == [2, 3]
        store.end_run(run_id, "finished")
        news = receive(stream)
        assert news["lines"][run_id]["status"] == "finished"
        assert news["standing"] != first["standing"]
        # No run is active: nothing is sent.
        with pytest.raises(TimeoutError):
            receive(stream, timeout=2.5)
    service.close()


def test_a_client_that_does_not_acknowledge_gets_nothing_more(
    served: tuple[Path, str], tiny
) -> None:
    home, address = served
    service = RunService(home)
    comparison = service.store.add_comparison("Slow page")
    (run_id,) = service.submit(comparison, [tiny(epochs=3)])
    with listen(address, comparison) as stream:
        first = json.loads(stream.recv(timeout=10))
        curves = first["setup"]["curves"]
        assert run_id in first["lines"]
        assert service.wait([run_id], timeout=60)
        with pytest.raises(TimeoutError):
            stream.recv(timeout=2.5)
        stream.send("drawn")
        late = json.loads(stream.recv(timeout=10))
        assert late["lines"][run_id]["status"] == "finished"
        messages = [first["points"], late["points"]] if "points" in first else [late["points"]]
        seen = [decode_rows(points[run_id]["rows"], curves)["epoch"] for points in messages]
        assert np.concatenate(seen).tolist() == [1, 2, 3]
    service.close()


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
