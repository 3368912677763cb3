"""Simulations of the guarantee: at most 5 % of comparisons of equal methods ever show a false
verdict, however often one looks."""

import numpy as np
import pytest
from scipy import stats

from regdash.judging.lines import LinePoint, choose_best
from regdash.judging.methods import Method
from regdash.judging.verdict import judge
from regdash.stats.proportions import holm
from tests.support.crossing import Population, make_method

DISTINGUISHED = ("better", "worse")


def equal_methods(rng: np.random.Generator, methods: int, images: int, seeds: int) -> list[Method]:
    """Return methods drawn from one population, on the same images."""
    population = Population(seed_sd=float(rng.choice([0.0, 0.02, 0.06])))
    ease, taste = rng.standard_normal((2, images))
    return [make_method(f"m{i}", population.draw(rng, ease, taste, seeds)) for i in range(methods)]


def first_seeds(method: Method, seeds: int) -> Method:
    return Method(method.key, method.name, 0, method.runs[:seeds])


def any_distinguished(methods: list[Method], seeds: int) -> bool:
    baseline, *variants = (first_seeds(method, seeds) for method in methods)
    verdicts = judge(baseline, variants, on="validation", at="kept")
    return any(verdict.word in DISTINGUISHED for verdict in verdicts)


@pytest.mark.parametrize("images", [200, 1000, 4900])
@pytest.mark.parametrize("variants", [1, 3, 8])
def test_equal_methods_with_a_look_after_every_seed(variants: int, images: int) -> None:
    rng = np.random.default_rng([variants, images])
    repetitions = 300 if images < 4900 else 100
    false = 0
    for _ in range(repetitions):
        methods = equal_methods(rng, variants + 1, images, 10)
        false += any(any_distinguished(methods, seeds) for seeds in range(3, 11))
    assert false <= stats.binom.ppf(0.999, repetitions, 0.05)


def test_equal_methods_with_a_look_after_every_run() -> None:
    """Runs don't end at the same time: for a while one method has one seed more than the other."""
    rng = np.random.default_rng(5)
    false = 0
    for _ in range(400):
        baseline, other = equal_methods(rng, 2, 300, 10)
        looks = [(a, b) for n in range(3, 11) for a, b in ((n, n - 1), (n, n)) if b >= 3]
        false += any(
            v.word in DISTINGUISHED
            for a, b in looks
            for v in judge(
                first_seeds(baseline, a), [first_seeds(other, b)], on="validation", at="kept"
            )
        )
    assert false <= stats.binom.ppf(0.999, 400, 0.05)


def test_unequal_variances_keep_the_level() -> None:
    """Pooling the variances of a stable baseline and unstable variants would not."""
    rng = np.random.default_rng(6)
    false = 0
    for _ in range(300):
        ease, taste = rng.standard_normal((2, 400))
        right = [Population(seed_sd=sd).draw(rng, ease, taste, 5) for sd in (0.0, 0.3, 0.0, 0.0)]
        methods = [make_method(f"m{i}", each) for i, each in enumerate(right)]
        false += any(any_distinguished(methods, seeds) for seeds in (3, 4, 5))
    assert false <= stats.binom.ppf(0.999, 300, 0.05)


def test_students_paired_t_at_every_look_exceeds_the_level() -> None:
    """The simulation can fail: with the rule of an earlier version it does."""
    rng = np.random.default_rng(7)
    false = 0
    for _ in range(200):
        accuracies = [
            [run.figures("kept")["val_accuracy"] for run in method.runs]
            for method in equal_methods(rng, 4, 300, 10)
        ]
        false += any(
            min(holm([_paired_t(other[:seeds], accuracies[0][:seeds]) for other in accuracies[1:]]))
            < 0.05
            for seeds in range(3, 11)
        )
    assert false > 0.1 * 200


@pytest.mark.parametrize("images", [300, 1000])
def test_the_best_of_ten_equal_values_is_confirmed_in_few_studies(images: int) -> None:
    """A study chooses the best of ten values, and trains it and the base again on fresh seeds."""
    rng = np.random.default_rng([10, images])
    repetitions, confirmed = 300, 0
    for _ in range(repetitions):
        population = Population(seed_sd=float(rng.choice([0.0, 0.02, 0.06])))
        ease, taste = rng.standard_normal((2, images))

        def draw(key: str, seeds: int, population=population, ease=ease, taste=taste) -> Method:
            return make_method(key, population.draw(rng, ease, taste, seeds))

        points = [LinePoint(float(n), draw(f"m{n}", 3)) for n in range(10)]
        best = choose_best(points, "val_accuracy")
        assert best is not None
        fresh = [draw("base", 5), draw(best.method.key, 5)]
        confirmed += any(any_distinguished(fresh, seeds) for seeds in (3, 4, 5))
    assert confirmed <= stats.binom.ppf(0.999, repetitions, 0.05)


def _paired_t(first: list[float], second: list[float]) -> float:
    differences = np.subtract(first, second)
    error = differences.std(ddof=1) / np.sqrt(len(differences))
    t = differences.mean() / error if error else 0.0
    return float(2 * stats.t.sf(abs(t), len(differences) - 1))
