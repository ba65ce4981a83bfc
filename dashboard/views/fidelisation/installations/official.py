"""Official series: first installations by year and by département, ages of the GPs by year."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import streamlit as st

from dashboard.charts.lines import Line, YearPoint, plot_lines
from dashboard.charts.palette import CNGE, DGOS, NEUTRAL
from dashboard.core.catalog import FIRST_INSTALLATIONS, STATUS_LABELS, Level
from dashboard.core.files import decimal, place_name
from dashboard.core.formatting import interval, number, quantity, typography
from dashboard.core.values import Value
from dashboard.queries.diploma import fetch_gp_counts
from dashboard.queries.series import fetch_territory_series
from dashboard.themes.diploma import (
    ALL_AGES,
    LIBERAL,
    RPPS,
    GpCount,
    OlderShare,
    age_label,
    first_age,
    mode_of_all,
    older_shares,
)
from dashboard.themes.installations import FIRST_BY_TERRITORY, Installations
from dashboard.ui.cards import show_definition_links
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.maps import map_layer, show_map
from dashboard.ui.official import show_not_refreshed
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.fidelisation.installations import words
from dashboard.views.fidelisation.installations.figures import plot_years
from dashboard.views.fidelisation.installations.table import CSV_HEADER, csv_rows
from dashboard.views.fidelisation.page import RetentionPage
from models.territories.cells import NATION
from models.uncertainty import wilson

FIRST_MAP = "fidelisation.primo.carte"
AGE_HEADER = (
    "territoire_id",
    "code",
    "territoire",
    "annee",
    "classe_age",
    "mode",
    "medecins",
    "unite",
    "statut",
    "source",
    "emplacement",
    "version_donnees",
    "construction",
)


def first_series(page: RetentionPage, territory_id: str) -> tuple[Value, ...]:
    """First installations of a territory by year, oldest first; empty before a refresh."""
    return fetch_territory_series(page.build, territory_id, FIRST_INSTALLATIONS)


def show_first_installations(page: RetentionPage, installations: Installations) -> None:
    """Show the years of the territory, then the map of a year; or how to bring the series."""
    st.subheader(words.FIRST_TITLE, anchor=False)
    if FIRST_INSTALLATIONS not in page.options.official_ids:
        show_not_refreshed(words.FIRST_NOT_REFRESHED)
        return
    series = first_series(page, page.territory.territory_id)
    if series:
        _show_years(page, installations, series)
    else:
        st.markdown(typography(words.FIRST_NOT_HERE))
    level: Level = "region" if page.selection.level == "region" else "departement"
    at = page.at(page.selection.with_value("level", level))
    show_map(at, [map_layer(at, FIRST_INSTALLATIONS)], FIRST_MAP, level=level)
    st.caption(typography(words.FIRST_NOTE))
    show_definition_links(page.catalog, page.selection, (FIRST_INSTALLATIONS,))


def _show_years(page: RetentionPage, installations: Installations, series: Sequence[Value]) -> None:
    label = page.territory.label
    st.markdown(words.first_finding(label, series))
    rows = installations.of_field(FIRST_BY_TERRITORY)
    show_chart(
        page.catalog,
        plot_years([(int(item.period), item.value) for item in series]),
        key="fidelisation.primo.annees",
        alt=words.first_alternative(label),
        caption=Caption(
            title=words.first_finding(label, series, strong=""),
            subtitle=words.first_subtitle(series),
            name=("premieres installations", place_name(page.territory)),
            source_ids=[item.source_id for item in series],
            note=f"{words.FIRST_NOTE} {status_note(item.status for item in series)}",
        ),
        table=Table(
            CSV_HEADER, lambda: list(csv_rows(page, replace(installations, movements=rows)))
        ),
    )
    show_table(
        words.first_caption(label),
        words.FIRST_HEADER,
        [_year_row(page, item) for item in reversed(series)],
    )


def _year_row(page: RetentionPage, value: Value) -> list[Cell]:
    return [
        value.period,
        number(value.value),
        STATUS_LABELS[value.status],
        source_cell(page.catalog.sources[value.source_id]),
        value.locator,
    ]


def show_official_ages(page: RetentionPage) -> None:
    """Show the share of those aged 60 or more by year, then the ages of the last year."""
    st.subheader(words.GP_AGES_TITLE, anchor=False)
    if not fetch_gp_counts(page.build, NATION):
        show_not_refreshed(words.AGES_NOT_REFRESHED)
        return
    counts = fetch_gp_counts(page.build, page.territory.territory_id)
    if not counts:
        st.markdown(typography(words.AGES_NOT_HERE))
        return
    for source_id in (RPPS, LIBERAL):
        of_source = [item for item in counts if item.source_id == source_id]
        if of_source:
            _show_source(page, of_source, source_id)
    st.caption(typography(words.GP_AGES_NOTE))


def _show_source(page: RetentionPage, counts: Sequence[GpCount], source_id: str) -> None:
    label, field = page.territory.label, words.GP_FIELDS[source_id]
    shares = older_shares(counts, source_id)
    source = page.catalog.sources[source_id]
    if shares:
        st.markdown(words.older_finding(label, field, shares))
        show_chart(
            page.catalog,
            plot_lines(_lines(page, source_id)),
            key=f"fidelisation.ages.{source_id}",
            alt=words.older_alternative(field),
            caption=Caption(
                title=words.older_finding(label, field, shares, strong=""),
                subtitle=words.older_subtitle(label, shares),
                name=("ages generalistes", source.publisher, place_name(page.territory)),
                source_ids=[source_id],
                note=f"{words.GP_AGES_NOTE} {status_note(item.status for item in counts)}",
            ),
            table=Table(AGE_HEADER, lambda: list(gp_rows(page, counts))),
        )
    year = max(item.year for item in counts)
    rows = [[*row, source_cell(source, source.publisher)] for row in age_rows(counts, source_id)]
    show_table(words.ages_caption(label, field, year), words.GP_AGES_HEADER, rows)


def age_rows(counts: Iterable[GpCount], source_id: str) -> list[list[Cell]]:
    """Age classes of the last year, youngest first: GPs, their share and its interval."""
    mode = mode_of_all(source_id)
    some = [item for item in counts if item.mode_id == mode and item.source_id == source_id]
    year = max(item.year for item in some)
    of_year = {item.age_class: item for item in some if item.year == year}
    total = of_year.get(ALL_AGES)
    rows: list[list[Cell]] = []
    for age in sorted((age for age in of_year if age != ALL_AGES), key=first_age):
        item = of_year[age]
        rows.append(
            [
                age_label(age),
                number(item.doctors_n),
                _share_text(item.doctors_n, total.doctors_n if total else 0),
                STATUS_LABELS[item.status],
            ]
        )
    return rows


def _share_text(count: int, total: int) -> str:
    """« 31 % (28 à 34) »; « n. d. » without a total."""
    value, low, high = (
        float(item[0]) for item in wilson(np.array([float(count)]), np.array([float(total)]))
    )
    bounds = interval(low, high)
    return typography(f"{quantity(value, '%')} ({bounds})") if bounds else number(None)


def _lines(page: RetentionPage, source_id: str) -> list[Line]:
    """Share of those aged 60 or more: the territory, its région and the nation."""
    territory = page.territory
    places = dict.fromkeys((territory.territory_id, territory.region_id or NATION, NATION))
    styles = ((DGOS, "circle"), (CNGE, "square"), (NEUTRAL, "circle"))
    lines = []
    for rank, (place, (color, symbol)) in enumerate(zip(places, styles, strict=False)):
        shares = older_shares(fetch_gp_counts(page.build, place), source_id)
        name = page.catalog.territories[place].label
        lines.append(Line(name, color, symbol, list(map(_point, shares)), is_reference=rank > 0))
    return lines


def _point(share: OlderShare) -> YearPoint:
    text = words.older_hover(share)
    return YearPoint(share.year, share.value, share.low, share.high, text)


def gp_rows(page: RetentionPage, counts: Iterable[GpCount]) -> Iterator[tuple[str, ...]]:
    """Every published count by age and mode, of every year, as text."""
    build = page.catalog.build
    for item in counts:
        territory = page.catalog.territories[item.territory_id]
        yield (
            *(territory.territory_id, territory.code, territory.name_fr, str(item.year)),
            *(item.age_class, item.mode_id, decimal(item.doctors_n, 0), "médecins"),
            STATUS_LABELS[item.status],
            page.catalog.sources[item.source_id].citation,
            *(item.locator, build.data_version, build.build_id),
        )
