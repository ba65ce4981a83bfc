"""The view of « Initiatives » in the address: read back as written, or refused in French."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.core.selection import DATA_SET, UNKNOWN_PAGE
from dashboard.core.selection import PARAMETERS as SHARED
from dashboard.views.comparer.view import COMPARE_PARAMETERS
from dashboard.views.fidelisation.view import RETENTION_PARAMETERS
from dashboard.views.initiatives.view import (
    ENTRY_CHARACTERS,
    INITIATIVE_PARAMETERS,
    PARAMETERS,
    TEXT_CHARACTERS,
    InitiativeOptions,
    InitiativeView,
    entry_address,
    entry_of,
    parse_initiative_view,
    write_initiative_view,
)
from dashboard.views.stages.view import STAGE_PARAMETERS

OPTIONS = InitiativeOptions(
    themes=("forum", "telemedecine"), steps=("projet", "en_place"), families=("ars", "cdom")
)
words = st.text("abcdéè’- 0123~", max_size=TEXT_CHARACTERS).map(lambda text: " ".join(text.split()))
views = st.builds(
    InitiativeView,
    text=words,
    theme=st.sampled_from(("", *OPTIONS.themes)),
    step=st.sampled_from(("", *OPTIONS.steps)),
    family=st.sampled_from(("", *OPTIONS.families)),
    year=st.sampled_from(("", "1970", "2016")),
    is_wider=st.booleans(),
    sheet=st.integers(1, 9_999),
    entry=st.sampled_from(("", "INI-066~SEED", "A~B~IMPORT-1")),
)


@given(views)
def test_a_view_is_read_back_as_it_was_written(view):
    assert parse_initiative_view(write_initiative_view(view), OPTIONS) == (view, ())


def test_the_sheet_is_always_in_the_address_and_the_rest_only_when_chosen():
    assert write_initiative_view(InitiativeView()) == {"feuille": "1"}
    chosen = InitiativeView(theme="forum", is_wider=True)
    assert write_initiative_view(chosen) == {"feuille": "1", "theme": "forum", "elargir": "oui"}


@pytest.mark.parametrize(
    ("parameter", "value"),
    [
        ("theme", "licorne"),
        ("statut", ""),
        ("partenaire", "faculté"),
        ("annee_initiative", "20161"),
        ("annee_initiative", "0042"),
        ("elargir", "non"),
        ("feuille", "0"),
        ("feuille", "-1"),
        ("feuille", "٣"),
        ("initiative", "INI-066"),
        ("initiative", f"{'x' * ENTRY_CHARACTERS}~S"),
        ("recherche", "x" * (TEXT_CHARACTERS + 1)),
    ],
)
def test_a_value_that_cannot_be_read_keeps_the_first_view_and_is_told(parameter, value):
    view, problems = parse_initiative_view({parameter: value}, OPTIONS)
    assert view == InitiativeView()
    (problem,) = problems
    assert "valeur impossible dans l’adresse" in problem
    assert value[:40] in problem


def test_a_filter_goes_back_to_the_first_sheet_and_closes_what_was_opened():
    view = InitiativeView(sheet=3, entry="A~S", is_wider=True)
    assert view.with_filter("step", "projet") == InitiativeView(step="projet", is_wider=True)


def test_clearing_the_filters_keeps_what_is_added_around_the_territory():
    view = InitiativeView("forum", "forum", "projet", "ars", "2016", is_wider=True, sheet=2)
    assert view.has_filter
    assert view.without_filters() == InitiativeView(is_wider=True)
    assert not view.without_filters().has_filter


def test_an_initiative_is_named_by_its_identifier_and_its_source():
    assert entry_of(entry_address("A~1", "IMPORT-3")) == ("A~1", "IMPORT-3")


def test_a_build_without_the_theme_chosen_does_not_allow_the_view():
    assert OPTIONS.allows(InitiativeView(theme="forum"))
    assert not OPTIONS.allows(InitiativeView(theme="msu_recrutement"))
    assert not OPTIONS.allows(InitiativeView(family="crom"))


def test_no_parameter_is_that_of_another_page():
    others = {*SHARED.values(), *STAGE_PARAMETERS, *RETENTION_PARAMETERS, *COMPARE_PARAMETERS}
    assert not INITIATIVE_PARAMETERS & {*others, DATA_SET, UNKNOWN_PAGE}
    assert len(set(PARAMETERS.values())) == len(PARAMETERS)
