"""The part of the export dialog with numbers, for a spreadsheet, pandas or TensorBoard."""

from collections.abc import Sequence
from functools import partial

import streamlit as st

from regdash.reports.tensorboard import explain_missing_writer
from regdash.services.export import export_table, export_tensorboard_zip
from regdash.settings.markdown import plain
from regdash.store.records import Run
from regdash.ui.export.save_button import show_save_button
from regdash.ui.services import run_service

_TABLES = (
    ("Runs as CSV", "runs.csv", "One row per run: settings and results."),
    ("Epochs as CSV", "epochs.csv", "One row per run, epoch and metric: for pandas and R."),
    ("History as CSV", "history.csv", "One row per run and epoch, as Weights & Biases exports it."),
)
"""Label, name and content of each table."""


def show_tables(runs: Sequence[Run]) -> None:
    """Show the buttons that save tables and event files."""
    store, ids = run_service().store, [run.id for run in runs]
    *places, last = st.columns(len(_TABLES) + 1)
    for place, (label, table, content) in zip(places, _TABLES, strict=True):
        with place:
            show_save_button(label, partial(export_table, store, ids, table), media_type="text/csv")
            st.caption(content)
    problem = explain_missing_writer()
    with last:
        show_save_button(
            "TensorBoard",
            lambda: export_tensorboard_zip(store, ids),
            media_type="application/zip",
            problem=problem,
        )
        st.caption(
            plain(problem) or "A zip of event files, in which training and validation overlay."
        )
