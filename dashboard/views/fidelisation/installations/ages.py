"""Share of the doctors in practice aged 60 or more: liberal GPs, and all specialties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import streamlit as st

from dashboard.charts.bars import Bar, plot_bars
from dashboard.charts.palette import LOSS, NEUTRAL
from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import HEADER, decimal, place_name
from dashboard.core.formatting import number, period, quantity, typography
from dashboard.core.values import Value
from dashboard.queries.series import fetch_territory_values
from dashboard.ui.cards import show_definition_links
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.fidelisation.installations import words
from dashboard.views.fidelisation.page import RetentionPage
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
Values = Mapping[str, Mapping[str, Value]]


def show_ages(page: RetentionPage) -> None:
    """Show the shares of those aged 60 or more: liberal GPs, then doctors of all specialties."""
    st.subheader(words.AGES_TITLE, anchor=False)
    values = compared_values(page)
    for column, indicator_id in zip(st.columns(2), TITLES, strict=True):
        with column:
            st.markdown(f"**Part des 60 ans et plus. {TITLES[indicator_id]}**")
            _show_shares(page, values, indicator_id)
    caption = words.AGES
    if OLDER_SHARE_ALL not in values[page.territory.territory_id]:
        caption = f"{words.AGES} {words.ALL_SPECIALTIES_MISSING}"
    st.caption(typography(caption))
    show_table(
        words.AGES_TABLE,
        ("Territoire", "Champ", "Part", "60 ans et plus", "Tous âges", "Statut", "Source", "Où"),
        [
            _row(page, territory_id, values_of_territory, indicator_id)
            for indicator_id in TITLES
            for territory_id, values_of_territory in values.items()
            if indicator_id in values_of_territory
        ],
    )
    show_definition_links(page.catalog, page.selection, (OLDER_SHARE, OLDER_SHARE_ALL))


def _show_shares(page: RetentionPage, values: Values, indicator_id: str) -> None:
    ids = (indicator_id, *COUNTS[indicator_id])
    drawn = {
        place: {item: value for item, value in by_indicator.items() if item in ids}
        for place, by_indicator in values.items()
    }
    shares = [item[indicator_id] for item in drawn.values() if indicator_id in item]
    label = page.territory.label
    value = drawn[page.territory.territory_id].get(indicator_id)
    decimals = page.catalog.indicators[indicator_id].decimals
    share = quantity(value.value if value else None, "%", decimals)
    if value and value.is_estimate:
        share += " (est.)"
    periods = list(dict.fromkeys(value.period for value in shares))
    show_chart(
        page.catalog,
        plot_bars(share_bars(page, values, indicator_id), AXES[indicator_id]),
        key=f"fidelisation.installations.age.{indicator_id}",
        alt=words.ages_alternative(TITLES[indicator_id]),
        caption=Caption(
            title=f"{label} : {share} de 60 ans et plus. {TITLES[indicator_id]}",
            subtitle=", ".join((label, *map(period, periods), AXES[indicator_id])),
            name=(
                page.catalog.indicators[indicator_id].label_fr,
                place_name(page.territory),
                *periods,
            ),
            source_ids=[value.source_id for value in shares],
            note=f"{words.AGES_KEY} {words.AGES} {status_note(value.status for value in shares)}",
        ),
        table=Table(HEADER, lambda: list(age_rows(page, drawn))),
    )


def age_rows(page: RetentionPage, values: Values) -> Iterator[tuple[str, ...]]:
    """Ages of the territories compared, as text."""
    build = page.catalog.build
    for territory_id, by_indicator in values.items():
        territory = page.catalog.territories[territory_id]
        for indicator_id, value in by_indicator.items():
            indicator = page.catalog.indicators[indicator_id]
            yield (
                *(territory_id, territory.code, territory.name_fr),
                *(indicator.label_fr, value.period, decimal(value.value, indicator.decimals)),
                *("", "", indicator.unit_fr, STATUS_LABELS[value.status]),
                *(page.catalog.sources[value.source_id].citation, value.locator),
                *(value.method_id or "", value.note, build.data_version, build.build_id),
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
    """One bar per territory compared; the territory selected stands out."""
    decimals = page.catalog.indicators[indicator_id].decimals
    bars = []
    for territory_id, by_indicator in values.items():
        value = by_indicator.get(indicator_id)
        is_estimated = value is not None and value.is_estimate
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
    page: RetentionPage, territory_id: str, values: Mapping[str, Value], indicator_id: str
) -> list[Cell]:
    value = values[indicator_id]
    counts = [values.get(item) for item in COUNTS[indicator_id]]
    return [
        page.catalog.territories[territory_id].label,
        TITLES[indicator_id],
        quantity(value.value, "%", page.catalog.indicators[indicator_id].decimals),
        *(number(count.value if count else None) for count in counts),
        STATUS_LABELS[value.status],
        source_cell(page.catalog.sources[value.source_id]),
        value.locator,
    ]
