"""How numbers read, everywhere the same."""

from collections.abc import Sequence
from statistics import mean, stdev

MINUS = "−"

NOTHING = "–"
"""Stands where there is no number."""


def format_accuracy(share: float) -> str:
    """`97.14 %`."""
    return f"{100 * share:.2f} %"


def format_mean(shares: Sequence[float]) -> str:
    """`97.14 ± 0.27 %`: mean and standard deviation of several seeds; one without ±."""
    if not shares:
        return NOTHING
    if len(shares) == 1:
        return format_accuracy(shares[0])
    return f"{100 * mean(shares):.2f} ± {100 * stdev(shares):.2f} %"


def format_loss(value: float) -> str:
    """Three significant digits."""
    return f"{value:#.3g}".rstrip(".")


def format_seconds(seconds: float) -> str:
    """`8 s`, `3 min`, `2.1 h`."""
    if seconds < 90:
        return f"{max(0, round(seconds))} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def format_signed(value: float, digits: int) -> str:
    """`+0.41` or `−0.41`; what rounds to zero is `0.00`."""
    text = f"{abs(value):.{digits}f}"
    if float(text) == 0:
        return text
    return ("+" if value > 0 else MINUS) + text


def format_points(difference: float) -> str:
    """A difference of shares in percentage points, such as `+0.41`."""
    return format_signed(100 * difference, 2)


def format_range(low: float, high: float) -> str:
    """An interval of differences in percentage points, such as `−0.12 to +0.70`."""
    return f"{format_points(low)} to {format_points(high)}"


def format_status(status: str) -> str:
    """A run's status in words: `stopped early`."""
    return status.replace("_", " ")


def format_p(p_value: float | None) -> str:
    """`0.031` or `< 0.001`."""
    if p_value is None:
        return NOTHING
    return "< 0.001" if p_value < 0.001 else f"{p_value:.3f}"


def join_words(words: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def count_of(number: int, noun: str) -> str:
    """`1 seed`, `3 seeds`, `2,000 images`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"
