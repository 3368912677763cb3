"""The text of exported scripts, and the parts that can be compared without training."""

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from regdash.content.presets import PRESETS
from regdash.datasets import collection
from regdash.datasets.digits import DIGITS
from regdash.datasets.image_set import ImageSet
from regdash.datasets.info import DatasetInfo
from regdash.datasets.preparation import PreparedData, prepare
from regdash.reports.keras_code import write_script
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from tests.reports.keras_code.scripts import MNIST
from tests.reports.keras_code.test_equal_numbers import CHOICES, NAMES, spec

HOSTILE = [
    '"""\nimport os\n"""',
    "'); raise SystemExit(1) #",
    "back\\slash \\",
    "line\r\nbreak\u2028and\u0085more",
    "\u202eright to left\u202c",
    "👩\u200d🔬 emoji {run.name}",
    "\x1b[2Jterminal",
    "x" * 10_000,
    "",
]


def write(*specs: RunSpec, info: DatasetInfo = DIGITS) -> str:
    return write_script(specs, [f"run {n}" for n in range(len(specs))], info)


def run_definitions(script: str) -> dict[str, Any]:
    """Execute a script without its command line, and return its names."""
    names: dict[str, Any] = {"__name__": "script"}
    exec(compile(script, "script.py", "exec"), names)
    return names


def varied() -> list[RunSpec]:
    """Runs that differ in everything they can differ in."""
    return [
        spec({"dropout": {"rate": 0.0, "input_rate": 0.1}, "l1": {}}),
        spec(
            {"dropout": {"rate": 0.5}, "batch_norm": {}, "l2": {}, "label_smoothing": {}},
            network={
                "hidden_layers": [20, 10],
                "activation": "sigmoid",
                "initializer": "he_uniform",
            },
            optimizer={"name": "sgd", "momentum": 0.5},
            data={"train_size": 200, "validation_share": 0.2, "split_seed": 2},
            epochs=2,
            batch_size=50,
            seed=2,
        ),
        spec(
            {"weight_decay": {}, "max_norm": {}, "early_stopping": {"patience": 7}},
            optimizer={"name": "rmsprop"},
        ),
    ]


def test_scripts_are_clean_and_readable(tmp_path: Path) -> None:
    scripts = {
        "several": write(*(spec(chosen) for chosen in CHOICES)),
        "varied": write(*varied()),
        **{name: write(spec(chosen)) for name, chosen in zip(NAMES, CHOICES, strict=True)},
        **{preset.key: write(*preset.lineup()) for preset in PRESETS},
    }
    for name, script in scripts.items():
        (tmp_path / f"{name.replace(' ', '_')}.py").write_text(script, "utf-8")
        assert max(map(len, script.splitlines())) <= 100, name
        assert "regdash" not in {
            alias.name
            for node in ast.walk(ast.parse(script))
            if isinstance(node, ast.Import)
            for alias in node.names
        }
        assert "import regdash" not in script
        assert "from regdash" not in script
    config = Path(__file__).parents[3] / "pyproject.toml"
    for command in (["check"], ["format", "--check"]):
        done = subprocess.run(
            [sys.executable, "-m", "ruff", *command, "--config", str(config), str(tmp_path)],
            capture_output=True,
            text=True,
        )
        assert done.returncode == 0, done.stdout


def test_equal_specs_give_equal_text() -> None:
    again = [RunSpec.from_dict(one.model_dump(mode="json")) for one in varied()]
    assert write(*varied()) == write(*again)


def test_a_script_for_one_run_has_constants_only() -> None:
    script = write(spec({"dropout": {"rate": 0.4}}))
    assert "DROPOUT_RATE = 0.4  # Share of the hidden units dropped in a step." in script
    assert "run." not in script.replace("run.json", "")
    assert 'NAME = "run 0"' in script


def test_constants_have_units() -> None:
    script = write(spec({"augmentation": {}, "early_stopping": {"patience": 3}}))
    assert "AUGMENTATION_ROTATION = 14.0  # Largest rotation in either direction. In °." in script
    assert "PATIENCE = 3  # Epochs without improvement before the run ends." in script


def test_several_runs_have_fields_for_what_differs_only() -> None:
    script = write(spec({}), spec({"dropout": {"rate": 0.4}}), spec({"dropout": {}}, seed=2))
    assert '    Run("run 0", seed=1),' in script
    assert '    Run("run 1", seed=1, dropout_rate=0.4, techniques=("dropout",)),' in script
    assert "EPOCHS = 3  # Passes over the training images." in script


def test_the_data_are_those_of_the_run() -> None:
    changes = {"train_size": 333, "validation_share": 0.25, "label_noise": 0.2, "split_seed": 5}
    one = spec({}, data=changes)
    _assert_same_data(run_definitions(write(one))["prepare"](MNIST), prepare(one.data))


def test_the_data_of_an_imported_set_are_those_of_the_run(home: Path) -> None:
    rng = np.random.default_rng(3)
    # Few images of uneven classes: ties in the shares are drawn.
    labels = np.repeat(np.arange(7), [3, 5, 9, 9, 9, 4, 31]).astype(np.uint8)
    images = rng.integers(0, 256, (len(labels), 5, 6, 3), dtype=np.uint8)
    info, _ = collection.add(
        ImageSet(images, labels, images[:9], labels[:9]), "x", tuple("abcdefg"), "test"
    )
    for seed in range(1, 30):
        data = {"dataset": info.id, "validation_share": 0.35, "train_size": 40, "split_seed": seed}
        one = spec({"augmentation": {}}, data=data)
        prepared = run_definitions(write(one, info=info))["prepare"](home / "datasets" / info.id)
        _assert_same_data(prepared, prepare(one.data))


def _assert_same_data(sets: Any, expected: PreparedData) -> None:
    for (x, y), samples in zip(
        sets, (expected.train, expected.validation, expected.test), strict=True
    ):
        assert np.array_equal(x, samples.x)
        assert np.array_equal(y.argmax(axis=1), samples.y)
        assert y.shape == (len(x), expected.classes)


def test_an_imported_set_needs_a_path(home: Path) -> None:
    info = replace(DIGITS, id="0123456789abcdef", name="Mine")
    one = spec({}, data={"dataset": info.id})
    script = write(one, info=info)
    assert "# Data set: Mine" in script
    with pytest.raises(ValueError, match="DATA is None"):
        run_definitions(script)["load_data"](None)


def test_networks_and_optimizers_of_runs_that_differ_in_everything() -> None:
    from regdash.training.network import build_network, build_optimizer

    names = run_definitions(write(*varied()))
    x = np.zeros((4, 784), np.float32)
    for one, run in zip(varied(), names["RUNS"], strict=True):
        theirs, ours = names["build_network"](x, run), build_network(one, (28, 28, 1), 10)
        for a, b in zip(theirs.trainable_variables, ours.trainable_variables, strict=True):
            assert np.array_equal(a, b)
        assert float(sum(theirs.losses)) == pytest.approx(float(sum(ours.losses)), rel=1e-6)
        optimizers = names["build_optimizer"](run), build_optimizer(one)
        first, second = ({**o.get_config(), "name": ""} for o in optimizers)
        assert first == second
        assert type(optimizers[0]) is type(optimizers[1])
        assert (run.seed, run.epochs, run.batch_size) == (one.seed, one.epochs, one.batch_size)


def test_random_layers_draw_for_padded_units_where_it_matters() -> None:
    wide, dropout = (
        {"hidden_layers": [500]},
        spec({"dropout": {}}, network={"hidden_layers": [500]}),
    )
    assert "layers.append(Widened(Dropout(" in write(dropout)
    for one in (
        spec({"dropout": {"rate": 0.0, "input_rate": 0.5}}, network=wide),
        spec({"dropout": {}}, network={"hidden_layers": [512]}),
        spec({"dropout": {}}, network={**wide, "activation": "sigmoid"}),
        spec({"l2": {}, "batch_norm": {}}, network=wide),
    ):
        assert "Widened" not in write(one)
        assert "Other numbers" not in write(one)
    # Layers with sigmoid are not padded, so in one script they cannot all be equal.
    mixed = write(dropout, spec({"dropout": {}}, network={**wide, "activation": "sigmoid"}))
    assert "Widened" not in mixed
    assert "Other numbers" in mixed


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_text(name: str) -> None:
    info = replace(DIGITS, name=name)
    for specs in ([spec({})], [spec({}), spec({"l2": {}})]):
        hostile = write_script(specs, [name] * len(specs), info)
        plain = write_script(specs, ["plain"] * len(specs), DIGITS)
        assert _shape(hostile) == _shape(plain)
        assert max(map(len, hostile.split("\n"))) < 200
        assert all(char == "\n" or char == "\u200d" or char.isprintable() for char in hostile)
        comments = [
            sum(line.lstrip().startswith("#") for line in script.splitlines())
            for script in (hostile, plain)
        ]
        assert comments[0] == comments[1]


def _shape(script: str) -> str:
    """Return the code without the values of constants."""
    tree = ast.parse(script)
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            node.value = ""
    return ast.dump(tree)


def test_what_cannot_be_one_script_is_explained() -> None:
    with pytest.raises(InputError, match="no runs to write as code"):
        write_script([], [], DIGITS)
    other = spec({}, data={"dataset": "0123456789abcdef"})
    with pytest.raises(InputError, match="use 2 data sets"):
        write(spec({}), other)
