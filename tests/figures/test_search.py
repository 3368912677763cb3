"""Figures of a search."""

import json
import re

import pytest

from regdash.figures.search import (
    describe_contour,
    describe_history,
    describe_importance,
    describe_parallel,
    describe_slice,
)
from regdash.figures.study_look import PALETTE
from regdash.judging.searches import SearchResults
from regdash.spec import RunSpec
from regdash.studies.search import Range, Search
from tests.support.searches import SEARCH, make_point, make_results

RESULTS = make_results()

NOTHING = SearchResults((), "val_loss")


def test_history_has_a_dot_for_each_trial_and_a_line_that_only_falls() -> None:
    figure = describe_history(SEARCH, RESULTS)
    line, dots, crosses = figure["data"]
    assert dots["x"] == [1, 2, *range(4, 13)]
    assert dots["customdata"][0] == "run1"
    assert dots["text"][0].startswith("Trial 1: L2 ")
    assert line["y"] == sorted(line["y"], reverse=True)
    assert line["y"][-1] == pytest.approx(1 / 12)
    assert (crosses["x"], crosses["customdata"]) == ([3], ["run3"])
    assert "pruned after epoch 2" in crosses["text"][0]
    assert figure["layout"]["xaxis"]["range"] == [0.5, 12.5]


def test_the_best_so_far_rises_with_accuracy() -> None:
    points = tuple(make_point(n, 1.0) for n in (1, 2))
    line = describe_history(SEARCH, SearchResults(points, "val_accuracy"))["data"][0]
    assert line["y"] == [0.5, 0.5]


def test_slices_are_on_the_scale_of_their_setting() -> None:
    l2, dropout = (describe_slice(SEARCH, RESULTS, index) for index in (0, 1))
    assert l2["layout"]["xaxis"]["type"] == "log"
    assert l2["layout"]["xaxis"]["ticktext"][0] == "1e-6"
    low, high = l2["layout"]["xaxis"]["range"]
    assert -7 < low < -6 < -1 < high
    assert dropout["layout"]["xaxis"]["ticktext"] == ["0", "0.2", "0.4", "0.6", "0.8"]
    assert dropout["data"][0]["x"][0] == RESULTS.points[0].values[1]
    opacity = dropout["data"][0]["marker"]["opacity"]
    assert opacity == sorted(opacity)
    assert opacity[-1] == 1


def test_a_narrow_log_scale_has_values_between_its_ends() -> None:
    search = Search.build(RunSpec(), [Range.from_text("width=16..256")])
    points = (make_point(1, 0.5, (64,)),)
    axis = describe_slice(search, SearchResults(points, "val_loss"), 0)["layout"]["xaxis"]
    assert axis["tickvals"] == [16, 32, 64, 128, 256]


def test_importance_has_the_largest_at_the_top() -> None:
    (bars,) = describe_importance(SEARCH, RESULTS)["data"]
    assert bars["y"] == ["Dropout: hidden rate", "L2 strength"]
    assert bars["text"] == ["30%", "70%"]


def test_parallel_axes_end_with_the_objective() -> None:
    (lines,) = describe_parallel(SEARCH, RESULTS)["data"]
    l2, dropout, objective = lines["dimensions"]
    assert l2["range"] == pytest.approx([-6, -1])
    assert dropout["label"] == "Hidden rate"
    assert objective["values"] == pytest.approx([1, 1 / 2, *(1 / n for n in range(4, 13))])


def test_a_contour_lies_between_its_trials() -> None:
    figure = describe_contour(SEARCH, RESULTS)
    assert figure is not None
    surface, dots = figure["data"]
    known = [value for row in surface["z"] for value in row if value is not None]
    assert len(surface["z"]) == len(surface["z"][0]) == 30
    assert min(dots["y"]) == min(p.values[1] for p in RESULTS.points if p.number != 3)
    losses = [1 / n for n in range(1, 13) if n != 3]
    assert min(losses) <= min(known) <= max(known) <= max(losses)
    assert surface["x"][0] == pytest.approx(1e-6)


def test_a_contour_needs_trials_that_are_not_on_one_line() -> None:
    assert describe_contour(SEARCH, make_results(3)) is None
    same = tuple(make_point(n, 1 / n, (1e-3, n / 20)) for n in range(1, 9))
    on_a_line = SearchResults(same, "val_loss", {"l2": 0.5, "dropout": 0.5})
    assert describe_contour(SEARCH, on_a_line) is None
    assert describe_contour(SEARCH, SearchResults(RESULTS.points, "val_loss")) is None


@pytest.mark.parametrize("results", [RESULTS, NOTHING])
def test_all_colors_are_known_and_nothing_yet_can_be_drawn(results: SearchResults) -> None:
    figures = [
        describe_history(SEARCH, results),
        describe_slice(SEARCH, results, 0),
        describe_parallel(SEARCH, results),
        describe_importance(SEARCH, results),
        describe_contour(SEARCH, results),
    ]
    names = set(re.findall(r'"\$(\w+)"', json.dumps(figures)))
    assert "ink" in names
    assert names <= PALETTE["light"].keys()
