"""Checked against published examples and statsmodels."""

import numpy as np
import pytest
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

from regdash.stats.proportions import holm, wilson_interval


@pytest.mark.parametrize(
    ("correct", "n", "low", "high"),
    [
        (81, 263, 0.2553, 0.3662),
        (15, 148, 0.0624, 0.1605),
        (0, 20, 0.0000, 0.1611),
        (1, 29, 0.0061, 0.1718),
    ],
)
def test_wilson_as_published(correct: int, n: int, low: float, high: float) -> None:
    """Newcombe 1998, Stat. Med. 17:857, table I, method 3."""
    found = wilson_interval(correct, n)
    assert (found.low, found.high) == (pytest.approx(low, abs=5e-5), pytest.approx(high, abs=5e-5))


@pytest.mark.parametrize(("correct", "n"), [(9_714, 10_000), (10_000, 10_000), (0, 7), (3, 4)])
def test_wilson_as_statsmodels(correct: int, n: int) -> None:
    found = wilson_interval(correct, n)
    low, high = proportion_confint(correct, n, method="wilson")
    assert (found.low, found.high) == (pytest.approx(low, abs=1e-9), pytest.approx(high, abs=1e-9))


def test_holm_as_published_and_as_statsmodels() -> None:
    """R's `p.adjust(c(0.01, 0.02, 0.03, 0.04), "holm")` gives 0.04 0.06 0.06 0.06."""
    assert holm([0.01, 0.02, 0.03, 0.04]) == pytest.approx([0.04, 0.06, 0.06, 0.06])
    p_values = list(np.random.default_rng(3).uniform(0, 0.2, 12))
    assert holm(p_values) == pytest.approx(list(multipletests(p_values, method="holm")[1]))
    assert holm([]) == []
