"""From a described setting to a Streamlit widget."""

import math
from typing import Any

import streamlit as st

from regdash.settings.fields import Dial
from regdash.techniques.wording import strength


def begin_kept(key: str, initial: Any) -> None:
    """Give a widget its value back: Streamlit forgets it while the widget is not shown.

    Args:
        key: Key of the widget that is about to be shown.
        initial: Its value the first time.
    """
    if key not in st.session_state:
        st.session_state[key] = _kept().get(key, initial)


def keep(key: str, value: Any) -> None:
    """Keep a widget's value for when it is shown again."""
    _kept()[key] = value


def restore_kept(page: str) -> None:
    """Give all widgets their values back where they are shown on another page than before.

    Streamlit carries some over, and lets others fall back to their lowest value.
    """
    if st.session_state.get("dials_page", page) != page:
        st.session_state.update(_kept())
    st.session_state["dials_page"] = page


def has_changed(key: str, value: Any) -> bool:
    """Whether something others follow is another than when this was last asked; not the first time."""
    before = st.session_state.setdefault(key, value)
    st.session_state[key] = value
    return bool(before != value)


def last_value(key: str, initial: Any) -> Any:
    """What a kept widget was set to, shown or not."""
    return st.session_state.get(key, _kept().get(key, initial))


def _kept() -> dict[str, Any]:
    kept: dict[str, Any] = st.session_state.setdefault("kept_dials", {})
    return kept


def show_dial(dial: Dial, key: str, initial: Any) -> Any:
    """Show the widget of a setting and return its value.

    Values survive while the widget is not shown, so that a technique that is chosen again has its
    settings back. Numbers that are typed are not limited here: the spec judges them, in words.

    Args:
        dial: The setting.
        key: Key of the widget.
        initial: Value the first time.
    """
    begin_kept(key, initial if isinstance(initial, bool | int | float) else dial.to_text(initial))
    label = f"{dial.title} ({dial.unit})" if dial.unit else dial.title
    value = _widget(dial, key, label)
    keep(key, value)
    return value


def _widget(dial: Dial, key: str, label: str) -> Any:
    if dial.kind is bool:
        return st.toggle(label, key=key, help=dial.help)
    if dial.choices:
        return st.selectbox(label, dial.choices, key=key, format_func=dial.write, help=dial.help)
    if dial.kind is int:
        step = int(dial.step or 1)
        return st.number_input(label, key=key, step=step, help=dial.help)
    if dial.kind is float and dial.scale == "log":
        options = log_steps(dial, st.session_state[key])
        return st.select_slider(label, options, key=key, format_func=strength, help=dial.help)
    if dial.kind is float:
        # A limit that is itself not allowed (stddev > 0) is left to the spec to explain.
        return st.slider(
            label,
            float(dial.low or 0),
            float(dial.high or 1),
            key=key,
            step=dial.step,
            help=dial.help,
        )
    return st.text_input(label, key=key, help=dial.help)


def log_steps(dial: Dial, current: float) -> list[float]:
    """1, 2, 5, 10 ... between the limits of a dial, and the current value."""
    low, high = float(dial.low or 1e-8), float(dial.high or 1.0)
    steps = {current}
    for exponent in range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1):
        steps |= {value for m in (1, 2, 5) if low <= (value := float(f"{m}e{exponent}")) <= high}
    return sorted(steps)
