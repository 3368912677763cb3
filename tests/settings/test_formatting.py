"""Number formats."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regdash.settings.formatting import (
    ACCURACY,
    EPOCH,
    GAP,
    LOSS,
    WEIGHTS,
    Quantity,
    format_accuracy,
    format_loss,
    format_mean,
)

FLOATS = st.floats(allow_nan=False, allow_infinity=False)
QUANTITIES = st.sampled_from([ACCURACY, LOSS, Quantity(decimals=0), Quantity(decimals=3)])


@given(QUANTITIES, FLOATS, FLOATS)
def test_a_difference_is_that_of_the_displayed_numbers(
    quantity: Quantity, value: float, reference: float
) -> None:
    text = quantity.change(value, reference).replace("−", "-").replace(",", "")
    difference = quantity.shown(value) - quantity.shown(reference)
    assert float(text) == pytest.approx(float(difference), rel=1e-20, abs=0)
    assert quantity.text(value)


def test_a_difference_agrees_with_rounded_numbers() -> None:
    """90.126 - 90.124 is 0.002, but 90.13 and 90.12 are displayed."""
    assert (format_accuracy(0.90126), format_accuracy(0.90124)) == ("90.13 %", "90.12 %")
    assert ACCURACY.change(0.90126, 0.90124) == "+0.01"
    assert ACCURACY.change(0.90124, 0.90126) == "−0.01"
    assert ACCURACY.change(0.90124, 0.901239) == "0.00"


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.389, "0.389"),
        (0.0123456, "0.0123"),
        (1.2345, "1.23"),
        (0.9996, "1.00"),
        (12.345, "12.3"),
        (2234.5, "2,234"),
        (1e-9, "0.000000"),
        (0.0, "0.00"),
    ],
)
def test_losses_have_three_significant_digits(value: float, text: str) -> None:
    assert format_loss(value) == text


# The same examples are in tests/js/numbers.test.js.
@pytest.mark.parametrize(
    ("value", "text"),
    [
        (9_999_999.0, "9,999,999"),
        (9_999_999.6, "1.00e+07"),
        (12_345_678.0, "1.23e+07"),
        (-12_350_000.0, "−1.24e+07"),
        (12_250_000.0, "1.22e+07"),
        (99_960_000.0, "1.00e+08"),
        (1e30, "1.00e+30"),
    ],
)
def test_huge_losses_are_in_scientific_notation(value: float, text: str) -> None:
    assert format_loss(value) == text


def test_other_numbers_are_so_only_when_they_are_longer() -> None:
    assert WEIGHTS.text(12_345_678) == "12,345,678"
    assert WEIGHTS.text(1e12) == "1.00e+12"


def test_losses_of_unequal_length() -> None:
    assert LOSS.change(1.234, 0.3891) == "+0.841"  # 1.23 - 0.389
    assert LOSS.change(0.3891, 1.234) == "−0.841"


def test_means() -> None:
    assert format_mean([]) == "–"
    assert format_mean([0.9]) == "90.00 %"
    assert format_mean([0.9, 0.92]) == "91.00 ± 1.41 %"
    assert format_mean([1.2345, 0.3891], LOSS) == "0.812 ± 0.598"
    assert format_mean([1000.0, 3000.0], EPOCH) == "2000 ± 1414"
    assert format_mean([0.25, 0.75], GAP) == "+0.500 ± 0.354"
    assert ACCURACY.shown(0.5) == Decimal("50.00")
