"""Method of « Et sans eux ? »: the formula with its numbers, its limits, its figures."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.formatting import interval, number, period, quantity, typography
from dashboard.core.values import SeriesPoint
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.removal import words
from dashboard.views.fidelisation.removal.inputs import DENSITY, RemovalInputs, msu_values
from dashboard.views.fidelisation.removal.scenario import EFFECT, Scenario
from models.retention.removal import FIRST_COHORT, LATEST_COHORT
from models.territories.cells import NATION

HEADER = ("Grandeur", "Valeur", "Période", "Source", "Où")


def show_removal_method(page: RetentionPage, inputs: RemovalInputs, scenario: Scenario) -> None:
    """Show the method in prose, then every figure it starts from."""
    st.markdown(typography(words.DENSITY_METHOD))
    if scenario.basis == EFFECT:
        st.markdown(typography(words.EFFECT_METHOD.format(formula=_formula(inputs, scenario))))
        effect = number(inputs.effect.value, 1)
        st.markdown(typography(words.EFFECT_LIMITS.format(effect=effect)))
        st.markdown(typography(_intervals(inputs, scenario)))
    else:
        st.markdown(typography(words.COUNTED_LIMITS))
    show_table(words.INPUTS_TABLE, HEADER, _rows(page, inputs, scenario))


def _formula(inputs: RemovalInputs, scenario: Scenario) -> str:
    return words.effect_formula(scenario, inputs.effect.value, inputs.settlers[-1].value)


def _intervals(inputs: RemovalInputs, scenario: Scenario) -> str:
    first, last = inputs.settlers[0], inputs.settlers[-1]
    value, low, _ = inputs.interns.counts[NATION]
    return words.EFFECT_INTERVAL.format(
        share=words.SHARE_INTERVAL[scenario.removed_kind].format(fill=number(100 * low / value)),
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
            _point(page, words.EFFECT_POINT, inputs.effect, 1),
            *(_point(page, words.SETTLERS, point, 0) for point in inputs.settlers),
            *_share_rows(page, inputs, scenario),
        ]
    else:
        rows += [
            (
                f"promotion {cohort.cohort}",
                f"{number(sum(cohort.flows.counts.values()))} médecins publiés",
                f"{number(cohort.delay_years)} ans après",
                _source(page, cohort.source_id),
                cohort.locator,
            )
            for cohort in scenario.cohorts
        ]
    return rows


def _share_rows(
    page: RetentionPage, inputs: RemovalInputs, scenario: Scenario
) -> list[Sequence[Cell]]:
    share = scenario.share_pct
    assert share is not None  # noqa: S101
    part = f"{quantity(share.value, '%', 2)} (est., {interval(share.low, share.high, 2)})"
    if scenario.removed_kind == "internes":
        local, nation = (inputs.interns.counts[i][0] for i in (scenario.origin_id, NATION))
        return [
            (
                words.INTERN_SHARE,
                f"{number(local)} sur {number(nation)}, soit {part}",
                f"{FIRST_COHORT} à {LATEST_COHORT}",
                _source(page, inputs.interns.source_ids[0]),
                words.INTERNS_LOCATOR,
            )
        ]
    msu = msu_values(page, scenario.origin_id)
    if msu is None:
        return []
    local_msu, national_msu = msu
    return [
        (
            "Part des MSU",
            f"{number(local_msu.value)} sur {number(national_msu.value)}, soit {part}",
            period(local_msu.period),
            _source(page, local_msu.source_id),
            local_msu.locator,
        )
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
    return source_cell(page.catalog.sources[source_id])
