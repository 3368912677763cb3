"""Page settings and the list of pages; `app.py` serves it."""

from pathlib import Path

import streamlit as st

from regdash.ui import link
from regdash.ui.live import keep_history
from regdash.ui.pages import PAGES

UI = Path(__file__).parents[1]

# Before the navigation, and an icon file: the named icons of the pages would be fetched from the
# internet.
st.set_page_config(page_icon=UI / "icon.png", layout="wide")

page = st.navigation(
    [
        st.Page(
            page.script, title=page.title, icon=page.icon, url_path=page.key, default=number == 0
        )
        for number, page in enumerate(PAGES)
    ],
    position="top",
)
st.set_page_config(page_title=f"{page.title} · RegDash", page_icon=UI / "icon.png")
st.logo(UI / "logo.png", size="large", icon_image=UI / "icon.png")
st.html(UI / "style.css")
st.html(f'<h1 class="rd-page-title">{page.title}</h1>')
link.follow_page(page.url_path)
page.run()
keep_history()
