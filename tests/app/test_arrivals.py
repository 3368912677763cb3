"""Importing runs on the start page, in Streamlit's AppTest."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.services.export import export_zip
from regdash.store.store import Store
from regdash.ui.services import run_service
from tests.app.test_start import APP, texts, titles
from tests.support.recorded_store import copy_recorded

FIRST, SECOND = "fa808f1f", "efec0973"


@pytest.fixture
def app(home: Path):
    st.cache_resource.clear()
    yield AppTest.from_file(APP, default_timeout=60)
    st.cache_resource.clear()


@pytest.fixture
def exported(home: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch) -> bytes:
    """Two comparisons of another store."""
    other = tmp_path_factory.mktemp("other")
    monkeypatch.setenv("REGDASH_HOME", str(other))
    store = Store(copy_recorded(other))
    file = export_zip(store, [FIRST, SECOND])
    store.close()
    monkeypatch.setenv("REGDASH_HOME", str(home))
    return file.data


def upload(app: AppTest, name: str, data: bytes) -> None:
    app.file_uploader(key="import_file").upload(name, data).run()
    app.button(key="import_zip").click().run()
    assert not app.exception


def test_imported_runs_are_told_listed_and_opened(app: AppTest, exported: bytes) -> None:
    app.run()
    assert titles(app) == []
    app.button(key="import_runs").click().run()
    assert app.button(key="import_zip").disabled
    upload(app, "runs.zip", exported)
    said = texts(app.success)
    assert "Added 24 runs of 'Patches, three seeds' and 'Another baseline, best epoch'." in said
    assert "whose images are not in this store" in said
    labels = [button.label for button in app.button]
    assert "Open 'Another baseline, best epoch'" in labels
    app.button(key=f"imported_{FIRST}").click().run()
    assert not app.exception
    assert app.query_params["comparison"] in (FIRST, [FIRST])
    assert "Patches, three seeds" in texts(app.header)
    assert [button for button in app.button if button.key == "import_zip"] == []
    assert len(run_service().store.runs(FIRST)) == 18


def test_runs_that_are_here_are_skipped(app: AppTest, exported: bytes) -> None:
    app.run()
    app.button(key="import_runs").click().run()
    upload(app, "runs.zip", exported)
    upload(app, "runs.zip", exported)
    assert "Nothing was added: all runs of 'Patches, three seeds'" in texts(app.success)
    # Closed and opened again, the dialog has forgotten the result.
    app.button(key="import_runs").click().run()
    assert not app.success
    assert "Patches, three seeds" in titles(app)


def test_damaged_files_are_explained_and_change_nothing(app: AppTest, exported: bytes) -> None:
    app.run()
    app.button(key="import_runs").click().run()
    for name, data, words in (
        ("no *zip*.zip", b"no zip", "no *zip*.zip: nothing was imported. It is no complete zip"),
        ("half.zip", exported[: len(exported) // 2], "half.zip: nothing was imported."),
        ("empty.zip", b"", "empty.zip: nothing was imported."),
    ):
        upload(app, name, data)
        assert words in texts(app.error)
        assert not app.success
    assert run_service().store.count_comparisons() == 0
    assert titles(app) == []
