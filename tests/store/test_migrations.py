"""Stores written before there were methods."""

import sqlite3
from pathlib import Path

from regdash.services.methods import gather_methods, name_methods
from regdash.store.store import Store

# The tables of the first version, as SQLite printed them.
OLD_TABLES = """
CREATE TABLE comparisons (id VARCHAR NOT NULL PRIMARY KEY, title VARCHAR NOT NULL,
    created DATETIME NOT NULL);
CREATE TABLE runs (id VARCHAR NOT NULL PRIMARY KEY,
    comparison_id VARCHAR NOT NULL REFERENCES comparisons (id), number INTEGER NOT NULL,
    name VARCHAR NOT NULL, spec VARCHAR NOT NULL, spec_hash VARCHAR NOT NULL,
    status VARCHAR NOT NULL, message VARCHAR NOT NULL, owner VARCHAR NOT NULL,
    created DATETIME NOT NULL, started DATETIME, ended DATETIME, parameters INTEGER,
    stopped_epoch INTEGER, kept_epoch INTEGER, test_loss FLOAT, test_accuracy FLOAT);
CREATE TABLE epochs (run_id VARCHAR NOT NULL REFERENCES runs (id) ON DELETE CASCADE,
    epoch INTEGER NOT NULL, train_loss FLOAT NOT NULL, val_loss FLOAT NOT NULL,
    train_accuracy FLOAT NOT NULL, val_accuracy FLOAT NOT NULL, penalty FLOAT NOT NULL,
    objective FLOAT NOT NULL, learning_rate FLOAT NOT NULL, seconds FLOAT NOT NULL,
    PRIMARY KEY (run_id, epoch));
"""


def test_an_old_store_keeps_its_runs_and_colors(home: Path, tiny) -> None:
    with sqlite3.connect(home / "regdash.sqlite") as old:
        old.executescript(OLD_TABLES)
        old.execute("INSERT INTO comparisons VALUES ('c', 'Old', '2026-01-01 00:00:00')")
        for number, seed in enumerate((1, 2)):
            old.execute(
                "INSERT INTO runs VALUES (?, 'c', ?, 'baseline', ?, 'h', 'finished', '', 'me',"
                " '2026-01-01 00:00:00', NULL, NULL, 100, NULL, 1, 0.3, 0.9)",
                (f"r{number}", number, tiny(seed=seed).to_json()),
            )
            old.execute(
                "INSERT INTO epochs VALUES (?, 1, 0.1, 0.3, 0.9, 0.9, 0, 0.1, 0.001, 1)",
                (f"r{number}",),
            )
    store = Store(home)
    runs = store.runs("c")
    assert [run.style_index for run in runs] == [0, 1]
    assert {run.method for run in runs} == {tiny().method}
    assert store.comparison("c").revealed is None
    assert store.epochs("r0")[0].get("weight_norm") is None
    (method,) = gather_methods(store, runs)
    assert method.complete[0].figures("kept")["test_accuracy"] == 0.9
    assert "near_zero" not in method.complete[0].figures("kept")
    assert method.complete[0].right == {}
    store.close()
    Store(home).close()  # opening it again changes nothing


def test_new_runs_can_be_added_to_an_old_store(home: Path, tiny) -> None:
    with sqlite3.connect(home / "regdash.sqlite") as old:
        old.executescript(OLD_TABLES)
    store = Store(home)
    comparison = store.add_comparison("New", kind="case study")
    run_id = store.add_run(comparison, tiny(), "me", method="m", name="n")
    assert (store.run(run_id).method, store.run(run_id).name) == ("m", "n")
    store.reveal_test(comparison)
    since = store.comparison(comparison).revealed
    store.reveal_test(comparison)
    assert since is not None
    assert store.comparison(comparison).revealed == since
    store.set_baseline(comparison, "m")
    assert store.comparison(comparison).baseline == "m"


def test_truncated_prediction_files_are_ignored(home: Path, tiny) -> None:
    store = Store(home)
    run_id = store.add_run(store.add_comparison(""), tiny(), "me")
    folder = store.run_folder(run_id)
    folder.mkdir(parents=True)
    for content in (b"", b"PK\x03\x04 and no more", b"no archive"):
        (folder / "predictions.npz").write_bytes(content)
        assert store.files.load_right(run_id) == {}


def test_names_distinguish_methods_but_not_seeds(home: Path, tiny) -> None:
    store = Store(home)
    comparison = store.add_comparison("")
    for size, seed in ((300, 1), (300, 2), (200, 2), (200, 3)):
        data = {"train_size": size, "validation_share": 0.1}
        store.add_run(comparison, tiny(data=data, seed=seed), "me")
    names = name_methods(store.runs(comparison))
    assert list(names.values()) == ["baseline, 300 images", "baseline, 200 images"]
