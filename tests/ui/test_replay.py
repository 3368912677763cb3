"""What the replay is given."""

from regdash.content.recorded import RecordedDigit, RecordedLine, RecordedRace
from regdash.figures.palette import line_style
from regdash.ui.replay.element import MOST_LINES, replay_data


def race(lines: int = 2, wrong: bool = False) -> RecordedRace:
    return RecordedRace(
        7,
        tuple(RecordedLine(f"method {i}", i, "hash", 3, (2.0, 0.5, 0.75)) for i in range(lines)),
        (RecordedDigit("data:,", "5", False), RecordedDigit("data:,", "3", wrong)),
    )


def test_lines_have_the_colors_of_a_real_race() -> None:
    data = replay_data(race())
    for index, line in enumerate(data["lines"]):
        style = line_style(index)
        assert (line["light"], line["dark"]) == (style.light, style.dark)
        assert line["val_loss"] == (2.0, 0.5, 0.75)


def test_it_says_what_it_shows_and_that_it_was_recorded() -> None:
    data = replay_data(race())
    assert data["recorded"] == "Recorded by RegDash, seed 7"
    assert "2 runs with seed 7" in data["about"]
    assert "method 1: lowest 0.500, at the end 0.750" in data["about"]
    assert data["about_digits"] == "Some training images, labeled 5, 3"


def test_labels_are_shown_where_some_are_wrong() -> None:
    assert [digit["label"] for digit in replay_data(race())["digits"]] == ["", ""]
    data = replay_data(race(wrong=True))
    assert [digit["label"] for digit in data["digits"]] == ["5", "3"]
    assert data["about_digits"] == "Some training images, labeled 5, 3 (wrong)"


def test_more_lines_than_can_be_told_apart_are_left_out() -> None:
    data = replay_data(race(lines=9))
    assert len(data["lines"]) == MOST_LINES
    assert f"{MOST_LINES} runs" in data["about"]
