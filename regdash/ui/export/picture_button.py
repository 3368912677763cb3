"""A button below a figure that opens a dialog with its picture."""

from collections.abc import Callable

import streamlit as st

from regdash.reports.file_names import safe_file_name
from regdash.reports.pictures.content import AnyPicture
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.ui import dialogs
from regdash.ui.export.picture_file import choose_kind, explain_fit, show_file

KIND = "picture_of_figure"


def show_picture_button(label: str, describe: Callable[[], AnyPicture], *, key: str) -> None:
    """Show the button, and its dialog until that is closed.

    Args:
        label: Of the button, such as `Picture of the differences`.
        describe: Returns the picture; may raise an InputError.
        key: Unique on the page.
    """
    st.button(
        label,
        icon=":material/photo_camera:",
        type="tertiary",
        on_click=_request,
        args=(key,),
        key=f"picture_of_{key}",
        help="For a slide, a paper or a chat",
    )
    if key in dialogs.requested(KIND):
        _show(describe)


def _request(key: str) -> None:
    st.session_state.pop("picture_format", None)
    dialogs.request(KIND, [key])


@st.dialog("Picture", width="large", on_dismiss=dialogs.close)
def _show(describe: Callable[[], AnyPicture]) -> None:
    with st.container(horizontal=True, gap="small"):
        target, look = choose_kind()
    try:
        picture = describe()
    except InputError as error:
        for sentence in error.sentences:
            st.info(plain(sentence))
        return
    explain_fit(picture, target)
    show_file(picture, target, look, safe_file_name(picture.title, "figure"))
