import io
import json
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path

import pytest

from regdash.cli import main
from regdash.content.presets import PRESETS
from regdash.metrics import METRICS
from regdash.services.sharing import shared_text
from regdash.store.store import Store
from regdash.techniques import TECHNIQUES

TINY = [
    "--train-size",
    "200",
    "--validation-share",
    "0.1",
    "--hidden-layers",
    "16",
    "--epochs",
    "2",
]


def call(*arguments: str) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    with redirect_stdout(out), redirect_stderr(err):
        try:
            status = main(arguments)
        except SystemExit as ending:
            status = int(ending.code or 0)
    return status, out.getvalue(), err.getvalue()


def test_lists() -> None:
    status, out, _ = call("techniques")
    assert status == 0
    assert all(f"{t.key}: {t.title}" in out for t in TECHNIQUES)
    status, out, _ = call("presets")
    assert all(f"{p.key}: {p.title}" in out for p in PRESETS)


def test_run_writes_one_line_of_json_per_run(home: Path) -> None:
    status, out, err = call("run", "--technique", "l2=1e-3", "--technique", "dropout=0.5", *TINY, "--seed", "1", "--seed", "2", "--json", "-")  # fmt: skip
    assert status == 0, err
    first, second = (json.loads(line) for line in out.splitlines())
    assert first["name"] == "L2 1e-3 + dropout 0.5, seed 1"
    assert second["spec"]["seed"] == 2
    assert first["status"] == "finished"
    assert first["parameters"] == 784 * 16 + 16 + 16 * 10 + 10
    assert list(first["history"]) == ["epoch", *(metric.key for metric in METRICS.measured)]
    assert {len(column) for column in first["history"].values()} == {2}
    assert first["history"]["epoch"] == [1, 2]
    assert 0 < first["test_accuracy"] < 1
    assert first["stopped_epoch"] is None
    accuracies = first["history"]["val_accuracy"]
    assert first["best_epoch"] == accuracies.index(max(accuracies)) + 1
    assert first["history"] != second["history"]


def test_test_results_are_hidden_by_default(home: Path) -> None:
    seeds = ("--seed", "1", "--seed", "2")
    status, out, _ = call("run", "--preset", "overfit", *TINY, *seeds, "--quiet")
    assert status == 0
    assert out.count("hidden") == 5
    assert "L2 0.02, against baseline: " in out
    assert "points on validation images, 95% interval" in out
    assert out.count("A verdict requires at least 3 seeds per method.") == 3
    assert "on test" not in out
    ((comparison, _),) = Store(home).recent_comparisons()
    assert comparison.revealed is None
    status, out, _ = call("run", "--preset", "overfit", *TINY, *seeds, "--quiet", "--reveal-test")
    assert "hidden" not in out
    assert "points on test images, 95% interval" in out
    assert "2 seeds" in out
    (comparison, _), _ = Store(home).recent_comparisons()
    assert comparison.revealed is not None


def test_terminal_and_page_share_the_store(home: Path) -> None:
    status, out, _ = call("run", *TINY, "--quiet")
    assert status == 0
    assert "baseline" in out
    ((comparison, runs),) = Store(home).recent_comparisons()
    assert comparison.title == "Baseline"
    assert runs[0].status == "finished"


def test_a_preset_can_be_made_smaller(home: Path, tmp_path: Path) -> None:
    file = tmp_path / "out.jsonl"
    status, out, _ = call("run", "--preset", "overfit", *TINY, "--json", str(file), "--quiet")
    assert status == 0
    lines = [json.loads(line) for line in file.read_text().splitlines()]
    # A preset has the seeds needed for verdicts, the first seeds of all methods first.
    names = ["baseline", "L2 0.02", "dropout 0.6", "augmentation"]
    assert [line["name"] for line in lines] == [
        f"{n}, seed {s}" for s in range(1, 6) for n in names
    ]
    assert all(name in out for name in names)
    assert "; 5 seeds." in out


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--technique", "l2=7"], "L2 strength (l2): received '7'; allowed: a number from"),
        (["--technique", "magic"], "There is no technique 'magic'"),
        (["--technique", "l2", "--technique", "l2=1e-3"], "l2: chosen twice"),
        (["--epochs", "ten"], "Epochs (epochs): received 'ten'"),
        (["--seed", "x"], "Seed (seed): received 'x'"),
        (["--train-size", "40000"], "there are 34,300"),
        (["--preset", "nope"], "There is no preset 'nope'. There are: overfit"),
        (["--preset", "overfit", "--technique", "l1"], "a preset has its own techniques"),
        (["--json", "/proc/nowhere/x"], "--json /proc/nowhere/x: cannot be written"),
    ],
)
def test_invalid_input_is_reported_and_trains_nothing(home: Path, arguments, words) -> None:
    status, out, err = call("run", *arguments)
    assert status == 2
    assert words in err
    assert "Traceback" not in err
    assert out == ""
    assert Store(home).recent_comparisons() == []


def test_run_trains_a_comparison_from_a_link(home: Path, tiny) -> None:
    specs = [tiny(epochs=2, techniques=t) for t in ({}, {"l2": {}})]
    text = shared_text("Theirs \x1b[31m", specs, specs[1].method)
    address = f"http://127.0.0.1:8501/?comparison=feedbeef&specs={text}"
    status, _, err = call("run", "--link", address, "--quiet")
    assert status == 0, err
    assert err.startswith("'Theirs [31m': 2 methods, 2 runs (seed 1), about ")
    # Nothing is trained twice.
    status, out, err = call("run", "--link", text, "--quiet", "--json", "-")
    assert status == 0, err
    assert "all in a comparison on this machine." in err
    assert [json.loads(line)["spec"] for line in out.splitlines()] == [
        spec.model_dump(mode="json") for spec in specs
    ]
    store = Store(home)
    ((found, runs),) = store.recent_comparisons()
    assert (found.baseline, len(runs)) == (specs[1].method, 2)
    store.close()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--link", "1.abcd"], "regdash: The link is damaged"),
        (["--link", "http://a/?comparison=b"], "has no 'specs'"),
        (["--link", "1.abcd", "--preset", "overfit"], "--link and --preset: a link has its own"),
        (["--link", "1.abcd", "--seed", "1"], "--link and --seed"),
    ],
)
def test_bad_links_are_explained(home: Path, arguments: list[str], words: str) -> None:
    status, out, err = call("run", *arguments)
    assert (status, out) == (2, "")
    assert words in err


def test_a_link_needs_images_that_are_here(home: Path, tiny) -> None:
    spec = tiny(data={"dataset": "0123456789abcdef", "train_size": 20})
    status, _, err = call("run", "--link", shared_text("A", [spec]))
    assert status == 2
    assert "The images of the data set 0123456789abcdef are not on this machine" in err
    store = Store(home)
    assert store.recent_comparisons() == []
    store.close()
