"""What « Initiatives » says: what is recorded, with its doubts, and never more."""

from __future__ import annotations

import pytest

from dashboard.core.catalog import Territory
from dashboard.views.initiatives.words import (
    Found,
    finding,
    measures,
    missing_first,
    place_of,
    sheets_n,
    year_of,
)
from models.registers.register import Register, RegisterEntry, RegisterField

FRANCE = Territory("FR", "national", "FR", "France", None, 68_000_000)
AVEYRON = Territory("DEP-12", "departement", "12", "Aveyron", "REG-76", 279_609)
BRETAGNE = Territory("REG-53", "region", "53", "Bretagne", None, 3_400_000)
TERRITORIES = {item.territory_id: item for item in (FRANCE, AVEYRON, BRETAGNE)}
BASIS = RegisterField("year_basis", "Origine", "code", "", codes={"enonce": "Année dite"})
REGISTER = Register("initiatives", "", ("", ""), "", (BASIS,), {})


def entry(territory_id: str = "DEP-12", year: int | None = 2016, **fields: object) -> RegisterEntry:
    return RegisterEntry(
        register_id="initiatives",
        entry_id="A",
        territory_id=territory_id,
        title_fr="Titre",
        step="en_place",
        date_start=None,
        date_due=None,
        quantity=None,
        fields=fields,
        status="observed",
        source_id="S",
        locator="p. 1",
        theme=None,
        year=year,
        partners=(),
        departement_ids=(),
        partner_families=(),
    )


@pytest.mark.parametrize(
    ("found", "territory", "has_filter", "said"),
    [
        (Found(148, 0, 148, 110), FRANCE, False, "France : 148 initiatives recensées, dont 110"),
        (Found(1, 0, 148, 1), AVEYRON, False, "Aveyron (12) : 1 initiative recensée, sur 148,"),
        (Found(1, 34, 148, 9), AVEYRON, False, "35 initiatives recensées (34 pour la région ou"),
        (Found(0, 0, 148, 0), AVEYRON, False, "Aveyron (12) : aucune initiative recensée, sur"),
        (Found(9, 0, 148, 7), FRANCE, True, "9 initiatives sur 148 répondent à ces choix, dont 7"),
        (Found(1, 0, 148, 0), FRANCE, True, "1 initiative sur 148 répond à ces choix"),
        (Found(0, 0, 148, 0), FRANCE, True, "aucune initiative recensée ne répond à ces choix"),
    ],
)
def test_the_title_counts_what_is_shown_and_out_of_how_many(found, territory, has_filter, said):
    text = finding(found, territory, has_filter=has_filter).replace("\u00a0", " ")
    assert said in text
    assert "aucune initiative," not in text


def test_a_place_keeps_the_words_of_its_source_and_its_departement():
    assert place_of(entry(), TERRITORIES) == "Aveyron (12)"
    assert place_of(entry(place_fr="Rodez"), TERRITORIES) == "Rodez, Aveyron (12)"
    unnamed = entry("FR", place_fr="Un département que le texte ne nomme pas")
    assert place_of(unnamed, TERRITORIES) == "Un département que le texte ne nomme pas"
    assert place_of(entry("REG-53", place_fr="CHU de Bretagne"), TERRITORIES) == "CHU de Bretagne"


def test_a_year_says_how_it_is_known_and_an_unknown_one_is_said():
    assert year_of(entry(year_basis="enonce"), REGISTER) == "2016 (année dite)"
    assert year_of(entry(), REGISTER) == "2016"
    assert year_of(entry(year=None, year_basis="enonce"), REGISTER) == "année non dite"


def test_figures_before_and_after_are_those_of_the_source_and_nothing_is_computed():
    doubled = entry(measured_fr="« Effectifs »", after_fr="× 2", after_year=2015)
    grown = entry(
        before_fr="14", before_value=14, after_fr="42", after_value=42, before_year=2007.0
    )
    silent = entry(figures_fr="2 logements")
    first, second = measures([doubled, silent, grown])
    assert (first.before, first.after, first.before_year) == ("14", "42", "2007")
    assert first.is_drawn
    assert (second.before, second.after, second.after_value) == ("", "× 2", None)
    assert not second.is_drawn


def test_themes_that_miss_here_come_first_the_most_numerous_before_the_others():
    there = {"forum": 1, "aide": 5, "msu": 3, "rien": 0}
    assert missing_first(there, {"msu": 2, "forum": 0}) == (("aide", "forum"), ("msu",))


@pytest.mark.parametrize(("entries_n", "sheets"), [(0, 1), (1, 1), (12, 1), (13, 2), (148, 13)])
def test_the_last_sheet_holds_the_rest(entries_n, sheets):
    assert sheets_n(entries_n, 12) == sheets
