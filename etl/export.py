"""``python -m etl export``: the published schema as files that describe themselves.

What is written is what an anonymous reader of the pages sees: the published file only, never that
of the lines that stand for persons; and neither the imports of the installation nor what only
serves its search.
"""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import duckdb

from etl.errors import NoBuildError
from etl.folders import new_file, new_folder
from etl.package import (
    BuildNotice,
    Column,
    FileOfPackage,
    PublishedTable,
    descriptor,
    notice_text,
)
from etl.settings import Settings
from etl.warehouse import (
    faults_of_writing,
    named_build,
    read_served,
    read_warehouse,
    run_row,
    run_sql,
)
from foundation.formulas import FORMULA_PATTERN

Format = Literal["csv", "parquet"]
FORMATS: tuple[Format, ...] = ("csv", "parquet")
# When files were imported and under which name is the business of the installation; words and
# synonyms serve its search, layouts its imports.
LEFT_OUT = frozenset({"import_kind", "local_import", "register_word", "search_synonym"})
LINES = "register_entry"
GEOMETRY = (
    FileOfPackage(
        "contours-departements",
        "contours/departements.geojson",
        "Contours des départements (WGS84), simplifiés",
        "IGN-2024",
    ),
    FileOfPackage(
        "contours-regions",
        "contours/regions.geojson",
        "Contours des régions (WGS84), simplifiés",
        "IGN-2024",
    ),
)
UTC_TIME = "%Y-%m-%dT%H:%M:%SZ"


@dataclass(frozen=True)
class Exported:
    """What was written: the build, the files, and the rows of each table."""

    notice: BuildNotice
    files: tuple[str, ...]
    row_counts: dict[str, int]


def export(
    settings: Settings,
    out: Path,
    format_id: Format,
    build_id: str = "",
    on_step: Callable[[str], None] = lambda _: None,
) -> Exported:
    """Write the published schema of a build to a folder, or to an archive « .zip ».

    Parameters
    ----------
    settings : of the installation, or of its demonstration
    out : a folder that is absent or empty, or an archive that does not exist
    format_id : of the tables
    build_id : the build, or how its name begins; the one served when empty
    on_step : told each table

    Raises
    ------
    EtlError
        When there is something there already, when there is no such build, or when the disk
        refuses what is written: nothing is left then.
    """
    is_archive = out.suffix.lower() == ".zip"
    place = new_file(out) if is_archive else new_folder(out)
    with place as building:
        folder = building.with_suffix("") if is_archive else building
        folder.mkdir(exist_ok=True)
        with _opened(settings, build_id) as connection:
            exported = _write(connection, folder, format_id, settings.data, on_step)
        if is_archive:
            on_step("Compresser")
            _compress(folder, building, exported.files)
            shutil.rmtree(folder)
    return exported


@contextmanager
def _opened(settings: Settings, build_id: str) -> Iterator[duckdb.DuckDBPyConnection]:
    if not build_id:
        with read_served(settings) as (_, connection):
            yield connection
        return
    kept = settings.store
    if not kept.builds():
        raise NoBuildError(settings.warehouse)
    with read_warehouse(kept.local_path(named_build(kept, build_id))) as connection:
        yield connection


def _write(
    connection: duckdb.DuckDBPyConnection,
    folder: Path,
    format_id: Format,
    data: Path,
    on_step: Callable[[str], None],
) -> Exported:
    notice = _notice(connection)
    tables = published_tables(connection)
    persons = tuple(run_sql(connection, "registers_of_persons")["register_id"])
    (folder / "data").mkdir()
    counts = {}
    for table in tables:
        on_step(f"Écrire {table.name}")
        path = folder / "data" / f"{table.name}.{format_id}"
        counts[table.name] = _write_table(connection, table, path, format_id, persons)
    outlines = _copy_outlines(data, folder)
    described = descriptor(
        notice,
        tables,
        _rows(connection, "cited_sources"),
        _rows(connection, "indicator_caveats"),
        outlines,
        format_id,
    )
    (folder / "datapackage.json").write_text(
        json.dumps(described, ensure_ascii=False, indent=1), encoding="utf-8"
    )
    (folder / "LISEZ-MOI.txt").write_text(notice_text(notice, format_id), encoding="utf-8")
    files = tuple(
        path.relative_to(folder).as_posix() for path in sorted(folder.rglob("*")) if path.is_file()
    )
    return Exported(notice, files, counts)


def published_tables(connection: duckdb.DuckDBPyConnection) -> tuple[PublishedTable, ...]:
    """Tables of a build that are exported, as its own schema describes them."""
    columns = run_sql(connection, "published_columns")
    keys: dict[str, tuple[str, ...]] = {}
    filled: dict[str, set[str]] = {}
    for row in run_sql(connection, "published_keys").itertuples():
        if row.constraint_type == "PRIMARY KEY":
            keys[str(row.table_name)] = tuple(row.column_names)
        else:
            filled.setdefault(str(row.table_name), set()).update(row.column_names)
    return tuple(
        PublishedTable(
            str(name),
            str(rows["table_comment"].iloc[0]),
            tuple(
                Column(
                    str(row.column_name),
                    str(row.data_type),
                    str(row.column_comment),
                    row.column_name in filled.get(str(name), ()),
                )
                for row in rows.itertuples()
            ),
            keys.get(str(name), ()),
        )
        for name, rows in columns.groupby("table_name", sort=True)
        if name not in LEFT_OUT
    )


def _write_table(
    connection: duckdb.DuckDBPyConnection,
    table: PublishedTable,
    path: Path,
    format_id: Format,
    persons: tuple[str, ...],
) -> int:
    """Write one table, in the order of its key; return how many rows."""
    relation = connection.table(f"pub.{table.name}")
    if table.name == LINES and persons:
        named = ", ".join(f"'{item}'" for item in persons)
        relation = relation.filter(f"register_id NOT IN ({named})")
    relation = relation.order(", ".join(f'"{name}"' for name in table.key) or "ALL")
    if format_id == "csv":
        cells = ", ".join(_csv_cell(column) for column in table.columns)
        relation = relation.project(cells)
    with faults_of_writing():
        if format_id == "csv":
            relation.write_csv(str(path), header=True, timestamp_format=UTC_TIME)
        else:
            relation.write_parquet(str(path), compression="zstd")
    return int(relation.count("*").fetchall()[0][0])


def _csv_cell(column: Column) -> str:
    name = f'"{column.name}"'
    if column.data_type.endswith("[]"):
        return f"to_json({name})::VARCHAR AS {name}"
    if column.data_type == "VARCHAR":
        runs = f"regexp_matches({name}, '{FORMULA_PATTERN}')"
        return f"CASE WHEN {runs} THEN '''' || {name} ELSE {name} END AS {name}"
    return name


def _copy_outlines(data: Path, folder: Path) -> tuple[FileOfPackage, ...]:
    """Copy the outlines that the installation has; one without its reference files has none."""
    copied = []
    for file in GEOMETRY:
        source = data / "reference" / "geometry" / Path(file.path).name
        if source.is_file():
            target = folder / file.path
            target.parent.mkdir(exist_ok=True)
            shutil.copyfile(source, target)
            copied.append(file)
    return tuple(copied)


def _notice(connection: duckdb.DuckDBPyConnection) -> BuildNotice:
    row = run_row(connection, "build")
    return BuildNotice(
        str(row["build_id"]),
        row["built_at"].strftime(UTC_TIME),
        str(row["data_version"]),
        bool(row["is_demo"]),
        int(row["secrecy_threshold_n"]),
    )


def _rows(connection: duckdb.DuckDBPyConnection, name: str) -> list[dict[str, object]]:
    frame = run_sql(connection, name).astype(object)
    return frame.where(frame.notna(), None).to_dict("records")


def _compress(folder: Path, archive: Path, names: tuple[str, ...]) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in names:
            # Parquet is compressed already.
            how = zipfile.ZIP_STORED if name.endswith(".parquet") else zipfile.ZIP_DEFLATED
            packed.write(folder / name, name, how)
