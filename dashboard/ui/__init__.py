"""Streamlit pieces that two pages or more use, and the state of the session."""
