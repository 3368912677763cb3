"""Widgets for techniques and their settings."""

from typing import Any

import streamlit as st

from regdash.spec import RunSpec
from regdash.techniques import TECHNIQUES
from regdash.ui.dials import restore_value, save_value, set_value, show_dial, widget_value

_CHOSEN = "set_techniques"


def fill_techniques(spec: RunSpec) -> None:
    """Choose the techniques of a spec, with their settings, before the widgets are shown."""
    set_value(_CHOSEN, [technique.key for technique in spec.techniques])
    for technique in spec.techniques:
        for dial in type(technique).dials():
            value = getattr(technique, dial.name)
            set_value(_key(technique.key, dial.name), widget_value(dial, value))


def show_techniques() -> dict[str, dict[str, Any]]:
    """Show all techniques, and the settings of the chosen ones; return these by technique."""
    restore_value(_CHOSEN, [])
    chosen = st.pills(
        "Techniques",
        TECHNIQUES.keys,
        format_func=lambda key: TECHNIQUES.by_key(key).title,
        selection_mode="multi",
        default=st.session_state[_CHOSEN],  # see `show_dial`
        key=_CHOSEN,
        help="None: the baseline. Several: all of them in one run.",
    )
    save_value(_CHOSEN, chosen)
    values: dict[str, dict[str, Any]] = {}
    for cls in TECHNIQUES:
        if cls.key not in chosen:
            continue
        with st.container(border=True, gap="small"):
            st.markdown(f"**{cls.title}**", help=" ".join(cls.sentences))
            values[cls.key] = {
                dial.name: show_dial(dial, _key(cls.key, dial.name), dial.default)
                for dial in cls.dials()
            }
    return values


def _key(technique: str, setting: str) -> str:
    return f"set_{technique}_{setting}"
