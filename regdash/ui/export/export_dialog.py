"""The dialog that saves what is known of a comparison: report, code and numbers."""

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from regdash.reports.file_names import safe_file_name
from regdash.reports.html.content import LONGEST_REMARKS, Report
from regdash.services.code import write_runs
from regdash.services.export import export_tables
from regdash.services.methods import name_methods
from regdash.services.printing import NO_BROWSER, find_browser, print_pdf
from regdash.services.report import describe_report
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.store.records import Comparison, Run
from regdash.ui import dialogs
from regdash.ui.services import run_service

KIND = "export"


def show_export_button(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Show the button that opens the dialog."""
    st.button(
        "Export",
        icon=":material/ios_share:",
        on_click=dialogs.request,
        args=(KIND, [comparison.id]),
        disabled=not runs,
        key="open_export",
        help="A report with curves, verdicts and settings; the code in plain Keras; the numbers",
    )


def open_requested(
    comparison: Comparison, runs: Sequence[Run], references: Mapping[str, str] | None = None
) -> None:
    """Open the dialog if it was requested for this comparison, until it is closed."""
    if runs and comparison.id in dialogs.requested(KIND):
        _show(comparison, runs, references)


@st.dialog("Export", width="large", on_dismiss=dialogs.close)
def _show(
    comparison: Comparison, runs: Sequence[Run], references: Mapping[str, str] | None
) -> None:
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
        max_chars=LONGEST_REMARKS,
        height=120,
        placeholder="Markdown, such as **bold** or a list",
        key="report_remarks",
    )
    included = [run for run in runs if run.method in chosen]
    if not included:
        st.info("Choose at least one method.")
        return
    _show_report(comparison, included, title, remarks, references)
    _show_rest(comparison, included)


def _show_report(
    comparison: Comparison,
    runs: Sequence[Run],
    title: str,
    remarks: str,
    references: Mapping[str, str] | None,
) -> None:
    """Show the buttons that save the report."""
    name = safe_file_name(title or comparison.title, "report")
    store = run_service().store

    def describe() -> Report:
        return describe_report(
            store, comparison, runs, title=title, remarks=remarks, references=references
        )

    def write() -> str:
        # Matplotlib and the templates take a while to load: not with the page.
        from regdash.reports.html.page import write_report

        return write_report(describe())

    def write_all() -> bytes:
        from regdash.services.bundle import export_bundle

        return export_bundle(
            store, comparison, runs, title=title, remarks=remarks, references=references
        ).data

    prints = find_browser() is not None
    page, pdf, everything = st.columns(3)
    with page:
        _show_button("Report as HTML", write, f"{name}.html", "text/html", first=True)
    with pdf:
        _show_button(
            "Report as PDF",
            lambda: print_pdf(write()),
            f"{name}.pdf",
            "application/pdf",
            problem="" if prints else NO_BROWSER,
        )
    with everything:
        _show_button("Everything as zip", write_all, f"{name}.zip", "application/zip")
    st.caption(
        "The report is one file that needs no network: its figures answer the pointer, and it prints on"
        " A4 and Letter. The zip also has pictures, code and tables; `regdash import` reads it."
    )


def _show_rest(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Show the buttons that save code and numbers."""
    name = safe_file_name(comparison.title, "runs")
    store, ids = run_service().store, [run.id for run in runs]
    code, notebook, numbers = st.columns(3)
    problem = ""
    try:
        write_runs(runs)
    except InputError as error:
        problem = " ".join(error.sentences)
    with code:
        _show_button(
            "Keras script", lambda: write_runs(runs), f"{name}.py", "text/x-python", problem=problem
        )
    with notebook:
        _show_button(
            "Notebook",
            lambda: write_runs(runs, notebook=True),
            f"{name}.ipynb",
            "application/x-ipynb+json",
            problem=problem,
        )
    with numbers:
        _show_button(
            "Epochs as CSV",
            lambda: export_tables(store, ids)["epochs.csv"],
            f"{name}-epochs.csv",
            "text/csv",
        )


def _show_button(
    label: str,
    write: Callable[[], str | bytes],
    name: str,
    mime: str,
    *,
    first: bool = False,
    problem: str = "",
) -> None:
    """Show a button that saves a file, which is written when it is pressed.

    Args:
        label: Its label.
        write: Returns the content.
        name: Name of the file.
        mime: Its type.
        first: Whether it is the main button.
        problem: Why the file cannot be written; empty if it can.
    """
    st.download_button(
        label,
        data=write,
        file_name=name,
        mime=mime,
        icon=":material/download:",
        type="primary" if first else "secondary",
        width="stretch",
        on_click="ignore",
        disabled=bool(problem),
        help=plain(problem) if problem else None,
        key=f"save_{label}",
    )
