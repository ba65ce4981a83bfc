"""Departures to expect within 5 and 10 years, with what they assume, and the file of the ages."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from dashboard.charts.bars import Bar, plot_bars
from dashboard.charts.palette import LOSS
from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import decimal
from dashboard.core.formatting import interval, number, quantity, typography
from dashboard.queries.installations import Installations
from dashboard.queries.series import Value
from dashboard.themes.installation_summary import departures_sentence, row_of
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.downloads import HEADER, place_name
from dashboard.ui.tables import show_table
from dashboard.views.fidelisation.installations.ages import ALL_GPS, OLDER, compared_values
from dashboard.views.fidelisation.installations.words import DEPARTURES
from dashboard.views.fidelisation.page import RetentionPage
from models.retention.departures import METHOD_ID, Departures, departures
from models.territories.cells import NATION

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
        sentence = departures_sentence(label, older, gps.value if gps else None, found)
        st.markdown(sentence)
        show_chart(
            page.catalog,
            plot_bars([_bar(item) for item in found], "généralistes libéraux (est.)"),
            key="fidelisation.installations.departs",
            alt="Départs attendus en 5 et 10 ans, avec leur intervalle ; valeurs dans le tableau",
            caption=_caption(page, own[OLDER], sentence.replace("**", ""), found),
            table=Table(HEADER, lambda: list(departure_rows(page, own[OLDER], found))),
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


def departure_rows(
    page: RetentionPage, older: Value, found: Sequence[Departures]
) -> Iterator[tuple[str, ...]]:
    """Departures to expect of the territory selected as text; ``older`` is what they start from."""
    territory, build = page.territory, page.catalog.build
    for item in found:
        yield (
            *(territory.territory_id, territory.code, territory.name_fr),
            *(f"Départs attendus en {item.years} ans de généralistes libéraux", "à partir de 2019"),
            *(decimal(end, 1) for end in (item.value, item.low, item.high)),
            *("médecins", STATUS_LABELS["estimated"]),
            *(page.catalog.sources[older.source_id].citation, older.locator, METHOD_ID),
            *("ordre de grandeur, ne classe pas les territoires", build.data_version),
            build.build_id,
        )


def _caption(
    page: RetentionPage, older: Value, sentence: str, found: Sequence[Departures]
) -> Caption:
    ranges = " ; ".join(f"de {interval(item.low, item.high)} en {item.years} ans" for item in found)
    return Caption(
        title=f"{page.territory.label} : départs attendus de généralistes libéraux (est.), "
        f"{ranges}",
        subtitle=f"{page.territory.label}, à partir du 31 décembre 2019, médecins",
        name=("departs attendus", place_name(page.territory), "2020-2029"),
        source_ids=[older.source_id],
        note=f"{sentence} Hachuré : estimation ; trait : intervalle. Un ordre de grandeur, qui ne "
        f"classe pas les territoires. Méthode {METHOD_ID}. {status_note(['estimated'])}",
    )


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
