"""Pictures show the numbers of the page."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from regdash.figures.view import ChartView
from regdash.live.feed import LiveFeed, group_id
from regdash.metrics import METRICS
from regdash.reports.pictures.content import Picture, Verdict
from regdash.reports.pictures.files import write_picture
from regdash.services.judgement import judge_comparison
from regdash.services.methods import group_runs, name_methods
from regdash.services.pictures import describe_picture, describe_verdict
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.store.records import Comparison
from tests.support.recorded_store import copy_recorded


@pytest.fixture
def service(home: Path) -> Iterator[RunService]:
    """The runs of a store that an earlier version wrote."""
    opened = RunService(copy_recorded(home))
    yield opened
    opened.close()


def describe(
    service: RunService,
    comparison: Comparison,
    view: str = "",
    *,
    references: Mapping[str, str] | None = None,
    with_table: bool = True,
) -> Picture:
    selection = Selection(comparison, service.store.runs(comparison.id), references)
    chosen = ChartView.read(view, METRICS.charts)
    return describe_picture(service.store, selection, chosen, with_table=with_table)


def comparisons(service: RunService) -> list[Comparison]:
    return [comparison for comparison, _ in service.store.recent_comparisons()]


def test_the_table_has_the_texts_of_the_page(service: RunService) -> None:
    for comparison in comparisons(service):
        runs = service.store.runs(comparison.id)
        rows = LiveFeed(service).updates(runs, comparison)["lines"]
        picture = describe(service, comparison)
        assert picture.table is not None
        titles = {metric.title: metric.key for metric, _ in METRICS.columns}
        for (method, group), row in zip(group_runs(runs).items(), picture.table.rows, strict=True):
            shown = rows[group_id(method) if len(group) > 1 else group[0].id]
            assert row.name == shown["name"]
            for title, cell in zip(picture.table.columns, row.cells, strict=True):
                assert cell == shown["cells"][titles[title]]["text"]
            cell = shown["verdict"]
            if cell is None:
                assert row.verdict is None
                continue
            assert row.verdict is not None
            assert (row.verdict.word, row.verdict.difference, row.verdict.interval) == (
                cell["word"],
                cell["difference"],
                cell["interval"],
            )


def test_methods_are_compared_with_what_the_page_compares_them_with(
    service: RunService,
) -> None:
    comparison = next(c for c in comparisons(service) if c.title == "Patches, three seeds")
    runs = service.store.runs(comparison.id)
    baseline, l2, dropout, stopping, *_ = group_runs(runs)
    chain = {l2: baseline, dropout: baseline, stopping: dropout}
    for references in (None, chain):
        judgement = judge_comparison(service.store, Selection(comparison, runs, references))
        table = describe(service, comparison, references=references).table
        assert table is not None
        for method, row in zip(group_runs(runs), table.rows, strict=True):
            verdict = judgement.verdicts.get(method)
            assert row.verdict == (
                describe_verdict(verdict)
                if verdict is not None
                else Verdict("baseline", "gray")
                if method == baseline
                else None
            )
    name = name_methods(runs)[baseline]
    caption = describe(service, comparison).caption
    assert f"difference in accuracy from {name} in percentage points" in caption
    caption = describe(service, comparison, references=chain).caption
    assert (
        f"difference in accuracy from {name}, and of early stopping 1 from half of the units off,"
        " in percentage points" in caption
    )


def test_curves_end_where_those_of_the_page_end(service: RunService) -> None:
    for comparison in comparisons(service):
        runs = service.store.runs(comparison.id)
        histories = service.store.histories.load(runs)
        picture = describe(service, comparison)
        for line, group in zip(picture.panels[0].lines, group_runs(runs).values(), strict=True):
            if len(group) == 1:
                assert list(line.validation) == list(histories[group[0].id]["val_loss"])
                assert line.half is None


def test_the_caption_says_what_was_measured_on_what(service: RunService) -> None:
    captions = []
    for comparison in comparisons(service):
        picture = describe(service, comparison)
        assert "epochs" in picture.subtitle
        assert "seed" in picture.subtitle
        captions.append(picture.caption)
        assert "validation images, without penalties" in picture.caption
    assert any("Lines are means of seeds; bands: ± 1 standard" in caption for caption in captions)
    assert any("the epoch with the best validation accuracy" in caption for caption in captions)
    assert any("95% interval" in caption for caption in captions)


def test_the_view_of_the_page_is_followed(service: RunService) -> None:
    comparison = comparisons(service)[0]
    runs = service.store.runs(comparison.id)
    usual = describe(service, comparison)
    (hidden, group), *_ = group_runs(runs).items()
    row = group[0].id if len(group) == 1 else f"m{hidden[:8]}"
    view = f"1~left.gap~x.seconds~log.gap.accuracy~band.off~smooth.0.5~hidden.{row}"
    picture = describe(service, comparison, view)
    assert [panel.y_label for panel in picture.panels] == [
        METRICS.charts["gap"].axis,
        METRICS.charts["accuracy"].axis,
    ]
    # The gap may be negative: an older link cannot give it a log axis.
    assert [panel.log for panel in picture.panels] == [False, True]
    assert picture.panels[0].x_label == "Training time (s)"
    assert len(picture.panels[0].lines) == len(usual.panels[0].lines) - 1
    assert picture.table is not None
    assert usual.table is not None
    assert [row.name for row in picture.table.rows] == [row.name for row in usual.table.rows][1:]
    assert "Smoothed with weight 0.5" in picture.caption
    assert all(line.half is None for line in picture.panels[1].lines)


def test_settings_that_the_name_does_not_say_are_named(service: RunService) -> None:
    for comparison in comparisons(service):
        run = service.store.runs(comparison.id)[0]
        service.store.rename_run(run.id, "mine")
        picture = describe(service, comparison)
        assert picture.table is not None
        named = [row for row in picture.table.rows if row.name.startswith("mine")]
        assert all(run.spec.name in row.settings for row in named)


def test_every_comparison_and_chart_can_be_drawn(service: RunService) -> None:
    for comparison in comparisons(service):
        for chart in METRICS.charts:
            picture = describe(service, comparison, f"1~left.{chart}", with_table=False)
            assert write_picture(picture, "page", "print", "pdf").startswith(b"%PDF")
