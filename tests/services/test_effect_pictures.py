"""The forest plot of a picture has the numbers of the one on the page."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from regdash.figures.effects import draw_effects, list_effects
from regdash.services.effect_pictures import describe_effects
from regdash.services.judgement import judge_comparison
from regdash.services.methods import group_runs
from regdash.services.pictures import describe_verdict
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.settings.messages import InputError
from tests.support.recorded_store import copy_recorded


@pytest.fixture
def service(home: Path) -> Iterator[RunService]:
    opened = RunService(copy_recorded(home))
    yield opened
    opened.close()


def test_it_has_the_numbers_and_verdicts_of_the_page(service: RunService) -> None:
    for comparison, _ in service.store.recent_comparisons():
        runs = service.store.runs(comparison.id)
        judgement = judge_comparison(service.store, Selection(comparison, runs))
        figure = draw_effects(list_effects(judgement.judged, judgement.at), judgement.on)
        picture = describe_effects(judgement)
        means = figure.data[1::2]
        assert [row.effect.difference for row in picture.rows] == [mean.x[0] for mean in means]
        assert [list(row.effect.seeds) for row in picture.rows] == [
            list(dots.x) for dots in figure.data[::2]
        ]
        for row in picture.rows:
            verdict = judgement.verdicts[row.effect.method]
            assert verdict.interval is not None
            assert row.effect.low == pytest.approx(100 * verdict.interval.low)
            assert row.verdict == describe_verdict(verdict)
        assert picture.x_label == f"Difference on {judgement.on} images, percentage points"
        assert f"Accuracy minus that of {judgement.baseline.name}, with its 95%" in picture.caption
        assert "epochs" in picture.subtitle


def test_own_references_are_named(service: RunService) -> None:
    comparison = next(
        c for c, _ in service.store.recent_comparisons() if c.title == "Patches, three seeds"
    )
    runs = service.store.runs(comparison.id)
    baseline, l2, dropout, *_ = group_runs(runs)
    chain = {l2: baseline, dropout: l2}
    judgement = judge_comparison(service.store, Selection(comparison, runs, chain))
    picture = describe_effects(judgement)
    assert [row.effect.method for row in picture.rows] == [l2, dropout]
    assert "Accuracy minus that of the method it is compared with" in picture.caption
    assert "half of the units off from L2 0.03" in picture.caption


def test_nothing_to_show_is_explained(service: RunService) -> None:
    comparison, _ = service.store.recent_comparisons()[0]
    runs = service.store.runs(comparison.id)
    alone = [run for run in runs if run.method == runs[0].method]
    judgement = judge_comparison(service.store, Selection(comparison, alone))
    with pytest.raises(InputError, match="at least two methods"):
        describe_effects(judgement)
