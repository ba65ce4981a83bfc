"""Entry file of the page « Fidélisation »: the order of its parts."""

from __future__ import annotations

import streamlit as st

from dashboard.core.names import name_of
from dashboard.core.registry import VOS_DONNEES
from dashboard.profile.readings import whom_to_ask
from dashboard.themes.retention import MEASURED_RATE, CohortRate
from dashboard.ui.answer import show_answer
from dashboard.ui.official import show_missing_series
from dashboard.ui.sections import Section, show_sections
from dashboard.ui.shell import show_problems
from dashboard.views.fidelisation import words
from dashboard.views.fidelisation.cards import page_finding, show_retention_cards
from dashboard.views.fidelisation.cohorts import rate_in_view, show_cohort_selectors, show_cohorts
from dashboard.views.fidelisation.crossing.section import show_crossing
from dashboard.views.fidelisation.diploma.section import show_diploma
from dashboard.views.fidelisation.flows.section import show_flows
from dashboard.views.fidelisation.here import show_here
from dashboard.views.fidelisation.installations.section import show_installations
from dashboard.views.fidelisation.measured import show_measured
from dashboard.views.fidelisation.page import RetentionPage, load_page
from dashboard.views.fidelisation.published import show_published_points
from dashboard.views.fidelisation.removal.section import show_removal

# Drawn when opened only: most visits open one or two of them.
SECTIONS = (
    Section[RetentionPage]("fidelisation.cohortes.ouvert", words.COHORTS_TITLE, show_cohorts),
    Section[RetentionPage]("fidelisation.flux.ouvert", words.FLOWS_TITLE, show_flows),
    Section[RetentionPage]("fidelisation.sans_eux.ouvert", words.REMOVAL_TITLE, show_removal),
    Section[RetentionPage](
        "fidelisation.installations.ouvert", words.INSTALLATIONS_TITLE, show_installations
    ),
    Section[RetentionPage]("fidelisation.diplome.ouvert", words.DIPLOMA_TITLE, show_diploma),
    Section[RetentionPage](
        "fidelisation.publie.ouvert", words.PUBLISHED_TITLE, show_published_points
    ),
)
# The density without the doctors trained here: the other sections are for an expert, save the
# official series as soon as they are there.
ESSENTIAL = ("fidelisation.sans_eux.ouvert",)
OFFICIAL = ("fidelisation.diplome.ouvert", *ESSENTIAL)


def render() -> None:
    """Draw the page for the current selection and view."""
    page, problems = load_page()
    show_problems(problems)
    rate = rate_in_view(page)
    _show_answer(page, rate)
    # The map first: it stands in the first screen of a laptop.
    show_measured(page)
    show_retention_cards(page, rate)
    if not page.is_expert:
        show_here(page)
        show_missing_series(page.catalog)
        shown = OFFICIAL if page.stayed else ESSENTIAL
        sections = {item.key: item for item in SECTIONS}
        show_sections(page, [sections[key] for key in shown])
        return
    st.header(words.CROSSING_TITLE, anchor=False)
    # Beside the map when it shows rates; under it otherwise, where the parts read them.
    if page.crosses_rates:
        show_cohort_selectors(page)
    show_crossing(page, problems)
    if not page.crosses_rates:
        show_cohort_selectors(page)
    show_sections(page, SECTIONS)


def _show_answer(page: RetentionPage, rate: CohortRate | None) -> None:
    """What is measured here, or whom to ask; then what surveys measured in the country."""
    has_rate = rate is not None and rate.value is not None
    is_measured = page.survey is not None or has_rate
    theme = page.catalog.indicators[MEASURED_RATE].theme
    ask = ""
    if not is_measured:
        names = [name_of(page.catalog.territories[item]).of for item in page.asked_subdivisions]
        ask = words.ask_sentence(whom_to_ask(page.build, theme), names)
    nation = ""
    if page.territory.level != "national":
        subdivisions = len(page.catalog.level_ids["subdivision"])
        nation = f"{words.national_finding(page.surveys, subdivisions)}."
    if page.stayed and not has_rate:
        survey = page.survey or page.partial_survey
        ask, nation = "", words.surveys_beside(survey, page.surveys)
    step = (VOS_DONNEES, words.IMPORT_COHORTS)
    show_answer(f"{page_finding(page, rate)}.", ask, nation, step)


if __name__ == "__main__":
    render()
