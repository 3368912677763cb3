"""Links with specs in Streamlit's AppTest: the dialog that writes them, and the page they open."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.services.sharing import read_shared_text, shared_text
from regdash.spec import RunSpec
from regdash.ui.services import run_service
from regdash.ui.start.welcome import SENTENCE

APP = str(Path(__file__).parents[2] / "regdash" / "ui" / "server" / "main.py")

HOSTILE = "<script>x</script> [a](javascript:b) **c** $d$ :red[e] \u202e"


@pytest.fixture
def app(home: Path):
    st.cache_resource.clear()
    yield AppTest.from_file(APP, default_timeout=60)
    st.cache_resource.clear()


@pytest.fixture
def specs(tiny) -> list[RunSpec]:
    return [tiny(epochs=2, techniques=t) for t in ({}, {"dropout": {}})]


def texts(elements) -> str:
    return " ".join(str(element.value) for element in elements).replace("\\", "")


def open_link(app: AppTest, text: str, comparison: str = "feedbeef") -> None:
    app.query_params["specs"] = text
    app.query_params["comparison"] = comparison
    app.run()
    assert not app.exception


def add_ended(specs: list[RunSpec]) -> str:
    """A comparison whose runs have ended."""
    store = run_service().store
    comparison = store.add_comparison("Mine")
    for spec in specs:
        store.end_run(store.add_run(comparison, spec, "me"), "finished")
    return comparison


def named(app: AppTest, parameter: str) -> str:
    """A parameter of the page's address; AppTest has it as it was written."""
    value = app.query_params[parameter]
    return value if isinstance(value, str) else value[0]


def test_the_dialog_has_the_link_and_says_what_it_contains(
    app: AppTest, specs: list[RunSpec]
) -> None:
    comparison = add_ended(specs)
    app.query_params["comparison"] = comparison
    app.run()
    app.button(key="open_share").click().run()
    assert not app.exception
    (code,) = app.code
    assert read_shared_text(code.value).specs == tuple(specs)
    assert f"comparison={comparison}&specs=1." in code.value
    words = texts(app.caption)
    assert (
        f"{len(code.value)} characters. The link has the settings of 2 methods and 2 runs" in words
    )
    assert "not their results" in words
    assert "must be imported" not in words


def test_a_link_from_elsewhere_says_what_it_would_train(app: AppTest, specs: list[RunSpec]) -> None:
    open_link(app, shared_text(HOSTILE, specs, specs[1].method))
    # One main button: Start trains something else.
    assert app.button(key="start_shared").proto.type == "primary"
    assert app.button(key="start").proto.type == "secondary"
    assert texts(app.header).count(HOSTILE) == 1
    assert "\\[a\\](javascript\\:b)" in app.header[0].value
    body = texts(app.markdown)
    assert "300 digits · 32 · Adam 0.001 · 2 epochs · 10% held out · batch 32 · seed 1" in body
    assert ":gray-badge[baseline] :gray-badge[dropout 0.25]" in body
    assert "2 methods, 2 runs (seed 1), about" in body
    assert not app.warning
    # Composing keeps it open.
    app.button_group(key="set_techniques").set_value(["l2"]).run()
    assert app.button(key="start_shared").label == "Train this comparison"
    app.button(key="start_shared").click().run()
    assert not app.exception
    assert "specs" not in app.query_params
    comparison_id = named(app, "comparison")
    store = run_service().store
    assert [run.spec for run in store.runs(comparison_id)] == specs
    comparison = store.comparison(comparison_id)
    assert comparison is not None
    assert (comparison.title, comparison.baseline) == (HOSTILE, specs[1].method)
    run_service().stop_all(store.runs(comparison_id))
    assert SENTENCE not in texts(app.header)


def test_a_comparison_that_is_here_opens_as_always(app: AppTest, specs: list[RunSpec]) -> None:
    comparison = add_ended(specs[:1])
    open_link(app, shared_text("Theirs", specs), comparison)
    assert "Mine" in texts(app.header)
    open_link(app, "damaged", comparison)
    assert "Mine" in texts(app.header)
    assert not app.warning


def test_runs_that_are_here_under_another_id_are_opened(app: AppTest, specs: list[RunSpec]) -> None:
    comparison = add_ended(specs)
    store = run_service().store
    open_link(app, shared_text("Theirs", specs))
    assert "2 runs (seed 1), all in a comparison on this machine." in texts(app.markdown)
    app.button(key="open_shared").click().run()
    assert named(app, "comparison") == comparison
    assert "specs" not in app.query_params
    assert len(store.recent_comparisons()) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1.abcd", "The link is damaged (characters are missing or changed)."),
        ("<img/src=x/onerror=alert(1)>", "received '<img/src=x/onerror=alert(1)>'"),
        ("x" * 10_000, "10,000 characters; allowed: at most 7,500"),
    ],
)
def test_a_bad_link_leaves_the_start_page(app: AppTest, text: str, words: str) -> None:
    open_link(app, text)
    assert words in texts(app.warning)
    assert len(app.warning) == 1
    assert SENTENCE in texts(app.header)
    assert app.button(key="preset_overfit").disabled is False


def test_images_that_are_not_here_are_named(app: AppTest, tiny) -> None:
    spec = tiny(data={"dataset": "0123456789abcdef", "train_size": 20})
    open_link(app, shared_text("Theirs", [spec]))
    assert "The images of the data set 0123456789abcdef are not on this machine" in texts(
        app.warning
    )
    assert app.button(key="start_shared").disabled
    app.button(key="leave_shared").click().run()
    assert SENTENCE in texts(app.header)
    assert "specs" not in app.query_params
    assert "comparison" not in app.query_params


def test_the_link_is_kept_while_images_are_imported(app: AppTest, tiny) -> None:
    spec = tiny(data={"dataset": "0123456789abcdef", "train_size": 20})
    text = shared_text("Theirs", [spec])
    app.query_params["specs"] = text
    app.run()
    assert app.button(key="leave_shared")
    # The navigation drops the query.
    app.query_params.clear()
    app.session_state["link_page"] = "data"
    app.run()
    assert named(app, "specs") == text
    assert "Theirs" in texts(app.header)
    app.button(key="leave_shared").click().run()
    assert "specs" not in app.query_params
