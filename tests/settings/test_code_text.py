"""Texts within code."""

import ast

import pytest

from regdash.settings.code_text import (
    camel_case,
    escape,
    indent,
    write_call,
    write_comment,
    write_literal,
)


@pytest.mark.parametrize(
    "text",
    [
        "",
        '"',
        '"""',
        "\\",
        "\\n",
        "a\nb\r\u2028\x85\x00",
        "\u202eabc",
        "é 中 👩\u200d🔬",
        "\ud800",
        "\U000e0001",
    ],
)
def test_a_literal_is_the_text_on_one_visible_line(text: str) -> None:
    literal = write_literal(text)
    assert ast.literal_eval(literal) == text
    assert all(char.isprintable() or char == "\u200d" for char in literal)


@pytest.mark.parametrize("value", [0.1, 1e-05, 3, True, None, (32, 16), (32,)])
def test_a_literal_of_another_value_is_exact(value: object) -> None:
    assert ast.literal_eval(write_literal(value)) == value


def test_a_comment_is_one_line_of_limited_length() -> None:
    assert write_comment('a\nb\t"c" \\ \u202e') == 'a b "c" \\ \\u202e'
    assert write_comment("x" * 50, 10) == "x" * 9 + "…"
    assert escape('"') == '\\"'
    assert escape('"', quotes=False) == '"'


def test_long_calls_have_one_argument_per_line() -> None:
    assert write_call("f", ["a", "b=1"]) == "f(a, b=1)"
    long = ["a" * 40, "b" * 40]
    assert write_call("f", long) == f"f(\n    {long[0]},\n    {long[1]},\n)"
    assert write_call("g", [write_call("f", long)]).splitlines()[:2] == ["g(", "    f("]
    assert write_call("f", ["a"] * 10, width=5).count("\n") == 11
    assert indent(["a\n\nb"], 2) == ["        a", "", "        b"]


def test_names_of_classes() -> None:
    assert camel_case("he_normal") == "HeNormal"
