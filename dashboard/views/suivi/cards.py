"""Key figures of a register: how many lines, how many late, and its indicators."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import number, plural, quantity, typography
from dashboard.queries.register_counts import fetch_indicator_values
from dashboard.themes.registers import counted_noun, open_words
from dashboard.ui.cards import card_html, definition_link, source_sentence
from dashboard.views.suivi import words
from dashboard.views.suivi.page import FollowUpPage
from dashboard.views.suivi.words import rate_lines, rate_text
from models.registers.follow_up import HORIZONS_MONTHS, PAST_DUE
from models.registers.rates import Rate, indicator_rate
from models.registers.register import RegisterIndicator


def show_follow_up_cards(page: FollowUpPage, total: int, open_n: int | None, late_n: int) -> None:
    """Counts of the register, then its indicators, each with both of its sides.

    What nothing is told of has no card: it is named under them.
    """
    known, unknown = _indicators(page)
    cards = [_total_card(page, total, open_n)]
    if page.is_dated:
        cards.append(_late_card(page, late_n))
    if page.has_due:
        cards.append(_due_card(page))
    cards += [_indicator_card(page, indicator, rate) for indicator, rate in known]
    st.html(f'<div class="cards">{"".join(cards)}</div>')
    if unknown:
        names = ", ".join(indicator.label_fr for indicator in unknown)
        st.caption(typography(words.UNKNOWN.format(names=names)))


def _total_card(page: FollowUpPage, total: int, open_n: int | None) -> str:
    _, many = counted_noun(page.register)
    lines_n = page.lines_n(page.view.register_id)
    lines = [
        f"{number(open_n)} {open_words(page.register)}" if open_n and open_n < total else "",
        "" if lines_n == total else plural(lines_n, "ligne"),
    ]
    return _card(
        page, many[:1].upper() + many[1:], number(total), lines, page.register.description_fr
    )


def _late_card(page: FollowUpPage, late_n: int) -> str:
    by_due = sum(late.delay is None for late in page.late)
    by_delay = len(page.late) - by_due
    lines = [
        plural(by_due, "échéance dépassée", "échéances dépassées") if by_due else "",
        plural(by_delay, "délai dépassé", "délais dépassés") if by_delay else "",
    ]
    told = (
        "Échéance dépassée pour une ligne encore suivie, ou délai dépassé pour une ligne ouverte ; "
        "une ligne sans date n’est pas jugée."
    )
    return _card(page, "En retard", number(late_n), lines, told)


def _due_card(page: FollowUpPage) -> str:
    six, twelve, _ = HORIZONS_MONTHS
    soon = page.tally(page.horizons == 1)
    later = page.tally(page.horizons == 2)
    past = page.tally(page.horizons == PAST_DUE)
    lines = [
        f"{number(later)} de {six} à {quantity(twelve, 'mois')}" if later else "",
        plural(past, "dépassée") if past else "",
    ]
    field = page.register.field_of("due")
    told = field.definition_fr if field else ""
    return _card(page, f"Échéances à {quantity(six, 'mois')}", number(soon), lines, told)


def _indicators(
    page: FollowUpPage,
) -> tuple[list[tuple[RegisterIndicator, Rate]], list[RegisterIndicator]]:
    """Indicators with their value, and those that no line gives."""
    values = fetch_indicator_values(page.build, page.view.register_id, page.selection.territory_id)
    by_id = {value.indicator_id: value for value in values}
    known, unknown = [], []
    for indicator in page.register.indicators:
        value = by_id.get(indicator.indicator_id)
        if value is None or value.denominator == 0:
            unknown.append(indicator)
        else:
            rate = indicator_rate(indicator, value.numerator, value.denominator)
            known.append((indicator, rate))
    return known, unknown


def _indicator_card(page: FollowUpPage, indicator: RegisterIndicator, rate: Rate) -> str:
    lines = rate_lines(indicator, rate)
    told = indicator.definition_fr
    return _card(page, indicator.label_fr, rate_text(indicator, rate), lines, told, indicator)


def _card(
    page: FollowUpPage,
    label: str,
    shown: str,
    lines: list[str],
    definition: str,
    indicator: RegisterIndicator | None = None,
) -> str:
    (status, *others) = page.statuses or (None,)
    mixed = " et ".join(STATUS_LABELS[one] for one in page.statuses) if others else ""
    return card_html(
        label,
        shown,
        [*lines, mixed],
        status=None if others else status,
        estimated=status not in (None, "observed") and not others,
        source_html=_source(page, definition, indicator),
    )


def _source(page: FollowUpPage, definition: str, indicator: RegisterIndicator | None) -> str:
    cited = " ; ".join(source_sentence(page.catalog, item) for item in page.source_ids)
    link = ""
    if indicator and indicator.published_id:
        entry = escape(definition_link(page.catalog, page.selection, indicator.published_id))
        link = f' <a href="{entry}" target="_self">Indicateur publié</a>.'
    return (
        f"<details><summary>source</summary><p>{escape(typography(definition))} {cited}.{link}</p>"
        "</details>"
    )
