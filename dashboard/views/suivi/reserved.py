"""A register of persons for who may not see its lines: what is published of their numbers."""

from __future__ import annotations

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import number, typography
from dashboard.themes.registers import ReservedCount, counted_noun
from dashboard.ui.tables import show_lines_table
from dashboard.views.suivi import words
from dashboard.views.suivi.page import RegisterPage
from dashboard.views.suivi.selectors import show_register_selector


def show_reserved(page: RegisterPage) -> None:
    """Say that the lines are reserved, and give the numbers that may be."""
    register, place = page.register, page.territory.label
    st.title(typography(words.reserved_title(register, place)), anchor=False)
    show_register_selector(page)
    st.info(typography(words.RESERVED))
    counts = page.reserved_counts
    if not counts:
        st.markdown(typography(words.NO_RESERVED_NUMBER))
        return
    threshold = page.catalog.build.secrecy_threshold
    labels = register.step_labels
    show_lines_table(
        "suivi-nombres-publies",
        words.reserved_title(register, place),
        ("Étape", counted_noun(register)[1].capitalize(), "Statut"),
        [
            (
                words.ALL_STEPS if item.step is None else labels.get(item.step, words.NO_STEP),
                _number(item, threshold),
                STATUS_LABELS[item.status],
            )
            for item in counts
        ],
    )
    st.caption(typography(words.RESERVED_NUMBERS.format(threshold=threshold)))


def _number(item: ReservedCount, threshold: int) -> str:
    if item.entries_n is not None:
        return number(item.entries_n)
    return words.fewer_than(threshold) if item.is_small else words.NOT_TOLD
