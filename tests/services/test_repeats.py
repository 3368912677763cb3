from collections.abc import Callable
from dataclasses import replace

from regdash.content.case_study import METHODS, find_method, lineup
from regdash.services.comparisons import start_comparison
from regdash.services.judgement import judge_comparison
from regdash.services.repeats import (
    SEED_LIMIT,
    USUAL_SEEDS,
    next_repeat,
    plan_repeats,
    request_repeats,
    suggest_repeats,
)
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.spec import RunSpec
from regdash.store.records import Run

PLAIN = RunSpec()
L1 = RunSpec.from_dict({"techniques": {"l1": {}}})


def seeds(plan: list[tuple[int, RunSpec]]) -> list[tuple[int, int, int]]:
    return [(position, spec.seed, spec.data.split_seed) for position, spec in plan]


def test_missing_seeds_come_seed_by_seed() -> None:
    plan = plan_repeats([[PLAIN], [L1, L1.replace(seed=2)]], 3)
    assert seeds(plan) == [(0, 2, 1), (0, 3, 1), (1, 3, 1)]
    assert plan[-1][1].techniques == L1.techniques


def test_existing_seeds_are_not_trained_again() -> None:
    assert plan_repeats([[PLAIN, PLAIN.replace(seed=7)]], 2) == []
    assert seeds(plan_repeats([[PLAIN.replace(seed=7)], [L1]], 2)) == [
        (0, 8, 1),
        (1, 2, 1),
    ]


def test_fewer_seeds_than_the_first_method_has() -> None:
    plain = [PLAIN.replace(seed=seed) for seed in range(1, 11)]
    assert seeds(plan_repeats([plain, [L1.replace(seed=7)]], 3)) == [(1, 1, 1), (1, 2, 1)]


def test_after_the_last_seed_comes_the_first() -> None:
    last = PLAIN.replace(seed=2**31 - 1)
    assert seeds(plan_repeats([[last]], 3)) == [(0, 0, 1), (0, 1, 1)]


def test_the_split_may_change_with_the_seed() -> None:
    assert seeds(plan_repeats([[PLAIN], [L1]], 2, vary_split=True)) == [(0, 2, 2), (1, 2, 2)]


def test_repeats_are_one_method() -> None:
    (_, again), *_ = plan_repeats([[PLAIN]], 2, vary_split=True)
    assert again.method == PLAIN.method
    assert again.hash != PLAIN.hash
    assert PLAIN.method != L1.method


def test_the_case_study_as_it_ran() -> None:
    """Whitening was never applied; early stopping went on from the tenth epoch."""
    dropout, again = (find_method(k).spec("full", 1) for k in ("dropout", "whitening_as_ran"))
    assert again.method == dropout.method
    assert again.seed != dropout.seed
    went_on = find_method("stopping_as_ran").spec("full", 1)
    (stopping,) = [t for t in went_on.techniques if t.key == "early_stopping"]
    assert (went_on.epochs, stopping.start_from_epoch) == (20, 10)
    assert not stopping.restore_best_weights
    assert went_on.seed == dropout.seed
    everything = lineup("quick", 3)
    assert len(everything) == 3 * len(METHODS)
    assert [spec.seed for c, spec in everything if c.key == "l2"] == [1, 2, 3]
    assert {spec.data.train_size for _, spec in everything} == {2000}


def trained(service: RunService, specs: list[RunSpec]) -> list[Run]:
    started = start_comparison(service, specs, title="Trained")
    assert service.wait(started.run_ids, timeout=120)
    return service.store.runs(started.comparison_id)


def test_stored_methods_are_completed(service: RunService, tiny: Callable[..., RunSpec]) -> None:
    l1 = tiny(techniques={"l1": {}})
    runs = trained(service, [tiny(), tiny(seed=2), l1])
    plain, penalized = runs[0].method, runs[2].method
    requests = request_repeats(runs, [plain, penalized, "gone"], 3)
    assert [(r.method, r.spec.seed) for r in requests] == [
        (penalized, 2),
        (plain, 3),
        (penalized, 3),
    ]
    assert requests[0].name == runs[2].name
    assert request_repeats(runs, [plain], 2) == []
    assert request_repeats(runs, ["gone"], 3) == []
    # A run that was stopped does not count: its seed is trained again.
    stopped = replace(runs[1], status="stopped")
    assert [r.spec.seed for r in request_repeats([runs[0], stopped], [plain], 2)] == [2]
    diverged = replace(runs[1], status="diverged")
    assert request_repeats([runs[0], diverged], [plain], 2) == []


def test_seeds_that_would_settle_open_verdicts_are_suggested(
    service: RunService, tiny: Callable[..., RunSpec]
) -> None:
    runs = trained(service, [tiny(), tiny(techniques={"l1": {}})])
    comparison = service.store.comparison(runs[0].comparison_id)
    assert comparison is not None
    judgement = judge_comparison(service.store, Selection(comparison, runs))
    verdicts = list(judgement.verdicts.values())
    assert [verdict.word for verdict in verdicts] == ["one seed"]
    suggestion = suggest_repeats(runs, verdicts)
    assert suggestion is not None
    assert suggestion.seeds == USUAL_SEEDS
    assert len(suggestion.requests) == 2 * (USUAL_SEEDS - 1)
    more = replace(verdicts[0], accuracies=None)
    assert suggest_repeats(runs, [more]) is None
    assert suggest_repeats([runs[0], replace(runs[1], status="running")], verdicts) is None


def test_the_next_seed_is_unused(service: RunService, tiny: Callable[..., RunSpec]) -> None:
    (run,) = trained(service, [tiny(seed=SEED_LIMIT - 1)])
    assert next_repeat(run, [run]).spec.seed == 0
    first = replace(run, spec=run.spec.replace(seed=0))
    assert next_repeat(run, [run, first]).spec.seed == 1
    other = replace(run, method="another", spec=run.spec.replace(seed=0))
    assert next_repeat(run, [run, other]).spec.seed == 0
