"""Labels as people write them, made into classes."""

import math
import re
from collections.abc import Iterable, Sequence

import numpy as np

from regdash.settings.messages import InputError, shorten

LONGEST = 80
"""Characters of a label."""

_LARGEST = 1_000_000
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")


def read_label(value: str, where: str) -> str:
    """A label from a table: text, or a whole number from 0.

    Args:
        value: As it was read; `3.0` is `3`.
        where: For the message, such as `train.csv, row 2`.

    Raises:
        InputError: It is missing or absurd.
    """
    text = value.strip()
    if text.lower() in ("", "nan"):
        raise InputError([f"{where}: the label is missing; every image needs one."])
    if _NUMBER.fullmatch(text):
        number = float(text)
        if not (math.isfinite(number) and number.is_integer() and 0 <= number < _LARGEST):
            raise InputError(
                [
                    f"{where}: the label is {shorten(text)}; allowed is a whole number from 0, or text."
                ]
            )
        return str(int(number))
    return check_text(text, where)


def check_text(text: str, where: str) -> str:
    """A label that is text.

    Raises:
        InputError: It is too long, or has characters that cannot be shown.
    """
    if len(text) > LONGEST or not text.isprintable():
        raise InputError(
            [
                f"{where}: the label {shorten(text)} is no name of a class; allowed are up to"
                f" {LONGEST} printable characters."
            ]
        )
    return text


def read_labels(values: Sequence[str] | np.ndarray, where: str) -> list[str]:
    """Labels of an array or column; each different one is looked at once.

    Args:
        values: Whole numbers, text or bytes, (n,).
        where: For the message.

    Raises:
        InputError: One is missing or absurd.
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
    """Class names: numbers by size, as in MNIST; text by the alphabet, as in Keras."""
    names = set(labels)
    if all(name.isascii() and name.isdigit() for name in names):
        return tuple(sorted(names, key=lambda name: (int(name), name)))
    return tuple(sorted(names))
