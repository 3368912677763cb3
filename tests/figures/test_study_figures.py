"""Figures of studies."""

import json
import re
from dataclasses import replace
from typing import Any

import pytest

from regdash.figures.palette import contrast
from regdash.figures.study_axis import DrawnAxis
from regdash.figures.study_grid import describe_heatmap, describe_slices
from regdash.figures.study_line import LINE_CHARTS, describe_line
from regdash.figures.study_look import PALETTE
from regdash.judging.grids import Grid, GridPoint
from regdash.judging.lines import Line, LinePoint
from regdash.judging.methods import Method
from regdash.studies.axis import Axis
from regdash.studies.dimensions import find_dimension
from tests.support.evidence import make_run
from tests.support.records import make_epoch


def method(key: str, val_losses: list[float], train_loss: float, accuracy: float = 0.9) -> Method:
    runs = []
    for seed, loss in enumerate(val_losses, start=1):
        run = replace(make_run(accuracy, seed=seed, images=1000), id=f"{key}-{seed}")
        sizes = {"hidden_norm": 20.0 - 10 * train_loss, "near_zero": train_loss / 2}
        epochs = tuple(
            make_epoch(e, val_loss=loss, train_loss=train_loss, val_accuracy=accuracy, **sizes)
            for e in (1, 2)
        )
        runs.append(replace(run, records=epochs))
    return Method(key, key, 0, tuple(runs))


AXIS = DrawnAxis.of(Axis.from_text("l2=1e-4,1e-3,1e-2,1e-1"))

LINE = Line(
    (
        LinePoint(1e-4, method("a", [0.60, 0.62, 0.64], 0.05)),
        LinePoint(1e-3, method("b", [0.39, 0.41, 0.43], 0.20)),
        LinePoint(1e-2, method("c", [0.40, 0.42, 0.44], 0.30)),
        LinePoint(1e-1, method("d", [0.90, 0.92, 0.94], 0.90)),
    ),
    "val_loss",
)


def by_role(figure: dict[str, Any]) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {}
    for trace in figure["data"]:
        found.setdefault(trace["meta"]["role"], []).append(trace)
    return found


def chart(key: str) -> dict[str, Any]:
    wanted = next(chart for chart in LINE_CHARTS if chart.key == key)
    return describe_line(wanted, LINE, AXIS)


def test_zero_on_a_log_axis_has_a_place_of_its_own() -> None:
    axis = DrawnAxis.of(Axis.from_text("l2=0,1e-3,1e-2"))
    assert axis.log
    assert axis.positions == pytest.approx((1e-4, 1e-3, 1e-2))
    assert axis.labels[0] == "0"
    assert axis.edges == pytest.approx([10**-4.5, 10**-3.5, 10**-2.5, 10**-1.5])


def test_a_linear_axis_and_its_edges() -> None:
    axis = DrawnAxis.of(Axis.from_text("dropout=0,0.25,0.5"))
    assert not axis.log
    assert axis.edges == pytest.approx([-0.125, 0.125, 0.375, 0.625])
    assert axis.layout()["range"] == pytest.approx([-0.125, 0.625])


def test_a_list_that_spans_orders_of_magnitude_is_drawn_on_a_log_axis() -> None:
    axis = DrawnAxis.of(Axis.from_text("train_size=100,200,500,1000,2000,5000,10000,34300"))
    assert axis.log
    assert axis.layout()["ticktext"][0] == "100"
    assert not DrawnAxis.of(Axis.from_text("train_size=100,200,500")).log
    # On a linear axis, values in a corner are not all labeled.
    crowded = Axis.of_range(find_dimension("train_size"), 100, 400, 4, "linear")
    assert len(DrawnAxis.of(crowded).layout()["ticktext"]) == 4
    corner = DrawnAxis(
        "", (1, 2, 3, 100), (1.0, 2.0, 3.0, 100.0), ("1", "2", "3", "100"), log=False
    )
    assert corner.layout()["ticktext"] == ["1", "100"]


def test_labels_do_not_overlap() -> None:
    axis = DrawnAxis.of(Axis.from_text("l2=1e-6..1e-1:30:log"))
    labels = axis.layout()["ticktext"]
    assert len(labels) >= 2
    assert sum(map(len, labels)) <= 36
    assert axis.layout()["tickvals"][0] == axis.positions[0]


def test_loss_has_means_band_a_dot_per_trial_and_marks() -> None:
    roles = by_role(chart("loss"))
    (mean,), (training,) = roles["mean"], roles["other"]
    assert mean["x"] == training["x"] == list(AXIS.positions)
    assert mean["y"] == pytest.approx([0.62, 0.41, 0.42, 0.92])
    assert training["y"] == pytest.approx([0.05, 0.20, 0.30, 0.90])
    (band,) = roles["band"]
    assert band["y"][:4] == pytest.approx([0.64, 0.43, 0.44, 0.94])
    training_dots, dots = roles["trials"]
    assert dots["customdata"][:3] == ["a-1", "a-2", "a-3"]
    assert dots["y"][:3] == pytest.approx([0.60, 0.62, 0.64])
    assert len(training_dots["y"]) == 12
    best, simpler = roles["mark"]
    assert (best["x"], best["y"]) == ([1e-3], [pytest.approx(0.41)])
    assert (simpler["x"], simpler["name"]) == ([1e-2], "within one standard error")


def test_zones_are_shaded_and_named_once() -> None:
    layout = chart("loss")["layout"]
    assert [name["text"] for name in layout["annotations"]] == ["overfits", "fits", "underfits"]
    shapes = [(s["x0"], s["x1"], s["fillcolor"]) for s in layout["shapes"]]
    edges = AXIS.edges
    assert shapes == [
        (edges[0], edges[1], "$overfits"),
        (edges[1], edges[3], "$fits"),
        (edges[3], edges[4], "$underfits"),
    ]
    error = chart("error")["layout"]
    assert (len(error["shapes"]), error["annotations"]) == (3, [])


def test_error_is_the_complement_of_the_accuracy_elsewhere() -> None:
    (mean,) = by_role(chart("error"))["mean"]
    accuracies = [point.spread("val_accuracy").mean for point in LINE.points]  # type: ignore[union-attr]
    assert mean["y"] == pytest.approx([1 - accuracy for accuracy in accuracies])


def test_weights_have_two_axes() -> None:
    figure = chart("weights")
    roles = by_role(figure)
    assert roles["mean"][0]["y"] == pytest.approx([19.5, 18.0, 17.0, 11.0])
    assert roles["other"][0]["yaxis"] == "y2"
    assert roles["other"][0]["y"] == pytest.approx([0.025, 0.1, 0.15, 0.45])
    assert figure["layout"]["yaxis2"]["range"] == pytest.approx([0, 0.4725])


def test_a_line_without_ended_trials_can_be_drawn() -> None:
    waiting = Method("a", "a", 0, (make_run(status="running"),))
    for line in (Line((), "val_loss"), Line((LinePoint(1e-3, waiting),), "val_loss")):
        for each in LINE_CHARTS:
            figure = describe_line(each, line, AXIS)
            assert all(trace["x"] == [] for trace in figure["data"])
            assert figure["layout"]["shapes"] == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_all_colors_are_known_and_readable(theme: str) -> None:
    figures = [chart(each.key) for each in LINE_CHARTS]
    figures += [describe_heatmap(*GRID), describe_slices(*GRID)]
    names = set(re.findall(r'"\$(\w+)"', json.dumps(figures)))
    assert "main" in names
    assert names <= PALETTE[theme].keys()
    ground = PALETTE[theme]["ground"]
    assert contrast(PALETTE[theme]["ink"], ground) > 7
    for name in ("main", "other"):
        assert contrast(PALETTE[theme][name], ground) > 3
    for name in ("weak", "strong"):
        assert contrast(PALETTE[theme]["ink"], PALETTE[theme][name]) > 4.5


WIDTHS = DrawnAxis.of(Axis.from_text("width=8,16,32"))

GRID = (
    Grid(
        tuple(
            GridPoint((l2, width), method(f"{l2} {width}", [loss, loss + 0.01, loss + 0.02], 0.2))
            for l2, width, loss in ((1e-4, 8, 0.6), (1e-4, 16, 0.5), (1e-3, 8, 0.4))
        ),
        "val_loss",
    ),
    DrawnAxis.of(Axis.from_text("l2=1e-4,1e-3")),
    WIDTHS,
)


def test_a_heatmap_has_values_gaps_and_a_frame_around_the_best() -> None:
    figure = describe_heatmap(*GRID)
    (heatmap,) = figure["data"]
    assert heatmap["z"] == [
        [pytest.approx(0.61), pytest.approx(0.51), None],
        [pytest.approx(0.41), None, None],
    ]
    assert heatmap["text"] == [["0.610", "0.510", ""], ["0.410", "", ""]]
    *others, best = figure["layout"]["shapes"]
    assert (best["line"]["dash"], round(best["x0"]), round(best["y0"])) == ("solid", 0, 1)
    assert {other["line"]["dash"] for other in others} <= {"dot"}
    assert describe_heatmap(*GRID, tested=False)["layout"]["shapes"] == [best]


def test_slices_have_one_line_for_each_value_of_the_second_axis() -> None:
    traces = describe_slices(*GRID)["data"]
    assert [trace["name"] for trace in traces] == list(WIDTHS.labels)
    assert [len(trace["x"]) for trace in traces] == [2, 1, 0]
