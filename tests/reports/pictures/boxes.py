"""Reads back where the parts of a drawn picture are."""

from itertools import combinations

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.colors import to_hex
from matplotlib.figure import Figure
from matplotlib.text import Text
from matplotlib.transforms import Bbox

from regdash.figures.palette import contrast
from regdash.reports.pictures.content import AnyPicture
from regdash.reports.pictures.page import draw_picture
from regdash.reports.pictures.targets import LOOKS, TARGETS

OVERLAP = 1.0
"""Points that boxes may share: they include the space of ascenders and descenders."""


def draw(picture: AnyPicture, target: str, look: str) -> Figure:
    figure = draw_picture(picture, TARGETS[target], LOOKS[look])
    FigureCanvasAgg(figure).draw()
    return figure


def texts_of(figure: Figure) -> list[tuple[Text, Bbox]]:
    """Return the visible texts and where they are, in points."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    scale = 72 / figure.dpi
    outside = _outside(figure)
    return [
        (text, Bbox(text.get_window_extent(renderer).get_points() * scale))
        for text in figure.findobj(Text)
        if text.get_text() and text.get_visible() and text not in outside
    ]


def _outside(figure: Figure) -> set[Text]:
    """Return labels of ticks outside their axis, which Matplotlib keeps but does not draw."""
    return {
        tick.label1
        for axes in figure.axes
        for axis in (axes.xaxis, axes.yaxis)
        for tick in axis.get_major_ticks()
        if not min(axis.get_view_interval()) <= tick.get_loc() <= max(axis.get_view_interval())
    }


def check_texts(figure: Figure) -> None:
    """Assert that texts are inside the picture and do not overlap."""
    width, height = figure.get_size_inches() * 72
    found = texts_of(figure)
    for text, box in found:
        inside = box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height
        assert inside, text.get_text()
    for (one, box), (other, second) in combinations(found, 2):
        across = min(box.x1, second.x1) - max(box.x0, second.x0)
        along = min(box.y1, second.y1) - max(box.y0, second.y0)
        # Lines of text are closer than the heights of their boxes.
        slack = 0.35 * min(one.get_fontsize(), other.get_fontsize())
        assert across <= OVERLAP or along <= slack, (one.get_text(), other.get_text())


def check_charts(figure: Figure) -> None:
    """Assert that no text is over a chart."""
    scale = 72 / figure.dpi
    charts = [Bbox(axes.get_window_extent().get_points() * scale) for axes in figure.axes]
    for text, box in texts_of(figure):
        for chart in charts:
            across = min(box.x1, chart.x1) - max(box.x0, chart.x0)
            along = min(box.y1, chart.y1) - max(box.y0, chart.y0)
            assert across <= 0 or along <= 0, text.get_text()


def check_contrast(figure: Figure) -> None:
    """Assert that texts are readable on the background."""
    background = to_hex(figure.get_facecolor())
    for text, _ in texts_of(figure):
        assert contrast(to_hex(text.get_color()), background) >= 4.5, text.get_text()
