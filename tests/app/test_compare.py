"""The Compare page in Streamlit's AppTest: what the script draws, without a browser."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

APP = str(Path(__file__).parents[2] / "regdash" / "ui" / "server" / "main.py")


@pytest.fixture
def app(home: Path):
    st.cache_resource.clear()
    yield AppTest.from_file(APP, default_timeout=60)
    st.cache_resource.clear()


def texts(elements) -> str:
    return " ".join(str(element.value) for element in elements)


def test_empty_page_offers_the_races(app: AppTest) -> None:
    app.run()
    assert not app.exception
    titles = texts(app.subheader)
    assert "Watch a network overfit" in titles
    assert "The article's case study" in titles
    assert "Noisy labels" in titles
    assert app.button(key="start").disabled is False


def test_chosen_techniques_show_their_settings(app: AppTest) -> None:
    app.run()
    app.button_group(key="set_techniques").set_value(["early_stopping", "augmentation"]).run()
    assert not app.exception
    assert app.number_input(key="set_early_stopping_patience").value == 2
    assert app.slider(key="set_augmentation_rotation").value == 14.0
    assert "augmentation + early stopping 2" in texts(app.markdown)


def test_settings_of_a_technique_are_kept_while_it_is_not_chosen(app: AppTest) -> None:
    app.run()
    app.button_group(key="set_techniques").set_value(["dropout"]).run()
    app.slider(key="set_dropout_rate").set_value(0.6).run()
    app.button_group(key="set_techniques").set_value([]).run()
    app.button_group(key="set_techniques").set_value(["dropout"]).run()
    assert app.slider(key="set_dropout_rate").value == 0.6


def test_the_optimizer_sets_its_default_learning_rate(app: AppTest) -> None:
    app.run()
    app.selectbox(key="set_optimizer").set_value("sgd").run()
    assert not app.exception
    assert app.select_slider(key="set_learning_rate").value == 0.01
    assert app.slider(key="set_momentum").value == 0.9


@pytest.mark.parametrize(
    ("key", "value", "words"),
    [
        ("set_train_size", 1, "received 1; allowed is a whole number from 2"),
        ("set_epochs", 0, "received 0; allowed is a whole number from 1"),
        ("set_seed", -1, "received -1"),
    ],
)
def test_invalid_numbers_are_explained_and_disable_start(
    app: AppTest, key: str, value: int, words: str
) -> None:
    app.run()
    app.number_input(key=key).set_value(value).run()
    assert words in texts(app.error)
    assert app.button(key="start").disabled
    assert not app.exception


def test_invalid_combinations_are_explained(app: AppTest) -> None:
    app.run()
    app.button_group(key="set_techniques").set_value(["l2", "l1_l2"]).run()
    assert "L1 + L2 already contains L2" in texts(app.error)


def test_the_link_fills_the_composer(app: AppTest) -> None:
    app.query_params["technique"] = ["l2=0.003", "dropout=0.5"]
    app.query_params["train_size"] = "1000"
    app.query_params["hidden_layers"] = "20,10"
    app.query_params["seed"] = "no"
    app.run()
    assert not app.exception
    assert app.number_input(key="set_train_size").value == 1000
    assert app.select_slider(key="set_l2_l2").value == 0.003
    assert app.text_input(key="set_hidden_layers").value == "20-10"
    assert "received 'no'" in texts(app.warning)


def test_add_runs_to_the_race_and_remove_them(app: AppTest) -> None:
    app.run()
    app.button(key="add").click().run()
    app.button(key="add").click().run()
    assert app.button(key="start").label == "Start 2 runs"
    app.button(key="remove_0").click().run()
    assert app.button(key="start").label == "Start 1 run"
