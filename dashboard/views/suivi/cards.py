"""Key figures of a register: how many lines, how many late, and its indicators."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import number, plural, quantity, typography
from dashboard.core.values import ESTIMATED
from dashboard.queries.register_counts import fetch_indicator_values
from dashboard.themes.registers import counted_noun, open_words
from dashboard.ui.cards import card_html, definition_link, source_sentence
from dashboard.views.suivi import words
from dashboard.views.suivi.page import RegisterPage
from models.registers.follow_up import HORIZONS_MONTHS, PAST_DUE
from models.registers.rates import Rate, indicator_rate
from models.registers.register import RegisterIndicator

# Under this number of lines, a share says nothing that the lines do not.
FEW = 10
# Horizons of due dates, by their ranks: within six months, then within twelve.
SOON, LATER = 1, 2


@dataclass(frozen=True)
class RegisterCard:
    """One figure; ``lines`` stand under it; ``published_id`` is the indicator it feeds."""

    label: str
    value: str
    lines: tuple[str, ...]
    definition: str
    published_id: str | None = None


def show_register_cards(page: RegisterPage, total: int, open_n: int | None, late_n: int) -> None:
    """Counts of the register, then its indicators, each with both of its sides.

    An indicator that no line gives has no card, nor a share of a few lines, which says nothing:
    they are told under them.
    """
    rates, few, unknown = _indicator_rates(page)
    cards = [_total_card(page, total, open_n)]
    if page.is_dated:
        cards.append(_late_card(page, late_n))
    if page.has_due:
        cards.append(_due_card(page))
    cards += [_indicator_card(indicator, rate) for indicator, rate in rates]
    st.html(f'<div class="cards">{"".join(_html(page, card) for card in cards)}</div>')
    if few:
        st.caption(typography(words.few_lines(few)))
    if unknown:
        names = ", ".join(indicator.label_fr for indicator in unknown)
        st.caption(typography(words.UNKNOWN.format(names=names)))


def _total_card(page: RegisterPage, total: int, open_n: int | None) -> RegisterCard:
    _, many = counted_noun(page.register)
    lines_n = page.lines_n(page.view.register_id)
    is_some_open = open_n is not None and 0 < open_n < total
    return RegisterCard(
        many[:1].upper() + many[1:],
        number(total),
        (
            f"{number(open_n)} {open_words(page.register)}" if is_some_open else "",
            "" if lines_n == total else plural(lines_n, "ligne"),
        ),
        page.register.description_fr,
    )


def _late_card(page: RegisterPage, late_n: int) -> RegisterCard:
    by_due = sum(late.delay is None for late in page.late)
    by_delay = len(page.late) - by_due
    return RegisterCard(
        "En retard",
        number(late_n),
        (
            plural(by_due, "échéance dépassée", "échéances dépassées") if by_due else "",
            plural(by_delay, "délai dépassé", "délais dépassés") if by_delay else "",
        ),
        words.LATE_DEFINITION,
    )


def _due_card(page: RegisterPage) -> RegisterCard:
    six, twelve, _ = HORIZONS_MONTHS
    later = page.tally(page.horizons == LATER)
    past = page.tally(page.horizons == PAST_DUE)
    field = page.register.field_of("due")
    return RegisterCard(
        f"Échéances à {quantity(six, 'mois')}",
        number(page.tally(page.horizons == SOON)),
        (
            f"{number(later)} de {six} à {quantity(twelve, 'mois')}" if later else "",
            plural(past, "dépassée") if past else "",
        ),
        field.definition_fr if field else "",
    )


def _indicator_card(indicator: RegisterIndicator, rate: Rate) -> RegisterCard:
    return RegisterCard(
        indicator.label_fr,
        words.rate_text(indicator, rate),
        tuple(words.rate_lines(indicator, rate)),
        indicator.definition_fr,
        indicator.published_id,
    )


def _indicator_rates(
    page: RegisterPage,
) -> tuple[
    list[tuple[RegisterIndicator, Rate]],
    list[tuple[RegisterIndicator, Rate]],
    list[RegisterIndicator],
]:
    """Indicators with their value, shares of too few lines, and those that no line gives."""
    values = fetch_indicator_values(page.build, page.view.register_id, page.selection.territory_id)
    by_id = {value.indicator_id: value for value in values}
    rates: list[tuple[RegisterIndicator, Rate]] = []
    few: list[tuple[RegisterIndicator, Rate]] = []
    unknown: list[RegisterIndicator] = []
    for indicator in page.register.indicators:
        value = by_id.get(indicator.indicator_id)
        if value is None or value.denominator == 0:
            unknown.append(indicator)
            continue
        rate = indicator_rate(indicator, value.numerator, value.denominator)
        is_few = rate.denominator is not None and rate.denominator < FEW
        (few if is_few else rates).append((indicator, rate))
    return rates, few, unknown


def _html(page: RegisterPage, card: RegisterCard) -> str:
    (status, *others) = page.statuses or (None,)
    mixed = " et ".join(STATUS_LABELS[item] for item in page.statuses) if others else ""
    return card_html(
        card.label,
        card.value,
        [*card.lines, mixed],
        status=None if others else status,
        estimated=status == ESTIMATED and not others,
        source_html=_source_html(page, card),
    )


def _source_html(page: RegisterPage, card: RegisterCard) -> str:
    sources = " ; ".join(source_sentence(page.catalog, item) for item in page.source_ids)
    link = ""
    if card.published_id:
        address = escape(definition_link(page.catalog, page.selection, card.published_id))
        link = f' <a href="{address}" target="_self">Indicateur publié</a>.'
    definition = escape(typography(card.definition))
    return f"<details><summary>source</summary><p>{definition} {sources}.{link}</p></details>"
