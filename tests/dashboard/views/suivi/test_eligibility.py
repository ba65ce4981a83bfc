"""The self-test of a candidate MSU, on the published conditions."""

from __future__ import annotations

import re

import pytest
from streamlit.testing.v1 import AppTest

from tests.dashboard.conftest import Page, as_read, plain
from tests.support.patience import PATIENCE_SECONDS

published = pytest.mark.usefixtures("served_warehouse")

SCRIPT = """
from dashboard.ui import state
from dashboard.views.suivi.eligibility import show_eligibility

desk = state.desk()
show_eligibility(desk.at(desk.selection.with_value("territory_id", {territory!r})))
"""


def shown_for(territory: str) -> Page:
    script = SCRIPT.format(territory=territory)
    page = Page(AppTest.from_string(script, default_timeout=PATIENCE_SECONDS))
    page.test.run()
    page.is_sound()
    return page


def said(page: Page) -> str:
    return " ".join(plain(as_read(item.value)) for item in page.test.markdown)


def answer_all(page: Page, years: int) -> Page:
    page.test.text_input(key="eligibilite.annees").set_value(str(years))
    for control in page.test.segmented_control:
        if control.key != "eligibilite.cycle":
            control.set_value(True)
    page.test.run()
    page.is_sound()
    return page


def rows(page: Page) -> list[list[str]]:
    lines = re.findall(r"<tr>(<th scope=\"row\">.*?)</tr>", page.html, re.S)
    return [[plain(re.sub(r"<[^>]+>", "", cell)) for cell in line.split("<td>")] for line in lines]


@published
def test_nothing_is_concluded_before_the_answers():
    page = shown_for("FR")
    assert "réponses manquent encore" in said(page)
    assert "Rien n’est enregistré" in said(page)


@published
def test_between_one_and_three_years_it_depends_on_the_faculty():
    page = answer_all(shown_for("FR"), 2)
    assert "sauf l’ancienneté : de 1 à 3 ans selon la faculté" in said(page)
    assert "connues sont remplies" in said(answer_all(shown_for("FR"), 3))


@published
def test_the_rule_of_a_region_replaces_that_of_the_nation():
    page = shown_for("DEP-38")
    titles = [row[0] for row in rows(page)]
    assert "Trois ans d’exercice de la médecine générale pour le 3e cycle" in titles
    assert "Trois ans d’exercice" not in titles
    assert "Formation médicale continue régulière" in titles
    assert "Formation médicale continue régulière" not in [
        row[0] for row in rows(shown_for("DEP-12"))
    ]
    page.test.segmented_control(key="eligibilite.cycle").set_value("2c").run()
    assert "Un an d’exercice de la médecine générale pour le 2e cycle" in page.html


@published
def test_every_condition_shown_has_its_source_its_place_and_its_status():
    for territory in ("FR", "REG-84", "DEP-976"):
        for row in rows(shown_for(territory)):
            assert all(row[index] for index in (0, 1, 2, 4, 5)), row
            # What is observed is not said of each condition.
            assert "observé" not in row[5]


@published
def test_a_no_comes_with_what_to_do():
    page = shown_for("FR")
    page.test.segmented_control(key="eligibilite.C-05").set_value(False).run()
    assert "1 condition n’est pas remplie : formation à l’accueil" in said(page)
    assert "organisme habilité" in page.html


@published
def test_the_page_suivi_opens_it_for_its_register(visit):
    page = visit("suivi", registre="criteres", territoire="DEP-38")
    page.is_sound()
    assert page.title == "Conditions pour devenir MSU, Isère (38)"
    assert "réponses manquent encore" in said(page)
    assert "Trois ans d’exercice de la médecine générale pour le 3e cycle" in page.html


@pytest.mark.usefixtures("served_demonstration")
def test_the_imported_rule_of_a_faculty_replaces_the_usual_one_and_says_its_status(visit):
    page = visit("suivi", donnees="demo", registre="criteres", territoire="DEP-31")
    page.is_sound()
    found = {row[0]: row[5] for row in rows(page)}
    assert found["Deux ans d’exercice (règle fictive de la faculté)"].endswith("(fictif)")
    assert "Trois ans d’exercice" not in found
    page.test.text_input(key="eligibilite.annees").set_value("1").run()
    assert "ancienneté (2 ans)" in said(page)
    assert "4 ans, selon la source" in said(page)
