"""Stores written before specs had a canonical form."""

import hashlib
import json
import sqlite3
import time
from pathlib import Path

from regdash.spec import RunSpec
from regdash.store.store import Store

DIGITS = {"data": {"train_size": 300, "validation_share": 0.1}, "epochs": 3}


def old_hash(values: dict) -> str:
    return hashlib.sha256(json.dumps(values, sort_keys=True).encode()).hexdigest()[:16]


def old_method(spec: RunSpec) -> str:
    values = spec.model_dump(mode="json")
    values["seed"] = values["data"]["split_seed"] = 0
    return old_hash(values)


def make_old(home: Path, runs: dict[str, tuple[str, str]], baseline: str | None) -> None:
    """Create a store with the current tables and old identities, from run id to spec and method."""
    store = Store(home)
    comparison = store.add_comparison("Old")
    ids = {name: store.add_run(comparison, RunSpec(), "me") for name in runs}
    store.close()
    with sqlite3.connect(home / "regdash.sqlite") as file:
        file.executemany(
            "UPDATE runs SET id = ?, spec = ?, spec_hash = ?, method = ? WHERE id = ?",
            [
                (name, spec, hashlib.sha256(spec.encode()).hexdigest()[:16], method, ids[name])
                for name, (spec, method) in runs.items()
            ],
        )
        file.execute("UPDATE comparisons SET baseline = ?", (baseline,))


def identities(home: Path) -> dict[str, tuple[str, str]]:
    with sqlite3.connect(home / "regdash.sqlite") as file:
        rows = file.execute("SELECT id, spec_hash, method FROM runs").fetchall()
    return {run_id: (spec_hash, method) for run_id, spec_hash, method in rows}


def test_old_identities_are_renewed_and_named_methods_stay(home: Path) -> None:
    plain = RunSpec.from_dict(DIGITS)
    second = plain.replace(seed=2)
    l2 = plain.replace(techniques={"l2": {}})
    make_old(
        home,
        {
            "plain": (plain.to_json(), old_method(plain)),
            "second": (second.to_json(), old_method(second)),
            "l2": (l2.to_json(), old_method(l2)),
            "study": (l2.to_json(), "zca_as_meant"),
        },
        old_method(l2),
    )
    store = Store(home)
    found = identities(home)
    assert found == {
        "plain": (plain.hash, plain.method),
        "second": (second.hash, plain.method),
        "l2": (l2.hash, l2.method),
        "study": (l2.hash, "zca_as_meant"),
    }
    ((comparison, _),) = store.recent_comparisons()
    assert comparison.baseline == l2.method
    # A new repeat belongs to the same method as the old runs.
    again = store.add_run(comparison.id, plain.replace(seed=3), "me")
    assert store.run(again).method == store.run("plain").method
    store.close()
    Store(home).close()
    assert found.items() <= identities(home).items()


def test_a_baseline_named_by_a_study_stays(home: Path) -> None:
    plain = RunSpec.from_dict(DIGITS)
    make_old(home, {"plain": (plain.to_json(), old_method(plain))}, "zca_as_meant")
    ((comparison, _),) = Store(home).recent_comparisons()
    assert comparison.baseline == "zca_as_meant"


def test_runs_that_cannot_be_read_are_left_alone(home: Path) -> None:
    values = {**json.loads(RunSpec().to_json()), "techniques": {"mixup": {}}}
    text = json.dumps(values, sort_keys=True)
    make_old(home, {"mixup": (text, "m")}, None)
    Store(home).close()
    assert identities(home)["mixup"] == (old_hash(values), "m")


def test_thousands_of_runs_take_seconds(home: Path) -> None:
    specs = [RunSpec.from_dict({**DIGITS, "seed": seed}) for seed in range(3_000)]
    store = Store(home)
    comparison = store.add_comparison("Old")
    first = store.add_run(comparison, specs[0], "me")
    store.close()
    with sqlite3.connect(home / "regdash.sqlite") as file:
        columns = [c[1] for c in file.execute("PRAGMA table_info(runs)") if c[1] != "id"]
        copied = ", ".join(columns)
        file.executemany(
            f"INSERT INTO runs (id, {copied}) SELECT ?, {copied} FROM runs WHERE id = ?",
            [(f"r{n}", first) for n in range(1, len(specs))],
        )
        file.executemany(
            "UPDATE runs SET spec = ?, spec_hash = ?, method = ? WHERE id = ?",
            [
                (s.to_json(), old_hash(json.loads(s.to_json())), old_method(s), f"r{n}")
                for n, s in enumerate(specs)
            ],
        )
    began = time.perf_counter()
    Store(home).close()
    assert time.perf_counter() - began < 8
    assert {method for _, method in identities(home).values()} == {specs[0].method}
    began = time.perf_counter()
    Store(home).close()
    assert time.perf_counter() - began < 1
