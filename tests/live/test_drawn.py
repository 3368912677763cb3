from regdash.live.drawn import DrawnEpochs, points_per_run
from regdash.metrics.history import History
from tests.support.records import make_history, noisy_epochs, to_arrays


def test_epochs_are_reselected_only_when_there_are_too_many() -> None:
    records = noisy_epochs(3000)
    history, drawn = History(), DrawnEpochs()
    versions, counts = [], []
    for start in range(0, 3000, 10):
        history.extend(to_arrays(records[start : start + 10]))
        drawn.update(["a"], [history], 200)
        versions.append(drawn.version)
        counts.append(len(drawn.among(0, len(history))))
        assert drawn.among(0, len(history))[-1] == len(history) - 1
        added = drawn.among(start, len(history))
        if versions[-2:-1] == versions[-1:]:
            assert added.tolist() == list(range(start, start + 10))
    assert max(counts) <= 310
    assert 1 < versions[-1] < 40
    drawn.update(["a", "b"], [history, make_history(records[:50])], 200)
    assert drawn.version == versions[-1] + 1
    assert set(drawn.among(0, 50)) <= set(drawn.among(0, 3000))


def test_many_runs_share_the_points_of_a_chart() -> None:
    assert [points_per_run(n) for n in (0, 1, 24, 50, 1000)] == [1000, 1000, 416, 200, 100]
