"""Sending runs from the export dialogs of two comparisons, in Streamlit's AppTest."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from tests.support.recorded_store import copy_recorded

FIRST, SECOND = "fa808f1f", "efec0973"


class SlowServer:
    """A server that answers no request until it is released, and then refuses all."""

    def __init__(self) -> None:
        released = self.released = threading.Event()

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                assert released.wait(60)
                self.send_error(503)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = HTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self.released.set()
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def server() -> Iterator[SlowServer]:
    made = SlowServer()
    yield made
    made.close()


def tab() -> None:
    import streamlit as st

    from regdash.ui.export.mlflow_tab import forget_results, show_mlflow
    from regdash.ui.services import run_service

    store = run_service().store
    for id in ("fa808f1f", "efec0973"):
        if st.button(f"Export {id}"):
            forget_results()
            st.session_state["shown"] = id
    comparison = store.comparison(st.session_state["shown"])
    assert comparison is not None
    show_mlflow(comparison, store.runs(comparison.id)[:2])


@pytest.fixture
def app(home: Path) -> Iterator[AppTest]:
    copy_recorded(home)
    st.cache_resource.clear()
    made = AppTest.from_function(tab, default_timeout=60)
    made.session_state["shown"] = FIRST
    yield made
    st.cache_resource.clear()


def press(app: AppTest, label: str) -> None:
    next(button for button in app.button if button.label == label).click()
    app.run()
    assert not app.exception


def send_is_disabled(app: AppTest) -> bool:
    return next(button for button in app.button if button.label == "Send 2 runs").disabled


def cancels(app: AppTest) -> int:
    return sum(button.label == "Cancel" for button in app.button)


def test_a_sending_is_followed_after_another_comparison_was_exported(
    app: AppTest, server: SlowServer
) -> None:
    app.run()
    app.text_input(key="mlflow_address").set_value(server.address)
    press(app, "Send 2 runs")
    assert (send_is_disabled(app), cancels(app)) == (True, 1)
    press(app, f"Export {SECOND}")
    assert (send_is_disabled(app), cancels(app)) == (False, 0)
    # What the other one sends does not replace it either.
    app.text_input(key="mlflow_address").set_value("nowhere")
    press(app, "Send 2 runs")
    wait_for_error(app, "allowed: an address such as")
    press(app, f"Export {FIRST}")
    assert (send_is_disabled(app), cancels(app)) == (True, 1)
    server.released.set()
    wait_for_error(app, "refused a request (status 503)")
    assert (send_is_disabled(app), cancels(app)) == (False, 0)
    press(app, f"Export {FIRST}")  # how it ended is not shown again
    assert (list(app.error), cancels(app)) == ([], 0)


def wait_for_error(app: AppTest, words: str) -> None:
    for _ in range(100):
        app.run()
        if any(words in error.value.replace("\\", "") for error in app.error):
            return
    raise AssertionError([error.value for error in app.error])
