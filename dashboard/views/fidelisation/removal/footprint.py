"""Footprint of a place: the départements that hold most of the doctors it trained."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import decimal, place_name
from dashboard.core.formatting import number, plural, quantity
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.tables import show_table
from dashboard.views.fidelisation.removal import words
from dashboard.views.fidelisation.removal.figures import plot_footprint
from dashboard.views.fidelisation.removal.scenario import Scenario
from models.retention.removal import Footprint

CSV_HEADER = (
    "territoire_id",
    "code",
    "territoire",
    "origine",
    "promotions",
    "delai_ans",
    "medecins",
    "part_cumulee_pct",
    "dans_l_empreinte",
    "unite",
    "statut",
    "source",
    "emplacement",
    "version_donnees",
    "construction",
)


def show_footprint(catalog: Catalog, scenario: Scenario, footprint: Footprint) -> None:
    """Show the footprint in a sentence, as a chart, and as the table behind it."""
    st.markdown(words.footprint_sentence(footprint))
    if not footprint.size:
        return
    labels = [catalog.territories[item].label for item, _ in footprint.counts]
    show_chart(
        catalog,
        plot_footprint(footprint, labels),
        key="fidelisation.empreinte",
        alt=words.FOOTPRINT_ALTERNATIVE,
        caption=_caption(catalog, scenario, footprint),
        table=Table(CSV_HEADER, lambda: footprint_rows(catalog, scenario, footprint)),
    )
    show_table(
        words.footprint_caption(),
        ("Département", "Médecins", "Part cumulée"),
        [
            (label, number(count), quantity(share, "%", 1))
            for label, (_, count), share in zip(
                labels[: footprint.size], footprint.counts, footprint.cumulative_pct, strict=False
            )
        ],
    )


def footprint_rows(
    catalog: Catalog, scenario: Scenario, footprint: Footprint
) -> list[tuple[str, ...]]:
    """Every published count as text, largest first; withheld ones have no line."""
    cohorts, build = scenario.cohorts, catalog.build
    cited = dict.fromkeys(catalog.sources[cohort.source_id].citation for cohort in cohorts)
    origin = catalog.territories[scenario.origin_id].label
    rows: list[tuple[str, ...]] = []
    for rank, (territory_id, count) in enumerate(footprint.counts):
        territory = catalog.territories[territory_id]
        rows.append(
            (
                territory_id,
                territory.code,
                territory.name_fr,
                origin,
                words.cohorts_label(scenario),
                str(cohorts[0].delay_years),
                str(count),
                decimal(footprint.cumulative_pct[rank], 1),
                "oui" if rank < footprint.size else "non",
                "médecins",
                STATUS_LABELS[cohorts[0].status],
                " ; ".join(cited),
                " ; ".join(dict.fromkeys(cohort.locator for cohort in cohorts)),
                build.data_version,
                build.build_id,
            )
        )
    return rows


def _caption(catalog: Catalog, scenario: Scenario, footprint: Footprint) -> Caption:
    origin, cohorts = catalog.territories[scenario.origin_id], scenario.cohorts
    sentence = words.footprint_sentence(footprint, strong="")
    return Caption(
        title=words.footprint_picture_title(origin.label, footprint),
        subtitle=f"{words.cohorts_label(scenario).capitalize()}, "
        f"{plural(cohorts[0].delay_years, 'an')} après, médecins",
        name=("empreinte", place_name(origin), *(str(cohort.cohort) for cohort in cohorts)),
        source_ids=[cohort.source_id for cohort in cohorts],
        note=f"{sentence} Barres vides : les départements suivants. "
        f"{status_note(cohort.status for cohort in cohorts)}",
    )
