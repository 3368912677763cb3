from collections.abc import Callable

from regdash.judging.verdict import judge
from regdash.services.comparisons import start_comparison
from regdash.services.judgement import judge_comparison
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.spec import RunSpec
from regdash.store.records import Comparison, Run, RunRequest

TECHNIQUES = ({"l1": {}}, {}, {"dropout": {}})


def trained(service: RunService, tiny: Callable[..., RunSpec]) -> tuple[Comparison, list[Run]]:
    requests = [
        RunRequest(tiny(techniques=chosen, seed=seed), method=f"method {index}")
        for seed in (1, 2, 3)
        for index, chosen in enumerate(TECHNIQUES)
    ]
    started = start_comparison(service, requests, title="Judged")
    assert service.wait(started.run_ids, timeout=120)
    comparison = service.store.comparison(started.comparison_id)
    assert comparison is not None
    return comparison, service.store.runs(comparison.id)


def test_judgement_follows_the_choices_of_the_comparison(
    service: RunService, tiny: Callable[..., RunSpec]
) -> None:
    comparison, runs = trained(service, tiny)
    store = service.store
    judgement = judge_comparison(store, Selection(comparison, runs))
    assert [method.key for method in judgement.methods] == ["method 0", "method 1", "method 2"]
    assert judgement.baseline.key == "method 1"  # the one without techniques
    assert (judgement.on, judgement.at, judgement.revealed) == ("validation", "kept", False)
    others = [judgement.methods[0], judgement.methods[2]]
    expected = judge(judgement.baseline, others, on="validation", at="kept")
    assert [method for method, _ in judgement.judged] == others
    assert [verdict for _, verdict in judgement.judged] == expected
    store.set_baseline(comparison.id, "method 2")
    store.set_epoch(comparison.id, "best")
    store.reveal_test(comparison.id)
    changed = store.comparison(comparison.id)
    assert changed is not None
    judgement = judge_comparison(store, Selection(changed, runs))
    assert judgement.baseline.key == "method 2"
    assert (judgement.on, judgement.at, judgement.revealed) == ("test", "best", True)
    assert list(judgement.verdicts) == ["method 0", "method 1"]

    store.set_images(comparison.id, "validation")
    on_validation = store.comparison(comparison.id)
    assert on_validation is not None
    found = judge_comparison(store, Selection(on_validation, runs)).verdicts
    assert [verdict.on for verdict in found.values()] == ["validation", "validation"]

    references = {"method 0": "method 1", "method 2": "method 0", "method 1": "gone"}
    judgement = judge_comparison(store, Selection(changed, runs, references))
    assert list(judgement.verdicts) == ["method 0", "method 2"]
    (against_l1,) = judge(
        judgement.by_key["method 0"], [judgement.methods[2]], on="test", at="best"
    )
    assert judgement.verdicts["method 2"] == against_l1
