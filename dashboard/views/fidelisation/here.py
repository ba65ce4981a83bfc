"""What is measured and observed in each département of the scope, as a table and a workbook."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import DIPLOMA_RATES, FIRST_INSTALLATIONS, NET_CHANGE, STAYED_RATE
from dashboard.core.files import file_name
from dashboard.core.formatting import number, quantity, typography
from dashboard.core.values import LevelValues, Measure
from dashboard.core.workbook import Cell as SheetCell
from dashboard.core.workbook import Figure, LinesTable, Sheet, build_workbook
from dashboard.themes.retention import APL, measured_rate
from dashboard.ui.downloads import show_excel_download
from dashboard.ui.level_files import level_file, level_header
from dashboard.ui.similar import profile_link
from dashboard.ui.tables import Cell, show_table
from dashboard.views.fidelisation import words
from dashboard.views.fidelisation.page import RetentionPage

OLDER = "part_mg_liberaux_60_ans_et_plus_pct"
OBSERVED = (NET_CHANGE, OLDER, APL)
# Official series, beside them once they are there.
OFFICIAL = (STAYED_RATE, FIRST_INSTALLATIONS)


def show_here(page: RetentionPage) -> None:
    """Show a line by territory of the scope, and the workbook of the same lines."""
    values = _values(page)
    rows: list[list[Cell]] = [
        [
            profile_link(page.catalog, page.selection, item),
            words.measured_here(measured_rate(page.catalog, page.surveys, item)),
            *(_text(page, item_values, item) for item_values in values),
        ]
        for item in _ids(page)
    ]
    label = page.scope_territory.label
    show_table(words.here_caption(label), _header(page), rows)
    is_nation = page.territory.level == "national"
    st.caption(typography(words.HERE_NOTE if is_nation else words.here_note()))
    show_excel_download(
        file_name(page.catalog, "fidelisation", label),
        "fidelisation.excel",
        lambda: here_workbook(page),
    )


def _level(page: RetentionPage) -> str:
    return "region" if page.territory.level == "national" else "departement"


def _ids(page: RetentionPage) -> tuple[str, ...]:
    """Régions of the nation, départements of a scope."""
    return page.scope_ids(_level(page))


def _indicators(page: RetentionPage) -> tuple[str, ...]:
    """Indicators of the table: a rate by région of diploma is that of régions only."""
    official = (item for item in OFFICIAL if item in page.options.official_ids)
    is_nation = _level(page) == "region"
    return (*OBSERVED, *(item for item in official if is_nation or item not in DIPLOMA_RATES))


def _values(page: RetentionPage) -> list[LevelValues]:
    return [page.values(item, _level(page)) for item in _indicators(page)]


def _header(page: RetentionPage) -> tuple[str, ...]:
    """Titles of the columns, those of the official series with their year."""
    first, *others = words.HERE_HEADER
    level = "Région" if _level(page) == "region" else first
    values = _values(page)[len(OBSERVED) :]
    official = (f"{words.OFFICIAL_MEASURES[item.indicator_id]}, {item.period}" for item in values)
    return (level, *others, *official)


def _text(page: RetentionPage, values: LevelValues, territory_id: str) -> str:
    """Value with its unit; the reserve of its source goes with it."""
    measure = _measure(values, territory_id)
    indicator = page.catalog.indicators[values.indicator_id]
    signed = values.indicator_id == NET_CHANGE
    if "%" in indicator.unit_fr:
        text = quantity(measure.value, "%", indicator.decimals, signed=signed)
    else:
        text = number(measure.value, indicator.decimals)
    return f"{text} ({measure.short_reserve})" if measure.reserve else text


def _measure(values: LevelValues, territory_id: str) -> Measure:
    if territory_id not in values.ids:
        return Measure(None)
    return values.measure_of(territory_id)


def here_workbook(page: RetentionPage) -> bytes:
    """Workbook of the table: a line by territory first, then one by value with its source."""
    values = _values(page)
    header = _header(page)
    official = [18.0] * (len(header) - len(words.HERE_HEADER))
    widths = (28.0, 8.0, 40.0, 18.0, 18.0, 14.0, *official, 60.0)
    titles = (header[0], "Code", *header[1:], words.RESERVE)
    sheet = Sheet(
        "Fidélisation",
        words.here_caption(page.scope_territory.label),
        tuple(zip(titles, widths, strict=True)),
        [_sheet_line(page, values, item) for item in _ids(page)],
        (words.HERE_NOTE,),
    )
    lines = LinesTable(level_header(_indicators(page)), level_file(page, values))
    return build_workbook(page.catalog, sheet, lines)


def _sheet_line(page: RetentionPage, values: list[LevelValues], item: str) -> list[SheetCell]:
    territory = page.catalog.territories[item]
    indicators = page.catalog.indicators
    figures = [
        Figure(_measure(level, item).value, indicators[level.indicator_id].decimals)
        for level in values
    ]
    survey = words.measured_here(measured_rate(page.catalog, page.surveys, item))
    return [territory.name_fr, territory.code, survey, *figures, _measure(values[0], item).note]
