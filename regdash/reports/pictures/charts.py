"""Charts beside each other, with a legend above or a table below them."""

from dataclasses import dataclass

from regdash.reports.pictures.body import Body, columns_of, divide
from regdash.reports.pictures.chart import draw_chart
from regdash.reports.pictures.content import Picture
from regdash.reports.pictures.legend import draw_legend, legend_height
from regdash.reports.pictures.sheet import Sheet
from regdash.reports.pictures.table import draw_table, table_height
from regdash.reports.pictures.targets import Target

_ASPECT = 0.6
"""Height of a chart as a share of its width, where the page is as high as its content."""

_LEAST_WIDTH, _LEAST_HEIGHT = 22.0, 11.0
"""Of a chart, as multiples of the size of its tick labels."""

_ZOOMS = (1.0, 0.9, 0.8)
"""Factors of the size of a table's text, tried until the charts have enough room."""


@dataclass(frozen=True)
class _Charts:
    """The layout: legend, charts and table, from top to bottom; heights in points."""

    picture: Picture
    target: Target
    width: float
    legend: float
    charts: float
    table: float
    zoom: float
    """Factor of the size of the table's text."""
    columns: int
    """Number of charts beside each other."""

    @property
    def height(self) -> float:
        """Of everything."""
        return self.legend + self.charts + (self.table + self.target.gap if self.table else 0.0)

    @property
    def fits(self) -> bool:
        """Whether the charts are large enough to be read."""
        rows = -(-len(self.picture.panels) // self.columns)
        return self.charts >= rows * _LEAST_HEIGHT * self.target.small

    def draw(self, sheet: Sheet, left: float, top: float) -> None:
        """Draw it in a box that begins at `left` and `top`."""
        picture = self.picture
        if picture.table is None:
            draw_legend(sheet, picture, left, top, self.width)
        area = (left, top + self.legend, self.width, self.charts)
        boxes = divide(area, len(picture.panels), self.columns, 1.6 * self.target.small)
        for box, panel in zip(boxes, picture.panels, strict=True):
            draw_chart(sheet, panel, box)
        if picture.table is not None:
            below = top + self.legend + self.charts + self.target.gap
            draw_table(sheet, picture.table, left, below, self.width, self.zoom)


def lay_out_charts(picture: Picture, target: Target, width: float, room: float | None) -> Body:
    """Lay out charts.

    Args:
        picture: At least one chart.
        target: Sizes of text.
        width: Points.
        room: Height in points; None: as high as the content.
    """
    count, gap = len(picture.panels), target.gap
    for zoom in _ZOOMS:
        table = legend = 0.0
        if picture.table is not None:
            table = table_height(picture.table, target, width, zoom)
        else:
            legend = legend_height(picture, target, width) + gap / 2
        if room is None:
            columns = count if width / count >= _LEAST_WIDTH * target.small else 1
            charts = -(-count // columns) * (_ASPECT * width / columns + gap)
        else:
            charts = room - table - legend - gap * bool(table)
            columns = columns_of(count, width, charts, _ASPECT)
        if charts >= -(-count // columns) * _LEAST_HEIGHT * target.small:
            break
    return _Charts(picture, target, width, legend, charts, table, zoom, columns)
