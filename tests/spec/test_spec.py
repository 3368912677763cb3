import json

import pytest

from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.techniques import L2, TECHNIQUES, Dropout


def test_defaults_are_the_articles() -> None:
    spec = RunSpec()
    assert spec.network.hidden_layers == (500,) * 5
    assert (spec.optimizer.name, spec.batch_size, spec.epochs) == ("adam", 128, 10)
    assert (spec.data.dataset, spec.data.train_size, spec.data.validation_share) == (
        "digits",
        34_300,
        0.3,
    )
    assert spec.name == "baseline"


def test_json_round_trip_with_every_technique() -> None:
    for cls in TECHNIQUES:
        spec = RunSpec.from_dict({"techniques": {cls.key: {}}})
        again = RunSpec.from_dict(json.loads(spec.to_json()))
        assert again == spec
        assert again.hash == spec.hash


def test_order_of_techniques_does_not_matter() -> None:
    one = RunSpec.from_dict({"techniques": {"dropout": {}, "l2": {}}})
    other = RunSpec(techniques=(L2(), Dropout()))
    assert one == other
    assert one.hash == other.hash
    assert one.name == "L2 1e-4 + dropout 0.25"


def test_a_change_changes_the_hash() -> None:
    assert RunSpec().hash != RunSpec(seed=2).hash


def test_spec_is_frozen() -> None:
    with pytest.raises(ValueError, match="frozen"):
        RunSpec().epochs = 3  # type: ignore[misc]


def test_usual_learning_rate_follows_the_optimizer() -> None:
    assert RunSpec.from_dict({"optimizer": {"name": "sgd"}}).optimizer.learning_rate == 0.01
    spec = RunSpec.from_dict({"optimizer": {"name": "sgd", "learning_rate": 0.2}})
    assert spec.optimizer.learning_rate == 0.2


@pytest.mark.parametrize(
    ("text", "layers"), [("500x5", (500,) * 5), ("20, 10", (20, 10)), ("7-8", (7, 8))]
)
def test_layers_as_people_write_them(text: str, layers: tuple[int, ...]) -> None:
    assert RunSpec.from_dict({"network": {"hidden_layers": text}}).network.hidden_layers == layers


BAD = [
    (
        {"epochs": "ten"},
        "Epochs (epochs): received 'ten'; allowed is a whole number from 1 to 10,000.",
    ),
    ({"epochs": 0}, "received 0; allowed is a whole number from 1"),
    ({"seed": -1}, "Seed (seed): received -1"),
    ({"batch_size": 2.5}, "Batch size (batch_size): received 2.5"),
    ({"data": {"train_size": 1}}, "Training images (train_size): received 1"),
    ({"data": {"label_noise": 0.6}}, "Label noise (label_noise): received 0.6"),
    ({"data": 3}, "expected a group of settings"),
    ({"network": {"hidden_layers": []}}, "1 to 10 whole numbers from 1 to 4,096"),
    ({"network": {"hidden_layers": "10x11"}}, "1 to 10 whole numbers from 1 to 4,096"),
    ({"network": {"hidden_layers": [5000]}}, "1 to 10 whole numbers from 1 to 4,096"),
    ({"network": {"activation": "step"}}, "allowed is one of relu, tanh, sigmoid, gelu"),
    ({"optimizer": {"learning_rate": float("nan")}}, "Learning rate (learning_rate): received nan"),
    ({"optimizer": {"name": "lion"}}, "Optimizer (name): received 'lion'"),
    ({"network": {"hidden_layers": "500x²"}}, "1 to 10 whole numbers from 1 to 4,096"),
    ({"network": {"hidden_layers": "5x" + "9" * 5000}}, "1 to 10 whole numbers"),
    ({"seed": 10**5000}, "a number of thousands of digits"),
    ({"data": {"dataset": 3}}, "Data set (dataset): received 3; allowed is text"),
    ({"version": 2}, "received 2; this version of RegDash reads versions up to 1. Update RegDash."),
    ({"version": "1"}, "Version (version): received '1'; allowed is 1 to 1"),
    ({"network": {"kind": "cnn"}}, "There is no kind of network 'cnn'. There are: mlp."),
    ({"colour": "red"}, "has no setting 'colour'"),
    ({"techniques": {"magic": {}}}, "There is no technique 'magic'. There are: l2, l1"),
    ({"techniques": {"l2": {"l2": 2}}}, "L2: L2 strength (l2): received 2"),
    ({"techniques": {"l2": {"l1": 2}}}, "L2 has no setting 'l1'"),
    ({"techniques": {"l2": 3}}, "expected a group of settings"),
    ({"techniques": ["l2"]}, "expected a mapping"),
    ({"techniques": {"l1_l2": {}, "l1": {}}}, "L1 + L2 already contains L1"),
    ({"techniques": {"dropout": {"rate": 0}}}, "hidden rate and input rate are both 0"),
    ({"techniques": {"dropout": {"rate": 1}}}, "Hidden rate (rate): received 1"),
    ({"techniques": {"gaussian_noise": {"stddev": 0}}}, "above 0 and up to 1"),
    ({"techniques": {"batch_norm": {}}, "batch_size": 1}, "batch size is 1"),
    ({"techniques": {"augmentation": {"rotation": 0, "shift": 0, "zoom": 0}}}, "every change is 0"),
    (
        {"techniques": {"early_stopping": {"start_from_epoch": 10}}},
        "warm-up is 10 epochs, but the run has only 10",
    ),
]


@pytest.mark.parametrize(("values", "words"), BAD)
def test_bad_values_are_told_in_a_sentence(values: dict, words: str) -> None:
    with pytest.raises(InputError) as caught:
        RunSpec.from_dict(values)
    assert words in " ".join(caught.value.sentences)


def test_every_problem_has_its_sentence() -> None:
    with pytest.raises(InputError) as caught:
        RunSpec.from_dict({"epochs": 0, "seed": "x", "data": {"label_noise": 2}})
    assert len(caught.value.sentences) == 3
