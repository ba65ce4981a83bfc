"""Territories as files write them, and those they must not be taken for."""

from __future__ import annotations

import pytest

from etl.rows.cells import CellError
from tests.support.imports import LOOKUP, PLACES

ALL = ("departement", "region", "subdivision")


@pytest.mark.parametrize(
    "territory", LOOKUP.territories.to_dict("records"), ids=lambda t: t["code"]
)
def test_every_territory_is_read_by_identifier_and_by_name(territory):
    level = (territory["level"],)
    assert PLACES.resolve(territory["territory_id"], level) == territory["territory_id"]
    assert PLACES.resolve(territory["name_fr"].upper(), level) == territory["territory_id"]


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("12", "DEP-12"),
        (12.0, "DEP-12"),
        ("1", "DEP-01"),
        (1.0, "DEP-01"),
        ("1.0", "DEP-01"),
        ("2a", "DEP-2A"),
        ("974", "DEP-974"),
        (974, "DEP-974"),
        ("dep-12", "DEP-12"),
        ("DEP 12", "DEP-12"),
        ("Aveyron", "DEP-12"),
        ("AVEYRON", "DEP-12"),
        ("Aveyron (12)", "DEP-12"),
        ("12 - Aveyron", "DEP-12"),
        ("12 – Aveyron", "DEP-12"),
        ("12 Aveyron", "DEP-12"),
        ("1 - Ain", "DEP-01"),
        ("Corse du Sud", "DEP-2A"),
        ("Haute-Corse (2b)", "DEP-2B"),
        ("l'Hérault", "DEP-34"),
        ("département de l'Aveyron", "DEP-12"),
        ("dép. 12", "DEP-12"),
        ("val d oise", "DEP-95"),
        ("76", "DEP-76"),
        ("REG-76", "REG-76"),
        ("Occitanie", "REG-76"),
        ("région Occitanie", "REG-76"),
        ("Occitanie (région)", "REG-76"),
        ("Occitanie (76)", "REG-76"),
        ("Région Centre-Val de Loire", "REG-24"),
        ("Toulouse", "SUB-040"),
        ("Toulouse (subdivision)", "SUB-040"),
        ("subdivision de Toulouse", "SUB-040"),
        ("040", "SUB-040"),
        ("sub-040", "SUB-040"),
        ("St-Etienne", "SUB-027"),
        ("Lyon", "SUB-026"),
        ("Réunion", "DEP-974"),
        ("La Réunion", "DEP-974"),
        ("Martinique", "DEP-972"),
        ("Martinique (région)", "REG-02"),
        ("Île-de-France", "REG-11"),
        ("ile de france (subdivision)", "SUB-015"),
        ("001 - Ain", "DEP-01"),
        ("02A - Corse-du-Sud", "DEP-2A"),
        ("075 -Paris", "DEP-75"),
        ("015 - Cantal", "DEP-15"),
        ("012", "DEP-12"),
        ("D048", "DEP-48"),
        ("2 A", "DEP-2A"),
        ("97 4", "DEP-974"),
        ("Hte-Garonne", "DEP-31"),
        ("Htes Alpes", "DEP-05"),
        ("Ille & Vilaine", "DEP-35"),
        ("Côtes-du-Nord", "DEP-22"),
        ("Basses-Alpes", "DEP-04"),
        ("PACA", "REG-93"),
        ("IDF", "REG-11"),
        ("Montpellier", "SUB-035"),
    ],
)
def test_territories_of_any_level_are_read(cell, place):
    assert PLACES.resolve(cell, ALL) == place


@pytest.mark.parametrize(
    ("cell", "header", "place"),
    [
        ("76", "Code région", "REG-76"),
        (4.0, "région", "REG-04"),
        ("La Réunion", "Région", "REG-04"),
        (40, "Subdivision", "SUB-040"),
        ("Île-de-France", "subdivision d’origine", "SUB-015"),
        ("76", "territoire", "DEP-76"),
        ("76", "Région ou département", "DEP-76"),
        ("Aveyron", "Région", "DEP-12"),
    ],
)
def test_the_header_says_which_level_is_meant(cell, header, place):
    assert PLACES.resolve(cell, ALL, header=header) == place


def test_a_level_that_is_not_accepted_gives_way():
    assert PLACES.resolve("76", ("region",)) == "REG-76"
    assert PLACES.resolve("La Réunion", ("region", "subdivision")) == "REG-04"
    assert PLACES.resolve("France entière", ("national", "departement")) == "FR"


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("12000", "DEP-12"),
        ("1000", "DEP-01"),
        (1000.0, "DEP-01"),
        ("20000", "DEP-2A"),
        ("20137", "DEP-2A"),
        ("20200", "DEP-2B"),
        ("20620", "DEP-2B"),
        ("2A004", "DEP-2A"),
        ("2b033", "DEP-2B"),
        ("97410", "DEP-974"),
        ("97 200", "DEP-972"),
        ("12", "DEP-12"),
        ("Aveyron", "DEP-12"),
        ("12000 RODEZ", "DEP-12"),
        ("12033 CEDEX 9", "DEP-12"),
        ("75571 PARIS CEDEX 12", "DEP-75"),
        ("F-12000", "DEP-12"),
        ("Rodez (12000)", "DEP-12"),
    ],
)
def test_postal_and_commune_codes_give_their_departement(cell, place):
    assert PLACES.resolve(cell, ("departement",), postal=True) == place


@pytest.mark.parametrize("cell", ["99123", "20900", "00100", "98000", "123456"])
def test_postal_codes_of_no_departement_are_refused(cell):
    with pytest.raises(CellError):
        PLACES.resolve(cell, ("departement",), postal=True)


@pytest.mark.parametrize(
    "cell",
    ["20", "96", "975", "12000", "0", "Belgique", "12 - Lozère", "Aveyron (48)", "DEP-99", "-12"]
    + ["subdivision de Rodez", "12,5", "", "région Aveyron", "015 - Toulouse"],
)
def test_what_names_no_territory_is_refused(cell):
    with pytest.raises(CellError):
        PLACES.resolve(cell, ALL)


def test_a_code_is_never_read_at_another_level_than_the_header_says():
    with pytest.raises(CellError):
        PLACES.resolve("12", ALL, header="Code région")


@pytest.mark.parametrize(("cell", "levels"), [("FR", ALL), ("Toulouse", ("departement",))])
def test_a_territory_of_a_level_not_accepted_is_refused(cell, levels):
    with pytest.raises(CellError, match="département"):
        PLACES.resolve(cell, levels)


@pytest.mark.parametrize(
    ("cell", "near"),
    [
        ("Avéron", "Aveyron (12)"),
        ("Haute Garone", "Haute-Garonne (31)"),
        ("Réunnion", "La Réunion (974)"),
        ("Montpelier", "Montpellier-Nîmes (subdivision)"),
    ],
)
def test_a_misspelt_name_is_refused_with_the_nearest_one(cell, near):
    with pytest.raises(CellError) as refusal:
        PLACES.resolve(cell, ALL)
    assert f"vouliez-vous dire « {near} »" in refusal.value.remedy_fr


@pytest.mark.parametrize("cell", ["Midi-Pyrénées", "région Alsace", "22 - Picardie"])
def test_a_region_of_before_2016_is_said_to_be_removed(cell):
    with pytest.raises(CellError) as refusal:
        PLACES.resolve(cell, ALL)
    assert "supprimée en 2016" in refusal.value.remedy_fr


@pytest.mark.parametrize("cell", ["Savoies", "Garonne", "Guyenne", "Seine"])
def test_nothing_is_suggested_that_could_falsify(cell):
    with pytest.raises(CellError) as refusal:
        PLACES.resolve(cell, ALL)
    assert "vouliez-vous dire" not in refusal.value.remedy_fr


@pytest.mark.parametrize(
    ("one", "other", "agree"),
    [
        ("DEP-12", "REG-76", True),
        ("DEP-12", "REG-84", False),
        ("DEP-12", "DEP-48", False),
        ("SUB-040", "DEP-12", True),
        ("SUB-040", "REG-76", True),
        ("FR", "DEP-12", True),
    ],
)
def test_territories_of_one_line_agree_or_not(one, other, agree):
    assert PLACES.agree(one, other) is agree


def test_corsica_as_a_whole_is_asked_to_choose():
    with pytest.raises(CellError) as refusal:
        PLACES.resolve("20", ALL)
    assert "2A (Corse-du-Sud) ou 2B (Haute-Corse)" in refusal.value.remedy_fr
