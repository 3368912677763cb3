import numpy as np
import pytest
from scipy import stats

from regdash.analysis.methods import Method, choose_baseline
from regdash.analysis.rivals import judge_rivals
from regdash.analysis.verdict import judge
from tests.evidence import make_method, make_run


def words(rng: np.random.Generator, shift_in_sd: float, repetitions: int) -> list[str]:
    """Verdicts on methods over 5 seeds whose accuracies have sd 0.2 points."""
    found = []
    for _ in range(repetitions):
        plain, other = rng.normal(0.97, 0.002, (2, 5))
        methods = [make_method("plain", plain), make_method("o", other + shift_in_sd * 0.002)]
        (verdict,) = judge(methods[0], methods[1:], on="test", at="kept")
        found.append(verdict.word)
    return found


def test_two_equal_methods_are_told_apart_in_at_most_5_percent() -> None:
    found = words(np.random.default_rng(0), 0.0, 1_000)
    false = sum(word in ("better", "worse") for word in found)
    # 5 % of 1,000, and what chance allows on top (99.9 % of repetitions of this test).
    assert false <= stats.binom.ppf(0.999, 1_000, 0.05)
    assert false > 0  # else the rule would never find anything


def test_a_difference_of_3_sd_is_found_in_over_90_percent() -> None:
    found = words(np.random.default_rng(1), 3.0, 500)
    assert found.count("better") > 0.9 * 500
    assert "worse" not in found
    found = words(np.random.default_rng(2), -3.0, 500)
    assert found.count("worse") > 0.9 * 500


def test_many_equal_methods_at_once_hold_the_level_together() -> None:
    rng = np.random.default_rng(3)
    alarms = 0
    for _ in range(300):
        methods = [make_method(f"m{i}", rng.normal(0.97, 0.002, 5)) for i in range(6)]
        verdicts = judge(methods[0], methods[1:], on="test", at="kept")
        alarms += any(v.word in ("better", "worse") for v in verdicts)
    assert alarms <= stats.binom.ppf(0.999, 300, 0.05)


def test_better_says_by_how_much_and_how_sure() -> None:
    baseline = make_method("baseline", [0.900, 0.902, 0.898, 0.901, 0.899])
    better = make_method("better", [0.905, 0.906, 0.9035, 0.905, 0.904])
    (verdict,) = judge(baseline, [better], on="test", at="kept")
    assert verdict.word == "better"
    assert verdict.reason == "+0.47 points on test, 95% interval +0.39 to +0.55, 5 seeds."
    assert (verdict.about, verdict.n) == ("methods", 5)
    (verdict,) = judge(better, [baseline], on="test", at="kept")
    assert verdict.word == "worse"
    assert verdict.reason.startswith("−0.47 points on test, 95% interval −0.55 to −0.39")


def test_holm_may_take_a_finding_back_and_says_so() -> None:
    baseline = make_method("baseline", [0.900, 0.902, 0.898])
    near = make_method("near", [0.904, 0.9050, 0.903])
    (alone,) = judge(baseline, [near], on="test", at="kept")
    assert alone.word == "better"
    rivals = [
        make_method(f"r{i}", [0.900 + 0.001 * i, 0.901, 0.899 - 0.001 * i]) for i in range(1, 7)
    ]
    verdict = judge(baseline, [near, *rivals], on="test", at="kept")[0]
    assert verdict.word == "not distinguishable"
    assert "with 7 methods facing one baseline it may be chance (Holm: p = " in verdict.reason
    assert verdict.adjusted_p == pytest.approx(7 * verdict.p_value)


def test_one_run_each_speaks_about_two_networks() -> None:
    baseline = make_method("baseline", [0.90], images=2000)
    better = make_method("better", [0.93], images=2000)
    (verdict,) = judge(baseline, [better], on="test", at="kept")
    assert verdict.word == "better"
    assert "1 seed: this speaks about these two networks, not about the methods" in verdict.reason
    assert verdict.p_value == pytest.approx(2 * 0.5**60)
    assert verdict.mid_p == pytest.approx(0.5**60)
    near = make_method("near", [0.902], images=2000)
    (verdict,) = judge(baseline, [near], on="test", at="kept")
    assert verdict.word == "not distinguishable"


def test_seeds_that_do_not_pair_are_compared_all_the_same() -> None:
    baseline = make_method("baseline", [0.900, 0.902, 0.898])
    other = make_method("other", [0.950, 0.952, 0.948], first_seed=11)
    (verdict,) = judge(baseline, [other], on="test", at="kept")
    assert verdict.word == "better"
    assert [c.sentence for c in verdict.cautions] == [
        "No seed in common with the baseline: differences are not paired."
    ]


def test_seeds_that_hardly_overlap_are_compared_unpaired_and_it_is_said() -> None:
    baseline = make_method("baseline", [0.900, 0.902, 0.898])
    runs = (make_run(0.95, seed=1), make_run(0.952, seed=11), make_run(0.948, seed=12))
    (verdict,) = judge(baseline, [Method("o", "o", 0, runs)], on="test", at="kept")
    assert not verdict.paired
    assert "3 seeds of each, unpaired." in verdict.reason
    assert verdict.cautions[0].sentence == (
        "Unequal seeds: 1 in common of 3 and 3 trained; all are compared, unpaired."
    )


def test_the_same_run_twice_is_no_second_seed() -> None:
    twice = [make_run(a, seed=1, images=2000) for a in (0.900, 0.900)]
    other = [make_run(a, seed=1, images=2000) for a in (0.9005, 0.9005)]
    methods = [Method("a", "a", 0, tuple(twice)), Method("b", "b", 1, tuple(other))]
    (verdict,) = judge(methods[0], methods[1:], on="test", at="kept")
    assert (verdict.about, verdict.word) == ("networks", "not distinguishable")
    assert len(methods[0].complete) == 1


def test_the_exact_test_may_be_stricter_than_the_interval() -> None:
    baseline, other = (make_method(key, [0.5], images=2000) for key in ("baseline", "other"))
    answers = np.zeros((2, 2000), bool)
    answers[0, :10] = True  # 10 only the baseline knows, 22 only the other one
    answers[1, 10:32] = True
    for method, right in zip((baseline, other), answers, strict=True):
        method.runs[0].right.update({("kept", "test"): right})
    (verdict,) = judge(baseline, [other], on="test", at="kept")
    assert verdict.p_value == pytest.approx(0.0501, abs=1e-4)
    assert verdict.interval.low > 0
    assert verdict.word == "not distinguishable"
    assert "The exact test (p = 0.050) is stricter than the interval." in verdict.reason


def test_each_method_may_have_a_rival_of_its_own() -> None:
    methods = [
        make_method("plain", [0.90, 0.91, 0.92]),
        make_method("dropout", [0.95, 0.96, 0.97]),
        make_method("more", [0.90, 0.91, 0.92]),
    ]
    rivals = {"dropout": "plain", "more": "dropout", "gone": "plain"}
    verdicts = judge_rivals(methods, rivals, on="test", at="kept")
    assert {key: verdict.word for key, verdict in verdicts.items()} == {
        "dropout": "better",
        "more": "worse",
    }
    assert judge_rivals(methods[1:], rivals, on="test", at="kept").keys() == {"more"}


def test_training_size_gives_a_warning_and_no_verdict() -> None:
    baseline = make_method("baseline", [0.90, 0.91, 0.92])
    larger = make_method(
        "larger", [0.95, 0.96, 0.97], data={"train_size": 2000, "validation_share": 0.1}
    )
    (verdict,) = judge(baseline, [larger], on="test", at="kept")
    assert verdict.word == "not comparable"
    assert verdict.difference is None
    assert verdict.reason == (
        "Trained on 2,000 images, the baseline on 1,000: more images help whatever the technique."
    )


def test_validation_that_chose_the_epoch_says_so() -> None:
    baseline = make_method("baseline", [0.900, 0.902, 0.898])
    other = make_method("other", [0.905, 0.906, 0.9035])
    (kept,) = judge(baseline, [other], on="validation", at="kept")
    assert "chose the epoch" not in kept.reason
    (best,) = judge(baseline, [other], on="validation", at="best")
    assert "These validation images also chose the epoch" in best.reason
    stopping = make_method(
        "stopping", [0.905, 0.906, 0.9035], techniques={"early_stopping": {"patience": 1}}
    )
    (stopped,) = judge(baseline, [stopping], on="validation", at="kept")
    assert "also chose the epoch" in stopped.reason
    (test,) = judge(baseline, [stopping], on="test", at="best")
    assert "chose the epoch" not in test.reason


def test_waits_for_runs_that_are_going() -> None:
    baseline = make_method("baseline", [0.9, 0.91])
    going = make_method("going", [0.9, 0.91], status="running")
    (verdict,) = judge(baseline, [going], on="test", at="kept")
    assert (verdict.word, verdict.reason) == ("not yet", "Waiting for going to finish.")


def test_old_runs_without_predictions() -> None:
    (verdict,) = judge(
        make_method("baseline", [0.9]), [make_method("o", [0.95])], on="test", at="kept"
    )
    assert verdict.word == "not comparable"
    assert "train them again" in verdict.reason


def test_the_baseline_is_the_plainest_unless_another_is_chosen() -> None:
    dropout = Method("d", "d", 0, (make_run(techniques={"dropout": {}}),))
    plain = Method("p", "p", 1, (make_run(),))
    assert choose_baseline([dropout, plain]) is plain
    assert choose_baseline([dropout, plain], "d") is dropout
    assert choose_baseline([dropout, plain], "deleted") is plain
