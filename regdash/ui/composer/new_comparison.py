"""A new comparison: its set-up, and one or several variants."""

from collections.abc import Sequence
from typing import Any, NamedTuple
from zlib import crc32

import streamlit as st

from regdash.services.setups import describe_seeds, describe_setup
from regdash.settings.formatting import count_of, format_seconds
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.ui import link, race
from regdash.ui.composer import footer
from regdash.ui.composer.setup_dials import SetupDials
from regdash.ui.composer.state import PREFIX, keep_for
from regdash.ui.composer.technique_dials import show_techniques
from regdash.ui.services import estimate


class _Variant(NamedTuple):
    """A variant that waits for Start."""

    name: str
    techniques: dict[str, Any]
    """Settings of each technique by key."""


def compose_comparison(page: str) -> RunSpec | None:
    """Show the composer for a new comparison.

    Args:
        page: Key of the page; `data` shows the data set first.

    Returns:
        The composed variant; None while a setting is invalid.
    """
    st.subheader("New comparison", anchor=False)
    described = st.empty()
    dials = SetupDials(PREFIX, seeds=True)
    if page == "data":
        dials.show("data")
    techniques = show_techniques()
    with st.expander("Set-up", icon=":material/tune:", key="composer_setup"):
        dials.show_rest()
    try:
        spec = dials.spec(techniques)
        specs = [dials.spec(variant.techniques) for variant in _collected()] or [spec]
    except InputError as error:
        parts = footer.footer()
        with parts.message:
            footer.show_problems(error)
            _show_collected()
        with parts.buttons:
            _show_buttons([], None)
        return None
    described.caption(plain(describe_setup(spec)))
    link.write_composer(spec, None)
    footer.show_cautions(spec)
    parts = footer.footer()
    with parts.message:
        _show_collected()
        _show_plan(spec, specs)
    with parts.buttons:
        _show_buttons(specs, _Variant(spec.name, techniques))
    return spec


def _collected() -> list[_Variant]:
    """Return the variants that wait for Start; all of them get the set-up shown."""
    collected: list[_Variant] = st.session_state.setdefault("collected_variants", [])
    return collected


def _show_plan(spec: RunSpec, specs: Sequence[RunSpec]) -> None:
    st.markdown(f"**{plain(spec.name)}**")
    runs = f"{count_of(len(specs), 'run')} ({describe_seeds([spec.pair])})"
    st.caption(f"{runs}, about {format_seconds(estimate(specs))}, in a new comparison.")


def _show_buttons(specs: Sequence[RunSpec], variant: _Variant | None) -> None:
    """Show Start and Add.

    Args:
        specs: What Start trains; none while a setting is invalid.
        variant: What Add collects; None while a setting is invalid.
    """
    collected = _collected()
    new = variant is not None and variant not in collected
    left, right = st.columns(2)
    with left:
        label = f"Start {count_of(len(collected), 'run')}" if collected else "Start"
        started = footer.show_start(label, disabled=not specs)
    added = right.button(
        "Add variant",
        disabled=not new,
        width="stretch",
        key="add",
        help="Collect several variants; Start then trains all of them with this set-up.",
    )
    if started and specs and (comparison_id := race.start(specs, link.open_comparison_id())):
        collected.clear()
        keep_for(comparison_id)
        st.rerun()
    if added and variant is not None and new:
        collected.append(variant)
        st.rerun()


def _show_collected() -> None:
    collected = _collected()
    for variant in list(collected):
        name, remove = st.columns([3, 1.5], vertical_alignment="center")
        name.caption(plain(variant.name))
        remove.button(
            "Remove",
            type="tertiary",
            key=f"remove_{crc32(repr(variant).encode()):08x}",
            on_click=_remove,
            args=(variant,),
        )


def _remove(variant: _Variant) -> None:
    if variant in _collected():
        _collected().remove(variant)
