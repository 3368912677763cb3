"""The advice of a diagnosis, as runs that can be started."""

from collections.abc import Callable

import pytest

from regdash.judging.diagnosis import Diagnosis
from regdash.services.advice import diagnose_method, find_offers
from regdash.services.comparisons import start_comparison
from regdash.services.methods import gather_methods
from regdash.services.runs import RunService
from regdash.spec import RunSpec
from regdash.store.records import Comparison, Run

Tiny = Callable[..., RunSpec]


def advised(**fields: object) -> Diagnosis:
    return Diagnosis("RD-D00", "A title", "A sentence.", "An advice.", **fields)  # type: ignore[arg-type]


def started(service: RunService, specs: list[RunSpec]) -> tuple[Comparison, list[Run]]:
    comparison_id, run_ids = start_comparison(service, specs, title="A race")
    assert service.wait(run_ids, 120)
    comparison = service.store.comparison(comparison_id)
    assert comparison is not None
    return comparison, service.store.runs(comparison_id)


def test_a_technique_is_a_variant_with_the_seeds_of_the_baseline(
    service: RunService, tiny: Tiny
) -> None:
    comparison, runs = started(service, [tiny(seed=1), tiny(seed=2)])
    diagnosis = advised(techniques=("dropout=0.5", "l2=0.01"))
    dropout, l2 = find_offers(comparison, runs, runs[0].spec, diagnosis)
    assert (dropout.label, l2.label) == ("Try dropout 0.5", "Try L2 0.01")
    assert dropout.describe(2) == "2 runs (seeds 1–2), about 2 s, comparable with the baseline."
    assert [r.spec.seed for r in dropout.requests] == [1, 2]

    # What has been tried is not offered again; other techniques are kept.
    service.wait(service.submit(comparison.id, dropout.requests), 120)
    runs = service.store.runs(comparison.id)
    assert [o.label for o in find_offers(comparison, runs, runs[0].spec, diagnosis)] == [l2.label]
    (both,) = find_offers(comparison, runs, runs[2].spec, advised(techniques=("l2=0.01",)))
    assert [t.key for t in both.requests[0].spec.techniques] == ["l2", "dropout"]


def test_a_setting_is_changed_for_all_methods(service: RunService, tiny: Tiny) -> None:
    comparison, runs = started(service, [tiny(), tiny(techniques={"dropout": {}})])
    longer, slower = (
        find_offers(comparison, runs, runs[0].spec, advised(changes=changes))[0]
        for changes in ({"epochs": 40}, {"learning_rate": 0.0003})
    )
    assert longer.label == "Train longer (40 epochs)"
    assert longer.describe(9) == "2 methods, 2 runs, about 9 s, in a new comparison."
    assert longer.setup == tiny(epochs=40)
    assert slower.label == "Train all with learning rate 0.0003"


def test_a_setting_of_a_deviating_variant_is_changed_for_it_alone(
    service: RunService, tiny: Tiny
) -> None:
    fast = tiny(optimizer={"name": "adam", "learning_rate": 0.1})
    comparison, runs = started(service, [tiny(), fast])
    (offer,) = find_offers(comparison, runs, fast, advised(changes={"learning_rate": 0.01}))
    assert offer.label == "Try learning rate 0.01"
    assert offer.setup is None
    assert [r.spec.optimizer.learning_rate for r in offer.requests] == [0.01]


def test_what_is_not_possible_is_not_offered(service: RunService, tiny: Tiny) -> None:
    comparison, runs = started(service, [tiny()])
    impossible = advised(changes={"train_size": 900_000}, techniques=("l2=0.01",))
    with_l2 = tiny(techniques={"l1_l2": {}})
    assert find_offers(comparison, runs, with_l2, impossible) == []


@pytest.mark.parametrize("seeds", [1, 3])
def test_the_most_common_diagnosis_of_a_method(service: RunService, tiny: Tiny, seeds: int) -> None:
    _, runs = started(service, [tiny(seed=seed + 1) for seed in range(seeds)])
    (method,) = gather_methods(service.store, runs)
    found = diagnose_method(method)
    assert found is not None
    assert found.diagnosed == seeds
    assert 1 <= found.times <= seeds
    assert found.run in method.runs
