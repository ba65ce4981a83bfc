"""The names of territories in a sentence."""

from __future__ import annotations

import pytest

from dashboard.core.names import FRANCE, LINKS, name_of
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog


@pytest.fixture
def names(served_warehouse):
    build = served_build()
    return {item.territory_id: name_of(item) for item in fetch_catalog(build).territories.values()}


def test_every_departement_region_and_subdivision_has_an_article(served_warehouse):
    catalog = fetch_catalog(served_build())
    articles = {
        item.territory_id: item.article_tncc
        for item in catalog.territories.values()
        if item.article_tncc is not None
    }
    levels = [catalog.territories[item].level for item in articles]
    assert {level: levels.count(level) for level in set(levels)} == {
        "departement": 101,
        "region": 18,
        "subdivision": 28,
    }
    assert set(articles) == set(catalog.territories) - {"FR"}
    assert set(articles.values()) == set(LINKS)


@pytest.mark.parametrize(
    ("territory_id", "of"),
    [
        ("DEP-12", "de l’Aveyron"),
        ("DEP-59", "du Nord"),
        ("DEP-40", "des Landes"),
        ("DEP-974", "de La Réunion"),
        ("DEP-976", "de Mayotte"),
        ("DEP-75", "de Paris"),
        ("DEP-35", "d’Ille-et-Vilaine"),
        ("DEP-2A", "de la Corse-du-Sud"),
        ("DEP-49", "de Maine-et-Loire"),
        ("DEP-34", "de l’Hérault"),
        ("DEP-92", "des Hauts-de-Seine"),
        ("DEP-33", "de la Gironde"),
        ("DEP-84", "du Vaucluse"),
        ("REG-76", "d’Occitanie"),
        ("REG-52", "des Pays de la Loire"),
        ("REG-44", "du Grand Est"),
        ("SUB-042", "de l’Océan Indien"),
        ("SUB-021", "d’Amiens"),
    ],
)
def test_a_name_takes_its_article(names, territory_id, of):
    assert names[territory_id].of == of


def test_no_link_stands_before_a_vowel_it_should_elide_with(names):
    for territory_id, name in names.items():
        for link in ("de la ", "du ", "de "):
            if name.of.startswith(link):
                first = name.of.removeprefix(link)[0]
                assert first not in "AEIOUÉÎ", territory_id
                break


def test_the_subject_of_a_sentence_is_the_whole_territory(names):
    assert names["DEP-12"].starting == "Le département de l’Aveyron"
    assert names["REG-53"].here == "dans la région Bretagne"
    assert names["DEP-12"].of_whole == "du département de l’Aveyron"
    assert names["SUB-040"].of_whole == "de la subdivision de Toulouse"


@pytest.mark.parametrize(
    ("territory_id", "alone"),
    [
        ("DEP-23", "la Creuse"),
        ("DEP-75", "Paris"),
        ("DEP-12", "l’Aveyron"),
        ("DEP-92", "les Hauts-de-Seine"),
        ("REG-53", "la région Bretagne"),
        ("SUB-028", "la subdivision d’Angers"),
        ("FR", "la France"),
    ],
)
def test_a_territory_stands_alone_in_a_sentence(names, territory_id, alone):
    assert names[territory_id].alone == alone
    assert names[territory_id].plural == (territory_id == "DEP-92")


def test_the_nation_has_a_name_of_its_own(names):
    assert names["FR"] == FRANCE
