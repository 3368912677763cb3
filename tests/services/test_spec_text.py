from pathlib import Path

import pytest

from regdash.datasets.checks import complete_spec
from regdash.datasets.importing import import_images
from regdash.services.spec_text import build_spec, read_leniently, write_spec, write_variant
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.techniques import TECHNIQUES, format_technique, parse_technique
from tests.support.archives import npz, shapes, upload


def test_text_round_trip() -> None:
    spec = RunSpec.from_dict(
        {
            "data": {"train_size": 1000, "label_noise": 0.2},
            "network": {"hidden_layers": [20, 10]},
            "optimizer": {"name": "sgd"},
            "techniques": {"dropout": {"rate": 0.5, "input_rate": 0.2}, "l2": {}},
            "seed": 7,
        }
    )
    settings, techniques = write_spec(spec)
    assert techniques == ["l2", "dropout=rate=0.5,input_rate=0.2"]
    assert build_spec(settings, techniques) == spec


@pytest.mark.parametrize(
    "deviation",
    [
        {},
        {"batch_size": 64, "techniques": {"dropout": {"rate": 0.3}}},
        # Equal to the set-up's, but not to the optimizer's usual rate.
        {"optimizer": {"name": "adam", "learning_rate": 0.01}},
        {"data": {"train_size": 300, "label_noise": 0.0}},
    ],
)
def test_a_variant_is_written_as_its_deviations(deviation: dict[str, object]) -> None:
    common = {
        "data": {"train_size": 1000, "label_noise": 0.2},
        "network": {"hidden_layers": [20, 10]},
        "optimizer": {"name": "sgd", "learning_rate": 0.01},
    }
    setup = RunSpec.from_dict(common)
    spec = RunSpec.from_dict({**common, **deviation})
    settings, techniques = write_variant(spec, setup)
    assert ("hidden_layers" in settings, "learning_rate" in settings) == (False, False)
    assert read_leniently(settings, techniques, setup) == (spec, [])


def test_invalid_deviations_leave_the_set_up() -> None:
    setup = RunSpec.from_dict({"epochs": 20})
    spec, problems = read_leniently({"epochs": "soon", "batch_size": "64"}, [], setup)
    assert spec == setup.replace(batch_size=64)
    assert len(problems) == 1
    assert "received 'soon'" in problems[0]


def test_the_default_needs_no_text() -> None:
    assert write_spec(RunSpec()) == ({}, [])


@pytest.mark.parametrize("technique", [cls() for cls in TECHNIQUES], ids=lambda t: t.key)
def test_technique_round_trip(technique) -> None:
    assert parse_technique(format_technique(technique)) == technique


def test_technique_by_position_and_name() -> None:
    assert parse_technique("dropout=0.5,0.2") == parse_technique("dropout=rate=0.5,input_rate=0.2")
    assert parse_technique("early_stopping=patience=4,restore_best_weights=false").patience == 4


@pytest.mark.parametrize(
    "text", ["", "l3", "l2=x", "l2=1e-4,2", "l2=size=2", "dropout=rate=", "=1"]
)
def test_bad_technique_text(text: str) -> None:
    with pytest.raises(InputError):
        parse_technique(text)


def test_a_broken_link_keeps_what_is_good() -> None:
    spec, problems = read_leniently(
        {"epochs": "5", "seed": "minus one", "colour": "red", "learning_rate": "9e9"},
        ["l2=1e-3", "l1_l2", "magic=1", "dropout=0.5"],
    )
    assert spec.epochs == 5
    assert spec.name == "L2 1e-3 + dropout 0.5"
    assert len(problems) == 5
    assert any("'minus one'" in p for p in problems)
    assert any("L1 + L2 already contains L2" in p for p in problems)


def test_training_size_is_read_with_the_share_it_needs() -> None:
    spec, problems = read_leniently({"train_size": "40000", "validation_share": "0.1"}, [])
    assert not problems
    assert spec.data.train_size == 40_000


@pytest.mark.parametrize(
    "values",
    [
        {"optimizer": {"name": "sgd", "learning_rate": 0.001}},
        {"optimizer": {"name": "sgd"}},
        {"optimizer": {"name": "rmsprop", "learning_rate": 0.01}},
        {"data": {"train_size": 1000, "validation_share": 0.5}},
        {"data": {"validation_share": 0.5}},
    ],
)
def test_every_link_the_composer_writes_is_read_back(values: dict) -> None:
    spec = complete_spec(values)
    assert read_leniently(*write_spec(spec)) == (spec, [])


def test_a_long_name_is_not_echoed_in_full() -> None:
    _, problems = read_leniently({"x" * 3000: "1"}, ["y" * 3000])
    assert all(len(problem) < 400 for problem in problems)


def test_links_name_imported_sets(home: Path) -> None:
    pixels, labels = shapes(60)
    id = import_images([upload("a.npz", npz(images=pixels, labels=labels))], name="Bars").info.id
    spec = complete_spec({"data": {"dataset": id}, "optimizer": {"name": "sgd"}})
    assert write_spec(spec) == ({"dataset": id, "optimizer": "sgd"}, [])
    assert read_leniently(*write_spec(spec)) == (spec, [])
    assert build_spec({"dataset": "bars", "train_size": "20"}).data.dataset == id


def test_a_link_to_a_set_that_is_not_here_keeps_what_is_good(home: Path) -> None:
    spec, problems = read_leniently({"dataset": "0123456789abcdef", "epochs": "5"}, ["l2"])
    assert (spec.data.dataset, spec.epochs, spec.name) == ("digits", 5, "L2 1e-4")
    assert len(problems) == 1
    assert "is not in this store; import it on the Data page" in problems[0]
