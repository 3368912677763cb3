from regdash.content.case_study import CONTENDERS, contender, lineup
from regdash.services.repeats import plan_repeats
from regdash.spec import RunSpec

PLAIN = RunSpec()
L1 = RunSpec.from_dict({"techniques": {"l1": {}}})


def seeds(plan: list[tuple[int, RunSpec]]) -> list[tuple[int, int, int]]:
    return [(position, spec.seed, spec.data.split_seed) for position, spec in plan]


def test_missing_seeds_come_seed_by_seed() -> None:
    plan = plan_repeats([[PLAIN], [L1, L1.replace(seed=2)]], 3)
    assert seeds(plan) == [(0, 2, 1), (0, 3, 1), (1, 3, 1)]
    assert plan[-1][1].techniques == L1.techniques


def test_seeds_that_are_there_are_not_trained_again() -> None:
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
    dropout, again = (contender(k).spec("full", 1) for k in ("dropout", "whitening_as_ran"))
    assert again.method == dropout.method
    assert again.seed != dropout.seed
    went_on = contender("stopping_as_ran").spec("full", 1)
    (stopping,) = [t for t in went_on.techniques if t.key == "early_stopping"]
    assert (went_on.epochs, stopping.start_from_epoch) == (20, 10)
    assert not stopping.restore_best_weights
    assert went_on.seed == dropout.seed
    everything = lineup("quick", 3)
    assert len(everything) == 3 * len(CONTENDERS)
    assert [spec.seed for c, spec in everything if c.key == "l2"] == [1, 2, 3]
    assert {spec.data.train_size for _, spec in everything} == {2000}
