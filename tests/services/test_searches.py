"""Searches: trials chosen one after another, pruned, continued and extended."""

import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from regdash.services.runs import RunService
from regdash.services.search_trials import read_trials
from regdash.services.studies import (
    continue_study,
    extend_search,
    extend_study,
    pause_study,
    start_study,
    wait_for_study,
)
from regdash.services.study_results import (
    TrialReader,
    confirm_best,
    find_best,
    list_findings,
    read_results,
)
from regdash.services.study_status import (
    estimate_study,
    read_status,
    title_of_study,
    was_pruned,
)
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.store import Store
from regdash.studies.axis import Axis
from regdash.studies.search import Range, Search
from regdash.studies.study import Study

ROOT = Path(__file__).parents[2]

SETTINGS = {
    "data": {"train_size": 100, "validation_share": 0.1},
    "network": {"hidden_layers": [8]},
    "epochs": 4,
}

RANGES = ("l2=1e-6..1:log", "learning_rate=1e-4..1e-1:log")


def small(*ranges: str, epochs: int = 4, **settings) -> Search:
    base = RunSpec.from_dict({**SETTINGS, "epochs": epochs})
    return Search.build(base, [Range.from_text(text) for text in ranges or RANGES], **settings)


def train(service: RunService, search: Search) -> str:
    study = start_study(service, search)
    assert wait_for_study(service, study, 240)
    return study


def chosen(store: Store, study: str) -> list[tuple[float, ...]]:
    stored = store.study(study)
    assert stored is not None
    assert isinstance(stored.study, Search)
    return list(stored.study.chosen)


def test_a_search_prunes_explains_and_goes_on(service: RunService) -> None:
    search = small(trial_count=14, prune=True)
    assert title_of_study(search) == "Search over L2 strength, Learning rate"
    study = train(service, search)
    status = read_status(service, study)
    assert (status.state, len(status.runs), status.missing) == ("ended", 14, ())
    assert not status.incomplete
    trials = read_trials(service.store, status)
    pruned = [run for run in status.runs if was_pruned(run)]
    assert {trial.state for trial in trials} == {"complete", "pruned"}
    assert 1 <= len(pruned) <= sum(trial.state == "pruned" for trial in trials) <= 9
    for run in pruned:
        assert run.message.startswith("Pruned after epoch ")
        assert "half of the complete trials were below" in run.message
    for trial in trials:
        if trial.state == "pruned":
            assert trial.median is not None
            assert min(trial.epochs) > trial.median
    results = read_results(TrialReader(service.store), status)
    best = find_best(status, results)
    losses = {t.values: t.value for t in trials if t.value is not None}
    assert best is not None
    assert search.values_of(best) == min(losses, key=losses.__getitem__)
    findings = " ".join(list_findings(status, results))
    assert "Best validation loss: L2 " in findings
    assert "stopped early, which saved" in findings
    assert "is chosen partly for its luck" in findings

    # The first of them are the same whatever comes after.
    extend_search(service, study, 2)
    assert wait_for_study(service, study, 120)
    assert chosen(service.store, study)[:14] == [trial.values for trial in trials]
    status = read_status(service, study)
    assert len(status.runs) == 16
    # Another process knows what this one has kept in memory.
    fresh = Store(service.store.folder)
    assert read_trials(fresh, status) == read_trials(service.store, status)
    fresh.close()
    started = confirm_best(service, status)
    specs = [run.spec for run in service.store.runs(started.comparison_id)]
    assert {spec.seed for spec in specs} == {2, 3, 4, 5, 6}
    assert len({spec.method for spec in specs}) == 2
    service.stop_all(service.store.runs(started.comparison_id))


def test_equal_searches_choose_equal_trials(service: RunService) -> None:
    """Whichever of two trials ends first, and also after a pause."""
    search = small(trial_count=8, epochs=2)
    first = train(service, search)
    study = start_study(service, search)
    deadline = time.monotonic() + 60
    while len(read_status(service, study).runs) < 3:
        assert time.monotonic() < deadline
        time.sleep(0.01)
    pause_study(service, study)
    paused = read_status(service, study)
    assert paused.incomplete
    assert estimate_study(service, paused) > 0
    with pytest.raises(InputError, match="More seeds: a search trains"):
        extend_study(service, study, 1)
    continue_study(service, study)
    assert wait_for_study(service, study, 120)
    assert chosen(service.store, study) == chosen(service.store, first)


def test_a_search_ends_when_all_was_tried_or_the_time_is_over(service: RunService) -> None:
    study = train(service, small("depth=1..3", epochs=1))
    status = read_status(service, study)
    assert (status.state, len(status.runs), status.study.count) == ("ended", 3, 30)
    assert not status.incomplete
    study = train(service, small(minutes=1e-4))
    status = read_status(service, study)
    assert status.state == "ended"
    assert 1 <= len(status.runs) <= 4
    extend_search(service, study, 1)
    assert wait_for_study(service, study, 120)
    assert len(read_status(service, study).runs) == len(status.runs) + 1


def test_only_a_search_has_more_trials(service: RunService) -> None:
    base = RunSpec.from_dict({**SETTINGS, "epochs": 1})
    study = start_study(service, Study.build(base, [Axis.from_text("l2=1e-3,1e-2")]))
    assert wait_for_study(service, study, 120)
    with pytest.raises(InputError, match="extend it by more seeds"):
        extend_search(service, study, 5)


SCRIPT = """
import sys
from pathlib import Path
from regdash.services.runs import RunService
from regdash.services.studies import start_study, wait_for_study
from regdash.studies.search import Search
service = RunService(Path(sys.argv[1]))
wait_for_study(service, start_study(service, Search.from_json(sys.stdin.read())))
"""


def test_a_killed_search_continues_as_if_it_had_not_been(home: Path, tmp_path: Path) -> None:
    search = small(trial_count=10, prune=True)
    script = [sys.executable, "-c", SCRIPT, str(tmp_path / "killed")]
    process = subprocess.Popen(script, stdin=subprocess.PIPE, cwd=ROOT, text=True)
    assert process.stdin is not None
    process.stdin.write(search.to_json())
    process.stdin.close()
    store = Store(tmp_path / "killed")
    deadline = time.monotonic() + 120
    while not (found := store.studies(1)) or len(store.runs(found[0].comparison_id)) < 4:
        assert time.monotonic() < deadline
        assert process.poll() is None
        time.sleep(0.02)
    process.kill()
    process.wait()
    study = found[0].comparison_id
    service = RunService(tmp_path / "killed")
    assert read_status(service, study).state == "interrupted"
    continue_study(service, study)
    assert wait_for_study(service, study, 240)
    again = chosen(store, study)
    values = {run.spec.hash: losses(store, run.id) for run in store.runs(study)}
    service.close()
    store.close()
    whole = RunService(home)
    unbroken = train(whole, search)
    assert again == chosen(whole.store, unbroken)
    runs = whole.store.runs(unbroken)
    assert len(values) == len(runs) == 10
    for run in runs:
        kept = losses(whole.store, run.id)
        # A pruned one ends at once or an epoch later.
        shared = min(len(kept), len(values[run.spec.hash]))
        assert shared
        assert kept[:shared] == values[run.spec.hash][:shared]
    whole.close()


def losses(store: Store, run_id: str) -> list[str]:
    return [json.dumps(record["val_loss"]) for record in store.epochs(run_id)]
