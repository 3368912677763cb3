"""Variants join the set-up of their comparison; a comparison can be trained again with another."""

from collections.abc import Callable

import pytest

from regdash.services.comparisons import start_comparison
from regdash.services.runs import RunService
from regdash.services.setups import setup_of
from regdash.services.variants import describe_again, plan_again, plan_variant, start_again_with
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
    assert plan.following is None
    assert plan.describe(12) == "2 runs (seeds 1–2), about 12 s, comparable with the baseline."

    service.wait(service.submit(comparison.id, plan.requests), 120)
    runs = service.store.runs(comparison.id)
    again = plan_variant(comparison, runs, wanted)
    assert again.requests == ()
    assert [run.id for run in again.known] == [run.id for run in runs[2:]]
    assert again.following is not None
    assert (again.following.spec.seed, again.following.method) == (3, runs[2].method)
    assert again.describe(2) == (
        "Already trained: it is 'dropout 0.3'. Its next seed is 3, about 2 s."
    )

    partly = plan_variant(comparison, runs, wanted, [(2, 1), (4, 1)])
    assert partly.following is None
    assert partly.describe(3) == (
        "1 run (seed 4), about 3 s, comparable with the baseline. Already trained: seed 2."
    )


def test_a_deviating_variant_says_whether_it_can_be_judged(
    service: RunService, tiny: Callable[..., RunSpec]
) -> None:
    comparison, runs = started(service, [tiny()])
    cautious = plan_variant(comparison, runs, tiny(batch_size=64))
    assert cautious.comparable
    assert cautious.describe(3).endswith("comparable with the baseline, with a caution.")
    fewer = plan_variant(
        comparison, runs, tiny(data={**tiny().data.model_dump(), "train_size": 100})
    )
    assert not fewer.comparable
    assert fewer.describe(3).endswith("cannot be compared with the baseline.")


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


def test_a_title_names_each_change_once(service: RunService, tiny: Callable[..., RunSpec]) -> None:
    comparison, runs = started(service, [tiny()])
    longer = start_again_with(service, comparison, runs, tiny(epochs=4, batch_size=64))
    assert service.wait(longer.run_ids, 120)
    second = service.store.comparison(longer.comparison_id)
    assert second is not None
    assert second.title == "A race, 4 epochs, batch 64"
    runs = service.store.runs(second.id)
    shorter = start_again_with(service, second, runs, tiny(epochs=2, batch_size=64))
    assert service.wait(shorter.run_ids, 120)
    third = service.store.comparison(shorter.comparison_id)
    assert third is not None
    assert third.title == "A race, batch 64, 2 epochs"


def test_an_impossible_set_up_is_explained(
    service: RunService, tiny: Callable[..., RunSpec]
) -> None:
    comparison, runs = started(service, [tiny()])
    impossible = tiny(data={**tiny().data.model_dump(), "train_size": 900_000})
    with pytest.raises(InputError, match="Training images"):
        plan_again(comparison, runs, impossible)


def test_methods_that_become_equal_are_trained_once(
    service: RunService, tiny: Callable[..., RunSpec]
) -> None:
    comparison, runs = started(service, [tiny(epochs=1), tiny(epochs=2), tiny(epochs=1, seed=2)])
    requests = plan_again(comparison, runs, tiny(epochs=2))
    assert [(request.spec.epochs, request.spec.seed) for request in requests] == [(2, 1), (2, 2)]
    assert describe_again(requests, 4) == "1 method, 2 runs, about 4 s"


def test_a_chosen_baseline_decides_what_is_comparable(
    service: RunService, tiny: Callable[..., RunSpec]
) -> None:
    fewer = {**tiny().data.model_dump(), "train_size": 100}
    comparison, runs = started(service, [tiny(), tiny(data=fewer)])
    dropout = {"dropout": {"rate": 0.3}}
    small = tiny(data=fewer, techniques=dropout)
    assert plan_variant(comparison, runs, tiny(techniques=dropout)).comparable
    assert not plan_variant(comparison, runs, small).comparable
    service.store.set_baseline(comparison.id, runs[1].method)
    chosen = service.store.comparison(comparison.id)
    assert chosen is not None
    assert not plan_variant(chosen, runs, tiny(techniques=dropout)).comparable
    same = plan_variant(chosen, runs, small)
    assert same.comparable
    assert [deviation.text for deviation in same.deviations] == ["100 images"]
    assert same.differences == ()
    again = plan_variant(chosen, runs, tiny(data=fewer), [(5, 1)])
    assert again.describe(1) == "1 run (seed 5), about 1 s, the baseline itself."
    plain = plan_variant(chosen, runs, tiny(), [(5, 1)])
    assert plain.describe(1).endswith("cannot be compared with the baseline.")
