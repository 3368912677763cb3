"""Files that are damaged or made by an attacker are refused in one message, and change nothing."""

import io
import json
import re
import struct
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from regdash.reports.archive import write_zip
from regdash.services import safe_zip
from regdash.services.export import export_zip
from regdash.services.transfer import import_runs
from regdash.settings.messages import InputError
from regdash.store.store import Store
from tests.support.recorded_store import copy_recorded, dump_store

COMPARISON = "fa808f1f"
Files = dict[str, bytes]
Values = dict[str, Any]


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The files of an honest export."""
    home = copy_recorded(tmp_path_factory.mktemp("there"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REGDASH_HOME", str(home))
        store = Store(home)
        data = export_zip(store, [COMPARISON]).data
        store.close()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    opened = Store(home)
    yield opened
    opened.close()


def refuse(store: Store, data: bytes) -> str:
    """Check that a file is refused and changes nothing; return the explanation."""
    before = dump_store(store.folder)
    with pytest.raises(InputError) as refused:
        import_runs(store, io.BytesIO(data), "runs.zip")
    assert dump_store(store.folder) == before
    (sentence,) = refused.value.sentences
    assert sentence.startswith("runs.zip: nothing was imported. ")
    assert len(sentence) < 500
    return sentence


def edited(files: Files, edit: Callable[[Values], object]) -> bytes:
    """The file with a changed manifest."""
    manifest = json.loads(files["regdash.json"])
    edit(manifest)
    return write_zip({**files, "regdash.json": json.dumps(manifest).encode()})


def edit_run(**changes: Any) -> Callable[[Values], object]:
    return lambda manifest: manifest["runs"][0].update(changes)


def edit_comparison(**changes: Any) -> Callable[[Values], object]:
    return lambda manifest: manifest["comparisons"][0].update(changes)


def edit_spec(**changes: Any) -> Callable[[Values], object]:
    return lambda manifest: manifest["runs"][0]["spec"].update(changes)


MANIFESTS: list[tuple[Callable[[Values], object], str]] = [
    (lambda m: m.update(version=2), "version 2 of the format; this version of RegDash reads"),
    (lambda m: m.update(version=0), "version: Input should be greater than or equal to 1"),
    (lambda m: m.update(version="1"), "version: Input should be a valid integer"),
    (lambda m: m.update(format="other"), "format: Input should be 'regdash runs'"),
    (lambda m: m.update(more=1), "more: Extra inputs are not permitted"),
    (lambda m: m.pop("runs"), "runs: Field required"),
    (lambda m: m.update(runs={}), "runs: Input should be a valid array"),
    (lambda m: m["runs"].append(m["runs"][0]), "twice"),
    (lambda m: m["comparisons"].append(m["comparisons"][0]), "twice"),
    (lambda m: m.update(comparisons=[]), "belongs to fa808f1f, which is not in it"),
    (lambda m: m.update(datasets=[]), "nothing is known about its data set"),
    (lambda m: m["datasets"][0].update(id="../../../../x"), "String should match pattern"),
    (
        lambda m: m["datasets"][0].update(labelled=200),
        "its predictions are not those of [0-9]+ images",
    ),
    (lambda m: m["datasets"][0].update(image_shape=[6, 6]), "datasets.0.image_shape"),
    (edit_run(id="../evil"), "runs.0.id: String should match pattern"),
    (edit_run(id="0123456\u0667"), "runs.0.id: String should match pattern"),
    (edit_run(id="01234567\n"), "runs.0.id: String should match pattern"),
    (edit_run(comparison="00000000"), "which is not in it"),
    (edit_run(name="x" * 10_000_000), "runs.0.name: String should have at most 200 characters"),
    (edit_run(number=-1), "runs.0.number: Input should be greater than or equal to 0"),
    (edit_run(number=1.5), "runs.0.number: Input should be a valid integer"),
    (edit_run(number=True), "runs.0.number: Input should be a valid integer"),
    (edit_run(number=10**4000), "runs.0.number|regdash.json is not valid JSON"),
    (edit_run(parameters=10**30), "runs.0.parameters: Input should be less than or equal to"),
    (edit_run(status="running"), "runs.0.status: Input should be 'finished'"),
    (edit_run(status=["finished"]), "runs.0.status"),
    (edit_run(kept_epoch=400), "it refers to epoch 400, and has"),
    (edit_run(created="yesterday"), "runs.0.created"),
    (edit_run(created="2026-01-01T00:00:00+01:00"), "runs.0.created"),
    (edit_run(results={"kept": {"test_loss": float("nan")}}), "results.kept.test_loss"),
    (edit_run(results={"kept": {"test_loss": float("inf")}}), "results.kept.test_loss"),
    (edit_run(results={"kept": {"test_loss": 1e39}}), "results.kept.test_loss"),
    (edit_run(results={"kept": {"<b>": 1.0}}), "runs.0.results.kept.<b>"),
    (edit_run(results={"kept": {"\x1b[2J": 1.0}}), r"results.kept.\\x1b\[2J"),
    (edit_run(results={"now": {}}), "runs.0.results.now"),
    (edit_run(arrays=[]), "does not have the size"),
    (lambda m: m["runs"][0]["arrays"][0].update(length=10**12), "does not have the size"),
    (lambda m: m["runs"][0]["arrays"][0].update(kind="object"), "arrays.0.kind: Input should be"),
    (lambda m: m["runs"][0]["arrays"][0].update(name="../x"), "arrays.0.name: String should match"),
    (lambda m: m["runs"][0]["arrays"][2].update(name="epochs/other"), "its epochs lack objective"),
    (lambda m: m["runs"][0]["arrays"][-1].update(name="right/other"), "predictions are incomplete"),
    (edit_run(spec=[]), "runs.0.spec: Input should be a valid dictionary|object"),
    (edit_spec(epochs=2), "epochs, and its spec has 2"),
    (edit_spec(epochs=float("nan")), "The run .*: "),
    (edit_spec(epochs=10**400), "The run .*epochs"),
    (edit_spec(techniques={"l2": {"l2": 99}}), "has a spec that this version .* does not accept"),
    (edit_spec(techniques={"x" * 60_000: {}}), "its spec has 60,"),
    (edit_spec(data={"dataset": "0" * 16}), "nothing is known about its data set"),
    (edit_spec(seed=77, epochs=7), "other settings than the runs of its method"),
    (edit_comparison(id="a b c d e"), "comparisons.0.id: String should match pattern"),
    (edit_comparison(title="x" * 10_000_000), "comparisons.0.title: String should have at most"),
    (edit_comparison(title="\ud800"), "not valid JSON"),
    (edit_comparison(revealed=1), "comparisons.0.revealed"),
    (edit_comparison(at="first"), "comparisons.0.at"),
    (edit_comparison(setup={"epochs": -3}), "The comparison fa808f1f: it has a spec"),
]


@pytest.mark.parametrize(("edit", "words"), MANIFESTS, ids=range(len(MANIFESTS)))
def test_manifests(
    store: Store, files: Files, edit: Callable[[Values], object], words: str
) -> None:
    assert re.search(words, refuse(store, edited(files, edit)))


@pytest.mark.parametrize(
    "text", [b"", b"{", b"[" * 100_000, b"\xff\xfe{}", b'"\\ud800"', b"null", b"NaN", b"[1e999]"]
)
def test_what_is_no_manifest(store: Store, files: Files, text: bytes) -> None:
    assert "regdash.json" in refuse(store, write_zip({**files, "regdash.json": text}))


def curves(files: Files, **values: float) -> tuple[str, bytes]:
    """The arrays of the first run, with a value of the first epoch changed."""
    run = json.loads(files["regdash.json"])["runs"][0]
    data = bytearray(files[f"arrays/{run['id']}.bin"])
    begin = 0
    for array in run["arrays"]:
        key = array["name"].removeprefix("epochs/")
        if key in values:
            data[begin : begin + 8] = struct.pack("<d", values[key])
        begin += 8 * array["length"] if array["kind"] == "float64" else -(-array["length"] // 8)
    return f"arrays/{run['id']}.bin", bytes(data)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("val_loss", float("nan")),
        ("val_loss", float("inf")),
        ("val_loss", -1.0),
        ("val_accuracy", 1.01),
        ("penalty", 1e200),
        ("seconds", -1.0),
        ("weight_norm", float("-inf")),
    ],
)
def test_curves_that_cannot_have_been_measured(
    store: Store, files: Files, key: str, value: float
) -> None:
    name, data = curves(files, **{key: value})
    assert data != files[name]
    sentence = refuse(store, write_zip({**files, name: data}))
    assert f"'{key}' has values that cannot have been measured" in sentence


def test_a_metric_that_was_not_measured_is_no_error(store: Store, files: Files) -> None:
    name, data = curves(files, weight_norm=float("nan"))
    result = import_runs(store, io.BytesIO(write_zip({**files, name: data})))
    assert result.added == len([each for each in files if each.startswith("arrays/")])
    assert store.epochs(name[7:15])[0].get("weight_norm") is None


def zip_with(files: Files, *more: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    buffer = io.BytesIO(write_zip(files))
    with zipfile.ZipFile(buffer, "a") as archive:
        for name, data in more:
            archive.writestr(name, data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("../evil.txt", b"", "points outside the archive"),
        ("/etc/passwd", b"", "is an absolute path"),
        ("C:\\evil.txt", b"", "is an absolute path"),
        ("a\nb", b"", "control characters"),
        ("runs.csv", b"", "is contained twice"),
        ("inner.zip", b"", "is an archive inside the archive"),
        ("bomb", bytes(50_000_000), "suspicious multiple of its size"),
        ("n" * 60_000, b"", ""),
    ],
)
def test_members(store: Store, files: Files, name: str, data: bytes, words: str) -> None:
    archive = zip_with(files, (name, data))
    if words:
        assert words in refuse(store, archive)
    else:  # a long name harms nobody
        assert import_runs(store, io.BytesIO(archive)).added


def test_links_are_refused(store: Store, files: Files) -> None:
    link = zipfile.ZipInfo("link")
    link.external_attr = 0o120777 << 16
    assert "is a symbolic link" in refuse(store, zip_with(files, (link, b"/etc/passwd")))


def test_limits(store: Store, files: Files, monkeypatch: pytest.MonkeyPatch) -> None:
    data = write_zip(files)
    monkeypatch.setattr(safe_zip, "MAX_FILES", 5)
    assert f"It has {len(files)} files; allowed: at most 5." in refuse(store, data)
    monkeypatch.undo()
    monkeypatch.setattr(safe_zip, "MAX_UNPACKED_MB", 0)
    assert "bytes unpacked; allowed: at most 0" in refuse(store, data)
    monkeypatch.setattr(safe_zip, "MAX_PACKED_MB", 0)
    assert "bytes; allowed: at most 0" in refuse(store, data)


def test_files_that_are_no_zip_of_regdash(store: Store, files: Files) -> None:
    assert "is no complete zip" in refuse(store, b"")
    assert "is no complete zip" in refuse(store, b"PK\x03\x04 not a zip")
    assert "'regdash.json' is missing" in refuse(store, write_zip({"runs.csv": b"a,b"}))
    missing = next(name for name in files if name.startswith("arrays/"))
    left = {name: data for name, data in files.items() if name != missing}
    assert f"{missing} does not have the size" in refuse(store, write_zip(left))


def test_truncated_files_on_disk(store: Store, files: Files, tmp_path: Path) -> None:
    data = write_zip(files)
    file = tmp_path / "cut.zip"
    for length in range(0, len(data) - 1, len(data) // 10):
        file.write_bytes(data[length:])
        if length:
            with pytest.raises(InputError, match=r"cut.zip: nothing was imported."):
                import_runs(store, file)
    assert store.comparisons() == []


def test_truncated_files(store: Store, files: Files) -> None:
    data = write_zip(files)
    for length in range(0, len(data) - 1, len(data) // 25):
        refuse(store, data[:length])


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_damaged_bytes_never_end_in_another_error(
    tmp_path_factory: pytest.TempPathFactory, files: Files, data: st.DataObject
) -> None:
    damaged = bytearray(write_zip(files))
    for _ in range(data.draw(st.integers(1, 4))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    store = Store(tmp_path_factory.mktemp("damaged"))
    refused = False
    try:
        import_runs(store, io.BytesIO(bytes(damaged)))
    except InputError:
        refused = True
    assert bool(store.comparisons()) != refused
    store.close()


def test_other_runs_under_the_same_ids_are_not_overwritten(store: Store, files: Files) -> None:
    import_runs(store, io.BytesIO(write_zip(files)))
    earlier = "2020-01-01T00:00:00"
    assert "Another run is stored here" in refuse(store, edited(files, edit_run(created=earlier)))
    changed = edited(files, edit_comparison(created=earlier))
    assert "Another comparison is stored here" in refuse(store, changed)


def test_an_import_that_fails_halfway_changes_nothing(
    store: Store, files: Files, monkeypatch: pytest.MonkeyPatch
) -> None:
    save = store.files.save_arrays
    saved: list[str] = []

    def save_until_the_disk_is_full(run_id: str, arrays: Any) -> None:
        if len(saved) == 3:
            raise OSError(28, "No space left on device")
        saved.append(run_id)
        save(run_id, arrays)

    monkeypatch.setattr(store.files, "save_arrays", save_until_the_disk_is_full)
    before = dump_store(store.folder)
    with pytest.raises(OSError, match="No space left"):
        import_runs(store, io.BytesIO(write_zip(files)))
    after = [line for line in dump_store(store.folder) if line != "runs"]
    assert after == before
    assert len(saved) == 3
