"""Stored runs as code."""

import ast
import json
from pathlib import Path

import pytest

from regdash.services.code import write_code, write_runs
from regdash.services.finding import find_in_order
from regdash.settings.messages import InputError
from regdash.spec import RunSpec
from regdash.store.store import Store


@pytest.fixture
def store(home: Path):
    store = Store(home)
    yield store
    store.close()


def test_a_comparison_is_one_script(store: Store, tiny) -> None:
    comparison_id = store.add_comparison("Mine")
    specs = [tiny(seed=seed, techniques=t) for seed in (1, 2) for t in ({}, {"l2": {}})]
    ids = [store.add_run(comparison_id, spec, "me") for spec in specs]
    runs = store.runs(comparison_id)
    text = write_runs(runs)
    ast.parse(text)
    assert '    Run("L2 1e-4, seed 2", seed=2, techniques=("l2",)),' in text
    assert text == write_code(specs, [run.name for run in runs])
    # The order and number of runs are those asked for.
    two = write_runs(find_in_order(store, [ids[3], ids[0], ids[3]]))
    assert two.index('Run("L2 1e-4"') < two.index('Run("baseline"')
    assert two.count("\n    Run(") == 2
    notebook = json.loads(write_runs(runs, notebook=True))
    assert notebook["nbformat"] == 4


def test_names_given_to_runs_are_used(store: Store, tiny) -> None:
    comparison_id = store.add_comparison("Mine")
    store.add_run(comparison_id, tiny(), "me", name='"""; my\nname')
    assert 'NAME = "\\"\\"\\"; my name"' in write_runs(store.runs(comparison_id))


def test_no_runs_are_explained() -> None:
    with pytest.raises(InputError, match="no runs to write as code"):
        write_code([])


def test_a_data_set_that_was_never_here_is_explained(home: Path) -> None:
    spec = RunSpec.from_dict({"data": {"dataset": "0123456789abcdef"}})
    with pytest.raises(InputError, match="is not in this store"):
        write_code([spec])
