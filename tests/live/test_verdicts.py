from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from regdash.live.feed import LiveFeed, group_id, page_state_of
from regdash.live.verdicts import VerdictCells
from regdash.services.judgement import judge_comparison
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.settings.formatting import format_range
from regdash.spec import RunSpec
from regdash.store.records import Comparison, Run


@pytest.fixture(scope="module")
def raced(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[RunService, str]]:
    """Three seeds each of a baseline and of a penalty that is far too strong, and one other run."""
    from tests.conftest import TINY

    service = RunService(tmp_path_factory.mktemp("home"))
    comparison = service.store.add_comparison("Judged")
    specs = [
        RunSpec.from_dict({**TINY, "epochs": 3, "techniques": techniques, "seed": seed})
        for techniques in ({}, {"l1": {"l1": 0.1}})
        for seed in (1, 2, 3)
    ]
    ids = service.submit(comparison, [*specs, specs[0].replace(techniques={"l2": {}})])
    assert service.wait(ids, timeout=240)
    yield service, comparison
    service.close()


def read(raced: tuple[RunService, str]) -> tuple[list[Run], Comparison]:
    service, id = raced
    comparison = service.store.comparison(id)
    assert comparison is not None
    return service.store.runs(id), comparison


def test_rows_have_the_verdicts_of_the_judgement(raced: tuple[RunService, str]) -> None:
    runs, comparison = read(raced)
    updates = LiveFeed(raced[0]).updates(runs, comparison)
    cells = {id: row["verdict"] for id, row in updates["lines"].items()}
    judged = judge_comparison(raced[0].store, Selection(comparison, runs))
    for method, verdict in judged.judged:
        id = group_id(method.key) if len(method.runs) > 1 else method.runs[0].id
        cell = cells.pop(id)
        assert cell["word"] == verdict.word
        assert cell["difference"] == verdict.points
        assert verdict.interval is not None
        assert cell["interval"] == format_range(verdict.interval.low, verdict.interval.high)
        assert cell["value"] == verdict.difference
        assert f"{verdict.points} points" in cell["detail"]
    assert {v.word for _, v in judged.judged} == {"worse", "one seed"}
    baseline = cells.pop(group_id(judged.baseline.key))
    assert (baseline["word"], baseline["difference"], baseline["value"]) == ("baseline", "", 0)
    # What is left are the seeds.
    assert list(cells.values()) == [None] * 6


def test_runs_are_judged_only_when_the_state_of_the_page_changes(
    raced: tuple[RunService, str],
) -> None:
    runs, comparison = read(raced)
    verdicts = VerdictCells(raced[0].store)
    state = page_state_of(runs, comparison)
    first = verdicts.update(state, runs, comparison)
    assert verdicts.update(state, runs, comparison) is first
    raced[0].store.set_baseline(comparison.id, runs[-1].method)
    runs, comparison = read(raced)
    other = verdicts.update(page_state_of(runs, comparison), runs, comparison)
    assert other[runs[-1].method]["word"] == "baseline"
    raced[0].store.set_baseline(comparison.id, runs[0].method)


def test_verdicts_are_on_the_chosen_images(raced: tuple[RunService, str]) -> None:
    service, id = raced
    feed = LiveFeed(service)
    feed.updates(*read(raced))
    service.store.reveal_test(id)
    lines = feed.updates(*read(raced))["lines"].values()
    assert any("on test images" in (row["verdict"] or {"detail": ""})["detail"] for row in lines)


def test_a_run_in_progress_has_no_verdict_yet(home: Path, tiny: Callable[..., RunSpec]) -> None:
    service = RunService(home)
    id = service.store.add_comparison("")
    service.store.add_run(id, tiny(), service.owner)
    other = service.store.add_run(id, tiny(techniques={"l2": {}}), service.owner, style_index=1)
    feed = LiveFeed(service)
    updates = feed.updates(service.store.runs(id), service.store.comparison(id))
    cell = updates["lines"][other]["verdict"]
    assert (cell["word"], cell["difference"], cell["value"]) == ("not yet", "", None)
    assert "Waiting for L2 1e-4 and baseline to finish." in cell["detail"]
    service.close()


def test_charts_alone_are_not_judged(raced: tuple[RunService, str]) -> None:
    updates = LiveFeed(raced[0], verdicts=False).updates(*read(raced))
    assert {row["verdict"] for row in updates["lines"].values()} == {None}
