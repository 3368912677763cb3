"""The dialog with the link of a comparison, and its QR code."""

from collections.abc import Sequence
from urllib.parse import urlsplit

import streamlit as st

from regdash.datasets.collection import name_of
from regdash.datasets.digits import DIGITS
from regdash.services.sharing import link_picture, share_runs
from regdash.settings.formatting import count_of, join_words
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError, shorten
from regdash.store.records import Comparison, Run
from regdash.ui import dialogs, link
from regdash.ui.addresses import is_loopback
from regdash.ui.export.copy_button import show_copy_button

KIND = "share"

_CODE_WIDTH = 240
"""Width of the QR code in pixels."""

_SHORT, _TALLEST = 250, 170
"""Most characters of a link that are shown without scrolling; height in pixels of longer ones."""


def show_share_button(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Show the button that opens the dialog."""
    st.button(
        "Share",
        icon=":material/share:",
        on_click=dialogs.request,
        args=(KIND, [comparison.id]),
        disabled=not runs,
        key="open_share",
        help="A link with which others train the same comparison, and its QR code",
    )


def open_requested(comparison: Comparison, runs: Sequence[Run]) -> None:
    """Open the dialog if it was requested for this comparison, until it is closed."""
    if runs and comparison.id in dialogs.requested(KIND):
        _show(comparison, runs)


@st.dialog("Share", width="medium", on_dismiss=dialogs.close)
def _show(comparison: Comparison, runs: Sequence[Run]) -> None:
    try:
        text = share_runs(comparison, runs)
    except InputError as error:
        st.warning(plain(" ".join(error.sentences)), icon=":material/link_off:")
        return
    address = link.shared_address(comparison.id, text)
    code, words = st.columns([_CODE_WIDTH, 430], gap="medium")
    with code:
        _show_code(address)
    with words:
        tall = len(address) > _SHORT
        st.code(address, language=None, wrap_lines=True, height=_TALLEST if tall else "content")
        show_copy_button(address, "Copy link", key="copy_link")
        st.caption(f"{len(address):,} characters. {_describe(runs)}")
    _show_reach(address)


def _show_code(address: str) -> None:
    try:
        picture = link_picture(address)
    except InputError as error:
        st.caption(plain(" ".join(error.sentences)), width=_CODE_WIDTH)
        return
    st.image(picture, caption="QR code of the link", width=_CODE_WIDTH)


def _describe(runs: Sequence[Run]) -> str:
    """Return what the link contains, in sentences."""
    methods = count_of(len({run.spec.method for run in runs}), "method")
    sentences = [
        f"The link has the settings of {methods} and {count_of(len(runs), 'run')}, not their results:"
        " another RegDash that opens it offers to train them. Results travel as a file, with"
        " *Export* or `regdash export`."
    ]
    imported = sorted({run.spec.data.dataset for run in runs} - {DIGITS.id})
    if imported:
        names = join_words([plain(shorten(name_of(id))) for id in imported])
        sentences.append(f"It has no images: those of {names} must be imported there first.")
    return " ".join(sentences)


def _show_reach(address: str) -> None:
    """Say so if other devices cannot open the address."""
    if not is_loopback(urlsplit(address).hostname or ""):
        return
    listens = st.get_option("server.address")
    if listens and is_loopback(listens):
        reason = (
            "Other devices cannot open this address: this dashboard listens on this machine only"
            " (`regdash serve --address` changes that)."
        )
    else:
        reason = (
            "Other devices cannot open this address, which stands for the machine that opens it. Open"
            " the dashboard by this machine's name or network address, and share it from there."
        )
    st.info(
        f"{reason} With a RegDash of their own, others can use it on the same port, or with"
        " `regdash run --link`.",
        icon=":material/lan:",
    )
