"""The dialog with a picture of a comparison: for a slide, a paper or a chat."""

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from regdash.figures.view import ChartView
from regdash.metrics import METRICS
from regdash.reports.file_names import safe_file_name
from regdash.reports.pictures.content import Picture, SideBySide
from regdash.reports.pictures.page import fits
from regdash.reports.pictures.targets import TARGETS, LookKey, TargetKey
from regdash.services.pictures import MOST_ROWS, describe_picture
from regdash.services.selection import Selection
from regdash.services.side_by_side import describe_side_by_side, fit_charts
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.ui import dialogs
from regdash.ui.export.picture_file import choose_kind, choose_one, explain_fit, show_file
from regdash.ui.services import run_service

KIND = "picture"

_VIEW = "picture_view"

_TABLE, _BOTH, _SIDE_BY_SIDE = "Charts and verdicts", "Both charts", "Side by side"


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


def open_requested(selection: Selection) -> None:
    """Open the dialog if it was requested for this comparison, until it is closed."""
    if selection.comparison.id not in dialogs.requested(KIND):
        return
    view, ids = st.session_state[_VIEW]
    chosen = [run for run in selection.runs if run.id in ids]
    if chosen:
        _show(selection.only(chosen), view)


@st.dialog("Picture", width="large", on_dismiss=dialogs.close)
def _show(selection: Selection, view: ChartView) -> None:
    name = safe_file_name(selection.comparison.title, "comparison")
    target, look, content = _choose(view)
    if content == _SIDE_BY_SIDE:
        cards = _describe_cards(selection, view, target)
        if cards is not None:
            show_file(cards, target, look, name)
        return
    picture = _describe(selection, view, content)
    if picture.table is not None and not fits(picture, TARGETS[target]):
        st.caption("There are too many methods for a table at this size; hide some on the page.")
        picture = replace(picture, table=None)
    elif content == _TABLE and picture.table is None:
        st.caption(f"The table is left out: more than {MOST_ROWS} methods, or none, are shown.")
    show_file(picture, target, look, name)


def _choose(view: ChartView) -> tuple[TargetKey, LookKey, str]:
    """Show the choices; return them."""
    titles = list(dict.fromkeys(METRICS.charts[key].title for key in view.charts))
    contents = titles if len(titles) == 1 else [_TABLE, _BOTH, *titles]
    contents = [*contents, _SIDE_BY_SIDE]
    with st.container(horizontal=True, gap="small"):
        target, look = choose_kind()
        content = choose_one("Content", {title: title for title in contents}, "picture_content")
    return target, look, content


def _describe(selection: Selection, view: ChartView, content: str) -> Picture:
    by_title = {METRICS.charts[key].title: key for key in view.charts}
    if content in by_title and len(by_title) > 1:
        view = replace(view, charts=(by_title[content],))
    return describe_picture(run_service().store, selection, view, with_table=content == _TABLE)


def _describe_cards(selection: Selection, view: ChartView, target: TargetKey) -> SideBySide | None:
    """Describe methods side by side, with as many charts as fit; None if that is not possible."""
    try:
        picture = describe_side_by_side(run_service().store, selection, view)
    except InputError as error:
        for sentence in error.sentences:
            st.info(plain(sentence))
        return None
    fitting = fit_charts(picture, target)
    charts = fitting.cards[0].panels
    if len(charts) < len(picture.cards[0].panels):
        st.caption(
            f"Only *{charts[0].title}* is shown: there is no room for both charts of so many at this size."
        )
    explain_fit(fitting, target)
    return fitting
