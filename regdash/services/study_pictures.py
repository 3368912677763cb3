"""Pictures of studies: gathers what `regdash.reports.pictures` draws of a line, a grid or a search."""

import numpy as np

from regdash.figures.study_axis import DrawnAxis
from regdash.figures.study_line import LINE_CHARTS, LineChart, MetricAlong, find_zones
from regdash.judging.grids import Grid
from regdash.judging.lines import Line
from regdash.judging.searches import SearchResults
from regdash.metrics import METRICS
from regdash.reports.pictures.content import Dial, DialAxis, DialCurve, DialMark, DialPanel, Heatmap
from regdash.services.pictures import describe_shared
from regdash.services.runs import RunService
from regdash.services.search_pictures import describe_search
from regdash.services.shown_methods import MADE_WITH
from regdash.services.study_results import TrialReader, list_findings, read_results
from regdash.services.study_status import StudyStatus, read_status
from regdash.settings.messages import InputError
from regdash.store.store import Store
from regdash.studies.search import Search
from regdash.studies.study import Study

_SHOWN = ("loss", "error")
"""Charts of a line."""


def describe_study(store: Store, status: StudyStatus) -> Dial | Heatmap:
    """Describe a picture of a study as its page shows it.

    Raises:
        InputError: No trial has ended.
    """
    study = status.study
    results = read_results(TrialReader(store), status)
    if results.best is None:
        raise InputError(["There is nothing to draw yet: no trial has been trained to its end."])
    findings = " ".join(list_findings(status, results))
    if isinstance(results, SearchResults):
        assert isinstance(study, Search)
        return describe_search(status, study, results, findings)
    assert isinstance(study, Study)
    axes = [DrawnAxis.of(axis) for axis in study.axes]
    if isinstance(results, Line):
        return _describe_line(status, results, axes[0], findings)
    assert isinstance(results, Grid)
    return _describe_grid(status, results, axes, findings)


def find_study_picture(service: RunService, comparison_id: str) -> Dial | Heatmap | None:
    """Describe a picture of the study that a comparison is; None if it is none, or has nothing to draw."""
    stored = service.store.study(comparison_id)
    if stored is None or stored.study is None:
        return None
    status = read_status(service, comparison_id)
    return (
        describe_study(service.store, status) if any(run.complete for run in status.runs) else None
    )


def _describe_line(status: StudyStatus, line: Line, axis: DrawnAxis, findings: str) -> Dial:
    places = dict(zip(axis.positions, axis.places, strict=True))
    seeds = max(len(point.method.complete) for point in line.points)
    band = " Band: standard deviation over the seeds." if seeds > 1 else ""
    return Dial(
        title=status.comparison.title,
        subtitle=describe_shared(status.comparison, status.runs),
        panels=[_panel(chart, line, axis, places) for chart in LINE_CHARTS if chart.key in _SHOWN],
        zones=[
            (zone, axis.borders[first], axis.borders[last])
            for zone, first, last in find_zones(line, axis)
        ],
        caption=f"{findings} Dots: single trials.{band} At the kept epoch. {MADE_WITH}",
    )


def _panel(chart: LineChart, line: Line, axis: DrawnAxis, places: dict[float, float]) -> DialPanel:
    curves = [
        _curve(MetricAlong.of(source, name, line, axis), places, bold=source == chart.main)
        for source, name in zip((chart.main, chart.other), chart.names, strict=True)
    ]
    along = DialAxis(
        axis.title,
        list(zip(axis.places, axis.labels, strict=True)),
        (axis.borders[0], axis.borders[-1]),
    )
    marks = _marks(line, axis) if chart.key == "loss" else ()
    return DialPanel(chart.axis, along, curves, chart.percent, marks)


def _curve(found: MetricAlong, places: dict[float, float], *, bold: bool) -> DialCurve:
    return DialCurve(
        found.name,
        np.array([places[x] for x in found.x], float),
        np.array([spread.mean for spread in found.spreads], float),
        np.array([spread.sd or 0.0 for spread in found.spreads], float),
        (np.array([places[x] for x in found.dots_x], float), np.array(found.dots_y, float)),
        bold,
    )


def _marks(line: Line, axis: DrawnAxis) -> list[DialMark]:
    marks: list[DialMark] = []
    for point, name in (
        (line.best, "best"),
        (line.one_standard_error, "most regularized within one standard error"),
    ):
        spread = None if point is None else point.spread("val_loss")
        if point is None or spread is None or (marks and point is line.best):
            continue
        marks.append(
            DialMark(name, axis.places[axis.index(point.value)], spread.mean, best=not marks)
        )
    return marks


def _describe_grid(
    status: StudyStatus, grid: Grid, axes: list[DrawnAxis], findings: str
) -> Heatmap:
    rows, columns = axes
    metric = METRICS[grid.objective]

    def place(values: tuple[float, float]) -> tuple[int, int]:
        return rows.index(values[0]), columns.index(values[1])

    same = [place(point.values) for point in grid.indistinguishable]
    dotted = ", dotted: accuracy not distinguishable from it" if same else ""
    values = np.full((len(rows.values), len(columns.values)), np.nan)
    texts = [["" for _ in columns.values] for _ in rows.values]
    for at, mean in grid.means.items():
        row, column = place(at)
        values[row, column] = mean
        texts[row][column] = metric.quantity.number(mean)
    return Heatmap(
        title=status.comparison.title,
        subtitle=describe_shared(status.comparison, status.runs),
        rows=rows.labels,
        columns=columns.labels,
        values=values,
        texts=texts,
        higher_is_better=metric.direction == "higher",
        best=None if grid.best is None else place(grid.best.values),
        same=same,
        x_label=columns.title,
        y_label=rows.title,
        caption=f"{metric.title}, means over the seeds; framed: the best{dotted}. {findings} {MADE_WITH}",
    )
