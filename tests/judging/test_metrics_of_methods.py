import pytest

from regdash.content.presets import PRESETS, find_preset
from regdash.judging.names import distinguish
from regdash.services.cost import (
    closing_seconds,
    count_epoch_flops,
    count_flops,
    count_weights,
    model_pace,
)
from regdash.spec import RunSpec


def test_equal_names_are_distinguished_by_what_differs() -> None:
    a = RunSpec()
    b = RunSpec(seed=2)
    c = RunSpec.from_dict({"data": {"train_size": 1000}, "seed": 2})
    assert distinguish(["baseline", "dropout 0.25"], [a, b]) == ["baseline", "dropout 0.25"]
    assert distinguish(["baseline", "baseline"], [a, b]) == ["baseline, seed 1", "baseline, seed 2"]
    assert distinguish(["x", "x"], [b, c]) == ["x, 34,300 images", "x, 1,000 images"]
    assert distinguish(["x", "x", "x"], [a, a, b]) == [
        "x, seed 1 (1)",
        "x, seed 1 (2)",
        "x, seed 2",
    ]


def test_weights_and_flops_of_the_articles_network() -> None:
    assert count_weights(RunSpec()) == 1_399_510
    assert count_flops(RunSpec()) == pytest.approx(
        1_399_510 * (10 * (6 * 34_300 + 2 * (14_700 + 5_000)) + 2 * 10_000)
    )


def test_the_modeled_pace_depends_on_the_machine_and_on_techniques() -> None:
    epoch = count_epoch_flops(RunSpec())
    assert model_pace(RunSpec(), 1e11) == pytest.approx(0.01 + epoch / 0.6e11)
    penalized = RunSpec.from_dict({"techniques": {"l2": {}}})
    assert model_pace(penalized, 1e11) == pytest.approx(0.01 + 1.1 * epoch / 0.6e11)
    test = 2 * 1_399_510 * 10_000
    assert closing_seconds(RunSpec(), 1e11) == pytest.approx(0.2 + test / 0.6e11)


def test_presets_differ_only_in_techniques() -> None:
    for preset in PRESETS:
        first, *others = preset.specs()
        assert first.name == "baseline"
        for spec in others:
            assert spec.replace(techniques={}) == first


def test_the_article_has_its_six_steps() -> None:
    steps = [spec.name for spec in find_preset("article").specs()]
    assert steps == [
        "baseline",
        "L2 1e-4",
        "L1 1e-4",
        "dropout 0.25",
        "dropout 0.25 + ZCA",
        "dropout 0.25 + early stopping 2",
    ]


def test_presets_can_be_changed() -> None:
    specs = find_preset("overfit").specs(data={"train_size": 200}, epochs=2)
    assert {s.data.train_size for s in specs} == {200}
    assert {s.data.validation_share for s in specs} == {0.1}


def test_runs_that_differ_in_a_hidden_setting_are_distinguished() -> None:
    specs = [
        RunSpec.from_dict({"techniques": {"early_stopping": {"monitor": monitor}}})
        for monitor in ("val_accuracy", "val_loss")
    ]
    names = distinguish([spec.name for spec in specs], specs)
    assert names[1] == "early stopping 2, early_stopping=monitor=val_loss"
    assert len(set(names)) == 2
