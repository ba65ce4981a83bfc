"""« Placer les docteurs juniors » as a workbook: the order to read first, then what it rests on."""

from __future__ import annotations

import io
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from dashboard.briefs.sheets import Styles, write_table
from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import FICTITIOUS, decimal
from dashboard.core.formatting import number, period, typography
from dashboard.core.values import Measure
from dashboard.core.workbook import new_workbook
from dashboard.themes.placement import (
    AGE,
    APL,
    APL_CHANGE,
    BY_ID,
    COUNT,
    CRITERIA,
    DEPARTURES,
    NEED,
    SETTINGS_WORDS,
    ZONES,
    Placement,
    PlacementRow,
    answer,
    caveats,
    entry_label,
    need_sentence,
    rank_text,
    separated_words,
    sureness,
    tier_label,
    whole_bounds,
)
from models.placement.order import METHOD_ID, SETTINGS

MISSING = "n. d."
# Lines of the first sheet above its table.
TABLE_LINE = 6


@dataclass(frozen=True)
class Column:
    """One column of the first sheet: header, width, decimals (None for a text), cells."""

    title: str
    width: int
    decimals: int | None
    cells: tuple[float | str | None, ...]
    signed: bool = False


def placement_xlsx(placement: Placement, catalog: Catalog) -> bytes:
    """Write the workbook: Ordre, Lisez-moi, Stabilité, Valeurs, Sources.

    Every text is written as text: none can be run as a formula, none becomes a link.
    """
    buffer = io.BytesIO()
    with new_workbook(buffer, title=answer(placement), comments=_build_text(catalog)) as book:
        styles = Styles(book)
        _write_order(book, styles, placement, catalog)
        write_table(
            book, styles, "Lisez-moi", (("Quoi", 30), ("Détail", 130)), read_me(placement, catalog)
        )
        header, rows = stability(placement)
        write_table(book, styles, "Stabilité", header, rows)
        write_table(book, styles, "Valeurs", VALUES_HEADER, values(placement, catalog))
        write_table(
            book,
            styles,
            "Sources",
            (("Éditeur", 36), ("Titre", 80), ("Adresse", 60), ("Licence", 30)),
            sources(placement, catalog),
        )
    return buffer.getvalue()


def _write_order(  # type: ignore[no-untyped-def]
    book, styles: Styles, placement: Placement, catalog: Catalog
) -> None:
    """Write the sheet that is read and printed: the answer, the table, what to know."""
    sheet = book.add_worksheet("Ordre")
    columns = order_columns(placement)
    last = len(columns) - 1
    title = book.add_format({"bold": True, "font_size": 14, "text_wrap": True, "valign": "top"})
    line = book.add_format({"text_wrap": True, "valign": "top"})
    small = book.add_format({"text_wrap": True, "valign": "top", "font_size": 9})
    warned = [FICTITIOUS] if catalog.build.is_demo else []
    heads = [answer(placement), *warned, sureness(placement), need_sentence(placement)]
    heads.append(f"{_target_text(placement)} {_build_text(catalog)}")
    for row, text in enumerate(heads):
        sheet.merge_range(row, 0, row, last, typography(text), title if row == 0 else line)
        sheet.set_row(row, 40 if row == 0 else 30)
    for place, column in enumerate(columns):
        sheet.write_string(TABLE_LINE, place, typography(column.title), styles.head)
        sheet.set_column(place, place, column.width)
        for row, cell in enumerate(column.cells, start=TABLE_LINE + 1):
            _write_cell(sheet, styles, row, place, cell, column)
    sheet.set_row(TABLE_LINE, 62)
    bottom = TABLE_LINE + len(placement.rows)
    for row, text in enumerate(("À savoir", *caveats()), start=bottom + 2):
        sheet.merge_range(row, 0, row, last, text, styles.strong if row == bottom + 2 else small)
    sheet.autofilter(TABLE_LINE, 0, bottom, last)
    sheet.freeze_panes(TABLE_LINE + 1, 1)
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(TABLE_LINE)


def _write_cell(  # type: ignore[no-untyped-def]
    sheet, styles: Styles, row: int, place: int, cell: float | str | None, column: Column
) -> None:
    if cell is None:
        sheet.write_string(row, place, MISSING, styles.missing)
    elif isinstance(cell, str):
        sheet.write_string(row, place, typography(cell), styles.text)
    else:
        decimals = column.decimals or 0
        style = styles.numbers[(decimals, column.signed)]
        sheet.write_number(row, place, round(cell, decimals), style)


def order_columns(placement: Placement) -> list[Column]:
    """Columns of the first sheet, the first tier first; a rank is a range, never a number."""
    order, entry = placement.order, placement.entry
    ranked = placement.ranked
    rows = [placement.rows[place] for place in ranked]
    later = [item for item in placement.entries if item > entry]
    return [
        Column("Département", 24, None, tuple(f"{row.name} ({row.code})" for row in rows)),
        Column(
            "Groupe",
            12,
            None,
            tuple(tier_label(int(order.tier[place]), order.tiers) for place in ranked),
        ),
        Column(
            "Rangs dans 8 réglages sur 10",
            13,
            None,
            tuple(_range(int(order.low[place]), int(order.high[place])) for place in ranked),
        ),
        Column(
            f"Docteurs juniors, {entry_label(entry)} (estimé)",
            12,
            0,
            tuple(row.shown_needs[entry] for row in rows),
        ),
        Column("Bornes", 10, None, tuple(whole_bounds(row.needs[entry]) or None for row in rows)),
        _measure("Part du besoin (%)", [row.share_pct for row in rows], 1),
        *(
            Column(
                f"Docteurs juniors, {entry_label(item)} (estimé)",
                12,
                0,
                tuple(row.shown_needs[item] for row in rows),
            )
            for item in later
        ),
        *_msu_columns(placement, rows),
        *(
            _measure(
                f"{BY_ID[name].short} ({BY_ID[name].unit}, {_period(rows, name)})",
                [row.measures[name].value for row in rows],
                BY_ID[name].decimals,
                signed=name == APL_CHANGE,
            )
            for name in (ZONES, APL, APL_CHANGE, AGE)
        ),
        _measure(
            "Départs attendus de 2020 à 2029 (estimé)",
            [row.measures[DEPARTURES].value for row in rows],
            0,
        ),
        _measure("Départs, borne basse", [row.measures[DEPARTURES].low for row in rows], 0),
        _measure("Départs, borne haute", [row.measures[DEPARTURES].high for row in rows], 0),
    ]


def _msu_columns(placement: Placement, rows: Sequence[PlacementRow]) -> list[Column]:
    situations = [row.situation for row in rows]
    others = [row.other_target for row in rows]
    return [
        _measure(
            f"MSU {placement.msu_year}", [item.msu if item else None for item in situations], 0
        ),
        _measure(
            "MSU, borne basse à 80 %", [item.low80 if item else None for item in situations], 0
        ),
        _measure(
            "MSU, borne haute à 80 %", [item.high80 if item else None for item in situations], 0
        ),
        Column(
            "MSU : compté ou estimé",
            12,
            None,
            tuple(
                None if item is None else "compté" if item.is_counted else "estimé"
                for item in situations
            ),
        ),
        _measure(
            f"Probabilité d’être sous sa part : {placement.target_label}",
            [item.p_below if item else None for item in situations],
            2,
        ),
        Column(
            "Situation",
            24,
            None,
            tuple(item.short_words if item else None for item in situations),
        ),
        _measure(
            f"Probabilité d’être sous sa part : {placement.other_label}",
            [item.p_below if item else None for item in others],
            2,
        ),
    ]


def _measure(
    title: str, cells: Sequence[float | None], decimals: int, *, signed: bool = False
) -> Column:
    return Column(title, 12, decimals, tuple(cells), signed)


def _range(low: int, high: int) -> str:
    return str(low) if low == high else f"{low} à {high}"


def _period(rows: Sequence[PlacementRow], name: str) -> str:
    periods = [row.measures[name].period for row in rows if row.measures[name].period]
    return period(max(periods)) if periods else MISSING


def _target_text(placement: Placement) -> str:
    return f"Part des MSU : {placement.target_label} ; à côté, {placement.other_label}."


def _build_text(catalog: Catalog) -> str:
    build = catalog.build
    return f"Données {build.data_version}, construction {build.build_id} du {build.built_on_fr}."


def read_me(placement: Placement, catalog: Catalog) -> list[tuple[str, str]]:
    """Sheet « Lisez-moi »: what the workbook is, how to read it, the reservations on it."""
    warned = [("Attention", f"{FICTITIOUS} : jeu de démonstration, à ne pas citer.")]
    return [
        *(warned if catalog.build.is_demo else []),
        ("Réponse", answer(placement)),
        ("Sûreté", sureness(placement)),
        ("Besoin", need_sentence(placement)),
        ("Territoire", placement.place),
        (
            "Groupe",
            "Les départements d’un même groupe sont à égalité : leur ordre n’est pas assez sûr "
            "pour être donné. Le rang est une étendue, jamais un numéro.",
        ),
        ("Réglages", f"{number(SETTINGS)} réglages. {SETTINGS_WORDS}"),
        (
            "Note d’un critère",
            "De 0 à 100 : la part des départements de France qui viennent après lui.",
        ),
        *(
            (f"Poids : {item.short}", f"{_weight(placement, item.criterion_id)}. {item.why}")
            for item in CRITERIA
        ),
        ("Cible", _target_text(placement)),
        (
            "Statuts",
            "observé : publié, avec sa source ; importé : fichier local ; estimé : notre méthode, "
            "avec son intervalle ; fictif : démonstration. « n. d. » : non disponible, jamais "
            "zéro.",
        ),
        *(("Réserve", text) for text in caveats()),
        ("Méthode", f"{METHOD_ID}, décision 011."),
        ("Données", _build_text(catalog)),
    ]


def _weight(placement: Placement, name: str) -> str:
    weight = placement.weights[name]
    return decimal(weight, 0 if weight.is_integer() else 1)


def stability(
    placement: Placement,
) -> tuple[tuple[tuple[str, int], ...], list[tuple[str, ...]]]:
    """Header and rows of the sheet « Stabilité »: ranks with one choice changed, then pairs."""
    ranked, rows = placement.ranked, placement.rows
    header = (("Ce qui change", 44), ("Ici", 34), *((rows[place].name, 16) for place in ranked))
    pairs = len(rows) * (len(rows) - 1) // 2
    order = placement.order
    lines: list[tuple[str, ...]] = [
        (
            "Groupe, puis rangs dans 8 réglages sur 10",
            "",
            *(
                f"{tier_label(int(order.tier[place]), order.tiers)}, {order.low[place]} à "
                f"{order.high[place]}"
                for place in ranked
            ),
        )
    ]
    for name, found in placement.without.items():
        here = separated_words(placement.separated(name), pairs)
        ranks = (rank_text(float(found.rank[place])) for place in ranked)
        lines.append((f"Rang sans « {BY_ID[name].short} »", here, *ranks))
    for label, found in placement.by_key.items():
        ranks = (rank_text(float(found.rank[place])) for place in ranked)
        lines.append((f"Rang avec la clé « {label} »", "", *ranks))
    for one in ranked:
        ahead = (
            "" if one == other else f"{number(100 * float(placement.order.ahead[one, other]))} %"
            for other in ranked
        )
        lines.append((f"{rows[one].name} devant…", "part des réglages", *ahead))
    return header, lines


VALUES_HEADER = (
    ("Département", 24),
    ("Valeur de", 44),
    ("Période", 18),
    ("Valeur", 11),
    ("Borne basse", 11),
    ("Borne haute", 11),
    ("Note (0 à 100)", 11),
    ("Unité", 30),
    ("Statut", 12),
    ("Source", 60),
    ("Emplacement", 40),
    ("Méthode", 14),
    ("Réserve", 50),
    ("Identifiant", 12),
)


def values(placement: Placement, catalog: Catalog) -> list[tuple[str | float, ...]]:
    """Every value of the order, one per line, with its source and where it is read there."""
    return [
        (
            row.name,
            label,
            period(measure.period) if measure.period else "",
            MISSING if measure.value is None else round(measure.value, decimals),
            "" if measure.low is None else round(measure.low, decimals),
            "" if measure.high is None else round(measure.high, decimals),
            grade,
            unit,
            STATUS_LABELS.get(measure.status or "", ""),
            " ; ".join(catalog.sources[item].citation for item in measure.source_ids),
            measure.locator,
            measure.method_id or "",
            measure.note,
            row.territory_id,
        )
        for place, row in enumerate(placement.rows)
        for label, measure, decimals, unit, grade in _measures(placement, place, row)
    ]


def _measures(
    placement: Placement, place: int, row: PlacementRow
) -> Iterator[tuple[str, Measure, int, str, str | float]]:
    """Label, value, decimals, unit and note of each value of a département."""
    grades: dict[str, str | float] = {
        item.criterion_id: MISSING if math.isnan(grade) else round(float(grade))
        for item, grade in zip(CRITERIA, placement.notes.values[place], strict=True)
    }
    for entry in placement.entries:
        grade = grades[NEED] if entry == placement.entry else ""
        yield (
            f"Docteurs juniors, {entry_label(entry)}",
            row.needs[entry],
            1,
            "docteurs juniors",
            grade,
        )
    yield "MSU (bornes à 95 %)", row.measures[COUNT], 0, "MSU", grades["msu"]
    for item in CRITERIA:
        if item.criterion_id in row.measures:
            yield (
                item.label,
                row.measures[item.criterion_id],
                item.decimals,
                item.unit,
                grades[item.criterion_id],
            )


def sources(placement: Placement, catalog: Catalog) -> list[tuple[str, ...]]:
    """Sources of the values, each once."""
    found = dict.fromkeys(
        source
        for row in placement.rows
        for measure in (*row.needs.values(), *row.measures.values())
        for source in measure.source_ids
    )
    return [
        (item.credit, item.title, item.url or "", item.licence)
        for item in (catalog.sources[source] for source in found)
    ]
