"""One indicator of the territories compared: dots, intervals, and the ranks these allow."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import (
    GAP,
    SITUATED_INDICATORS,
    SITUATION,
    STATUS_LABELS,
)
from dashboard.core.formatting import number, typography
from dashboard.themes.situation import errors_sentence, gap_words
from dashboard.ui.chart import Table, show_chart
from dashboard.ui.tables import show_table
from dashboard.views.comparer import words
from dashboard.views.comparer.caption import compare_caption
from dashboard.views.comparer.columns import MARKS, Column, column_of
from dashboard.views.comparer.figures import Interval, plot_intervals, reference_line
from dashboard.views.comparer.page import ComparePage, column
from dashboard.views.comparer.table import COMPARED_HEADER, compared_rows
from models.comparison.spine import RankRange, rank_ranges


def show_dots(page: ComparePage) -> None:
    """Show dots by name or by value, then the table of the values and ranks."""
    detail = column(page, page.view.detail_id)
    indicator = detail.indicator
    order = ordered(page, detail)
    if indicator.indicator_id == SITUATION:
        _show_situations(page, detail, order)
        return
    is_against_share = any(value.is_against_share for value in detail.values)
    title = words.dots_title(detail)
    st.subheader(title, anchor=False)
    show_chart(
        page.catalog,
        plot_intervals(
            [_interval(page, detail, index) for index in order],
            indicator.unit_fr,
            reference_line(detail.reference, indicator.decimals),
        ),
        key="comparer.points",
        alt=words.dots_alternative(indicator.label_fr),
        caption=compare_caption(
            page,
            (detail,),
            title=title,
            unit=indicator.unit_fr,
            name=("comparer points", indicator.label_fr, detail.level_values.period),
            key=words.SHARE_KEY if is_against_share else words.DOTS_KEY,
        ),
        table=Table(COMPARED_HEADER, lambda: compared_rows(page, (detail,))),
    )
    _show_values(page, detail, order)


def _show_situations(page: ComparePage, detail: Column, order: list[int]) -> None:
    """Situations of the territories, which are told and not ranked, and their errors."""
    title = words.situations_title(detail.indicator.label_fr, detail.level_values.period)
    st.subheader(title, anchor=False)
    values = [detail.values[index] for index in order]
    rows = [words.situation_row(page.name(item.territory_id), item.situation) for item in values]
    show_table(title, words.SITUATION_HEADER, rows)
    errors = errors_sentence(page.situations().among(page.compared.ids))
    st.caption(typography(f"{errors} {words.SITUATION_NOT_RANKED}".strip()))


def ordered(page: ComparePage, detail: Column) -> list[int]:
    """Places of the territories, by name, or by value with the best first and the missing last."""
    places = range(len(detail.values))
    if page.view.sort == "nom":
        return list(places)
    ascending = detail.indicator.direction == "down"

    def key(place: int) -> tuple[bool, float]:
        value = detail.values[place].value
        return value is None, (value or 0.0) * (1 if ascending else -1)

    return sorted(places, key=key)


def _interval(page: ComparePage, detail: Column, index: int) -> Interval:
    value = detail.values[index]
    label = page.name(value.territory_id)
    return Interval(
        **value.parts,
        label=label,
        tone=value.tone,
        verdict=value.verdict,
        is_focus=value.territory_id == page.compared.focus_id,
        hover=words.tooltip(label, value, detail.indicator),
    )


def _show_values(page: ComparePage, detail: Column, order: list[int]) -> None:
    """Show values, and the ranks they may have."""
    indicator = detail.indicator
    bounds = (
        ["À 80 %", "À 95 %"] if indicator.indicator_id in SITUATED_INDICATORS else ["Intervalle"]
    )
    header = ["Territoire", f"Valeur ({indicator.unit_fr})", *bounds, "Statut", "Position"]
    rows = [_cells(page, detail, index) for index in order]
    if detail.level_values.holders:
        st.markdown(words.SHARED_NOT_RANKED)
    else:
        columns = _show_ranks(detail)
        header += list(columns)
        for row, index in zip(rows, order, strict=True):
            row += [ranks[index] for ranks in columns.values()]
    caption = words.positions_caption(indicator.label_fr, page.reference_label(page.reference_id))
    show_table(caption, header, rows)


def _show_ranks(detail: Column) -> dict[str, list[str]]:
    """Show what the ranks mean; return their columns."""
    direction = detail.indicator.direction
    ascending = direction == "down"
    here = rank_ranges(detail.bounds, ascending=ascending)
    all_exact = all(_exactness(detail))
    st.subheader(words.ranks_title(here, all_exact=all_exact), anchor=False)
    st.markdown(words.ranks_note(direction, all_exact=all_exact))
    return rank_columns(detail, here, ascending=ascending)


def rank_columns(
    detail: Column, here: tuple[RankRange | None, ...], *, ascending: bool
) -> dict[str, list[str]]:
    """Columns of ranks where the order is known, of the possible ones elsewhere."""
    everywhere = level_ranks(detail, ascending=ascending)
    exact = _exactness(detail)
    total = number(len(detail.level_values.ids))
    possible = [
        words.possible_ranks(ranks, is_exact=is_exact)
        for ranks, is_exact in zip(here, exact, strict=True)
    ]
    of_level = [
        words.possible_ranks(everywhere[value.territory_id], is_exact=is_exact)
        for value, is_exact in zip(detail.values, exact, strict=True)
    ]
    if all(exact):
        return {"Rang": possible, f"Rang sur {total}": of_level}
    return {"Rangs possibles": possible, f"Rangs possibles sur {total}": of_level}


def level_ranks(detail: Column, *, ascending: bool) -> dict[str, RankRange | None]:
    """Ranks that each territory of the level may have, all of them compared."""
    ids = detail.level_values.ids
    level = column_of(detail.indicator, detail.level_values, None, ids)
    return dict(zip(ids, rank_ranges(level.bounds, ascending=ascending), strict=True))


def _exactness(detail: Column) -> list[bool]:
    """Whether each value is a count, without interval."""
    return [not value.is_estimate and value.low is None for value in detail.values]


def _cells(page: ComparePage, detail: Column, index: int) -> list[str]:
    value, indicator = detail.values[index], detail.indicator
    is_gap = indicator.indicator_id == GAP and value.value is not None
    figure = gap_words(value.value or 0) if is_gap else number(value.value, indicator.decimals)
    is_situated = indicator.indicator_id in SITUATED_INDICATORS
    mark = MARKS[value.verdict] if value.verdict else ""
    return [
        page.name(value.territory_id),
        figure,
        *([words.likely_words(value, indicator)] if is_situated else []),
        words.bounds_words(value, indicator),
        "non publié" if value.value is None else STATUS_LABELS.get(value.status or "", ""),
        f"{mark} {value.words}".strip(),
    ]
