"""Departures to expect within 5 and 10 years of the stock of 2019."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from dashboard.charts.bars import Bar, plot_bars
from dashboard.charts.palette import LOSS
from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import HEADER, decimal, place_name
from dashboard.core.formatting import interval, number, quantity, typography
from dashboard.core.values import Value
from dashboard.themes.installations import Installations, row_of
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.tables import show_table
from dashboard.views.fidelisation.installations import words
from dashboard.views.fidelisation.installations.ages import ALL_GPS, OLDER, compared_values
from dashboard.views.fidelisation.page import RetentionPage
from models.retention.departures import METHOD_ID, Departures, departures
from models.territories.cells import NATION

HORIZONS = (5, 10)
FIRST_YEAR = 2020
COLUMNS = (
    "À partir du 31 décembre 2019",
    "Départs (est.)",
    "Intervalle",
    "Part des libéraux de 2019",
    "Intervalle (%)",
)


def show_departures(
    page: RetentionPage, nation: Installations, parameters: Mapping[str, float]
) -> None:
    """Show departures as ranges, with the assumptions behind them."""
    st.subheader(words.DEPARTURES_TITLE, anchor=False)
    values = compared_values(page)
    territory_values = values[page.territory.territory_id]
    ranges = expected(territory_values, parameters)
    if ranges:
        _show_ranges(page, territory_values, ranges)
    else:
        st.markdown(typography(words.DEPARTURES_UNKNOWN))
    _show_assumptions(nation, values[NATION], parameters)


def _show_ranges(
    page: RetentionPage, values: Mapping[str, Value], ranges: Sequence[Departures]
) -> None:
    older, gps = values[OLDER], values.get(ALL_GPS)
    label, gps_n = page.territory.label, gps.value if gps else None
    st.markdown(words.departures_sentence(label, older.value, gps_n, ranges))
    plain_sentence = words.departures_sentence(label, older.value, gps_n, ranges, strong="")
    note = words.departures_picture_note(plain_sentence)
    show_chart(
        page.catalog,
        plot_bars([_bar(item) for item in ranges], "généralistes libéraux (est.)"),
        key="fidelisation.installations.departs",
        alt=words.DEPARTURES_ALTERNATIVE,
        caption=Caption(
            title=words.departures_picture_title(label, ranges),
            subtitle=words.departures_picture_subtitle(label),
            name=("departs attendus", place_name(page.territory), "2020-2029"),
            source_ids=[older.source_id],
            note=f"{note} {status_note(['estimated'])}",
        ),
        table=Table(HEADER, lambda: list(departure_rows(page, older, ranges))),
    )
    show_table(
        words.departures_table_caption(label), COLUMNS, [_departure_row(item) for item in ranges]
    )


def departure_rows(
    page: RetentionPage, older: Value, ranges: Sequence[Departures]
) -> Iterator[tuple[str, ...]]:
    """Departures to expect as text; ``older`` is the count that they start from."""
    territory, build = page.territory, page.catalog.build
    for item in ranges:
        yield (
            *(territory.territory_id, territory.code, territory.name_fr),
            *(words.departures_name(item.years), "à partir de 2019"),
            *(decimal(end, 1) for end in (item.value, item.low, item.high)),
            *("médecins", STATUS_LABELS["estimated"]),
            *(page.catalog.sources[older.source_id].citation, older.locator, METHOD_ID),
            *(words.DEPARTURES_CAVEAT, build.data_version),
            build.build_id,
        )


def expected(
    values: Mapping[str, Value], parameters: Mapping[str, float]
) -> tuple[Departures, ...]:
    """Departures at each horizon; empty when those aged 60 or more are unknown."""
    older, gps = values.get(OLDER), values.get(ALL_GPS)
    ranges = (
        departures(
            older.value if older else None,
            gps.value if gps else None,
            parameters["cessation_rate"] / 100,
            parameters["cessation_rate_margin"] / 100,
            years,
        )
        for years in HORIZONS
    )
    return tuple(item for item in ranges if item)


def horizon_label(years: int) -> str:
    """« En 5 ans (2020 à 2024) »."""
    return f"En {years} ans ({FIRST_YEAR} à {FIRST_YEAR + years - 1})"


def _bar(item: Departures) -> Bar:
    text = f"{number(item.value)} (de {interval(item.low, item.high)})"
    label = horizon_label(item.years)
    return Bar(label, text, item.value, LOSS, item.low, item.high, is_estimated=True)


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
    text = words.DEPARTURES.format(
        method=METHOD_ID,
        rate=number(rate, 1),
        low_rate=number(rate - margin, 1),
        high_rate=number(rate + margin, 1),
        cessations=number(counted.exits_n if counted else None),
        older=number(older.value if older else None),
    )
    st.markdown(typography(text))
