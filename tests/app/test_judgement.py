"""Verdicts on the page in AppTest, on real runs that are trained once for this file."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.judging.diagnosis import RULES
from regdash.services.runs import RunService
from regdash.spec import RunSpec
from regdash.store.store import Store
from tests.conftest import TINY

APP = str(Path(__file__).parents[2] / "regdash" / "ui" / "server" / "main.py")


@pytest.fixture(scope="module")
def trained(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with two methods over three seeds, and one trained on fewer images."""
    home = tmp_path_factory.mktemp("judged")
    service = RunService(home)
    comparison = service.store.add_comparison("Two methods")
    methods = (
        {},
        {"techniques": {"dropout": {}}},
        {"data": {"train_size": 200, "validation_share": 0.1}},
    )
    specs = [
        RunSpec.from_dict({**TINY, "epochs": 2, **changes, "seed": seed})
        for changes in methods
        for seed in (1, 2, 3)
    ]
    ids = service.submit(comparison, specs)
    assert service.wait(ids, timeout=120)
    service.close()
    return home, comparison


@pytest.fixture
def app(trained: tuple[Path, str], monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    home, comparison = trained
    monkeypatch.setenv("REGDASH_HOME", str(home))
    st.cache_resource.clear()
    made = AppTest.from_file(APP, default_timeout=60)
    made.query_params["comparison"] = comparison
    yield made.run()
    st.cache_resource.clear()


def words(app: AppTest) -> str:
    elements = (*app.markdown, *app.caption, *app.info)
    return " ".join(str(element.value).replace("\\", "") for element in elements)


def open_part(app: AppTest, comparison: str, name: str) -> None:
    """Open a part of the judgement: only that is drawn."""
    app.session_state[f"judged_{comparison}"] = name
    assert not app.run().exception


def test_verdicts_have_reasons_and_warnings(app: AppTest) -> None:
    assert not app.exception
    told = words(app)
    assert "points on validation images, 95% interval" in told
    assert "3 seeds" in told
    assert "-badge[not comparable]" in told
    assert "Trained on 200 images, the baseline on 300" in told


def test_only_the_open_part_is_drawn(app: AppTest, trained: tuple[Path, str]) -> None:
    assert not app.dataframe
    read = {
        "Certainty": "Difference from baseline",
        "Figures": "Means over the seeds",
        "Diagnosis": "Derived from the curves by fixed rules",
    }
    for name, sentence in read.items():
        assert sentence not in words(app)
        open_part(app, trained[1], name)
        assert sentence in words(app)
        assert "points on validation images, 95% interval" not in words(app)


def test_a_diagnosis_names_its_rule(app: AppTest, trained: tuple[Path, str]) -> None:
    open_part(app, trained[1], "Diagnosis")
    assert "RD-D2, Too early to tell. Seed 1; 3 of 3 seeds have this diagnosis." in words(app)
    (table,) = app.table
    assert list(table.value.index) == [rule.code for rule in RULES]
    assert list(table.value["Applies when"]) == [rule.threshold for rule in RULES]


def test_settings_show_only_differences(app: AppTest, trained: tuple[Path, str]) -> None:
    open_part(app, trained[1], "Settings")
    settings = app.dataframe[-1].value
    assert list(settings["Setting"]) == [
        "Dropout: Hidden rate",
        "Dropout: Input rate",
        "Training images",
    ]
    app.toggle(key="all_settings").set_value(True).run()
    assert len(app.dataframe[-1].value) > 15


def test_a_changed_baseline_is_stored(app: AppTest, trained: tuple[Path, str]) -> None:
    _, comparison = trained
    box = app.selectbox(key=f"baseline_{comparison}")
    names = list(box.options)
    box.set_value(Store(trained[0]).runs(comparison)[3].method).run()
    assert not app.exception
    open_part(app, comparison, "Certainty")
    assert "Difference from dropout 0.25" in words(app)
    assert Store(trained[0]).comparison(comparison).baseline is not None
    app.selectbox(key=f"baseline_{comparison}").set_value(
        Store(trained[0]).runs(comparison)[0].method
    ).run()
    assert names[0].startswith("baseline")


def test_repeats_are_counted_with_their_duration(app: AppTest) -> None:
    assert app.button(key="start_repeats").label == "Start 6 runs"
    app.button_group(key="repeat_seeds").set_value(10).run()
    assert app.button(key="start_repeats").label == "Start 21 runs"
    assert "on this machine" in words(app)


def test_test_results_are_hidden_until_revealed_and_then_stay_visible(
    app: AppTest, trained: tuple[Path, str]
) -> None:
    told = words(app)
    assert "Test results are hidden" in told
    assert "points on test" not in told
    open_part(app, trained[1], "Figures")
    assert set(app.dataframe[0].value["Test accuracy"]) == {"hidden"}
    app.button(key="reveal_test").click().run()
    assert not app.exception
    told = words(app)
    assert "Test results were revealed on" in told
    assert "hidden" not in set(app.dataframe[0].value["Test accuracy"])
    open_part(app, trained[1], "Verdict")
    assert "points on test images, 95% interval" in words(app)
    again = AppTest.from_file(APP, default_timeout=60)
    again.query_params["comparison"] = trained[1]
    assert "points on test images, 95% interval" in words(again.run())
