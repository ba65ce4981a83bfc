"""How « Et sans eux ? » is computed: the formula with its numbers, its limits, its sources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.core.formatting import interval, number, period, quantity, typography
from dashboard.core.values import SeriesPoint
from dashboard.queries.removal import FIRST_COHORT, LATEST_COHORT
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.fidelisation.page import RetentionPage
from dashboard.views.fidelisation.removal.inputs import DENSITY, RemovalInputs, msu_values
from dashboard.views.fidelisation.removal.scenario import EFFECT, Departement, Scenario
from dashboard.views.fidelisation.removal.words import (
    COUNTED_LIMITS,
    DENSITY_METHOD,
    EFFECT_INTERVAL,
    EFFECT_LIMITS,
    EFFECT_METHOD,
    SHARE_INTERVAL,
    cohorts_label,
)
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
    return source_cell(source)


INTERNS_LOCATOR = "somme des trois promotions, par subdivision"


@dataclass(frozen=True)
class RemovalSources:
    """Citation of the densities, citations of all that is used, and places in them.

    ``density_locators`` are by département, ``removed_locators`` those of what is removed.
    """

    density: str
    both: str
    density_locators: Mapping[str, str]
    removed_locators: tuple[str, ...]

    def locator(self, one: Departement) -> str:
        """Where the figures of a département are: its density, and what is removed if anything."""
        removed = self.removed_locators if one.is_touched else ()
        found = (self.density_locators.get(one.territory_id, ""), *removed)
        return " ; ".join(dict.fromkeys(text for text in found if text))


def removal_sources(
    page: RetentionPage, inputs: RemovalInputs, scenario: Scenario
) -> RemovalSources:
    """Sources of the densities, and of what is removed as well."""
    cited = page.catalog.sources
    density = inputs.national_density.source_id
    removed = list(_removed(page, inputs, scenario))
    both = dict.fromkeys((density, *(source_id for source_id, _ in removed)))
    return RemovalSources(
        density=cited[density].citation,
        both=" ; ".join(cited[item].citation for item in both),
        density_locators={
            item: locator or ""
            for item, locator in zip(inputs.density.ids, inputs.density.locators, strict=True)
        },
        removed_locators=tuple(locator for _, locator in removed),
    )


def _removed(
    page: RetentionPage, inputs: RemovalInputs, scenario: Scenario
) -> Iterator[tuple[str, str]]:
    """Source and place in it of each figure behind what is removed."""
    if scenario.basis != EFFECT:
        yield from ((one.source_id, one.locator) for one in scenario.cohorts)
        return
    yield from national_sources(inputs)
    if page.view.removed == "internes":
        yield from ((item, INTERNS_LOCATOR) for item in inputs.interns.source_ids)
        return
    for value in msu_values(page, scenario.origin_id) or ():
        yield value.source_id, value.locator


def national_sources(inputs: RemovalInputs) -> tuple[tuple[str, str], ...]:
    """Source and place in it of the average effect, and of the latest settlers."""
    points = (inputs.effect, inputs.settlers[-1])
    return tuple((point.source_id, point.locator) for point in points)
