"""What a study trains."""

import json

import pytest

from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.studies.axis import Axis
from regdash.studies.study import Study, coarse_to_fine

LINE = Axis.from_text("l2=1e-6..1e-1:6:log")


def test_a_line_trains_every_value_with_every_seed() -> None:
    study = Study.build(RunSpec(), [LINE], [1, 2, 3])
    trials = study.trials()
    assert len(trials) == study.count == 18
    assert {(study.values_of(t)[0], t.seed) for t in trials} == {
        (value, seed) for value in LINE.values for seed in (1, 2, 3)
    }
    # The first seed first, and its ends before the values between.
    assert [t.seed for t in trials] == [1] * 6 + [2] * 6 + [3] * 6
    assert [study.values_of(t)[0] for t in trials[:3]] == [1e-6, 1e-1, 1e-4]


def test_trials_differ_in_nothing_else() -> None:
    base = RunSpec.from_dict({"techniques": {"dropout": {"rate": 0.5}}, "epochs": 7})
    study = Study.build(base, [LINE], [4])
    for trial in study.trials():
        (value,) = study.values_of(trial)
        assert trial == base.replace(
            techniques={"dropout": {"rate": 0.5}, "l2": {"l2": value}}, seed=4
        )


def test_a_grid_trains_all_pairs() -> None:
    study = Study.build(RunSpec(), [LINE, Axis.from_text("dropout=0,0.3,0.6")], [1])
    assert len({study.values_of(t) for t in study.trials()}) == study.count == 18
    assert sum(len(t.techniques) == 1 for t in study.trials()) == 6  # without dropout


def test_the_seed_itself_can_be_varied() -> None:
    study = Study.build(RunSpec(), [Axis.from_text("seed=1..5:5")])
    assert sorted(t.seed for t in study.trials()) == [1, 2, 3, 4, 5]


def test_json_restores_it() -> None:
    study = Study.build(
        RunSpec.from_dict({"techniques": {"l1": {}}}), [LINE], [5, 9], "val_accuracy"
    )
    assert Study.from_json(study.to_json()) == study
    assert hash(Study.from_json(study.to_json())) == hash(study)


@pytest.mark.parametrize(
    ("axes", "seeds", "words"),
    [
        ([LINE, LINE], [1], "l2 is varied twice"),
        ([LINE], [1, 1], "the same seed appears twice"),
        ([LINE], [-1], "Seed (seed): received -1"),
        ([LINE], [], "Seeds (seeds): received ()"),
        ([LINE], list(range(31)), "Seeds (seeds)"),
        ([Axis.from_text("seed=1,2")], [1, 2], "the seed itself is varied"),
        ([], [1], "Axes (axes): received 0; allowed: 1 to 2."),
        (
            [LINE, Axis.from_text("dropout=0..0.9:30"), Axis.from_text("depth=1,2")],
            [1],
            "Axes (axes): received 3",
        ),
        (
            [Axis.from_text("l2=1e-6..1e-1:30"), Axis.from_text("dropout=0..0.9:30")],
            [1, 2, 3],
            "Trials: received 2,700; allowed: up to 2,000.",
        ),
        ([Axis.from_text("dropout=0,0.5,2,3")], [1], "Hidden rate (rate): received 2.0"),
        ([Axis.from_text("dropout=0,0.5,2,3")], [1], "Hidden rate (rate): received 3.0"),
    ],
)
def test_a_study_that_is_not_possible(axes, seeds, words: str) -> None:
    with pytest.raises(InputError) as caught:
        Study.build(RunSpec(), axes, seeds)
    assert words in str(caught.value)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("no json", "damaged"),
        ("[]", "damaged"),
        ("{}", "another version"),
        ('{"version": 2}', "another version"),
    ],
)
def test_a_text_that_is_no_study_of_this_version(text: str, words: str) -> None:
    with pytest.raises(InputError, match=words):
        Study.from_json(text)


def test_a_stored_study_with_a_technique_that_is_gone() -> None:
    values = json.loads(Study.build(RunSpec(), [LINE], [1]).to_json())
    values["base"]["techniques"] = {"mixup": {}}
    with pytest.raises(InputError, match="mixup"):
        Study.from_json(json.dumps(values))
    values["base"]["techniques"] = {}
    values["axes"][0]["dimension"] = "mixup"
    with pytest.raises(InputError, match="mixup"):
        Study.from_json(json.dumps(values))


@pytest.mark.parametrize("count", [1, 2, 3, 4, 5, 11, 30])
def test_coarse_to_fine_has_every_value_once(count: int) -> None:
    values = list(range(count))
    order = coarse_to_fine(values)
    assert sorted(order) == values
    assert set(order[:2]) == {0, count - 1}
