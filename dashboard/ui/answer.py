"""The head of a page: the sentence that answers, how sure it is, the next step, the nation."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.ui.links import show_page_link


def show_answer(
    sentence: str,
    sureness: str = "",
    national: str = "",
    step: tuple[str, str] | None = None,
) -> None:
    """Show the answer for the territory as the title of the page.

    Parameters
    ----------
    sentence : the answer
    sureness : how sure it is, what would settle it
    national : the same for the country, which comes second
    step : page to go on with, and the words of its link
    """
    st.title(typography(sentence), anchor=False)
    with st.container(key="reponse", horizontal=True, vertical_alignment="center"):
        if told := " ".join(text for text in (sureness, national) if text):
            st.markdown(typography(told), width="content")
        if step:
            show_page_link(*step)
