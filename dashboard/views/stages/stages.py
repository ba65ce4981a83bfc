"""Page « Stages »: do the places offered cover the need, and what would change it."""

from __future__ import annotations

from html import escape

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.core.names import capitalised, name_of
from dashboard.core.registry import PLACER
from dashboard.themes.stages import LEVEL_NAMES, Balance, finding
from dashboard.ui.answer import show_answer
from dashboard.ui.fields import choose
from dashboard.ui.sections import Section, show_section, show_sections
from dashboard.ui.shell import show_problems
from dashboard.views.stages import words
from dashboard.views.stages.blank_zones import show_blank_zones
from dashboard.views.stages.cards import show_stage_cards
from dashboard.views.stages.levers import show_changed_levers, show_levers
from dashboard.views.stages.maps import show_stage_maps
from dashboard.views.stages.method import show_method
from dashboard.views.stages.national_need import show_national_need
from dashboard.views.stages.observed import show_fees, show_observed
from dashboard.views.stages.page import (
    LEVEL_KEY,
    YEAR_KEY,
    StagesPage,
    change_level,
    change_year,
    load_page,
)
from dashboard.views.stages.places import show_places
from dashboard.views.stages.recruitment import show_recruitment
from dashboard.views.stages.table import show_scope_table, show_table_section
from dashboard.views.stages.view import LEVEL_LABEL, YEAR_LABEL
from dashboard.views.stages.years import show_fourth_year, show_years
from models.stages.maquettes import TOTAL

LEVERS_SECTION = Section("stages.leviers.ouvert", words.LEVERS_TITLE, show_levers)
# Under the maps.
SECTIONS: tuple[Section[StagesPage], ...] = (
    Section("stages.recrutement.ouvert", words.RECRUITMENT_TITLE, show_recruitment),
    Section("stages.besoin.ouvert", words.NATIONAL_NEED_TITLE, show_national_need),
    Section("stages.zones.ouvert", words.BLANK_ZONES_TITLE, show_blank_zones),
    Section(
        "stages.table.ouvert",
        lambda page: words.table_title(page.selection.level),
        show_table_section,
    ),
    Section("stages.annees.ouvert", words.YEARS_TITLE, show_years),
    Section("stages.places.ouvert", words.PLACES_TITLE, show_places),
    Section("stages.observe.ouvert", words.OBSERVED_TITLE, show_observed),
    Section("stages.honoraires.ouvert", words.FEES_TITLE, show_fees),
    Section("stages.methode.ouvert", words.METHOD_TITLE, show_method),
)
# The one that says where to act; the others are for an expert.
ESSENTIAL = tuple(item for item in SECTIONS if item.key == "stages.zones.ouvert")


def render() -> None:
    """Draw the page for the current selection, year, level and levers."""
    page, problems = load_page()
    show_problems(problems)
    _show_answer(page)
    _show_selectors(page)
    show_changed_levers(page.hypotheses)
    show_stage_cards(page)
    if page.is_expert:
        show_section(LEVERS_SECTION, page)
    show_stage_maps(page)
    if page.is_expert:
        show_fourth_year(page)
    show_scope_table(page)
    show_sections(page, SECTIONS if page.is_expert else ESSENTIAL)


def _show_answer(page: StagesPage) -> None:
    """Whether the offer covers the need here, how far each may be, then the nation."""
    balance = page.balance
    inside = "" if page.is_nation else page.inside_words
    sureness = " ".join(text for text in (words.bounds_sentence(balance), inside) if text)
    nation = "" if page.is_nation else _finding(page, page.national_balance, words.FRANCE)
    step = (PLACER, words.PLACE_JUNIORS)
    name = words.FRANCE if page.is_nation else capitalised(name_of(page.territory).alone)
    show_answer(_finding(page, balance, name), sureness, nation, step)


def _finding(page: StagesPage, balance: Balance, name: str) -> str:
    text = finding(
        balance,
        name,
        changed=bool(page.view.levers),
        in_force=page.view.level_id in page.model.levels_of(page.view.year),
    )
    return f"{text}."


def _show_selectors(page: StagesPage) -> None:
    """Year, for an expert the level beside it, then the unit of the page."""
    left, right = st.columns(2)
    with left:
        choose(
            YEAR_KEY,
            YEAR_LABEL,
            [str(year) for year in reversed(page.model.years)],
            str(page.view.year),
            words.year_option,
            on_change=change_year,
            label_visibility="collapsed",
        )
    # A link to a level shows it: it must be possible to leave it.
    if not page.is_expert and page.view.level_id == TOTAL:
        return
    with right:
        choose(
            LEVEL_KEY,
            LEVEL_LABEL,
            list(LEVEL_NAMES),
            page.view.level_id,
            LEVEL_NAMES.__getitem__,
            on_change=change_level,
            label_visibility="collapsed",
        )
    st.html(f'<p class="note" style="margin:0">{escape(typography(words.UNIT_NOTE))}</p>')


if __name__ == "__main__":
    render()
