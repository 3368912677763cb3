"""The server: the application, the main script, and the command `regdash serve`.

The script is in a folder of its own: Streamlit treats a folder `pages` next to it as legacy
multipage scripts.
"""
