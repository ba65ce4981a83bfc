"""The four groups of a crossing: in short, then territory by territory, and as files."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import streamlit as st

from dashboard.charts.palette import quadrant_color
from dashboard.core.catalog import LEVEL_NOUNS, STATUS_LABELS, Catalog
from dashboard.core.files import HEADER, decimal, level_rows, to_csv
from dashboard.core.formatting import interval, number, plural, typography
from dashboard.core.selection import Selection
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.sections import Section, show_section
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.fidelisation.crossing.classes import Crossing, CrossingSide
from dashboard.views.fidelisation.crossing.words import (
    COUNTED,
    DECIDED,
    GROUPS,
    LISTS_TITLE,
    READING_ORDER,
    UNDECIDED,
    group_count,
    group_rule,
    nearest,
    reading,
    undecided_line,
)

NAMES_SHOWN = 6
UNCLASSED = "non classé"
# Columns of a value in the files of the observatory: indicator to note.
VALUE = slice(3, 14)
CSV_HEADER = (
    *HEADER[:3],
    "groupe",
    "constat",
    "chances_d_erreur_pct",
    *(
        f"{name}_{axis}"
        for axis in ("abscisse", "ordonnee")
        for name in (*HEADER[VALUE], "precision", "repere")
    ),
    *HEADER[14:],
)


def show_groups(catalog: Catalog, selection: Selection, crossing: Crossing) -> None:
    """The four groups side by side, then their lists when opened."""
    line = undecided_line(crossing)
    note = f'<p class="note">{escape(line)}</p>' if line else ""
    st.html(f"{groups_html(catalog, crossing)}{note}")
    show_section(
        Section[Crossing](
            "fidelisation.groupes.ouvert",
            LISTS_TITLE,
            lambda crossing: _show_lists(catalog, selection, crossing),
        ),
        crossing,
    )


def groups_html(catalog: Catalog, crossing: Crossing) -> str:
    """HTML of the four groups: colour, name, what it suggests, counts, first names."""
    blocks = "".join(_group(catalog, crossing, quadrant) for quadrant in READING_ORDER)
    return f'<div class="cards quadrants">{blocks}</div>'


def _group(catalog: Catalog, crossing: Crossing, quadrant: int) -> str:
    group = GROUPS[quadrant]
    lines = [
        f"{reading(crossing, quadrant)}.",
        _names(catalog, crossing, quadrant),
        # Nothing is advised to nobody.
        f"À discuter : {group.advice}." if crossing.members(quadrant) else "",
    ]
    paragraphs = "".join(
        f'<p class="detail">{escape(typography(text))}</p>' for text in lines if text
    )
    return (
        '<div class="card"><p class="quadrant-name">'
        f'<span class="swatch" style="background:{quadrant_color(quadrant)}"></span>'
        f"{escape(group.name)}</p>"
        f'<p class="label">{escape(typography(group_count(crossing, quadrant)))}</p>'
        f"{paragraphs}</div>"
    )


def _names(catalog: Catalog, crossing: Crossing, quadrant: int) -> str:
    """First territories of the group, in the order of their codes: estimates are not ranked."""
    members = crossing.members(quadrant)
    if not members:
        return ""
    names = [catalog.territories[crossing.ids[rank]].name_fr for rank in members[:NAMES_SHOWN]]
    others = len(members) - len(names)
    rest = f" et {plural(others, 'autre')}" if others else ""
    return f"{', '.join(names)}{rest}."


def _show_lists(catalog: Catalog, selection: Selection, crossing: Crossing) -> None:
    noun = LEVEL_NOUNS[selection.level]
    st.html(f'<p class="note">{escape(group_rule(crossing))}</p>')
    _show_download(catalog, selection, crossing, "tous", None)
    header = ["Territoire", *_headings(crossing.across), *_headings(crossing.upwards)]
    for quadrant in READING_ORDER:
        ranks = crossing.members(quadrant)
        if ranks:
            count = plural(len(ranks), noun.one, noun.many)
            show_table(
                typography(f"{GROUPS[quadrant].name} : {count}"),
                header,
                [_row(catalog, crossing, rank) for rank in ranks],
            )
        _show_download(catalog, selection, crossing, f"groupe{quadrant}", quadrant)
    if crossing.undecided:
        count = plural(len(crossing.undecided), noun.one, noun.many)
        show_table(
            typography(f"{UNDECIDED[0].upper()}{UNDECIDED[1:]} : {count}"),
            [*header, "Groupe le plus proche"],
            [
                [*_row(catalog, crossing, rank), nearest(int(crossing.quadrants.quadrant[rank]))]
                for rank in crossing.undecided
            ],
        )


def _headings(side: CrossingSide) -> list[str]:
    return [side.indicator.short_fr, "Intervalle", "Statut", "Source"]


def _row(catalog: Catalog, crossing: Crossing, rank: int) -> list[Cell]:
    cells: list[Cell] = [catalog.territories[crossing.ids[rank]].label]
    for side in (crossing.across, crossing.upwards):
        values, decimals = side.values, side.indicator.decimals
        status = values.status[rank] or ""
        source = catalog.sources.get(values.source_ids[rank] or "")
        mark = " est." if status == "estimated" else ""
        cells += [
            f"{number(values.values[rank], decimals)}{mark}",
            interval(values.low[rank], values.high[rank], decimals) or "–",
            STATUS_LABELS[status],
            source_cell(source, source.publisher) if source else "",
        ]
    return cells


def csv_rows(catalog: Catalog, crossing: Crossing, quadrant: int | None) -> list[tuple[str, ...]]:
    """Rows of one group, or of every territory (None), those without a value included."""
    sides = (crossing.across, crossing.upwards)
    values = [level_rows(catalog, side.values) for side in sides]
    ranks = range(len(crossing.ids)) if quadrant is None else crossing.members(quadrant)
    rows = []
    for rank in ranks:
        described: Sequence[str] = [
            text
            for side, lines in zip(sides, values, strict=True)
            for text in (*lines[rank][VALUE], side.subtitle_fr, side.reference.label_fr)
        ]
        first = values[0][rank]
        rows.append((*first[:3], *_group_cells(crossing, rank), *described, *first[14:]))
    return rows


def _group_cells(crossing: Crossing, rank: int) -> tuple[str, str, str]:
    """Group, finding and chances that the group is another one, of one territory."""
    place, p_wrong = int(crossing.quadrants.quadrant[rank]), crossing.quadrants.p_wrong[rank]
    if place < 0:
        return UNCLASSED, "n. d.", "n. d."
    chances = decimal(100 * float(p_wrong), 0)
    if not crossing.quadrants.is_decided[rank]:
        return UNDECIDED, nearest(place), chances
    return GROUPS[place].name, DECIDED if p_wrong > 0 else COUNTED, chances


def _show_download(
    catalog: Catalog,
    selection: Selection,
    crossing: Crossing,
    name: str,
    quadrant: int | None,
) -> None:
    label = "les quatre groupes" if quadrant is None else f"« {GROUPS[quadrant].name} »"
    ids = f"{crossing.across.indicator.indicator_id}_{crossing.upwards.indicator.indicator_id}"
    show_csv_download(
        typography(f"Télécharger {label} (CSV)"),
        f"croisement_{name}_{ids}_{selection.level}_{catalog.build.built_on_iso}.csv",
        f"fidelisation.csv.{name}",
        lambda: to_csv(
            CSV_HEADER,
            csv_rows(catalog, crossing, quadrant),
            is_demo=catalog.build.is_demo,
        ),
    )
