"""What is served: the application, the script of all pages, and the command `regdash serve`.

The script lies in a folder of its own: Streamlit takes a folder `pages` beside it for pages of
another kind.
"""
