"""False verdicts that an earlier version gave, reproduced with the current rules."""

import io
import re
from contextlib import redirect_stdout
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

from regdash.cli import main
from regdash.judging.methods import Method
from regdash.judging.reasons import explain_verdict
from regdash.judging.verdict import judge
from regdash.live.rows import group_row
from regdash.services.methods import describe_run
from regdash.services.run_states import RunState
from regdash.services.runs import RunService
from regdash.store.store import Store

WORDS = ("better", "worse")


@pytest.fixture
def small(home: Path, tmp_path: Path) -> Path:
    """Import 1,000 training images and all test images of MNIST as the data set `small`."""
    with np.load(str(files("regdash.datasets") / "files" / "mnist.npz")) as mnist:
        chosen = np.random.default_rng(5).permutation(60_000)[:1_000]
        file = tmp_path / "small.npz"
        np.savez(
            file,
            x_train=mnist["x_train"][chosen],
            y_train=mnist["y_train"][chosen],
            x_test=mnist["x_test"],
            y_test=mnist["y_test"],
        )
    assert _run_cli("data", "add", str(file), "--name", "small")
    return home


def _run_cli(*arguments: str) -> str:
    out = io.StringIO()
    with redirect_stdout(out):
        assert main(arguments) == 0
    return out.getvalue()


def _race(*seeds: int) -> str:
    chosen = [word for seed in seeds for word in ("--seed", str(seed))]
    return _run_cli(
        *("run", "--preset", "overfit", "--dataset", "small", "--train-size", "800"),
        *("--validation-share", "0.2", "--label-noise", "0", "--hidden-layers", "64"),
        *("--epochs", "20", "--batch-size", "128", "--learning-rate", "0.001", "--quiet", *chosen),
    )


def _verdicts(output: str) -> dict[str, str]:
    return dict(re.findall(r"^(.+), against baseline: (.+)$", output, re.MULTILINE))


def test_two_seeds_with_the_same_difference_give_no_verdict(small: Path) -> None:
    """Formerly: worse, −0.50 points, 95% interval −0.50 to −0.50, p = 0."""
    found = _verdicts(_race(5, 9))
    assert len(found) == 3
    for text in found.values():
        assert text.startswith("not yet: ")
        assert text.endswith("; 2 seeds. A verdict requires at least 3 seeds per method.")
        low, high = re.search(r"95% interval (\S+) to (\S+) over", text).groups()
        assert low.replace("−", "-") != high.replace("−", "-")
        assert float(low.replace("−", "-")) < 0 < float(high.replace("−", "-"))


def test_more_seeds_of_the_same_race_give_verdicts_with_intervals(small: Path) -> None:
    found = _verdicts(_race(5, 9, 11))
    for text in found.values():
        assert re.match(r"(better|worse|not distinguishable): ", text)
        assert "over new seeds and new images; 3 seeds." in text


def test_one_method_with_two_seeds_is_not_distinguished(home: Path, tiny) -> None:
    """Formerly: better or worse in 15 to 59 % of pairs, in up to 96 % on test images."""
    service = RunService(home)
    comparison = service.store.add_comparison("")
    ids = service.submit(comparison, [tiny(seed=seed) for seed in (1, 2, 3, 4)])
    assert service.wait(ids, timeout=120)
    first, *others = (
        Method(run.id, run.id, 0, (describe_run(service.store, run),))
        for run in service.store.runs(comparison)
    )
    for on in ("validation", "test"):
        verdicts = judge(first, others, on=on, at="kept")
        assert {v.word for v in verdicts} == {"one seed"}
        assert all("Other seeds may reverse the order." in explain_verdict(v) for v in verdicts)
        # The networks themselves do differ, and the difference is still reported.
        assert any(v.difference for v in verdicts)
    service.close()


def test_table_and_verdict_use_the_same_epoch(home: Path) -> None:
    """Formerly the table showed the best epochs, 87.24 and 87.24, above "better, +13.96 points"."""
    _run_cli(
        *("run", "--train-size", "200", "--validation-share", "0.1", "--hidden-layers", "32"),
        *("--optimizer", "sgd", "--learning-rate", "1.5", "--epochs", "6", "--quiet"),
        *("--seed", "1", "--seed", "2", "--seed", "3"),
    )
    store = Store(home)
    ((_, runs),) = store.recent_comparisons()
    histories = store.histories.load(runs)
    for at in ("kept", "best"):
        row = group_row(
            "g", "n", [RunState(run, histories[run.id], at=at) for run in runs], revealed=True
        )
        method = Method("m", "m", 0, tuple(describe_run(store, run) for run in runs))
        mean = 100 * np.mean(method.values("val_accuracy", at))
        assert row["cells"]["val_accuracy"]["text"].startswith(f"{mean:.2f} ")
        mean = 100 * np.mean(method.values("test_accuracy", at))
        assert row["cells"]["test_accuracy"]["text"].startswith(f"{mean:.2f} ")
    store.close()
