"""Departures to expect within 5 and 10 years, with what they assume, and the file of the ages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from dashboard.charts.bars import Bar, plot_bars
from dashboard.charts.palette import LOSS
from dashboard.components.downloads import HEADER, show_csv_download, to_csv
from dashboard.components.html_table import show_table
from dashboard.components.installation_ages import ALL_GPS, OLDER, Values, compared_values
from dashboard.components.installation_flows import show_chart
from dashboard.components.retention_context import RetentionPage
from dashboard.formatting import interval, number, quantity, typography
from dashboard.installation_summary import departures_sentence, row_of
from dashboard.model import STATUS_LABELS
from dashboard.queries.installations import Installations
from dashboard.queries.series import Value
from dashboard.text.installations import DEPARTURES
from models.departures import METHOD_ID, Departures, departures
from models.territories import NATION

HORIZONS = (5, 10)
FIRST_YEAR = 2020


def show_departures(
    page: RetentionPage, nation: Installations, parameters: Mapping[str, float]
) -> None:
    """Departures within 5 and 10 years of the stock of 2019, as a range, with what it assumes."""
    st.subheader("Départs attendus en 5 et 10 ans, à partir de fin 2019", anchor=False)
    values = compared_values(page)
    own = values[page.territory.territory_id]
    found = expected(own, parameters)
    if found:
        older, gps = own[OLDER].value, own.get(ALL_GPS)
        label = page.territory.label
        st.markdown(departures_sentence(label, older, gps.value if gps else None, found))
        show_chart(
            page,
            plot_bars([_bar(item) for item in found], "généralistes libéraux (est.)"),
            "departs",
            "Départs attendus en 5 et 10 ans, avec leur intervalle ; valeurs dans le tableau",
        )
        show_table(
            f"Départs attendus de généralistes libéraux, {label}",
            (
                "À partir du 31 décembre 2019",
                "Départs (est.)",
                "Intervalle",
                "Part des libéraux de 2019",
                "Intervalle (%)",
            ),
            [_departure_row(item) for item in found],
        )
    else:
        st.markdown(typography("Départs attendus : n. d. (effectif par âge inconnu)."))
    _show_assumptions(nation, values[NATION], parameters)
    show_csv_download(
        "Télécharger âges et départs attendus (CSV)",
        f"ages_departs_{page.territory.territory_id}_{page.catalog.build.built_on_iso}.csv",
        "fidelisation.installations.ages.csv",
        lambda: to_csv(
            HEADER, list(csv_rows(page, values, found)), is_demo=page.catalog.build.is_demo
        ),
    )


def csv_rows(
    page: RetentionPage, values: Values, found: Sequence[Departures]
) -> Iterator[tuple[str, ...]]:
    """Ages of the territories compared, then the departures of the one selected, as text."""
    for territory_id, own in values.items():
        for value in own.values():
            indicator = page.catalog.indicators[value.indicator_id]
            numbers = (_text(value.value, indicator.decimals), "", "")
            yield (
                *_names(page, territory_id),
                *(indicator.label_fr, value.period, *numbers, indicator.unit_fr),
                *(STATUS_LABELS[value.status], page.catalog.sources[value.source_id].citation),
                *(value.locator, value.method_id or "", value.note_fr or ""),
                *_build(page),
            )
    for item in found:
        older = values[page.territory.territory_id][OLDER]
        ends = [_text(end, 1) for end in (item.value, item.low, item.high)]
        yield (
            *_names(page, page.territory.territory_id),
            *(f"Départs attendus en {item.years} ans de généralistes libéraux", "à partir de 2019"),
            *(*ends, "médecins", STATUS_LABELS["estimated"]),
            *(page.catalog.sources[older.source_id].citation, older.locator, METHOD_ID),
            *("ordre de grandeur, ne classe pas les territoires", *_build(page)),
        )


def _names(page: RetentionPage, territory_id: str) -> tuple[str, str, str]:
    territory = page.catalog.territories[territory_id]
    return territory_id, territory.code, territory.name_fr


def _build(page: RetentionPage) -> tuple[str, str]:
    return page.catalog.build.data_version, page.catalog.build.build_id


def _text(value: float, decimals: int) -> str:
    return f"{value:.{decimals}f}".replace(".", ",")


def expected(
    values: Mapping[str, Value], parameters: Mapping[str, float]
) -> tuple[Departures, ...]:
    """Departures at each horizon; empty when those aged 60 or more are unknown."""
    older, gps = values.get(OLDER), values.get(ALL_GPS)
    found = (
        departures(
            older.value if older else None,
            gps.value if gps else None,
            parameters["cessation_rate"] / 100,
            parameters["cessation_rate_margin"] / 100,
            years,
        )
        for years in HORIZONS
    )
    return tuple(item for item in found if item)


def horizon_label(years: int) -> str:
    """« En 5 ans (2020 à 2024) »."""
    return f"En {years} ans ({FIRST_YEAR} à {FIRST_YEAR + years - 1})"


def _bar(item: Departures) -> Bar:
    words = f"{number(item.value)} (de {interval(item.low, item.high)})"
    label = horizon_label(item.years)
    return Bar(label, words, item.value, LOSS, item.low, item.high, is_estimated=True)


def _departure_row(item: Departures) -> Sequence[str]:
    return (
        horizon_label(item.years),
        number(item.value),
        interval(item.low, item.high),
        quantity(item.share_pct, "%"),
        interval(item.share_low_pct, item.share_high_pct),
    )


def _show_assumptions(
    nation: Installations, national: Mapping[str, Value], parameters: Mapping[str, float]
) -> None:
    rate, margin = parameters["cessation_rate"], parameters["cessation_rate_margin"]
    counted = row_of(nation, "liberal_cessations_one_year_on")
    older = national.get(OLDER)
    text = DEPARTURES.format(
        method=METHOD_ID,
        rate=number(rate, 1),
        low_rate=number(rate - margin, 1),
        high_rate=number(rate + margin, 1),
        cessations=number(counted.exits_n if counted else None),
        older=number(older.value if older else None),
    )
    st.markdown(typography(text))
