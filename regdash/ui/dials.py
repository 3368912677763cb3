"""Streamlit widgets for settings."""

import math
from collections.abc import Sequence
from typing import Any

import streamlit as st

from regdash.settings.fields import Dial
from regdash.techniques.wording import format_strength


def restore_value(key: str, initial: Any) -> None:
    """Restore a widget's value, which Streamlit drops while the widget is not shown.

    Args:
        key: Key of the widget that is about to be shown.
        initial: Its initial value.
    """
    if key not in st.session_state:
        st.session_state[key] = _saved().get(key, initial)


def set_value(key: str, value: Any) -> None:
    """Set the value of a widget before it is shown.

    Args:
        key: Key of the widget.
        value: As the widget has it; see `widget_value`.
    """
    st.session_state[key] = value
    save_value(key, value)


def save_value(key: str, value: Any) -> None:
    """Save a widget's value for when it is shown again."""
    _saved()[key] = value


def restore_all(page: str) -> None:
    """Restore the values of all widgets after a change of page.

    Streamlit keeps some, and resets others to their lowest value.
    """
    if st.session_state.get("dials_page", page) != page:
        st.session_state.update(_saved())
    st.session_state["dials_page"] = page


def has_changed(key: str, value: Any) -> bool:
    """Return whether a value has changed since the last call; False the first time."""
    before = st.session_state.setdefault(key, value)
    st.session_state[key] = value
    return bool(before != value)


def remember(key: str, value: Any) -> None:
    """Take a value as known, so that `has_changed` compares the next one with it."""
    st.session_state[key] = value


def last_value(key: str, initial: Any) -> Any:
    """Return the last value of a widget, whether it is shown or not."""
    return st.session_state.get(key, _saved().get(key, initial))


def _saved() -> dict[str, Any]:
    saved: dict[str, Any] = st.session_state.setdefault("saved_dials", {})
    return saved


def show_dial(dial: Dial, key: str, initial: Any) -> Any:
    """Show the widget of a setting and return its value.

    Values are kept while the widget is not shown, so that a technique that is chosen again has its
    earlier settings. Typed numbers are not limited here: the spec validates them.

    Args:
        dial: The setting.
        key: Key of the widget.
        initial: Initial value.
    """
    restore_value(key, widget_value(dial, initial))
    label = f"{dial.title} ({dial.unit})" if dial.unit else dial.title
    value = _widget(dial, key, label)
    save_value(key, value)
    return value


def widget_value(dial: Dial, value: Any) -> bool | int | float | str:
    """Return the value of a setting as its widget has it: numbers as they are, others as text."""
    return value if isinstance(value, bool | int | float) else dial.to_text(value)


def _widget(dial: Dial, key: str, label: str) -> Any:
    # The value is also given as the default. The browser hears of a value in the session only in the
    # run that set it; if that run is interrupted it would start a new widget with no value at all.
    value = st.session_state[key]
    if dial.kind is bool:
        return st.toggle(label, value, key=key, help=dial.help)
    if dial.choices:
        index = index_of(value, dial.choices)
        return st.selectbox(
            label, dial.choices, index, key=key, format_func=dial.write, help=dial.help
        )
    if dial.kind is int:
        step = int(dial.step or 1)
        return st.number_input(label, value=value, key=key, step=step, help=dial.help)
    if dial.kind is float and dial.scale == "log":
        options = log_steps(dial, value)
        return st.select_slider(
            label, options, value, key=key, format_func=format_strength, help=dial.help
        )
    if dial.kind is float:
        # A limit that is itself invalid (stddev > 0) is reported by the spec.
        low, high = float(dial.low or 0), float(dial.high or 1)
        within = min(max(value, low), high)
        return st.slider(label, low, high, within, key=key, step=dial.step, help=dial.help)
    return st.text_input(label, value, key=key, help=dial.help)


def index_of(value: Any, choices: Sequence[Any]) -> int:
    """Return the position of a value among choices; 0 if it is not one of them."""
    return choices.index(value) if value in choices else 0


def log_steps(dial: Dial, current: float) -> list[float]:
    """Return 1, 2, 5, 10 ... between the limits of a dial, and the current value."""
    low, high = float(dial.low or 1e-8), float(dial.high or 1.0)
    steps = {current}
    for exponent in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1):
        steps |= {value for m in (1, 2, 5) if low <= (value := float(f"{m}e{exponent}")) <= high}
    return sorted(steps)
