"""The URL: the open comparison and the settings of the composer."""

import streamlit as st

from regdash.services.spec_text import read_leniently, write_spec, write_variant
from regdash.spec import RunSpec

COMPARISON, TECHNIQUE, STUDY = "comparison", "technique", "study"


def open_comparison_id() -> str | None:
    """Return the id of the comparison in the link, remembered across pages."""
    named = st.query_params.get(COMPARISON)
    if named:
        st.session_state[COMPARISON] = named
    return st.session_state.get(COMPARISON)


def open_comparison(comparison_id: str | None) -> None:
    """Write a comparison to the link, or remove it."""
    if comparison_id:
        st.session_state[COMPARISON] = st.query_params[COMPARISON] = comparison_id
        return
    st.session_state.pop(COMPARISON, None)
    if COMPARISON in st.query_params:
        del st.query_params[COMPARISON]


def open_study_id() -> str | None:
    """Return the id of the case study in the link."""
    return st.query_params.get(STUDY)


def open_study(comparison_id: str) -> None:
    """Write a case study to the link."""
    st.query_params[STUDY] = comparison_id


def read_composer(setup: RunSpec | None) -> tuple[RunSpec, list[str]]:
    """Return the spec in the link, and a message for each part that is invalid.

    Args:
        setup: Set-up of the open comparison, from which the link's settings deviate; None: there is
            no comparison.
    """
    names = [name for name in st.query_params if name not in (COMPARISON, TECHNIQUE, STUDY)]
    settings = {name: st.query_params[name] for name in names}
    return read_leniently(settings, st.query_params.get_all(TECHNIQUE), setup)


def write_composer(spec: RunSpec, setup: RunSpec | None) -> None:
    """Write a composed spec to the link.

    Args:
        spec: Its settings are written if they differ from those of `setup`.
        setup: Set-up of the open comparison; None: the defaults.
    """
    settings, techniques = write_spec(spec) if setup is None else write_variant(spec, setup)
    wanted: dict[str, str | list[str]] = dict(settings)
    if techniques:
        wanted[TECHNIQUE] = techniques
    comparison = open_comparison_id()
    if comparison:
        wanted[COMPARISON] = comparison
    current = {
        name: st.query_params.get_all(name) if name == TECHNIQUE else st.query_params[name]
        for name in st.query_params
    }
    if current != wanted:
        st.query_params.from_dict(wanted)
