"""Runs move from one installation to another, and stay what they were."""

import io
import json
import shutil
import sqlite3
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from regdash.datasets import collection
from regdash.judging.methods import choose_baseline
from regdash.judging.verdict import judge
from regdash.live.feed import LiveFeed
from regdash.services import transfer
from regdash.services.export import export_zip
from regdash.services.methods import gather_methods
from regdash.services.runs import RunService
from regdash.services.transfer import Imported, import_runs
from regdash.settings.messages import InputError
from regdash.store.store import Store
from tests.support.recorded_store import RECORDED, copy_recorded, dump_store, expect_recorded
from tests.support.unreadable import make_unreadable

EXPECTED: dict[str, Any] = json.loads((RECORDED / "expected.json").read_text())


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A file with the comparisons of the recorded store."""
    home = copy_recorded(tmp_path_factory.mktemp("there"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REGDASH_HOME", str(home))
        store = Store(home)
        data = export_zip(store, list(EXPECTED)).data
        store.close()
    return data


@pytest.fixture
def here(home: Path) -> Iterator[Store]:
    """Another, empty store."""
    store = Store(home)
    yield store
    store.close()


def load(store: Store, data: bytes):
    return import_runs(store, io.BytesIO(data), "runs.zip")


def test_everything_arrives(here: Store, exported: bytes) -> None:
    result = load(here, exported)
    assert (result.added, result.skipped, result.unreadable) == (28, 0, 0)
    assert list(result.comparisons) == list(EXPECTED)
    for comparison_id, expected in EXPECTED.items():
        comparison = here.comparison(comparison_id)
        assert comparison is not None
        assert (comparison.title, comparison.kind, comparison.at) == (
            expected["title"],
            expected["kind"],
            expected["at"],
        )
        assert (comparison.revealed is not None) == expected["revealed"]
        runs = here.runs(comparison_id)
        assert [run.id for run in runs] == list(expected["runs"])
        facts = ("name", "status", "message", "number", "parameters", "kept_epoch")
        for run in runs:
            before = expected["runs"][run.id]
            assert [getattr(run, fact) for fact in facts] == [before[fact] for fact in facts]


def test_verdicts_are_the_same(here: Store, exported: bytes) -> None:
    load(here, exported)
    compared = 0
    for comparison_id, expected in EXPECTED.items():
        comparison = here.comparison(comparison_id)
        assert comparison is not None
        methods = gather_methods(here, here.runs(comparison_id))
        baseline = choose_baseline(methods, comparison.baseline)
        others = [method for method in methods if method.key != baseline.key]
        verdicts = [
            (verdict.word, verdict.difference, verdict.p_value)
            for on in ("validation", "test")
            for verdict in judge(baseline, others, on=on, at=comparison.at)
        ]
        assert verdicts == expect_recorded(
            [(v["word"], v["difference"], v["p_value"]) for v in expected["verdicts"]]
        )
        compared += len(verdicts)
    assert compared > 10


def test_a_second_export_is_equal_byte_by_byte(here: Store, exported: bytes) -> None:
    load(here, exported)
    assert export_zip(here, list(EXPECTED)).data == exported


def test_importing_twice_adds_nothing(here: Store, exported: bytes) -> None:
    load(here, exported)
    before = dump_store(here.folder)
    result = load(here, exported)
    assert (result.added, result.skipped) == (0, 28)
    assert result.sentences()[0].startswith("Nothing was added: all runs of 'Patches")
    assert dump_store(here.folder) == before


def test_two_imports_at_once_add_everything_once(here: Store, exported: bytes) -> None:
    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(lambda _: load(here, exported), range(4)))
    assert sum(result.added for result in results) == 28
    for comparison_id in EXPECTED:
        for run in here.runs(comparison_id):
            assert bool(here.files.load_right(run.id)) == run.complete


def test_choices_made_here_stay_and_what_was_deleted_comes_back(
    here: Store, exported: bytes
) -> None:
    load(here, exported)
    first, second, third = EXPECTED
    here.rename_comparison(first, "My title")
    lost = here.runs(first)[0].id
    here.delete_run(lost)
    here.delete_comparison(second)
    here.purge_comparison(third)
    number = len(here.runs(first)) + 1
    taken = here.add_run(first, here.runs(first)[0].spec, "me", method="own", style_index=50)
    result = load(here, exported)
    assert result.added == 1 + len(EXPECTED[third]["runs"])
    comparison, restored = here.comparison(first), here.comparison(second)
    assert comparison is not None
    assert comparison.title == "My title"
    assert restored is not None
    assert restored.deleted is None
    assert lost in [run.id for run in here.runs(first)]
    numbers = [run.number for run in here.runs(first)]
    assert len(numbers) == len(set(numbers)) == number + 1
    assert taken in [run.id for run in here.runs(first)]
    styles = {run.method: run.style_index for run in here.runs(first)}
    assert len(set(styles.values())) == len(styles)


def test_runs_without_their_images_are_shown_and_explained(here: Store, exported: bytes) -> None:
    result = load(here, exported)
    assert result.missing_data == {"Patches": 28}
    assert "data set 'Patches', whose images are not in this store" in result.sentences()[-1]
    info = collection.find("fcbf83fff4392947")
    assert info is not None
    assert (info.name, info.here, info.labelled) == ("Patches", False, 160)
    assert "Patches" not in [each.name for each in collection.list_datasets()]
    service = RunService(here.folder)
    comparison_id = next(iter(EXPECTED))
    runs = service.store.runs(comparison_id)
    lines = LiveFeed(service).updates(runs, service.store.comparison(comparison_id))["lines"]
    assert set(lines) >= {run.id for run in runs}
    with pytest.raises(InputError, match=r"'Patches' .* is not in this store; import it"):
        service.submit(comparison_id, [runs[0].spec])
    service.close()


def test_images_that_are_here_are_not_missing(here: Store, exported: bytes) -> None:
    shutil.copytree(RECORDED / "datasets", here.folder / "datasets")
    result = load(here, exported)
    assert result.missing_data == {}
    info = collection.find("fcbf83fff4392947")
    assert info is not None
    assert info.here


def test_durations_of_other_machines_do_not_count_here(here: Store, exported: bytes) -> None:
    load(here, exported)
    assert here.recent_paces(10) == []


def test_single_runs_and_runs_in_progress(home: Path, tmp_path: Path, tiny) -> None:
    copy_recorded(home)
    store = Store(home)
    comparison_id = next(iter(EXPECTED))
    ended, *_ = store.runs(comparison_id)
    active = store.add_run(comparison_id, tiny(), "me")
    file = export_zip(store, [ended.id, active])
    assert file.left_out == 1
    other = Store(tmp_path / "other")
    assert load(other, file.data).added == 1
    assert [run.id for run in other.runs(comparison_id)] == [ended.id]
    only = export_zip(store, [active])
    with pytest.raises(InputError, match=r"regdash.json.* is missing"):
        load(other, only.data)
    store.close()
    other.close()


@pytest.mark.parametrize("setup", ["{", "[]", '{"epochs": -1}', '{"version": 9}'])
def test_a_set_up_that_cannot_be_read_does_not_move(home: Path, tmp_path: Path, setup: str) -> None:
    copy_recorded(home)
    store = Store(home)
    comparison_id = next(iter(EXPECTED))
    with closing(sqlite3.connect(home / "regdash.sqlite")) as database:
        database.execute("UPDATE comparisons SET setup = ?", (setup,))
        database.commit()
    other = Store(tmp_path / "other")
    assert load(other, export_zip(store, [comparison_id]).data).added
    comparison = other.comparison(comparison_id)
    assert comparison is not None
    assert comparison.setup is None
    store.close()
    other.close()


def test_a_set_up_moves(home: Path, tmp_path: Path, tiny) -> None:
    store = Store(home)
    comparison_id = store.add_comparison("With a set-up", setup=tiny(epochs=7))
    run_id = store.add_run(comparison_id, tiny(), "me")
    store.end_run(run_id, "stopped", "Stopped by hand.")
    other = Store(tmp_path / "other")
    load(other, export_zip(store, [comparison_id]).data)
    comparison = other.comparison(comparison_id)
    assert comparison is not None
    assert comparison.setup == tiny(epochs=7)
    store.close()
    other.close()


def test_runs_of_newer_versions_are_kept_for_them(home: Path, tmp_path: Path) -> None:
    copy_recorded(home)
    store = Store(home)
    comparison_id = next(iter(EXPECTED))
    newer = store.runs(comparison_id)[0].id
    make_unreadable(home, newer, techniques={"mixup": {"alpha": 0.2}})
    data = export_zip(store, [comparison_id]).data
    other = Store(tmp_path / "other")
    result = load(other, data)
    assert result.unreadable == 1
    assert "1 run cannot be shown by this version." in result.sentences()
    (unreadable,) = other.unreadable_runs(comparison_id)
    assert unreadable.id == newer
    assert "uses the technique mixup" in unreadable.sentence
    assert load(other, data).added == 0
    assert load(store, data).added == 0
    assert export_zip(other, [comparison_id]).data == data
    store.close()
    other.close()


def test_a_message_names_few_comparisons_and_no_terminal_obeys_it() -> None:
    titles = {str(number): f"No. {number}" for number in range(10)} | {"0": "\x1b[2J"}
    first, second = Imported(2, 1, titles, {}, 0).sentences()
    assert first == "Added 2 runs of '\\x1b[2J', 'No. 1', 'No. 2' and 7 more comparisons."
    assert second == "Skipped 1 run already here."


def test_more_runs_than_fit_into_a_file(home: Path, tiny, monkeypatch: pytest.MonkeyPatch) -> None:
    store = Store(copy_recorded(home))
    monkeypatch.setattr(transfer, "MAX_RUNS", 5)
    with pytest.raises(InputError, match="A file can have 5 runs, not 18; export fewer"):
        export_zip(store, ["fa808f1f"])
    monkeypatch.setattr(transfer, "MAX_RUNS", 18)
    monkeypatch.setattr(transfer, "_MAX_MANIFEST", 1000)
    with pytest.raises(InputError, match="do not fit into one file; export fewer"):
        export_zip(store, ["fa808f1f"])
    store.close()
