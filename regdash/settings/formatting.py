"""Number formats, the same everywhere."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_EVEN, Decimal, localcontext
from statistics import fmean, stdev

MINUS = "−"

NOTHING = "–"
"""Shown where there is no number."""


_DIGITS = 350
"""Precision that is enough for every float, including exploded losses."""

_HUGE = 10**12
"""From here on, numbers are shown in scientific notation."""

_HUGE_OF_THREE_DIGITS = 10**7
"""The same for those of three significant digits: the charts get only seven, as float32."""


@dataclass(frozen=True)
class Quantity:
    """How one kind of number is rounded; displayed differences are those of the rounded numbers."""

    scale: float = 1.0
    """Factor from the value to the displayed number, such as 100 for percent."""
    decimals: int | None = None
    """Digits after the decimal point; None: three significant digits, at most six decimals."""
    unit: str = ""
    signed: bool = False
    """Whether numbers above zero have a plus sign."""
    grouped: bool = True
    """Whether thousands are separated by commas."""

    @property
    def percent(self) -> bool:
        """Whether a share is displayed in percent."""
        return self.scale == 100

    @property
    def hover(self) -> str:
        """How Plotly formats the value in texts under the pointer, as the text after `%{y`."""
        return ":.2%" if self.percent else ":.4g"

    def shown(self, value: float) -> Decimal:
        """Return the scaled and rounded number that is displayed."""
        with localcontext() as context:
            context.prec = _DIGITS
            scaled = Decimal(repr(float(value))) * Decimal(repr(self.scale))
            decimals = self.decimals
            if decimals is None:
                # The exponent after rounding: 0.9996 is displayed as 1.00, not as 1.000.
                exponent = Decimal(f"{scaled:.2E}").adjusted() if scaled else 0
                decimals = min(6, max(0, 2 - exponent))
            return scaled.quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_EVEN)

    def number(self, value: float) -> str:
        """Return the number as text, such as `97.14`, or `1.00e+30` if it is huge."""
        shown = self.shown(value)
        grouping = "," if self.grouped else ""
        huge = _HUGE_OF_THREE_DIGITS if self.decimals is None else _HUGE
        size = _scientific(abs(shown)) if abs(shown) >= huge else f"{abs(shown):{grouping}}"
        sign = MINUS if shown < 0 else "+" if self.signed and shown > 0 else ""
        return f"{sign}{size}"

    def text(self, value: float) -> str:
        """The same with the unit: `97.14 %`."""
        return f"{self.number(value)} {self.unit}".rstrip()

    def difference(self, value: float, reference: float) -> Decimal:
        """Return the difference between both numbers as displayed."""
        with localcontext() as context:
            context.prec = _DIGITS
            return self.shown(value) - self.shown(reference)

    def change(self, value: float, reference: float) -> str:
        """Return the difference as text with its sign, without the unit."""
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


def _scientific(number: Decimal) -> str:
    """Return a number such as `1.23e+07`; the exponent has at least two digits."""
    digits, exponent = f"{number:.2e}".split("e")
    return f"{digits}e{int(exponent):+03d}"


def _signed(number: Decimal) -> str:
    if not number:
        return f"{abs(number):,}"
    return ("+" if number > 0 else MINUS) + f"{abs(number):,}"


def format_accuracy(share: float) -> str:
    """Return an accuracy such as `97.14 %`."""
    return ACCURACY.text(share)


def format_mean(values: Sequence[float], quantity: Quantity = ACCURACY) -> str:
    """Return mean and standard deviation such as `97.14 ± 0.27 %`; of one value without ±."""
    if not values:
        return NOTHING
    if len(values) == 1:
        return quantity.text(values[0])
    spread = replace(quantity, signed=False).text(stdev(values))
    return f"{quantity.number(fmean(values))} ± {spread}"


def format_loss(value: float) -> str:
    """Return a loss with three significant digits."""
    return LOSS.text(value)


def format_seconds(seconds: float) -> str:
    """Return a duration such as `8 s`, `3 min`, or `2.1 h`."""
    if seconds < 90:
        return f"{max(0, round(seconds))} s"
    if seconds < 5400:
        return f"{seconds / 60:.0f} min"
    return f"{seconds / 3600:.1f} h"


def format_points(difference: float) -> str:
    """Return a difference between shares in percentage points, such as `+0.41`."""
    return POINTS.text(difference)


def format_range(low: float, high: float) -> str:
    """Return an interval of a difference in percentage points, such as `−0.12 to +0.70`."""
    return f"{format_points(low)} to {format_points(high)}"


def format_status(status: str) -> str:
    """Return a run's status in words, such as `stopped early`."""
    return status.replace("_", " ")


def format_p(p_value: float | None) -> str:
    """Return a p-value such as `0.031` or `< 0.001`."""
    if p_value is None:
        return NOTHING
    return "< 0.001" if p_value < 0.001 else f"{p_value:.3f}"


def format_number(value: float) -> str:
    """Whole numbers with thousands separators, others as short as they can be, but exactly."""
    if isinstance(value, int):
        return f"{value:,}"
    short = f"{value:g}"
    return short if float(short) == value else repr(value)


def format_percent(share: float) -> str:
    """`30%`, `12.5%`: a share that was chosen, not measured."""
    return f"{format_number(round(100 * share, 10))}%"


def join_words(words: Sequence[str]) -> str:
    """Return `a`, `a and b`, or `a, b and c`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def count_of(number: int, noun: str) -> str:
    """Return a number with its noun, such as `1 seed`, `3 seeds`, or `2,000 images`."""
    return f"{number:,} {noun}{'s' * (number != 1)}"
