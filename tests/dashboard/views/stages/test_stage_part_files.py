"""The files of the parts of « Stages »: every value with its source, its status, its build."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from dashboard.core.catalog import Catalog
from dashboard.queries.catalog import read_catalog
from dashboard.queries.levels import read_published_level
from dashboard.queries.stages import PlaceChain, fetch_known
from dashboard.views.stages.blank_zones import ZIP, zones_csv
from dashboard.views.stages.national_need import FIELDS, OF_2010, need_csv
from dashboard.views.stages.places import CSV_HEADER, place_rows
from models.msu.blank_zones import Known, Places, Zone
from models.msu.national_need import national_need


@pytest.fixture
def catalog(connection) -> Catalog:
    return read_catalog(connection)


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_a_zone_carries_the_sources_of_its_zoning_and_of_its_count(connection, catalog):
    zoning = read_published_level(connection, catalog, ZIP, "departement", None)
    known = fetch_known.read(connection)
    zones = [
        Zone("DEP-57", 1_052_000, 14.9, 73.1, known["DEP-57"]),
        Zone("DEP-93", 1_704_316, 97.8, 100.0, Known()),
        Zone("DEP-01", 1, 1.0, 1.0, Known(places=Places("2026-05", 7, "imported", "S001", True))),
    ]
    moselle, seine, ain = read(zones_csv(catalog, zones, zoning))
    assert (moselle["msu_connus"], moselle["date_msu"]) == ("42", "2016")
    assert (moselle["constat_msu"], moselle["statut_msu"]) == ("compté", "observé")
    assert "Arnault" in moselle["source_msu"]
    assert "quarante" in moselle["emplacement_msu"] or "Moselle" in moselle["emplacement_msu"]
    assert "Zonage" in moselle["source_zonage"]
    assert (seine["msu_connus"], seine["constat_msu"]) == ("n. d.", "aucun comptage connu")
    assert seine["population_en_zip_hab"] == "1666800"
    assert seine["places_offertes"] == "n. d."
    assert ain["places_offertes"] == "au moins 7"
    assert {row["construction"] for row in (moselle, seine, ain)} == {catalog.build.build_id}


def test_the_need_tells_its_hypotheses_before_its_results(catalog):
    rows = read(need_csv(catalog, OF_2010, national_need(OF_2010)))
    assert [row["statut"] for row in rows] == ["hypothèse"] * len(FIELDS) + ["simulé"] * 6
    assert rows[0]["ligne"] == "Internes de médecine générale"
    assert rows[3]["valeur"] == "2,5"
    assert (rows[-1]["ligne"], rows[-1]["valeur"]) == ("Besoin total", "9000")


def test_a_demonstration_says_so_on_every_line(connection, catalog):
    demo = replace(catalog, build=replace(catalog.build, is_demo=True))
    zoning = read_published_level(connection, catalog, ZIP, "departement", None)
    zones = [Zone("DEP-93", 1_704_316, 97.8, 100.0, Known())]
    for content in (
        zones_csv(demo, zones, zoning),
        need_csv(demo, OF_2010, national_need(OF_2010)),
    ):
        assert all("FICTIVES" in row["avertissement"] for row in read(content))


def test_a_place_that_is_not_known_is_not_zero(catalog):
    chain = PlaceChain("2026-05", "N1", 17, None, 0, None, "imported", ["S001"])
    (row,) = place_rows(catalog, [chain], "Aveyron (12)")
    told = dict(zip(CSV_HEADER, row, strict=True))
    assert [told[name] for name in ("agreees", "ouvertes", "financees", "pourvues")] == [
        "17",
        "n. d.",
        "0",
        "n. d.",
    ]
    assert told["statut"] == "importé"
    assert told["source"]
