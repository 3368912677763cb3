"""`regdash data`: its output, and what is stored."""

import os
import subprocess
import sys
from pathlib import Path

import numpy as np

from regdash.datasets import collection
from tests.cli.test_cli import call
from tests.support.archives import gz, idx, image_file, npz, shapes, zip_of


def test_add_list_train_remove(home: Path, tmp_path: Path) -> None:
    pixels, labels = shapes(90)
    members = {
        f"{c}/{i}.png": image_file(p) for i, (p, c) in enumerate(zip(pixels, labels, strict=True))
    }
    archive = tmp_path / "bars.zip"
    archive.write_bytes(zip_of({**members, "notes.txt": b"x"}))
    status, out, err = call("data", "add", str(archive), "--name", "Three bars", "--quiet")
    assert status == 0, err
    assert "90 images of 12 × 12 gray, 3 classes: 0, 1, 2." in out
    assert "Left out: 1 file.\n    notes.txt: not a PNG" in out
    id = collection.resolve("three bars")
    assert f"--dataset {id}" in out

    _, out, _ = call("data", "list")
    assert "digits" in out
    assert f"{id}  Three bars: 72 + 18 test images" in out

    status, out, err = call("run", "--dataset", "Three bars", "--hidden-layers", "8", "--epochs", "2", "--quiet")  # fmt: skip
    assert status == 0, err
    assert "finished" in out

    status, out, _ = call("data", "remove", "THREE BARS")
    assert status == 0
    assert f"Removed Three bars ({id})" in out
    status, _, err = call("run", "--dataset", id)
    assert status == 2
    assert f"The data set 'Three bars' ('{id}') is not in this store" in err


def test_invalid_input_is_reported(home: Path, tmp_path: Path) -> None:
    pixels, labels = shapes(90, side=70)
    large = tmp_path / "large.npz"
    large.write_bytes(npz(images=pixels, labels=labels))
    for arguments, words in (
        (("add", "/nowhere/at/all"), "/nowhere/at/all: there is no such file or folder"),
        (("add", str(large), "--quiet"), "70 × 70; allowed: at most 64 pixels per side"),
        (("add", str(large), "--resize", "99", "--quiet"), "Resize to: received 99"),
        (("remove", "cats"), "received 'cats'; allowed: digits"),
        (("remove", "digits"), "built in and cannot be removed"),
    ):
        status, _, err = call("data", *arguments)
        assert status == 2
        assert words in err
    assert call("data", "add", str(large), "--resize", "16", "--quiet")[0] == 0


def fetch(home: Path, keras_home: Path) -> subprocess.CompletedProcess[str]:
    # There is no proxy at this address, so Keras can only use its cache.
    away = {"https_proxy": "http://127.0.0.1:9", "HTTPS_PROXY": "http://127.0.0.1:9"}
    return subprocess.run(
        [sys.executable, "-m", "regdash", "data", "fetch", "fashion_mnist", "--quiet"],
        env={**os.environ, **away, "KERAS_HOME": str(keras_home), "REGDASH_HOME": str(home)},
        capture_output=True,
        text=True,
    )


def test_fashion_mnist_without_internet_is_explained(home: Path, tmp_path: Path) -> None:
    done = fetch(home, tmp_path / "keras")
    assert done.returncode == 2
    assert "regdash: Fashion-MNIST could not be downloaded" in done.stderr
    assert "Traceback" not in done.stderr
    assert collection.list_datasets() == [collection.DIGITS]


def test_fashion_mnist_is_imported_from_the_keras_cache(home: Path, tmp_path: Path) -> None:
    pixels, labels = shapes(120, classes=10, side=28)
    cache = tmp_path / "keras" / "datasets" / "fashion-mnist"
    cache.mkdir(parents=True)
    for part, chosen in (("train", slice(100)), ("t10k", slice(100, None))):
        (cache / f"{part}-images-idx3-ubyte.gz").write_bytes(gz(idx(pixels[chosen])))
        (cache / f"{part}-labels-idx1-ubyte.gz").write_bytes(gz(idx(labels[chosen])))
    done = fetch(home, tmp_path / "keras")
    assert done.returncode == 0, done.stderr
    info = collection.find(collection.resolve("Fashion-MNIST"))
    assert info is not None
    assert (info.labelled, info.test, info.classes) == (100, 20, 10)
    images = collection.load(info.id)
    named = [info.class_names[label] for label in images.test_labels[:2]]
    assert named == ["T-shirt/top", "Trouser"]
    assert np.array_equal(images.test_images[..., 0], pixels[100:])
