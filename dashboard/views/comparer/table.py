"""Territories by indicators, coloured where they differ from the reference."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape

import streamlit as st

from dashboard.core.catalog import GAP, LEVEL_NOUNS, MSU, SITUATION
from dashboard.core.files import HEADER, decimal, file_name, level_rows, to_csv
from dashboard.core.formatting import interval, number, typography
from dashboard.core.text import clean_name
from dashboard.core.values import among
from dashboard.core.workbook import Cell as SheetCell
from dashboard.core.workbook import Figure, LinesTable, Sheet, build_workbook
from dashboard.themes.situation import gap_interval, gap_words
from dashboard.ui.cards import definition_link
from dashboard.ui.downloads import show_csv_download, show_excel_download
from dashboard.ui.level_files import SITUATION_COLUMNS, situation_rows
from dashboard.views.comparer import words
from dashboard.views.comparer.columns import (
    MARKS,
    Column,
    ComparedValue,
    Reference,
    behind,
    judged_n,
    most_behind_first,
)
from dashboard.views.comparer.page import ComparePage
from models.comparison.spine import Verdict
from models.uncertainty import INTERVAL_LEVEL

COMPARED_HEADER = (
    *HEADER,
    "ensemble",
    "reference",
    "valeur_reference",
    "reference_borne_basse",
    "reference_borne_haute",
    "position",
    "jugement",
    *SITUATION_COLUMNS,
)
COUNTED: tuple[Verdict, ...] = ("over", "under", "undetermined")


def show_compare_table(page: ComparePage, columns: tuple[Column, ...]) -> None:
    """Show the table, its legend, how to read it, and its files."""
    st.html(compare_table_html(page, columns))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        show_excel_download(
            file_name(page.catalog, "comparer", page.compared.set_id, page.level),
            "comparer.excel",
            lambda: compare_workbook(page, columns),
        )
        if page.is_expert:
            show_table_download(page, columns)
        with st.popover("Comment lire ce tableau", key="comparer.lecture"):
            st.markdown(words.reading(100 * INTERVAL_LEVEL))


def compare_table_html(page: ComparePage, columns: tuple[Column, ...]) -> str:
    """HTML of the table and of its legend, every text escaped."""
    label = escape(words.table_label(page.compared.label))
    head = "".join(_heading(page, column) for column in columns)
    reference = _reference_row(page, columns)
    counted = None if page.is_expert else behind(columns)
    rows = "".join(_row(page, rank, columns, counted) for rank in reading_order(page, columns))
    if counted is not None:
        head = f"{_behind_heading()}{head}"
    foot = _foot(page, columns) if page.is_expert else ""
    return (
        f'<div class="table compare" role="region" aria-label="{label}" tabindex="0"><table>'
        f'<thead><tr><th scope="col">Territoire</th>{head}</tr></thead>'
        f"<tbody>{reference}{rows}</tbody>{foot}</table></div>{_legend(page, columns)}"
    )


def _foot(page: ComparePage, columns: tuple[Column, ...]) -> str:
    """How many are on each side of the reference, and the sources, for an expert."""
    counts = "".join(f"<td>{_counts(column)}</td>" for column in columns)
    sources = "".join(f"<td>{escape(_source(page, column))}</td>" for column in columns)
    return (
        f'<tfoot><tr><th scope="row">{words.AROUND_REFERENCE}</th>{counts}</tr>'
        f'<tr class="sources"><th scope="row">Source</th>{sources}</tr></tfoot>'
    )


def _heading(page: ComparePage, column: Column) -> str:
    indicator = column.indicator
    link = escape(definition_link(page.catalog, page.selection, indicator.indicator_id))
    judgement = (
        "nombre, non comparé" if indicator.additive else words.DIRECTIONS[indicator.direction]
    )
    unit, title = indicator.unit_fr, indicator.short_fr
    if indicator.indicator_id == SITUATION:
        title, unit, judgement = words.SITUATION_TITLE, words.SITUATION_UNIT, words.NOT_RANKED
    elif indicator.indicator_id in (MSU, GAP):
        judgement = words.LIKELY_BOUNDS
    period = words.period_words(column.level_values.period)
    lines = (f"{unit}, {period}", judgement)
    small = "".join(f"<small>{escape(typography(line))}</small>" for line in lines)
    return f'<th scope="col"><a href="{link}" target="_self">{escape(title)}</a>{small}</th>'


def _source(page: ComparePage, column: Column) -> str:
    sources = (page.catalog.sources.get(item or "") for item in column.level_values.source_ids)
    return words.publishers_words(list(dict.fromkeys(item.credit for item in sources if item)))


def _reference_row(page: ComparePage, columns: tuple[Column, ...]) -> str:
    label = page.reference_label(page.reference_id)
    cells = "".join(f"<td>{_reference_cell(column, column.reference)}</td>" for column in columns)
    if not page.is_expert:
        cells = f"<td></td>{cells}"
    return f'<tr class="reference"><th scope="row">Référence : {escape(label)}</th>{cells}</tr>'


def _reference_cell(column: Column, reference: Reference | None) -> str:
    if reference is None:
        return f"<small>{words.NO_REFERENCE}</small>"
    decimals = column.indicator.decimals
    bounds = interval(reference.low, reference.high, decimals)
    mark = "est." if reference.is_estimate else ""
    return f"{number(reference.value, decimals)}{_small(bounds, mark)}"


def reading_order(page: ComparePage, columns: Sequence[Column]) -> tuple[int, ...]:
    """Ranks of the territories in the table: by name for an expert, else most behind first."""
    if page.is_expert:
        return tuple(range(len(page.compared.ids)))
    return most_behind_first(columns, page.compared.focus_id)


def _behind_heading() -> str:
    return f'<th scope="col">{words.BEHIND}<small>{words.BEHIND_UNIT}</small></th>'


def _row(
    page: ComparePage,
    index: int,
    columns: tuple[Column, ...],
    counted: Mapping[str, tuple[str, ...]] | None,
) -> str:
    """Cells of a territory; ``counted`` are the indicators for which each is behind."""
    territory_id = page.compared.ids[index]
    focus = ' class="focus"' if territory_id == page.compared.focus_id else ""
    name = escape(page.name(territory_id))
    cells = "".join(_cell(column, column.values[index]) for column in columns)
    if counted is not None:
        out_of = words.out_of(len(counted[territory_id]), judged_n(columns, territory_id))
        cells = f"<td>{out_of}</td>{cells}"
    return f'<tr{focus}><th scope="row">{name}</th>{cells}</tr>'


def _cell(column: Column, value: ComparedValue) -> str:
    if column.indicator.indicator_id in (SITUATION, GAP):
        return _situation_cell(column, value)
    decimals = column.indicator.decimals
    origin = words.holder_mark(column.holder_of(value.territory_id))
    bounds = interval(value.low, value.high, decimals)
    # Where nothing but the share judges the value, its interval is that of the situation.
    if value.is_against_share or column.indicator.indicator_id == MSU:
        bounds = words.likely_words(value, column.indicator)
    small = _small(bounds, value.mark, origin) + _reserve(value)
    text = f"{_mark(value)}{number(value.value, decimals)}{small}"
    return f'<td class="{value.tone}">{text}</td>' if value.tone else f"<td>{text}</td>"


def _situation_cell(column: Column, value: ComparedValue) -> str:
    """A verdict with its chances, or what is missing with its interval at 80 %, in words."""
    situation = value.situation
    if situation is None:
        return f"<td>{number(None)}</td>"
    if column.indicator.indicator_id == SITUATION:
        return f"<td>{escape(situation.short_words)}{_small(situation.chances)}</td>"
    bounds = "" if situation.is_counted else gap_interval(*situation.gap80)
    text = gap_words(situation.share - situation.msu)
    return f"<td>{escape(text)}{_small(bounds, value.mark)}</td>"


def _mark(value: ComparedValue) -> str:
    if value.verdict is None:
        return ""
    return f'<i role="img" aria-label="{value.words}">{MARKS[value.verdict]}</i> '


def _small(*texts: str) -> str:
    """Interval, status and origin under a value; the interval never breaks."""
    line = " ".join(text.replace(" ", "\u00a0") for text in texts if text)
    return f"<small>{line}</small>" if line else ""


def _reserve(value: ComparedValue) -> str:
    """The caveat of a value that is not judged, beside it; it breaks where it must."""
    reserve = value.short_reserve
    return f'<small class="reserve">{escape(typography(reserve))}</small>' if reserve else ""


def _counts(column: Column) -> str:
    if column.reference is None:
        return ""
    return " ".join(f"{MARKS[verdict]}\u00a0{column.count(verdict)}" for verdict in COUNTED)


def _legend(page: ComparePage, columns: tuple[Column, ...]) -> str:
    """Marks that the table has; the territories it holds, and how to see others."""
    tones = {value.tone for column in columns for value in column.values}
    items = "".join(
        f'<li><span class="{tone}">{mark or "&nbsp;"}</span> {escape(text)}</li>'
        for tone, mark, text in words.LEGEND
        if tone in tones
    )
    holders = [
        column.holder_of(value.territory_id) for column in columns for value in column.values
    ]
    is_against_share = any(value.is_against_share for column in columns for value in column.values)
    note = escape(words.legend_note(holders, is_against_share=is_against_share))
    is_nation = page.territory.level == "national"
    note_of_scope = words.scope_note(
        len(page.compared.ids), LEVEL_NOUNS[page.level], is_nation=is_nation
    )
    scope = escape(typography(note_of_scope))
    return f'<ul class="compare-legend">{items}</ul><p class="note">{scope} {note}</p>'


def compare_workbook(page: ComparePage, columns: Sequence[Column]) -> bytes:
    """Workbook of the table: a line by territory first, then one by value with its source."""
    header = [("Territoire", 28.0), ("Code", 8.0), (f"{words.BEHIND} ({words.BEHIND_UNIT})", 18.0)]
    for column in columns:
        item = column.indicator
        when = words.period_words(column.level_values.period)
        if item.indicator_id == SITUATION:
            header.append((f"{words.SITUATION_TITLE}, {when}", 34.0))
            continue
        against = column.reference.label if column.reference else ""
        header.append((f"{item.label_fr} ({item.unit_fr}), {when}", 20.0))
        header += [(f"Face à {against}", 18.0)] if against else []
    situations = page.situations().among(page.compared.ids)
    sheet = Sheet(
        "Comparer",
        clean_name(page.compared.label),
        header,
        [
            _reference_line(page, columns),
            *(_sheet_line(page, columns, rank) for rank in reading_order(page, columns)),
        ],
        (
            words.situation_of_set(situations, page.target, page.selection.year),
            words.SURE,
            words.sources_note(_publishers(page, columns)),
        ),
    )
    lines = LinesTable(COMPARED_HEADER, compared_rows(page, columns))
    return build_workbook(page.catalog, sheet, lines)


def _publishers(page: ComparePage, columns: Sequence[Column]) -> list[str]:
    ids = (item for column in columns for item in column.level_values.source_ids if item)
    return list(dict.fromkeys(page.catalog.sources[item].citation for item in ids))


def _reference_line(page: ComparePage, columns: Sequence[Column]) -> list[SheetCell]:
    cells: list[SheetCell] = [f"Référence : {page.reference_label(page.reference_id)}", "", ""]
    for column in columns:
        if column.reference is None:
            cells.append("")
        else:
            cells += [Figure(column.reference.value, column.indicator.decimals), ""]
    return cells


def _sheet_line(page: ComparePage, columns: Sequence[Column], rank: int) -> list[SheetCell]:
    territory = page.catalog.territories[page.compared.ids[rank]]
    behind_n = len(behind(columns)[territory.territory_id])
    cells: list[SheetCell] = [territory.name_fr, territory.code, Figure(behind_n)]
    for column in columns:
        value = column.values[rank]
        if column.indicator.indicator_id == SITUATION:
            cells.append(words.value_words(value, column.indicator))
            continue
        cells.append(Figure(value.value, column.indicator.decimals))
        if column.reference is not None:
            cells.append(value.words)
    return cells


def show_table_download(page: ComparePage, columns: Sequence[Column]) -> None:
    """Show the file of the whole table, one line per territory and indicator."""
    is_demo = page.catalog.build.is_demo
    show_csv_download(
        "Télécharger le tableau (CSV)",
        f"{file_name(page.catalog, 'comparer', page.compared.set_id, page.level)}.csv",
        "comparer.csv",
        lambda: to_csv(COMPARED_HEADER, compared_rows(page, columns), is_demo=is_demo),
    )


def compared_rows(page: ComparePage, columns: Sequence[Column]) -> list[tuple[str, ...]]:
    """One row per territory and indicator, with the reference and what it allows to say."""
    name = clean_name(page.compared.label)
    return [
        (
            *row,
            name,
            *_reference(column),
            value.place or words.NO_REFERENCE,
            value.judgement,
            *situated,
        )
        for column in columns
        for row, value, situated in zip(
            level_rows(page.catalog, among(column.level_values, page.compared.ids)),
            column.values,
            situation_rows(page, among(column.level_values, page.compared.ids)),
            strict=True,
        )
    ]


def _reference(column: Column) -> tuple[str, ...]:
    """Label, value and interval of the reference; empty cells without one."""
    reference, decimals = column.reference, column.indicator.decimals
    if reference is None:
        return "", "", "", ""
    return reference.label, *(decimal(end, decimals) for end in reference.ends)
