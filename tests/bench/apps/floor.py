"""The floor: a text, and on request one selector and one button whose effect is a text."""

from __future__ import annotations

import streamlit as st

st.set_page_config(page_title="Floor", layout="wide")
if "widgets" in st.query_params:
    choice = st.selectbox("Choice", ("first", "second"), key="choice", filter_mode=None)
    if st.button("Click", key="click"):
        st.session_state["clicks"] = st.session_state.get("clicks", 0) + 1
    st.text(f"{choice} {st.session_state.get('clicks', 0)}")
else:
    st.text("ready")
