"""Data streamed to the live element; independent of Streamlit."""
