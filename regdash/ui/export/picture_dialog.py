"""The dialog with a picture of a comparison: for a slide, a paper or a chat."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

import streamlit as st

from regdash.figures.view import ChartView
from regdash.metrics import METRICS
from regdash.reports.file_names import safe_file_name
from regdash.reports.pictures.content import Picture
from regdash.reports.pictures.files import MEDIA_TYPES, write_picture
from regdash.reports.pictures.page import fits
from regdash.reports.pictures.targets import FORMATS, TARGETS, LookKey, TargetKey
from regdash.services.pictures import MOST_ROWS, describe_picture
from regdash.store.records import Comparison, Run
from regdash.ui import dialogs
from regdash.ui.export.copy_button import show_copy_button
from regdash.ui.services import run_service

Key = TypeVar("Key", bound=str)

KIND = "picture"

_VIEW = "picture_view"

_TARGETS: dict[TargetKey, str] = {
    "slide": "Slide",
    "page": "Two columns",
    "column": "One column",
    "square": "Square",
}

_LOOKS: dict[LookKey, str] = {"light": "Light", "dark": "Dark", "print": "Print"}

_TABLE, _BOTH = "Charts and verdicts", "Both charts"


def request(comparison_id: str, runs: Sequence[str], view: str, chart: str) -> None:
    """Open the dialog at the next rerun.

    Args:
        comparison_id: The comparison.
        runs: Ids of the runs to show.
        view: What the page shows of them, as the live element writes it; see `ChartView.read`.
        chart: Key of the only chart to show; empty: both, with verdicts.
    """
    chosen = ChartView.read(view, METRICS.charts)
    if chart in METRICS.charts:
        chosen = replace(chosen, charts=(chart,))
    st.session_state[_VIEW] = (chosen, list(runs))
    for key in ("picture_content", "picture_format"):
        st.session_state.pop(key, None)
    dialogs.request(KIND, [comparison_id])


def open_requested(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Open the dialog if it was requested for this comparison, until it is closed."""
    if comparison.id not in dialogs.requested(KIND):
        return
    view, ids = st.session_state[_VIEW]
    chosen = [run for run in runs if run.id in ids]
    if chosen:
        _show(comparison, chosen, view)


@st.dialog("Picture", width="large", on_dismiss=dialogs.close)
def _show(comparison: Comparison, runs: Sequence[Run], view: ChartView) -> None:
    target, look, content = _choose(view)
    picture = _describe(comparison, runs, view, content)
    if picture.table is not None and not fits(picture, TARGETS[target]):
        st.caption("There are too many methods for a table at this size; hide some on the page.")
        picture = replace(picture, table=None)
    elif content == _TABLE and picture.table is None:
        st.caption(f"The table is left out: more than {MOST_ROWS} methods, or none, are shown.")
    png = write_picture(picture, target, look)
    with st.container(key="picture_preview"):
        st.image(png, width="stretch")
    kind, copy, save = st.columns([1.6, 1, 1], vertical_alignment="bottom")
    with kind:
        chosen = _choose_one("File", {key: key.upper() for key in FORMATS}, "picture_format")
    with copy:
        show_copy_button(png, "Copy picture", key="copy_picture")
    save.download_button(
        "Save picture",
        data=png if chosen == "png" else write_picture(picture, target, look, chosen),
        file_name=f"{safe_file_name(comparison.title, 'comparison')}.{chosen}",
        mime=MEDIA_TYPES[chosen],
        icon=":material/download:",
        type="primary",
        width="stretch",
        on_click="ignore",
        key="save_picture",
    )


def _choose(view: ChartView) -> tuple[TargetKey, LookKey, str]:
    """Show the choices; return them."""
    titles = list(dict.fromkeys(METRICS.charts[key].title for key in view.charts))
    contents = titles if len(titles) == 1 else [_TABLE, _BOTH, *titles]
    with st.container(horizontal=True, gap="small"):
        target = _choose_one("For", _TARGETS, "picture_target")
        look = _choose_one("Colors", _LOOKS, "picture_look")
        content = _choose_one("Content", {title: title for title in contents}, "picture_content")
    return target, look, content


def _choose_one(label: str, words: Mapping[Key, str], key: str) -> Key:
    """Show a row of choices, of which the first is chosen at the beginning; return the chosen one."""
    first = next(iter(words))
    chosen = st.segmented_control(
        label,
        list(words),
        default=first,
        required=True,
        format_func=lambda choice: words[choice],
        key=key,
        label_visibility="collapsed",
        width="content",
    )
    return chosen or first  # never None; its type does not say so


def _describe(
    comparison: Comparison, runs: Sequence[Run], view: ChartView, content: str
) -> Picture:
    by_title = {METRICS.charts[key].title: key for key in view.charts}
    if content in by_title and len(by_title) > 1:
        view = replace(view, charts=(by_title[content],))
    return describe_picture(
        run_service().store, comparison, runs, view, with_table=content == _TABLE
    )
