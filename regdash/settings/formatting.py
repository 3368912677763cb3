"""How numbers read, everywhere the same."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from statistics import fmean, stdev

MINUS = "−"

NOTHING = "–"
"""Stands where there is no number."""


_DIGITS = 350
"""Enough for every float, of losses that have run away too."""

_RUN_AWAY = 10**12


@dataclass(frozen=True)
class Quantity:
    """How one kind of number is rounded; differences shown are those of the numbers shown."""

    scale: float = 1.0
    """Factor from the number to what is shown of it, such as 100 for percent."""
    decimals: int | None = None
    """Digits after the point; None: three significant digits, no more than six decimals."""
    unit: str = ""
    signed: bool = False
    """Whether a number above zero is shown with its sign."""
    grouped: bool = True
    """Whether thousands are set apart by commas."""

    def shown(self, value: float) -> Decimal:
        """The number as it is shown."""
        with localcontext() as context:
            context.prec = _DIGITS
            scaled = Decimal(repr(float(value))) * Decimal(repr(self.scale))
            decimals = self.decimals
            if decimals is None:
                # Of the rounded number: 0.9996 is shown as 1.00, not as 1.000.
                exponent = Decimal(f"{scaled:.2E}").adjusted() if scaled else 0
                decimals = min(6, max(0, 2 - exponent))
            return scaled.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)

    def number(self, value: float) -> str:
        """Such as `97.14`; `1.00e+30` where a number has run away."""
        shown = self.shown(value)
        grouping = "," if self.grouped else ""
        size = f"{abs(shown):.2e}" if abs(shown) >= _RUN_AWAY else f"{abs(shown):{grouping}}"
        sign = MINUS if shown < 0 else "+" if self.signed and shown > 0 else ""
        return f"{sign}{size}"

    def text(self, value: float) -> str:
        """The same with the unit: `97.14 %`."""
        return f"{self.number(value)} {self.unit}".rstrip()

    def difference(self, value: float, reference: float) -> Decimal:
        """The difference of both numbers as they are shown."""
        with localcontext() as context:
            context.prec = _DIGITS
            return self.shown(value) - self.shown(reference)

    def change(self, value: float, reference: float) -> str:
        """The same with its sign, without the unit."""
        return _signed(self.difference(value, reference))


ACCURACY = Quantity(100.0, 2, "%")
POINTS = Quantity(100.0, 2, signed=True)
SHARE = Quantity(100.0, 1, "%")
LOSS = Quantity()
GAP = Quantity(decimals=3, signed=True)
WEIGHTS = Quantity(decimals=0)
EPOCH = Quantity(decimals=0, grouped=False)
NORM = Quantity(decimals=1)
PACE = Quantity(decimals=2)


def _signed(number: Decimal) -> str:
    if not number:
        return f"{abs(number):,}"
    return ("+" if number > 0 else MINUS) + f"{abs(number):,}"


def format_accuracy(share: float) -> str:
    """`97.14 %`."""
    return ACCURACY.text(share)


def format_mean(values: Sequence[float], quantity: Quantity = ACCURACY) -> str:
    """`97.14 ± 0.27 %`: mean and standard deviation of several seeds; one without ±."""
    if not values:
        return NOTHING
    if len(values) == 1:
        return quantity.text(values[0])
    spread = replace(quantity, signed=False).text(stdev(values))
    return f"{quantity.number(fmean(values))} ± {spread}"


def format_loss(value: float) -> str:
    """Three significant digits."""
    return LOSS.text(value)


def format_seconds(seconds: float) -> str:
    """`8 s`, `3 min`, `2.1 h`."""
    if seconds < 90:
        return f"{max(0, round(seconds))} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def format_points(difference: float) -> str:
    """A difference of shares in percentage points, such as `+0.41`."""
    return POINTS.text(difference)


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
