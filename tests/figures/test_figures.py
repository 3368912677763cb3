import math
from dataclasses import asdict, replace

import pytest

from regdash.figures.curves import Line, draw_curves
from regdash.figures.effects import Effect, draw_effects
from regdash.figures.palette import (
    DARK_BACKGROUND,
    LIGHT_BACKGROUND,
    contrast,
    line_style,
    text_color,
)
from regdash.metrics import METRICS

LOSS = METRICS.charts["loss"]

RUNS = [Line("a", "baseline", 0, 10), Line("b", "<b>L2</b> & more", 1, 20, stopped_epoch=5)]
POINTS = {"a": {"epoch": [1, 2, 3], "val_loss": [0.5, 0.3, 0.4], "train_loss": [0.4, 0.2, 0.1]}}


def test_hues_contrast_with_both_backgrounds() -> None:
    for index in range(10):
        style = line_style(index)
        assert contrast(style.light, LIGHT_BACKGROUND) >= 2.95
        assert contrast(style.dark, DARK_BACKGROUND) >= 3.95


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.005)
    assert contrast("#ffffff", "#777777") == contrast("#777777", "#ffffff")


def test_text_in_the_color_of_a_line_is_readable() -> None:
    for index in range(10):
        style = line_style(index)
        assert contrast(text_color(style.light, dark=False), LIGHT_BACKGROUND) >= 4.5
        assert contrast(text_color(style.dark, dark=True), DARK_BACKGROUND) >= 4.5
    assert text_color("#bd1f01", dark=False) == "#bd1f01"  # readable as it is
    assert text_color("#3f90da", dark=False) != "#3f90da"


def protan(color: str) -> tuple[float, ...]:
    """Return a color as seen with protanopia: Machado et al. 2009, table 1, severity 1, linear RGB."""
    rgb = [(int(color[i : i + 2], 16) / 255) ** 2.2 for i in (1, 3, 5)]
    matrix = (
        (0.152286, 1.052583, -0.204868),
        (0.114503, 0.786281, 0.099216),
        (-0.003882, -0.048116, 1.051998),
    )
    return tuple(
        max(0.0, sum(m * c for m, c in zip(row, rgb, strict=True))) ** (1 / 2.2) for row in matrix
    )


@pytest.mark.parametrize("background", ["light", "dark"])
def test_first_four_hues_differ_with_color_blindness(background: str) -> None:
    seen = [protan(getattr(line_style(n), background)) for n in range(4)]
    distances = [math.dist(a, b) for i, a in enumerate(seen) for b in seen[:i]]
    assert min(distances) > 0.15


def test_seventy_runs_look_different() -> None:
    assert len({(line_style(n).light, line_style(n).marker) for n in range(70)}) == 70
    assert len({line_style(n).marker for n in range(4)}) == 4  # distinguishable in gray


@pytest.mark.parametrize("chart", METRICS.charts.values(), ids=lambda c: c.key)
@pytest.mark.parametrize("dark", [False, True])
def test_empty_figures_have_a_trace_for_every_curve(chart, dark: bool) -> None:
    figure = draw_curves(chart, RUNS, dark=dark)
    per_run = 1 + len(METRICS.curves(chart, "training")) + chart.marked
    assert len(figure.data) == 2 * per_run
    assert all(len(trace.x) == 0 for trace in figure.data)
    assert {trace.meta["line"] for trace in figure.data} == {"a", "b"}
    assert list(figure.layout.xaxis.range) == [0, 20.5]
    colors = {t.line.color for t in figure.data if t.meta["role"] == "validation"}
    styles = [line_style(0), line_style(1)]
    assert colors == {style.dark if dark else style.light for style in styles}


def test_points_are_drawn_and_the_epoch_of_the_table_is_marked() -> None:
    figure = draw_curves(LOSS, [replace(RUNS[0], marked_epoch=2)], POINTS)
    training, validation, mark = figure.data
    assert list(validation.y) == [0.5, 0.3, 0.4]
    assert validation.line.width > training.line.width
    assert training.line.dash == "dash"
    assert (list(mark.x), list(mark.y)) == ([2], [0.3])
    assert len(draw_curves(LOSS, RUNS[:1], POINTS).data[-1].x) == 0


@pytest.mark.parametrize("chart", METRICS.charts.values(), ids=lambda c: c.key)
def test_a_figure_says_which_values_are_better_and_how_they_are_written(chart) -> None:
    (curve,) = METRICS.curves(chart, "validation")
    meta = draw_curves(chart, RUNS).layout.meta
    assert meta["better"] == METRICS[curve].direction
    assert meta["quantity"] == asdict(METRICS[curve].quantity)


def test_ticks_of_shares_have_as_many_decimals_as_their_distance_needs() -> None:
    stops = draw_curves(METRICS.charts["accuracy"], RUNS).layout.yaxis.tickformatstops
    formats = {
        step: next(s.value for s in stops if s.dtickrange[0] is None or step >= s.dtickrange[0])
        for step in (0.2, 0.01, 0.005, 0.001, 0.0002, 0.0001, 0.00005)
    }
    assert list(formats.values()) == [".0%", ".0%", ".1%", ".1%", ".2%", ".2%", ".3%"]


def test_short_runs_have_a_tick_per_epoch() -> None:
    assert draw_curves(LOSS, [Line("a", "baseline", 0, 3)]).layout.xaxis.dtick == 1
    assert draw_curves(LOSS, [Line("a", "baseline", 0, 300)]).layout.xaxis.dtick is None


def test_names_are_escaped_in_the_hover_text() -> None:
    figure = draw_curves(LOSS, RUNS)
    assert "&lt;b>L2" in figure.data[-1].hovertemplate


def test_repeats_are_drawn_as_a_mean_with_a_band_and_thin_lines_per_seed() -> None:
    group = [
        Line("g", "dropout", 3, 10, seeds=2),
        Line("m1", "seed 1", 3, 10, group="g"),
        Line("m2", "seed 2", 3, 10, group="g"),
    ]
    figure = draw_curves(LOSS, group)
    roles = [trace.meta["role"] for trace in figure.data]
    assert roles == ["band", "member", "member", "training", "validation", "mark"]
    band, member = figure.data[0], figure.data[1]
    assert band.fill == "toself"
    assert band.fillcolor.startswith("rgba(")
    assert (member.meta["line"], member.meta["group"]) == ("m1", "g")
    assert member.line.width < figure.data[4].line.width
    assert member.line.color == figure.data[4].line.color
    assert "validation, mean of 2 seeds: %{y:.4g}" in figure.data[4].hovertemplate
    assert "mean" not in figure.data[1].hovertemplate
    assert "mean" not in figure.data[5].hovertemplate  # measured, at the epoch of the table


def test_effects_have_one_row_per_method_with_seeds_and_interval() -> None:
    effects = [Effect("<i>x</i>", 0, 0.4, 0.1, 0.7, (0.3, 0.5)), Effect("L1", 1, -0.2, -0.5, 0.1)]
    figure = draw_effects(effects, "test")
    seeds, mean, *_ = figure.data
    assert list(seeds.x) == [0.3, 0.5]
    assert list(mean.x) == [0.4]
    assert mean.error_x.array[0] == pytest.approx(0.3)
    assert mean.error_x.arrayminus[0] == pytest.approx(0.3)
    assert [a.text for a in figure.layout.annotations] == ["&lt;i>x&lt;/i>", "L1"]
    assert "on test images" in figure.layout.xaxis.title.text
