from collections.abc import Callable

from regdash.services.comparisons import start_comparison
from regdash.services.cost import estimate_seconds
from regdash.services.estimates import estimate_runs, machine_speed
from regdash.services.runs import RunService
from regdash.spec import RunSpec


def test_the_estimate_of_a_run_is_near_what_it_takes(service: RunService) -> None:
    spec = RunSpec.from_dict({"data": {"train_size": 10_000}, "epochs": 3})
    estimated = estimate_runs(service, [spec])
    started = start_comparison(service, [spec], title="Timed")
    assert service.wait(started.run_ids, timeout=120)
    took = sum(record.seconds for record in service.store.epochs(started.run_ids[0]))
    assert took / 10 < estimated < took * 10 + 2


def test_more_runs_take_longer(service: RunService, tiny: Callable[..., RunSpec]) -> None:
    specs = [tiny(), tiny(techniques={"l1": {}})]
    assert machine_speed(service) > 1e8
    assert estimate_runs(service, specs) > estimate_runs(service, specs[:1]) > 0
    assert estimate_seconds(specs, 2e9) < estimate_seconds(specs, 1e9)
