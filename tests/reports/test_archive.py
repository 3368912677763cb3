import io
import json
import zipfile

import pytest

from regdash.metrics import METRICS
from regdash.reports.archive import report_files, write_zip
from regdash.reports.settings import setting_columns
from regdash.reports.tables import epochs_table, history_table, runs_table
from regdash.spec import RunSpec
from tests.reports.conftest import HOSTILE, Trained


def open_zip(data: bytes) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(data))


def test_files_of_the_zip(trained: Trained) -> None:
    runs = trained.gather()
    files = report_files(runs, {"figures/loss.svg": b"<svg/>"})
    archive = open_zip(write_zip(files))
    assert archive.testzip() is None
    assert archive.namelist() == sorted(files)
    assert archive.read("runs.csv") == runs_table(runs)
    assert archive.read("epochs.csv") == epochs_table(runs)
    assert archive.read("history.csv") == history_table(runs)
    assert archive.read("figures/loss.svg") == b"<svg/>"
    specs = json.loads(archive.read("specs.json"))
    assert [RunSpec.from_dict(each["spec"]) for each in specs] == [run.spec for run in runs]
    assert specs[0]["comparison"] == HOSTILE


def test_equal_runs_give_equal_bytes(trained: Trained) -> None:
    first = write_zip(report_files(trained.gather()))
    files = report_files(trained.gather())
    assert write_zip(dict(reversed(files.items()))) == first
    assert {info.date_time for info in open_zip(first).infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_readme_explains_every_file_and_column(trained: Trained) -> None:
    trained.store.reveal_test(trained.comparison)
    runs = trained.gather()
    files = report_files(runs, {"figures/loss.svg": b"", "notes.txt": b""})
    text = files["README.txt"].decode()
    names = [
        *(name for name in files if name != "README.txt" and "/" not in name),
        "figures/",
        *(column.heading.split(" (")[0] for column in setting_columns()),
        *(metric.key for metric in METRICS),
        *(name.split(" (")[0] for name in files["runs.csv"].decode().split("\r\n")[0].split(",")),
        *(
            name.split(" (")[0]
            for name in files["history.csv"].decode().split("\r\n")[0].split(",")
        ),
    ]
    lines = [line.split() for line in text.splitlines()]
    firsts = {line[0] for line in lines if line}
    assert set(names) <= firsts
    assert "  val_loss (nats) " in text
    assert max(map(len, text.splitlines())) <= 100


def test_the_readme_does_not_speak_of_hidden_test_results(trained: Trained) -> None:
    assert "test_accuracy" not in report_files(trained.gather())["README.txt"].decode()


def test_names_that_are_taken_are_refused(trained: Trained) -> None:
    with pytest.raises(ValueError, match=r"taken: README.txt, runs.csv"):
        report_files(trained.gather(), {"runs.csv": b"", "README.txt": b""})


def test_what_packs_too_well_is_stored_unpacked() -> None:
    archive = open_zip(write_zip({"zeros": bytes(1_000_000), "text": b"abc " * 100}))
    kinds = {info.filename: info.compress_type for info in archive.infolist()}
    assert kinds == {"zeros": zipfile.ZIP_STORED, "text": zipfile.ZIP_DEFLATED}
    assert archive.read("zeros") == bytes(1_000_000)
