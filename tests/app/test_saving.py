"""Files that the export dialog saves, in Streamlit's AppTest: they are those of the terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.reports.archive import write_zip
from regdash.reports.file_names import safe_file_name
from regdash.services.export import gather_runs, name_export
from regdash.services.finding import find_runs
from regdash.services.models import export_model
from regdash.ui.services import run_service
from tests.support.recorded_store import copy_recorded

COMPARISON = "fa808f1f"


def tabs() -> None:
    from regdash.ui.export.keras_tab import show_keras
    from regdash.ui.export.tables_tab import show_tables
    from regdash.ui.services import run_service

    store = run_service().store
    comparison = store.comparison("fa808f1f")
    assert comparison is not None
    one_seed = [run for run in store.runs(comparison.id) if run.spec.seed == 2]
    show_keras(comparison, one_seed)
    show_tables(one_seed)


@pytest.fixture
def app(home: Path) -> Iterator[AppTest]:
    copy_recorded(home)
    st.cache_resource.clear()
    yield AppTest.from_function(tabs, default_timeout=60)
    st.cache_resource.clear()


def saved_name(app: AppTest, label: str) -> str:
    """The name of the file that is written after a press."""
    # AppTest has no browser that could press a button of our own.
    app.session_state[f"save_{label}_presses"] = 1
    app.run()
    assert not app.exception
    answer = app.session_state[f"save_{label}_answer"]
    assert (answer.press, answer.problem, bool(answer.address)) == (1, "", True)
    return str(answer.name)


def test_runs_and_files_have_the_names_of_the_terminal(app: AppTest) -> None:
    store = run_service().store
    first = next(run for run in store.runs(COMPARISON) if run.spec.seed == 2)
    path = store.files.model_path(first.id)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(write_zip({"metadata.json": b"{}"}))
    app.run()
    assert not app.exception
    found = find_runs(store, [COMPARISON])
    runs = [run for run in gather_runs(store, found) if run.spec.seed == 2]
    # Named among all seeds, although only one is shown.
    assert all("seed 2" in run.name for run in runs)
    assert app.selectbox(key="network_of").options == [run.name for run in runs]
    title = name_export(found)
    assert saved_name(app, "Runs as CSV") == f"{title}-runs.csv"
    assert saved_name(app, "History as CSV") == f"{title}-history.csv"
    assert saved_name(app, "TensorBoard") == f"{title}-tensorboard.zip"
    name = saved_name(app, "Network as .keras")
    assert name == export_model(store, first.id).name
    assert Path(name).stem == safe_file_name(runs[0].name)
    assert saved_name(app, "Keras script") == f"{title}.py"
