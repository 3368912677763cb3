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


def show_mlflow(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Show the form that sends runs, the progress, and the result."""
    started = _started(comparison.id)
    active = started is not None and started.active
    with st.form("mlflow", border=False):
        address, experiment = st.columns(2)
        url = address.text_input(
            "Address of the server",
            value=configured_address(),
            placeholder="http://localhost:5000",
            max_chars=500,
            key="mlflow_address",
            persist_state="session",
        )
        name = experiment.text_input(
            "Experiment",
            placeholder=experiment_name(comparison.title, comparison.id),
            max_chars=200,
            key="mlflow_experiment",
            help="It is created if it is missing. Empty: the title of the comparison with its id.",
        )
        sent = st.form_submit_button(
            f"Send {count_of(len(runs), 'run')}",
            icon=":material/send:",
            type="primary",
            disabled=active,
        )
    if sent:
        started = start_sending(
            run_service().scheduler, run_service().store, [r.id for r in runs], url, name
        )
        st.session_state[_SENDING] = (comparison.id, started)
        st.rerun(scope="fragment")
    if started is not None:
        # As decided above: it may have ended meanwhile, and the button would stay disabled.
        (_follow if active else _show_end)(started)
    st.caption(
        "Nothing is sent until you press Send. Settings become params, epochs metrics; the spec, the Keras script and"
        " the epochs are stored as files. Runs that are there already are skipped. Password or token in"
        " MLflow's own variables are sent only to the server in `MLFLOW_TRACKING_URI`."
    )


def forget_result() -> None:
    """Forget how the last sending has ended."""
    _, started = st.session_state.get(_SENDING, ("", None))
    if started is not None and not started.active:
        del st.session_state[_SENDING]


def _started(comparison_id: str) -> StartedJob[Sent] | None:
    """Return the last sending of this comparison's runs."""
    of, started = st.session_state.get(_SENDING, ("", None))
    return started if of == comparison_id else None


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
