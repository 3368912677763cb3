import csv
import io

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from regdash.reports.csv_text import guard_text, write_csv

BREAKS = "\n\r\v\f\x85\u2028\u2029"
STARTS = "=+-@\t\r＝＋－＠"


def read(data: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(data.decode(), newline="")))


def begins_a_formula(text: str) -> bool:
    """What a spreadsheet does: skip blanks, then look at one character. Independent of the guard."""
    for character in text:
        if character in STARTS:
            return True
        if not (character.isspace() or character in "\ufeff\u200b\u200c\u200d\u200e\u200f"):
            return False
    return False


@given(st.text(alphabet=st.sampled_from(f"{BREAKS}{STARTS} \xa0\ufeff\u200eab'\",;"), max_size=12))
@example("\xa0=1+1")
@example("name\n =cmd|x")
@example("\n\n=1")
@example("a;=1")
def test_no_line_of_a_text_cell_begins_a_formula(text: str) -> None:
    ((cell, other),) = read(write_csv(["x", "y"], [[text, 1]]))[1:]
    lines = [cell]
    for separator in f"{BREAKS};":
        lines = [part for line in lines for part in line.split(separator)]
    assert not any(begins_a_formula(line) for line in lines)
    assert not begins_a_formula(cell)
    assert other == "1"


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=30))
def test_only_apostrophes_are_added(text: str) -> None:
    guarded = guard_text(text)
    assert guarded.replace("'", "") == text.replace("'", "")
    assert guard_text(guarded) == guarded
    if not any(character in STARTS for character in text):
        assert guarded == text


@given(st.floats(allow_nan=False))
@example(-0.04)
@example(0.1 + 0.2)
def test_numbers_are_exact_and_stay_numbers(number: float) -> None:
    ((plain, numpys),) = read(write_csv(["x", "y"], [[number, np.float64(number)]]))[1:]
    assert float(plain) == number
    assert plain == numpys
    assert not plain.startswith("'")


@pytest.mark.parametrize(
    ("cell", "text"), [(None, ""), (float("nan"), ""), (True, "true"), (-3, "-3"), ("ß ±", "ß ±")]
)
def test_other_cells(cell: float | str | None, text: str) -> None:
    assert write_csv(["x", "y"], [[cell, "."]]).decode().splitlines()[1] == f"{text},."


def test_headings_are_guarded_too() -> None:
    assert write_csv(["=1"], []) == b"'=1\r\n"
