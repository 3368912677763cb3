import numpy as np
import pytest

from regdash.live.thinning import choose_epochs
from tests.support.records import make_history, noisy_epochs


def test_short_runs_are_not_thinned() -> None:
    assert choose_epochs([make_history(noisy_epochs(100))], 100).tolist() == list(range(100))
    assert choose_epochs([], 100).tolist() == []


@pytest.mark.parametrize("seed", range(5))
def test_a_thinned_curve_keeps_its_ends_best_epochs_and_shape(seed: int) -> None:
    history = make_history(noisy_epochs(2000, seed))
    loss, accuracy = history["val_loss"], history["val_accuracy"]
    chosen = choose_epochs([history], 200)
    assert 100 < len(chosen) <= 210
    assert {0, 1999, int(loss.argmin()), int(accuracy.argmax())} <= set(chosen)
    drawn = np.interp(np.arange(2000), chosen, loss[chosen])
    assert np.abs(drawn - loss).mean() < 0.03


def test_runs_that_share_a_line_share_their_epochs() -> None:
    runs = [noisy_epochs(2000, 1), noisy_epochs(1500, 2), noisy_epochs(40, 3)]
    histories = [make_history(records) for records in runs]
    chosen = set(choose_epochs(histories, 200).tolist())
    for history in histories:
        best = {int(history["val_loss"].argmin()), int(history["val_accuracy"].argmax())}
        assert {len(history) - 1, *best} <= chosen
