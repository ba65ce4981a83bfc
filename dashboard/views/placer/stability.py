"""What each criterion and each apportionment key changes in the order."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.core.formatting import number, typography
from dashboard.themes.placement import BY_ID, CRITERIA, Placement, rank_text, separated_words
from dashboard.ui.tables import show_table
from dashboard.views.placer import words
from dashboard.views.placer.page import PlacerPage
from models.placement.order import Variant


def show_stability(page: PlacerPage) -> None:
    """Show what each criterion separates, then the ranks with one choice changed."""
    placement = page.placement
    show_table(
        words.CRITERIA_TABLE,
        ("Critère", "Poids", "Sens", "Ici"),
        criteria_rows(placement, page.view),
    )
    st.markdown(typography(words.STABILITY_INTRO))
    by_criterion = {f"sans {BY_ID[name].short}": found for name, found in placement.without.items()}
    for caption, found in ((words.BY_CRITERION, by_criterion), (words.BY_KEY, placement.by_key)):
        if found:
            show_table(caption, *variant_table(placement, found))
    show_table(words.PAIRS_TABLE, *pairs_table(placement))


def criteria_rows(placement: Placement, view: object) -> list[tuple[str, ...]]:
    """Criterion, weight, direction, and what it tells apart among the départements shown."""
    size = len(placement.rows)
    pairs = size * (size - 1) // 2
    return [
        (
            item.label,
            str(getattr(view, item.criterion_id)),
            item.direction,
            separated_words(placement.separated(item.criterion_id), pairs)
            if placement.weights[item.criterion_id] > 0
            else words.NOT_WEIGHED,
        )
        for item in CRITERIA
    ]


def variant_table(
    placement: Placement, found: Mapping[str, Variant]
) -> tuple[tuple[str, ...], list[list[str]]]:
    """Header and rows of the ranks under some variants, beside the order shown."""
    header = ("Département", "Affiché", *found)
    rows = [
        [
            placement.rows[place].name,
            rank_text(float(placement.order.rank[place])),
            *(rank_text(float(one.rank[place])) for one in found.values()),
        ]
        for place in placement.ranked
    ]
    return header, rows


def pairs_table(placement: Placement) -> tuple[tuple[str, ...], list[list[str]]]:
    """Header and rows of the part of the settings in which each is ahead of each, in %."""
    ranked, ahead = placement.ranked, placement.order.ahead
    header = ("Département", *(placement.rows[place].code for place in ranked))
    rows = [
        [
            f"{placement.rows[one].name} ({placement.rows[one].code})",
            *(
                "" if one == other else f"{number(100 * float(ahead[one, other]))} %"
                for other in ranked
            ),
        ]
        for one in ranked
    ]
    return header, rows
