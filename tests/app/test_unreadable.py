"""Pages with runs that this version cannot make sense of, and without their data, by AppTest."""

from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.content import case_study
from regdash.store.store import Store
from tests.support.records import make_epoch
from tests.support.unreadable import make_unreadable

APP = str(Path(__file__).parents[2] / "regdash" / "ui" / "server" / "main.py")
SENTENCE = "'mixup 0.2' uses the technique mixup, which this version of RegDash does not have."


@pytest.fixture
def app(home: Path):
    st.cache_resource.clear()
    yield AppTest.from_file(APP, default_timeout=60)
    st.cache_resource.clear()


def texts(elements) -> str:
    return " ".join(str(element.value) for element in elements).replace("\\", "")


def store_mixed(home: Path, tiny, kind: str = "", readable: int = 2) -> tuple[str, str]:
    """A comparison with readable runs and one that is not; ids of the comparison and of that."""
    store = Store(home)
    comparison = store.add_comparison("Mixed", kind)
    for seed in range(readable):
        run_id = store.add_run(comparison, tiny(seed=seed), "me")
        store.end_run(run_id, "stopped", "Stopped by hand.")
    mixup = store.add_run(comparison, tiny(), "me", name="mixup 0.2")
    store.end_run(mixup, "failed", "It ran out of memory.")
    store.close()
    make_unreadable(home, mixup, techniques={"mixup": {"alpha": 0.2}})
    return comparison, mixup


def test_compare_lists_it_with_the_reason_and_deletes_it(app: AppTest, home: Path, tiny) -> None:
    comparison, mixup = store_mixed(home, tiny)
    app.query_params["comparison"] = comparison
    app.run()
    assert not app.exception
    assert "1 run cannot be shown" in texts(app.markdown)
    assert SENTENCE in texts(app.markdown)
    assert "failed · " in texts(app.caption)
    assert "It ran out of memory." in texts(app.caption)
    app.button(key=f"delete_{mixup}").click().run()
    next(b for b in app.button if b.label == "Delete" and b.key is None).click().run()
    assert not app.exception
    assert SENTENCE not in texts(app.markdown)
    store = Store(home)
    assert store.unreadable_runs(comparison) == []
    assert len(store.runs(comparison)) == 2


def test_a_comparison_of_such_runs_alone_opens(app: AppTest, home: Path, tiny) -> None:
    comparison, _ = store_mixed(home, tiny, readable=0)
    app.run()
    assert "1 run cannot be shown" in texts(app.caption)
    app.button(key=f"open_{comparison}").click().run()
    assert not app.exception
    assert SENTENCE in texts(app.markdown)
    assert "were deleted" not in texts(app.info)


@pytest.mark.parametrize("readable", [0, 2])
def test_the_case_study_lists_it(app: AppTest, home: Path, tiny, readable: int) -> None:
    store_mixed(home, tiny, case_study.KIND, readable)
    app.run()
    app.switch_page("../pages/case_study.py").run()
    assert not app.exception
    assert SENTENCE in texts(app.markdown)


def test_runs_whose_data_are_gone_are_shown_but_not_repeated(
    app: AppTest, home: Path, tiny
) -> None:
    store = Store(home)
    comparison = store.add_comparison("Gone")
    data = {"dataset": "0123456789abcdef", "train_size": 300}
    for techniques in ({}, {"l2": {}}):
        run_id = store.add_run(comparison, tiny(data=data, techniques=techniques), "me")
        store.add_epoch(run_id, make_epoch(1))
        store.end_run(run_id, "finished")
    app.query_params["comparison"] = comparison
    app.run()
    assert not app.exception
    assert "(0123456789abcdef) is not in this store; import it" in texts(app.caption).replace(
        "'0123456789abcdef'", "0123456789abcdef"
    )
    assert app.button(key="start_repeats").label == "Nothing to start"
