"""Number of images and mean image per class."""

import streamlit as st

from regdash.datasets.preparation import prepare
from regdash.figures.balance import draw_balance
from regdash.figures.tiles import Tile, draw_tiles, to_pixels
from regdash.services.data_facts import training_means
from regdash.services.data_pictures import count_images, describe_balance, explain_balance
from regdash.spec import DataSpec
from regdash.ui import export
from regdash.ui.plotly_config import still_figure
from regdash.ui.theme import is_dark

MOST_MEANS = 120


def show_classes(spec: DataSpec) -> None:
    """Show the class balance of each set, and the mean training image of each class."""
    data = prepare(spec)
    st.subheader("Images per class", anchor=False)
    st.plotly_chart(
        draw_balance(data.class_names, count_images(spec), dark=is_dark()),
        theme=None,
        key="data_balance",
        config=still_figure(),
        alt="Number of training, validation and test images of each class.",
    )
    st.caption(explain_balance(spec))
    export.show_picture_button(
        "Picture of this chart", lambda: describe_balance(spec), key="data_balance"
    )
    st.subheader("Mean training image of each class", anchor=False)
    pixels = to_pixels(training_means(spec)[:MOST_MEANS], data.image_shape)
    names = data.class_names[:MOST_MEANS]
    tiles = [Tile(image, name) for image, name in zip(pixels, names, strict=True)]
    with st.container(key="data_means"):
        st.html(draw_tiles(tiles, size=84))
    if data.classes > MOST_MEANS:
        st.caption(f"The first {MOST_MEANS} of {data.classes:,} classes.")
    if spec.label_noise:
        st.caption("Label noise blurs the means: each includes images of other classes.")
