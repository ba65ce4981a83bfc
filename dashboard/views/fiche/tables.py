"""Sections of one table: similar territories, questions, stages, retention, sources."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.core.registry import COMPARER, FIDELISATION, STAGES
from dashboard.profile.model import ProfileTable
from dashboard.queries.levels import fetch_similar
from dashboard.themes.stages import ROUNDED
from dashboard.ui.links import show_page_link
from dashboard.ui.official import show_missing_series
from dashboard.ui.similar import show_similar_table
from dashboard.ui.tables import show_table, source_cell
from dashboard.views.fiche import words
from dashboard.views.fiche.page import FichePage


def show_profile_table(table: ProfileTable) -> None:
    """Show a table of the profile, with its note."""
    show_table(table.title, table.header, table.rows)
    if table.note:
        st.caption(typography(table.note))


def show_similar(page: FichePage) -> None:
    """Show the similar territories, with the reasons."""
    territory = page.territory
    peers = fetch_similar(page.build, territory.level).get(territory.territory_id, ())
    if not peers:
        st.caption(words.TOO_FEW_CRITERIA)
        return
    show_similar_table(page.catalog, page.selection, territory, peers)
    show_page_link(COMPARER)


def show_questions(page: FichePage) -> None:
    """Show what to ask, why and to whom."""
    rows = [(item.text, item.why, item.ask) for item in page.profile.questions]
    show_table(words.QUESTIONS_CAPTION, words.QUESTIONS_HEADER, rows)


def show_stages(page: FichePage) -> None:
    """Show need, offer and balance of each level of stage."""
    rows = [
        (
            line.label,
            words.with_interval(line.need),
            words.with_interval(line.offer),
            words.with_interval(line.balance),
            line.finding,
            words.with_interval(line.recruit),
            line.offer.status_text,
        )
        for line in page.profile.stages
    ]
    show_table(words.stage_caption(page.profile.stage_year), words.STAGE_HEADER, rows)
    st.caption(typography(ROUNDED))
    show_page_link(STAGES, words.STAGE_LINK)


def show_retention(page: FichePage) -> None:
    """Show the retention tables, then who came and who left."""
    for table in (*page.profile.retention, *page.profile.installations):
        show_profile_table(table)
    show_missing_series(page.catalog)
    show_page_link(FIDELISATION)


def show_sources(page: FichePage) -> None:
    """Show the numbered sources, the reservations and the statuses of the profile."""
    rows = [
        (str(item.number), source_cell(item.source), item.source.licence)
        for item in page.profile.sources
    ]
    show_table(words.SOURCES_CAPTION, words.SOURCES_HEADER, rows)
    st.markdown("\n".join(f"- {text}" for text in page.profile.caveats))
    st.caption(words.statuses_note(page.profile))
