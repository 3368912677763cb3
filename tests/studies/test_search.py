"""Ranges of a search, and the trials chosen from them."""

import pytest

from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.studies.axis import usual_range
from regdash.studies.dimensions import all_dimensions
from regdash.studies.reading import read_study
from regdash.studies.search import MOST_SEARCH_TRIALS, Range, Search
from regdash.studies.study import Study


def search(*ranges: str, **settings) -> Search:
    return Search.build(RunSpec(), [Range.from_text(text) for text in ranges], **settings)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("l2=1e-6..1e-1", (1e-6, 0.1, "log")),
        ("l2=0.01..0.1:linear", (0.01, 0.1, "linear")),
        ("width=15.6..64", (16, 64, "log")),
        ("dropout=0..0.8", (0, 0.8, "linear")),
    ],
)
def test_ranges_are_read(text: str, expected: tuple) -> None:
    found = Range.from_text(text)
    assert (found.low, found.high, found.scale) == expected
    assert Range.from_text(found.to_text()) == found


@pytest.mark.parametrize("key", [key for key in all_dimensions() if key != "seed"])
def test_every_dimension_has_a_usual_range(key: str) -> None:
    found = Range.from_text(f"{key}={usual_range(all_dimensions()[key])}")
    assert found.low < found.high


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("l2=1e-6..1e-1:11", "received 11 as a number of values"),
        ("l2=1e-6,1e-5", "a search needs a range"),
        ("l2=0..1e-1:log", "a log scale has no 0"),
        ("l2=1e-1..1e-6", "is empty; give the lower end first"),
        ("l2=", "no values are given"),
        ("mixup=0..1", "Nothing is called 'mixup'"),
        ("l2=1e-6..1e-1:cubic", "'cubic' is unclear"),
    ],
)
def test_bad_ranges_are_explained(text: str, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        Range.from_text(text)
    assert problem in str(caught.value)


@pytest.mark.parametrize(
    ("ranges", "settings", "problem"),
    [
        (("l2=1e-6..1e-1", "l2=1e-3..1e-2"), {}, "l2 is varied twice"),
        (("seed=1..9",), {}, "The seed is luck"),
        (
            ("l2=1e-6..1e-1",),
            {"trial_count": 10_000},
            f"a whole number from 2 to {MOST_SEARCH_TRIALS}",
        ),
        (("l2=1e-6..1e-1",), {"trial_count": 1}, "Trials"),
        (("l2=1e-6..1e-1",), {"minutes": -1}, "Minutes"),
        (("dropout=0..2",), {}, "rate"),
        (("dropout.input_rate=0..2",), {}, "rate"),
        (("early_stopping.min_delta=0..1",), {}, "is not one of the techniques"),
        ((), {}, "Ranges"),
    ],
)
def test_bad_searches_are_explained(ranges: tuple, settings: dict, problem: str) -> None:
    with pytest.raises(InputError) as caught:
        search(*ranges, **settings)
    assert problem in str(caught.value)


def test_trials_follow_from_what_was_chosen() -> None:
    made = search("l2=1e-6..1e-1", "width=16..512", trial_count=5)
    assert (made.count, made.trials()) == (5, [])
    chosen = made.with_chosen([(1e-3, 64), (2.5e-4, 100)])
    assert [chosen.values_of(spec) for spec in chosen.trials()] == [(1e-3, 64), (2.5e-4, 100)]
    assert [trial.hash for trial in chosen.hashed_trials()] == [s.hash for s in chosen.trials()]
    assert read_study(chosen.to_json()) == chosen
    more = chosen.with_more(10)
    assert (more.trial_count, more.chosen) == (15, chosen.chosen)
    with pytest.raises(InputError, match="More trials: received 500; the study has 5"):
        chosen.with_more(500)


def test_other_studies_are_still_read() -> None:
    line = Study.from_dict(
        {"axes": [{"dimension": "l2", "values": [1e-3, 1e-2], "scale": "log"}], "seeds": [1, 2]}
    )
    assert read_study(line.to_json()) == line
    with pytest.raises(InputError, match="another version"):
        read_study('{"version": 2}')
