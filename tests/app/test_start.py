"""The start page in Streamlit's AppTest: cards, and the list of comparisons."""

import re
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.content.presets import PRESETS
from regdash.services.comparisons import start_comparison
from regdash.services.setups import describe_setup
from regdash.store.store import Store
from regdash.ui.services import run_service
from regdash.ui.start.comparisons import PAGE
from regdash.ui.start.welcome import SENTENCE

APP = str(Path(__file__).parents[2] / "regdash" / "ui" / "server" / "main.py")


@pytest.fixture
def app(home: Path):
    st.cache_resource.clear()
    yield AppTest.from_file(APP, default_timeout=60)
    st.cache_resource.clear()


@pytest.fixture
def store(home: Path):
    opened = Store(home)
    yield opened
    opened.close()


def texts(elements) -> str:
    return " ".join(str(element.value) for element in elements).replace("\\", "")


def html(app: AppTest) -> str:
    return " ".join(str(element.proto.body) for element in app.get("html"))


def add(store: Store, title: str, *specs, **fields) -> str:
    """A comparison whose runs have ended."""
    comparison = store.add_comparison(title, **fields)
    for spec in specs:
        store.end_run(store.add_run(comparison, spec, "me"), "finished")
    return comparison


def titles(app: AppTest) -> list[str]:
    opens = [button for button in app.button if str(button.key).startswith("open_")]
    return [button.label.strip("*").replace("\\", "") for button in opens]


def search(app: AppTest, text: str) -> None:
    app.text_input(key="search_comparisons").set_value(text).run()


def test_one_sentence_and_one_primary_button(app: AppTest) -> None:
    app.run()
    assert not app.exception
    assert [title.value for title in app.header] == [SENTENCE]
    starts = [app.button(key=f"preset_{preset.key}") for preset in PRESETS]
    assert [button.proto.type for button in starts] == ["primary", "secondary", "secondary"]
    for preset in PRESETS:
        methods = len(preset.specs())
        shown = re.sub("<span role.*?</span>|<[^>]+>", "", html(app))
        effort = (
            f"{methods * preset.seeds} runs ({methods} networks, {preset.seeds} seeds each), about "
        )
        assert effort in shown
    assert "No comparisons yet." in texts(app.markdown)
    assert not app.text_input(key="set_hidden_layers").proto.disabled
    assert [field for field in app.text_input if field.key == "search_comparisons"] == []


def test_an_entry_says_what_the_comparison_contains(app: AppTest, store: Store, tiny) -> None:
    first = add(store, "First [race]", tiny(), tiny(seed=2))
    add(store, "Second", tiny(epochs=9), parent=first, setup=tiny(epochs=9))
    app.run()
    assert not app.exception
    assert titles(app) == ["Second", "First [race]"]
    captions = [str(caption.value).replace("\\", "") for caption in app.caption]
    pairs = [(1, 1), (2, 1)]
    assert any(
        re.fullmatch(
            re.escape(f"2 runs · {describe_setup(tiny(), pairs)} · ") + r"today \d\d:\d\d", text
        )
        for text in captions
    )
    assert any(text.endswith(" · made from 'First [race]'") for text in captions)
    app.button(key=f"open_{first}").click().run()
    assert app.query_params["comparison"] in (first, [first])


def test_deleting_is_undone_by_one_press(app: AppTest, store: Store, tiny) -> None:
    first, second = (add(store, title, tiny()) for title in ("First", "Second"))
    app.run()
    app.button(key=f"delete_{first}").click().run()
    assert not app.exception
    assert titles(app) == ["Second"]
    assert "Deleted 'First'." in texts(app.markdown)
    app.button(key="undo_delete").click().run()
    assert titles(app) == ["Second", "First"]
    assert "Deleted 'First'." not in texts(app.markdown)
    assert [button for button in app.button if button.key == f"restore_{second}"] == []


def test_deleting_asks_first_while_runs_are_in_progress(app: AppTest, tiny) -> None:
    app.run()
    service = run_service()
    started = start_comparison(service, [tiny(epochs=9000)], title="Long")
    app.run()
    app.button(key=f"delete_{started.comparison_id}").click().run()
    assert titles(app) == ["Long"]
    assert "1 run in progress will be stopped." in texts(app.caption)
    next(button for button in app.button if button.label == "Keep").click().run()
    assert titles(app) == ["Long"]
    assert "will be stopped" not in texts(app.caption)
    (run,) = service.store.runs(started.comparison_id)
    assert run.active
    app.button(key=f"delete_{started.comparison_id}").click().run()
    [button for button in app.button if button.label == "Delete"][-1].click().run()
    assert titles(app) == []
    assert "Deleted 'Long'. 1 run in progress stopped." in texts(app.markdown)
    assert service.wait(started.run_ids, timeout=60)


def test_the_offer_to_undo_stays_until_the_next_action(app: AppTest, store: Store, tiny) -> None:
    first, second, _ = (add(store, title, tiny()) for title in ("First", "Second", "Third"))
    app.run()
    app.button(key=f"delete_{first}").click().run()
    app.run()
    assert "Deleted 'First'." in texts(app.markdown)
    app.button(key=f"delete_{second}").click().run()
    assert "Deleted 'First'." not in texts(app.markdown)
    assert "Deleted 'Second'." in texts(app.markdown)
    search(app, "Third")
    assert "Deleted 'Second'." not in texts(app.markdown)
    # Both can still be restored.
    app.button(key=f"restore_{first}").click().run()
    search(app, "")
    assert titles(app) == ["Third", "First"]
    assert f"restore_{second}" in [button.key for button in app.button]


def test_rename_a_comparison(app: AppTest, store: Store, tiny) -> None:
    comparison = add(store, "Race of many", tiny())
    app.run()
    app.button(key=f"rename_{comparison}").click().run()
    field = next(field for field in app.text_input if field.label == "Title")
    assert field.value == "Race of many"
    field.set_value("For the talk")
    app.button(key="FormSubmitter:rename_comparison_form-Rename").click().run()
    assert not app.exception
    assert titles(app) == ["For the talk"]
    assert not [field for field in app.text_input if field.label == "Title"]


@pytest.mark.parametrize(
    ("title", "sentence"),
    [
        ("", "Title: received nothing; allowed: 1 to 120 characters. Enter a title"),
        ("  ", "Title: received nothing; allowed: 1 to 120 characters. Enter a title"),
        (
            "x" * 1121,
            "Title: received 1,121 characters; allowed: 1 to 120 characters. Shorten it.",
        ),
    ],
)
def test_a_title_that_is_refused_is_explained(
    app: AppTest, store: Store, tiny, title: str, sentence: str
) -> None:
    comparison = add(store, "Mine", tiny())
    app.run()
    app.button(key=f"rename_{comparison}").click().run()
    rename = "FormSubmitter:rename_comparison_form-Rename"
    next(field for field in app.text_input if field.label == "Title").set_value(title)
    app.button(key=rename).click().run()
    assert not app.exception
    assert sentence in texts(app.error)
    assert titles(app) == ["Mine"]
    # The dialog is still there, and takes another title.
    next(field for field in app.text_input if field.label == "Title").set_value("x" * 120)
    app.button(key=rename).click().run()
    assert not app.error
    assert titles(app) == ["x" * 120]


def test_search_by_title_and_by_the_name_of_a_run(app: AppTest, store: Store, tiny) -> None:
    add(store, "Strengths", tiny(techniques={"dropout": {"rate": 0.4}}))
    add(store, "Baselines", tiny())
    app.run()
    search(app, " DROPOUT ")
    assert titles(app) == ["Strengths"]
    search(app, "base")
    assert titles(app) == ["Baselines"]
    add(store, "Übung", tiny())
    search(app, "übu")
    assert titles(app) == ["Übung"]
    search(app, "<nothing> [like] *this*")
    assert titles(app) == []
    assert "No comparison has '<nothing> [like] *this*'" in texts(app.markdown)
    app.button(key="clear_search").click().run()
    assert titles(app) == ["Übung", "Baselines", "Strengths"]
    assert app.text_input(key="search_comparisons").value == ""


def test_more_comparisons_are_shown_on_demand(app: AppTest, store: Store, tiny) -> None:
    for number in range(2 * PAGE + 3):
        add(store, f"Race {number}", tiny())
    app.run()
    assert len(titles(app)) == PAGE
    assert app.button(key="more_comparisons").label == f"Show {PAGE} more of {PAGE + 3}"
    app.button(key="more_comparisons").click().run()
    assert len(titles(app)) == 2 * PAGE
    assert app.button(key="more_comparisons").label == "Show 3 more of 3"
    app.button(key="more_comparisons").click().run()
    assert len(titles(app)) == 2 * PAGE + 3
    assert "more_comparisons" not in [button.key for button in app.button]


def test_a_link_to_a_deleted_comparison_offers_to_restore_it(
    app: AppTest, store: Store, tiny
) -> None:
    comparison = add(store, "Gone", tiny())
    store.delete_comparison(comparison)
    app.query_params["comparison"] = comparison
    app.run()
    assert not app.exception
    assert "'Gone' was deleted today " in texts(app.markdown)
    assert "No comparisons yet" not in texts(app.markdown)
    app.button(key=f"restore_{comparison}").click().run()
    assert not app.exception
    assert "was deleted" not in texts(app.markdown)
    assert store.comparison(comparison).deleted is None


def test_a_deleted_comparison_can_be_left(app: AppTest, store: Store, tiny) -> None:
    comparison = add(store, "Gone", tiny())
    store.delete_comparison(comparison)
    app.query_params["comparison"] = comparison
    app.run()
    app.button(key="leave_deleted").click().run()
    assert not app.exception
    assert "comparison" not in app.query_params
    assert "Watch a network overfit" in texts(app.subheader)
