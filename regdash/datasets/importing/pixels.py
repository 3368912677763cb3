"""Converts numbers of tables and arrays to pixels."""

from math import isqrt

import numpy as np

from regdash.settings.messages import InputError, shorten


def image_shape(columns: int) -> tuple[int, ...] | None:
    """Return (height, width) or (height, width, 3) of a square image with `columns` values; None if
    no square image has that many."""
    side, color_side = isqrt(columns), isqrt(columns // 3)
    if side * side == columns:
        return side, side
    return (color_side, color_side, 3) if 3 * color_side**2 == columns else None


def check_pixels(values: np.ndarray, where: str, first_row: int | None = None) -> np.ndarray:
    """Convert numbers to pixels.

    Args:
        values: Any dtype, any shape; the first axis is images.
        where: Name of the file or array, for messages.
        first_row: Number of the first row, if messages should name the row.

    Returns:
        uint8, the same shape as `values`.

    Raises:
        InputError: A value is not a whole number from 0 to 255.
    """
    if values.dtype == np.uint8:
        return values
    if values.dtype == bool:
        return values.astype(np.uint8) * 255
    numbers = values
    if numbers.dtype == object or numbers.dtype.kind not in "iuf":
        numbers = np.full(values.shape, np.nan)
        for position, value in np.ndenumerate(values):
            try:
                numbers[position] = float(value)
            except (TypeError, ValueError):
                break  # the first value that is not a number is reported
    with np.errstate(invalid="ignore"):
        pixels = numbers.astype(np.uint8)
        wrong = pixels != numbers
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        place = where if first_row is None else f"{where}, row {first_row + at[0]:,}"
        raise InputError(
            [
                f"{place}: received the pixel {shorten(_plain(values[at]))}; allowed: whole numbers from"
                f" 0 to 255.{_hint(numbers)}"
            ]
        )
    return pixels


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value


def _hint(numbers: np.ndarray) -> str:
    finite = numbers[np.isfinite(numbers)]
    if len(finite) and finite.min() >= 0 and finite.max() <= 1:
        return " Multiply numbers from 0 to 1 by 255 and round them first."
    return ""
