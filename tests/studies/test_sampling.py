"""What a search tries next, and what it stops: the same for the same results."""

import math

import pytest

from regdash.spec import RunSpec
from regdash.studies.sampling import build_study, choose_next, find_importance, pruned_after
from regdash.studies.search import Range, Search
from regdash.studies.trials import SearchTrial

RANGES = ("l2=1e-6..1e-1:log", "dropout=0..0.8", "width=16..512")


def search(*ranges: str, **settings) -> Search:
    chosen = [Range.from_text(text) for text in ranges or RANGES]
    return Search.build(RunSpec(), chosen, **settings)


def loss(values: tuple) -> float:
    """Return a loss whose minimum is at an L2 strength of 1e-3 and a rate of 0.4."""
    return (math.log10(values[0]) + 3) ** 2 / 4 + 5 * (values[1] - 0.4) ** 2


def run(made: Search, count: int) -> list[SearchTrial]:
    trials: list[SearchTrial] = []
    for _ in range(count):
        values = choose_next(made, trials)
        assert values is not None
        trials.append(SearchTrial(values, "complete", loss(values), (loss(values),) * 3))
    return trials


def test_values_are_within_their_ranges_short_and_new() -> None:
    trials = run(search(), 30)
    for trial in trials:
        l2, rate, width = trial.values
        assert 1e-6 <= l2 <= 0.1
        assert 0 <= rate <= 0.8
        assert isinstance(width, int)
        assert 16 <= width <= 512
        assert all(float(f"{value:.3g}") == value for value in (l2, rate))
    assert len({trial.values for trial in trials}) == 30


def test_tpe_learns_and_random_does_not() -> None:
    found = {}
    for sampler in ("tpe", "random"):
        later = [trial.value for trial in run(search(sampler=sampler), 50)[20:]]
        found[sampler] = sum(later) / len(later)
    assert found["tpe"] < 0.6 * found["random"]


def test_a_choice_depends_on_results_but_not_on_the_trial_before() -> None:
    made = search()
    trials = run(made, 20)
    expected = choose_next(made, trials)
    assert choose_next(made, trials) == expected
    values = trials[-1].values
    for state in ("active", "pruned", "failed"):
        assert choose_next(made, [*trials[:-1], SearchTrial(values, state)]) == expected
    better = SearchTrial(trials[3].values, "complete", 0.001, (0.001,))
    assert choose_next(made, [*trials[:3], better, *trials[4:]]) != expected


def test_all_combinations_tried_is_the_end() -> None:
    made = search("depth=1..3")
    trials: list[SearchTrial] = []
    while (values := choose_next(made, trials)) is not None:
        trials.append(SearchTrial(values, "complete", 1.0, (1.0,)))
    assert sorted(trial.values[0] for trial in trials) == [1, 2, 3]


def complete(*epochs: float) -> SearchTrial:
    return SearchTrial((1e-3, 0.1, 64), "complete", epochs[-1], epochs)


EARLIER = [complete(*(level / epoch for epoch in range(1, 11))) for level in (1.0, 2, 3, 4, 5)]


def test_a_trial_is_stopped_when_its_best_is_worse_than_the_median() -> None:
    made = search(prune=True)
    # The median after epoch 2, the first that counts, is 3 / 2.
    assert pruned_after(made, (9.0, 1.6), 10, EARLIER) == (2, 1.5)
    assert pruned_after(made, (9.0, 1.4), 10, EARLIER) is None
    assert pruned_after(made, (1.4, 9.0), 10, EARLIER) is None
    assert pruned_after(made, (9.0, 1.4, 1.2), 10, EARLIER) == (3, 1.0)
    assert pruned_after(made, (9.0,), 10, EARLIER) is None
    assert pruned_after(made, (1.4, math.nan, math.nan), 10, EARLIER) is None
    assert pruned_after(made, (0.9,) * 9, 10, EARLIER) == (4, 0.75)


def test_nothing_is_stopped_without_enough_to_compare_with_or_to_save() -> None:
    made = search(prune=True)
    assert pruned_after(made, (9.0, 9.0), 10, EARLIER[:4]) is None
    others = [SearchTrial((1e-3, 0.1, 64), "failed", None, (1.0, 1.0))]
    assert pruned_after(made, (9.0, 9.0), 10, EARLIER[:4] + others) is None
    assert pruned_after(made, (9.0,), 1, EARLIER) is None
    assert pruned_after(search(), (9.0, 9.0), 10, EARLIER) is None


def test_accuracy_is_better_when_higher() -> None:
    made = search(objective="val_accuracy", prune=True)
    assert pruned_after(made, (0.1, 0.2), 10, EARLIER) == (2, 1.5)
    assert pruned_after(made, (1.0, 2.0), 10, EARLIER) is None


def test_importance_finds_what_the_loss_depends_on() -> None:
    made = search()
    trials = run(made, 40)
    shares = find_importance(made, trials)
    assert shares is not None
    assert sum(shares.values()) == pytest.approx(1)
    assert shares["width"] < min(shares["l2"], shares["dropout"])
    assert find_importance(made, trials[:5]) is None
    assert find_importance(search("depth=1..3"), []) is None


def test_trials_without_a_result_do_not_mislead_the_sampler() -> None:
    values = (1e-3, 0.1, 64)
    made = search()
    study = build_study(
        made,
        [
            complete(0.5),
            SearchTrial(values, "diverged", None, (3.0, math.nan)),
            SearchTrial(values, "diverged"),
            SearchTrial(values, "failed", None, (1.0,)),
            SearchTrial(values, "active"),
        ],
    )
    assert [trial.state.name for trial in study.trials] == [
        "COMPLETE",
        "PRUNED",
        "FAIL",
        "FAIL",
        "RUNNING",
    ]
    assert study.best_value == 0.5
