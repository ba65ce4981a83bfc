"""``data/kinds.yml``: what can be imported, column by column."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

from pydantic import Field

from etl.errors import RegisterError
from etl.registers import Entry, Slug, Text, load_entries

REGISTER = "kinds.yml"
ColumnType = Literal[
    "territory",
    "period",
    "published_period",
    "semester",
    "year",
    "integer",
    "decimal",
    "code",
    "text",
    "indicator",
    "source",
]


class Column(Entry):
    """One column of a file: what it is called, what it holds, how it is checked."""

    column_id: Slug = Field(alias="id")
    header_fr: Text
    type: ColumnType
    definition_fr: Text
    example: Text
    required: bool = False
    key: bool = False
    measure: bool = False
    use: Literal["stored", "distinct"] = "stored"
    levels: tuple[Literal["national", "region", "departement", "subdivision"], ...] = Field(
        default=(), strict=False
    )
    headers: tuple[Text, ...] = Field(default=(), strict=False)
    codes: dict[str, list[Text]] = Field(default_factory=dict)
    default: Text | None = None


class Kind(Entry):
    """One layout a file may have, and the kind of normalised rows (``stores``) it becomes."""

    kind_id: Slug = Field(alias="id")
    label_fr: Text
    stores: Literal["msu", "stages", "installations", "cohortes", "flux", "valeurs", "corrections"]
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

    def column(self, column_id: str) -> Column:
        """One column, by its identifier."""
        return next(column for column in self.columns if column.column_id == column_id)


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
    return {kind.kind_id: kind for kind in kinds}
