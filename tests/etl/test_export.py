"""The published schema as files: described truly, whole or absent, and no secret in them."""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import zipfile
from pathlib import Path

import duckdb
import pytest
from frictionless import Package

from etl.errors import EtlError, NoBuildError
from etl.export import LEFT_OUT, export, published_tables
from etl.package import licences
from etl.settings import Settings
from etl.warehouse import read_warehouse
from stores import reserved_path
from tests.support.paths import ROOT

ROWS_VALIDATED = 1_000


@pytest.fixture(scope="module")
def package(warehouse, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("paquet") / "csv"
    export(warehouse.settings, folder, "csv")
    return folder


@pytest.fixture(scope="module")
def parquet(warehouse, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("paquet") / "parquet"
    export(warehouse.settings, folder, "parquet")
    return folder


@pytest.fixture(scope="module")
def fictitious(demonstration, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("paquet") / "demonstration"
    export(demonstration.for_demo(), folder, "csv")
    return folder


def described(folder: Path) -> dict:
    return json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))


def fields(folder: Path, table: str) -> dict[str, dict]:
    by_title = {item["title"]: item for item in described(folder)["resources"]}
    return {field["name"]: field for field in by_title[f"pub.{table}"]["schema"]["fields"]}


@pytest.mark.parametrize("name", ["package", "fictitious"])
def test_the_package_is_valid_for_its_own_library(name, request):
    folder = request.getfixturevalue(name)
    report = Package(str(folder / "datapackage.json")).validate(limit_rows=ROWS_VALIDATED)
    assert report.flatten(["title", "message"]) == []
    assert report.valid


def test_a_value_of_another_type_is_seen_by_that_library(package, tmp_path):
    (tmp_path / "data").mkdir()
    text = (package / "data" / "target.csv").read_text(encoding="utf-8")
    (tmp_path / "data" / "target.csv").write_text(text.replace("12000", "douze mille"), "utf-8")
    document = described(package)
    document["resources"] = [r for r in document["resources"] if r["name"] == "target"]
    del document["resources"][0]["schema"]["foreignKeys"]
    (tmp_path / "datapackage.json").write_text(json.dumps(document), encoding="utf-8")
    report = Package(str(tmp_path / "datapackage.json")).validate()
    assert [kind for (kind,) in report.flatten(["type"])] == ["type-error"]


def test_the_description_of_a_parquet_package_is_valid_and_has_the_types_of_its_files(parquet):
    assert list(Package.metadata_validate(described(parquet))) == []
    numbers = {"BIGINT", "INTEGER"}
    for item in described(parquet)["resources"]:
        if item["format"] != "parquet":
            continue
        relation = duckdb.read_parquet(str(parquet / item["path"]))
        types = dict(zip(relation.columns, map(str, relation.types), strict=True))
        assert list(types) == [field["name"] for field in item["schema"]["fields"]]
        for field in item["schema"]["fields"]:
            assert (types[field["name"]] in numbers) == (field["type"] == "integer"), field


def test_every_published_table_is_there_whole_but_what_is_left_out(warehouse, package, parquet):
    with read_warehouse(warehouse.path) as connection:
        counts = dict(
            connection.execute(
                "SELECT table_name, estimated_size FROM duckdb_tables() WHERE schema_name = 'pub'"
            ).fetchall()
        )
    persons = {"agrements", "vivier", "flechages", "adjoints", "contrats", "guichets"}
    names = {path.stem for path in (package / "data").iterdir()}
    assert names == counts.keys() - LEFT_OUT
    assert names == {path.stem for path in (parquet / "data").iterdir()}
    for name in names - {"register_entry"}:
        for path in (package / "data" / f"{name}.csv", parquet / "data" / f"{name}.parquet"):
            assert duckdb.sql(f"SELECT count(*) FROM '{path}'").fetchall() == [(counts[name],)]
    lines = duckdb.sql(f"SELECT DISTINCT register_id FROM '{package}/data/register_entry.csv'")
    assert {row[0] for row in lines.fetchall()}.isdisjoint(persons)


def test_every_name_of_another_row_names_one(package):
    document = described(package)
    by_name = {item["name"]: item for item in document["resources"]}
    checked = 0
    for item in by_name.values():
        for key in item.get("schema", {}).get("foreignKeys", []):
            (column,), reference = key["fields"], key["reference"]
            other = by_name[reference["resource"] or item["name"]]
            here, there = package / item["path"], package / other["path"]
            lost = duckdb.execute(
                f"""
                SELECT DISTINCT "{column}" FROM read_csv(?, header = true, all_varchar = true)
                WHERE "{column}" IS NOT NULL AND "{column}" NOT IN (
                    SELECT "{reference["fields"][0]}"
                    FROM read_csv(?, header = true, all_varchar = true)
                )
                """,
                [str(here), str(there)],
            ).fetchall()
            assert lost == [], (item["name"], column)
            checked += 1
    assert checked > 50


def test_units_caveats_statuses_sources_and_licences_are_told(package):
    document = described(package)
    for name in ("gap_low_msu", "msu_low", "msu_high"):
        assert fields(package, "msu_gap")[name]["unit"] == "MSU"
    assert fields(package, "observation")["value"]["unit"].startswith("celle de l’indicateur")
    assert fields(package, "territory")["population_hab"]["unit"] == "habitants"
    assert set(document["statuses"]) == {"observed", "imported", "estimated", "demo"}
    assert all(item["caveat_fr"] for item in document["caveats"])
    assert {item["title"] for item in document["licenses"]} == {
        "Licence Ouverte 2.0",
        "citation",
        "inconnue",
    }
    bound = {source for item in document["licenses"] for source in item["source_ids"]}
    assert bound == {item["source_id"] for item in document["sources"]}
    assert "IGN ADMIN EXPRESS" in (package / "LISEZ-MOI.txt").read_text(encoding="utf-8")


def test_a_local_file_is_not_said_free_to_reuse(package):
    (entry,) = licences([{"source_id": "import", "licence": "usage interne"}])
    assert "demander à qui l’a donné" in entry["note"]
    assert "usage interne" in (package / "LISEZ-MOI.txt").read_text(encoding="utf-8")


def test_the_demonstration_says_so_wherever_one_looks(package, fictitious):
    told = described(fictitious)
    assert told["is_demo"] and told["name"] == "observatoire-msu-demonstration"
    assert "DONNÉES FICTIVES" in told["description"]
    assert "DÉMONSTRATION" in (fictitious / "LISEZ-MOI.txt").read_text(encoding="utf-8")
    real = described(package)
    assert not real["is_demo"] and "FICTIVES" not in json.dumps(real, ensure_ascii=False)


def test_no_line_that_stands_for_a_person_leaves_the_installation(demonstration, fictitious):
    """The demonstration has withheld counts and lines of persons, in a file of their own."""
    build = demonstration.for_demo().store.pointer()
    path = demonstration.for_demo().store.local_path(build)
    with duckdb.connect(str(reserved_path(path)), read_only=True) as connection:
        reserved = connection.execute("SELECT entry_id FROM pub.register_entry").fetchall()
    assert len(reserved) > 100
    written = "".join(
        file.read_text(encoding="utf-8") for file in (fictitious / "data").glob("register*.csv")
    )
    assert [item for (item,) in reserved if item in written] == []


def test_withheld_counts_are_listed_without_a_value(fictitious):
    names = fields(fictitious, "withheld_cell")
    listed = (fictitious / "data" / "withheld_cell.csv").read_text(encoding="utf-8")
    assert listed.count("\n") > 100
    assert [name for name in names if name.endswith(("_n", "_msu")) or "value" in name] == []


def test_a_text_that_a_spreadsheet_would_run_is_inert_in_csv_and_exact_in_parquet(package, parquet):
    statement = "SELECT locator FROM '{}' WHERE locator LIKE '%+7 % par rapport à 2020%'"
    (text,) = duckdb.sql(statement.format(package / "data" / "observation.csv")).fetchall()[0]
    (exact,) = duckdb.sql(statement.format(parquet / "data" / "observation.parquet")).fetchall()[0]
    assert (text, exact) == ("'+7 % par rapport à 2020", "+7 % par rapport à 2020")


def test_an_archive_has_the_same_files(warehouse, package, tmp_path):
    exported = export(warehouse.settings, tmp_path / "paquet.zip", "csv")
    with zipfile.ZipFile(tmp_path / "paquet.zip") as archive:
        assert archive.testzip() is None
        assert sorted(archive.namelist()) == sorted(exported.files)
        for name in ("datapackage.json", "data/observation.csv"):
            assert archive.read(name) == (package / name).read_bytes()
    assert [path.name for path in tmp_path.iterdir()] == ["paquet.zip"]


def test_a_build_is_named_by_its_beginning(warehouse, tmp_path):
    build_id = warehouse.report.build_id
    assert export(warehouse.settings, tmp_path / "a", "csv", build_id[:12]).notice.build_id == (
        build_id
    )
    with pytest.raises(EtlError, match="construction inconnue"):
        export(warehouse.settings, tmp_path / "b", "csv", "1999")
    assert not (tmp_path / "b").exists()


def test_what_is_there_already_is_left_alone(warehouse, tmp_path):
    kept = tmp_path / "paquet" / "a_garder.txt"
    kept.parent.mkdir()
    kept.write_text("déjà là", encoding="utf-8")
    (tmp_path / "paquet.zip").write_text("déjà là", encoding="utf-8")
    for out in (kept.parent, tmp_path / "paquet.zip"):
        with pytest.raises(EtlError, match="existe déjà"):
            export(warehouse.settings, out, "csv")
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]
    assert (tmp_path / "paquet.zip").read_text(encoding="utf-8") == "déjà là"


def test_without_a_build_nothing_is_written(tmp_path):
    settings = Settings(warehouse=tmp_path / "w", local=tmp_path / "l", choices=tmp_path / "r")
    with pytest.raises(NoBuildError):
        export(settings, tmp_path / "paquet", "csv")
    assert not (tmp_path / "paquet").exists()


def _command(
    out: Path, settings: Settings, largest: int | None = None
) -> subprocess.CompletedProcess[str]:
    limit = largest and (lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest, largest)))
    environment = {"MSU_WAREHOUSE": str(settings.warehouse), "MSU_SETTINGS": str(settings.choices)}
    return subprocess.run(
        [sys.executable, "-m", "etl", "export", "--out", str(out)],
        cwd=ROOT,
        env={"PATH": "/usr/bin", "PYTHONUTF8": "1", "COLUMNS": "400", **environment},
        capture_output=True,
        text=True,
        preexec_fn=limit,
    )


def test_a_full_disk_is_told_in_french_and_leaves_nothing(warehouse, tmp_path):
    refused = _command(tmp_path / "paquet", warehouse.settings, largest=300_000)
    assert refused.returncode == 1
    assert "Écriture impossible : le disque est plein" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_made_is_told_in_french(warehouse, tmp_path):
    (tmp_path / "fichier").write_text("", encoding="utf-8")
    refused = _command(tmp_path / "fichier" / "paquet", warehouse.settings)
    assert refused.returncode == 1
    assert "un fichier porte le nom d’un dossier" in refused.stderr
    assert "Traceback" not in refused.stderr


def test_the_package_is_described_by_the_schema_of_its_build(connection, package):
    tables = published_tables(connection)
    assert len(tables) > 40
    for table in tables:
        assert [column.name for column in table.columns] == list(fields(package, table.name))
