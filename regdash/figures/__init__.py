"""Tables in, Plotly figures out. Knows neither Keras nor Streamlit."""
