"""Methods side by side have the curves, figures and verdicts of the page."""

import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from regdash.figures.view import ChartView
from regdash.reports.pictures.files import load_matplotlib, write_picture
from regdash.reports.pictures.page import fits
from regdash.reports.pictures.targets import TARGETS
from regdash.services.judgement import judge_comparison
from regdash.services.methods import group_runs
from regdash.services.pictures import describe_picture, describe_verdict
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.services.side_by_side import describe_side_by_side, fit_charts
from regdash.settings.messages import InputError
from regdash.store.records import Comparison, Run
from tests.support.recorded_store import copy_recorded


@pytest.fixture
def service(home: Path) -> Iterator[RunService]:
    opened = RunService(copy_recorded(home))
    yield opened
    opened.close()


def find(service: RunService, title: str) -> tuple[Comparison, list[Run]]:
    found = (c for c, _ in service.store.recent_comparisons() if c.title == title)
    comparison = next(found)
    return comparison, service.store.runs(comparison.id)


def six(service: RunService) -> tuple[Comparison, list[Run]]:
    """Return a comparison with the runs of six of its methods."""
    comparison, runs = find(service, "Patches, three seeds")
    chosen = list(group_runs(runs))[:6]
    return comparison, [run for run in runs if run.method in chosen]


def test_each_method_has_the_numbers_of_the_usual_picture(service: RunService) -> None:
    comparison, runs = six(service)
    usual = describe_picture(service.store, Selection(comparison, runs), ChartView())
    picture = describe_side_by_side(service.store, Selection(comparison, runs), ChartView())
    assert usual.table is not None
    assert [card.name for card in picture.cards] == [row.name for row in usual.table.rows]
    for number, (card, row) in enumerate(zip(picture.cards, usual.table.rows, strict=True)):
        accuracy, loss, gap = row.cells
        assert list(card.figures) == [accuracy, f"loss {loss}", f"gap {gap}"]
        assert card.verdict == row.verdict
        for panel, together in zip(card.panels, usual.panels, strict=True):
            (line,) = panel.lines
            np.testing.assert_array_equal(line.validation, together.lines[number].validation)
            assert line.mark == together.lines[number].mark
    assert picture.subtitle == usual.subtitle
    for sentence in (
        "Bold: validation; thin and dashed: training.",
        "Large markers: the kept epoch.",
        "Figures: at the kept epoch, validation accuracy first.",
        "Tinted: settings in which a method differs",
        "difference in accuracy on validation images from baseline",
    ):
        assert sentence in picture.caption


def test_settings_that_differ_are_named_unless_the_name_says_them(service: RunService) -> None:
    comparison, runs = six(service)
    picture = describe_side_by_side(service.store, Selection(comparison, runs), ChartView())
    assert [list(card.changes) for card in picture.cards] == [
        [],
        [],
        ["+ dropout 0.5, input 0.1"],
        [],
        ["Optimizer adam → sgd", "Learning rate 0.001 → 0.01"],
        ["Hidden layers 16-8 → 16x8", "Optimizer adam → sgd", "Learning rate 0.001 → 10"],
    ]
    _, *unchanged = [card.name for card in picture.cards if not card.changes]
    assert unchanged == ["L2 0.03", "early stopping 1"]
    assert "unless its name says them" in picture.caption
    two = Selection(comparison, [run for run in runs if run.method in list(group_runs(runs))[:2]])
    picture = describe_side_by_side(service.store, two, ChartView())
    assert "Tinted" not in picture.caption


def test_references_and_judged_runs_are_those_of_the_page(service: RunService) -> None:
    comparison, runs = six(service)
    baseline, l2, dropout, *_ = group_runs(runs)
    references = {l2: baseline, dropout: l2}
    shown = [run for run in runs if run.method in (l2, dropout)]
    selection = Selection(comparison, runs, references)
    picture = describe_side_by_side(service.store, selection.only(shown), ChartView())
    verdicts = judge_comparison(service.store, selection).verdicts
    assert [card.verdict for card in picture.cards] == [
        describe_verdict(verdicts[l2]),
        describe_verdict(verdicts[dropout]),
    ]
    assert picture.cards[1].changes == ["+ dropout 0.5, input 0.1", "− L2 0.03"]


def test_a_single_method_is_shown_run_by_run(service: RunService) -> None:
    comparison, runs = six(service)
    (_, first), *_ = group_runs(runs).items()
    picture = describe_side_by_side(service.store, Selection(comparison, first[:3]), ChartView())
    assert [card.name for card in picture.cards] == ["seed 1", "seed 2", "seed 3"]
    assert not any(card.verdict or card.changes for card in picture.cards)
    histories = service.store.histories.load(first)
    for card, run in zip(picture.cards, first, strict=False):
        np.testing.assert_array_equal(
            card.panels[0].lines[0].validation, histories[run.id]["val_loss"]
        )


def test_too_many_and_too_few_are_explained(service: RunService) -> None:
    comparison, runs = find(service, "Patches, three seeds")
    with pytest.raises(InputError, match="7 methods are shown, 2 to 6 fit"):
        describe_side_by_side(service.store, Selection(comparison, runs), ChartView())
    with pytest.raises(InputError, match="at least 2 methods, or 2 runs of one"):
        describe_side_by_side(service.store, Selection(comparison, runs[:1]), ChartView())
    hidden = ChartView(hidden=frozenset(f"m{run.method[:8]}" for run in runs[:1]))
    assert len(describe_side_by_side(service.store, Selection(comparison, runs), hidden).cards) == 6


def test_the_second_chart_is_left_out_where_there_is_no_room(service: RunService) -> None:
    comparison, runs = six(service)
    picture = describe_side_by_side(service.store, Selection(comparison, runs), ChartView())
    assert not fits(picture, TARGETS["slide"])
    assert [len(card.panels) for card in fit_charts(picture, "slide").cards] == [1] * 6
    assert fit_charts(picture, "page") == picture


def test_six_methods_are_drawn_within_two_seconds(service: RunService) -> None:
    comparison, runs = six(service)
    load_matplotlib()
    describe = [(comparison, runs)] * 2  # the first time, fonts and histories are loaded
    seconds = []
    for _ in describe:
        start = time.process_time()
        picture = describe_side_by_side(service.store, Selection(comparison, runs), ChartView())
        write_picture(fit_charts(picture, "slide"), "slide", "light")
        seconds.append(time.process_time() - start)
    assert min(seconds) < 2.0
