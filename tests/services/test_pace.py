from collections.abc import Callable
from typing import Any

import pytest

from regdash.services.pace import Effort, learned_pace
from regdash.spec import RunSpec

Tiny = Callable[..., RunSpec]


def model(spec: RunSpec) -> float:
    """A model in which each training image costs a millisecond."""
    return spec.data.train_size / 1000


def test_without_runs_the_model_decides(tiny: Tiny) -> None:
    assert learned_pace(tiny(), [], model) == model(tiny())


def test_runs_that_cost_the_same_decide_alone(tiny: Tiny) -> None:
    """Seeds, epochs, rates and strengths change no cost; the latest five count."""
    other: dict[str, Any] = {"techniques": {"l2": {"l2": 0.01}}, "epochs": 7, "seed": 9}
    alike = [tiny(**other, optimizer={"learning_rate": 0.1}) for _ in range(6)]
    paces = [0.2, 0.3, 0.1, 0.5, 0.4, 9.0]
    efforts = [Effort(spec, pace) for spec, pace in zip(alike, paces, strict=True)]
    efforts.append(Effort(tiny(), 77.0))
    assert learned_pace(tiny(techniques={"l2": {}}), efforts, model) == 0.3


@pytest.mark.parametrize(
    "change",
    [
        {"techniques": {"dropout": {}}},
        {"batch_size": 7},
        {"data": {"train_size": 123}},
        {"network": {"hidden_layers": [9]}},
        {"optimizer": {"name": "sgd"}},
    ],
    ids=str,
)
def test_runs_of_another_cost_correct_the_model(tiny: Tiny, change: dict[str, Any]) -> None:
    efforts = [Effort(tiny(), 3 * model(tiny()))]
    assert learned_pace(tiny(**change), efforts, model) == pytest.approx(3 * model(tiny(**change)))


def test_the_nearest_runs_correct_and_no_correction_is_absurd(tiny: Tiny) -> None:
    def sized(size: int) -> RunSpec:
        return tiny(data={"train_size": size})

    far = [Effort(sized(10_000 + i), 5 * model(sized(10_000 + i))) for i in range(5)]
    near = [Effort(sized(300 + i), 2 * model(sized(300 + i))) for i in range(5)]
    assert learned_pace(sized(290), far + near, model) == pytest.approx(2 * 0.29)
    assert learned_pace(sized(9_000), far + near, model) == pytest.approx(5 * 9)
    assert learned_pace(sized(290), [Effort(sized(300), 1e6)], model) == pytest.approx(8 * 0.29)
