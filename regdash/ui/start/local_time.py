"""Times where the reader is."""

from datetime import datetime, tzinfo

import streamlit as st

from regdash.settings.times import find_zone, format_full_time, format_time
from regdash.store.tables import now


def show_time(moment: datetime) -> str:
    """Return a stored time in the time zone of the browser, such as `today 14:05`."""
    return format_time(moment, _zone(), now())


def show_full_time(moment: datetime) -> str:
    """Return a stored time in the time zone of the browser, with seconds and the zone."""
    return format_full_time(moment, _zone())


def _zone() -> tzinfo:
    return find_zone(st.context.timezone, st.context.timezone_offset)
