"""What the network sees: images next to what the composed run makes of them."""

import html
from itertools import groupby
from typing import Any

import numpy as np
import streamlit as st

from regdash.datasets.preparation import prepare
from regdash.figures.tiles import draw_image, to_pixels
from regdash.settings.markdown import plain
from regdash.spec import RunSpec
from regdash.training.runtime import load_keras

ROWS, DRAWS, MOST_COLUMNS = 6, 4, 14
TILE, SMALL_TILE = 60, 54


def show_preview(spec: RunSpec) -> None:
    """Show a few training images augmented, whitened and with noise, as in this run."""
    data = prepare(spec.data)
    st.markdown(
        f"**{plain(spec.name)}**: each row shows a training image, followed by what the network"
        " receives. Change a setting in the composer to see its effect."
    )
    turn = st.session_state.setdefault("preview_turn", [0, 0])
    with st.container(horizontal=True):
        if st.button("Other images", icon=":material/shuffle:"):
            turn[0] += 1
        if st.button("Draw again", icon=":material/casino:"):
            turn[1] += 1
    for technique in spec.techniques:
        for sentence in technique.cautions(data.class_names):
            st.warning(sentence, icon=":material/warning:")

    with st.spinner("Loading TensorFlow …"):
        load_keras()
        from regdash.training.preview import View, preview

    chosen = np.arange(turn[0] * ROWS, (turn[0] + 1) * ROWS) % len(data.train)
    images = data.train.x[chosen]
    draws, first_step = DRAWS, DRAWS * turn[1]
    views: list[View] = preview(spec, images, draws, first_step)
    if len(views) > MOST_COLUMNS:
        draws -= 1
        views = preview(spec, images, draws, first_step)
    columns = [to_pixels(v.images, data.image_shape, centred=v.centered) for v in views]
    names = [data.class_names[label] for label in data.train.y[chosen]]
    st.html(_table(views, columns, names))
    if any(view.title == "Draw 1" for view in views):
        st.caption(_name_steps(min(spec.batch_size, len(data.train)), first_step, draws))
    if any(view.centered for view in views):
        st.caption(
            "Whitened values are positive or negative; gray is 0. Each column has its own scale; the"
            " bold one is that of this run."
        )
    if len(views) == 1:
        _suggest()


def _name_steps(batch_size: int, first_step: int, draws: int) -> str:
    """Return a caption that names the training steps of the draws."""
    each = -(-ROWS // batch_size)  # steps to draw all rows
    return (
        f"The same draws as in training steps {first_step * each + 1:,} to"
        f" {(first_step + draws) * each:,} of the run, for images at these positions in the batch."
    )


def _table(views: list[Any], columns: list[np.ndarray], names: list[str]) -> str:
    """Return a table with one image per row and the groups next to each other."""
    # Views of one group are neighbors: collect its name and its columns.
    groups = [
        (group, [n for n, _ in members])
        for group, members in groupby(enumerate(views), key=lambda view: view[1].group)
    ]
    starts = {columns_of[0] for _, columns_of in groups[1:]}
    size = TILE if len(views) < MOST_COLUMNS else SMALL_TILE
    compared = {view.group for view in views if not view.chosen}
    cell = "padding:3px 4px;vertical-align:top;border:0;"

    def gap(column: int) -> str:
        return "padding-left:18px;" if column in starts else ""

    top = "".join(
        f'<th colspan="{len(columns_of)}" style="{cell}{gap(columns_of[0])}text-align:left;'
        f'font-weight:600;white-space:nowrap">{html.escape(group)}</th>'
        for group, columns_of in groups
    )
    titles = "".join(
        f'<th style="{cell}{gap(n)}text-align:left;font-size:.8rem;vertical-align:bottom;'
        f'font-weight:{700 if view.chosen and view.group in compared else 400}">{html.escape(view.title)}</th>'
        for n, view in enumerate(views)
    )
    rows = "".join(
        "<tr>"
        + "".join(
            f'<td style="{cell}{gap(n)}">'
            + draw_image(column[row], size, f"{name}, {views[n].group}, {views[n].title}")
            + (f'<span style="font-size:.8rem">{html.escape(name[:14])}</span>' if n == 0 else "")
            + "</td>"
            for n, column in enumerate(columns)
        )
        + "</tr>"
        for row, name in enumerate(names)
    )
    return (
        '<div style="overflow-x:auto"><table style="border-collapse:collapse;border:0">'
        f"<thead><tr>{top}</tr><tr>{titles}</tr></thead><tbody>{rows}</tbody></table></div>"
    )


def _suggest() -> None:
    """Suggest techniques that change the images."""
    st.info("This run does not change the images. Try a technique that does:")
    with st.container(horizontal=True):
        for key, words in (
            ("augmentation", "Add data augmentation"),
            ("zca_whitening", "Add ZCA whitening"),
            ("gaussian_noise", "Add Gaussian noise"),
        ):
            st.button(words, key=f"suggest_{key}", on_click=_add_technique, args=(key,))


def _add_technique(key: str) -> None:
    st.session_state["set_techniques"] = [*st.session_state.get("set_techniques", []), key]
