"""The URL: the open comparison, what is shown of it, and the settings of the composer.

Streamlit adds an entry to the browser's history at each change of the query. The browser's side,
`live/assets/link.js`, reduces them to one for each page, comparison, and case study.
"""

from collections.abc import Sequence
from typing import Literal
from urllib.parse import urlencode, urlsplit

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from regdash.content.presets import first_setup
from regdash.services.sharing import PARAMETER
from regdash.services.spec_text import read_leniently, write_spec, write_variant
from regdash.spec import RunSpec

COMPARISON, TECHNIQUE, STUDY = "comparison", "technique", "study"

VIEW, PRESENT, PART = "view", "present", "part"
"""What is shown of a comparison: choices in the live element and presentation mode, which it writes
itself, and the open part of the judgement."""

_SHOWN = (VIEW, PRESENT, PART)

SPECS = PARAMETER
"""The runs of a comparison, for machines that do not have it; see `services.sharing`."""

_NOT_SETTINGS = (COMPARISON, TECHNIQUE, STUDY, SPECS, *_SHOWN)

_PAGE, _CAUSE = "link_page", "link_cause"

_Cause = Literal["link", "navigation", "history", "action"]


def follow_page(page: str) -> None:
    """Note why the script runs; called before each run of a page.

    Args:
        page: Its address.
    """
    before = st.session_state.get(_PAGE)
    cause: _Cause = "action"
    if before is None:
        cause = "link"
    elif _is_history_navigation():
        cause = "history"
    elif before != page:
        cause = "navigation"
    st.session_state[_PAGE], st.session_state[_CAUSE] = page, cause
    if cause == "history":
        # The run that Back interrupted may have changed the link since: the last word is this run's.
        st.query_params.from_dict(_current())


def _is_history_navigation() -> bool:
    """Return whether Back or Forward made the script run."""
    context = get_script_run_ctx()
    return context is not None and context.is_history_navigation


def _was_just_opened() -> bool:
    """Return whether this is the tab's first run.

    The link is left as it is: `link.js` is not loaded yet, so that each change would be an entry of
    its own in the history.
    """
    return bool(st.session_state.get(_CAUSE) == "link")


def open_comparison_id() -> str | None:
    """Return the id of the comparison in the link.

    The navigation between pages drops the link's query: the comparison is then written to it again.
    """
    return _kept_parameter(COMPARISON)


def _kept_parameter(name: str) -> str | None:
    """Return a parameter of the link; one that the navigation dropped is written to it again."""
    named = st.query_params.get(name)
    remembered: str | None = st.session_state.get(name)
    if named is None and remembered and st.session_state.get(_CAUSE) == "navigation":
        st.query_params[name] = named = remembered
    st.session_state[name] = named
    return named


def open_comparison(comparison_id: str | None) -> None:
    """Write a comparison to the link, or remove it; what is shown of another one is reset."""
    st.session_state[COMPARISON] = comparison_id
    st.session_state.pop(SPECS, None)
    others = (SPECS, STUDY)
    if st.query_params.get(COMPARISON) == comparison_id and not any(
        name in st.query_params for name in others
    ):
        return
    kept = _current(without=(COMPARISON, *others, *_SHOWN))
    st.query_params.from_dict({**kept, COMPARISON: comparison_id} if comparison_id else kept)


def open_specs() -> str | None:
    """Return the text with the runs of a shared comparison in the link.

    It is kept while the user imports images on another page: like the comparison, it is then written
    to the link again.
    """
    return _kept_parameter(SPECS)


def shared_address(comparison_id: str, text: str) -> str:
    """Return the address of a comparison for other people.

    Args:
        comparison_id: The comparison.
        text: Its runs, as `services.sharing` writes them.

    Returns:
        The address at which the browser has opened this page, with another query.
    """
    page = urlsplit(st.context.url or "")
    query = urlencode({COMPARISON: comparison_id, SPECS: text})
    return page._replace(path=page.path or "/", query=query, fragment="").geturl()


def _current(without: Sequence[str] = ()) -> dict[str, str | list[str]]:
    """Return the parameters in the link, except some."""
    return {
        name: st.query_params.get_all(name) if name == TECHNIQUE else st.query_params[name]
        for name in st.query_params
        if name not in without
    }


def open_part(parts: Sequence[str]) -> str:
    """Return which of these parts the link opens; without a valid one, the first."""
    named = st.query_params.get(PART)
    return named if named is not None and named in parts else parts[0]


def keep_part(part: str, parts: Sequence[str]) -> None:
    """Write the open one of these parts to the link; the first one is left out."""
    if part == open_part(parts):
        return
    if part != parts[0]:
        st.query_params[PART] = part
    else:
        del st.query_params[PART]


def open_study_id() -> str | None:
    """Return the id of the case study in the link, or on the page Studies the key of a study without runs."""
    return st.query_params.get(STUDY)


def open_study(study_id: str) -> None:
    """Write a case study, or a study without runs, to the link; what is shown of another one is reset."""
    if st.query_params.get(STUDY) != study_id:
        st.query_params.from_dict({**_current(without=(VIEW, PRESENT)), STUDY: study_id})


def close_study() -> None:
    """Remove the study from the link, with what is shown of it."""
    st.query_params.from_dict(_current(without=(STUDY, VIEW, PRESENT)))


def read_composer(setup: RunSpec | None) -> tuple[RunSpec, list[str]]:
    """Return the spec in the link, and a message for each part that is invalid.

    Args:
        setup: Set-up of the open comparison, from which the link's settings deviate; None: there is
            no comparison. A link without settings then stands for `first_setup`; in one with
            settings, all others have their defaults, as on the command line.
    """
    names = [name for name in st.query_params if name not in _NOT_SETTINGS]
    if setup is None and not names and TECHNIQUE not in st.query_params:
        return first_setup(), []
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
    current = _current()
    kept = _SHOWN if setup is not None else (*_SHOWN, SPECS)
    wanted.update({name: current[name] for name in kept if name in current})
    if current != wanted and not _was_just_opened():
        st.query_params.from_dict(wanted)
