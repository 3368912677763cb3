import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from regdash.content import case_study
from regdash.content.presets import find_preset
from regdash.datasets.importing import import_images
from regdash.services.comparisons import (
    current_runs,
    start_again,
    start_case_study,
    start_comparison,
    start_preset,
    start_runs,
    title_of,
)
from regdash.services.runs import RunService
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.records import RunRequest
from tests.support.archives import npz, shapes, upload

ROOT = Path(__file__).parents[2]

Tiny = Callable[..., RunSpec]


def end(service: RunService, comparison_id: str) -> None:
    """Stop unfinished runs: these tests only check what was started."""
    runs = service.store.runs(comparison_id)
    service.stop_all(runs)
    assert service.wait([run.id for run in runs], timeout=30)


def test_a_comparison_has_a_title_a_kind_and_its_runs(service: RunService, tiny: Tiny) -> None:
    requests = [tiny(), RunRequest(tiny(seed=2), "mine", "my run")]
    started = start_comparison(service, requests, title="A race", kind="odd")
    comparison = service.store.comparison(started.comparison_id)
    assert comparison is not None
    assert (comparison.title, comparison.kind) == ("A race", "odd")
    runs = service.store.runs(started.comparison_id)
    assert [run.id for run in runs] == started.run_ids
    assert [run.name for run in runs] == ["baseline", "my run"]
    assert service.wait(started.run_ids, timeout=60)
    assert [run.status for run in service.store.runs(started.comparison_id)] == ["finished"] * 2


def test_titles_name_each_kind_of_run_once(tiny: Tiny) -> None:
    dropout = tiny(techniques={"dropout": {"rate": 0.5}})
    assert title_of([tiny()]) == "Baseline"
    assert title_of([tiny(), tiny(seed=2)]) == "Baseline"
    assert title_of([dropout, tiny(), tiny(seed=2)]) == "Baseline and dropout 0.5"
    l2 = tiny(techniques={"l2": {"l2": 0.01}})
    assert title_of([tiny(), dropout, l2]) == "Baseline and 2 variants"
    assert title_of([dropout, l2]) == "Dropout 0.5 and L2 0.01"


def test_titles_are_short(tiny: Tiny) -> None:
    many = tiny(techniques={"dropout": {}, "l1": {}, "max_norm": {}, "augmentation": {}})
    assert title_of([tiny(), many]) == "Baseline and 1 variant"
    assert title_of([many]) == f"{many.name[:39]}…"
    assert len(title_of([many])) == 40


def test_composed_runs_join_the_open_comparison(service: RunService, tiny: Tiny) -> None:
    (first,) = start_runs(service, [tiny()])
    (second,) = start_runs(service, [tiny(seed=2)], first.comparison_id)
    assert second.comparison_id == first.comparison_id
    assert len(service.store.runs(first.comparison_id)) == 2
    start_runs(service, [RunRequest(tiny(techniques={"dropout": {}}))], first.comparison_id)
    joined = service.store.comparison(first.comparison_id)
    assert joined is not None
    assert joined.title == "Baseline and dropout 0.25"
    service.store.rename_comparison(first.comparison_id, "Mine")
    start_runs(service, [tiny(techniques={"l2": {}})], first.comparison_id)
    renamed = service.store.comparison(first.comparison_id)
    assert renamed is not None
    assert renamed.title == "Mine"
    (third,) = start_runs(service, [tiny()], "was deleted")
    assert third.comparison_id not in ("was deleted", first.comparison_id)
    for started in (first, third):
        end(service, started.comparison_id)


def test_each_data_set_gets_a_comparison(service: RunService, tiny: Tiny) -> None:
    pixels, labels = shapes(200)
    archive = upload("mine.npz", npz(images=pixels, labels=labels))
    other = import_images([archive]).info.id
    elsewhere = tiny(data={"dataset": other, "train_size": 100, "validation_share": 0.2})
    (digits,) = start_runs(service, [tiny()])
    joined, opened = start_runs(service, [tiny(seed=2), elsewhere], digits.comparison_id)
    assert joined.comparison_id == digits.comparison_id
    assert opened.comparison_id != digits.comparison_id
    assert [r.spec for r in service.store.runs(opened.comparison_id)] == [elsewhere]
    for started in (digits, opened):
        end(service, started.comparison_id)


def test_a_preset_and_the_case_study_start_completely(service: RunService) -> None:
    preset = find_preset("overfit")
    race = start_preset(service, preset)
    study = start_case_study(service, "quick", 3)
    assert len(race.run_ids) == len(preset.lineup())
    assert len(study.run_ids) == 3 * len(case_study.METHODS)
    found = service.store.comparison(study.comparison_id)
    assert found is not None
    assert (found.kind, found.title) == (case_study.KIND, "Case study, quick size, 3 seeds")
    runs = service.store.runs(study.comparison_id)
    assert {run.method for run in runs} == {c.key for c in case_study.METHODS}
    for started in (race, study):
        end(service, started.comparison_id)


def test_start_again_uses_the_next_free_seed(service: RunService, tiny: Tiny) -> None:
    started = start_comparison(service, [tiny(), tiny(seed=2), tiny(seed=9)], title="Seeds")
    first = service.store.runs(started.comparison_id)[0]
    again = start_again(service, [first])
    run = service.store.run(again.run_ids[0])
    assert run is not None
    assert (run.spec.seed, run.method, run.name) == (3, first.method, first.name)
    other = service.submit(started.comparison_id, [tiny(techniques={"l2": {}}, seed=9)])
    runs = service.store.runs(started.comparison_id)
    both = start_again(service, runs)
    added = [service.store.run(run_id) for run_id in both.run_ids]
    assert [(r.method, r.spec.seed) for r in added if r] == [
        (first.method, 4),
        (runs[-1].method, 10),
    ]
    assert runs[-1].id == other[0]
    end(service, started.comparison_id)


_TERMINAL = """
import os, sys
from pathlib import Path
from regdash.services.runs import RunService
from regdash.spec import RunSpec
service = RunService(Path(sys.argv[1]))
service.submit(sys.argv[2], [RunSpec()])
os._exit(0)  # ends without cleaning up
"""


def test_runs_of_a_closed_terminal_are_interrupted(
    home: Path, service: RunService, tiny: Tiny
) -> None:
    comparison_id = service.store.add_comparison("Elsewhere")
    subprocess.run([sys.executable, "-c", _TERMINAL, home, comparison_id], check=True, cwd=ROOT)
    assert service.store.runs(comparison_id)[0].active
    assert [run.status for run in current_runs(service, comparison_id)] == ["interrupted"]


def test_a_refused_run_leaves_no_comparison_behind(service: RunService) -> None:
    missing = RunSpec.from_dict({"data": {"dataset": "0123456789abcdef", "train_size": 100}})
    with pytest.raises(InputError, match="is not in this store; import it"):
        start_comparison(service, [missing], title="A race")
    with sqlite3.connect(service.store.folder / "regdash.sqlite") as database:
        assert database.execute("SELECT count(*) FROM comparisons").fetchone() == (0,)


def test_a_deleted_comparison_gets_no_runs(service: RunService, tiny: Tiny) -> None:
    (deleted,) = start_runs(service, [tiny()])
    end(service, deleted.comparison_id)
    runs = service.store.runs(deleted.comparison_id)
    service.delete_comparison(deleted.comparison_id)
    (other,) = start_runs(service, [tiny()], deleted.comparison_id)
    assert other.comparison_id != deleted.comparison_id
    with pytest.raises(InputError, match=r"'Baseline' was deleted\. Restore it"):
        start_again(service, runs)
    assert len(service.store.runs(deleted.comparison_id)) == 1
    end(service, other.comparison_id)
