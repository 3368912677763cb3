"""`regdash code`."""

import json
from pathlib import Path

import numpy as np
import pytest

from regdash.content.presets import find_preset
from regdash.datasets import collection
from regdash.datasets.image_set import ImageSet
from regdash.services.code import write_code
from regdash.services.spec_text import build_spec
from regdash.store.store import Store
from tests.cli.test_cli import TINY, call


def test_settings_are_those_of_a_run(home: Path) -> None:
    status, out, _ = call("code", "--technique", "dropout=0.5", *TINY, "--seed", "4")
    assert status == 0
    names = [flag[2:].replace("-", "_") for flag in TINY[::2]]
    settings = dict(zip(names, TINY[1::2], strict=True))
    assert out == write_code([build_spec({**settings, "seed": "4"}, ["dropout=0.5"])])


def test_a_preset_is_one_script_with_all_its_runs(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "race.py"
    status, out, err = call("code", "--preset", "overfit", "--out", str(file))
    assert (status, out) == (0, "")
    assert err == f"Written to {file}.\n"
    assert file.read_text("utf-8") == write_code(find_preset("overfit").lineup())


def test_stored_runs_as_notebook(home: Path, tmp_path: Path, tiny) -> None:
    store = Store(home)
    comparison_id = store.add_comparison("Mine")
    ids = [store.add_run(comparison_id, tiny(seed=seed), "me") for seed in (1, 2)]
    store.close()
    for arguments in ((*ids,), ("--comparison", comparison_id), (comparison_id,)):
        file = tmp_path / "runs.ipynb"
        assert call("code", *arguments, "--out", str(file))[0] == 0
        status, out, _ = call("code", *arguments, "--notebook")
        assert (status, out) == (0, file.read_text("utf-8"))
        assert 'Run(\\"baseline, seed 2\\", seed=2)' in out
        assert json.loads(out)["nbformat"] == 4


def test_the_folder_of_an_imported_set_is_named(home: Path, tmp_path: Path) -> None:
    images, labels = np.zeros((60, 4, 4, 1), np.uint8), np.arange(60, dtype=np.uint8) % 2
    info, _ = collection.add(ImageSet(images, labels, images, labels), "Mine", ("a", "b"), "test")
    file = tmp_path / "run.py"
    status, _, err = call("code", "--dataset", "mine", "--out", str(file))
    assert status == 0
    assert err == f"Written to {file}. Its images: {home / 'datasets' / info.id}\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["abc"], "This store has no comparison or run with the id 'abc'"),
        (["--comparison", "abc"], "This store has no comparison with the id 'abc'"),
        (["abc", "--preset", "overfit"], "Received the id 'abc' and --preset; allowed: ids, or"),
        (["abc", "--comparison", "x"], "Received the id 'abc' and --comparison"),
        (["--comparison", "x", "--epochs", "3"], "Received --comparison and --epochs"),
        (["--preset", "nope"], "There is no preset 'nope'"),
        (["--technique", "l2=7"], "L2 strength (l2): received '7'"),
        (["--notebook", "--out", "x.py"], "choose a name that ends with .ipynb"),
        (["--out", "x.txt"], "--out x.txt: choose a name that ends with one of .py, .ipynb."),
        (["--out", ""], "--out: received nothing: choose a name that ends with one of .py"),
        (["--out", "/proc/nowhere/x.py"], "--out /proc/nowhere/x.py: cannot be written"),
    ],
)
def test_invalid_input_is_explained(home: Path, arguments: list[str], words: str) -> None:
    status, out, err = call("code", *arguments)
    assert status == 2
    assert words in err
    assert out == ""
