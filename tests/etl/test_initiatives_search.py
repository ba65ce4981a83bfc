"""The published initiatives answer what users type, and say which families work on them."""

from __future__ import annotations

import pytest

from dashboard.queries.registers import best_first, fetch_entries, fetch_facets, fetch_synonyms
from dashboard.themes.registers import EntryFilter
from etl.declared.words import load_partner_families, to_families
from models.registers.words import OTHER, families_of, query_terms
from tests.support.paths import DATA

REGISTER = "initiatives"
# Those that no family can hold, or that the source does not name enough.
OTHERS = {
    "association À tir d’aile",
    "autres partenaires",
    "conseil départemental (Ordre ou collectivité)",
    "investisseurs privés",
    "partenaires non nommés",
}


@pytest.fixture
def search(connection):
    synonyms = fetch_synonyms.read(connection)

    def search(text: str) -> list[str]:
        chosen = EntryFilter(terms=query_terms(text, synonyms))
        found = fetch_entries.read(connection, REGISTER, chosen, limit=200)
        assert fetch_facets.read(connection, REGISTER, chosen).total_n == len(found)
        return [entry.title_fr for entry in found]

    return search


HOUSING = {
    "Hébergement des stagiaires en Bretagne",
    "Logement des internes et accueil familial dans la Manche",
    "MSP de Saint-Pardoux-la-Rivière",
    "Accueil d’internes à Belle-Île",
    "Aides aux futurs installés du Lot-et-Garonne",
    "Guichet unique de La Loupe",
}
STUDENTS_HOUSING = HOUSING - {
    "Aides aux futurs installés du Lot-et-Garonne",
    "Guichet unique de La Loupe",
}


@pytest.mark.parametrize(
    "query", ["hébergement", "hebergement", "Hébergements", "logement", "gîte"]
)
def test_housing_is_found_however_it_is_written(search, query):
    assert set(search(query)) == HOUSING


@pytest.mark.parametrize(
    "query", ["logement étudiant", "logements étudiants", "hebergement interne"]
)
def test_housing_of_students_is_narrower(search, query):
    assert set(search(query)) == STUDENTS_HOUSING


def test_the_very_word_in_the_title_comes_first_then_its_synonyms_then_the_texts(search):
    assert search("hébergement")[0] == "Hébergement des stagiaires en Bretagne"
    assert search("logement")[0] == "Logement des internes et accueil familial dans la Manche"
    assert {search("hébergement")[1], search("logement")[1]} < HOUSING
    assert "Guichet unique de La Loupe" not in search("logement")[:2]


def test_a_phrase_finds_its_acronym_and_the_acronym_its_phrase(search):
    found = set(search("maison de santé"))
    assert found == set(search("msp")) == set(search("maisons médicales"))
    assert {
        "Déploiement national des maisons de santé",
        "Cartographie départementale des MSP",
    } < found


def test_a_territory_and_a_partner_are_found_by_their_names(search):
    assert "Montée en charge des MSU en Moselle" in search("moselle msu")
    assert "« MaPrimeMaîtreDeStage » en Grand Est (non vérifié)" in search("grand est")
    assert "Guichet unique du Bas-Rhin" in search("bas-rhin")
    assert search("isnar anemf") == [
        "Campagne nationale de recrutement de MSU ISNAR-IMG / ANEMF",
        "Mobilisation des DMG pour former et gérer les MSU",
    ]


def test_a_theme_that_joins_two_things_finds_no_line(search):
    assert "Soirée de bienvenue des stagiaires en Lozère" not in search("logement")
    assert "Exercice en lieux multiples autorisé par les CDOM" in search("lieux multiples")
    assert "Centres de consultation de Cargèse et Sartène" in search("lieux multiples")


def test_what_nobody_wrote_finds_nothing_and_no_word_finds_everything(search):
    assert search("zeppelin") == []
    assert len(search("")) == len(search("de la")) == 148
    assert best_first(()) == ""


def test_what_a_user_types_is_bound_and_never_sql(search):
    assert search("'); DROP TABLE pub.register_entry; --") == []
    assert search("moselle%") == search("moselle")
    assert search("mos_lle") == []


def test_every_partner_of_the_initiatives_is_in_a_published_family(connection):
    families = to_families(load_partner_families(DATA))
    rows = connection.sql(
        "SELECT partners, partner_families FROM pub.register_entry"
        " WHERE register_id = 'initiatives'"
    ).fetchall()
    assert len(rows) == 148
    assert all(bool(partners) == bool(found) for partners, found in rows)
    published = connection.sql("SELECT family_id FROM pub.partner_family ORDER BY position")
    assert tuple(row[0] for row in published.fetchall()) == families.family_ids
    assert all(tuple(found) == families_of(partners, families) for partners, found in rows)
    names = {name for partners, found in rows for name in partners}
    alone = {name for name in names if families_of([name], families) == (OTHER,)}
    assert alone == OTHERS
