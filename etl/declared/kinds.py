"""What can be imported, column by column: ``data/kinds.yml``, then every declared register."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field

from etl.declared.columns import Column
from etl.declared.entries import Entry, Slug, Text, load_entries
from etl.declared.registers import FOLDER, Declaration, load_declarations
from etl.errors import RegisterError

REGISTER = "kinds.yml"
__all__ = ["Column", "Kind", "load_kinds", "register_kind"]


class Kind(Entry):
    """One layout a file may have, and the kind of normalised rows (``stores``) it becomes."""

    kind_id: Slug = Field(alias="id")
    label_fr: Text
    stores: Slug
    description_fr: Text
    columns: tuple[Column, ...] = Field(strict=False)

    @property
    def keys(self) -> tuple[str, ...]:
        """Columns that together make a row unique."""
        return tuple(column.column_id for column in self.columns if column.key)

    @property
    def measures(self) -> tuple[str, ...]:
        """Columns that count persons or places."""
        return tuple(column.column_id for column in self.columns if column.measure)

    @property
    def is_stored(self) -> bool:
        """Whether its rows are stored as they are, rather than counted."""
        return all(column.use == "stored" for column in self.columns)

    def column(self, column_id: str) -> Column:
        """One column, by its identifier."""
        return next(column for column in self.columns if column.column_id == column_id)


def stored_kind(kinds: Mapping[str, Kind], kind: Kind) -> Kind:
    """The layout in which the rows of a kind are stored: no column of it is only counted."""
    same = [item for item in kinds.values() if item.stores == kind.stores]
    return next(item for item in same if item.is_stored)


def load_kinds(folder: Path) -> dict[str, Kind]:
    """Read the kinds of ``folder`` (a ``data`` folder), by identifier.

    Raises
    ------
    RegisterError
        When an entry is not what it should be.
    """
    path = folder / REGISTER
    kinds = load_entries(path, Kind, lambda item: item.kind_id)
    for kind in kinds:
        headers = [column.header_fr for column in kind.columns]
        if len(set(headers)) != len(headers):
            problem = "deux colonnes de même en-tête ; des en-têtes distincts sont attendus."
            raise RegisterError(str(path), kind.kind_id, "columns", problem)
    by_id = {kind.kind_id: kind for kind in kinds}
    taken = set(by_id) | {kind.stores for kind in kinds}
    for declared in load_declarations(folder):
        if declared.register_id in taken:
            file = str(folder / FOLDER / f"{declared.register_id}.yml")
            problem = "identifiant déjà pris dans kinds.yml ; un autre est attendu."
            raise RegisterError(file, declared.register_id, "id", problem)
        by_id[declared.register_id] = register_kind(declared)
    return by_id


def register_kind(declared: Declaration) -> Kind:
    """The layout of the lines of a register, which it stores as they are."""
    return Kind.model_construct(
        kind_id=declared.register_id,
        label_fr=declared.label_fr,
        stores=declared.register_id,
        description_fr=declared.description_fr,
        columns=declared.fields,
    )
