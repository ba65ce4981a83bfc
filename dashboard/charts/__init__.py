"""From values to figures: no Streamlit, no DuckDB."""
