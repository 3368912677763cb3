"""Texts from which techniques and kinds of network write plain Keras code."""

import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

WIDTH = 68
"""Calls longer than this get one argument per line, unless another width is given."""

_INVISIBLE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
"""Unicode categories that may hide or reorder code, such as right-to-left marks."""

_JOINER = "\u200d"
"""Within emoji; harmless."""


class CodeText(Protocol):
    """How the values of a technique or network appear in code.

    A script for one run has a constant for each value; one for several runs also has fields for what
    differs between them; what pages show has the values themselves.
    """

    def setting(self, name: str, values: Mapping[Any, Any] | None = None) -> str:
        """Return an expression for a setting.

        Args:
            name: Name of the field.
            values: What the script has in place of some of its values.
        """
        ...

    def keras_class(self, module: str, name: str) -> str:
        """Return an expression for the class of `keras.<module>` that a setting names.

        Args:
            module: Such as `initializers`.
            name: Name of a field with values such as `he_normal`.
        """
        ...

    def call(self, function: str, *arguments: str, seed: str = "") -> str:
        """Return a call.

        Args:
            function: What is called.
            arguments: Expressions, or `name=expression`.
            seed: The place whose seed it gets, as arguments of `derive_seed` after the run's seed,
                such as `"dropout", index`; empty: none.
        """
        ...


def write_call(function: str, arguments: Iterable[str], width: int = WIDTH) -> str:
    """Return a call, with one argument per line if it is long."""
    parts = list(arguments)
    line = f"{function}({', '.join(parts)})"
    if len(line) <= width and "\n" not in line:
        return line
    if len(parts) == 1 and "\n" in parts[0]:
        return "\n".join([f"{function}(", *indent(parts), ")"])
    return "\n".join([f"{function}(", *indent([f"{part}," for part in parts]), ")"])


def write_literal(value: Any) -> str:
    """Return a Python literal; no character of a text can end it, or hide or reorder code."""
    if isinstance(value, str):
        return f'"{"".join(map(escape, value))}"'
    return repr(value)


def write_comment(text: str, length: int = 90) -> str:
    """Return text for a comment: one line, at most `length` characters."""
    plain = "".join(" " if char in "\r\n\t" else escape(char, quotes=False) for char in text)
    return plain if len(plain) <= length else f"{plain[: length - 1]}…"


def escape(char: str, *, quotes: bool = True) -> str:
    """Return a character for a text in double quotes, escaped if necessary."""
    if quotes and char in '"\\':
        return f"\\{char}"
    if unicodedata.category(char) not in _INVISIBLE or char == _JOINER:
        return char
    number = ord(char)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def indent(lines: Iterable[str], levels: int = 1) -> list[str]:
    """Indent lines, which may contain line breaks."""
    space = "    " * levels
    return [f"{space}{part}" if part else "" for line in lines for part in line.split("\n")]


def camel_case(name: str) -> str:
    """Return `HeNormal` for `he_normal`."""
    return "".join(part.capitalize() for part in name.split("_"))
