"""Page « Réutiliser »: an example to copy by tool, then the package, the licence, the API."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.core.names import name_of
from dashboard.core.registry import DONNEES
from dashboard.ui.answer import show_answer
from dashboard.ui.key_figures import territory_values
from dashboard.ui.sections import Section, show_sections
from dashboard.views.reutiliser import words
from dashboard.views.reutiliser.examples import EXAMPLES, Example
from dashboard.views.reutiliser.page import ReusePage, load_page
from dashboard.views.reutiliser.sections import show_api, show_citation

SECTIONS = (
    Section("reutiliser.citation.ouvert", words.CITATION, show_citation),
    Section("reutiliser.api.ouvert", words.API_TITLE, show_api),
)


def render() -> None:
    """Draw the page."""
    page = load_page()
    values_n = len(territory_values(page, tuple(page.catalog.indicators)))
    show_answer(
        words.answer(name_of(page.territory), values_n),
        words.SURENESS,
        "",
        (DONNEES, words.WHOLE_PACKAGE),
    )
    for told in words.warnings(
        is_demo=page.catalog.build.is_demo, is_restricted=page.is_restricted, has_site=page.has_site
    ):
        st.info(told)
    indicator = page.catalog.indicators[page.indicator_id]
    st.markdown(typography(words.subject(indicator.label_fr, page.scope_territory.label)))
    # Built when opened only.
    tabs = st.tabs([item.tool for item in EXAMPLES], key="reutiliser.outils", on_change="rerun")
    for tab, example in zip(tabs, EXAMPLES, strict=True):
        if tab.open:
            with tab:
                show_example(page, example)
    show_sections(page, SECTIONS)


def show_example(page: ReusePage, example: Example) -> None:
    """Show the steps of a tool, and what is to be copied."""
    st.markdown(typography(example.steps))
    for label, text in example.texts(page.address, page.name):
        st.caption(label)
        # Streamlit's colours of a language are too pale to be read by all.
        st.code(text, language=None, wrap_lines=True)
    if example.after:
        st.markdown(typography(example.after))


if __name__ == "__main__":
    render()
