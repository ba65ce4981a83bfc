"""How « Et sans eux ? » is computed: the formula with its numbers, its limits, its sources."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.formatting import interval, number, period, quantity, typography
from dashboard.queries.removal import FIRST_COHORT, LATEST_COHORT
from dashboard.queries.series import SeriesPoint
from dashboard.ui.tables import Cell, Link, show_table
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.removal.inputs import DENSITY, RemovalInputs, msu_values
from dashboard.views.fidelisation.removal.removal import (
    COUNTED_LIMITS,
    DENSITY_METHOD,
    EFFECT_INTERVAL,
    EFFECT_LIMITS,
    EFFECT_METHOD,
    SHARE_INTERVAL,
)
from dashboard.views.fidelisation.removal.removal_sources import INTERNS_LOCATOR
from dashboard.views.fidelisation.removal.scenario import EFFECT, Scenario
from dashboard.views.fidelisation.removal.words import cohorts_label
from models.territories.cells import NATION

HEADER = ("Grandeur", "Valeur", "Période", "Source", "Où")


def show_removal_method(page: RetentionPage, inputs: RemovalInputs, scenario: Scenario) -> None:
    """Method in prose, then every figure it starts from."""
    st.markdown(typography(DENSITY_METHOD))
    if scenario.basis == EFFECT:
        st.markdown(typography(EFFECT_METHOD.format(formula=formula(inputs, scenario))))
        effect = number(inputs.effect.value, 1)
        st.markdown(typography(EFFECT_LIMITS.format(effect=effect)))
        st.markdown(typography(_intervals(inputs, scenario)))
    else:
        st.markdown(typography(COUNTED_LIMITS))
    show_table("Ce dont part le calcul", HEADER, _rows(page, inputs, scenario))


def formula(inputs: RemovalInputs, scenario: Scenario) -> str:
    """The loss as a product of numbers, as shown."""
    assert scenario.share_pct is not None  # noqa: S101
    of = "internes" if scenario.removed_kind == "internes" else "MSU"
    return (
        f"{number(scenario.promotions)} promotions × {number(inputs.effect.value, 1)} × "
        f"{quantity(scenario.share_pct.value, '%', 2)} des {of} × "
        f"{number(inputs.settlers[-1].value)} premières installations libérales par an "
        f"= {number(scenario.total.value)}"
    )


def _intervals(inputs: RemovalInputs, scenario: Scenario) -> str:
    first, last = inputs.settlers[0], inputs.settlers[-1]
    value, low, _ = inputs.interns.counts[NATION]
    return EFFECT_INTERVAL.format(
        share=SHARE_INTERVAL[scenario.removed_kind].format(fill=number(100 * low / value)),
        low=number(first.value),
        low_year=first.period,
        high=number(last.value),
        high_year=last.period,
    )


def _rows(page: RetentionPage, inputs: RemovalInputs, scenario: Scenario) -> list[Sequence[Cell]]:
    catalog = page.catalog
    density = inputs.national_density
    rows: list[Sequence[Cell]] = [
        (
            f"{catalog.indicators[DENSITY].label_fr}, et leur nombre",
            f"par département ; France : {number(density.value, 1)}",
            period(density.period),
            _source(page, density.source_id),
            density.locator,
        )
    ]
    if scenario.basis == EFFECT:
        rows += [
            _point(page, "Effet d’un point d’internes, douze ans après (points)", inputs.effect, 1),
            *(
                _point(page, "Premières installations libérales de généralistes", point, 0)
                for point in inputs.settlers
            ),
            *_share_rows(page, inputs, scenario),
        ]
    else:
        rows += [
            (
                cohorts_label(scenario)
                if len(scenario.cohorts) == 1
                else f"promotion {one.cohort}",
                f"{number(sum(one.flows.counts.values()))} médecins publiés",
                f"{number(one.delay_years)} ans après",
                _source(page, one.source_id),
                one.locator,
            )
            for one in scenario.cohorts
        ]
    return rows


def _share_rows(
    page: RetentionPage, inputs: RemovalInputs, scenario: Scenario
) -> list[Sequence[Cell]]:
    share = scenario.share_pct
    assert share is not None  # noqa: S101
    shown = f"{quantity(share.value, '%', 2)} (est., {interval(share.low, share.high, 2)})"
    if scenario.removed_kind == "internes":
        own, nation = (inputs.interns.counts[i][0] for i in (scenario.origin_id, NATION))
        return [
            (
                "Part des internes : postes offerts, CESP compris",
                f"{number(own)} sur {number(nation)}, soit {shown}",
                f"{FIRST_COHORT} à {LATEST_COHORT}",
                _source(page, inputs.interns.source_ids[0]),
                INTERNS_LOCATOR,
            )
        ]
    found = msu_values(page, scenario.origin_id)
    return [
        (
            "Part des MSU",
            f"{number(found[0].value)} sur {number(found[1].value)}, soit {shown}",
            period(found[0].period),
            _source(page, value.source_id),
            value.locator,
        )
        for value in (found[:1] if found else ())
        if found
    ]


def _point(
    page: RetentionPage, label: str, point: SeriesPoint, decimals: int
) -> tuple[str, str, str, Cell, str]:
    return (
        label,
        number(point.value, decimals),
        period(point.period),
        _source(page, point.source_id),
        point.locator,
    )


def _source(page: RetentionPage, source_id: str) -> Cell:
    source = page.catalog.sources[source_id]
    return Link(source.citation, source.url, outside=True) if source.url else source.citation
