"""The dialog that saves a report on a comparison."""

from collections.abc import Sequence

import streamlit as st

from regdash.reports.file_names import safe_file_name
from regdash.services.methods import group_runs, name_methods
from regdash.services.printing import NO_BROWSER, find_browser, print_pdf
from regdash.services.report import describe_report
from regdash.store.records import Comparison, Run
from regdash.ui import dialogs
from regdash.ui.services import run_service

KIND = "report"

_MOST_LETTERS = 20_000


def show_report_button(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Show the button that opens the dialog."""
    st.button(
        "Report",
        icon=":material/description:",
        on_click=dialogs.request,
        args=(KIND, [comparison.id]),
        disabled=not runs,
        key="open_report",
        help="Everything about this comparison as one file: curves, verdicts, settings, figures",
    )


def open_requested(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Open the dialog if it was requested for this comparison, until it is closed."""
    if runs and comparison.id in dialogs.requested(KIND):
        _show(comparison, runs)


@st.dialog("Report", width="medium", on_dismiss=dialogs.close)
def _show(comparison: Comparison, runs: Sequence[Run]) -> None:
    title = st.text_input("Title", value=comparison.title, max_chars=200, key="report_title")
    names = name_methods(runs)
    chosen = st.multiselect(
        "Methods",
        list(names),
        default=list(names),
        format_func=lambda method: names[method],
        key="report_methods",
    )
    remarks = st.text_area(
        "Remarks",
        max_chars=_MOST_LETTERS,
        height=120,
        placeholder="Markdown, such as **bold** or a list",
        key="report_remarks",
    )
    included = [run for method in chosen for run in group_runs(runs)[method]]
    included.sort(key=lambda run: run.number)
    if not included:
        st.info("Choose at least one method.")
    name = safe_file_name(title or comparison.title, "report")
    store = run_service().store

    def write() -> str:
        # Matplotlib and the templates take a while to load: not with the page.
        from regdash.reports.html.page import write_report

        return write_report(
            describe_report(store, comparison, included, title=title, remarks=remarks)
        )

    page, pdf = st.columns(2)
    page.download_button(
        "Save as HTML",
        data=write,
        file_name=f"{name}.html",
        mime="text/html",
        icon=":material/download:",
        type="primary",
        width="stretch",
        on_click="ignore",
        disabled=not included,
        key="save_html",
    )
    pdf.download_button(
        "Save as PDF",
        data=lambda: print_pdf(write()),
        file_name=f"{name}.pdf",
        mime="application/pdf",
        icon=":material/picture_as_pdf:",
        width="stretch",
        on_click="ignore",
        disabled=not included or find_browser() is None,
        help=None if find_browser() else NO_BROWSER,
        key="save_pdf",
    )
    st.caption(
        "One file that needs no network: figures answer the pointer, and it prints on A4 and Letter."
    )
