"""Reads labels and turns them into classes."""

import math
import re
from collections.abc import Iterable, Sequence

import numpy as np

from regdash.settings.messages import InputError, shorten

MAX_LABEL_LENGTH = 80
"""Maximum number of characters of a label."""

_MAX_NUMBER = 1_000_000
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def read_label(value: str, where: str) -> str:
    """Read a label of a table: text, or a whole number from 0.

    Args:
        value: Text of the label; `3.0` means `3`.
        where: Place of the label, for messages, such as `train.csv, row 2`.

    Raises:
        InputError: The label is missing or not allowed.
    """
    text = value.strip()
    if text.lower() in ("", "nan"):
        raise InputError([f"{where}: the label is missing; every image needs one."])
    if _NUMBER.fullmatch(text):
        number = float(text)
        if not (math.isfinite(number) and number.is_integer() and 0 <= number < _MAX_NUMBER):
            raise InputError(
                [
                    f"{where}: received the label {shorten(text)}; allowed: a whole number from 0, or text."
                ]
            )
        return str(int(number))
    return check_text(text, where)


def check_text(text: str, where: str) -> str:
    """Return a text label unchanged.

    Raises:
        InputError: The label is too long, or has characters that cannot be printed.
    """
    if len(text) > MAX_LABEL_LENGTH or not text.isprintable():
        raise InputError(
            [
                f"{where}: received the label {shorten(text)}; allowed: up to {MAX_LABEL_LENGTH} printable"
                " characters."
            ]
        )
    return text


def read_labels(values: Sequence[str] | np.ndarray, where: str) -> list[str]:
    """Read the labels of an array or column; each distinct label is checked only once.

    Args:
        values: Whole numbers, text or bytes, (n,).
        where: Name of the array or column, for messages.

    Raises:
        InputError: A label is missing or not allowed.
    """
    known: dict[str, str] = {}
    labels = []
    for position, value in enumerate(values):
        text = value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value)
        if text not in known:
            known[text] = read_label(text, f"{where}, label {position + 1:,}")
        labels.append(known[text])
    return labels


def order_classes(labels: Iterable[str]) -> tuple[str, ...]:
    """Sort the class names: numbers by value, as in MNIST; text alphabetically, as in Keras."""
    names = set(labels)
    if all(name.isascii() and name.isdigit() for name in names):
        return tuple(sorted(names, key=lambda name: (int(name), name)))
    return tuple(sorted(names))
