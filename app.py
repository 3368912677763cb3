"""The front door: `streamlit run app.py`."""

import streamlit as st

# An icon of our own: Streamlit's named ones would be fetched from the internet.
st.set_page_config(page_title="RegDash", page_icon="regdash/ui/icon.png", layout="wide")

st.navigation(
    [
        st.Page(
            "regdash/ui/pages/compare.py",
            title="Compare",
            icon=":material/stacked_line_chart:",
            default=True,
        )
    ],
    position="top",
).run()
