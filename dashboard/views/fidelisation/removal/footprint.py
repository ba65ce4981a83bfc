"""Footprint of a place: the départements that hold most of the doctors it trained."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from dashboard.charts.palette import CNGE, NEUTRAL
from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import decimal, place_name
from dashboard.core.formatting import number, plural, quantity
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.tables import show_table
from dashboard.views.fidelisation.removal.scenario import Scenario
from dashboard.views.fidelisation.removal.words import cohorts_label, footprint_sentence
from models.retention.removal import FOOTPRINT_PCT, Footprint

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


def show_footprint(catalog: Catalog, scenario: Scenario, found: Footprint) -> None:
    """The footprint in a sentence, as a chart, and as the table behind it."""
    sentence = footprint_sentence(found)
    st.markdown(sentence)
    if not found.size:
        return
    labels = [catalog.territories[item].label for item, _ in found.counts]
    show_chart(
        catalog,
        plot_footprint(found, labels),
        key="fidelisation.empreinte",
        alt="Départements où sont installés les médecins formés ici ; valeurs ci-dessous",
        caption=_caption(catalog, scenario, found, sentence.replace("**", "")),
        table=Table(CSV_HEADER, lambda: footprint_rows(catalog, scenario, found)),
    )
    show_table(
        f"Empreinte à {quantity(FOOTPRINT_PCT, '%')} des effectifs publiés",
        ("Département", "Médecins", "Part cumulée"),
        [
            (label, number(count), quantity(share, "%", 1))
            for label, (_, count), share in zip(
                labels[: found.size], found.counts, found.cumulative_pct, strict=False
            )
        ],
    )


def footprint_rows(catalog: Catalog, scenario: Scenario, found: Footprint) -> list[tuple[str, ...]]:
    """Every published count as text, largest first; those withheld have no line."""
    cohorts, build = scenario.cohorts, catalog.build
    cited = dict.fromkeys(catalog.sources[one.source_id].citation for one in cohorts)
    origin = catalog.territories[scenario.origin_id].label
    rows: list[tuple[str, ...]] = []
    for rank, (territory_id, count) in enumerate(found.counts):
        territory = catalog.territories[territory_id]
        rows.append(
            (
                territory_id,
                territory.code,
                territory.name_fr,
                origin,
                cohorts_label(scenario),
                str(cohorts[0].delay_years),
                str(count),
                decimal(found.cumulative_pct[rank], 1),
                "oui" if rank < found.size else "non",
                "médecins",
                STATUS_LABELS[cohorts[0].status],
                " ; ".join(cited),
                " ; ".join(dict.fromkeys(one.locator for one in cohorts)),
                build.data_version,
                build.build_id,
            )
        )
    return rows


def _caption(catalog: Catalog, scenario: Scenario, found: Footprint, sentence: str) -> Caption:
    origin, cohorts = catalog.territories[scenario.origin_id], scenario.cohorts
    held = plural(found.size, "département")
    share = quantity(found.cumulative_pct[found.size - 1], "%", 1)
    verb = "réunit" if found.size == 1 else "réunissent"
    return Caption(
        title=f"{origin.label} : {held} {verb} {share} des médecins formés dont le département "
        "d’installation est publié",
        subtitle=f"{cohorts_label(scenario).capitalize()}, "
        f"{plural(cohorts[0].delay_years, 'an')} après, médecins",
        name=("empreinte", place_name(origin), *(str(one.cohort) for one in cohorts)),
        source_ids=[one.source_id for one in cohorts],
        note=f"{sentence} Barres vides : les départements suivants. "
        f"{status_note(one.status for one in cohorts)}",
    )


ROW_HEIGHT, FRAME_HEIGHT = 24, 46
# The mark of the demonstration needs room.
FEWEST_ROWS = 4
# The footprint, and what comes next: more bars would say nothing.
NEXT_SHOWN = 3


def plot_footprint(found: Footprint, labels: Sequence[str]) -> dict[str, Any]:
    """One bar per département of the footprint, and lighter the next ones.

    Parameters
    ----------
    found : counts, largest first
    labels : name of each of them

    Returns
    -------
    Plotly figure as a plain dict
    """
    shown = min(found.size + NEXT_SHOWN, len(found.counts))
    counts = [count for _, count in found.counts[:shown]]
    shares = [quantity(share, "%", 1) for share in found.cumulative_pct[:shown]]
    inside = [rank < found.size for rank in range(shown)]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "y": list(labels[:shown]),
                "x": counts,
                "text": [
                    f"{number(count)} ({share})"
                    for count, share in zip(counts, shares, strict=True)
                ],
                "textposition": "outside",
                "cliponaxis": False,
                "marker": {
                    "color": [CNGE if one else "rgba(0,0,0,0)" for one in inside],
                    "line": {"color": [CNGE if one else NEUTRAL for one in inside], "width": 1},
                },
                "hovertemplate": "%{y} : %{text}<extra></extra>",
            }
        ],
        "layout": {
            "height": FRAME_HEIGHT + ROW_HEIGHT * max(shown, FEWEST_ROWS),
            "margin": {"l": 10, "r": 70, "t": 6, "b": 34},
            "separators": ",\u202f",
            "showlegend": False,
            "bargap": 0.25,
            "xaxis": {
                "title": {"text": "médecins installés (part cumulée)", "standoff": 4},
                "rangemode": "tozero",
                "tickformat": ",d",
                "tickfont": {"color": NEUTRAL},
                "fixedrange": True,
            },
            "yaxis": {"autorange": "reversed", "automargin": True, "fixedrange": True},
        },
    }
