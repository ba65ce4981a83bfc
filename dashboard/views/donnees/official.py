"""Official sources: whether each is up to date, which edition is overdue, how to refresh them."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.queries.official import fetch_official_sources, last_looks
from dashboard.themes.official import OfficialSource, good_at, standing
from dashboard.ui.sections import Section
from dashboard.ui.tables import Link, show_lines_table
from dashboard.views.donnees import words
from dashboard.views.donnees.page import MethodPage
from dashboard.views.donnees.refresh import show_refresh
from foundation.answers import SourceState
from foundation.days import today_in_paris


def show_overdue(page: MethodPage) -> None:
    """Warn of each official edition that was due and is not published here."""
    today = today_in_paris()
    for source in fetch_official_sources(page.build):
        year = source.overdue_year(today)
        if year:
            text = words.overdue(source.name_fr, source.expected_month, year, source.released_on)
            st.warning(text, icon=":material/event_busy:")


def show_official(page: MethodPage) -> None:
    """Show each official source: how it stands, what is published of it; then « Actualiser »."""
    sources, looks = fetch_official_sources(page.build), last_looks()
    st.markdown(words.OFFICIAL_INTRODUCTION)
    if not any(good_at(source, looks.get(source.connector_id)) for source in sources):
        st.markdown(words.NEVER_REFRESHED)
    show_lines_table(
        "donnees.officielles",
        words.OFFICIAL_CAPTION,
        words.OFFICIAL_HEADER,
        [_row(source, looks.get(source.connector_id)) for source in sources],
    )
    show_refresh(page, sources, looks)


def _row(source: OfficialSource, look: SourceState | None) -> list[str | Link]:
    stands, good = standing(source, look), good_at(source, look)
    overdue_year = source.overdue_year(today_in_paris())
    return [
        Link(typography(source.name_fr), source.url, outside=True),
        words.official_state(stands, good, look.tried_at if look else ""),
        words.official_edition(
            source.last_year, source.released_on, source.expected_month, overdue_year
        ),
    ]


def _title(page: MethodPage) -> str:
    looks = last_looks()
    sources = fetch_official_sources(page.build)
    return words.official_title(
        [standing(source, looks.get(source.connector_id)) for source in sources]
    )


OFFICIAL = Section[MethodPage]("donnees.officielles.ouvert", _title, show_official)
