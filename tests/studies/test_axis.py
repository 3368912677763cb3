"""The values of an axis, also as text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from regdash.settings.messages import InputError
from regdash.studies.axis import FEWEST, MOST, Axis
from regdash.studies.dimensions import find_dimension


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("l2=1e-6..1e-1:6:log", [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]),
        ("l2=1e-6..1e-1:6", [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1]),  # the scale of its own
        ("l2=1e-3..1e-1:3:linear", [0.001, 0.0505, 0.1]),
        ("l2=1e-3..1e-1:linear:3", [0.001, 0.0505, 0.1]),
        ("dropout=0.5,0, 0.25,0.5", [0, 0.25, 0.5]),
        ("dropout=0..0.8:5", [0, 0.2, 0.4, 0.6, 0.8]),
        ("width=16..500:4:log", [16, 50, 159, 500]),
        ("depth=1..3:11", [1, 2, 3]),  # whole numbers that coincide count once
        ("train_size=100,1000", [100, 1000]),
    ],
)
def test_text(text: str, values: list[float]) -> None:
    axis = Axis.from_text(text)
    assert axis.typed_values == values
    assert [type(v) for v in axis.typed_values] == [int if axis.found.whole else float] * len(
        values
    )
    assert Axis.from_text(axis.to_text()).values == axis.values


def test_a_range_has_eleven_values_unless_it_says_another_number() -> None:
    assert len(Axis.from_text("l2=1e-6..1e-1").values) == 11


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("l2", "no values are given. Write l2=1e-6..1e-1:11:log"),
        ("l2=", "no values are given"),
        ("l2=1e-1..1e-6", "the range 0.1 to 1e-6 is empty; give the lower end first"),
        ("l2=0.1..0.1", "is empty"),
        ("l2=0..1:5:log", "a log scale has no 0; start above 0"),
        ("l2=-1..1:5:log", "a log scale has no -1"),
        ("l2=1e-3", "received 1 different value; allowed: 2 to 30"),
        ("l2=1e-3,1e-3", "received 1 different value"),
        ("l2=1e-6..1e-1:10000", "received 10,000 values; allowed: 2 to 30"),
        ("l2=1e-6..1e-1:1", "received 1 values; allowed: 2 to 30"),
        ("l2=a,b", "L2 strength (l2): received 'a'; allowed: a number."),
        ("l2=nan,1", "received 'nan'"),
        ("l2=1..1e400", "received '1e400'"),
        ("l2=1e-6..1e-1:lots", "'lots' is unclear. Write l2=1e-6..1e-1:11:log"),
        ("l2=1e-6..1e-1:5:5", "'5' is unclear"),
        ("l2=1e-6..1e-1:log:log", "'log' is unclear"),
        ("nothing=1,2", "Nothing is called 'nothing'. To vary: l2, "),
    ],
)
def test_text_that_is_no_axis(text: str, words: str) -> None:
    with pytest.raises(InputError) as caught:
        Axis.from_text(text)
    assert words in str(caught.value)


@given(
    low=st.floats(1e-8, 0.5),
    factor=st.floats(1.01, 1e6),
    count=st.integers(FEWEST, MOST),
    scale=st.sampled_from(("log", "linear")),
)
def test_values_ascend_from_end_to_end(low: float, factor: float, count: int, scale) -> None:
    axis = Axis.of_range(find_dimension("l2"), low, low * factor, count, scale)
    assert axis.values[0] == low
    assert axis.values[-1] == low * factor
    assert list(axis.values) == sorted(set(axis.values))
    assert len(axis.values) <= count


@given(st.text(max_size=30), st.sampled_from(("", "l2=", "depth=")))
def test_any_text_is_read_or_explained(text: str, start: str) -> None:
    try:
        axis = Axis.from_text(start + text)
    except InputError:
        return
    assert FEWEST <= len(axis.values) <= MOST
