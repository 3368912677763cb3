"""The Python API: its results equal those of the dashboard."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

import regdash
from regdash.services.comparisons import start_comparison
from regdash.services.judgement import judge_comparison
from regdash.services.methods import gather_methods
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from tests.test_architecture import run_python

Tiny = Callable[..., regdash.RunSpec]


@pytest.fixture
def specs(tiny: Tiny) -> list[regdash.RunSpec]:
    return [
        tiny(techniques={"early_stopping": {"patience": 1, "restore_best_weights": True}}),
        tiny(),
        tiny(techniques={"dropout": {"rate": 0.5}}),
    ]


def test_numbers_and_verdicts_equal_those_of_the_dashboard(
    home: Path, specs: list[regdash.RunSpec]
) -> None:
    runs = regdash.train(specs, seeds=(1, 2, 3))
    service = RunService(home)
    started = start_comparison(service, [run.spec for run in runs], title="The same")
    assert service.wait(started.run_ids, timeout=120)
    stored = service.store.runs(started.comparison_id)
    comparison = service.store.comparison(started.comparison_id)
    assert comparison is not None
    methods = gather_methods(service.store, stored)
    for mine, theirs in zip(regdash.compare(runs), methods, strict=True):
        assert mine.name == theirs.name
        for a, b in zip(mine.method.runs, theirs.runs, strict=True):
            assert (a.status, a.kept_epoch, a.best_epoch) == (b.status, b.kept_epoch, b.best_epoch)
            for at in ("kept", "best"):
                took = a.figures(at)["seconds"]
                assert a.figures(at) == {**b.figures(at), "seconds": took}
            assert a.right.keys() == b.right.keys()
            assert all(np.array_equal(a.right[key], b.right[key]) for key in a.right)
    judgement = judge_comparison(service.store, Selection(comparison, stored))
    judged = regdash.judge(runs)
    assert [j.name for j in judged] == [method.name for method, _ in judgement.judged]
    for mine, (_, verdict) in zip(judged, judgement.judged, strict=True):
        assert mine.baseline.name == "baseline"
        assert (mine.verdict.word, mine.verdict.p_value) == (verdict.word, verdict.p_value)
        assert mine.verdict.interval == verdict.interval
        assert str(mine) == f"{mine.name}, against baseline: {mine.word}: {mine.reason}"
    service.close()


def test_runs_are_trained_seed_by_seed_and_report_their_epochs(tiny: Tiny) -> None:
    reported: list[tuple[int, int]] = []
    runs = regdash.train(
        [tiny(), tiny(epochs=2)],
        seeds=iter([4, 7]),
        on_epoch=lambda spec, record: reported.append((spec.seed, record.epoch)),
    )
    assert [(run.spec.seed, run.spec.epochs) for run in runs] == [(4, 3), (4, 2), (7, 3), (7, 2)]
    assert reported == [
        (4, 1),
        (4, 2),
        (4, 3),
        (4, 1),
        (4, 2),
        (7, 1),
        (7, 2),
        (7, 3),
        (7, 1),
        (7, 2),
    ]
    assert [len(run.records) for run in runs] == [3, 2, 3, 2]
    (one,) = regdash.train(tiny(seed=4))
    assert one.records[-1].val_loss == runs[0].records[-1].val_loss


def test_changes_are_differences_of_means(tiny: Tiny) -> None:
    runs = regdash.train([tiny(), tiny(techniques={"l1": {}})], seeds=(1, 2))
    plain, penalized = regdash.compare(runs)
    assert plain.change("val_loss") is None
    assert penalized.change("no such figure") is None
    means = [
        np.mean([run.figures("kept")["val_loss"] for run in method.method.runs])
        for method in (plain, penalized)
    ]
    assert penalized.change("val_loss") == pytest.approx(means[1] - means[0])
    reversed_roles = regdash.judge(runs, baseline=penalized.name, on="test", at="best")
    assert [(j.name, j.baseline.name, j.verdict.on) for j in reversed_roles] == [
        ("baseline", penalized.name, "test")
    ]


def test_a_diverging_run_is_returned(tiny: Tiny) -> None:
    wild = tiny(
        optimizer={"name": "sgd", "learning_rate": 10.0},
        techniques={"l2": {"l2": 1.0}},
        batch_size=4,
    )
    runs = regdash.train([wild, tiny()])
    assert [run.status for run in runs] == ["diverged", "finished"]
    assert len(runs[0].records) < wild.epochs
    (judged,) = regdash.judge(runs)
    assert judged.word == "not comparable"


def test_invalid_arguments_are_rejected_with_a_message(tiny: Tiny) -> None:
    with pytest.raises(regdash.InputError, match="There are no runs to compare; train some first"):
        regdash.compare([])
    runs = regdash.train([tiny(epochs=1)])
    with pytest.raises(regdash.InputError, match="received 'x'; the methods are baseline"):
        regdash.judge(runs, baseline="x")
    with pytest.raises(regdash.InputError, match="Seed"):
        regdash.train(tiny(), seeds=[-1])


def test_importing_the_package_loads_no_heavy_modules() -> None:
    heavy = ("tensorflow", "keras", "streamlit", "pandas", "sklearn", "sqlalchemy")
    code = f"import regdash, sys\nprint([m for m in {heavy} if m in sys.modules])"
    assert run_python(code) == "[]"
    assert (
        run_python(code.replace("import regdash", "from regdash import *\nimport regdash")) == "[]"
    )


def test_all_exported_names_exist() -> None:
    for name in regdash.__all__:
        assert getattr(regdash, name) is not None
    assert dir(regdash) == regdash.__all__
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        _ = regdash.nothing
