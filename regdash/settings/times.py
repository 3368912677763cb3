"""Points in time, as people read them where they are."""

from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def find_zone(name: str | None, minutes_behind: int | None = None) -> tzinfo:
    """Return a time zone.

    Args:
        name: Its IANA name, such as `Europe/Berlin`; None: unknown.
        minutes_behind: By how many minutes it is behind UTC now, as browsers say it: -60 for an
            hour ahead. Used where this machine does not know the name.

    Returns:
        UTC if neither is known.
    """
    try:
        return ZoneInfo(name or "")
    except (ValueError, OSError, ZoneInfoNotFoundError):
        return UTC if minutes_behind is None else timezone(timedelta(minutes=-minutes_behind))


def format_time(moment: datetime, zone: tzinfo, now: datetime) -> str:
    """Return `today 14:05`, `yesterday 14:05`, or `24 Nov 2026, 14:05`.

    Args:
        moment: The point in time: UTC without a zone, as stored.
        zone: Where the reader is.
        now: The current time: UTC without a zone.
    """
    local, today = (_at(time, zone) for time in (moment, now))
    days = (today.date() - local.date()).days
    if days in (0, 1):
        return f"{'yesterday' if days else 'today'} {local:%H:%M}"
    return f"{local.day} {local:%b %Y, %H:%M}"


def format_full_time(moment: datetime, zone: tzinfo) -> str:
    """Return `24 Nov 2026, 14:05:09 CET`: with seconds and the name of the zone.

    Args:
        moment: The point in time: UTC without a zone, as stored.
        zone: Where the reader is.
    """
    local = _at(moment, zone)
    return f"{local.day} {local:%b %Y, %H:%M:%S} {local.tzname()}"


def _at(moment: datetime, zone: tzinfo) -> datetime:
    return moment.replace(tzinfo=UTC).astimezone(zone)
