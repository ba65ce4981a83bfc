"""The licence and how to cite, the rules of the API."""

from __future__ import annotations

from collections import Counter

import streamlit as st

from dashboard.core.formatting import number, typography
from dashboard.ui.tables import show_table
from dashboard.views.reutiliser import words
from dashboard.views.reutiliser.page import ReusePage


def show_citation(page: ReusePage) -> None:
    """Show how to cite the build, and what the licence of each source allows."""
    build = page.catalog.build
    st.markdown(typography(words.CITATION_TEXT))
    st.caption(words.CITATION_LABEL)
    site = page.site if page.has_site else ""
    citation = words.citation(build.build_id, build.built_on_fr, site, is_demo=build.is_demo)
    st.code(typography(citation), language=None, wrap_lines=True)
    sources = Counter(source.licence for source in page.catalog.sources.values())
    show_table(
        words.LICENCES_CAPTION,
        words.LICENCES_HEADER,
        [
            [licence, number(count), words.LICENCES.get(licence, words.OTHER_LICENCE)]
            for licence, count in sources.most_common()
        ],
    )


def show_api(page: ReusePage) -> None:
    """Show where the API is described, and the rules that matter first."""
    st.markdown(typography(words.api_text(page.site)))
