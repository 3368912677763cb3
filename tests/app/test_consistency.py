"""A number is the same wherever it is shown, and a difference is that of the numbers shown.

Compares the table under the charts, the verdicts, all tabs, the terminal and its JSON, for one
comparison of real runs: methods with and without a validation-chosen epoch, a duplicate seed, a
missing seed, kept weights and best epochs, validation and test images.
"""

import io
import json
import re
from collections.abc import Iterator
from contextlib import redirect_stdout
from decimal import Decimal
from pathlib import Path
from statistics import fmean

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.cli.summary import print_summary, write_json
from regdash.live.feed import LiveFeed
from regdash.services.runs import RunService
from regdash.spec import RunSpec
from regdash.store.store import Store

APP = str(Path(__file__).parents[2] / "regdash" / "ui" / "server" / "main.py")

SPEC = {
    "data": {"train_size": 200, "validation_share": 0.1},
    "network": {"hidden_layers": [24]},
    "optimizer": {"learning_rate": 0.01},
    "epochs": 8,
}

METHODS = {
    "baseline": {},
    "dropout 0.25": {"dropout": {"rate": 0.25}},
    "early stopping 1": {"early_stopping": {"patience": 1}},
    "L2 0.03": {"l2": {"l2": 0.03}},
}

NUMBER = r"[+−]?\d+\.\d+"


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with the methods above over three seeds; L2 lacks one, the baseline has one twice."""
    home = tmp_path_factory.mktemp("consistency")
    service = RunService(home)
    comparison = service.store.add_comparison("Consistency")
    specs = [
        RunSpec.from_dict({**SPEC, "techniques": techniques, "seed": seed})
        for name, techniques in METHODS.items()
        for seed in (1, 2, 3, 1)
        if not (name.startswith("L2") and seed == 3)
    ]
    ids = service.submit(comparison, specs)
    assert service.wait(ids, timeout=240)
    service.close()
    return home, comparison


@pytest.fixture(params=["kept", "best"])
def at(trained: tuple[Path, str], request: pytest.FixtureRequest) -> str:
    home, comparison = trained
    store = Store(home)
    store.set_epoch(comparison, request.param)
    store.close()
    return request.param


@pytest.fixture(params=["validation", "test"])
def on(trained: tuple[Path, str], request: pytest.FixtureRequest) -> str:
    if request.param == "test":
        store = Store(trained[0])
        store.reveal_test(trained[1])
        store.set_images(trained[1], "test")  # an earlier test may have chosen validation images
        store.close()
    return request.param


@pytest.fixture
def app(trained: tuple[Path, str], at: str, on: str, monkeypatch) -> Iterator[AppTest]:
    home, comparison = trained
    monkeypatch.setenv("REGDASH_HOME", str(home))
    st.cache_resource.clear()
    made = AppTest.from_file(APP, default_timeout=60)
    made.query_params["comparison"] = comparison
    made.run()
    if on == "validation" and any(b.key == f"on_{comparison}" for b in made.button_group):
        made.button_group(key=f"on_{comparison}").set_value("validation").run()
    assert not made.exception
    yield made
    st.cache_resource.clear()


def table(home: Path, comparison_id: str) -> dict[str, dict[str, str]]:
    """The rows of the live table: cells by method and metric."""
    service = RunService(home)
    runs = service.store.runs(comparison_id)
    updates = LiveFeed(service).updates(runs, service.store.comparison(comparison_id))
    service.close()
    groups = [updates["lines"][id] for id in updates["order"] if not updates["lines"][id]["group"]]
    return {
        line["name"]: {key: cell["text"] for key, cell in line["cells"].items()} for line in groups
    }


def terminal(home: Path, comparison_id: str) -> tuple[dict[str, tuple[str, str]], dict[str, str]]:
    """What the terminal prints: accuracies, and reasons of the verdicts, by method."""
    store, out = Store(home), io.StringIO()
    with redirect_stdout(out):
        print_summary(store, comparison_id, store.runs(comparison_id))
    store.close()
    lines = out.getvalue().splitlines()
    accuracies = {
        line[: line.index("  ")]: tuple(re.split(r" {2,}", line)[-2:])
        for line in lines[1 : 1 + len(METHODS)]
    }
    reasons = {
        line.split(",")[0]: line.split(": ", 2)[2]
        for line in lines
        if ", against baseline: " in line
    }
    return accuracies, reasons


def reasons_on_page(app: AppTest) -> dict[str, str]:
    names = [re.sub(r"<[^>]+>|⬤|&nbsp;", "", str(e.proto.body)).strip() for e in app.get("html")]
    texts = [str(e.value).replace("\\", "") for e in app.markdown if " points " in str(e.value)]
    methods = [name for name in names if name in METHODS and name != "baseline"]
    return dict(zip(methods, texts, strict=True))


def number(text: str) -> Decimal:
    found = re.search(NUMBER, text)
    assert found, text
    return Decimal(found[0].replace("−", "-"))


def open_tab(app: AppTest, comparison: str, name: str) -> None:
    app.session_state[f"judged_{comparison}"] = name
    assert not app.run().exception


def test_accuracies_and_differences_agree_everywhere(
    app: AppTest, trained: tuple[Path, str], at: str, on: str
) -> None:
    home, comparison = trained
    rows = table(home, comparison)
    column = "val_accuracy" if on == "validation" else "test_accuracy"
    shown = {name: number(cells[column]) for name, cells in rows.items()}
    assert shown.keys() == METHODS.keys()
    differences = {name: shown[name] - shown["baseline"] for name in METHODS if name != "baseline"}

    page = reasons_on_page(app)
    assert {name: number(text) for name, text in page.items()} == differences
    assert all(f"points on {on} images" in text for text in page.values())

    open_tab(app, comparison, "Certainty")
    accuracies, certainty = (frame.value.set_index("Method") for frame in app.dataframe)
    assert {name: number(text) for name, text in accuracies["Mean"].items()} == shown
    assert {name: number(text) for name, text in certainty["Difference"].items()} == differences
    seeds = {name: 2 if name.startswith("L2") else 3 for name in METHODS}
    assert dict(accuracies["Seeds"]) == seeds  # the same seed twice counts once
    for name, text in page.items():
        low, high = certainty["95% interval"][name].split(" to ")
        assert f"95% interval {low} to {high} over" in text

    open_tab(app, comparison, "Figures")
    figures = app.dataframe[0].value.set_index("Method")
    cells = figures["Val. accuracy" if on == "validation" else "Test accuracy"]
    for name, text in cells.items():
        assert number(text) == shown[name]
        if name != "baseline":
            assert number(text.split("(")[1]) == differences[name]
    _check_column(figures["Val. loss"], {name: cells["val_loss"] for name, cells in rows.items()})
    _check_column(figures["Gap"], {name: cells["loss_gap"] for name, cells in rows.items()})


def _check_column(column, rows: dict[str, str]) -> None:
    """Check that cells equal those of the table, and that brackets are differences of two cells."""
    values = {name: number(text) for name, text in column.items()}
    for name, text in column.items():
        assert abs(values[name]) == abs(number(rows[name]))
        if name != "baseline":
            bracket = text.split("(")[1].rstrip(")").replace("−", "-").replace("+", "")
            assert Decimal(bracket) == values[name] - values["baseline"]


def test_the_terminal_agrees_with_the_page(
    app: AppTest, trained: tuple[Path, str], at: str, on: str
) -> None:
    home, comparison = trained
    rows = table(home, comparison)
    accuracies, reasons = terminal(home, comparison)
    assert {name: both[0] for name, both in accuracies.items()} == {
        name: cells["val_accuracy"] for name, cells in rows.items()
    }
    if Store(home).comparison(comparison).revealed is None:
        assert {both[1] for both in accuracies.values()} == {"hidden"}
        assert {cells["test_accuracy"] for cells in rows.values()} == {"hidden"}
    else:
        assert {name: both[1] for name, both in accuracies.items()} == {
            name: cells["test_accuracy"] for name, cells in rows.items()
        }
    shown_on = "test" if Store(home).comparison(comparison).revealed else "validation"
    if on == shown_on:
        assert reasons == reasons_on_page(app)


def test_the_json_has_the_numbers_of_the_means(trained: tuple[Path, str]) -> None:
    home, comparison = trained
    store, out = Store(home), io.StringIO()
    store.set_epoch(comparison, "kept")
    write_json(store, store.runs(comparison), out)
    store.close()
    lines = [json.loads(line) for line in out.getvalue().splitlines()]
    rows = table(home, comparison)
    for name, techniques in METHODS.items():
        mine = {
            line["spec"]["seed"]: line
            for line in lines
            if line["spec"]["techniques"].keys() == techniques.keys()
        }
        mean = fmean(line["held_out_val_accuracy"]["kept"] for line in mine.values())
        assert f"{100 * mean:.2f}" == str(number(rows[name]["val_accuracy"]))
        if name == "baseline":
            assert all(
                line["held_out_val_accuracy"]["kept"]
                == pytest.approx(line["history"]["val_accuracy"][line["kept_epoch"] - 1])
                for line in mine.values()
            )
