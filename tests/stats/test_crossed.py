"""The variance of a difference, against counting, known formulas and simulation."""

import numpy as np
import pytest

from regdash.stats.crossed import (
    Answers,
    cross,
    cross_paired,
    cross_splits,
    images_interval,
)
from tests.support.crossing import Population


def anova(x: np.ndarray) -> tuple[float, float, float]:
    """Mean squares of rows, columns and the rest of a two-way layout, summed cell by cell."""
    s, n = x.shape
    rows, columns, grand = x.mean(axis=1), x.mean(axis=0), x.mean()
    rest = sum((x[i, j] - rows[i] - columns[j] + grand) ** 2 for i in range(s) for j in range(n))
    return (
        n * ((rows - grand) ** 2).sum() / (s - 1),
        s * ((columns - grand) ** 2).sum() / (n - 1),
        rest / ((s - 1) * (n - 1)),
    )


def test_parts_are_the_mean_squares_of_the_two_way_layout() -> None:
    x = np.random.default_rng(0).random((4, 30)) < 0.8
    between, _, rest = anova(x.astype(float))
    part = Answers(x).part
    assert part.variance == pytest.approx(between / 30 / 4)
    assert part.floor == pytest.approx(rest / 30 / 4)
    assert part.dof == 3


def test_the_images_part_is_what_the_mean_squares_leave() -> None:
    rng = np.random.default_rng(1)
    a, b = rng.random((4, 2000)) < 0.8, rng.random((4, 2000)) < 0.8
    a[:, :300], b[:, :300] = True, False  # images that only one method knows
    found = cross(Answers(a), Answers(b))
    _, between, _ = anova((a.astype(float) - b)[:, :])
    rests = anova(a.astype(float))[2] + anova(b.astype(float))[2]
    # Two images are added, which matters little among 2,000.
    assert found.images == pytest.approx((between - rests) / (4 * 2000), rel=0.02)


def test_one_network_each_is_bonett_and_price() -> None:
    """1 image both know, 1 only the first, 7 only the second, 12 neither (2012, equation 2):

    (2/23 - 8/23) -/+ 1.95996 sqrt((10/23 - (6/23)^2) / 23).
    """
    a = np.array([[True] * 2 + [False] * 19])
    b = np.array([[True] + [False] + [True] * 7 + [False] * 12])
    found = images_interval(Answers(a), Answers(b))
    assert (found.low, found.high) == pytest.approx((-0.5084, -0.0134), abs=1e-4)


def test_the_interval_of_two_networks_covers() -> None:
    rng = np.random.default_rng(1)
    inside = 0
    for _ in range(2000):
        both = rng.multinomial(1000, [0.90, 0.04, 0.02, 0.04])
        a = np.repeat([True, True, False, False], both)[None]
        b = np.repeat([True, False, True, False], both)[None]
        found = images_interval(Answers(a), Answers(b))
        inside += found.low <= 0.02 <= found.high
    assert inside / 2000 == pytest.approx(0.95, abs=0.015)


def test_paired_seeds_count_their_differences() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.random((5, 800)) < 0.9, rng.random((5, 800)) < 0.8
    found = cross_paired(Answers(a), Answers(b))
    differences = a.mean(axis=1) - b.mean(axis=1)
    (part,) = found.seeds
    assert part.variance == pytest.approx(differences.var(ddof=1) / 5)
    assert part.floor == pytest.approx(anova(a.astype(float) - b)[2] / 800 / 5, rel=1e-5)


def test_other_splits_hold_the_images_in_the_seeds() -> None:
    differences = np.array([0.9, 0.92, 0.91])
    found = cross_splits(differences, (1, 2, 3), 0.04, labelled=10_000)
    assert found.seeds[0].variance == pytest.approx(differences.var(ddof=1) / 3)
    assert found.images == pytest.approx(0.04 / 10_000)


def test_seeds_of_one_split_count_together() -> None:
    differences = np.array([0.01, 0.02, 0.03, 0.06, 0.08])
    found = cross_splits(differences, (1, 1, 1, 2, 3), 0.04, labelled=10_000)
    sums = [differences[:3].sum() - 3 * 0.04, 0.06 - 0.04, 0.08 - 0.04]
    assert found.seeds[0].dof == 2
    assert found.seeds[0].variance == pytest.approx(3 / 2 * np.square(sums).sum() / 25)


def test_intervals_cover_where_some_seeds_share_a_split() -> None:
    """Four seeds of one split and one each of four others, each split with images of its own."""
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
        seen = cross_splits(np.array(differences), splits, float(np.mean(variances)), 49_000)
        interval = seen.interval(float(np.mean(differences)))
        inside += interval.low <= truth <= interval.high
    # Four seeds that weigh as much as all others are one cluster: the estimate runs a little narrow.
    assert 0.90 < inside / 600 < 0.99


def test_one_image_alone_says_nothing_of_chance() -> None:
    one = Answers(np.array([[True], [False], [True]]))
    assert one.part.floor == 0
    assert cross(one, one).variance > 0


def test_networks_that_agree_everywhere_are_not_certain() -> None:
    same = np.ones((3, 200), bool)
    found = cross(Answers(same), Answers(same))
    assert found.variance > 0
    assert found.p_value(0.0) == pytest.approx(1.0)
    interval = images_interval(Answers(same[:1]), Answers(same[:1]))
    assert interval.low < 0 < interval.high


@pytest.mark.parametrize("images", [200, 1000, 4900])
@pytest.mark.parametrize("seeds", [3, 5, 10])
def test_intervals_cover_new_seeds_and_new_images(seeds: int, images: int) -> None:
    """Methods that differ, as the overfit race's do, in skill, spread of the seeds, and images."""
    rng = np.random.default_rng([seeds, images])
    first, second = Population(2.2, 0.02, 0.0), Population(2.35, 0.06, 0.5)
    truth = second.accuracy() - first.accuracy()
    inside, repetitions = 0, 1000 if images < 4900 else 400
    for _ in range(repetitions):
        ease, taste = rng.standard_normal((2, images))
        a = Answers(first.draw(rng, ease, taste, seeds))
        b = Answers(second.draw(rng, ease, taste, seeds))
        difference = b.accuracies.mean() - a.accuracies.mean()
        interval = cross(b, a).interval(difference)
        inside += interval.low <= truth <= interval.high
    share = inside / repetitions
    slack = 2.6 * np.sqrt(0.05 * 0.95 / repetitions)
    assert 0.93 - slack <= share <= 0.97 + slack


def test_seeds_alone_cover_other_images_too_seldom() -> None:
    """Why both parts are needed."""
    rng = np.random.default_rng(9)
    first, second = Population(2.2, 0.02, 0.0), Population(2.35, 0.06, 0.5)
    truth = second.accuracy() - first.accuracy()
    inside = 0
    for _ in range(300):
        ease, taste = rng.standard_normal((2, 200))
        a = Answers(first.draw(rng, ease, taste, 10))
        b = Answers(second.draw(rng, ease, taste, 10))
        interval = cross(b, a).seed_interval(b.accuracies.mean() - a.accuracies.mean())
        inside += interval.low <= truth <= interval.high
    assert inside < 0.8 * 300
