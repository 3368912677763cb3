"""The variance of a difference, checked by counting, against known formulas, and by simulation."""

import numpy as np
import pytest

from regdash.stats.crossed import (
    CorrectPredictions,
    crossed_uncertainty,
    images_interval,
    paired_uncertainty,
    split_uncertainty,
)
from tests.support.crossing import Population


def anova(x: np.ndarray) -> tuple[float, float, float]:
    """Return mean squares of rows, columns, and residual of a two-way layout, cell by cell."""
    s, n = x.shape
    rows, columns, grand = x.mean(axis=1), x.mean(axis=0), x.mean()
    residual = sum(
        (x[i, j] - rows[i] - columns[j] + grand) ** 2 for i in range(s) for j in range(n)
    )
    return (
        n * ((rows - grand) ** 2).sum() / (s - 1),
        s * ((columns - grand) ** 2).sum() / (n - 1),
        residual / ((s - 1) * (n - 1)),
    )


def test_components_are_the_mean_squares_of_the_two_way_layout() -> None:
    x = np.random.default_rng(0).random((4, 30)) < 0.8
    between, _, residual = anova(x.astype(float))
    component = CorrectPredictions(x).component
    assert component.variance == pytest.approx(between / 30 / 4)
    assert component.floor == pytest.approx(residual / 30 / 4)
    assert component.dof == 3


def test_the_image_component_excludes_the_residual() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.random((4, 2000)) < 0.8, rng.random((4, 2000)) < 0.8
    a[:, :300], b[:, :300] = True, False  # images that only one method gets right
    found = crossed_uncertainty(CorrectPredictions(a), CorrectPredictions(b))
    _, between, _ = anova((a.astype(float) - b)[:, :])
    residuals = anova(a.astype(float))[2] + anova(b.astype(float))[2]
    # The two added images hardly matter among 2,000.
    assert found.image_variance == pytest.approx((between - residuals) / (4 * 2000), rel=0.02)


def test_one_network_per_method_gives_bonett_and_price() -> None:
    """Correct on 1 image: both, 1: only the first, 7: only the second, 12: neither (equation 2):

    (2/23 - 8/23) -/+ 1.95996 sqrt((10/23 - (6/23)^2) / 23).
    """
    a = np.array([[True] * 2 + [False] * 19])
    b = np.array([[True] + [False] + [True] * 7 + [False] * 12])
    found = images_interval(CorrectPredictions(a), CorrectPredictions(b))
    assert (found.low, found.high) == pytest.approx((-0.5084, -0.0134), abs=1e-4)


def test_the_interval_of_two_networks_covers_the_true_difference() -> None:
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(2000):
        both = rng.multinomial(1000, [0.90, 0.04, 0.02, 0.04])
        a = np.repeat([True, True, False, False], both)[None]
        b = np.repeat([True, False, True, False], both)[None]
        found = images_interval(CorrectPredictions(a), CorrectPredictions(b))
        inside += found.low <= 0.02 <= found.high
    assert inside / 2000 == pytest.approx(0.95, abs=0.015)


def test_paired_seeds_use_their_differences() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.random((5, 800)) < 0.9, rng.random((5, 800)) < 0.8
    found = paired_uncertainty(CorrectPredictions(a), CorrectPredictions(b))
    differences = a.mean(axis=1) - b.mean(axis=1)
    (component,) = found.components
    assert component.variance == pytest.approx(differences.var(ddof=1) / 5)
    assert component.floor == pytest.approx(anova(a.astype(float) - b)[2] / 800 / 5, rel=1e-5)


def test_with_different_splits_the_seed_component_contains_the_images() -> None:
    differences = np.array([0.9, 0.92, 0.91])
    found = split_uncertainty(differences, (1, 2, 3), 0.04, labeled=10_000)
    assert found.components[0].variance == pytest.approx(differences.var(ddof=1) / 3)
    assert found.image_variance == pytest.approx(0.04 / 10_000)


def test_seeds_of_one_split_are_clustered() -> None:
    differences = np.array([0.01, 0.02, 0.03, 0.06, 0.08])
    found = split_uncertainty(differences, (1, 1, 1, 2, 3), 0.04, labeled=10_000)
    sums = [differences[:3].sum() - 3 * 0.04, 0.06 - 0.04, 0.08 - 0.04]
    assert found.components[0].dof == 2
    assert found.components[0].variance == pytest.approx(3 / 2 * np.square(sums).sum() / 25)


def test_intervals_cover_when_some_seeds_share_a_split() -> None:
    """Four seeds on one split, and one seed on each of four others; each split has its own images."""
    rng = np.random.default_rng(4)
    splits, inside = (1, 1, 1, 1, 2, 3, 4, 5), 0
    first, second = Population(2.2, 0.02), Population(2.35, 0.03, 0.5)
    truth = second.accuracy() - first.accuracy()
    for _ in range(600):
        differences, variances = [], []
        for split in dict.fromkeys(splits):
            ease, taste = rng.standard_normal((2, 300))
            seeds = splits.count(split)
            d = second.draw(rng, ease, taste, seeds).astype(float) - first.draw(
                rng, ease, taste, seeds
            )
            differences += list(d.mean(axis=1))
            variances.append(d.var())
        seen = split_uncertainty(np.array(differences), splits, float(np.mean(variances)), 49_000)
        interval = seen.interval(float(np.mean(differences)))
        inside += interval.low <= truth <= interval.high
    # The cluster of four seeds weighs as much as all others, so the interval is slightly too narrow.
    assert 0.90 < inside / 600 < 0.99


def test_a_single_image_has_no_residual() -> None:
    one = CorrectPredictions(np.array([[True], [False], [True]]))
    assert one.component.floor == 0
    assert crossed_uncertainty(one, one).variance > 0


def test_networks_that_agree_everywhere_are_not_certain() -> None:
    same = np.ones((3, 200), bool)
    found = crossed_uncertainty(CorrectPredictions(same), CorrectPredictions(same))
    assert found.variance > 0
    assert found.p_value(0.0) == pytest.approx(1.0)
    interval = images_interval(CorrectPredictions(same[:1]), CorrectPredictions(same[:1]))
    assert interval.low < 0 < interval.high


@pytest.mark.parametrize("images", [200, 1000, 4900])
@pytest.mark.parametrize("seeds", [3, 5, 10])
def test_intervals_cover_new_seeds_and_new_images(seeds: int, images: int) -> None:
    """Methods that differ, as in the overfit race, in skill, variance over seeds, and images."""
    rng = np.random.default_rng([seeds, images])
    first, second = Population(2.2, 0.02, 0.0), Population(2.35, 0.06, 0.5)
    truth = second.accuracy() - first.accuracy()
    inside, repetitions = 0, 1000 if images < 4900 else 400
    for _ in range(repetitions):
        ease, taste = rng.standard_normal((2, images))
        a = CorrectPredictions(first.draw(rng, ease, taste, seeds))
        b = CorrectPredictions(second.draw(rng, ease, taste, seeds))
        difference = b.accuracies.mean() - a.accuracies.mean()
        interval = crossed_uncertainty(b, a).interval(difference)
        inside += interval.low <= truth <= interval.high
    share = inside / repetitions
    slack = 2.6 * np.sqrt(0.05 * 0.95 / repetitions)
    assert 0.93 - slack <= share <= 0.97 + slack


def test_the_interval_over_seeds_alone_does_not_cover_new_images() -> None:
    """Why both components are needed."""
    rng = np.random.default_rng(9)
    first, second = Population(2.2, 0.02, 0.0), Population(2.35, 0.06, 0.5)
    truth = second.accuracy() - first.accuracy()
    inside = 0
    for _ in range(300):
        ease, taste = rng.standard_normal((2, 200))
        a = CorrectPredictions(first.draw(rng, ease, taste, 10))
        b = CorrectPredictions(second.draw(rng, ease, taste, 10))
        interval = crossed_uncertainty(b, a).seed_interval(
            b.accuracies.mean() - a.accuracies.mean()
        )
        inside += interval.low <= truth <= interval.high
    assert inside < 0.8 * 300
