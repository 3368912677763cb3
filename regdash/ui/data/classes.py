"""Number of images and mean image per class."""

import streamlit as st

from regdash.datasets.preparation import prepare
from regdash.datasets.statistics import count_classes
from regdash.figures.balance import draw_balance
from regdash.figures.tiles import Tile, draw_tiles, to_pixels
from regdash.services.data_facts import training_means
from regdash.spec import DataSpec
from regdash.ui.plotly_config import still_figure
from regdash.ui.theme import is_dark

MOST_MEANS = 120


def show_classes(spec: DataSpec) -> None:
    """Show the class balance of each set, and the mean training image of each class."""
    data = prepare(spec)
    counts = {
        title: count_classes(part, data.classes)
        for title, part in (
            ("Training", data.train),
            ("Validation", data.validation),
            ("Test", data.test),
        )
    }
    st.subheader("Images per class", anchor=False)
    st.plotly_chart(
        draw_balance(data.class_names, counts, dark=is_dark()),
        theme=None,
        key="data_balance",
        config=still_figure(),
        alt="Number of training, validation and test images of each class.",
    )
    noise = " (labels as trained on)" if spec.label_noise else ""
    low, high = counts["Training"].min(), counts["Training"].max()
    span = f"{low:,}" if low == high else f"{low:,} to {high:,}"
    st.caption(
        f"Each class has the same share in training and validation. Training{noise}: {span} images"
        " per class."
    )
    st.subheader("Mean training image of each class", anchor=False)
    pixels = to_pixels(training_means(spec)[:MOST_MEANS], data.image_shape)
    st.html(
        draw_tiles(
            [
                Tile(image, name)
                for image, name in zip(pixels, data.class_names[:MOST_MEANS], strict=True)
            ],
            size=84,
        )
    )
    if data.classes > MOST_MEANS:
        st.caption(f"The first {MOST_MEANS} of {data.classes:,} classes.")
    if spec.label_noise:
        st.caption("Label noise blurs the means: each includes images of other classes.")
