"""Adding the runs of an exported zip, and opening what has arrived."""

import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from regdash.content import case_study
from regdash.services.safe_zip import MAX_PACKED_MB
from regdash.services.transfer import Imported, import_runs
from regdash.settings.formatting import count_of, join_words
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError, shorten
from regdash.ui import dialogs, link
from regdash.ui.services import run_service
from regdash.ui.start import deleted

KIND = "import_runs"

_RESULT = "imported_runs"

_OFFERED = 5
"""Most comparisons that are offered to be opened."""


def show_button() -> None:
    """Show the button that opens the dialog."""
    st.button(
        "Import runs",
        icon=":material/upload:",
        on_click=_request,
        key="import_runs",
        help="Add the runs of a zip that was exported elsewhere",
    )


def open_requested() -> None:
    """Open the dialog if it was requested, until it is closed."""
    if dialogs.requested(KIND):
        _show()


def _request() -> None:
    deleted.forget_undo()
    _forget()
    dialogs.request(KIND, ["all"])


def _forget() -> None:
    st.session_state.pop(_RESULT, None)


@st.dialog("Import runs", on_dismiss=dialogs.close)
def _show() -> None:
    limit = min(MAX_PACKED_MB, int(st.get_option("server.maxUploadSize")))
    file = st.file_uploader(
        "A zip: *Everything as zip* of the Export dialog, or `regdash export`",
        type="zip",
        max_upload_size=limit,
        on_change=_forget,
        key="import_file",
    )
    st.caption(
        "All runs are added with their curves and verdicts, or none. Runs that are here already are"
        " skipped. Images and trained networks are not part of such a file."
    )
    if st.button(
        "Import", type="primary", icon=":material/upload:", disabled=file is None, key="import_zip"
    ):
        assert file is not None
        with st.spinner("Importing"):
            st.session_state[_RESULT] = _import(file)
    result: Imported | InputError | None = st.session_state.get(_RESULT)
    if isinstance(result, Imported):
        _show_imported(result)
    elif result is not None:
        st.error(plain(" ".join(result.sentences)), icon=":material/error:")


def _import(file: UploadedFile) -> Imported | InputError:
    try:
        return import_runs(run_service().store, file, file.name)
    except InputError as error:
        return error


def _show_imported(imported: Imported) -> None:
    """Say what was added, and offer to open it."""
    st.success(plain(" ".join(imported.sentences())), icon=":material/check_circle:")
    store = run_service().store
    found = [store.comparison(comparison_id) for comparison_id in imported.comparisons]
    studies = {c.id: c.title for c in found if c is not None and c.kind == case_study.KIND}
    titles = [each for each in imported.comparisons.items() if each[0] not in studies]
    for comparison_id, title in titles[:_OFFERED]:
        st.button(
            f"Open '{plain(title)}'",
            icon=":material/open_in_new:",
            on_click=_open,
            args=(comparison_id,),
            key=f"imported_{comparison_id}",
            wrap=True,
        )
    if len(titles) > _OFFERED:
        more = count_of(len(titles) - _OFFERED, "more comparison")
        st.caption(f"{more} in the list of comparisons.")
    if studies:
        names = join_words([shorten(title) for title in studies.values()])
        st.caption(f"{plain(names)}: on the page *Case study*.")


def _open(comparison_id: str) -> None:
    dialogs.close()
    _forget()
    link.open_comparison(comparison_id)
