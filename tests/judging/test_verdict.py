from dataclasses import replace

import numpy as np
import pytest

from regdash.judging.methods import Method, choose_baseline
from regdash.judging.reasons import explain_cost, explain_verdict
from regdash.judging.references import judge_against_references
from regdash.judging.verdict import Verdict, judge
from regdash.settings.formatting import ACCURACY
from tests.support.evidence import make_method, make_run

STEADY = [0.900, 0.902, 0.898, 0.901, 0.899]


def judge_one(variant: Method, baseline: Method, on="test", at="kept") -> Verdict:
    (verdict,) = judge(baseline, [variant], on=on, at=at)
    return verdict


def test_better_comes_with_difference_and_interval() -> None:
    baseline = make_method("baseline", STEADY)
    better = make_method("better", [0.915, 0.916, 0.9135, 0.915, 0.914])
    verdict = judge_one(better, baseline)
    assert (verdict.word, verdict.scope, verdict.look) == ("better", "methods", 5)
    low, high = verdict.interval.low, verdict.interval.high
    assert explain_verdict(verdict) == (
        f"+1.47 points on test images, 95% interval +{ACCURACY.shown(low)} to"
        f" +{ACCURACY.shown(high)} over new seeds and new images; 5 seeds."
    )
    assert verdict.seed_interval.low > low
    assert judge_one(baseline, better).word == "worse"
    assert explain_verdict(judge_one(baseline, better)).startswith("−1.47 points on test images")


def test_one_seed_per_method_gives_no_verdict() -> None:
    baseline = make_method("baseline", [0.90], images=2000)
    other = make_method("other", [0.93], images=2000)
    verdict = judge_one(other, baseline)
    assert (verdict.word, verdict.scope) == ("one seed", "networks")
    assert 0.02 < verdict.interval.low < 0.03 < verdict.interval.high < 0.04
    assert verdict.adjusted_p is None
    reason = explain_verdict(verdict)
    assert reason.startswith("+3.00 points between these two networks on test images, 95% interval")
    assert reason.endswith("over new images. Other seeds may reverse the order.")


def test_two_seeds_are_not_enough_even_with_equal_differences() -> None:
    """Formerly, two seeds with the same difference gave an interval of width zero, and p = 0."""
    baseline = make_method("baseline", [0.905, 0.910], images=200)
    other = make_method("other", [0.900, 0.905], images=200)
    verdict = judge_one(other, baseline)
    assert verdict.word == "not yet"
    assert verdict.interval.high - verdict.interval.low > 0.001
    assert explain_verdict(verdict).endswith("A verdict requires at least 3 seeds per method.")


def test_three_tied_seeds_leave_the_variance_over_images() -> None:
    baseline = make_method("baseline", [0.905] * 3, images=200)
    other = make_method("other", [0.900] * 3, images=200)
    verdict = judge_one(other, baseline)
    assert verdict.word == "not distinguishable"
    assert verdict.interval.low < 0 < verdict.interval.high
    assert 0 < verdict.p_value < 1


def test_no_verdict_while_more_seeds_are_training() -> None:
    running = make_run(0.95, seed=2, status="running")
    first = make_method("m", [0.95]).runs
    verdict = judge_one(Method("m", "m", 0, (*first, running)), make_method("b", [0.90]))
    assert (verdict.word, verdict.in_progress) == ("not yet", True)
    assert explain_verdict(verdict).endswith("More seeds are still training.")


def test_holms_correction_may_withdraw_a_verdict_and_is_explained() -> None:
    baseline = make_method("baseline", STEADY)
    near = make_method("near", [a + 0.005 for a in STEADY])
    alone = judge_one(near, baseline)
    assert alone.word == "better"
    equal = [make_method(f"r{i}", [a + 0.0001 * i for a in STEADY]) for i in range(1, 9)]
    verdict = judge(baseline, [near, *equal], on="test", at="kept")[0]
    assert verdict.word == "not distinguishable"
    assert verdict.adjusted_p == pytest.approx(9 * verdict.repeated_p)
    assert verdict.repeated_p == alone.repeated_p > verdict.p_value
    reason = explain_verdict(verdict)
    critical = ACCURACY.shown(verdict.critical_difference)
    assert (
        "because you may look after every seed and 9 methods are compared with one baseline, a"
        f" difference must currently be at least {critical} points to count."
    ) in reason
    assert abs(verdict.difference) < verdict.critical_difference


@pytest.mark.parametrize("gain", [0.003, 0.0035, 0.0036, 0.004, 0.005, 0.009])
def test_better_means_at_least_the_critical_difference(gain: float) -> None:
    verdict = judge_one(make_method("m", [a + gain for a in STEADY]), make_method("b", STEADY))
    assert (verdict.word == "better") == (verdict.difference >= verdict.critical_difference)
    assert verdict.critical_difference > verdict.single_look_difference


@pytest.mark.parametrize("gains", [(0.0036, 0.0037, 0.0038), (0.009, 0.0036, 0.0037)])
def test_the_critical_difference_follows_holms_correction(gains: tuple[float, ...]) -> None:
    """Three p-values just below 0.05 are not significant: the smallest must be below 0.05 / 3."""
    baseline = make_method("baseline", STEADY)
    others = [make_method(f"m{g}", [a + g for a in STEADY]) for g in gains]
    for verdict in judge(baseline, others, on="test", at="kept"):
        assert (verdict.word == "better") == (verdict.difference >= verdict.critical_difference)


def test_several_splits_require_equal_seeds_and_at_least_three_splits() -> None:
    def method(key: str, splits: tuple[int, ...]) -> Method:
        data = {"train_size": 1000, "validation_share": 0.1}
        runs = (
            make_run(0.9, seed=s, images=500, data={**data, "split_seed": split})
            for s, split in enumerate(splits, 1)
        )
        return Method(key, key, 0, tuple(runs))

    verdict = judge_one(method("m", (1, 2, 3)), method("b", (1, 2, 3, 4)))
    assert verdict.word == "not yet"
    assert explain_verdict(verdict).endswith("both methods need the same seeds and splits.")
    few = judge_one(method("m", (1, 1, 1, 2)), method("b", (1, 1, 1, 2)))
    assert (few.word, few.look) == ("not yet", 2)
    assert explain_verdict(few).endswith("A verdict requires at least 3 splits.")


def test_the_cost_of_looking_is_explained() -> None:
    baseline = make_method("baseline", STEADY)
    verdict = judge_one(make_method("m", [a + 0.001 for a in STEADY]), baseline)
    times = f"{verdict.critical_difference / verdict.single_look_difference:.1f}"
    assert 1.1 < float(times) < 1.8
    assert explain_cost([verdict]).startswith(
        f"Because you may look after every seed, a difference at 5 seeds must be {times} times as"
        " large to count as with a single look at a single method."
    )
    assert explain_cost([replace(verdict, uncertainty=None)]) == ""


def test_the_number_of_seeds_needed_is_given_if_it_is_practical() -> None:
    baseline = make_method("baseline", STEADY, images=100_000)
    some = judge_one(make_method("m", [a + 0.0025 for a in STEADY], images=100_000), baseline)
    assert some.seeds_needed is not None
    assert 5 < some.seeds_needed <= 30
    assert f"About {some.seeds_needed} seeds per method would settle" in explain_verdict(some)
    tiny = judge_one(make_method("m", [a + 0.0001 for a in STEADY], images=100_000), baseline)
    assert tiny.seeds_needed is None
    assert explain_verdict(tiny).endswith(
        "isn't practical: it would take more than 30 seeds per method."
    )
    few = [make_method(k, [a + d for a in STEADY], images=200) for k, d in (("b", 0), ("m", 0.01))]
    assert explain_verdict(judge_one(few[1], few[0])).endswith("; more test images would.")


def test_methods_with_different_seeds_are_compared() -> None:
    baseline = make_method("baseline", STEADY)
    other = make_method("other", [a + 0.05 for a in STEADY], first_seed=11)
    assert judge_one(other, baseline).word == "better"


def test_all_seeds_of_both_methods_count() -> None:
    """The difference is that of the displayed means, even with unequal numbers of seeds."""
    baseline = make_method("baseline", STEADY)
    other = make_method("other", [0.950, 0.951, 0.949])
    verdict = judge_one(other, baseline)
    assert verdict.seeds == (3, 5)
    assert verdict.accuracies == pytest.approx((0.95, 0.90))
    assert "; 3 and 5 seeds." in explain_verdict(verdict)


def test_a_duplicate_run_does_not_count_as_a_second_seed() -> None:
    twice = [make_run(a, seed=1, images=2000) for a in (0.900, 0.900)]
    other = [make_run(a, seed=1, images=2000) for a in (0.9005, 0.9005)]
    methods = [Method("a", "a", 0, tuple(twice)), Method("b", "b", 1, tuple(other))]
    verdict = judge_one(methods[1], methods[0])
    assert (verdict.scope, verdict.word) == ("networks", "one seed")


def test_different_splits_are_compared_in_pairs() -> None:
    """A split shifts the accuracy of all methods, so only the differences count."""
    rng = np.random.default_rng(0)
    level = 0.90 + 0.02 * rng.standard_normal(6)

    def method(key: str, gain: float) -> Method:
        runs = tuple(
            make_run(
                float(a + gain + 0.0005 * rng.standard_normal()),
                seed=s,
                images=5000,
                data={"train_size": 1000, "validation_share": 0.1, "split_seed": s},
            )
            for s, a in enumerate(level, 1)
        )
        return Method(key, key, 0, runs)

    for on in ("test", "validation"):
        verdict = judge_one(method("m", 0.01), method("b", 0.0), on=on)
        assert verdict.word == "better", on
        assert len(verdict.uncertainty.components) == 1


def test_each_method_may_have_its_own_reference() -> None:
    methods = [
        make_method("plain", STEADY),
        make_method("dropout", [a + 0.05 for a in STEADY]),
        make_method("more", STEADY),
    ]
    references = {"dropout": "plain", "more": "dropout", "gone": "plain"}
    verdicts = judge_against_references(methods, references, on="test", at="kept")
    assert {key: verdict.word for key, verdict in verdicts.items()} == {
        "dropout": "better",
        "more": "worse",
    }
    assert judge_against_references(methods[1:], references, on="test", at="kept").keys() == {
        "more"
    }


def test_unequal_training_sizes_give_an_explanation_and_no_verdict() -> None:
    baseline = make_method("baseline", [0.90, 0.91, 0.92])
    larger = make_method(
        "larger", [0.95, 0.96, 0.97], data={"train_size": 2000, "validation_share": 0.1}
    )
    verdict = judge_one(larger, baseline)
    assert verdict.word == "not comparable"
    assert verdict.difference is None
    assert explain_verdict(verdict) == (
        "Trained on 2,000 images, the baseline on 1,000: more images help whatever the technique."
    )


def test_waits_for_running_runs() -> None:
    baseline = make_method("baseline", [0.9, 0.91])
    dropout = make_method("dropout", [0.9, 0.91], status="running")
    verdict = judge_one(dropout, baseline)
    assert (verdict.word, explain_verdict(verdict)) == ("not yet", "Waiting for dropout to finish.")


def test_old_runs_without_predictions_are_not_comparable() -> None:
    methods = [make_method(key, [0.9] * 3, images=0) for key in "ab"]
    verdict = judge_one(*methods)
    assert verdict.word == "not comparable"
    assert "train them again" in explain_verdict(verdict)


def test_the_baseline_has_the_fewest_techniques_unless_another_is_chosen() -> None:
    dropout = Method("d", "d", 0, (make_run(techniques={"dropout": {}}),))
    plain = Method("p", "p", 1, (make_run(),))
    assert choose_baseline([dropout, plain]) is plain
    assert choose_baseline([dropout, plain], "d") is dropout
    assert choose_baseline([dropout, plain], "deleted") is plain
