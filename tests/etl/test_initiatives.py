"""The register of the initiatives says what its sources say, once each, with their place."""

from __future__ import annotations

import csv
import re
from collections import Counter

import pytest
import yaml

from etl.declared.catalog import load_sources
from etl.reading.personal import scrubbed
from tests.support.paths import ROOT

DATA = ROOT / "data"
BY_THEME = {
    "stage_formation": 18,
    "regroupement_msp": 14,
    "partenariat": 12,
    "aide_financiere": 11,
    "msu_recrutement": 9,
    "accueil_interne": 9,
    "telemedecine": 9,
    "reseau_pole": 8,
    "gcs_cooperation": 8,
    "plateforme": 8,
    "delegation_competences": 8,
    "campagne": 7,
    "medecin_adjoint": 6,
    "forum": 6,
    "guichet_unique": 5,
    "flechage_stage": 5,
    "permanence_soins": 3,
    "lieux_multiples": 2,
}
BY_SCALE = {"departement": 54, "region": 39, "national": 26, "commune": 21, "faculte": 8}
BY_SOURCE = {
    "SEED-ARNAULT-2016": 126,
    "SEED-FICHE-24": 7,
    "SEED-MSU-WEB": 7,
    "SEED-DIJON-2020": 6,
    "SEED-ISNAR-2010": 2,
}
SHEET_24 = tuple(f"INI-{rank}" for rank in range(127, 134))
PLAYED = ["before_fr", "before_value", "before_year", "after_fr", "after_value", "after_year"]
# Names of the files the sources were read from: a rank, then sixteen hexadecimal digits.
FILE_OF_A_SOURCE = re.compile(rb"\b\d{3}_[0-9a-f]{16}\b")


def _lines(name: str) -> list[dict[str, str]]:
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def entries() -> dict[str, dict[str, str]]:
    return {line["entry_id"]: line for line in _lines("registers/initiatives.csv")}


@pytest.fixture(scope="module")
def declaration() -> dict:
    return yaml.safe_load((DATA / "registers/initiatives.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def territories() -> dict[str, dict[str, str]]:
    return {line["territory_id"]: line for line in _lines("reference/territories.csv")}


def _several(cell: str) -> list[str]:
    return [part for part in cell.split(" ; ") if part]


def test_the_148_initiatives_are_there_once_each(entries):
    lines = _lines("registers/initiatives.csv")
    assert len(lines) == 148
    assert list(entries) == [f"INI-{rank:03d}" for rank in range(1, 149)]


def test_each_has_a_territory_a_theme_a_step_a_source_and_a_place_in_it(entries, declaration):
    known = {source.source_id for source in load_sources(DATA / "sources.yml")}
    codes = {field["id"]: field.get("codes", {}) for field in declaration["fields"]}
    for entry in entries.values():
        assert all(entry[name] for name in ("title_fr", "summary_fr", "territory_id", "locator"))
        assert entry["theme"] in codes["theme"]
        assert entry["step"] in codes["step"]
        assert entry["source_id"] in known


def test_every_code_of_the_file_is_declared_and_every_column_is_a_field(entries, declaration):
    fields = {field["id"]: field for field in declaration["fields"]}
    columns = list(next(iter(entries.values())))
    assert columns == [*fields, "source_id", "locator"]
    for name, field in fields.items():
        if field["type"] == "code":
            used = {entry[name] for entry in entries.values()} - {""}
            assert used <= set(field["codes"]), name
            assert set(field["codes"]) == used, f"{name}: a code no initiative uses"


@pytest.mark.parametrize(
    ("column", "expected"), [("theme", BY_THEME), ("scale", BY_SCALE), ("source_id", BY_SOURCE)]
)
def test_the_initiatives_add_up(entries, column, expected):
    assert Counter(entry[column] for entry in entries.values()) == expected
    assert sum(expected.values()) == 148


def test_the_note_shown_everywhere_gives_the_share_of_the_main_source(entries, declaration):
    main = sum(entry["source_id"] == "SEED-ARNAULT-2016" for entry in entries.values())
    assert f"{main} des {len(entries)} initiatives" in declaration["census_fr"]


def test_every_territory_named_exists(entries, territories):
    for entry in entries.values():
        assert entry["territory_id"] in territories
        named = _several(entry["departement_ids"])
        assert all(territories[item]["level"] == "departement" for item in named)
        assert len(set(named)) == len(named)


def test_departements_are_listed_only_where_the_territory_does_not_say_them(entries, territories):
    regions = {}
    for territory in territories.values():
        if territory["level"] == "departement":
            regions.setdefault(territory["region_id"], set()).add(territory["territory_id"])
    for entry in entries.values():
        named, whole = set(_several(entry["departement_ids"])), entry["territory_id"]
        if whole.startswith("DEP-"):
            assert not named
        if whole.startswith("REG-"):
            assert named < regions[whole], entry["entry_id"]
        if whole == "FR" and named:
            assert len({territories[item]["region_id"] for item in named}) > 1


def test_an_old_region_is_the_departements_it_had(entries):
    assert entries["INI-022"]["territory_id"] == "REG-27"
    assert _several(entries["INI-022"]["departement_ids"]) == [
        "DEP-25",
        "DEP-39",
        "DEP-70",
        "DEP-90",
    ]
    assert entries["INI-053"]["territory_id"] == "REG-53"
    assert entries["INI-053"]["departement_ids"] == ""


def _before_after(entry: dict[str, str]) -> list[str]:
    return [entry[name] for name in PLAYED]


def test_moselle_went_from_14_msu_in_2007_to_42_in_2016(entries):
    assert entries["INI-066"]["territory_id"] == "DEP-57"
    assert _before_after(entries["INI-066"]) == ["14", "14", "2007", "42", "42", "2016"]


def test_aveyron_is_told_in_words(entries):
    assert entries["INI-011"]["territory_id"] == "DEP-12"
    assert _before_after(entries["INI-011"]) == ["équilibre", "", "2014", "positif", "", "2015"]


def test_the_doubling_of_cantal_is_never_a_count(entries):
    cantal = entries["INI-062"]
    assert cantal["territory_id"] == "DEP-15"
    assert _before_after(cantal) == ["", "", "", "× 2", "", "2015"]
    assert "MSU ou internes" in cantal["measured_fr"]
    assert "n’est converti en aucun nombre" in cantal["reserve_fr"]


def test_numbers_before_and_after_are_those_written_beside_them(entries):
    for entry in entries.values():
        for moment in ("before", "after"):
            number = entry[f"{moment}_value"]
            if number:
                assert re.search(rf"(?<!\d){number}(?!\d)", entry[f"{moment}_fr"])
        assert bool(entry["before_value"]) == bool(entry["after_value"])
        assert bool(entry["measured_fr"]) == bool(entry["after_fr"])


def test_an_effect_dated_or_counted_is_told_with_it(entries):
    for entry in entries.values():
        assert bool(entry["outcome"]) == bool(entry["outcome_fr"])
        assert bool(entry["replication"]) == bool(entry["replication_fr"])
        if entry["after_fr"]:
            assert entry["outcome"] == "mesure"


def test_sheet_24_belongs_to_no_departement(entries):
    for entry_id in SHEET_24:
        entry = entries[entry_id]
        assert entry["source_id"] == "SEED-FICHE-24"
        assert (entry["territory_id"], entry["departement_ids"]) == ("FR", "")
        assert "aucun département" in entry["reserve_fr"]
        assert entry["year"] == ""


@pytest.mark.parametrize(
    ("entry_id", "said"),
    [
        ("INI-137", "Non vérifié"),
        ("INI-072", "dénominateur"),
        ("INI-100", "présence physique"),
        ("INI-098", "ASALÉE"),
        ("INI-083", "comptée une fois"),
        ("INI-053", "INI-111"),
        ("INI-111", "INI-053"),
        ("INI-075", "objectif militant"),
        ("INI-134", "repère historique"),
    ],
)
def test_what_is_doubtful_is_said_with_the_initiative(entries, entry_id, said):
    assert said in entries[entry_id]["reserve_fr"]


def test_what_was_not_found_says_so_in_its_title(entries):
    assert "(non vérifié)" in entries["INI-137"]["title_fr"]
    assert "(ASALÉE)" in entries["INI-098"]["title_fr"]


def test_a_weak_text_is_said_weak_everywhere(entries):
    for entry in entries.values():
        if entry["source_id"] == "SEED-MSU-WEB":
            assert re.search("Source faible|Non vérifié", entry["reserve_fr"])


def test_linked_initiatives_link_back(entries):
    for entry_id, entry in entries.items():
        for other in _several(entry["linked_ids"]):
            assert entry_id in _several(entries[other]["linked_ids"])
            assert other != entry_id


def test_no_text_names_a_person_nor_is_badly_typed(entries):
    for entry in entries.values():
        for column, text in entry.items():
            assert scrubbed(text) == text, (entry["entry_id"], column)
            assert text == text.strip()
            assert not re.search(r"['\"]|\.\.\.|->|>=|  ", text), (entry["entry_id"], column)


def test_no_file_of_the_repository_names_the_file_a_source_was_read_from():
    folders = ("data", "docs", "dashboard", "etl", "models", "tests")
    kinds = {".csv", ".yml", ".md", ".py", ".js", ".css", ".sql", ".geojson", ".json"}
    for folder in folders:
        for path in (ROOT / folder).rglob("*"):
            if path.suffix in kinds and "warehouse" not in path.parts:
                assert not FILE_OF_A_SOURCE.search(path.read_bytes()), path


def test_the_warehouse_publishes_them_all_as_observed_with_source_and_place(connection):
    rows = connection.execute(
        "SELECT entry_id, status, theme, step, source_id IN (SELECT source_id FROM pub.source),"
        " locator <> '', territory_id IN (SELECT territory_id FROM pub.territory)"
        " FROM pub.register_entry WHERE register_id = 'initiatives' ORDER BY entry_id"
    ).fetchall()
    assert [row[0] for row in rows] == [f"INI-{rank:03d}" for rank in range(1, 149)]
    assert {row[1] for row in rows} == {"observed"}
    assert all(row[2] and row[3] for row in rows)
    assert all(all(row[4:]) for row in rows)


@pytest.mark.parametrize(
    ("entry_id", "departements"),
    [
        ("INI-066", ["DEP-57"]),
        ("INI-022", ["DEP-25", "DEP-39", "DEP-70", "DEP-90"]),
        ("INI-053", ["DEP-22", "DEP-29", "DEP-35", "DEP-56"]),
        ("INI-104", ["DEP-56", "DEP-57", "DEP-79"]),
        ("INI-127", []),
        ("INI-001", []),
    ],
)
def test_each_concerns_the_departements_it_should(connection, entry_id, departements):
    (found,) = connection.execute(
        "SELECT list_sort(departement_ids) FROM pub.register_entry"
        " WHERE register_id = 'initiatives' AND entry_id = ?",
        [entry_id],
    ).fetchone()
    assert found == departements


def test_the_page_on_systems_quotes_the_estimate_that_moselle_contradicts(connection):
    value, low, high = connection.execute(
        "SELECT value, low, high FROM pub.observation"
        " WHERE indicator_id = 'msu' AND territory_id = 'DEP-57' AND period = '2016'"
    ).fetchone()
    told = " ".join((ROOT / "docs" / "systemes.md").read_text(encoding="utf-8").split())
    assert f"says {value:.0f} for 2016 ({low:.0f} to {high:.0f})" in told
