"""One indicator of the territories compared: dots, intervals, and the ranks these allow."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import APPARENT_RETENTION, STATUS_LABELS
from dashboard.core.formatting import interval, number, quantity, typography
from dashboard.ui.chart import Table, show_chart
from dashboard.ui.tables import show_table
from dashboard.views.comparer.columns import MARKS, Cell, Column, Reference, column_of, tone_of
from dashboard.views.comparer.figures import Interval, Line, plot_intervals
from dashboard.views.comparer.page import ComparePage, column
from dashboard.views.comparer.table import COMPARED_HEADER, compare_caption, compared_rows
from dashboard.views.comparer.words import (
    EXACT_RANKS,
    RANKS,
    UNRANKED,
    central_rank,
    dots_title,
    possible_ranks,
    ranks_title,
)
from models.comparison.spine import RankRange, rank_ranges

KEY = (
    "Triangles : tout l’intervalle est au-dessus ou au-dessous de la référence (bleu : mieux, "
    "orange : moins bien, violet : sans jugement). Ronds gris : indéterminé ou sans référence. "
    "Marques creuses : estimations ; trait : intervalle ; pointillés : référence."
)
FIRST = {"up": "la valeur la plus élevée", "down": "la valeur la plus basse"}


def show_dots(page: ComparePage) -> None:
    """Dots by name or by value, then the table of the values and ranks."""
    shown = column(page, page.view.detail_id)
    indicator = shown.indicator
    order = ordered(page, shown)
    st.subheader(dots_title(shown), anchor=False)
    show_chart(
        page.catalog,
        plot_intervals(
            [_interval(page, shown, index) for index in order],
            indicator.unit_fr,
            reference_line(shown.reference, indicator.decimals),
        ),
        key="comparer.points",
        alt=f"{indicator.label_fr} et son intervalle, par territoire ; valeurs ci-dessous",
        caption=compare_caption(
            page,
            (shown,),
            title=dots_title(shown),
            where=page.compared.label,
            unit=indicator.unit_fr,
            name=("comparer points", indicator.label_fr, shown.values.period),
            key=KEY,
        ),
        table=Table(COMPARED_HEADER, lambda: compared_rows(page, (shown,))),
    )
    _show_ranks(page, shown, order)


def ordered(page: ComparePage, shown: Column) -> list[int]:
    """Places of the territories, by name, or by value with the best first and the missing last."""
    places = range(len(shown.cells))
    if page.view.sort == "nom":
        return list(places)
    ascending = shown.indicator.direction == "down"

    def key(place: int) -> tuple[bool, float]:
        value = shown.cells[place].value
        return value is None, (value or 0.0) * (1 if ascending else -1)

    return sorted(places, key=key)


def reference_line(reference: Reference | None, decimals: int) -> Line | None:
    """The reference as a chart draws it."""
    if reference is None:
        return None
    label = f"{reference.label} : {number(reference.value, decimals)}"
    return Line(label, reference.value, reference.low, reference.high)


def described(label: str, column_shown: Column, cell: Cell) -> str:
    """« Aveyron (12) : 45,3 % (12 à 80, est.) : indéterminé », for a tooltip."""
    indicator = column_shown.indicator
    bounds = interval(cell.low, cell.high, indicator.decimals)
    said = ", ".join(text for text in (bounds, cell.mark) if text)
    value = quantity(cell.value, indicator.unit_fr, indicator.decimals)
    words = f"<br>{cell.words}" if cell.words else ""
    return f"{label} : {value}{f' ({said})' if said else ''}{words}"


def _interval(page: ComparePage, shown: Column, index: int) -> Interval:
    cell = shown.cells[index]
    label = page.name(cell.territory_id)
    return Interval(
        label=label,
        value=cell.value,
        low=cell.low,
        high=cell.high,
        tone=tone_of(cell),
        verdict=cell.verdict,
        is_estimate=cell.is_estimate,
        is_focus=cell.territory_id == page.compared.focus_id,
        hover=described(label, shown, cell),
    )


def _show_ranks(page: ComparePage, shown: Column, order: list[int]) -> None:
    """Values and, unless the indicator is not to be ranked, the ranks they may have."""
    indicator = shown.indicator
    is_ranked = indicator.indicator_id != APPARENT_RETENTION
    header = ["Territoire", f"Valeur ({indicator.unit_fr})", "Intervalle", "Statut", "Position"]
    rows = [_facts(page, shown, index) for index in order]
    if is_ranked:
        ascending = indicator.direction == "down"
        here = rank_ranges(shown.bounds, ascending=ascending)
        exact = not any(cell.is_estimate or cell.low is not None for cell in shown.cells)
        st.subheader(typography(ranks_title(here, all_exact=exact)), anchor=False)
        first = FIRST.get(indicator.direction, "la valeur la plus élevée, sans jugement")
        text = EXACT_RANKS if exact else RANKS
        st.markdown(typography(text).format(first=first, total=number(len(shown.values.ids))))
        columns = rank_columns(shown, here, ascending=ascending)
        header += list(columns)
        for row, index in zip(rows, order, strict=True):
            row += [column[index] for column in columns.values()]
    else:
        st.markdown(typography(UNRANKED))
    label = page.reference_label(page.reference_id)
    caption = f"{indicator.label_fr} : position par rapport à la référence ({label})"
    show_table(caption, header, rows)


def rank_columns(
    shown: Column, here: tuple[RankRange | None, ...], *, ascending: bool
) -> dict[str, list[str]]:
    """Columns of ranks: one where the order is known, the possible ones beside it elsewhere."""
    everywhere = level_ranks(shown, ascending=ascending)
    exact = [not cell.is_estimate and cell.low is None for cell in shown.cells]
    total = number(len(shown.values.ids))
    decimals = shown.indicator.decimals
    central = [None if cell.value is None else round(cell.value, decimals) for cell in shown.cells]
    middle = [central_rank(central, place, ascending=ascending) for place in range(len(central))]
    possible = [possible_ranks(found, is_exact=one) for found, one in zip(here, exact, strict=True)]
    of_level = [
        possible_ranks(everywhere[cell.territory_id], is_exact=one)
        for cell, one in zip(shown.cells, exact, strict=True)
    ]
    if all(exact):
        return {"Rang": possible, f"Rang sur {total}": of_level}
    return {
        "Rang du milieu": middle,
        "Rangs possibles": possible,
        f"Rangs possibles sur {total}": of_level,
    }


def level_ranks(shown: Column, *, ascending: bool) -> dict[str, RankRange | None]:
    """Ranks each territory of the level may have, all of them compared."""
    values = shown.values
    whole = column_of(shown.indicator, values, None, values.ids)
    return dict(zip(values.ids, rank_ranges(whole.bounds, ascending=ascending), strict=True))


def _facts(page: ComparePage, shown: Column, index: int) -> list[str]:
    cell, decimals = shown.cells[index], shown.indicator.decimals
    mark = MARKS[cell.verdict] if cell.verdict else ""
    return [
        page.name(cell.territory_id),
        number(cell.value, decimals),
        interval(cell.low, cell.high, decimals),
        "non publié" if cell.value is None else STATUS_LABELS.get(cell.status or "", ""),
        f"{mark} {cell.words}".strip(),
    ]
