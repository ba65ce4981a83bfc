"""« Zones sous-denses où aucun MSU n’est connu »: its file."""

from __future__ import annotations

import csv
import io
from dataclasses import replace

import pytest

from dashboard.core.catalog import Catalog
from dashboard.queries.catalog import read_catalog
from dashboard.queries.levels import read_published_level
from dashboard.queries.stages import fetch_local_counts
from dashboard.views.stages.blank_zones import ZIP, zones_csv
from models.msu.blank_zones import Known, Places, Zone


@pytest.fixture
def catalog(connection) -> Catalog:
    return read_catalog(connection)


def read(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))


def test_a_zone_carries_the_sources_of_its_zoning_and_of_its_count(connection, catalog):
    zoning = read_published_level(connection, catalog, ZIP, "departement", None)
    counts = fetch_local_counts.read(connection)
    zones = [
        Zone("DEP-57", 1_052_000, 14.9, 73.1, counts["DEP-57"]),
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


def test_a_demonstration_says_so_on_every_line(connection, catalog):
    demo = replace(catalog, build=replace(catalog.build, is_demo=True))
    zoning = read_published_level(connection, catalog, ZIP, "departement", None)
    zones = [Zone("DEP-93", 1_704_316, 97.8, 100.0, Known())]
    assert all("FICTIVES" in row["avertissement"] for row in read(zones_csv(demo, zones, zoning)))
