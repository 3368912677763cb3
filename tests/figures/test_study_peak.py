"""The figures of *Past the peak*."""

import json
from math import log10

import numpy as np
import pytest

from regdash.figures.study_look import PALETTE
from regdash.figures.study_peak import PEAK_CHARTS, describe_peak
from regdash.random_features.curve import CurvePoint, CurveSettings
from regdash.spec import DataSpec

SETTINGS = CurveSettings(
    DataSpec(train_size=30), (10, 30, 1000), (0.0, 1e-3), seeds=(1, 2, 3), validation_images=50
)

NAMES = ["no ridge", "ridge 1e-3"]


def point(features: int, loss: float) -> CurvePoint:
    """Return a point with three seeds, whose median is `loss` without ridge and 1 with it."""
    losses = np.array([[loss / 2, 1.0], [loss, 1.0], [loss * 4, 1.0]])
    return CurvePoint(features, losses, losses * 1e-30, losses / 1000, losses * 0)


POINTS = [point(10, 0.8), point(30, 100.0), point(1000, 0.5)]


@pytest.mark.parametrize("chart", PEAK_CHARTS, ids=lambda chart: chart.key)
def test_each_strength_has_lines_of_medians_and_a_dot_for_each_seed(chart) -> None:
    figure = json.loads(json.dumps(describe_peak(chart, POINTS, SETTINGS, NAMES)))
    for ridge, name in enumerate(NAMES):
        traces = {t["meta"]["role"]: t for t in figure["data"] if t["meta"]["ridge"] == ridge}
        assert set(traces) == {"training", "validation", "seeds"}
        line, dots = traces["validation"], traces["seeds"]
        assert line["x"] == [10, 30, 1000]
        assert line["y"] == [p.typical(chart.main, ridge) for p in POINTS]
        assert name in line["hovertemplate"]
        assert dots["x"] == [10, 10, 10, 30, 30, 30, 1000, 1000, 1000]
        assert sorted(dots["y"][3:6])[1] == line["y"][1]
        # Until it is chosen, a strength has a thin line and nothing else.
        assert not traces["training"]["visible"]
        assert not dots["visible"]
        for trace in (traces["training"], dots):
            assert trace["meta"]["chosen"]["visible"]
        assert line["meta"]["chosen"]["line"]["width"] > line["line"]["width"]
        assert line["meta"]["chosen"]["line"]["color"][1:] in PALETTE["light"]


def test_axes() -> None:
    loss, error = (describe_peak(chart, POINTS, SETTINGS, NAMES)["layout"] for chart in PEAK_CHARTS)
    for layout in (loss, error):
        low, high = layout["xaxis"]["range"]
        assert low < log10(10) < log10(1000) < high
        (line,) = layout["shapes"]
        assert (line["x0"], line["x1"], line["line"]["dash"]) == (30, 30, "dot")
    assert loss["yaxis"]["type"] == "log"
    low, high = loss["yaxis"]["range"]
    # All seeds are within; training losses that are 0 but for rounding are not.
    assert high > log10(400)
    assert -2 < low < log10(0.25)
    assert error["yaxis"]["range"] == [0, 1]
    assert [note["text"] for note in loss["annotations"]] == ["as many features as images"]


def test_before_the_first_point_there_are_axes() -> None:
    figure = describe_peak(PEAK_CHARTS[0], [], SETTINGS, NAMES)
    assert all(trace["x"] == [] for trace in figure["data"])
    assert "range" not in figure["layout"]["yaxis"]
