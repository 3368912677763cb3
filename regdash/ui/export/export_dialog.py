"""The dialog that takes home what is known of a comparison: report, code, networks and numbers."""

from collections.abc import Callable, Sequence
from functools import partial

import streamlit as st

from regdash.reports.file_names import safe_file_name
from regdash.reports.html.content import Report
from regdash.services.methods import name_methods
from regdash.services.printing import NO_BROWSER, find_browser, print_pdf
from regdash.services.report import describe_report
from regdash.services.selection import Selection
from regdash.store.records import Comparison, Run
from regdash.ui import dialogs
from regdash.ui.export.keras_tab import show_keras
from regdash.ui.export.mlflow_tab import forget_results, show_mlflow
from regdash.ui.export.save_button import show_save_button
from regdash.ui.export.tables_tab import show_tables
from regdash.ui.services import run_service

KIND = "export"


def show_export_button(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Show the button that opens the dialog."""
    st.button(
        "Export",
        icon=":material/ios_share:",
        on_click=_request,
        args=(comparison.id,),
        disabled=not runs,
        key="open_export",
        help="A report with curves, verdicts and settings; code and networks for Keras; the numbers",
    )


def _request(comparison_id: str) -> None:
    forget_results()
    dialogs.request(KIND, [comparison_id])


def open_requested(selection: Selection) -> None:
    """Open the dialog if it was requested for this comparison, until it is closed."""
    if selection.runs and selection.comparison.id in dialogs.requested(KIND):
        _show(selection)


@st.dialog("Export", width="large", on_dismiss=dialogs.close)
def _show(selection: Selection) -> None:
    names = name_methods(selection.runs)
    chosen = st.multiselect(
        "Methods",
        list(names),
        default=list(names),
        format_func=lambda method: names[method],
        key="report_methods",
    )
    included = [run for run in selection.runs if run.method in chosen]
    if not included:
        st.info("Choose at least one method.")
        return
    contents: dict[str, Callable[[], None]] = {
        "Report": partial(_show_report, selection.only(included)),
        "Keras": partial(show_keras, selection.comparison, included),
        "Tables": partial(show_tables, included),
        "MLflow": partial(show_mlflow, selection.comparison, included),
    }
    # Tabs that do not tell the server: each change is immediate.
    for tab, show in zip(
        st.tabs(list(contents), key="export_tabs"), contents.values(), strict=True
    ):
        with tab:
            show()


def _show_report(selection: Selection) -> None:
    """Show what the report says besides its numbers, and the buttons that save it.

    Verdicts are those of the page, whatever methods are chosen.
    """
    usual = selection.comparison.title
    # No `max_chars`: the browser would drop a longer text without a word. The writer refuses it.
    title = st.text_input("Title", value=usual, key="report_title")
    remarks = st.text_area(
        "Remarks",
        height=120,
        placeholder="Markdown, such as **bold** or a list",
        key="report_remarks",
    )
    name = safe_file_name(title or usual, "report")
    service = run_service()
    words = {"title": title, "remarks": remarks}

    def describe() -> Report:
        return describe_report(service, selection, **words)

    def write() -> str:
        # Matplotlib and the templates take a while to load: not with the page.
        from regdash.reports.html.page import write_report

        return write_report(describe())

    def write_all() -> bytes:
        from regdash.services.bundle import export_bundle

        return export_bundle(service, selection, **words).data

    prints = find_browser() is not None
    page, pdf, everything = st.columns(3)
    with page:
        show_save_button("Report as HTML", write, f"{name}.html", "text/html", first=True)
    with pdf:
        show_save_button(
            "Report as PDF",
            lambda: print_pdf(write()),
            f"{name}.pdf",
            "application/pdf",
            problem="" if prints else NO_BROWSER,
        )
    with everything:
        show_save_button("Everything as zip", write_all, f"{name}.zip", "application/zip")
    st.caption(
        "The report is one file that needs no network: its figures answer the pointer, and it prints on"
        " A4 and Letter. The zip also has pictures, code and tables; `regdash import` and *Import runs*"
        " on the start page read it."
    )
