"""Exported notebooks are valid, and run from the first cell to the last."""

import json
from pathlib import Path

import nbformat

import regdash
from regdash.datasets.digits import DIGITS
from regdash.reports.keras_code import write_notebook, write_script
from tests.reports.keras_code.scripts import (
    MNIST,
    assert_equal_numbers,
    read_output,
    start_python,
)
from tests.reports.keras_code.test_equal_numbers import IMAGES, spec
from tests.reports.keras_code.test_script import HOSTILE

RUN_CELLS = """
import json, sys
names = {"__name__": "__main__"}
for cell in json.load(open("run.ipynb", encoding="utf-8"))["cells"]:
    if cell["cell_type"] == "code":
        exec("".join(cell["source"]).replace("DATA = None", f"DATA = {sys.argv[1]!r}"), names)
"""
"""Executes the cells as Jupyter does: in order, with the same names."""


def test_it_is_valid_and_the_same_every_time() -> None:
    specs = [spec({}), spec({"dropout": {}})]
    for names in (["a", "b"], *([name, name] for name in HOSTILE)):
        text = write_notebook(specs, names, DIGITS)
        notebook = nbformat.reads(text, as_version=4)
        nbformat.validate(notebook)
        assert (notebook.nbformat, notebook.nbformat_minor) == (4, 5)
        assert text == write_notebook(specs, names, DIGITS)
    kinds = [cell.cell_type for cell in notebook.cells]
    assert kinds == ["markdown", "code"] * 7 + ["code"]


def test_it_has_the_code_of_the_script() -> None:
    specs = [spec({"zca_whitening": {}})]
    cells = json.loads(write_notebook(specs, ["a"], DIGITS))["cells"]
    code = "\n".join("".join(c["source"]) for c in cells if c["cell_type"] == "code")
    script = write_script(specs, ["a"], DIGITS).split('\n\n\nif __name__ == "__main__"')[0]
    expected = [line for line in script.splitlines() if line and line != "import argparse"]
    assert [line for line in code.splitlines() if line] == [*expected, "main(DATA)"]


def test_it_runs(tmp_path: Path) -> None:
    """One run, so constants only, with settings that differ from the defaults.

    RegDash pads a layer of 130 units, so its dropout draws for 144; one of 20 stays as it is.
    """
    one = spec(
        {
            "l2": {"l2": 0.01},
            "max_norm": {"max_value": 1.0},
            "dropout": {"rate": 0.2},
            "weight_decay": {"weight_decay": 0.5},
            "augmentation": {},
            "early_stopping": {"patience": 1},
        },
        network={"hidden_layers": [130, 20], "activation": "tanh", "initializer": "he_normal"},
        optimizer={"name": "sgd", "momentum": 0.8},
        seed=7,
        batch_size=64,
        data={"train_size": IMAGES, "validation_share": 0.2, "split_seed": 3},
    )
    (tmp_path / "run.ipynb").write_text(write_notebook([one], ["one"], DIGITS), "utf-8")
    process = start_python("-c", RUN_CELLS, str(MNIST), folder=tmp_path)
    (run,) = regdash.train(one)
    printed = read_output(process, ["one"])["one"]
    assert_equal_numbers(printed, run.records, IMAGES)
    assert printed.kept_epoch == run.kept_epoch
