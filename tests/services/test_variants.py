"""Variants join the set-up of their comparison; a comparison can be trained again with another."""

from collections.abc import Callable

import pytest

from regdash.services.comparisons import start_comparison
from regdash.services.runs import RunService
from regdash.services.setups import setup_of
from regdash.services.variants import plan_again, plan_next_seed, plan_variant, start_again_with
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.records import Comparison, Run


def started(service: RunService, specs: list[RunSpec]) -> tuple[Comparison, list[Run]]:
    comparison_id, run_ids = start_comparison(service, specs, title="A race")
    assert service.wait(run_ids, 120)
    comparison = service.store.comparison(comparison_id)
    assert comparison is not None
    return comparison, service.store.runs(comparison_id)


def test_a_variant_is_trained_with_the_seeds_of_the_baseline(
    service: RunService, tiny: Callable[..., RunSpec]
) -> None:
    comparison, runs = started(service, [tiny(seed=1), tiny(seed=2)])
    wanted = tiny(techniques={"dropout": {"rate": 0.3}}, seed=77)
    plan = plan_variant(comparison, runs, wanted)
    assert [request.spec.seed for request in plan.requests] == [1, 2]
    assert {request.spec.name for request in plan.requests} == {"dropout 0.3"}
    assert plan.comparable
    assert plan.known == ()

    service.wait(service.submit(comparison.id, plan.requests), 120)
    runs = service.store.runs(comparison.id)
    again = plan_variant(comparison, runs, wanted)
    assert again.requests == ()
    assert [run.id for run in again.known] == [run.id for run in runs[2:]]
    following = plan_next_seed(runs, again)
    assert following is not None
    assert (following.spec.seed, following.method) == (3, runs[2].method)


def test_a_deviating_variant_says_whether_it_can_be_judged(
    service: RunService, tiny: Callable[..., RunSpec]
) -> None:
    comparison, runs = started(service, [tiny()])
    assert plan_variant(comparison, runs, tiny(batch_size=64)).comparable
    fewer = tiny(data={**tiny().data.model_dump(), "train_size": 100})
    assert not plan_variant(comparison, runs, fewer).comparable


def test_all_methods_are_trained_again_beside_the_old_comparison(
    service: RunService, tiny: Callable[..., RunSpec]
) -> None:
    l2 = {"l2": {"l2": 0.01}}
    comparison, runs = started(service, [tiny(), tiny(techniques=l2, batch_size=64), tiny(seed=2)])
    service.store.rename_run(runs[1].id, "my penalty")
    runs = service.store.runs(comparison.id)
    new_setup = tiny(epochs=4)
    again = start_again_with(service, comparison, runs, new_setup)
    assert service.wait(again.run_ids, 120)
    new = service.store.comparison(again.comparison_id)
    assert new is not None
    assert (new.parent, new.title) == (comparison.id, "A race, 4 epochs")
    trained = service.store.runs(new.id)
    assert setup_of(new, trained) == tiny(epochs=4)
    assert [(r.name, r.spec.seed, r.spec.epochs, r.spec.batch_size) for r in trained] == [
        ("baseline", 1, 4, tiny().batch_size),
        ("my penalty", 1, 4, 64),
        ("baseline", 2, 4, tiny().batch_size),
        ("my penalty", 2, 4, 64),
    ]
    assert [run.style_index for run in trained] == [0, 1, 0, 1]


def test_an_impossible_set_up_is_explained(
    service: RunService, tiny: Callable[..., RunSpec]
) -> None:
    comparison, runs = started(service, [tiny()])
    impossible = tiny(data={**tiny().data.model_dump(), "train_size": 900_000})
    with pytest.raises(InputError, match="Training images"):
        plan_again(comparison, runs, impossible)
