"""Page settings and the list of pages; `app.py` serves it."""

from pathlib import Path

import streamlit as st

UI = Path(__file__).parents[1]

# Use an icon file: Streamlit's named icons would be fetched from the internet.
st.set_page_config(page_title="RegDash", page_icon=UI / "icon.png", layout="wide")
st.logo(UI / "logo.png", size="large", icon_image=UI / "icon.png")

st.navigation(
    [
        st.Page(
            UI / "pages" / "compare.py",
            title="Compare",
            icon=":material/stacked_line_chart:",
            default=True,
        ),
        st.Page(UI / "pages" / "case_study.py", title="Case study", icon=":material/auto_stories:"),
        st.Page(UI / "pages" / "data.py", title="Data", icon=":material/image:"),
    ],
    position="top",
).run()
