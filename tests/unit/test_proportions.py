"""Against published examples, statsmodels and simulation."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from regdash.analysis.proportions import (
    PairedCounts,
    count_pairs,
    holm,
    mcnemar,
    paired_interval,
    wilson_interval,
)


@pytest.mark.parametrize(
    ("right", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(right: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, Stat. Med. 17:857, table I, method 3."""
    found = wilson_interval(right, n)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(("right", "n"), [(9_714, 10_000), (10_000, 10_000), (0, 7), (3, 4)])
def test_wilson_as_statsmodels(right: int, n: int) -> None:
    found = wilson_interval(right, n)
    low, high = proportion_confint(right, n, method="wilson")
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


def test_mcnemar_as_published() -> None:
    """Fagerland, Lydersen and Laake 2013: 1 and 7 discordant pairs, p 0.0703 and 0.0391."""
    found = mcnemar(1, 7)
    assert found.exact == pytest.approx(0.0703, abs=5e-5)
    assert found.mid_p == pytest.approx(0.0391, abs=5e-5)


@pytest.mark.parametrize(("b", "c"), [(0, 5), (25, 2), (40, 61), (12, 12), (300, 250)])
def test_mcnemar_as_statsmodels_and_as_counted(b: int, c: int) -> None:
    found = mcnemar(b, c)
    assert found.exact == pytest.approx(statsmodels_mcnemar([[9, b], [c, 9]], exact=True).pvalue)
    chances = stats.binom.pmf(np.arange(b + c + 1), b + c, 0.5)
    as_likely = np.isclose(chances, chances[b])
    less_likely = (chances < chances[b]) & ~as_likely
    # Half of the chance of what was seen and, if it is another count, of its mirror image.
    assert found.mid_p == pytest.approx(chances[less_likely].sum() + 0.5 * chances[as_likely].sum())


def test_mcnemar_without_any_disagreement() -> None:
    assert mcnemar(0, 0).exact == 1.0


def test_mcnemar_holds_its_level() -> None:
    rng = np.random.default_rng(0)
    counts = rng.binomial(60, 0.5, 4000)
    exact = np.mean([mcnemar(int(b), 60 - int(b)).exact < 0.05 for b in counts])
    mid_p = np.mean([mcnemar(int(b), 60 - int(b)).mid_p < 0.05 for b in counts])
    assert exact <= mid_p <= 0.06


def test_paired_interval_covers() -> None:
    """95 % of the intervals hold the true difference of two accuracies on the same images."""
    rng = np.random.default_rng(1)
    shares = [0.90, 0.04, 0.02, 0.04]  # both, only the first, only the second, neither
    inside = []
    for counts in rng.multinomial(2_000, shares, 3_000):
        found = paired_interval(PairedCounts(*map(int, counts)))
        inside.append(found.low <= 0.02 <= found.high)
    assert np.mean(inside) == pytest.approx(0.95, abs=0.012)


def test_paired_interval_by_hand() -> None:
    # (2/23 - 8/23) -/+ 1.95996 sqrt((10/23 - (6/23)^2) / 23)
    found = paired_interval(PairedCounts(1, 1, 7, 12))
    assert found.low == pytest.approx(-0.5084, abs=1e-4)
    assert found.high == pytest.approx(-0.0134, abs=1e-4)


def test_pairs_are_counted() -> None:
    first = np.array([True, True, False, False, True])
    second = np.array([True, False, True, False, False])
    counts = count_pairs(first, second)
    assert counts == PairedCounts(1, 2, 1, 1)
    assert (counts.n, counts.difference) == (5, pytest.approx(0.2))
    with pytest.raises(ValueError, match="on 5 and on 4"):
        count_pairs(first, second[:4])


def test_holm_as_published_and_as_statsmodels() -> None:
    """R's `p.adjust(c(0.01, 0.02, 0.03, 0.04), "holm")` gives 0.04 0.06 0.06 0.06."""
    assert holm([0.01, 0.02, 0.03, 0.04]) == pytest.approx([0.04, 0.06, 0.06, 0.06])
    p_values = list(np.random.default_rng(3).uniform(0, 0.2, 12))
    assert holm(p_values) == pytest.approx(list(multipletests(p_values, method="holm")[1]))
    assert holm([]) == []
