"""Tables of the page « Données et méthode »."""

from __future__ import annotations

from html import escape

import pandas as pd
import streamlit as st

from dashboard.components.cards import source_sentence
from dashboard.formatting import MISSING, number, period, typography
from dashboard.model import Catalog
from dashboard.queries import cached
from dashboard.queries.connection import ServedBuild
from dashboard.text.methode import APPORTIONMENT

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
    coverage = cached.load_table(build, "coverage")
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


def show_indicators(build: ServedBuild, catalog: Catalog) -> None:
    """Every indicator with its definition, unit, periods and sources."""
    coverage = cached.load_table(build, "coverage")
    spans = coverage.groupby("indicator_id").agg(
        first=("first_year", "min"), last=("last_year", "max"), sources=("source_ids", ",".join)
    )
    rows = []
    for item in catalog.indicators.values():
        known = item.indicator_id in spans.index
        span = spans.loc[item.indicator_id] if known else None
        rows.append(
            {
                "Indicateur": item.label_fr,
                "Définition": item.definition_fr,
                "Unité": item.unit_fr,
                "À savoir": item.caveat_fr or "",
                "Années": _years(span["first"], span["last"]) if span is not None else MISSING,
                "Sources": ", ".join(sorted(set(span["sources"].split(","))))
                if span is not None
                else "calculé",
                "Identifiant": item.indicator_id,
            }
        )
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="donnees.indicateurs", alt="Indicateurs")


def show_sources(catalog: Catalog) -> None:
    """Every source with its publisher, licence, date and address."""
    rows = [
        {
            "Nature": KINDS.get(item.kind, item.kind),
            "Éditeur": item.publisher,
            "Titre": item.title,
            "Publié": period(item.published) if item.published else MISSING,
            "Licence": item.licence,
            "Lu dans": item.deposit or "",
            "Adresse": item.url or "",
            "Identifiant": item.source_id,
        }
        for item in catalog.sources.values()
    ]
    st.dataframe(
        pd.DataFrame(rows).sort_values(["Nature", "Éditeur"], kind="stable"),
        hide_index=True,
        key="donnees.sources",
        column_config={"Adresse": st.column_config.LinkColumn("Adresse")},
        alt="Sources",
    )


def show_validation(build: ServedBuild, catalog: Catalog) -> None:
    """Published local counts beside the estimate made without them."""
    table = cached.load_table(build, "validation")
    rows = [
        {
            "Lieu": row.label_fr,
            "Observé": number(row.observed_msu),
            "Estimé sans ce lieu": number(row.estimated_msu),
            "Intervalle": _bounds(row.low_msu, row.high_msu),
            "Observé / estimé": number(row.ratio, 2),
            "Compte": "oui" if row.used else "non",
            "Motif d’exclusion": row.excluded_reason_fr,
            "Source": catalog.sources[row.source_id].citation,
            "Où": row.locator,
        }
        for row in table.itertuples()
    ]
    st.markdown("**Comptages locaux publiés et estimation**")
    st.dataframe(pd.DataFrame(rows), hide_index=True, key="donnees.validation", alt="Validation")
    errors = cached.load_table(build, "blend_errors")
    st.markdown("**Erreur selon le mélange des clés**")
    st.dataframe(
        [
            {
                "Part des internes": f"{number(100 * row.blend)}\u00a0%",
                "Écart type du logarithme de l’erreur": number(row.log_rmse, 3),
            }
            for row in errors.itertuples()
        ],
        hide_index=True,
        key="donnees.melange",
        height=220,
        alt="Erreur de l’estimation selon le mélange",
    )


def show_split_departements(build: ServedBuild) -> None:
    """Weights of the départements that straddle two subdivisions."""
    table = cached.load_table(build, "split_departements")
    st.markdown("**Départements à cheval sur deux subdivisions**")
    st.dataframe(
        [
            {
                "Département": f"{row.departement} ({row.code})",
                "Subdivision": row.subdivision,
                "Poids": number(row.weight, 2),
                "Fondement": row.basis_fr,
            }
            for row in table.itertuples()
        ],
        hide_index=True,
        key="donnees.passage",
        alt="Départements partagés entre deux subdivisions",
    )


def show_targets(build: ServedBuild, catalog: Catalog) -> None:
    """National targets, apportionment keys and départements on two subdivisions."""
    st.markdown(APPORTIONMENT)
    st.dataframe(
        [
            {
                "Cible": item.label_fr,
                "MSU": number(item.value_msu),
                "Échéance": item.horizon,
                "Ce qui est compté": item.scope_fr,
                "Source": catalog.sources[item.source_id or ""].citation,
                "Réserve": item.note_fr or "",
            }
            for item in catalog.targets.values()
        ],
        hide_index=True,
        key="donnees.cibles",
        alt="Cibles nationales",
    )
    st.dataframe(
        [
            {
                "Clé": item.label_fr,
                "Définition": item.definition_fr,
                "Réserve": item.caveat_fr or "",
            }
            for item in catalog.keys.values()
        ],
        hide_index=True,
        key="donnees.cles",
        alt="Clés de répartition",
    )
    show_split_departements(build)


def show_unpublished(build: ServedBuild) -> None:
    """What is not published, and whom to ask; totals that differ from their parts."""
    st.table(
        cached.load_table(build, "unpublished").set_axis(
            ["Ce qui manque", "À quelle maille", "Ce qui a été cherché", "À qui le demander"],
            axis=1,
        )
    )
    gaps = cached.load_table(build, "known_gaps")
    st.markdown("**Totaux publiés qui diffèrent de la somme de leurs parties**")
    st.table(
        pd.DataFrame(
            {
                "Indicateur": gaps["label_fr"],
                "Période": gaps["period"],
                "Total publié": gaps["published_value"].map(number),
                "Somme": gaps["summed_value"].map(number),
                "Explication": gaps["reason_fr"],
            }
        )
    )


def show_glossary(build: ServedBuild) -> None:
    """Vocabulary of the field."""
    st.table(cached.load_table(build, "glossary").set_axis(["Terme", "Définition"], axis=1))


def _licence(catalog: Catalog, source_id: str) -> str:
    source = catalog.sources[source_id]
    parts = [f"Licence : {source.licence}"]
    if source.published:
        parts.append(f"publié : {period(source.published)}")
    if source.deposit:
        parts.append(f"lu dans {source.deposit}")
    return escape(" ; ".join(parts))


def _bounds(low: float | None, high: float | None) -> str:
    return "" if pd.isna(low) or pd.isna(high) else f"{number(low)} à {number(high)}"


def _years(first: float, last: float) -> str:
    if pd.isna(first):
        return MISSING
    return f"{first:.0f}" if first == last else f"{first:.0f} à {last:.0f}"
