"""The Compare page in Streamlit's AppTest: what the script draws, without a browser."""

import shutil
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.services.comparisons import start_runs
from regdash.services.runs import RunService
from regdash.spec import RunSpec
from regdash.store.records import Run
from regdash.store.store import Store
from tests.conftest import TINY

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


def test_widgets_have_their_values_also_as_defaults(app: AppTest) -> None:
    """The browser hears of a value in the session only in the run that set it. If that run is
    interrupted, a widget starts with its default, and the next run takes that for a choice."""
    app.query_params["technique"] = ["l2=0.003", "dropout=0.6"]
    app.query_params["epochs"] = "20"
    app.query_params["train_size"] = "1000"
    app.run().run()
    numbers = {box.key: box.proto for box in app.number_input}
    assert not any(box.set_value for box in numbers.values())
    assert numbers["set_epochs"].default == 20
    assert numbers["set_train_size"].default == 1000
    assert app.text_input(key="set_hidden_layers").proto.default == "500x5"
    assert app.slider(key="set_dropout_rate").proto.default == [0.6]
    strength = app.select_slider(key="set_l2_l2").proto
    assert strength.options[int(strength.default[0])] == "3e-3"
    optimizer = app.selectbox(key="set_optimizer").proto
    assert optimizer.options[optimizer.default].lower() == "adam"
    techniques = app.button_group(key="set_techniques").proto
    assert [techniques.options[index].content for index in techniques.default] == ["L2", "Dropout"]


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
        ("set_train_size", 1, r"received 1; allowed\: a whole number from 2"),
        ("set_epochs", 0, r"received 0; allowed\: a whole number from 1"),
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


def test_collect_variants_and_remove_them(app: AppTest) -> None:
    app.run()
    app.button(key="add").click().run()
    assert app.button(key="start").label == "Start 1 run"
    assert app.button(key="add").disabled  # the same variant again
    app.button_group(key="set_techniques").set_value(["dropout"]).run()
    app.button(key="add").click().run()
    assert app.button(key="start").label == "Start 2 runs"
    next(button for button in app.button if button.label == "Remove").click().run()
    assert app.button(key="start").label == "Start 1 run"
    assert not app.exception


@pytest.fixture(scope="module")
def raced(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A store with a comparison: a baseline and dropout over two seeds, 300 images."""
    home = tmp_path_factory.mktemp("raced")
    service = RunService(home)
    specs = [
        RunSpec.from_dict({**TINY, "techniques": techniques, "seed": seed})
        for seed in (1, 2)
        for techniques in ({}, {"dropout": {"rate": 0.5}})
    ]
    (started,) = start_runs(service, specs)
    assert service.wait(started.run_ids, timeout=120)
    service.close()
    return home, started.comparison_id


@pytest.fixture
def opened(
    app: AppTest, raced: tuple[Path, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> AppTest:
    """The page with that comparison, in a copy of the store."""
    shutil.copytree(raced[0], tmp_path / "copy")
    monkeypatch.setenv("REGDASH_HOME", str(tmp_path / "copy"))
    app.query_params["comparison"] = raced[1]
    return app.run()


def captions(app: AppTest) -> str:
    return texts(app.caption).replace("\\", "")


def runs_in(home: Path, comparison_id: str) -> list[Run]:
    store = Store(home)
    found = store.runs(comparison_id)
    store.close()
    return found


def test_the_open_comparison_shows_its_title_and_set_up(opened: AppTest) -> None:
    assert not opened.exception
    assert [title.value for title in opened.header] == ["Baseline and dropout 0.5"]
    assert "300 digits · 32 · Adam 0.001 · 3 epochs · 10% held out · batch 32 · seeds 1–2" in texts(
        opened.markdown
    ).replace("\\", "")


def test_the_composer_takes_the_set_up_of_the_open_comparison(opened: AppTest) -> None:
    assert "New variant" in texts(opened.subheader)
    assert opened.number_input(key="set_train_size").value == 300
    assert opened.text_input(key="set_hidden_layers").value == "32"
    assert opened.number_input(key="set_epochs").value == 3
    assert "set_seed" not in [box.key for box in opened.number_input]


def test_a_variant_gets_the_seeds_of_the_baseline(
    opened: AppTest, raced: tuple[Path, str], tmp_path: Path
) -> None:
    opened.button_group(key="set_techniques").set_value(["l2"]).run()
    assert "2 runs (seeds 1–2), about" in captions(opened)
    assert "comparable with the baseline." in captions(opened)
    opened.button(key="start").click().run()
    assert not opened.exception
    added = runs_in(tmp_path / "copy", raced[1])[4:]
    assert [(run.name, run.spec.seed) for run in added] == [("L2 1e-4", 1), ("L2 1e-4", 2)]
    assert {run.spec.data.train_size for run in added} == {300}
    assert [title.value for title in opened.header] == ["Baseline and 2 variants"]
    # The same again would give the same numbers.
    assert "it is 'L2 1e-4'. Its next seed is 3" in captions(opened)
    assert "start" not in [button.key for button in opened.button]


def test_a_variant_with_the_first_seed_only(opened: AppTest) -> None:
    opened.button_group(key="set_techniques").set_value(["l2"]).run()
    opened.button_group(key="variant_seeds").set_value("first").run()
    assert "1 run (seed 1), about" in captions(opened)


def test_what_is_already_trained_is_not_trained_again(
    opened: AppTest, raced: tuple[Path, str], tmp_path: Path
) -> None:
    opened.button_group(key="set_techniques").set_value(["dropout"]).run()
    opened.slider(key="set_dropout_rate").set_value(0.5).run()
    assert "Already trained: it is 'dropout 0.5'. Its next seed is 3, about" in captions(opened)
    button = opened.button(key="start_seed_3")
    assert button.label == "Train seed 3"
    button.click().run()
    assert not opened.exception
    runs = runs_in(tmp_path / "copy", raced[1])
    assert [(run.name, run.spec.seed) for run in runs[4:]] == [("dropout 0.5", 3)]
    assert runs[4].method == runs[1].method


def test_deviations_are_chips_that_can_be_removed(opened: AppTest) -> None:
    opened.number_input(key="set_batch_size").set_value(64).run()
    chip = opened.button(key="deviation_batch_size")
    assert chip.label == "batch 64\\: with a caution"
    assert "comparable with the baseline, with a caution." in captions(opened)
    opened.number_input(key="set_train_size").set_value(200).run()
    assert opened.button(key="deviation_train_size").label == "200 images\\: cannot be compared"
    assert "cannot be compared with the baseline." in captions(opened)
    for name in ("batch_size", "train_size"):
        opened.button(key=f"deviation_{name}").click().run()
    assert opened.number_input(key="set_batch_size").value == 32
    assert opened.number_input(key="set_train_size").value == 300
    assert not [button for button in opened.button if str(button.key).startswith("deviation_")]


def test_a_copied_run_fills_the_composer(
    opened: AppTest, raced: tuple[Path, str], tmp_path: Path
) -> None:
    opened.number_input(key="set_batch_size").set_value(64).run()
    run = runs_in(tmp_path / "copy", raced[1])[1]
    opened.session_state["composer_copy"] = run  # as the table's action does; see `follow._act`
    opened.run()
    assert not opened.exception
    assert "Copy of dropout 0.5" in texts(opened.subheader)
    assert opened.button_group(key="set_techniques").value == ["dropout"]
    assert opened.slider(key="set_dropout_rate").value == 0.5
    assert opened.number_input(key="set_batch_size").value == 32
    opened.slider(key="set_dropout_rate").set_value(0.4).run()
    opened.button(key="start").click().run()
    assert "New variant" in texts(opened.subheader)


def test_the_link_contains_only_what_deviates(opened: AppTest) -> None:
    opened.button_group(key="set_techniques").set_value(["l2"]).run()
    opened.number_input(key="set_batch_size").set_value(64).run()
    assert opened.query_params.keys() == {"comparison", "technique", "batch_size"}


def test_the_link_keeps_presentation_mode_until_another_comparison_is_opened(
    opened: AppTest,
) -> None:
    opened.query_params["present"] = "1"
    opened.run()
    assert not opened.warning  # it is no setting
    opened.button_group(key="set_techniques").set_value(["l2"]).run()
    assert opened.query_params.keys() == {"comparison", "technique", "present"}
    assert opened.button(key="open_present").disabled is False
    opened.button(key="new_comparison").click().run()
    assert "present" not in opened.query_params


def test_another_comparison_brings_its_own_set_up(opened: AppTest, tmp_path: Path) -> None:
    store = Store(tmp_path / "copy")
    other = store.add_comparison("Another", setup=RunSpec.from_dict({**TINY, "epochs": 7}))
    store.close()
    opened.button_group(key="set_techniques").set_value(["l2"]).run()
    opened.number_input(key="set_batch_size").set_value(64).run()
    opened.query_params["comparison"] = other
    opened.run()
    assert not opened.exception
    assert opened.number_input(key="set_epochs").value == 7
    assert opened.number_input(key="set_batch_size").value == 32
    assert opened.button_group(key="set_techniques").value == []


def test_all_methods_are_trained_again_with_a_changed_set_up(
    opened: AppTest, raced: tuple[Path, str], tmp_path: Path
) -> None:
    opened.button(key="change_setup").click().run()
    assert "Nothing is changed yet." in captions(opened)
    opened.number_input(key="change_epochs").set_value(0).run()
    assert "received 0; allowed\\: a whole number from 1" in texts(opened.error)
    opened.number_input(key="change_epochs").set_value(2).run()
    assert "2 epochs: 2 methods, 4 runs, about" in captions(opened)
    opened.button(key="train_all_again").click().run()
    assert not opened.exception
    made = opened.query_params["comparison"]
    assert made != raced[1]
    assert [title.value for title in opened.header] == ["Baseline and dropout 0.5, 2 epochs"]
    assert {run.spec.epochs for run in runs_in(tmp_path / "copy", made)} == {2}
    assert opened.number_input(key="set_epochs").value == 2
    # Back to the comparison it was made from.
    opened.button(key="open_parent").click().run()
    assert opened.query_params["comparison"] == raced[1]


def test_a_comparison_is_renamed(opened: AppTest) -> None:
    opened.button(key="rename_comparison").click().run()
    opened.text_input[-1].set_value("My *race*")
    next(b for b in opened.button if b.label == "Rename" and b.form_id).click().run()
    assert not opened.exception
    assert [title.value for title in opened.header] == [r"My \*race\*"]
