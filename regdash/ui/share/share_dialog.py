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

_WIDTH, _GAP = 704, 32
"""Pixels across the contents of the dialog, and between columns."""

_CODE_WIDTH, _SMALLEST_MODULE = 260, 3
"""Pixels across a QR code, and across each of its modules if there are many."""

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
    try:
        picture = link_picture(address)
    except InputError as error:
        _show_words(address, runs)
        st.caption(plain(" ".join(error.sentences)))
    else:
        _show_both(address, runs, picture)
    _show_reach(address)


def _show_both(address: str, runs: Sequence[Run], picture: str) -> None:
    """Show the link and its QR code: beside each other, unless the code needs the whole width."""
    modules = int(picture.split('viewBox="0 0 ', 1)[1].split(" ", 1)[0])
    # Whole pixels: otherwise modules have unequal sizes.
    width = max(_CODE_WIDTH // modules, _SMALLEST_MODULE) * modules
    if width <= _WIDTH / 2:
        left = width + _GAP  # a column lacks half of the gap
        code, words = st.columns([left, _WIDTH - left], gap="medium")
    else:
        words, code = st.container(), st.container()
    with words:
        _show_words(address, runs)
    with code:
        st.image(picture, width=width, alt="QR code of the link")


def _show_words(address: str, runs: Sequence[Run]) -> None:
    tall = len(address) > _SHORT
    st.code(address, language=None, wrap_lines=True, height=_TALLEST if tall else "content")
    show_copy_button(address, "Copy link", key="copy_link")
    st.caption(f"{len(address):,} characters. {_describe(runs)}")


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
