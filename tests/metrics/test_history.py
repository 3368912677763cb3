import numpy as np
import pytest

from regdash.metrics import METRICS
from regdash.metrics.best import find_best
from regdash.metrics.history import History
from tests.support.records import make_epoch, make_history, noisy_epochs, to_arrays


def test_an_extended_history_equals_one_read_at_once() -> None:
    records = noisy_epochs(500)
    history = History()
    assert (history.best, history.pace, history.elapsed, len(history)) == (None, None, 0.0, 0)
    for start in range(0, 500, 7):
        history.extend(to_arrays(records[start : start + 7]))
        history.extend(to_arrays([]))
        assert history.best == find_best(records[: start + 7])
    assert history.records == records
    whole = make_history(records)
    for metric in (*METRICS.measured, *METRICS.derived):
        np.testing.assert_allclose(history[metric.key], whole[metric.key], rtol=1e-13)
    assert history["epoch"].tolist() == list(range(1, 501))
    assert history["val_loss"].tolist() == [r.val_loss for r in records]
    assert np.isnan(history["near_zero"]).all()
    assert history.elapsed == pytest.approx(sum(r.seconds for r in records))
    assert history.pace == 2.0


def test_an_epoch_is_found_by_its_number() -> None:
    records = noisy_epochs(3)
    history = make_history(records)
    assert [history.record(epoch) for epoch in (0, 1, 3, 4)] == [None, records[0], records[2], None]


def test_a_metric_that_was_not_stored_is_not_measured() -> None:
    arrays = to_arrays(noisy_epochs(2))
    del arrays["penalty"]
    history = History()
    history.extend({**arrays, "of_another_version": np.ones(2)})
    assert np.isnan(history["penalty"]).all()
    assert history.records[0].get("penalty") is None
    with pytest.raises(KeyError):
        history["of_another_version"]


def test_derived_curves_have_one_definition_for_one_epoch_and_for_many() -> None:
    records = noisy_epochs(20)
    history = make_history(records)
    single = [metric for metric in METRICS.derived if not metric.cumulative]
    for metric in single:
        assert history[metric.key].tolist() == [metric.of(record) for record in records]
    last = make_epoch(2, train_loss=0.1, val_loss=0.6, train_accuracy=0.99, val_accuracy=0.95)
    values = {metric.key: metric.of(last) for metric in single}
    assert values["loss_gap"] == pytest.approx(0.5)
    assert values["accuracy_gap"] == pytest.approx(0.04)
    assert values["val_error"] == pytest.approx(0.05)


def test_the_first_of_equal_epochs_is_the_best() -> None:
    records = [
        make_epoch(1),
        make_epoch(2),
        make_epoch(3, val_loss=0.9),
        make_epoch(4, val_loss=0.9),
    ]
    best = find_best(records)
    assert make_history(records).best == best
    assert best is not None
    assert (best.accuracy.epoch, best.loss.epoch) == (1, 3)
    assert find_best([]) is None
