"""What can be varied."""

import pytest

from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.spec.settings import setting_names
from regdash.studies.dimensions import all_dimensions, find_dimension
from regdash.techniques import TECHNIQUES


def test_every_number_of_a_technique_and_of_a_run_can_be_varied() -> None:
    known = all_dimensions()
    of_techniques = [d for d in known.values() if d.of_technique]
    assert len(of_techniques) == sum(
        dial.kind in (int, float) for technique in TECHNIQUES for dial in technique.dials()
    )
    numbers = {name for name, s in setting_names().items() if s.dial.kind in (int, float)}
    assert numbers | {"width", "depth"} <= known.keys()
    assert {"train_size", "label_noise", "learning_rate", "batch_size", "seed"} <= numbers


@pytest.mark.parametrize("key", list(all_dimensions()))
def test_a_value_that_is_applied_is_read(key: str) -> None:
    dimension = find_dimension(key)
    spec = RunSpec.from_dict(
        {
            "techniques": {t.key: {} for t in TECHNIQUES if t.key == key.partition(".")[0]},
            "network": {"hidden_layers": [50, 50]},
            "optimizer": {"name": "sgd"},
        }
    )
    dial = dimension.dial
    low, high = dial.low or 0, dial.high or 0
    value = 2 if dimension.whole else min(0.5, (low + high) / 2)
    changed = dimension.apply(spec, value)
    assert dimension.read(changed) == value
    # Nothing else has changed.
    before = dimension.read(spec)
    assert before is not None
    assert dimension.apply(changed, before) == spec


@pytest.mark.parametrize("technique", [t for t in TECHNIQUES if t.strength], ids=lambda t: t.key)
def test_a_strength_adds_its_technique_and_leaves_it_out_at_0(technique) -> None:
    dimension = find_dimension(technique.key)
    spec = RunSpec()
    strong = dimension.apply(spec, 0.5)
    assert [t.key for t in strong.techniques] == [technique.key]
    assert dimension.apply(strong, 0) == spec
    assert dimension.read(spec) == 0
    assert dimension.phrase(0) == f"without {technique.title}"
    assert dimension.phrase(0.5) == f"{technique.title} 0.5"


def test_dropout_of_the_input_stays_without_dropout_of_hidden_units() -> None:
    spec = RunSpec.from_dict({"techniques": {"dropout": {"rate": 0.5, "input_rate": 0.1}}})
    without = find_dimension("dropout").apply(spec, 0)
    assert without.techniques[0].model_dump() == {"rate": 0.0, "input_rate": 0.1}


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("l2", 2.0, "L2 strength (l2): received 2.0; allowed: a number from 1e-08 to 1."),
        ("dropout.input_rate", 0.1, "Dropout is not one of the techniques; add it"),
        ("early_stopping.patience", 3, "Early stopping is not one of the techniques; add it"),
        ("depth", 0, "allowed: 1 to 10 whole numbers"),
        ("train_size", 0, "Training images (train_size): received 0"),
    ],
)
def test_a_value_that_is_not_allowed(key: str, value: float, words: str) -> None:
    with pytest.raises(InputError, match=r"allowed|techniques") as caught:
        find_dimension(key).apply(RunSpec(), value)
    assert words in str(caught.value)


def test_a_name_that_is_unknown_or_unclear() -> None:
    assert find_dimension(" max_norm ").key == "max_norm.max_value"
    with pytest.raises(InputError, match="'lambda'"):
        find_dimension("lambda")
    with pytest.raises(InputError, match=r"which one to vary: augmentation\.rotation"):
        find_dimension("augmentation")
