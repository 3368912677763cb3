import io
import zipfile

import pytest

from regdash.services.export import (
    export_table,
    export_tables,
    export_tensorboard_zip,
    export_zip,
)
from regdash.services.runs import RunService


def test_files_to_download(service: RunService, two) -> None:
    first, _, _ = two
    table = export_table(service.store, [first], "runs.csv")
    assert table.name == "file-CON-runs.csv"
    assert table.data == export_tables(service.store, [first])["runs.csv"]
    logs = export_tensorboard_zip(service.store, [first])
    assert logs.name == "file-CON-tensorboard.zip"
    with zipfile.ZipFile(io.BytesIO(logs.data)) as archive:
        assert len(archive.namelist()) == 6


def test_more_files_may_not_replace_those_of_the_import(service: RunService, two) -> None:
    first, _, (one, *_) = two
    service.store.end_run(one, "stopped")
    file = export_zip(service.store, [first], {"code/model.py": b"pass"})
    assert file.left_out == 1
    with pytest.raises(ValueError, match=r"taken: regdash.json"):
        export_zip(service.store, [first], {"regdash.json": b""})


def test_files_are_named_after_the_comparison(service: RunService, two) -> None:
    first, second, _ = two
    store = service.store
    assert export_zip(store, [first]).name == "file-CON.zip"
    assert export_zip(store, [second]).name == "Second-one.zip"
    assert export_zip(store, [first, second]).name == "regdash-runs.zip"
    assert list(export_tables(store, [first])) == ["runs.csv", "epochs.csv", "history.csv"]
