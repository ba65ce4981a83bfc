"""Tables of the page « Données et méthode »."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboard.core.catalog import Catalog, Source
from dashboard.core.formatting import MISSING, number, period, quantity, typography
from dashboard.queries.cache import ServedBuild
from dashboard.queries.desk import Desk
from dashboard.queries.method import fetch_table
from dashboard.ui.cards import definition_link, source_sentence
from dashboard.ui.tables import Cell, Link, show_table, source_cell
from dashboard.views.donnees.words import APPORTIONMENT

KINDS = {
    "official": "Statistique et textes officiels",
    "survey": "Enquêtes et recensements (CNGE, SNEMG, ISNAR-IMG…)",
    "research": "Recherche et thèses",
    "parliament": "Parlement",
    "press": "Presse",
    "computation": "Calculs",
}
DIRECTIONS = {"up": "plus, c’est mieux", "down": "moins, c’est mieux", "none": "sans sens"}
LEVELS = {
    "national": "France",
    "region": "{} régions",
    "departement": "{} départements",
    "subdivision": "{} subdivisions",
}


def show_definition(build: ServedBuild, catalog: Catalog, indicator_id: str | None) -> None:
    """Entry of one indicator: definition, caveat, coverage, sources with their licence."""
    if indicator_id is None:
        return
    indicator = catalog.indicators.get(indicator_id)
    if indicator is None:
        st.warning(
            f"Indicateur inconnu dans l’adresse : « {indicator_id[:60]} ». "
            "La liste complète est ci-dessous.",
            icon="⚠️",
        )
        return
    coverage = fetch_table(build, "coverage")
    rows = coverage[coverage["indicator_id"] == indicator_id]
    source_ids = sorted({item for text in rows["source_ids"] for item in text.split(",")})
    listed = "".join(
        f"<li>{source_sentence(catalog, item)}. {_licence(catalog, item)}</li>"
        for item in source_ids
    )
    extent = " ; ".join(
        f"{LEVELS[row.level].format(number(row.territories))} "
        f"({_years(row.first_year, row.last_year)})"
        for row in sorted(rows.itertuples(), key=lambda row: list(LEVELS).index(row.level))
    )
    paragraphs = (
        escape(indicator.definition_fr),
        f"<strong>Unité :</strong> {escape(indicator.unit_fr)}, {DIRECTIONS[indicator.direction]}.",
        f"<strong>À savoir :</strong> {escape(indicator.caveat_fr or '')}",
        f"<strong>Publié pour :</strong> {extent or MISSING}.",
        "<strong>Sources :</strong>",
    )
    body = "".join(f"<p>{typography(text)}</p>" for text in paragraphs)
    st.html(
        f'<article class="card definition" id="{escape(indicator_id)}">'
        f"<h2>{escape(indicator.label_fr)}</h2>{body}<ul>{listed}</ul></article>"
    )


def show_indicators(desk: Desk) -> None:
    """Every indicator with its definition, unit, years and sources."""
    coverage = fetch_table(desk.build, "coverage")
    spans = coverage.groupby("indicator_id").agg(
        first=("first_year", "min"), last=("last_year", "max"), sources=("source_ids", ",".join)
    )
    rows: list[list[Cell]] = []
    for item in desk.catalog.indicators.values():
        years, sources = MISSING, "calculé"
        if item.indicator_id in spans.index:
            span = spans.loc[item.indicator_id]
            years = _years(span["first"], span["last"])
            sources = ", ".join(sorted(set(span["sources"].split(","))))
        rows.append(
            [
                Link(
                    item.label_fr, definition_link(desk.catalog, desk.selection, item.indicator_id)
                ),
                item.definition_fr,
                item.unit_fr,
                item.caveat_fr or "",
                years,
                sources,
            ]
        )
    header = ("Indicateur", "Définition", "Unité", "À savoir", "Années", "Sources")
    show_table(f"{number(len(rows))} indicateurs", header, rows)


def show_sources(catalog: Catalog) -> None:
    """Every source with its publisher, licence, date and address, by kind."""
    header = ("Source", "Éditeur", "Publié", "Licence", "Lu dans", "Identifiant")
    for kind, title in KINDS.items():
        rows: list[list[Cell]] = [
            [
                Link(item.title, item.url, outside=True) if item.url else item.title,
                item.publisher,
                period(item.published) if item.published else MISSING,
                item.licence,
                item.deposit or "",
                item.source_id,
            ]
            for item in sorted(catalog.sources.values(), key=lambda item: item.publisher)
            if item.kind == kind
        ]
        if rows:
            show_table(f"{title} ({number(len(rows))})", header, rows)


def show_validation(build: ServedBuild, catalog: Catalog) -> None:
    """Published local counts beside the estimate made without them."""
    rows: list[list[Cell]] = []
    for row in fetch_table(build, "validation").itertuples():
        source = catalog.sources[row.source_id]
        rows.append(
            [
                row.label_fr,
                number(row.observed_msu),
                number(row.estimated_msu),
                _bounds(row.low_msu, row.high_msu),
                number(row.ratio, 2),
                "oui" if row.used else "non",
                row.excluded_reason_fr,
                _source_link(source),
                row.locator,
            ]
        )
    header = (
        *("Lieu", "Observé", "Estimé sans ce lieu", "Intervalle", "Observé / estimé", "Compte"),
        *("Motif d’exclusion", "Source", "Où"),
    )
    show_table("Comptages locaux publiés et estimation", header, rows)
    show_table(
        "Erreur selon le mélange des clés",
        ("Part des internes", "Écart type du logarithme de l’erreur"),
        [
            [quantity(100 * row.blend, "%"), number(row.log_rmse, 3)]
            for row in fetch_table(build, "blend_errors").itertuples()
        ],
    )


def show_targets(build: ServedBuild, catalog: Catalog) -> None:
    """National targets, apportionment keys and départements on two subdivisions."""
    st.markdown(typography(APPORTIONMENT))
    show_table(
        "Cibles nationales",
        ("Cible", "MSU", "Échéance", "Ce qui est compté", "Source", "Réserve"),
        [
            [
                item.label_fr,
                number(item.value_msu),
                item.horizon,
                item.scope_fr,
                _source_link(catalog.sources[item.source_id or ""]),
                item.note_fr or "",
            ]
            for item in catalog.targets.values()
        ],
    )
    show_table(
        "Clés de répartition",
        ("Clé", "Définition", "Réserve"),
        [
            [item.label_fr, item.definition_fr, item.caveat_fr or ""]
            for item in catalog.keys.values()
        ],
    )
    show_table(
        "Départements à cheval sur deux subdivisions",
        ("Département", "Subdivision", "Poids", "Fondement"),
        [
            [
                f"{row.departement} ({row.code})",
                row.subdivision,
                number(row.weight, 4),
                row.basis_fr,
            ]
            for row in fetch_table(build, "split_departements").itertuples()
        ],
    )


def show_unpublished(build: ServedBuild) -> None:
    """What is not published, and whom to ask; totals that differ from their parts."""
    show_table(
        "Ce qui n’est pas publié, et à qui le demander",
        ("Ce qui manque", "À quelle maille", "Ce qui a été cherché", "À qui le demander"),
        [
            [row.topic_fr, row.grain_fr, row.why_fr, row.ask_fr]
            for row in fetch_table(build, "unpublished").itertuples()
        ],
    )
    show_table(
        "Totaux publiés qui diffèrent de la somme de leurs parties",
        ("Indicateur", "Période", "Total publié", "Somme", "Explication"),
        [
            [
                row.label_fr,
                period(row.period),
                number(row.published_value),
                number(row.summed_value),
                row.reason_fr,
            ]
            for row in fetch_table(build, "known_gaps").itertuples()
        ],
    )


def show_glossary(build: ServedBuild) -> None:
    """Vocabulary of the field."""
    show_table(
        "Glossaire",
        ("Terme", "Définition"),
        [[row.term, row.definition_fr] for row in fetch_table(build, "glossary").itertuples()],
    )


def _licence(catalog: Catalog, source_id: str) -> str:
    source = catalog.sources[source_id]
    parts = [f"Licence : {source.licence}"]
    if source.published:
        parts.append(f"publié : {period(source.published)}")
    if source.deposit:
        parts.append(f"lu dans {source.deposit}")
    return escape(" ; ".join(parts))


def _source_link(source: Source) -> Cell:
    """Citation of a source, leading to it when it has an address."""
    return source_cell(source)


def _bounds(low: float | None, high: float | None) -> str:
    return "" if pd.isna(low) or pd.isna(high) else f"{number(low)} à {number(high)}"


def _years(first: float, last: float) -> str:
    if pd.isna(first):
        return MISSING
    return f"{first:.0f}" if first == last else f"{first:.0f} à {last:.0f}"
