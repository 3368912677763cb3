import json
from pathlib import Path
from typing import Any, ClassVar

import pytest

from regdash.models import NETWORKS
from regdash.settings.fields import dial
from regdash.spec import RunSpec
from regdash.spec.canonical import canonical_form
from regdash.spec.reading import read_spec
from tests.support.networks import SoftmaxRegression

RECORDED: dict[str, dict[str, Any]] = {}
for file in sorted((Path(__file__).parent / "recorded").glob("*.json")):
    RECORDED |= json.loads(file.read_text("utf-8"))


def test_defaults_are_left_out_but_for_those_that_depend_on_something() -> None:
    assert canonical_form(RunSpec()) == {
        "version": 1,
        "data": {"dataset": "digits", "train_size": 34_300},
        "optimizer": {"learning_rate": 0.001},
        "techniques": {},
    }


def test_what_differs_from_a_default_is_in_the_form() -> None:
    spec = RunSpec.from_dict(
        {
            "network": {"hidden_layers": [20], "activation": "relu"},
            "optimizer": {"name": "sgd", "momentum": 0.5},
            "techniques": {"dropout": {"rate": 0.25}, "l2": {"l2": 0.01}},
            "epochs": 3,
            "seed": 7,
        }
    )
    assert canonical_form(spec) == {
        "version": 1,
        "data": {"dataset": "digits", "train_size": 34_300},
        "network": {"hidden_layers": [20]},
        "optimizer": {"name": "sgd", "momentum": 0.5, "learning_rate": 0.01},
        "techniques": {"dropout": {}, "l2": {"l2": 0.01}},
        "epochs": 3,
        "seed": 7,
    }


def test_repeats_are_one_method() -> None:
    spec = RunSpec.from_dict({"techniques": {"l2": {}}})
    repeat = spec.replace(seed=5, data={"split_seed": 9})
    assert repeat.method == spec.method
    assert repeat.hash != spec.hash
    assert spec.method == spec.hash
    for changes in ({"epochs": 9}, {"techniques": {"l1": {}}}, {"data": {"train_size": 100}}):
        assert spec.replace(**changes).method != spec.method


@pytest.mark.parametrize("name", RECORDED)
def test_recorded_specs_keep_their_identity(name: str) -> None:
    """Never change what is recorded: stored runs would not be found by their hashes any more."""
    entry = RECORDED[name]
    spec = read_spec(json.dumps(entry["spec"]))
    assert isinstance(spec, RunSpec)
    assert (spec.hash, spec.method, spec.name) == (entry["hash"], entry["method"], entry["name"])


def test_recorded_specs_differ() -> None:
    hashes = [entry["hash"] for entry in RECORDED.values()]
    assert len(hashes) == len(set(hashes)) > 30
    used = {key for entry in RECORDED.values() for key in entry["spec"]["techniques"]}
    assert len(used) == 12


class Perceptron(SoftmaxRegression):
    """Another kind, with a setting that shares its name with the first kind's."""

    key: ClassVar[str] = "perceptron"
    title: ClassVar[str] = "Perceptron"

    activation: str = dial("tanh", "Activation", "Of the output.", fairness="warns")


def test_another_kind_of_network_is_in_the_form() -> None:
    with NETWORKS.added(Perceptron):
        spec = RunSpec.from_dict({"network": {"kind": "perceptron"}})
        assert canonical_form(spec)["network"] == {"kind": "perceptron"}
        assert RunSpec.from_dict(json.loads(spec.to_json())) == spec
        relu = spec.replace(network={"kind": "perceptron", "activation": "relu"})
        assert canonical_form(relu)["network"] == {"kind": "perceptron", "activation": "relu"}
        assert spec.method != RunSpec().method
