"""How fast are class folders of small PNG images imported?

Writes the built-in digits as RGBA PNGs into class folders, then reads all of them alternately with
our importer (from the folder to a stored data set, including its hash) and with
`keras.utils.image_dataset_from_directory` (from the folder to arrays in memory). Prints images per
second as JSON.

    python -m benchmarks.importing --images 20000
"""

import argparse
import os
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
from PIL import Image

from benchmarks.report import Finding, Spread, print_findings
from regdash.datasets.digits import load_digits
from regdash.datasets.importing import import_images
from regdash.training.runtime import load_keras


def write_folders(root: Path, count: int) -> None:
    """Write `count` digits as RGBA PNGs, one folder per class."""
    digits = load_digits()
    for label in range(10):
        (root / str(label)).mkdir(parents=True)
    for number in range(count):
        path = root / str(digits.labels[number]) / f"{number}.png"
        Image.fromarray(digits.images[number, ..., 0]).convert("RGBA").save(path)


def read_ours(root: Path) -> int:
    """Import into an empty store; return the number of images."""
    home = tempfile.mkdtemp()
    os.environ["REGDASH_HOME"] = home
    try:
        return import_images([root]).images
    finally:
        shutil.rmtree(home)


def read_keras(root: Path) -> int:
    """Read into arrays with Keras; return the number of images."""
    import keras

    dataset = keras.utils.image_dataset_from_directory(
        root, color_mode="grayscale", image_size=(28, 28), batch_size=1024, verbose=False
    )
    return len(np.concatenate([images.numpy().astype(np.uint8) for images, _ in dataset]))


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--images", type=int, default=20_000)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    load_keras()
    readers: dict[str, Callable[[Path], int]] = {"ours": read_ours, "keras": read_keras}
    rates: dict[str, list[float]] = {name: [] for name in readers}
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "digits"
        write_folders(root, options.images)
        for _ in range(options.rounds):
            for name, read in readers.items():
                began = time.perf_counter()
                assert read(root) == options.images
                rates[name].append(options.images / (time.perf_counter() - began))
    ours, theirs = Spread.of(rates["ours"]), Spread.of(rates["keras"])
    finding = Finding(
        "class folders of small PNG images",
        "images/s",
        ours,
        "keras.utils.image_dataset_from_directory",
        theirs,
        ours.median / theirs.median,
    )
    print_findings(
        "How fast are class folders of small PNG images imported?", [finding], images=options.images
    )


if __name__ == "__main__":
    main()
