"""Whatever an import accepts, pages can show and the judgement can judge."""

import copy
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from regdash.judging.deltas import compare_figures
from regdash.judging.diagnosis import diagnose
from regdash.judging.reasons import explain_verdict
from regdash.live.feed import LiveFeed
from regdash.reports.archive import write_zip
from regdash.services.export import export_tensorboard, export_zip
from regdash.services.judgement import judge_comparison
from regdash.services.runs import RunService
from regdash.services.selection import Selection
from regdash.services.setups import describe_setup, seeds_of, setup_of
from regdash.services.transfer import import_runs
from regdash.settings.messages import InputError
from regdash.store.store import Store
from tests.support.recorded_store import copy_recorded

COMPARISON = "fa808f1f"
NUMBERS = [0, 1, 2, 5, 6, 7, 100, 10**12, 0.0, 0.5, -1.0, 3.3e38, -3.3e38, 1e-320]
TEXTS = ["", "x", "kept", "best", "stopped", "diverged", "finished", "=1", "\u202e</script>", "\0"]
OTHERS: list[Any] = [None, True, False, [], {}]


def paths(node: Any, path: tuple = ()) -> Iterator[tuple]:
    """Where values are in plain data."""
    items = node.items() if isinstance(node, dict) else enumerate(node)
    for key, value in items:
        if isinstance(value, dict | list):
            yield from paths(value, (*path, key))
        yield (*path, key)


def change(manifest: Any, path: tuple, value: Any) -> None:
    for key in path[:-1]:
        manifest = manifest[key]
    old = manifest[path[-1]]
    choices = TEXTS if isinstance(old, str) else NUMBERS if isinstance(old, int | float) else OTHERS
    manifest[path[-1]] = value(choices)


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    home = copy_recorded(tmp_path_factory.mktemp("there"))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REGDASH_HOME", str(home))
        store = Store(home)
        data = export_zip(store, [COMPARISON]).data
        store.close()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def show_everything(service: RunService) -> None:
    """What the pages show of a comparison, with and without test results, at both epochs."""
    store = service.store
    for _ in range(2):
        for at in ("kept", "best"):
            store.set_epoch(COMPARISON, at)
            comparison = store.comparison(COMPARISON)
            runs = store.runs(COMPARISON)
            assert comparison is not None
            LiveFeed(service).updates(runs, comparison)
            selection = Selection.with_own_references(comparison, runs)
            judgement = judge_comparison(store, selection)
            for method, verdict in judgement.judged:
                assert explain_verdict(verdict)
                compare_figures(method, judgement.baseline, at)
            for run in (run for method in judgement.methods for run in method.runs if run.records):
                assert diagnose(run).code
            setup = setup_of(comparison, runs)
            assert setup is None or describe_setup(setup, seeds_of(comparison, runs))
            export_zip(store, [COMPARISON])
            export_tensorboard(store, [COMPARISON])
        store.reveal_test(COMPARISON)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_what_is_accepted_can_be_shown(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], data: st.DataObject
) -> None:
    manifest = copy.deepcopy(json.loads(files["regdash.json"]))
    places = [path for path in paths(manifest) if len(path) > 2 and "arrays" not in path]
    for _ in range(data.draw(st.integers(1, 2))):
        path = data.draw(st.sampled_from(places))
        try:
            change(manifest, path, lambda choices: data.draw(st.sampled_from(choices)))
        except (KeyError, IndexError, TypeError):
            continue  # the first change has removed the second one's place
    changed = write_zip({**files, "regdash.json": json.dumps(manifest).encode()})
    home: Path = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REGDASH_HOME", str(home))
        service = RunService(home)
        try:
            import_runs(service.store, io.BytesIO(changed))
        except InputError:
            # Nothing else may be raised, and nothing may be left.
            assert service.store.comparison(COMPARISON) is None
        else:
            show_everything(service)
        finally:
            service.close()
