"""The part of the export dialog with code in plain Keras, and the trained networks."""

from collections.abc import Sequence

import streamlit as st

from regdash.reports.file_names import safe_file_name
from regdash.services.code import write_runs
from regdash.services.methods import name_runs
from regdash.services.models import (
    describe_networks,
    explain_missing_model,
    export_model,
)
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.store.records import Comparison, Run
from regdash.ui.export.save_button import show_save_button
from regdash.ui.services import run_service


def show_keras(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Show the buttons that save code, and the network of one run."""
    _show_code(comparison, runs)
    _show_network(comparison, runs)


def _show_code(comparison: Comparison, runs: Sequence[Run]) -> None:
    name = safe_file_name(comparison.title, "runs")
    problem = ""
    try:
        write_runs(runs)
    except InputError as error:
        problem = " ".join(error.sentences)
    script, notebook = st.columns(2)
    with script:
        show_save_button(
            "Keras script", lambda: write_runs(runs), f"{name}.py", "text/x-python", problem=problem
        )
    with notebook:
        show_save_button(
            "Notebook",
            lambda: write_runs(runs, notebook=True),
            f"{name}.ipynb",
            "application/x-ipynb+json",
            problem=problem,
        )
    st.caption(
        "All chosen methods in one file: the same data, networks and training in plain Keras, without"
        " RegDash."
    )


def _show_network(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Show which run's network is saved, and the button that saves it."""
    store = run_service().store
    names = name_runs(store.runs(comparison.id))
    which, save = st.columns(2, vertical_alignment="bottom")
    run_id = which.selectbox(
        "Trained network of",
        [run.id for run in runs],
        format_func=lambda run_id: names.get(run_id, run_id),
        key="network_of",
    )
    run = next((run for run in runs if run.id == run_id), runs[0])
    problem = explain_missing_model(store, run)
    with save:
        show_save_button(
            "Network as .keras",
            lambda: export_model(store, run.id),
            media_type="application/zip",
            problem=problem,
        )
    if problem:
        st.caption(plain(problem))
        return
    st.caption(f"The weights that the run kept. {plain(describe_networks([run])[0])}")
