"""Territories by indicators, coloured where they differ from the reference."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.core.catalog import LEVEL_LABELS, SHORTFALL_INDICATORS
from dashboard.core.files import HEADER, level_rows, to_csv
from dashboard.core.formatting import interval, number, period, typography
from dashboard.core.text import clean_name
from dashboard.core.values import among
from dashboard.ui.cards import definition_link
from dashboard.ui.chart import Caption, status_note
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.maps import target_words
from dashboard.views.comparer.columns import DIRECTIONS, MARKS, Cell, Column, Reference, tone_of
from dashboard.views.comparer.page import ComparePage
from dashboard.views.comparer.words import READING
from models.uncertainty import INTERVAL_LEVEL

LEGEND = (
    ("better", "▲ ▼", "mieux que la référence"),
    ("worse", "▲ ▼", "moins bien que la référence"),
    ("apart", "▲ ▼", "différent, sans jugement"),
    ("unsure", "≈", "indéterminé : la référence est dans l’intervalle, ou égale"),
    ("", "", "sans couleur : pas de référence"),
)


def show_compare_table(page: ComparePage, columns: tuple[Column, ...]) -> None:
    """The table, its legend, how to read it, and its file."""
    st.html(compare_table_html(page, columns))
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        show_table_download(page, columns)
        with st.popover("Comment lire ce tableau", key="comparer.lecture"):
            st.markdown(typography(READING).format(level=number(100 * INTERVAL_LEVEL)))


def compare_table_html(page: ComparePage, columns: tuple[Column, ...]) -> str:
    """HTML of the table and of its legend, every text escaped."""
    label = escape(f"{page.compared.label} : indicateurs comparés à la référence")
    head = "".join(_heading(page, column) for column in columns)
    reference = _reference_row(page, columns)
    rows = "".join(
        _row(page, index, territory_id, columns)
        for index, territory_id in enumerate(page.compared.ids)
    )
    counts = "".join(f"<td>{_counts(column)}</td>" for column in columns)
    sources = "".join(f"<td>{escape(_source(page, column))}</td>" for column in columns)
    foot = (
        f'<tr><th scope="row">Autour de la référence</th>{counts}</tr>'
        f'<tr class="sources"><th scope="row">Source</th>{sources}</tr>'
    )
    return (
        f'<div class="table compare" role="region" aria-label="{label}" tabindex="0"><table>'
        f'<thead><tr><th scope="col">Territoire</th>{head}</tr></thead>'
        f"<tbody>{reference}{rows}</tbody><tfoot>{foot}</tfoot></table></div>{_legend(columns)}"
    )


def _heading(page: ComparePage, column: Column) -> str:
    indicator = column.indicator
    entry = definition_link(page.catalog, page.selection, indicator.indicator_id)
    link = escape(entry)
    when = period(column.values.period) if column.values.period else "non publié"
    judged = "nombre, non comparé" if indicator.additive else DIRECTIONS[indicator.direction]
    lines = (f"{indicator.unit_fr}, {when}", judged)
    small = "".join(f"<small>{escape(typography(line))}</small>" for line in lines)
    return (
        f'<th scope="col"><a href="{link}" target="_self">{escape(indicator.short_fr)}</a>'
        f"{small}</th>"
    )


def _source(page: ComparePage, column: Column) -> str:
    cited = dict.fromkeys(item for item in column.values.source_ids if item)
    publishers = dict.fromkeys(
        page.catalog.sources[item].publisher for item in cited if item in page.catalog.sources
    )
    if not publishers:
        return ""
    first = next(iter(publishers))
    return first if len(publishers) == 1 else f"{first} et autres"


def _reference_row(page: ComparePage, columns: tuple[Column, ...]) -> str:
    label = page.reference_label(page.reference_id)
    cells = "".join(f"<td>{_reference_cell(column, column.reference)}</td>" for column in columns)
    return f'<tr class="reference"><th scope="row">Référence : {escape(label)}</th>{cells}</tr>'


def _reference_cell(column: Column, reference: Reference | None) -> str:
    if reference is None:
        return "<small>sans référence</small>"
    decimals = column.indicator.decimals
    bounds = interval(reference.low, reference.high, decimals)
    mark = "est." if reference.status == "estimated" else ""
    return f"{number(reference.value, decimals)}{_small(bounds, mark)}"


def _row(page: ComparePage, index: int, territory_id: str, columns: tuple[Column, ...]) -> str:
    focus = ' class="focus"' if territory_id == page.compared.focus_id else ""
    name = escape(page.name(territory_id))
    cells = "".join(_cell(column, column.cells[index]) for column in columns)
    return f'<tr{focus}><th scope="row">{name}</th>{cells}</tr>'


def _cell(column: Column, cell: Cell) -> str:
    decimals = column.indicator.decimals
    shared = "subd." if cell.territory_id in column.values.holders else ""
    small = _small(interval(cell.low, cell.high, decimals), cell.mark, shared)
    text = f"{_mark(cell)}{number(cell.value, decimals)}{small}"
    tone = tone_of(cell)
    return f'<td class="{tone}">{text}</td>' if tone else f"<td>{text}</td>"


def _mark(cell: Cell) -> str:
    if cell.verdict is None:
        return ""
    return f'<i role="img" aria-label="{cell.words}">{MARKS[cell.verdict]}</i> '


def _small(*texts: str) -> str:
    """Interval, status and origin under a value; the interval never breaks."""
    shown = " ".join(text.replace(" ", "\u00a0") for text in texts if text)
    return f"<small>{shown}</small>" if shown else ""


def _counts(column: Column) -> str:
    if column.reference is None:
        return ""
    parts = (("over", "▲"), ("under", "▼"), ("undetermined", "≈"))
    return " ".join(f"{mark}\u00a0{column.count(verdict)}" for verdict, mark in parts)  # type: ignore[arg-type]


def _legend(columns: tuple[Column, ...]) -> str:
    items = "".join(
        f'<li><span class="{tone}">{mark or "&nbsp;"}</span> {escape(text)}</li>'
        for tone, mark, text in LEGEND
    )
    notes = "▲ au-dessus, ▼ au-dessous de la référence. est. : estimation, avec son intervalle"
    if any(cell.territory_id in one.values.holders for one in columns for cell in one.cells):
        notes += " ; subd. : valeur de la subdivision d’internat"
    return (
        f'<ul class="compare-legend">{items}</ul><p class="note">{escape(typography(notes))}.</p>'
    )


COMPARED_HEADER = (
    *HEADER,
    "ensemble",
    "reference",
    "valeur_reference",
    "reference_borne_basse",
    "reference_borne_haute",
    "position",
    "jugement",
)


def show_table_download(page: ComparePage, columns: Sequence[Column]) -> None:
    """File of the whole table, one line per territory and indicator."""
    info = page.catalog.build
    show_csv_download(
        "Télécharger le tableau (CSV)",
        f"comparer_{page.compared.set_id}_{page.level}_{info.built_on_iso}.csv",
        "comparer.csv",
        lambda: to_csv(COMPARED_HEADER, compared_rows(page, columns), is_demo=info.is_demo),
    )


def compared_rows(page: ComparePage, columns: Sequence[Column]) -> list[tuple[str, ...]]:
    """One row per territory and indicator, with the reference and what it allows to say."""
    name = clean_name(page.compared.label)
    rows = []
    for column in columns:
        values = among(column.values, page.compared.ids)
        reference = _reference(column)
        for row, cell in zip(level_rows(page.catalog, values), column.cells, strict=True):
            place = cell.words.partition(",")[0] or "sans référence"
            rows.append((*row, name, *reference, place, cell.judgement))
    return rows


def compare_caption(
    page: ComparePage,
    columns: Sequence[Column],
    *,
    title: str,
    where: str,
    unit: str,
    name: Sequence[str],
    key: str,
) -> Caption:
    """What a picture of the page says: territories, level, unit, statuses, sources.

    ``where`` names the territories drawn, ``key`` explains the marks; ``name`` starts that of
    the files.
    """
    level = LEVEL_LABELS[page.level].lower()
    needs_target = any(column.indicator.indicator_id in SHORTFALL_INDICATORS for column in columns)
    target = target_words(page.catalog, page.selection) if needs_target else ""
    cells = [cell for column in columns for cell in column.cells if cell.value is not None]
    sources = [source for column in columns for source in _cited(column)]
    return Caption(
        title=title,
        subtitle=", ".join(text for text in (clean_name(where), level, unit, target) if text),
        name=(*name, where, page.level),
        source_ids=sources,
        note=f"{key} {status_note(cell.status for cell in cells)}",
    )


def _cited(column: Column) -> list[str]:
    """Sources of the values drawn, then of the reference."""
    drawn = {cell.territory_id for cell in column.cells if cell.value is not None}
    pairs = zip(column.values.ids, column.values.source_ids, strict=True)
    sources = [source for territory_id, source in pairs if source and territory_id in drawn]
    if column.reference and column.reference.source_id:
        sources.append(column.reference.source_id)
    return sources


def _reference(column: Column) -> tuple[str, ...]:
    reference, decimals = column.reference, column.indicator.decimals
    if reference is None:
        return "", "", "", ""
    figures = (reference.value, reference.low, reference.high)
    return reference.label, *("" if item is None else number(item, decimals) for item in figures)
