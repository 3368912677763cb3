"""Networks of runs as files for Keras without RegDash."""

import io
import json
import shutil
import struct
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from regdash.cli import main
from regdash.datasets import collection
from regdash.datasets.image_set import ImageSet
from regdash.datasets.preparation import prepare
from regdash.services.comparisons import start_comparison
from regdash.services.models import describe_networks, explain_missing_model, export_model
from regdash.services.runs import RunService
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.records import Run
from regdash.store.store import Store
from regdash.store.tables import IMPORTED
from tests.conftest import TINY
from tests.support.records import make_epoch

EVERYTHING = {
    "zca_whitening": {},
    "augmentation": {},
    "dropout": {"rate": 0.2, "input_rate": 0.1},
    "gaussian_noise": {},
    "batch_norm": {"momentum": 0.5},
    "l2": {},
    "max_norm": {},
    "early_stopping": {"patience": 1},
}

PREDICT = """
import importlib.abc, json, sys
class Refuse(importlib.abc.MetaPathFinder):
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] == "regdash":
            raise ImportError("no RegDash here")
sys.meta_path.insert(0, Refuse())
try:
    import regdash
    sys.exit("regdash can be imported")
except ImportError:
    pass
import keras, numpy as np
images = dict(np.load(sys.argv[1]))
for path in sys.argv[2:]:
    model = keras.models.load_model(path)
    found = {n: model.predict(x.reshape(len(x), -1) / 255, verbose=0) for n, x in images.items()}
    np.savez(path + ".npz", **found)
assert "regdash" not in sys.modules
"""


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with a plain run and one with many techniques, and their comparison."""
    home = tmp_path_factory.mktemp("home")
    service = RunService(home)
    variants = ({}, {"techniques": EVERYTHING, "epochs": 6})
    specs = [RunSpec.from_dict({**TINY, **variant}) for variant in variants]
    started = start_comparison(service, specs, title="Two networks")
    assert service.wait(started.run_ids, timeout=240)
    service.close()
    return home, started.comparison_id


@pytest.fixture
def store(trained: tuple[Path, str], home: Path) -> Iterator[Store]:
    shutil.copytree(trained[0], home, dirs_exist_ok=True)
    opened = Store(home)
    yield opened
    opened.close()


def members(file: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(file)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_plain_keras_predicts_what_the_run_predicted(
    store: Store, trained: tuple[Path, str], tmp_path: Path
) -> None:
    runs = store.runs(trained[1])
    data = prepare(runs[0].spec.data)
    images = {
        name: np.round(samples.x * 255).astype(np.uint8).reshape(-1, 28, 28)
        for name, samples in (("validation", data.validation), ("test", data.test))
    }
    np.savez(tmp_path / "images.npz", **images)
    paths = [tmp_path / f"{run.id}.keras" for run in runs]
    for run, path in zip(runs, paths, strict=True):
        path.write_bytes(export_model(store, run.id).data)
    command = [sys.executable, "-c", PREDICT, str(tmp_path / "images.npz"), *map(str, paths)]
    done = subprocess.run(command, capture_output=True, text=True, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for run, path in zip(runs, paths, strict=True):
        assert run.complete
        stored = np.load(store.run_folder(run.id) / "predictions.npz")
        found = np.load(f"{path}.npz")
        for name, labels in (("validation", data.validation.y), ("test", data.test.y)):
            assert np.abs(found[name] - stored[name].astype(np.float32)).max() < 2e-3
            right = found[name].argmax(axis=1) == labels
            if name == "test":
                assert right.mean() == pytest.approx(run.result("test_accuracy"), abs=1e-4)
            else:
                about = json.loads(members(path.read_bytes())["metadata.json"])
                assert right.mean() == pytest.approx(about["run"]["val_accuracy"], abs=1e-3)
                assert right.mean() > 0.25  # better than guessing


def test_the_file_says_what_it_takes_and_where_it_comes_from(
    store: Store, trained: tuple[Path, str]
) -> None:
    run = store.runs(trained[1])[1]
    file = export_model(store, run.id)
    assert file.name.endswith(".keras")
    assert file.data == export_model(store, run.id).data
    found = members(file.data)
    assert set(found) == {"metadata.json", "config.json", "model.weights.h5"}
    about = json.loads(found["metadata.json"])
    assert about["input"]["shape"] == [None, 784]
    assert about["input"]["range"] == [0, 1]
    assert about["output"]["classes"] == [str(digit) for digit in range(10)]
    assert RunSpec.from_dict(about["run"]["spec"]) == run.spec
    assert about["run"]["kept_epoch"] == run.kept_epoch
    assert "test_accuracy" not in found["metadata.json"].decode()
    (sentence,) = describe_networks(store.runs(trained[1]))
    assert about["description"] == sentence
    assert "float32 (n, 784): the pixels of each image (28, 28) in a row, from 0 to 1" in sentence
    # Nothing but Keras is needed to read it.
    assert b"regdash" not in found["config.json"].lower()


def test_what_has_no_network_is_explained(store: Store, trained: tuple[Path, str], tiny) -> None:
    comparison = store.add_comparison("Others")

    def added(status: str, owner: str = "me") -> Run:
        run_id = store.add_run(comparison, tiny(), owner, name=status)
        if status != "queued":
            store.end_run(run_id, status)
        run = store.run(run_id)
        assert run is not None
        return run

    for run, words in (
        (added("queued"), "'queued' is in progress; its network can be saved once it has ended"),
        (added("diverged"), "only runs that were trained to the end have one, .* is diverged"),
        (added("finished"), "The file with the network of 'finished' is missing; train it again"),
        (added("stopped_early", IMPORTED), "was imported; .* Train it here to get one"),
    ):
        with pytest.raises(InputError, match=words):
            export_model(store, run.id)
    plain = store.runs(trained[1])[0]
    assert explain_missing_model(store, plain) == ""
    path = store.files.model_path(plain.id)
    path.write_bytes(path.read_bytes()[:1000])
    with pytest.raises(InputError, match="the network of 'baseline' is damaged; train it again"):
        export_model(store, plain.id)
    store.delete_run(plain.id)
    assert not path.exists()


def packed(metadata: bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip as Keras writes it, with this metadata."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", compression) as archive:
        archive.writestr("metadata.json", metadata)
    return file.getvalue()


def changed(file: bytes, at: int, value: bytes) -> bytes:
    """A file with other bytes at a place."""
    return file[:at] + value + file[at + len(value) :]


def in_both(file: bytes, offset: int, value: bytes) -> bytes:
    """A file with another value in the header of its first member and in its directory."""
    directory = file.index(b"PK\x01\x02")
    return changed(changed(file, offset, value), directory + offset + 2, value)


METADATA = json.dumps({"keras_version": "3", "more": list(range(200))}).encode()

# A file of another disk, as the record says that ends the largest zips.
ANOTHER_DISK = b"PK\x06\x07" + struct.pack("<LQL", 1, 0, 2)


@pytest.mark.parametrize(
    "damaged",
    [
        pytest.param(b"", id="empty"),
        pytest.param(packed(METADATA)[:-30], id="truncated"),
        pytest.param(changed(packed(METADATA), 45, b"\xff" * 20), id="compressed data"),
        pytest.param(changed(packed(METADATA), 0, b"XX"), id="header of a member"),
        pytest.param(in_both(packed(METADATA), 6, b"\x01"), id="flag: encrypted"),
        pytest.param(in_both(packed(METADATA), 6, b"\x20"), id="flag: a patch"),
        pytest.param(in_both(packed(METADATA), 8, b"\x63"), id="unknown compression"),
        pytest.param(in_both(packed(METADATA), 8, b"\x0c"), id="bzip2 that is none"),
        pytest.param(in_both(packed(METADATA), 8, b"\x0e"), id="lzma that is none"),
        pytest.param(
            changed(packed(METADATA, zipfile.ZIP_LZMA), 55, b"\xff" * 40), id="damaged lzma"
        ),
        pytest.param(packed(METADATA)[:-22] + ANOTHER_DISK + packed(METADATA)[-22:], id="disks"),
        pytest.param(packed(b"[1, 2]"), id="metadata: a list"),
        pytest.param(packed(b"null"), id="metadata: null"),
        pytest.param(packed(b'"text"'), id="metadata: text"),
        pytest.param(packed(b"{"), id="metadata: no JSON"),
        pytest.param(packed(b"\xff"), id="metadata: no UTF-8"),
        pytest.param(packed(b"[" * 100_000), id="metadata: nested too deep"),
        pytest.param(packed(METADATA).replace(b"metadata", b"metabeta"), id="metadata: missing"),
    ],
)
def test_damaged_files_are_explained(
    store: Store, trained: tuple[Path, str], damaged: bytes
) -> None:
    run = store.runs(trained[1])[0]
    store.files.model_path(run.id).write_bytes(damaged)
    with pytest.raises(InputError) as refused:
        export_model(store, run.id)
    assert refused.value.sentences == [
        "The file with the network of 'baseline' is damaged; train it again."
    ]


def test_in_the_terminal(
    store: Store,
    trained: tuple[Path, str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    comparison = trained[1]
    plain, other = store.runs(comparison)
    assert main(["export", plain.id, "--format", "keras"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Wrote baseline.keras (0.1 MB).\nIt takes float32 (n, 784)")
    assert Path("baseline.keras").read_bytes() == export_model(store, plain.id).data
    assert main(["export", comparison, "--format", "keras", "--out", "networks"]) == 0
    assert capsys.readouterr().out.startswith("Wrote 2 files to networks.\n")
    assert sorted(path.suffix for path in Path("networks").iterdir()) == [".keras"] * 2
    store.files.model_path(other.id).unlink()
    assert main(["export", comparison, "--format", "keras", "--out", "fewer"]) == 0
    assert "Left out: The file with the network of" in capsys.readouterr().out
    assert [path.name for path in Path("fewer").iterdir()] == ["baseline.keras"]
    assert main(["export", other.id, "--format", "keras"]) == 2
    assert "is missing; train it again" in capsys.readouterr().err


def test_only_networks_that_are_exported_are_described(
    store: Store,
    trained: tuple[Path, str],
    tiny,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(tmp_path)
    plain = store.runs(trained[1])[0]
    comparison = store.add_comparison("Several data sets")

    def added(name: str, dataset: str, status: str) -> str:
        data = {**TINY["data"], "dataset": dataset, "train_size": 30, "validation_share": 0.5}
        run_id = store.add_run(comparison, tiny(data=data), "me", name=name)
        store.add_epoch(run_id, make_epoch(1))
        store.end_run(run_id, status)
        return run_id

    def export(*ids: str) -> list[str]:
        assert main(["export", *ids, "--format", "keras", "--out", "networks"]) == 0
        return capsys.readouterr().out.splitlines()

    images, labels = np.zeros((60, 4, 4, 1), np.uint8), np.arange(60, dtype=np.uint8) % 2
    small, _ = collection.add(ImageSet(images, labels, images, labels), "Small", ("a", "b"), "test")
    # Without networks, on images of another size and on ones of which nothing is known.
    others = [added("other", small.id, "diverged"), added("lost", "0" * 16, "diverged")]
    wrote, use, *left_out = export(plain.id, *others)
    assert wrote == "Wrote 1 file to networks."
    assert use.startswith("It takes float32 (n, 784)")
    assert [sentence.split(" has no")[0] for sentence in left_out] == [
        "Left out: 'other'",
        "Left out: 'lost'",
    ]
    both = added("both", small.id, "finished")
    path = store.files.model_path(both)
    path.parent.mkdir(exist_ok=True, parents=True)
    path.write_bytes(store.files.model_path(plain.id).read_bytes())
    wrote, *uses = export(plain.id, both)
    assert wrote == "Wrote 2 files to networks."
    assert uses[0].startswith("'Digits': It takes float32 (n, 784)")
    assert uses[1].startswith("'Small': It takes float32 (n, 16)")
    assert len(uses) == 2
