"""Python draws in pictures what the browser draws on the page: the cases of tests/js/shared.test.js."""

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from regdash.figures.mean_curves import MeanCurves, Member, smooth
from regdash.figures.ranges import Values, find_range
from regdash.figures.view import ChartView
from regdash.metrics import METRICS
from regdash.metrics.history import History
from regdash.stats.spread import t_factor

CASES = json.loads((Path(__file__).parents[1] / "support" / "charts.json").read_text("utf-8"))


def numbers(values: list[float | None]) -> np.ndarray:
    return np.array([np.nan if value is None else value for value in values], float)


def history(values: list[float | None]) -> History:
    made = History()
    made.extend({"epoch": np.arange(1.0, len(values) + 1), "val_loss": numbers(values)})
    return made


@pytest.mark.parametrize("case", CASES["ranges"])
def test_ranges(case: dict) -> None:
    lines = [Values(numbers(of["y"]), of.get("diverged", False)) for of in case["lines"]]
    options = {name: case.get(name, False) for name in ("log", "percent", "robust")}
    found = find_range(lines, **options)
    assert found == (case["range"] and pytest.approx(tuple(case["range"])))


@pytest.mark.parametrize("case", CASES["groups"])
def test_means_and_spreads_of_seeds(case: dict) -> None:
    members = [
        Member(
            history(of["y"]),
            of.get("active", False),
            of.get("broken", False),
            of.get("twin", False),
        )
        for of in case["members"]
    ]
    curves = MeanCurves(members)
    np.testing.assert_allclose(curves.values("val_loss"), numbers(case["mean"]))
    half = curves.half("val_loss", "sd")
    assert (half is None) == (case["sd"] is None)
    assert curves.half("val_loss", "off") is None
    if half is not None:
        np.testing.assert_allclose(half, numbers(case["sd"]))
        interval = curves.half("val_loss", "ci")
        assert interval is not None
        np.testing.assert_allclose(interval, half * t_factor(len(curves.counted)))


@pytest.mark.parametrize("case", CASES["smoothing"])
def test_smoothing(case: dict) -> None:
    found = smooth(numbers(case["y"]), case["weight"])
    np.testing.assert_allclose(found, numbers(case["smoothed"]))


@pytest.mark.parametrize("case", CASES["views"])
def test_the_text_of_a_view(case: dict) -> None:
    view = ChartView.read(case["text"], ("loss", "accuracy", "gap", "rate"))
    expected = case["view"]
    assert view.charts == (expected["left"], expected["right"])
    assert (view.x, view.band, view.smoothing) == (
        expected["x"],
        expected["band"],
        expected["smoothing"],
    )
    assert sorted(view.hidden) == sorted(expected["hidden"])
    for key in ("loss", "gap", "rate"):
        for usual in (False, True):
            chart = replace(METRICS.charts["loss"], key=key, log=usual)
            assert view.is_log(chart) == expected["log"].get(key, usual)
            # Whatever a link says, values below zero have no place on a logarithmic axis.
            assert not view.is_log(replace(chart, signed=True))


def test_hidden_rows_are_runs_or_methods() -> None:
    view = ChartView.read("1~hidden.0a1b2c3d.me766c6b3", ("loss", "accuracy"))
    assert view.hides("anything", ["0a1b2c3d"])
    assert view.hides("e766c6b3654b6f01", ["one", "two"])
    assert not view.hides("e766c6b3654b6f01", ["one"])
    assert not view.hides("anything", ["0a1b2c3d", "two"])
    study = ChartView.read("1~hidden.mstopping_as_ran", ("loss", "accuracy"))
    assert study.hides("stopping_as_ran", ["one", "two"])
    assert not study.hides("stopping_as_meant", ["one", "two"])


def test_a_marker_is_at_the_mean_of_the_marked_epochs() -> None:
    members = [
        Member(history([5, 4, 3]), active=False, broken=False, marked_epoch=epoch)
        for epoch in (1, 3, None)
    ]
    assert MeanCurves(members).mark("epoch", "val_loss") == (2.0, 4.0)
    assert MeanCurves(members[2:]).mark("epoch", "val_loss") is None
