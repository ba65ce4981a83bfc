"""What can be imported, as the page « Vos données » shows it: labels, columns, templates."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from dashboard.queries.cache import (
    ROOT,
    ServedBuild,
    kept_per_build,
)

REGISTER = "kinds.yml"
REGISTERS = "registers"


@dataclass(frozen=True)
class ColumnSpec:
    """One column of a template; ``codes`` are its only values, when there are such."""

    column_id: str
    header_fr: str
    type: str
    definition_fr: str
    example: str
    required: bool
    codes: tuple[str, ...] = ()


@dataclass(frozen=True)
class KindSpec:
    """One layout a file may have; ``stores`` is the kind of rows it becomes."""

    kind_id: str
    label_fr: str
    description_fr: str
    stores: str
    columns: tuple[ColumnSpec, ...]
    stored_columns: Mapping[str, ColumnSpec] = field(default_factory=dict)

    @cached_property
    def by_id(self) -> dict[str, ColumnSpec]:
        """Columns of the layout, by identifier."""
        return {column.column_id: column for column in self.columns}

    @property
    def is_counted(self) -> bool:
        """Whether the lines of the file are counted, then forgotten."""
        return not self.stored_columns.keys() <= self.by_id.keys()


def data_folder() -> Path:
    """Folder of the registers; ``MSU_DATA`` names another one."""
    return Path(os.environ.get("MSU_DATA") or ROOT / "data")


def read_kinds(folder: Path) -> dict[str, KindSpec]:
    """Read the kinds, by identifier, in the order of the register."""
    entries = [*_read(folder / REGISTER), *_declared(folder)]
    columns = {entry["id"]: _columns(entry) for entry in entries}
    # The layout that bears the name of what it stores comes first among those that store it.
    stored: dict[str, dict[str, ColumnSpec]] = {}
    for entry in entries:
        by_id = {column.column_id: column for column in columns[entry["id"]]}
        stored.setdefault(entry["stores"], by_id)
    return {
        entry["id"]: KindSpec(
            entry["id"],
            entry["label_fr"],
            entry["description_fr"],
            entry["stores"],
            columns[entry["id"]],
            stored[entry["stores"]],
        )
        for entry in entries
    }


def _read(path: Path) -> Any:
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def _declared(folder: Path) -> list[dict[str, Any]]:
    """The registers of a follow-up, each a layout that stores its own lines."""
    declared = [_read(path) for path in sorted((folder / REGISTERS).glob("*.yml"))]
    return [
        {**entry, "stores": entry["id"], "columns": entry["fields"]}
        for entry in sorted(declared, key=lambda entry: (entry["order"], entry["id"]))
    ]


def read_template(kind_id: str, suffix: str) -> bytes:
    """Template of a kind, « xlsx » or « csv »."""
    return (data_folder() / "templates" / f"{kind_id}.{suffix}").read_bytes()


def _columns(entry: Mapping[str, Any]) -> tuple[ColumnSpec, ...]:
    return tuple(
        ColumnSpec(
            column["id"],
            column["header_fr"],
            column["type"],
            column["definition_fr"],
            str(column["example"]),
            bool(column.get("required")),
            tuple(column.get("codes", ())),
        )
        for column in entry["columns"]
    )


@kept_per_build
def fetch_kinds(build: ServedBuild) -> dict[str, KindSpec]:
    """Layouts a file to import may have, by identifier; they are part of the data of a build."""
    return read_kinds(data_folder())
