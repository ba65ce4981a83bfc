"""What « Initiatives » says: what is recorded, with its doubts, and never more."""

from __future__ import annotations

import pytest

from dashboard.core.catalog import Territory
from dashboard.views.initiatives.words import (
    ChoiceCounts,
    headline,
    list_heading,
    peers_caption,
    place_of,
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
    ("counts", "territory", "has_filter", "part"),
    [
        ((148, 0, 148, 110), FRANCE, False, "France : 148 initiatives recensées, dont 110"),
        ((1, 0, 148, 1), AVEYRON, False, "Aveyron (12) : 1 initiative recensée, sur 148,"),
        ((1, 34, 148, 9), AVEYRON, False, "35 initiatives recensées (34 pour la région ou"),
        ((0, 0, 148, 0), AVEYRON, False, "Aveyron (12) : aucune initiative recensée, sur"),
        ((9, 0, 148, 7), FRANCE, True, "9 initiatives sur 148 répondent à ces choix, dont 7"),
        ((1, 0, 148, 0), FRANCE, True, "1 initiative sur 148 répond à ces choix"),
        ((0, 0, 148, 0), FRANCE, True, "aucune initiative recensée ne répond à ces choix"),
    ],
)
def test_the_title_counts_what_is_shown_and_out_of_how_many(counts, territory, has_filter, part):
    text = headline(ChoiceCounts(*counts), territory, has_filter=has_filter).replace("\u00a0", " ")
    assert part in text
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


def test_the_heading_of_the_list_says_the_order_and_the_sheet():
    assert list_heading(1, is_search=True, sheet=1, last=1) == "1\u00a0initiative"
    latest = list_heading(148, is_search=False, sheet=2, last=13)
    assert latest == "148\u00a0initiatives, les plus récentes d’abord, page 2 sur 13"
    closest = list_heading(9, is_search=True, sheet=1, last=1)
    assert closest == "9\u00a0initiatives, les plus proches de la recherche d’abord"


def test_themes_of_similar_territories_are_missing_or_all_here():
    assert peers_caption(1) == "1\u00a0thème présent chez eux et sans initiative propre ici"
    assert peers_caption(0) == "Thèmes présents chez eux : tous ont déjà une initiative ici"
