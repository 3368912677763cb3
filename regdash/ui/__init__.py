"""The Streamlit pages; the only package that imports Streamlit."""
