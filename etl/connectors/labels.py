"""Labels of official files: a code and a name in one cell, territories, totals, counts."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from etl.connectors.faults import ShapeError
from etl.rows.cells import CellError, integer, is_missing
from etl.rows.places import departement_code
from foundation.french import file_part

TOTAL_WORDS = frozenset({"ensemble", "total", "toutes", "tous", "france-entiere", "france"})
ARTICLES = re.compile(r"^(la|le|les|l)-")
YEAR = re.compile(r"(20\d{2})$")


@dataclass(frozen=True)
class Label:
    """A cell « 075 -Paris »: its code « 075 », and its name without accent nor capital."""

    code: str
    name: str

    @classmethod
    def of(cls, cell: object) -> Label:
        """The label of a cell: what is before the first dash is its code, when there is one."""
        text = str(cell or "").strip()
        code, dash, name = text.partition("-")
        if dash and re.fullmatch(r"[0-9][0-9A-Za-z]{0,3}", code.strip()):
            return cls(code.strip(), file_part(name))
        return cls("", file_part(text))

    @property
    def is_total(self) -> bool:
        """Whether it stands for all of them."""
        return self.name in TOTAL_WORDS or self.name.startswith("ensemble")


@dataclass(frozen=True)
class Territories:
    """Territories of the observatory, by code and by name."""

    by_code: dict[tuple[str, str], str]
    by_name: dict[tuple[str, str], str]

    @classmethod
    def of(cls, frame: pd.DataFrame) -> Territories:
        """Those of the reference: columns territory_id, level, code and name_fr."""
        rows = list(frame[["territory_id", "level", "code", "name_fr"]].itertuples(index=False))
        return cls(
            {(str(row.level), str(row.code)): str(row.territory_id) for row in rows},
            {(str(row.level), bare(row.name_fr)): str(row.territory_id) for row in rows},
        )

    def region(self, label: Label) -> str | None:
        """A région by its name, which wins over a code of the file's own; None when unknown."""
        found = self.by_name.get(("region", ARTICLES.sub("", label.name)))
        return found or (self.by_code.get(("region", label.code)) if not label.name else None)

    def departement(self, label: Label) -> str | None:
        """A département by its code; None when it is unknown, or when its name is another's."""
        found = self.by_code.get(("departement", departement_code(label.code)))
        named = self.by_name.get(("departement", ARTICLES.sub("", label.name)))
        return found if named in (None, found) else None


def bare(name: object) -> str:
    """A name without accent, capital nor leading article."""
    return ARTICLES.sub("", file_part(str(name)))


def count_of(cell: object, place_fr: str) -> int | None:
    """A count of doctors: None for an empty cell or a word of absence, never 0.

    Raises
    ------
    ShapeError
        When the cell is neither a whole number nor a known word.
    """
    if pd.isna(cell) or is_missing(cell):
        return None
    try:
        return integer(cell)
    except CellError as error:
        raise ShapeError(f"{place_fr} : « {cell} » lu, {error.expected_fr} attendu") from None


def year_of(text: str) -> int | None:
    """The year that a header ends with, « effectif_2026 »; None without one."""
    match = YEAR.search(text)
    return int(match[1]) if match else None


def require(columns: Iterable[str], seen: Iterable[str], place_fr: str) -> None:
    """Refuse a header that lacks a column."""
    missing = [column for column in columns if column not in set(seen)]
    if missing:
        names = ", ".join(f"« {name} »" for name in missing)
        raise ShapeError(f"{place_fr} : colonne(s) attendue(s) absente(s) : {names}")
