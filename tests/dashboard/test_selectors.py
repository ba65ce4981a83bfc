"""Selectors change the view, its address, and nothing else."""

from __future__ import annotations

import pytest
import streamlit as st

from dashboard.core.registry import PAGES

pytestmark = pytest.mark.usefixtures("served_warehouse")

CHANGES = [
    ("vue.niveau", "region", "niveau"),
    ("vue.cible", "cnge-2020", "cible"),
    ("vue.cle", "internes", "cle"),
    ("vue.annee", "2019", "annee"),
]
MAP_CHANGES = [
    ("carte.indicateur", "couverture_pct", "indicateur"),
    ("carte.comparer", "msu_pour_100k", "comparer"),
    ("carte.comparer", "aucun", "comparer"),
]


@pytest.mark.parametrize(("key", "value", "parameter"), CHANGES + MAP_CHANGES)
def test_a_selector_changes_its_own_parameter_only(visit, key, value, parameter):
    shown = visit("carte", territoire="12")
    before = shown.address
    shown.choose(key, value)
    shown.is_sound()
    assert shown.address == before | {parameter: value}
    assert shown.test.selectbox(key=key).value == value


@pytest.mark.parametrize(("key", "value", "parameter"), CHANGES)
def test_the_view_is_kept_from_page_to_page(visit, key, value, parameter):
    shown = visit("carte", territoire="12").choose(key, value)
    for page in ("ensemble", "donnees", "carte"):
        shown.go(page).is_sound()
        assert shown.address[parameter] == value
        assert shown.address["territoire"] == "DEP-12"
        if page != "donnees":
            assert shown.test.selectbox(key=key).value == value


SELECTORS = {
    "year": "vue.annee",
    "level": "vue.niveau",
    "target_id": "vue.cible",
    "key_id": "vue.cle",
}


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.slug)
def test_a_selector_that_does_nothing_on_a_page_is_not_on_it(visit, spec):
    shown = visit(spec.slug, territoire="12")
    there = {item.key for item in shown.test.selectbox} & set(SELECTORS.values())
    assert there == {SELECTORS[name] for name in spec.selectors}


@pytest.mark.parametrize("spec", PAGES, ids=lambda spec: spec.slug)
def test_the_essential_view_has_a_territory_and_a_year_only(visit, spec):
    shown = visit(spec.slug, territoire="12", mode="essentiel")
    shown.is_sound()
    there = {item.key for item in shown.test.selectbox} & set(SELECTORS.values())
    assert there <= {"vue.annee"}


def test_leaving_the_expert_view_keeps_the_territory_and_the_year_only(visit):
    shown = visit("carte", territoire="12", annee="2019", cle="internes", cible="cnge-2020")
    shown.test.segmented_control(key="vue.mode").set_value("essentiel").run()
    shown.is_sound()
    address = shown.address
    assert (address["territoire"], address["annee"]) == ("DEP-12", "2019")
    assert (address["cible"], address["cle"]) == ("arnault-2018", "population")


def test_the_territory_that_the_browser_remembers_opens_an_address_without_one(visit, monkeypatch):
    monkeypatch.setattr(type(st.context), "cookies", {"mon_territoire": "DEP-48"})
    assert visit("donnees").address["territoire"] == "DEP-48"
    assert visit("donnees", territoire="12").address["territoire"] == "DEP-12"
    monkeypatch.setattr(type(st.context), "cookies", {"mon_territoire": "<b>"})
    shown = visit("donnees")
    assert shown.address["territoire"] == "FR"
    assert not shown.warnings


def test_the_same_address_gives_the_same_view_to_someone_else(visit):
    first = (
        visit("carte", territoire="12").choose("vue.annee", "2019").choose("vue.cle", "internes")
    )
    second = visit("carte", **first.address)
    assert second.title == first.title
    assert second.key_figures == first.key_figures
    assert second.address == first.address


def test_the_year_changes_the_key_figures(visit):
    shown = visit("carte")
    latest = shown.key_figures
    shown.choose("vue.annee", "2019")
    assert "10 736" in shown.key_figures[0]
    assert shown.key_figures != latest


def test_the_target_changes_the_gap(visit):
    shown = visit("carte")
    gap = shown.key_figures[1]
    shown.choose("vue.cible", "smeg-2026")
    assert shown.key_figures[1] != gap
    assert "2 092" in shown.key_figures[1]


def test_the_key_changes_the_gap_of_a_departement_and_not_of_the_country(visit):
    local, country = visit("carte", territoire="12"), visit("carte")
    before = local.key_figures[1], country.key_figures[1]
    local.choose("vue.cle", "sous_densite")
    country.choose("vue.cle", "sous_densite")
    assert local.key_figures[1] != before[0]
    assert country.key_figures[1] == before[1]


def test_a_free_target_starts_from_the_target_in_force_and_is_in_the_address(visit):
    shown = visit("carte", cible="cnge-2020").choose("vue.cible", "libre")
    field = shown.test.text_input(key="vue.cible_libre")
    assert field.value.replace("\u202f", "") == "12000"
    field.set_value("14 908").run()
    shown.is_sound()
    assert shown.address["cible"] == "14908"
    assert "1 000" in shown.key_figures[1]


def test_a_free_target_can_be_left_for_a_published_one(visit):
    shown = visit("carte", cible="12345")
    assert shown.test.text_input(key="vue.cible_libre").value.replace("\u202f", "") == "12345"
    shown.choose("vue.cible", "arnault-2018")
    assert "vue.cible_libre" not in {item.key for item in shown.test.text_input}
    assert shown.address["cible"] == "arnault-2018"


def test_a_free_target_out_of_bounds_is_refused_in_french_and_changes_nothing(visit):
    shown = visit("carte", cible="12345")
    shown.test.text_input(key="vue.cible_libre").set_value("900000").run()
    shown.is_sound()
    assert shown.address["cible"] == "12345"
    assert any("de 1 à 100\u202f000 est attendu" in item.value for item in shown.test.markdown)


@pytest.mark.parametrize("value", ["1", "100000"])
def test_the_extreme_free_targets_are_drawn(visit, value):
    for page in ("ensemble", "carte"):
        visit(page, cible=value).is_sound()


def test_the_need_of_the_stages_can_be_chosen_as_a_target_and_kept_in_the_address(visit):
    shown = visit("carte")
    shown.choose("vue.cible", "besoin-stages").is_sound()
    assert shown.address["cible"] == "besoin-stages"
    again = visit("ensemble", cible="besoin-stages")
    again.is_sound()
    assert not again.warnings
    said = " ".join(item.value for item in again.test.markdown)
    assert "besoin des stages 2026-2027" in said.replace("\u00a0", " ")
