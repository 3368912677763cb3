"""The images: page by page, by class, mislabeled ones, a random one."""

import random
from typing import Any, Literal

import numpy as np
import streamlit as st

from regdash.datasets.preparation import PreparedData, Samples, prepare
from regdash.datasets.statistics import count_classes
from regdash.figures.tiles import Tile, draw_image, draw_tiles, to_pixels
from regdash.services.data_facts import duplicates
from regdash.settings.formatting import count_of
from regdash.settings.markdown import plain
from regdash.spec import DataSpec
from regdash.ui.dials import has_changed

Shown = Literal["Training", "Validation", "Test"]
PER_PAGE = 60
_ALL = "All classes"
_RANDOM = "data_random"


def show_images(spec: DataSpec) -> None:
    """Show the counts, a random image, and the images page by page."""
    data = prepare(spec)
    _show_counts(spec, data)
    part, chosen = _show_filters(spec, data)
    images = _part(data, part)
    _show_random(spec, data, images, part, chosen)
    if not len(chosen):
        st.info("No images match this filter.")
        return
    page = _show_pager(len(chosen), (spec, part, len(chosen), int(chosen.sum())))
    shown = chosen[page * PER_PAGE : (page + 1) * PER_PAGE]
    pixels = to_pixels(images.x[shown], data.image_shape)
    wrong = part == "Training"
    tiles = [
        Tile(
            image,
            _words(data, images, position, wrong),
            wrong and bool(images.y[position] != data.true_labels[position]),
        )
        for image, position in zip(pixels, shown, strict=True)
    ]
    st.html(draw_tiles(tiles))


def _show_counts(spec: DataSpec, data: PreparedData) -> None:
    for words, part in (("training", data.train), ("validation", data.validation)):
        without = int((count_classes(part, data.classes) == 0).sum())
        if without:
            st.warning(
                f"{without:,} of the {data.classes:,} classes have no {words} image. Raise the number"
                " of training images, or change the validation share.",
                icon=":material/warning:",
            )
    found = duplicates(spec)
    with st.container(horizontal=True, key="data_counts"):
        st.metric("Training images", f"{len(data.train):,}", border=True)
        st.metric("Validation images", f"{len(data.validation):,}", border=True)
        st.metric("Test images", f"{len(data.test):,}", border=True)
        st.metric(
            "In training and test",
            f"{found.test_in_training:,}",
            border=True,
            help="Test images that equal a training image in every pixel. They make test results look"
            " too good.",
        )
    others = []
    if found.validation_in_training:
        count = count_of(found.validation_in_training, "validation image")
        others.append(f"{count} also in training")
    if found.within_training:
        others.append(f"{count_of(found.within_training, 'training image')} more than once")
    if others:
        st.caption(f"Equal in every pixel: {'; '.join(others)}.")


def _show_filters(spec: DataSpec, data: PreparedData) -> tuple[Shown, np.ndarray]:
    """Show the filters; return the chosen set and the indices of its images that match."""
    with st.container(horizontal=True, vertical_alignment="bottom"):
        part: Shown = st.segmented_control(
            "Set",
            ["Training", "Validation", "Test"],
            default="Training",
            key="data_part",
            required=True,
        )
        label = st.selectbox(
            "Class",
            range(-1, data.classes),
            format_func=lambda n: _ALL if n < 0 else _numbered(data, n),
            key=f"data_class_{spec.dataset}",
            width=200,
        )
        images = _part(data, part)
        fits = np.full(len(images), True) if label < 0 else images.y == label
        if spec.label_noise and part == "Training":
            wrong = images.y != data.true_labels
            only = st.toggle(
                f"Only the {wrong.sum():,} mislabeled",
                key="data_wrong",
                help="Label noise deliberately gave them another class; they are trained on with"
                " it.",
            )
            if only:
                fits &= wrong
        chosen = np.flatnonzero(fits)
        if st.button("Show me a random one", icon=":material/casino:", disabled=not len(chosen)):
            st.session_state[_RANDOM] = (spec, part, int(random.choice(chosen)))
    return part, chosen


def _numbered(data: PreparedData, label: int) -> str:
    # Select boxes identify options by their text: `a` and `a ` must not look the same.
    name = data.class_names[label]
    same = [other for other in (*data.class_names, _ALL) if other.strip() == name.strip()]
    return name if len(same) == 1 else f"{name} ({label})"


def _show_random(
    spec: DataSpec, data: PreparedData, images: Samples, part: Shown, chosen: np.ndarray
) -> None:
    kept = st.session_state.get(_RANDOM)
    if kept is None or kept[:2] != (spec, part) or kept[2] not in chosen:
        return
    position = kept[2]
    pixels = to_pixels(images.x[[position]], data.image_shape)[0]
    name = data.class_names[int(images.y[position])]
    truth = ""
    if part == "Training" and images.y[position] != data.true_labels[position]:
        truth = f" Deliberately mislabeled; the true class is {plain(_truth(data, position))}."
    with st.container(horizontal=True, vertical_alignment="center", border=True):
        st.html(draw_image(pixels, 168, name), width="content")
        with st.container(width="stretch"):
            st.subheader(plain(name), anchor=False)
            st.caption(f"{part} image {position + 1:,} of {len(images):,}.{truth}")


def _show_pager(count: int, what: tuple[Any, ...]) -> int:
    """Show the page buttons; return the page, from 0. A new filter starts at page 0."""
    last = (count - 1) // PER_PAGE
    if has_changed("data_paged", what):
        _turn(0)
    page: int = min(st.session_state.setdefault("data_page", 0), last)
    with st.container(
        horizontal=True, vertical_alignment="center", horizontal_alignment="distribute"
    ):
        st.button("Back", disabled=page == 0, key="data_back", on_click=_turn, args=(page - 1,))
        first = page * PER_PAGE
        st.caption(
            f"Images {first + 1:,} to {min(count, first + PER_PAGE):,} of {count:,}",
            width="content",
        )
        st.button("Next", disabled=page == last, key="data_next", on_click=_turn, args=(page + 1,))
    return page


def _turn(page: int) -> None:
    st.session_state["data_page"] = page


def _part(data: PreparedData, part: Shown) -> Samples:
    return {"Training": data.train, "Validation": data.validation, "Test": data.test}[part]


def _words(data: PreparedData, images: Samples, position: int, may_be_wrong: bool) -> str:
    name = data.class_names[int(images.y[position])]
    if may_be_wrong and images.y[position] != data.true_labels[position]:
        return f"{_truth(data, position)} → {name}"
    return name


def _truth(data: PreparedData, position: int) -> str:
    return data.class_names[int(data.true_labels[position])]
