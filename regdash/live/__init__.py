"""What is streamed to a page; knows no Streamlit."""
