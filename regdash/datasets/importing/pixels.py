"""From numbers in tables and arrays to pixels."""

from math import isqrt

import numpy as np

from regdash.settings.messages import InputError, shorten


def image_shape(columns: int) -> tuple[int, ...] | None:
    """Height and width, or height, width and 3, of a square image with so many numbers; None if
    there is none."""
    side, colour_side = isqrt(columns), isqrt(columns // 3)
    if side * side == columns:
        return side, side
    return (colour_side, colour_side, 3) if 3 * colour_side**2 == columns else None


def check_pixels(values: np.ndarray, where: str, first_row: int | None = None) -> np.ndarray:
    """Numbers as pixels.

    Args:
        values: Any dtype, any shape; the first axis is images.
        where: File or array, for the message.
        first_row: Number of the first row, if the message shall say which it is.

    Returns:
        uint8, the same shape.

    Raises:
        InputError: One is not a whole number from 0 to 255.
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
                break  # this one and all behind it are not numbers: the first is told
    with np.errstate(invalid="ignore"):
        pixels = numbers.astype(np.uint8)
        wrong = pixels != numbers
    if wrong.any():
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        place = where if first_row is None else f"{where}, row {first_row + at[0]:,}"
        raise InputError(
            [
                f"{place}: a pixel is {shorten(_plain(values[at]))}; allowed are whole numbers from 0"
                f" to 255.{_hint(numbers)}"
            ]
        )
    return pixels


def _plain(value: object) -> object:
    return value.item() if isinstance(value, np.generic) else value


def _hint(numbers: np.ndarray) -> str:
    finite = numbers[np.isfinite(numbers)]
    if len(finite) and finite.min() >= 0 and finite.max() <= 1:
        return " Numbers from 0 to 1 must be multiplied by 255 and rounded first."
    return ""
