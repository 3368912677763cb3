"""Studies: started, paused, continued, extended and cancelled; their trials are ordinary runs."""

import json
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from regdash.cli import main
from regdash.datasets.collection import remove
from regdash.services.judgement import judge_comparison
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.services.studies import (
    cancel_study,
    continue_study,
    extend_study,
    find_obstacles,
    pause_study,
    start_study,
    wait_for_study,
)
from regdash.services.study_results import TrialReader, confirm_best
from regdash.services.study_status import (
    StudyStatus,
    estimate_study,
    name_trial,
    read_status,
    title_of_study,
)
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.store import Store
from regdash.studies.axis import Axis
from regdash.studies.study import Study
from regdash.training.pool import PROGRAMS
from tests.support.archives import image_file, shapes, zip_of

ROOT = Path(__file__).parents[2]

SETTINGS = {
    "data": {"train_size": 100, "validation_share": 0.1},
    "network": {"hidden_layers": [8]},
    "epochs": 2,
}

FLAGS = ["--train-size=100", "--validation-share=0.1", "--hidden-layers=8", "--epochs=2"]


def small(text: str = "l2=1e-4..1e-2:3", seeds: tuple[int, ...] = (1, 2), **changes) -> Study:
    base = RunSpec.from_dict({**SETTINGS, **changes})
    return Study.build(base, [Axis.from_text(text)], seeds)


def wait_until(
    service: RunService, study: str, there: Callable[[StudyStatus], bool]
) -> StudyStatus:
    deadline = time.monotonic() + 120
    while not there(status := read_status(service, study)):
        assert time.monotonic() < deadline, status
        time.sleep(0.02)
    return status


def curves(home: Path) -> dict[str, list[str]]:
    """The epochs of every run, without what they took, by the hash of its spec."""
    store = Store(home)
    found: dict[str, list[str]] = {}
    for stored in store.studies(10):
        for run in store.runs(stored.comparison_id):
            epochs = [dict(record.values) for record in store.epochs(run.id)]
            for epoch in epochs:
                del epoch["seconds"]
            assert run.spec.hash not in found
            found[run.spec.hash] = [json.dumps(epoch, sort_keys=True) for epoch in epochs]
    store.close()
    return found


def test_a_line_is_trained_and_described(service: RunService) -> None:
    study = small("l2=1e-5,1e-2,1.0", epochs=20)
    assert title_of_study(study) == "L2 strength, 1e-5 to 1"
    started = start_study(service, study)
    status = read_status(service, started)
    assert status.state == "running"
    assert estimate_study(service, status) > 0
    assert wait_for_study(service, started, 120)
    status = read_status(service, started)
    assert (status.state, status.ended, status.active, status.missing) == ("ended", 6, 0, ())
    assert [run.spec for run in status.runs] == study.trials()
    assert {run.status for run in status.runs} == {"finished"}
    line = TrialReader(service.store).line(status)
    assert [point.value for point in line.points] == [1e-5, 1e-2, 1.0]
    assert [len(point.method.complete) for point in line.points] == [2, 2, 2]
    assert line.zones[1.0] == "underfits"
    assert line.best is not None
    norms = [sum(point.method.values("hidden_norm", "kept")) for point in line.points]
    assert norms == sorted(norms, reverse=True)


def test_trials_are_trained_one_after_another(service: RunService) -> None:
    """So all of one shape share a program, instead of each compiling its own."""
    study = small("l2=1e-5..1e-2:4", network={"hidden_layers": [9]})
    PROGRAMS.clear()
    started = start_study(service, study)
    assert wait_for_study(service, started, 120)
    runs = sorted(service.store.runs(started), key=lambda run: run.number)
    assert len(runs) == study.count
    for run, following in pairwise(runs):
        assert run.ended is not None
        assert following.started is not None
        assert run.ended <= following.started
    assert len([shape for shape, _ in PROGRAMS.idle if '"hidden_layers": [9]' in shape]) == 1


def test_names_say_what_is_varied() -> None:
    study = small("width=4,8", techniques={"l2": {}})
    assert [name_trial(study, t) for t in study.trials()[:2]] == [
        "L2 1e-4, width 4",
        "L2 1e-4, width 8",
    ]
    study = small("train_size=100,200")
    assert [name_trial(study, t) for t in study.trials()[:2]] == ["100 images", "200 images"]
    study = small("l2=0,1e-3")
    assert [name_trial(study, t) for t in study.trials()[:2]] == ["baseline", "L2 1e-3"]


def test_pause_continue_and_extend(service: RunService) -> None:
    study = small("label_noise=0..0.35:8")
    started = start_study(service, study)
    wait_until(service, started, lambda status: status.ended >= 2)
    pause_study(service, started)
    status = wait_until(service, started, lambda status: status.active == 0)
    assert status.state == "paused"
    before = {run.id for run in status.runs}
    assert 2 <= len(before) < study.count
    assert len(status.missing) == study.count - len(before)
    # It does not go on by itself.
    time.sleep(0.5)
    assert len(read_status(service, started).runs) == len(before)

    continue_study(service, started)
    pause_study(service, started)
    continue_study(service, started)  # at once
    with pytest.raises(InputError, match="in progress already"):
        continue_study(service, started)
    assert wait_for_study(service, started, 120)
    status = read_status(service, started)
    assert before < {run.id for run in status.runs}
    assert [run.spec for run in status.runs] == study.trials()

    extend_study(service, started, 1)
    assert wait_for_study(service, started, 120)
    status = read_status(service, started)
    assert status.study.seeds == (1, 2, 3)
    assert Counter(run.spec.seed for run in status.runs) == {1: 8, 2: 8, 3: 8}
    with pytest.raises(
        InputError, match="More seeds: received 28; the study has 3 and can have up"
    ):
        extend_study(service, started, 28)


def test_a_canceled_study_keeps_what_has_ended(service: RunService) -> None:
    started = start_study(service, small("label_noise=0..0.35:8", epochs=400))
    wait_until(service, started, lambda status: status.active >= 2)
    cancel_study(service, started)
    status = wait_until(service, started, lambda status: status.active == 0)
    assert status.state == "paused"
    assert {run.status for run in status.runs} == {"stopped"}


def test_what_is_trained_already_is_copied(service: RunService) -> None:
    first = start_study(service, small("l2=1e-4,1e-3"))
    assert wait_for_study(service, first, 120)
    second = start_study(service, small("l2=1e-4,1e-2"))
    assert wait_for_study(service, second, 120)
    by_spec = {run.spec: run for run in read_status(service, first).runs}
    for run in read_status(service, second).runs:
        twin = by_spec.get(run.spec)
        assert (twin is not None) == (run.spec.name == "L2 1e-4")
        if twin is not None:
            assert run.ended == twin.ended  # copied with the time of its training
            assert service.store.epochs(run.id) == service.store.epochs(twin.id)


def test_the_best_value_is_trained_again_on_fresh_seeds(service: RunService) -> None:
    study = small("learning_rate=0.003,0.01", seeds=(1, 4))
    started = start_study(service, study)
    with pytest.raises(InputError, match="no best value yet"):
        confirm_best(service, read_status(service, started))
    assert wait_for_study(service, started, 120)
    status = read_status(service, started)
    best = TrialReader(service.store).line(status).best
    assert best is not None
    comparison_id, run_ids = confirm_best(service, status, 3)
    assert service.wait(run_ids, 120)
    comparison = service.store.comparison(comparison_id)
    assert comparison is not None
    assert comparison.parent == started
    runs = service.store.runs(comparison_id)
    assert {(run.spec.optimizer.learning_rate, run.spec.seed) for run in runs} == {
        (rate, seed) for rate in (0.001, best.value) for seed in (5, 6, 7)
    }
    judgement = judge_comparison(service.store, Selection(comparison, runs))
    assert judgement.baseline.spec.optimizer.learning_rate == 0.001
    assert len(judgement.verdicts) == 1


def test_it_is_a_comparison_to_which_other_runs_can_be_added(service: RunService) -> None:
    study = small("l2=1e-4,1e-3", seeds=(1,))
    started = start_study(service, study)
    assert wait_for_study(service, started, 120)
    assert [c.id for c in service.store.comparisons()] == [started]
    plain = service.submit(started, [study.base])
    assert service.wait(plain, 120)
    status = read_status(service, started)
    assert (status.ended, status.state) == (2, "ended")
    assert [point.value for point in TrialReader(service.store).line(status).points] == [1e-4, 1e-3]
    # What happens to the study does not happen to them.
    (stopped,) = service.submit(started, [study.base.replace(epochs=10_000)])
    cancel_study(service, started)
    run = service.store.run(stopped)
    assert run is not None
    assert run.active
    service.stop(stopped)
    continue_study(service, started)
    assert wait_for_study(service, started, 120)
    assert service.store.run(stopped) is not None


def test_deleting_it_ends_it(service: RunService) -> None:
    started = start_study(service, small("label_noise=0..0.35:8", epochs=400))
    wait_until(service, started, lambda status: status.active >= 1)
    service.delete_comparison(started)
    assert wait_for_study(service, started, 30)
    assert service.store.studies(10) == []
    service.store.purge_comparison(started)
    assert service.store.study(started) is None


def test_a_killed_study_is_continued_and_gives_the_results_of_an_unbroken_one(
    home: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys
) -> None:
    flags = ["study", "--vary=label_noise=0..0.5:6", "--seeds=2", "--quiet", *FLAGS, "--epochs=40"]
    process = subprocess.Popen(
        [sys.executable, "-m", "regdash", *flags], cwd=ROOT, stderr=subprocess.PIPE, text=True
    )
    service = RunService(home)
    deadline = time.monotonic() + 120
    while not (stored := service.store.studies(1)):
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.05)
    started = stored[0].comparison_id
    status = wait_until(service, started, lambda status: status.ended >= 3)
    assert status.state == "running"
    with pytest.raises(InputError, match="in progress already, in another process"):
        continue_study(service, started)
    process.kill()
    process.communicate()
    status = wait_until(service, started, lambda status: status.state == "interrupted")
    finished = {run.id for run in status.runs if run.complete}
    assert 3 <= len(finished) < status.study.count
    service.close()

    assert main(["study", "--continue", started, "--quiet"]) == 0
    assert "12 of 12 trials ended" in capsys.readouterr().out
    service = RunService(home)
    status = read_status(service, started)
    service.close()
    assert finished <= {run.id for run in status.runs}
    assert {run.status for run in status.runs} == {"finished"}

    unbroken = tmp_path / "unbroken"
    monkeypatch.setenv("REGDASH_HOME", str(unbroken))
    assert main(flags) == 0
    assert curves(home) == curves(unbroken)


def test_data_that_are_missing_are_explained_and_nothing_is_stored(service: RunService) -> None:
    with pytest.raises(InputError, match="held out for validation there are 44,100"):
        start_study(service, small("train_size=100,60000"))
    assert service.store.studies(10) == []


def test_a_study_of_another_version_is_listed_and_kept(service: RunService, capsys) -> None:
    comparison = service.store.add_comparison("From the future")
    service.store.add_study(comparison, small(), "nobody")
    from sqlalchemy import update

    from regdash.store.tables import StudyRow

    with service.store._database.session.begin() as session:
        session.execute(update(StudyRow).values(study='{"version": 2}', state="frozen"))
    for act in (read_status, continue_study):
        with pytest.raises(InputError, match="another version of RegDash"):
            act(service, comparison)
    assert main(["studies"]) == 0
    assert f"{comparison}  This study was started by another version" in capsys.readouterr().out
    assert service.store.study(comparison) is not None
    with pytest.raises(InputError, match="There is no study 'nothing'"):
        read_status(service, "nothing")


def test_a_study_whose_images_are_removed_is_paused(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    pixels, labels = shapes(90)
    members = {
        f"{'abc'[label]}/{number}.png": image_file(image)
        for number, (image, label) in enumerate(zip(pixels, labels, strict=True))
    }
    archive = home / "letters.zip"
    archive.write_bytes(zip_of(members))
    assert main(["data", "add", str(archive), "--quiet"]) == 0
    image_set = capsys.readouterr().out.split()[-1]
    service = RunService(home)
    base = RunSpec.from_dict(
        {
            **SETTINGS,
            "data": {"dataset": image_set, "train_size": 40, "validation_share": 0.3},
            "epochs": 30,
        }
    )
    study = start_study(service, Study.build(base, [Axis.from_text("width=4..33:30")]))
    wait_until(service, study, lambda status: status.ended > 0)
    remove(image_set)
    assert wait_for_study(service, study, 120)
    status = read_status(service, study)
    assert (status.state, status.incomplete) == ("paused", True)
    assert len(status.runs) < 30
    assert find_obstacles(status)[0].startswith("The data set 'letters'")
    with pytest.raises(InputError, match="is not in this store"):
        continue_study(service, study)
    service.close()
