"""Definition of one indicator: meaning, caveat, coverage, sources with their licence."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboard.core.catalog import Indicator
from dashboard.core.formatting import MISSING, typography
from dashboard.queries.retention import fetch_surveys
from dashboard.themes.retention import MEASURED_RATE
from dashboard.ui.cards import source_sentence
from dashboard.views.donnees import words
from dashboard.views.donnees.page import MethodPage, source_ids, years


def show_definition(page: MethodPage) -> None:
    """Show the definition that the address asks for; a warning when there is none."""
    if page.definition_id is None:
        return
    indicator = page.catalog.indicators.get(page.definition_id)
    if indicator is None:
        st.warning(words.unknown_indicator(page.definition_id), icon="⚠️")
        return
    st.html(_definition_html(page, indicator))


def _definition_html(page: MethodPage, indicator: Indicator) -> str:
    coverage = page.coverage(indicator.indicator_id)
    paragraphs = (
        escape(indicator.definition_fr),
        f"<strong>Unité :</strong> {escape(indicator.unit_fr)}, "
        f"{words.DIRECTIONS[indicator.direction]}.",
        f"<strong>À savoir :</strong> {escape(indicator.caveat_fr or '')}",
        f"<strong>Publié pour :</strong> {_extent(coverage) or MISSING}.",
        "<strong>Sources :</strong>",
    )
    body = "".join(f"<p>{typography(text)}</p>" for text in paragraphs)
    sources = "".join(
        f"<li>{source_sentence(page.catalog, item)}. "
        f"{escape(words.licence_words(page.catalog.sources[item]))}</li>"
        for item in source_ids(coverage) or _survey_sources(page, indicator)
    )
    return (
        f'<article class="card definition" id="{escape(indicator.indicator_id)}">'
        f"<h2>{escape(indicator.label_fr)}</h2>{body}<ul>{sources}</ul></article>"
    )


def _survey_sources(page: MethodPage, indicator: Indicator) -> tuple[str, ...]:
    """Sources of the measured rates, which are a table of their own."""
    if indicator.indicator_id != MEASURED_RATE:
        return ()
    return tuple(dict.fromkeys(item.source_id for item in fetch_surveys(page.build)))


def _extent(coverage: pd.DataFrame) -> str:
    """Territories and years of each level, the nation first."""
    by_level = {level: coverage[coverage["level"] == level] for level in words.LEVELS}
    return " ; ".join(
        words.coverage_words(level, int(rows["territories"].iloc[0]), years(rows))
        for level, rows in by_level.items()
        if len(rows)
    )
