"""Age of the GPs in practice: liberal GPs, and doctors of all specialties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import streamlit as st

from dashboard.charts.bars import Bar, plot_bars
from dashboard.charts.palette import LOSS, NEUTRAL
from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import decimal
from dashboard.core.formatting import number, period, quantity, typography
from dashboard.queries import cached
from dashboard.queries.series import Value
from dashboard.ui.cards import show_definition_links
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.downloads import HEADER, place_name
from dashboard.ui.tables import Cell, Link, show_table
from dashboard.views.fidelisation.installations.words import AGES, ALL_SPECIALTIES_MISSING
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
        item: cached.load_territory_values(page.build, item, INDICATORS, page.selection.year)
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
        Link(source.citation, source.url, outside=True) if source.url else source.citation,
        value.locator,
    ]
