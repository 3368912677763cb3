"""The part of the export dialog that sends runs to an MLflow server."""

from collections.abc import Sequence

import streamlit as st

from regdash.services.mlflow import Sent, experiment_name, start_sending
from regdash.services.mlflow_server import configured_address
from regdash.services.started import StartedJob
from regdash.settings.formatting import count_of
from regdash.settings.markdown import plain
from regdash.store.records import Comparison, Run
from regdash.ui.services import run_service

_SENDING = "mlflow_sending"
"""Key of the last sending of each comparison in the session state, by the comparison's id."""

_ADDRESS = "mlflow_address"
_EXPERIMENT = "mlflow_experiment"


def show_mlflow(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Show the form that sends runs, the progress, and the result."""
    started = _sendings().get(comparison.id)
    active = started is not None and started.active
    with st.form("mlflow", border=False):
        address, experiment = st.columns(2)
        address.text_input(
            "Address of the server",
            value=configured_address(),
            placeholder="http://localhost:5000",
            max_chars=500,
            key=_ADDRESS,
            persist_state="session",
        )
        experiment.text_input(
            "Experiment",
            placeholder=experiment_name(comparison.title, comparison.id),
            max_chars=200,
            key=_EXPERIMENT,
            help="It is created if it is missing. Empty: the title of the comparison with its id.",
        )
        st.form_submit_button(
            f"Send {count_of(len(runs), 'run')}",
            icon=":material/send:",
            type="primary",
            disabled=active,
            on_click=_send,
            args=(comparison.id, [run.id for run in runs]),
        )
    if started is not None:
        # As decided above: it may have ended meanwhile, and the button would stay disabled.
        (_follow if active else _show_end)(started)
    st.caption(
        "Nothing is sent until you press Send. Settings become params, epochs metrics; the spec, the Keras script and"
        " the epochs are stored as files. Runs that are there already are skipped. Password or token in"
        " MLflow's own variables are sent only to the server in `MLFLOW_TRACKING_URI`."
    )


def _send(comparison_id: str, run_ids: Sequence[str]) -> None:
    """Start to send runs as the form says."""
    state, service = st.session_state, run_service()
    _sendings()[comparison_id] = start_sending(
        service.scheduler, service.store, run_ids, state[_ADDRESS], state[_EXPERIMENT]
    )


def forget_results() -> None:
    """Forget how sendings have ended; those in progress are kept."""
    active = {id: started for id, started in _sendings().items() if started.active}
    st.session_state[_SENDING] = active


def _sendings() -> dict[str, StartedJob[Sent]]:
    """Return the last sending of each comparison's runs, by the comparison's id."""
    sendings: dict[str, StartedJob[Sent]] = st.session_state.setdefault(_SENDING, {})
    return sendings


@st.fragment(run_every=0.5)
def _follow(started: StartedJob[Sent]) -> None:
    """Show the progress until the sending has ended."""
    if not started.active:
        st.rerun()
    progress = started.progress
    words = f"Sending: {progress.done:.0f} of {progress.total:.0f}" if progress.total else "Sending"
    if started.stopping:
        words = "Cancelling: waiting up to 30 s for the server"
    bar, cancel = st.columns([4, 1], vertical_alignment="center")
    bar.progress(progress.share, text=words)
    cancel.button(
        "Cancel",
        on_click=started.cancel,
        disabled=started.stopping,
        width="stretch",
        key="mlflow_cancel",
    )


def _show_end(started: StartedJob[Sent]) -> None:
    if started.result is not None:
        st.success(plain(" ".join(started.result.sentences())), icon=":material/check_circle:")
    elif started.cancelled:
        st.info("Cancelled. Runs that were sent stay there; the next time, they are skipped.")
    for sentence in started.problems:
        st.error(plain(sentence), icon=":material/error:")
