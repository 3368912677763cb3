import pytest

from regdash.reports.pictures.flow import Piece, arrange, height_of
from regdash.reports.pictures.text import LINE_HEIGHT

pytestmark = pytest.mark.usefixtures("alone")


def pieces(*texts: str) -> list[Piece]:
    return [Piece(text, 10.0, "#000000") for text in texts]


def texts(width: float, most: int, *given: str) -> list[list[str]]:
    return [[piece.text for piece in line] for line in arrange(pieces(*given), width, most)]


def test_pieces_are_put_into_lines_and_stay_whole() -> None:
    assert texts(500, 2, "one", "two", "three") == [["one", "two", "three"]]
    assert texts(60, 3, "one two", "three four", "five") == [["one two"], ["three four"], ["five"]]
    assert texts(60, 3) == []


def test_what_does_not_fit_is_shortened_or_counted() -> None:
    ((long,),) = texts(60, 1, "a text that is much too long")
    assert "…" in long
    assert arrange(pieces("a text that is much too long"), 60, 1)[0][0].width <= 60
    lines = texts(120, 1, "first", "a second one of some length", "third")
    assert lines == [["first and 2 more"]]


def test_a_line_is_as_high_as_its_largest_piece() -> None:
    mixed = [Piece("large", 20.0, "#000000"), Piece("small", 10.0, "#000000", tinted=True)]
    assert height_of(arrange(mixed, 500, 2)) == pytest.approx(20 * LINE_HEIGHT)
    tinted, plain = mixed[1], Piece("small", 10.0, "#000000")
    assert tinted.width > plain.width
