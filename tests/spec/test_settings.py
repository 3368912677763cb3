from typing import ClassVar

import pytest

from regdash.models import MLP, NETWORKS
from regdash.settings.fields import dial
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.spec.settings import all_settings, find_settings, nest_settings, setting_names
from tests.support.networks import SoftmaxRegression


class Wide(SoftmaxRegression):
    """Another kind of network; it shares one setting's name with the first kind."""

    key: ClassVar[str] = "wide"
    title: ClassVar[str] = "Wide"

    units: int = dial(100, "Units", "In its one layer.", fairness="warns", ge=1, le=10)
    activation: str = dial("relu", "Activation", "Of every unit.", fairness="warns")

    def label(self) -> str:
        return f"{self.units} wide"


def test_every_setting_says_what_it_is() -> None:
    assert list(setting_names()) == [
        "dataset",
        "train_size",
        "validation_share",
        "label_noise",
        "split_seed",
        "network",
        "hidden_layers",
        "activation",
        "initializer",
        "optimizer",
        "learning_rate",
        "momentum",
        "epochs",
        "batch_size",
        "seed",
    ]
    assert all(setting.dial.help and setting.dial.title for setting in all_settings())


def test_what_varies_within_methods_is_what_tells_their_runs_apart() -> None:
    repeats = {s.name for s in all_settings() if s.dial.fairness == "repeats"}
    assert repeats == {"seed", "split_seed"}
    assert RunSpec.from_dict({"seed": 3, "data": {"split_seed": 4}}).pair == (3, 4)


def test_a_setting_that_does_not_say_whether_it_is_fair_is_an_error() -> None:
    class Warmer(RunSpec):
        warm_up: int = dial(0, "Warm-up", "Epochs at a lower rate.")

    with pytest.raises(TypeError, match=r"RunSpec\.warm_up does not declare what a difference"):
        find_settings(Warmer, (MLP,))

    class Plain(RunSpec):
        warm_up: int = 0

    with pytest.raises(TypeError, match="does not declare"):
        find_settings(Plain, (MLP,))


def test_two_settings_of_one_name_are_an_error() -> None:
    class Twice(RunSpec):
        activation: str = dial("relu", "Activation", "Of the output.", fairness="warns")

    with pytest.raises(TypeError, match=r"mlp\.activation and RunSpec\.activation are both called"):
        find_settings(Twice, (MLP,))


def test_kinds_of_network_may_share_names() -> None:
    with NETWORKS.added(Wide):
        names = [s.name for s in all_settings()]
        assert names.count("activation") == 2
        assert list(setting_names()).count("activation") == 1
        wide = RunSpec.from_dict(nest_settings({"network": "wide", "units": "7"}))
        values = {(s.network, s.name): s.value(wide) for s in all_settings()}
        assert values["wide", "units"] == 7
        assert values["mlp", "activation"] is None
        assert values["", "network"] == "wide"
        with pytest.raises(InputError, match="Wide has no setting 'hidden_layers'"):
            RunSpec.from_dict(nest_settings({"network": "wide", "hidden_layers": "7"}))


def test_momentum_applies_to_sgd_alone() -> None:
    momentum = setting_names()["momentum"]
    assert not momentum.applies(RunSpec())
    assert momentum.applies(RunSpec.from_dict({"optimizer": {"name": "sgd"}}))


def test_an_unknown_name_is_told_with_those_there_are() -> None:
    with pytest.raises(InputError, match=r"There is no setting 'colour'. There are: dataset, tr"):
        nest_settings({"colour": "red"})
