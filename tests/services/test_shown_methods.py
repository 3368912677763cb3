"""Captions say how to read verdicts."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from regdash.services.judgement import Judgement, judge_comparison
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.services.shown_methods import explain_intervals
from regdash.stats.proportions import Interval
from tests.support.recorded_store import copy_recorded


@pytest.fixture
def judgement(home: Path) -> Iterator[Judgement]:
    service = RunService(copy_recorded(home))
    comparison = next(
        c for c, _ in service.store.recent_comparisons() if c.title == "Patches, three seeds"
    )
    yield judge_comparison(service.store, Selection(comparison, service.store.runs(comparison.id)))
    service.close()


def explain(judgement: Judgement, low: float, counts: Sequence[int]) -> str:
    """Explain verdicts that are not distinguishable, with intervals from `low` to 0.04."""
    usual = next(verdict for verdict in judgement.verdicts.values() if verdict.interval)
    made_up = {
        key: replace(
            usual,
            method=key,
            word="not distinguishable",
            interval=Interval(low, 0.04),
            variants=counts[number % len(counts)],
        )
        for number, key in enumerate(judgement.verdicts)
    }
    # No recorded comparison has such a verdict.
    judgement.__dict__["verdicts"] = made_up
    return " ".join(explain_intervals(judgement))


@pytest.mark.parametrize(
    ("counts", "allowed"),
    [
        ([3], "3 methods and for looking after every seed."),
        ([1], "looking after every seed."),
        ([1, 2], "several methods and for looking after every seed."),
    ],
)
def test_it_is_said_why_an_interval_without_0_is_not_enough(
    judgement: Judgement, counts: list[int], allowed: str
) -> None:
    text = explain(judgement, 0.004, counts)
    why = (
        "An interval without 0 may not be enough: it is for one method at one time, while verdicts"
    )
    assert text.endswith(f"{why} also allow for {allowed}")


def test_nothing_is_explained_where_intervals_contain_0(judgement: Judgement) -> None:
    text = explain(judgement, -0.004, [3])
    assert text.startswith("Verdicts: difference in accuracy from ")
    assert text.endswith("with its 95% interval.")
