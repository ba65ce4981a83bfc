"""« Stages » without a browser: the finding, the levers, their address, and each section opened."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.core.formatting import number_to_type
from dashboard.core.values import Measure
from dashboard.themes.stages import VERDICT_WORDS, Balance
from dashboard.views.stages.cards import _purpose, _rounding
from dashboard.views.stages.view import LEVERS
from tests.dashboard.conftest import plain

pytestmark = pytest.mark.usefixtures("served_warehouse")

ZONES = "Zones sous-denses et MSU connus"
SECTIONS = (
    "leviers",
    "recrutement",
    "besoin",
    "zones",
    "table",
    "annees",
    "places",
    "observe",
    "honoraires",
    "methode",
)


def opened(shown, *sections: str):
    """The page with these sections opened, as a click on their titles would."""
    for section in sections:
        shown.test.session_state[f"stages.{section}.ouvert"] = True
    shown.test.run()
    shown.is_sound()
    return shown


def set_lever(shown, name: str, value: float | None):
    text = number_to_type(value, 2)
    shown.test.text_input(key=f"stages.levier.{name}").set_value(text).run()
    shown.is_sound()
    return shown


def tables(shown) -> str:
    return re.sub(r"\s+", " ", " ".join(re.findall(r"<table>.*?</table>", shown.html, re.S)))


def rows(shown, caption: str) -> list[list[str]]:
    table = next(
        text for text in re.findall(r"<table>.*?</table>", shown.html, re.S) if caption in text
    )
    lines = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", table, re.S)
    return [[plain(re.sub(r"<[^>]+>", "", cell)) for cell in line.split("<td>")] for line in lines]


def text(shown) -> str:
    return plain(re.sub(r"<[^>]+>", " ", shown.html))


def said(items) -> str:
    return plain(" ".join(item.value for item in items))


def test_the_page_opens_on_the_latest_year_and_the_whole_third_cycle(visit):
    shown = visit("stages")
    assert shown.title.startswith("En France, en 2026-2027 : l’offre de places de 3e cycle")
    assert "3e cycle" in shown.title
    assert (shown.address["formation"], shown.address["stage"]) == ("2027", "3C")
    assert [text.split(" ")[0] for text in shown.key_figures] == [
        "Besoin,",
        "Offre",
        "Solde",
        "MSU",
    ]
    assert all("bornes" in text for text in shown.key_figures)


@pytest.mark.parametrize("level", ["departement", "region", "subdivision"])
@pytest.mark.parametrize("territory", ["FR", "12", "REG-76", "SUB-040", "976"])
def test_every_section_opens_for_every_kind_of_territory(visit, level, territory):
    shown = opened(visit("stages", niveau=level, territoire=territory, promotions="120"), *SECTIONS)
    assert "2026-2027" in tables(shown)


@pytest.mark.parametrize(("year", "level"), [("2013", "SFE"), ("2026", "DJ"), ("2027", "2C")])
def test_what_is_unknown_is_n_d_and_breaks_nothing(visit, year, level):
    shown = opened(visit("stages", formation=year, stage=level, territoire="12"), *SECTIONS)
    unknown = "n. d." in shown.key_figures[2]
    assert unknown == (level in ("DJ", "2C"))


def test_selectors_change_their_own_parameter_only(visit):
    shown = visit("stages", territoire="12")
    before = shown.address
    shown.choose("stages.annee", "2026").choose("stages.niveau", "N1")
    shown.is_sound()
    assert shown.address == before | {"formation": "2026", "stage": "N1"}
    assert "2025-2026" in shown.title
    assert "niveau 1" in shown.title


def test_a_lever_moves_the_figures_and_is_alone_in_the_address(visit):
    shown = opened(visit("stages"), "leviers")
    reference, address = shown.key_figures, shown.address
    set_lever(shown, "intake", 150)
    assert shown.address == address | {"promotions": "150"}
    assert shown.key_figures[0] != reference[0]
    assert shown.key_figures[1] == reference[1]
    assert "avec vos hypothèses" in shown.title
    assert any("référence\u00a0: 100" in item.value for item in shown.test.info)
    assert "Taille des promotions" in tables(shown)


def test_levers_are_put_back_one_by_one_or_all_at_once(visit):
    shown = opened(visit("stages"), "leviers")
    reference, address = shown.key_figures, shown.address
    set_lever(set_lever(shown, "intake", 150), "dj_places", 1.5)
    set_lever(shown, "intake", 100)
    assert shown.address == address | {"places_dj": "1.5"}
    shown.test.button(key="stages.reinitialiser").click().run()
    shown.is_sound()
    assert shown.address == address
    assert shown.key_figures == reference
    assert shown.test.text_input(key="stages.levier.dj_places").value == "0,71"


def test_a_lever_out_of_bounds_is_refused_in_french_and_changes_nothing(visit):
    shown = opened(visit("stages"), "leviers")
    reference, address = shown.key_figures, shown.address
    field = shown.test.text_input(key="stages.levier.intake")
    for text in ("900", "beaucoup", "12,5"):
        field.set_value(text).run()
        shown.is_sound()
        assert "Un nombre entier de 0 à 300 est attendu." in said(shown.test.markdown)
        assert shown.test.text_input(key="stages.levier.intake").value == text
        assert (shown.key_figures, shown.address) == (reference, address)
    set_lever(shown, "intake", 150)
    assert "est attendu" not in said(shown.test.markdown)
    assert shown.key_figures != reference


def test_an_emptied_lever_goes_back_to_the_maquettes(visit):
    shown = opened(visit("stages", stage="SFE"), "leviers")
    reference = shown.key_figures
    set_lever(shown, "sfe_ambulatory", 60)
    assert shown.key_figures != reference
    set_lever(shown, "sfe_ambulatory", None)
    assert shown.key_figures == reference
    assert "sfe_ville" not in shown.address


def test_a_stage_starts_from_what_the_maquettes_ask_and_goes_back_to_it(visit):
    shown = opened(visit("stages", stage="SFE"), "leviers")
    reference = shown.key_figures
    field = shown.test.text_input(key="stages.levier.sfe_ambulatory")
    assert field.value == "21,1"
    set_lever(shown, "sfe_ambulatory", 40.0)
    assert shown.address["sfe_ville"] == "40"
    set_lever(shown, "sfe_ambulatory", 21.1)
    assert "sfe_ville" not in shown.address
    assert shown.key_figures == reference


def test_the_same_address_gives_the_same_page_to_someone_else(visit):
    first = opened(visit("stages", territoire="REG-76", niveau="region", stage="N1"), "leviers")
    set_lever(set_lever(first, "third_cycle_places", 0.9), "msu", 110)
    second = visit("stages", **first.address)
    second.is_sound()
    assert second.title == first.title
    assert second.key_figures == first.key_figures
    assert second.address == first.address


def test_an_address_changed_by_someone_else_wins(visit):
    shown = visit("stages", promotions="120", stage="N1")
    shown.test.query_params["promotions"] = "140"
    shown.test.run()
    shown.is_sound()
    assert any("140" in item.value for item in shown.test.info)
    assert shown.address["stage"] == "N1"


def test_year_and_levers_are_kept_from_page_to_page_and_out_of_other_addresses(visit):
    shown = visit("stages", formation="2026", promotions="110")
    shown.go("carte").is_sound()
    assert not {"formation", "stage", "promotions"} & set(shown.address)
    shown.go("stages").is_sound()
    assert shown.address["promotions"] == "110"
    assert "2025-2026" in shown.title


@pytest.mark.parametrize("lever", LEVERS, ids=lambda lever: lever.parameter)
@pytest.mark.parametrize("text", ["999999", "-999", "nan", ""])
def test_an_impossible_lever_is_refused_in_french_and_left_at_its_reference(visit, lever, text):
    shown = visit("stages", **{lever.parameter: text or " "})
    shown.is_sound()
    assert len(shown.warnings) == 1
    assert lever.label_fr in shown.warnings[0]
    assert lever.parameter not in shown.address
    assert "hypothèses" not in shown.title


@pytest.mark.parametrize("bound", [0, 1], ids=["low", "high"])
def test_every_lever_at_its_bound_at_once_breaks_nothing(visit, bound):
    extreme = {lever.parameter: lever.write(lever.bounds[bound]) for lever in LEVERS}
    shown = opened(visit("stages", territoire="12", **extreme), *SECTIONS)
    assert shown.warnings == []
    assert not re.search(r"\b(nan|inf)\b", shown.html)


def test_the_table_has_one_row_per_territory(visit):
    shown = opened(visit("stages", niveau="region"), "table")
    table = shown.table("MSU à recruter")
    assert len(table) == 18
    assert set(table["Statut de l’offre"]) == {"estimé"}
    assert set(table["Constat"]) <= set(VERDICT_WORDS.values())
    assert table["Chances sur 100 que des places manquent"].between(1, 99).all()


def test_the_page_says_chances_and_the_errors_to_expect_and_never_95_percent(visit):
    shown = visit("stages", territoire="12")
    assert "est probablement suffisante (" in shown.title
    assert "chances sur 10" in shown.title
    said_here = said(shown.test.markdown) + said(shown.test.caption)
    assert "Parmi les" in said_here
    assert "Aveyron (12), subdivision : Toulouse, offre probablement suffisante (" in said_here
    assert "le même partout par construction" in said_here
    assert "intervalle à 95" not in shown.html


def test_the_essential_view_answers_for_the_territory_then_for_the_nation(visit):
    shown = visit("stages", territoire="REG-27", mode="essentiel")
    shown.is_sound()
    assert shown.title.startswith("La région Bourgogne-Franche-Comté, en 2026-2027 : l’offre")
    said_here = said(shown.test.markdown)
    assert "En France, en 2026-2027" in said_here
    assert "Sur ses 2 subdivisions" in said_here
    assert len(shown.key_figures) == 3
    assert not any(text.startswith("Solde") for text in shown.key_figures)
    names = {item.label for item in shown.test.expander}
    assert {plain(name) for name in names} == {"Zones sous-denses où aucun MSU n’est connu"}
    assert len(rows(shown, "Bourgogne-Franche-Comté (région)")) == 8


def test_the_table_of_the_page_holds_the_scope_only(visit):
    shown = opened(visit("stages", territoire="23", niveau="departement"), "table")
    assert len(shown.table("MSU à recruter")) == 12


def test_figures_that_do_not_add_up_say_that_they_are_rounded(catalog_of_stages):
    balance = catalog_of_stages
    assert "arrondi" in _rounding(replace(balance, balance=Measure(0.4)))
    assert _rounding(balance) == ""
    tiny = replace(balance, balance=Measure(-0.3, -1.0, 0.2), recruit=Measure(1.0, 0.0, 2.0))
    assert "moins d’une place" in _purpose(tiny)


@pytest.fixture
def catalog_of_stages():
    """A balance whose figures add up: 2 asked, 1 offered."""
    figures = Measure(2.0), Measure(1.0), Measure(-1.0)
    return Balance("DEP-23", 2027, "3C", *figures, Measure(1.0, 1.0, 1.0), None)


def test_without_import_the_page_says_which_file_brings_the_places(visit):
    shown = opened(visit("stages"), "places")
    assert any(
        "« Places de stage »" in item.value.replace("\u00a0", " ") for item in shown.test.markdown
    )


def test_the_observed_shares_of_the_second_cycle_are_there_with_their_sources(visit):
    text = tables(opened(visit("stages"), "observe"))
    assert "61,0 %" in text
    assert "86,2 %" in text
    assert text.count("<a href") > 10


def test_fees_are_dated(visit):
    text = tables(opened(visit("stages"), "honoraires"))
    assert "27 août 2025" in text
    assert "2008-2009" in text


def test_the_national_need_starts_from_a_combination_that_is_not_the_authors_calculation(visit):
    shown = opened(visit("stages"), "besoin")
    assert "Besoin total MSU 9 000" in text(shown)
    captions = said(shown.test.caption)
    assert "ne reconstitue pas le calcul des auteurs" in captions
    assert "13 908 MSU en 2024 : 155 % de ce besoin simulé" in text(shown)


def test_the_latest_headcounts_are_dated_and_the_need_becomes_a_target(visit):
    shown = opened(visit("stages"), "besoin")
    shown.test.segmented_control(key="stages.besoin.depart").set_value("publie").run()
    shown.is_sound()
    captions = said(shown.test.caption)
    assert "13 817 inscrits au DES de médecine générale (1er janvier 2021)" in captions
    assert "8 500 étudiants par promotion" in captions
    assert "Besoin total MSU 13 639" in text(shown)
    assert "cible=13639" in shown.html


def test_a_hypothesis_changes_the_result_and_a_contradiction_stops_it(visit):
    shown = opened(visit("stages"), "besoin")
    shown.test.text_input(key="stages.besoin.2010.msu_per_post").set_value("2,0").run()
    assert "Besoin total MSU 7 500" in text(shown)
    shown.test.text_input(key="stages.besoin.2010.ambulatory_semesters").set_value("7").run()
    shown.is_sound()
    assert "Besoin total" not in text(shown)
    assert "font partie de la maquette" in said(shown.test.info)


def test_the_nation_says_how_many_departements_have_no_known_count(visit):
    shown = opened(visit("stages"), "zones")
    assert "99 départements ont une population en ZIP, dont 94 sans comptage complet" in said(
        shown.test.markdown
    )
    assert "Zonage non publié ici pour 2 départements" in said(shown.test.markdown)
    zones = rows(shown, ZONES)
    assert len(zones) == 99
    assert zones[0][0] == "Seine-Saint-Denis"
    assert all("aucun comptage connu" in row[4] or "partiel" in row[4] for row in zones[:94])
    assert {row[0] for row in zones[94:]} == {"Ain", "Aveyron", "Corrèze", "Drôme", "Moselle"}


def test_a_departement_shows_those_of_its_region_and_what_is_counted_there(visit):
    shown = opened(visit("stages", territoire="DEP-57"), "zones")
    assert "Grand Est (région) : 10 départements" in said(shown.test.markdown)
    moselle = next(row for row in rows(shown, ZONES) if row[0] == "Moselle")
    assert moselle[4] == "42 (2016)"
    assert moselle[6].startswith("indécis (5 chances sur 10 d’être sous sa part) ; de ")
    assert "−" not in moselle[6]


def test_a_place_without_zoning_says_so(visit):
    shown = opened(visit("stages", territoire="DEP-974"), "zones")
    assert "Zonage non publié ici pour 1 département" in said(shown.test.markdown)
    assert "aucune population en ZIP connue" in said(shown.test.markdown)
    assert ZONES not in shown.html


def test_imported_counts_and_places_fill_the_table(visit, served_demonstration):
    shown = opened(visit("stages", donnees="demo", territoire="DEP-57"), "zones")
    assert "tous avec un comptage de MSU" in said(shown.test.markdown)
    for row in rows(shown, ZONES):
        assert "fictif" in row[4]
        assert "fictif" in row[5]
        assert "est." not in row[6]
