"""Estimates of durations, compared with real trainings."""

import time
from collections.abc import Callable
from typing import Any

import pytest

from regdash.services.comparisons import start_comparison
from regdash.services.estimates import estimate_queue, estimate_runs, forget
from regdash.services.runs import RunService
from regdash.spec import RunSpec
from regdash.training.pool import PROGRAMS

Tiny = Callable[..., RunSpec]

LARGE: dict[str, Any] = {"data": {"train_size": 10_000}, "epochs": 3}


def train(service: RunService, *specs: RunSpec) -> float:
    """Train; return the seconds."""
    began = time.perf_counter()
    started = start_comparison(service, list(specs), title="Timed")
    assert service.wait(started.run_ids, timeout=300)
    return time.perf_counter() - began


def test_the_estimate_of_a_run_is_near_what_it_takes(service: RunService) -> None:
    spec = RunSpec.from_dict(LARGE)
    estimated = estimate_runs(service, [spec])
    took = train(service, spec)
    assert took / 4 < estimated < took * 4 + 3  # a machine with other load


def test_an_equal_run_is_estimated_from_the_earlier_one(service: RunService) -> None:
    first = RunSpec.from_dict(LARGE)
    train(service, first)
    (_, pace), *_ = service.store.recent_paces(1)
    forget()
    estimated = estimate_runs(service, [first.replace(seed=2)])
    assert 3 * pace < estimated < 3 * pace + 2


def test_compiling_counts_once_per_shape_and_not_again(service: RunService, tiny: Tiny) -> None:
    PROGRAMS.clear()
    one = estimate_runs(service, [tiny()])
    repeated = estimate_runs(service, [tiny(), tiny(seed=2)])
    another = estimate_runs(service, [tiny(), tiny(techniques={"l2": {}})])
    assert one < repeated < another
    train(service, tiny())
    again = estimate_runs(service, [tiny(seed=3)])
    seconds = PROGRAMS.compile_seconds
    assert seconds is not None
    assert seconds > 0
    new = estimate_runs(service, [tiny(techniques={"l2": {}})])
    assert new - again == pytest.approx(seconds, rel=0.3, abs=0.05)


def test_work_ahead_counts(service: RunService, tiny: Tiny) -> None:
    alone = estimate_runs(service, [tiny(epochs=2)])
    ahead = [tiny(epochs=4000), tiny(epochs=4000, seed=2)]
    started = start_comparison(service, ahead, title="Ahead")
    forget()
    first, second = (estimate_queue(service)[run_id] for run_id in started.run_ids)
    assert first.start == 0
    # The second seed waits for the first.
    assert second.start == pytest.approx(first.end, rel=0.2)
    assert second.end > 1.8 * second.start
    assert estimate_runs(service, [tiny(epochs=3000, seed=7)]) > alone + 0.2 * second.end
    for run_id in started.run_ids:
        service.stop(run_id)
    assert service.wait(started.run_ids, timeout=60)
    forget()
    assert estimate_queue(service) == {}
