"""The benchmarks compare like with like, and published figures are measured ones."""

import json
from dataclasses import replace
from typing import Any

import pytest

from benchmarks import results
from benchmarks.ours import epoch_seconds
from benchmarks.overfit_card import Shown, rise_of, summarize
from benchmarks.plain_keras import fit_plain
from benchmarks.report import Spread, at_most, faster, percentile
from benchmarks.techniques import TECHNIQUES, TOGETHER
from benchmarks.training import epoch_flops
from regdash.datasets.preparation import prepare
from regdash.judging.methods import TrainedRun
from regdash.spec import RunSpec
from tests.support.records import make_epoch


def test_the_ratio_is_how_many_times_as_fast() -> None:
    found = faster("epoch", [1.0, 2.0, 9.0], "them", [3.0, 5.0, 4.0], at_least=2.0)
    assert (found.ours, found.theirs) == (Spread(2.0, 1.0, 9.0, 3), Spread(4.0, 3.0, 5.0, 3))
    assert (found.ratio, found.reached) == (2.0, True)
    assert faster("epoch", [2.0], "them", [3.9], at_least=2.0).reached is False
    assert faster("epoch", [2.0], "them", [3.9], at_least=None).reached is None


def test_limits_and_percentiles() -> None:
    assert at_most("tick", "ms", [40.0, 49.0, 90.0], 50.0).reached is True
    assert at_most("tick", "ms", [40.0, 50.0, 90.0], 50.0).reached is False
    assert percentile([4.0, 1.0, 3.0, 2.0, 5.0], 0.5) == 3.0
    assert percentile([1.0, 2.0], 0.95) == pytest.approx(1.95)


def test_the_peer_trains_the_same_spec(tiny) -> None:
    spec = tiny(techniques=TECHNIQUES[TOGETHER], epochs=2)
    theirs = fit_plain(spec)
    assert theirs.epochs == len(theirs.seconds) == len(epoch_seconds(spec)) == 2
    assert theirs.test_accuracy > 0.1
    stopping = {"early_stopping": {"monitor": "val_accuracy", "patience": 1}}
    assert fit_plain(tiny(techniques=stopping, epochs=30)).epochs < 30


def test_floating_point_operations_of_an_epoch(tiny) -> None:
    spec = tiny(network={"hidden_layers": [32, 16]})
    data = prepare(spec.data)
    weights = 784 * 32 + 32 * 16 + 16 * 10
    trained = (3 * 2 * weights - 2 * 784 * 32) * len(data.train)
    measured = 2 * weights * (len(data.train_sample) + len(data.validation))
    assert epoch_flops(spec) == trained + measured


def curve(*val_losses: float) -> TrainedRun:
    records = [make_epoch(n, val_loss=loss) for n, loss in enumerate(val_losses, 1)]
    return TrainedRun("one", RunSpec(), "finished", tuple(records))


def test_a_rise_is_that_of_the_mean_curve_above_its_minimum() -> None:
    assert rise_of([curve(1.0, 0.5, 0.75)]) == pytest.approx(0.5)
    assert rise_of([curve(1.0, 0.4, 0.9), curve(1.0, 0.6, 0.6)]) == pytest.approx(0.5)
    assert rise_of([curve(1.0, 0.5, 0.25)]) == 0


@pytest.mark.parametrize(
    ("changes", "kept"),
    [
        ({}, True),
        ({"rise": 0.29}, False),
        ({"gap": 14.9}, False),
        ({"words": {"a": "better", "b": "worse", "c": "not distinguishable"}}, False),
    ],
    ids=str,
)
def test_the_promise_of_the_overfit_card(changes: dict[str, Any], kept: bool) -> None:
    words = {"a": "better", "b": "better", "c": "not distinguishable"}
    shown = Shown(rise=0.3, gap=15.0, words=words, accuracies={}, seconds=99.0)
    assert replace(shown, **changes).kept is kept
    one, *_ = summarize([shown, replace(shown, **changes)])
    assert one.ours.median == 1 + kept
    assert one.reached is kept


def test_tables_agree_with_the_stored_results() -> None:
    found = results.stored()
    assert found
    assert results.table_of(found) == results.TABLE.read_text("utf-8")
    assert results.figures_of(found) in results.README.read_text("utf-8")


def test_a_missed_target_is_marked() -> None:
    row = {
        "what": "epoch",
        "unit": "s",
        "ours": {"median": 2.0, "min": 1.0, "max": 1234.5, "count": 3},
        "peer": "them",
        "theirs": {"median": 3.0, "min": 3.0, "max": 3.0, "count": 1},
        "ratio": 1.5,
        "target": "2x",
        "reached": False,
    }
    result = {
        "question": "How fast?",
        "command": "python -m benchmarks.how",
        "seconds": 90.0,
        "date": "2026-01-01",
        "machine": {"processor": "abacus", "cores": 2, "python": "3.11"},
        "findings": [row],
        "details": {"bytes": 12.5, "inner": {"a_b": 1.0}, "each": {"x": {"y": 2.0}, "z": [1]}},
    }
    text = results.table_of([json.loads(json.dumps(result))])
    assert "| epoch | 2 s (1 to 1,234, n 3) | them: 3 s | 1.50 | 2x | **no** |" in text
    assert "`python -m benchmarks.how`: 1.5 min on 2026-01-01. abacus, 2 cores" in text
    for line in ("- bytes: 12.5", "- inner: a b 1", "- each, x: y 2"):
        assert line in text
    assert "| epoch | 2 s | them: 3 s | 1.50 | 2x | **no** |" in results.figures_of([result])
