"""Importing images: upload, progress and result."""

from typing import Any

import streamlit as st

from regdash.datasets.importing import ImportResult, Limits, Upload
from regdash.services.imports import Import, start_fetch, start_import
from regdash.settings.formatting import count_of
from regdash.settings.markdown import plain
from regdash.settings.messages import InputError
from regdash.ui.data_set import choose_data_set
from regdash.ui.services import run_service

_STARTED, _ROUND, _CHOSEN = "import_started", "import_round", "import_chosen"

LAYOUTS = """
- **Class folders**: a zip with one folder per class, optionally inside `train` and `test`
- **A list**: a zip with `train.csv` (`filename,label`) and the images
- **A table**: a CSV file with `label,pixel0,pixel1,…`, one row per image
- **idx files**: `train-images-idx3-ubyte` and its labels, as in MNIST and Fashion-MNIST
- **NumPy**: an npz file with `x_train, y_train, x_test, y_test`, or `images, labels`
"""


def show_importing() -> None:
    """Show the import form, the progress of an import, and its result."""
    started: Import | None = st.session_state.get(_STARTED)
    if (
        started is not None
        and started.result is not None
        and st.session_state.get(_CHOSEN) is not started
    ):
        # Only once: another data set may be chosen while the message is still shown.
        st.session_state[_CHOSEN] = started
        choose_data_set(started.result.info.id)
        st.rerun()
    with st.expander(
        "Bring your own images", icon=":material/upload:", expanded=started is not None
    ):
        if started is not None and started.result is not None:
            _show_found(started.result)
            return
        active = started is not None and started.active
        if started is not None:
            (_follow if active else _show_problems)(started)
        # Always shown, because uploaded files are lost with their field.
        _show_form(active)


def _show_form(active: bool) -> None:
    limits = _limits()
    if limits is None:
        return
    round_ = st.session_state.setdefault(_ROUND, 0)
    files = st.file_uploader(
        "A zip, CSV, npz or idx files, gzip or not",
        accept_multiple_files=True,
        key=f"import_files_{round_}",
        disabled=active,
    )
    name, resize = st.columns(2)
    called = name.text_input(
        "Name", key=f"import_name_{round_}", max_chars=60, help="Default: the name of the file."
    )
    side = resize.number_input(
        "Resize to (pixels per side)",
        value=None,
        step=1,
        placeholder="keep size",
        key=f"import_side_{round_}",
        help=f"Required for images above {limits.side} × {limits.side}, or of different sizes: every"
        " image becomes a square of this size.",
    )
    start, fetch = st.columns(2)
    # No callbacks: they would get the values from before the last field lost focus.
    if start.button(
        "Import",
        type="primary",
        icon=":material/upload:",
        disabled=active or not files,
        width="stretch",
    ):
        _begin(files, called, side, limits)
        st.rerun()
    if fetch.button(
        "Fetch Fashion-MNIST",
        icon=":material/download:",
        disabled=active,
        width="stretch",
        help="Downloads 30 MB: 70,000 images of clothes in ten classes.",
    ):
        _begin_fetch(limits)
        st.rerun()
    st.markdown("The layout is detected from the content:")
    st.markdown(LAYOUTS)
    st.caption(
        f"Gray or color; PNG, JPEG, BMP, GIF or WebP; 2 to {limits.classes:,} classes; up to"
        f" {limits.images:,} images of {limits.side} × {limits.side}. Without a test set, a fifth of the"
        " images is held out. For files on the server: `python -m regdash data add PATH`."
    )


def _limits() -> Limits | None:
    try:
        return Limits.from_environment()
    except InputError as error:
        st.error(plain(str(error)), icon=":material/error:")
        return None


def _begin(files: list[Any], name: str, side: int | None, limits: Limits) -> None:
    uploads = [Upload(file.name, file) for file in files]
    st.session_state[_STARTED] = start_import(
        run_service().scheduler, uploads, name=name, resize=side, limits=limits
    )


def _begin_fetch(limits: Limits) -> None:
    st.session_state[_STARTED] = start_fetch(run_service().scheduler, limits)


def _leave() -> None:
    """Forget the last import; a new uploader releases the uploaded bytes."""
    st.session_state.pop(_STARTED, None)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


@st.fragment(run_every=0.25)
def _follow(started: Import) -> None:
    """Show the progress until the import has ended."""
    if not started.active:
        st.rerun()
    progress = started.progress
    stage = plain(progress.phase)
    words = f"{stage}: {plain(started.title)}"
    if progress.total:
        words = f"{stage}: {progress.done:,} of {progress.total:,}"
    bar, cancel = st.columns([5, 1.2], vertical_alignment="center")
    bar.progress(progress.share, text=words)
    cancel.button("Cancel", on_click=started.cancel, width="stretch", key="import_cancel")


def _show_problems(started: Import) -> None:
    if started.cancelled:
        st.info(f"The import of {plain(started.title)} was cancelled; nothing was stored.")
    for sentence in started.problems:
        st.error(f"{plain(sentence)} Nothing was stored.", icon=":material/error:")


def _show_found(found: ImportResult) -> None:
    sentences = "".join(f"\n- {plain(sentence)}" for sentence in found.sentences())
    st.success(
        f"**{plain(found.info.name)}** is ready and chosen in the composer.\n{sentences}",
        icon=":material/check_circle:",
    )
    left_out = found.left_out
    if left_out.count:
        with st.expander(f"Left out: {count_of(left_out.count, 'file')}"):
            for reason, count in left_out.reasons.most_common():
                st.markdown(f"{count_of(count, 'file')}: {plain(reason)}")
            if left_out.count > len(left_out.first):
                st.caption(f"The first {len(left_out.first)}:")
            st.dataframe(
                {"File": [n for n, _ in left_out.first], "Reason": [r for _, r in left_out.first]},
                hide_index=True,
            )
    st.button("Import more", icon=":material/upload:", on_click=_leave)
