"""What the runs of a comparison share, in one line, and how variants deviate from it."""

from collections.abc import Callable

from regdash.services.runs import RunService
from regdash.services.setups import describe_setup, find_deviations, seeds_of, setup_of
from regdash.spec import RunSpec
from regdash.store.records import Comparison, Run


def described(**values: object) -> str:
    return describe_setup(RunSpec.from_dict(values))


def test_a_set_up_is_one_line() -> None:
    assert (
        described(data={"train_size": 1000}, network={"hidden_layers": [500, 500]}, epochs=20)
        == "1,000 digits · 500x2 · Adam 0.001 · 20 epochs · seed 1"
    )


def test_a_description_adds_what_is_unusual() -> None:
    text = described(
        data={"train_size": 300, "label_noise": 0.3, "split_seed": 4},
        optimizer={"name": "sgd"},
        batch_size=64,
        seed=7,
    )
    assert text == (
        "300 digits · 500x5 · SGD 0.01 · 10 epochs · 30% wrong labels · batch 64 · seed 7 · split 4"
    )


def test_consecutive_seeds_are_a_range() -> None:
    spec = RunSpec()
    assert describe_setup(spec, [(2, 1), (1, 1), (3, 1)]).endswith("· seeds 1–3")
    assert describe_setup(spec, [(1, 1), (4, 2)]).endswith("· seeds 1, 4 · splits 1–2")


def comparison_of(service: RunService, specs: list[RunSpec]) -> tuple[Comparison, list[Run]]:
    store = service.store
    comparison_id = store.add_comparison("A race")
    for spec in specs:
        store.add_run(comparison_id, spec, "me")
    comparison = store.comparison(comparison_id)
    assert comparison is not None
    return comparison, store.runs(comparison_id)


def test_without_a_stored_set_up_the_baseline_has_it(
    service: RunService, tiny: Callable[..., RunSpec]
) -> None:
    comparison, runs = comparison_of(
        service,
        [
            tiny(techniques={"dropout": {}}, epochs=9),
            tiny(seed=3),
            tiny(seed=5),
        ],
    )
    assert setup_of(comparison, runs) == tiny(seed=3)
    assert seeds_of(comparison, runs) == [(3, 1), (5, 1)]
    service.store.set_baseline(comparison.id, runs[0].method)
    chosen = service.store.comparison(comparison.id)
    assert chosen is not None
    assert setup_of(chosen, runs) == tiny(epochs=9)
    assert seeds_of(chosen, runs) == [(1, 1)]


def test_a_stored_set_up_outlives_its_runs(
    service: RunService, tiny: Callable[..., RunSpec]
) -> None:
    store = service.store
    id = store.add_comparison("A race", setup=tiny(techniques={"l2": {}}, seed=4))
    comparison = store.comparison(id)
    assert comparison is not None
    assert setup_of(comparison, []) == tiny(seed=4)
    assert seeds_of(comparison, []) == [(4, 1)]


def test_deviations_name_settings_but_neither_seeds_nor_techniques(
    tiny: Callable[..., RunSpec],
) -> None:
    setup = tiny()
    assert find_deviations(tiny(seed=9, techniques={"l1": {}}), setup) == []
    deviating = tiny(batch_size=64, data={**setup.data.model_dump(), "train_size": 200})
    found = find_deviations(deviating, setup)
    assert [(d.text, d.blocks) for d in found] == [("200 images", True), ("batch 64", False)]
