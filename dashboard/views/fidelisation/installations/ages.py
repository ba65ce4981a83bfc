"""Age of the GPs in practice: liberal GPs, and doctors of all specialties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import streamlit as st

from dashboard.charts.bars import Bar, plot_bars
from dashboard.charts.palette import LOSS, NEUTRAL
from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import HEADER, decimal, place_name
from dashboard.core.formatting import interval, number, period, quantity, typography
from dashboard.core.values import Value
from dashboard.queries.series import fetch_territory_values
from dashboard.themes.installations import Installations, departures_sentence, row_of
from dashboard.ui.cards import show_definition_links
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.fidelisation.installations.words import (
    AGES,
    ALL_SPECIALTIES_MISSING,
    DEPARTURES,
)
from dashboard.views.fidelisation.page import RetentionPage
from models.retention.departures import METHOD_ID, Departures, departures
from models.territories.cells import NATION

OLDER_SHARE = "part_mg_liberaux_60_ans_et_plus_pct"
OLDER_SHARE_ALL = "part_medecins_60_ans_et_plus_inscription_pct"
OLDER_ALL = "medecins_60_ans_et_plus_inscription"
OLDER, ALL_GPS = "mg_liberaux_60_ans_et_plus_cartosante", "mg_liberaux_cartosante"
INDICATORS = (OLDER_SHARE, OLDER_SHARE_ALL, OLDER_ALL, OLDER, ALL_GPS)
TITLES = {
    OLDER_SHARE: "Généralistes libéraux, fin 2019",
    OLDER_SHARE_ALL: "Médecins de toutes spécialités, 2022",
}
# Those aged 60 or more, and doctors of all ages.
COUNTS = {OLDER_SHARE: (OLDER, ALL_GPS), OLDER_SHARE_ALL: (OLDER_ALL, "")}
AXES = {
    OLDER_SHARE: "% des généralistes libéraux",
    OLDER_SHARE_ALL: "% des médecins",
}
KEYS = "Brun : territoire choisi ; gris : sa région et la France ; hachuré : estimation."
Values = Mapping[str, Mapping[str, Value]]


def show_ages(page: RetentionPage) -> None:
    """Share of those aged 60 or more: liberal GPs and doctors of all specialties, told apart."""
    st.subheader("Âge des médecins en exercice", anchor=False)
    values = compared_values(page)
    for column, indicator_id in zip(st.columns(2), TITLES, strict=True):
        with column:
            st.markdown(f"**Part des 60 ans et plus. {TITLES[indicator_id]}**")
            _show_shares(page, values, indicator_id)
    caption = AGES
    if OLDER_SHARE_ALL not in values[page.territory.territory_id]:
        caption = f"{AGES} {ALL_SPECIALTIES_MISSING}"
    st.caption(typography(caption))
    show_table(
        "Médecins de 60 ans et plus",
        ("Territoire", "Champ", "Part", "60 ans et plus", "Tous âges", "Statut", "Source", "Où"),
        [
            _row(page, territory_id, found, indicator_id)
            for indicator_id in TITLES
            for territory_id, found in values.items()
            if indicator_id in found
        ],
    )
    show_definition_links(page.catalog, page.selection, (OLDER_SHARE, OLDER_SHARE_ALL))


def _show_shares(page: RetentionPage, values: Values, indicator_id: str) -> None:
    kept = (indicator_id, *COUNTS[indicator_id])
    drawn = {
        place: {item: value for item, value in found.items() if item in kept}
        for place, found in values.items()
    }
    shares = [found[indicator_id] for found in drawn.values() if indicator_id in found]
    label = page.territory.label
    own = drawn[page.territory.territory_id].get(indicator_id)
    decimals = page.catalog.indicators[indicator_id].decimals
    share = quantity(own.value if own else None, "%", decimals)
    if own and own.status == "estimated":
        share += " (est.)"
    periods = list(dict.fromkeys(value.period for value in shares))
    show_chart(
        page.catalog,
        plot_bars(share_bars(page, values, indicator_id), AXES[indicator_id]),
        key=f"fidelisation.installations.age.{indicator_id}",
        alt=f"{TITLES[indicator_id]} : part des 60 ans et plus ; valeurs dans le tableau",
        caption=Caption(
            title=f"{label} : {share} de 60 ans et plus. {TITLES[indicator_id]}",
            subtitle=", ".join((label, *map(period, periods), AXES[indicator_id])),
            name=(
                page.catalog.indicators[indicator_id].label_fr,
                place_name(page.territory),
                *periods,
            ),
            source_ids=[value.source_id for value in shares],
            note=f"{KEYS} {AGES} {status_note(value.status for value in shares)}",
        ),
        table=Table(HEADER, lambda: list(age_rows(page, drawn))),
    )


def age_rows(page: RetentionPage, values: Values) -> Iterator[tuple[str, ...]]:
    """Ages of the territories compared, as text."""
    build = page.catalog.build
    for territory_id, own in values.items():
        territory = page.catalog.territories[territory_id]
        for value in own.values():
            indicator = page.catalog.indicators[value.indicator_id]
            yield (
                *(territory_id, territory.code, territory.name_fr),
                *(indicator.label_fr, value.period, decimal(value.value, indicator.decimals)),
                *("", "", indicator.unit_fr, STATUS_LABELS[value.status]),
                *(page.catalog.sources[value.source_id].citation, value.locator),
                *(value.method_id or "", value.note_fr or "", build.data_version, build.build_id),
            )


def compared_values(page: RetentionPage) -> dict[str, dict[str, Value]]:
    """Values of the territory, of its région and of the nation, by territory."""
    territory = page.territory
    ids = dict.fromkeys((territory.territory_id, territory.region_id or NATION, NATION))
    return {
        item: fetch_territory_values(page.build, item, INDICATORS, page.selection.year)
        for item in ids
    }


def share_bars(page: RetentionPage, values: Values, indicator_id: str) -> list[Bar]:
    """One bar per territory that is compared; the territory selected stands out."""
    decimals = page.catalog.indicators[indicator_id].decimals
    bars = []
    for territory_id, found in values.items():
        value = found.get(indicator_id)
        is_estimated = value is not None and value.status == "estimated"
        label = page.catalog.territories[territory_id].label
        bars.append(
            Bar(
                f"{label} (est.)" if is_estimated else label,
                quantity(value.value if value else None, "%", decimals),
                value.value if value else None,
                LOSS if territory_id == page.territory.territory_id else NEUTRAL,
                is_estimated=is_estimated,
            )
        )
    return bars


def _row(
    page: RetentionPage, territory_id: str, found: Mapping[str, Value], indicator_id: str
) -> list[Cell]:
    value = found[indicator_id]
    source = page.catalog.sources[value.source_id]
    counts = [found.get(item) for item in COUNTS[indicator_id]]
    return [
        page.catalog.territories[territory_id].label,
        TITLES[indicator_id],
        quantity(value.value, "%", page.catalog.indicators[indicator_id].decimals),
        *(number(count.value if count else None) for count in counts),
        STATUS_LABELS[value.status],
        source_cell(source),
        value.locator,
    ]


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
