"""Points in time, as people read them where they are."""

from datetime import UTC, datetime, timedelta

import pytest

from regdash.settings.times import find_zone, format_full_time, format_time

BERLIN = find_zone("Europe/Berlin")
NOW = datetime(2026, 11, 25, 0, 30)


@pytest.mark.parametrize(
    ("moment", "text"),
    [
        (datetime(2026, 11, 25, 0, 5), "today 01:05"),
        (datetime(2026, 11, 24, 23, 5), "today 00:05"),  # already the 25th in Berlin
        (datetime(2026, 11, 24, 22, 59), "yesterday 23:59"),
        (datetime(2026, 11, 23, 13, 5), "23 Nov 2026, 14:05"),
        (datetime(2026, 7, 3, 12, 5), "3 Jul 2026, 14:05"),  # daylight saving time
        (datetime(2026, 11, 26, 12, 0), "26 Nov 2026, 13:00"),  # a clock that was wrong
    ],
)
def test_times_are_those_of_the_reader(moment: datetime, text: str) -> None:
    assert format_time(moment, BERLIN, NOW) == text


def test_the_full_time_names_its_zone() -> None:
    assert format_full_time(datetime(2026, 7, 3, 12, 5, 9), BERLIN) == "3 Jul 2026, 14:05:09 CEST"
    assert format_full_time(datetime(2026, 7, 3, 12, 5, 9), UTC) == "3 Jul 2026, 12:05:09 UTC"


def test_an_unknown_zone_falls_back_to_its_offset() -> None:
    for name in (None, "", "Mars/Olympus", "../etc/passwd"):
        assert find_zone(name) is UTC
        assert find_zone(name, -330).utcoffset(None) == timedelta(hours=5, minutes=30)
    assert format_full_time(datetime(2026, 7, 3, 12, 5, 9), find_zone(None, 240)) == (
        "3 Jul 2026, 08:05:09 UTC-04:00"
    )
