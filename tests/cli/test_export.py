import zipfile
from pathlib import Path

import pytest

from regdash.cli import main
from regdash.services.runs import RunService
from regdash.store.store import Store
from tests.support.recorded_store import copy_recorded
from tests.support.unreadable import make_unreadable

COMPARISON = "fa808f1f"


@pytest.fixture
def recorded(home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home with runs, and another folder as the current one."""
    copy_recorded(home)
    work = tmp_path / "work"
    work.mkdir()
    monkeypatch.chdir(work)
    return home


def call(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    status = main(arguments)
    out, err = capsys.readouterr()
    assert "Traceback" not in err
    return status, out, err


def test_runs_move_as_one_file(
    recorded: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    status, out, _ = call(capsys, "export", COMPARISON)
    assert status == 0
    assert out.startswith("Wrote Patches-three-seeds.zip (")
    with zipfile.ZipFile("Patches-three-seeds.zip") as archive:
        assert {"runs.csv", "epochs.csv", "history.csv", "README.txt"} < set(archive.namelist())
    other = tmp_path / "other"
    monkeypatch.setenv("REGDASH_HOME", str(other))
    status, out, _ = call(capsys, "import", "Patches-three-seeds.zip")
    assert status == 0
    assert "Added 18 runs of 'Patches, three seeds'." in out
    assert "whose images are not in this store" in out
    store = Store(other)
    assert len(store.runs(COMPARISON)) == 18
    store.close()
    status, out, _ = call(capsys, "import", "Patches-three-seeds.zip")
    assert status == 0
    assert out.startswith("Nothing was added")


def test_tables_in_a_folder(recorded: Path, capsys) -> None:
    status, out, _ = call(capsys, "export", COMPARISON, "--format", "csv", "--out", "tables/here")
    assert (status, out) == (0, "Wrote 3 files to tables/here.\n")
    assert len(Path("tables/here/runs.csv").read_text().splitlines()) == 19
    assert sorted(path.name for path in Path("tables/here").iterdir()) == [
        "epochs.csv",
        "history.csv",
        "runs.csv",
    ]


def test_runs_in_progress_are_mentioned(recorded: Path, tiny, capsys) -> None:
    service = RunService(recorded)
    service.store.add_run(COMPARISON, tiny(), service.owner)
    _, out, _ = call(capsys, "export", COMPARISON, "--out", "some.zip")
    assert "1 run in progress or damaged cannot be imported from it" in out
    service.close()
    _, out, _ = call(capsys, "export", COMPARISON, "--out", "some.zip")
    assert "in progress" not in out


def test_runs_that_cannot_be_read_are_mentioned(recorded: Path, capsys) -> None:
    store = Store(recorded)
    run_id = store.runs(COMPARISON)[0].id
    store.close()
    make_unreadable(recorded, run_id, techniques={"mixup": {}})
    _, out, _ = call(capsys, "export", COMPARISON)
    assert "Not in the tables: " in out
    assert "uses the technique mixup, which this version of RegDash does not have." in out


def test_bad_input_is_explained(recorded: Path, capsys) -> None:
    Path("no.zip").write_text("no zip")
    for arguments, words in (
        (
            ("export", "nothing"),
            "This store has no comparison or run with the id 'nothing', or this version",
        ),
        (
            ("export", COMPARISON, "--out", "missing/x.zip"),
            "--out missing/x.zip: cannot be written",
        ),
        (("export", COMPARISON, "--format", "csv", "--out", "no.zip/"), "choose another folder"),
        (("export", COMPARISON, "--experiment", "Mine"), "use it with --mlflow URL"),
        (("export", COMPARISON, "--format", "keras"), "is missing; train it again"),
        (("export", COMPARISON, "--out", "y.tar"), "y.tar: choose a name that ends with .zip."),
        (("export", COMPARISON, "--out", ""), "--out: received nothing: choose a name"),
        (
            ("export", COMPARISON, "--format", "csv", "--out", "x.csv"),
            "--out x.csv: a folder is written; choose a name without .csv.",
        ),
        (("import", "no.zip"), "no.zip: nothing was imported. It is no complete zip"),
        (
            ("import", "missing.zip"),
            "missing.zip: cannot be read (No such file or directory); choose a zip",
        ),
        (("import", "."), ".: cannot be read (Is a directory); choose a zip"),
    ):
        status, out, err = call(capsys, *arguments)
        assert (status, out) == (2, "")
        assert err.startswith("regdash: ")
        assert words in err
