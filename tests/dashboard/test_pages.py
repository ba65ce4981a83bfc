"""Every page, for every kind of territory, without a browser."""

from __future__ import annotations

import re

import pytest

PAGES = {
    "ensemble": "cible de 10 000",
    "carte": "cible de 10 000",
    "stages": "places de 3e cycle",
    "collecte": ("Collecte", "Un comptage"),
    "vos_donnees": "Vos données",
    "donnees": "indicateurs sont publiés",
}
WITH_KEY_FIGURES = ("ensemble", "carte", "stages")
TERRITORIES = {
    "FR": ("FR", "France entière"),
    "01": ("DEP-01", "Ain (01)"),
    "2A": ("DEP-2A", "Corse-du-Sud (2A)"),
    "75": ("DEP-75", "Paris (75)"),
    "971": ("DEP-971", "Guadeloupe (971)"),
    "976": ("DEP-976", "Mayotte (976)"),
    "REG-84": ("REG-84", "Auvergne-Rhône-Alpes"),
    "SUB-041": ("SUB-041", "Antilles-Guyane"),
}

HOSTILE = "[lire](//a.b) ![x](//c) **g** `<i>` $1$ :red"
PUNCTUATION = re.compile(r"[!-/:-@\[-`{-~]")

pytestmark = pytest.mark.usefixtures("served_warehouse")


def is_title_of(page: str, title: str) -> bool:
    starts = PAGES[page]
    return any(text in title for text in ((starts,) if isinstance(starts, str) else starts))


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("code", TERRITORIES)
def test_every_page_shows_the_territory_of_its_address(visit, page, code):
    territory_id, label = TERRITORIES[code]
    shown = visit(page, territoire=code)
    shown.is_sound()
    assert is_title_of(page, shown.title)
    assert shown.warnings == []
    assert shown.address["territoire"] == territory_id
    if page in WITH_KEY_FIGURES:
        assert len(shown.key_figures) >= 4
        assert label in shown.key_figures[0]


@pytest.mark.parametrize("page", PAGES)
def test_an_unknown_territory_gives_a_french_warning_and_the_whole_country(visit, page):
    shown = visit(page, territoire="99")
    shown.is_sound()
    assert is_title_of(page, shown.title)
    assert len(shown.warnings) == 1
    assert "Territoire" in shown.warnings[0]
    assert "« 99 »" in shown.warnings[0]
    if page in WITH_KEY_FIGURES:
        assert "France entière" in shown.key_figures[0]


@pytest.mark.parametrize("page", PAGES)
def test_unknown_values_of_every_parameter_are_all_told(visit, page):
    parameters = ("territoire", "niveau", "cible", "cle", "annee", "indicateur", "comparer")
    shown = visit(page, **dict.fromkeys(parameters, "<b>?</b>"))
    shown.is_sound()
    assert len(shown.warnings) == len(parameters)


@pytest.mark.parametrize(
    ("page", "parameter", "quoted"),
    [
        ("ensemble", "territoire", HOSTILE[:40]),
        ("carte", "indicateur", HOSTILE[:40]),
        ("comparer", "ensemble", "·lire·"),
        ("stages", "stage", HOSTILE[:40]),
        ("fidelisation", "perimetre", HOSTILE[:40]),
    ],
)
def test_what_an_address_holds_is_quoted_and_never_rendered(visit, page, parameter, quoted):
    shown = visit(page, **{parameter: HOSTILE})
    shown.is_sound()
    (warning,) = shown.test.warning
    assert quoted in shown.warnings[0]
    # Nothing is left once what is escaped is taken away.
    assert not PUNCTUATION.search(re.sub(r"\\.", "", warning.value))


def test_a_warning_leaves_once_the_view_is_changed(visit):
    shown = visit("carte", territoire="99")
    assert shown.warnings
    shown.choose("vue.niveau", "region")
    assert shown.warnings == []


@pytest.mark.parametrize("page", PAGES)
def test_every_page_names_its_build(visit, warehouse, page):
    assert warehouse.report.build_id in visit(page).footer


def test_the_definition_asked_in_the_address_is_shown(visit):
    shown = visit("donnees", definition="gap_msu")
    shown.is_sound()
    assert 'id="gap_msu"' in shown.html


def test_the_address_keeps_the_definition_shown_and_only_on_its_page(visit):
    shown = visit("donnees", definition="gap_msu", territoire="12")
    assert shown.address["definition"] == "gap_msu"
    assert shown.address["territoire"] == "DEP-12"
    assert "definition" not in visit("carte", definition="gap_msu").address


def test_a_definition_that_does_not_exist_is_told_without_being_run(visit):
    shown = visit("donnees", definition="<script>alert(1)</script>")
    shown.is_sound()
    assert len(shown.warnings) == 1
    assert "<script" not in shown.html


def test_real_figures_do_not_bear_the_banner_of_the_demonstration(visit):
    assert "FICTIVES" not in visit().html
