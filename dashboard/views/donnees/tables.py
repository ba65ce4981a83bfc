"""Tabs of tables: indicators, sources, targets and keys, what is not published, glossary."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import Indicator
from dashboard.core.formatting import MISSING, number, period
from dashboard.ui.cards import definition_link
from dashboard.ui.tables import Cell, Link, show_table, source_cell
from dashboard.views.donnees import words
from dashboard.views.donnees.page import MethodPage, source_ids, years


def show_indicators(page: MethodPage) -> None:
    """Show every indicator with its definition, unit, years and sources."""
    rows = [_indicator_row(page, item) for item in page.catalog.indicators.values()]
    show_table(f"{number(len(rows))} indicateurs", words.INDICATORS_HEADER, rows)


def _indicator_row(page: MethodPage, indicator: Indicator) -> list[Cell]:
    coverage = page.coverage(indicator.indicator_id)
    link = definition_link(page.catalog, page.selection, indicator.indicator_id)
    return [
        Link(indicator.label_fr, link),
        indicator.definition_fr,
        indicator.unit_fr,
        indicator.caveat_fr or "",
        words.years_words(years(coverage)),
        ", ".join(source_ids(coverage)) or words.COMPUTED,
    ]


def show_sources(page: MethodPage) -> None:
    """Show every source with its publisher, licence, date and address, by kind."""
    sources = sorted(page.catalog.sources.values(), key=lambda source: source.publisher)
    for kind, title in words.KINDS.items():
        rows: list[list[Cell]] = [
            [
                source_cell(source, source.title),
                source.publisher,
                period(source.published) if source.published else MISSING,
                source.licence,
                source.deposit or "",
                source.source_id,
            ]
            for source in sources
            if source.kind == kind
        ]
        if rows:
            show_table(f"{title} ({number(len(rows))})", words.SOURCES_HEADER, rows)


def show_targets(page: MethodPage) -> None:
    """Show national targets, apportionment keys and départements on two subdivisions."""
    st.markdown(words.APPORTIONMENT)
    show_table(
        words.TARGETS_CAPTION,
        words.TARGETS_HEADER,
        [
            [
                target.label_fr,
                number(target.value_msu),
                target.horizon,
                target.scope_fr,
                source_cell(page.catalog.sources[target.source_id or ""]),
                target.note_fr or "",
            ]
            for target in page.catalog.targets.values()
        ],
    )
    show_table(
        words.KEYS_CAPTION,
        words.KEYS_HEADER,
        [
            [key.label_fr, key.definition_fr, key.caveat_fr or ""]
            for key in page.catalog.keys.values()
        ],
    )
    show_table(
        words.SHARED_CAPTION,
        words.SHARED_HEADER,
        [
            [
                f"{row.departement} ({row.code})",
                row.subdivision,
                number(row.weight, 4),
                row.basis_fr,
            ]
            for row in page.table("split_departements").itertuples()
        ],
    )


def show_unpublished(page: MethodPage) -> None:
    """Show what is not published, and whom to ask; totals that differ from their parts."""
    show_table(
        words.UNPUBLISHED_CAPTION,
        words.UNPUBLISHED_HEADER,
        [
            [row.topic_fr, row.grain_fr, row.why_fr, row.ask_fr]
            for row in page.table("unpublished").itertuples()
        ],
    )
    show_table(
        words.GAPS_CAPTION,
        words.GAPS_HEADER,
        [
            [
                row.label_fr,
                period(row.period),
                number(row.published_value),
                number(row.summed_value),
                row.reason_fr,
            ]
            for row in page.table("known_gaps").itertuples()
        ],
    )


def show_glossary(page: MethodPage) -> None:
    """Show the vocabulary of the field."""
    show_table(
        words.GLOSSARY,
        words.GLOSSARY_HEADER,
        [[row.term, row.definition_fr] for row in page.table("glossary").itertuples()],
    )
