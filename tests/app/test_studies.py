"""The link of the page Studies."""

from streamlit.testing.v1 import AppTest


def open_another() -> None:
    import streamlit as st

    from regdash.ui import link

    st.button("Open", on_click=link.open_comparison, args=("abc",))


def test_opening_a_study_closes_one_without_runs() -> None:
    app = AppTest.from_function(open_another)
    app.query_params.update({"study": "peak", "comparison": "abc", "view": "ridge=3"})
    app.run()
    app.button[0].click().run()
    assert list(app.query_params) == ["comparison"]
