"""A page that exists in this test alone: a script, and an entry in the list."""

from pathlib import Path

import streamlit as st
from streamlit.testing.v1 import AppTest

from regdash.ui.pages import PAGES, Page

APP = str(Path(__file__).parents[2] / "regdash" / "ui" / "server" / "main.py")

SCRIPT = """
import streamlit as st
from regdash.ui.services import estimate
from regdash.spec import RunSpec

st.header("Estimates")
st.metric("The default run", f"{estimate([RunSpec()]) > 0}")
"""


def test_it_is_in_the_navigation_and_can_be_opened(home: Path, tmp_path: Path) -> None:
    script = tmp_path / "estimates.py"
    script.write_text(SCRIPT)
    st.cache_resource.clear()
    with PAGES.added(Page("estimates", "Estimates", ":material/timer:", script)):
        assert [page.key for page in PAGES] == [
            "compare",
            "studies",
            "case_study",
            "data",
            "estimates",
        ]
        app = AppTest.from_file(APP, default_timeout=60).run()
        assert not app.exception
        app.switch_page(str(script)).run()
        assert not app.exception
        assert [header.value for header in app.header] == ["Estimates"]
        assert app.metric[0].value == "True"
    st.cache_resource.clear()
