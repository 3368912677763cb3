"""What `app.py` serves: the script of all pages, and what is done at the start.

The script lies in a folder of its own: Streamlit takes a folder `pages` beside it for pages of
another kind.
"""
