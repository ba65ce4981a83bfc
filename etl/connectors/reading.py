"""What the readers of the sources share: their context, tables with a header, ages, modes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

import pandas as pd

from etl.connectors.counts import TOTAL, Collected, check_territories
from etl.connectors.faults import ShapeError
from etl.connectors.labels import Label, Territories, require, year_of
from etl.declared.connectors import Connector
from etl.official import COLUMNS, Tables, empty_table
from foundation.french import file_part
from models.territories.cells import NATION

HEADER_WITHIN = 40
WORKBOOK_SIGNATURE = b"PK\x03\x04"
AGES = re.compile(r"(\d{2})\s*(?:-|à|et|_)\s*(\d{2})\s*ans")
YOUNGEST = re.compile(r"moins de (\d{2}) ans")
OLDEST = re.compile(r"(\d{2})\s*ans (?:et|ou) plus")
MODES = (("liber", "liberal"), ("salari", "salarie"), ("mixte", "mixte"))
# Overseas collectivities that are no département: left out, and said.
COLLECTIVITIES = frozenset({"975", "977", "978", "984", "986", "987", "988", "989"})


@dataclass(frozen=True)
class Context:
    """What a reader knows: its source, the territories of the observatory, the day of the file.

    ``day`` is ISO: the one that the publisher gives, else that of the download.
    """

    connector: Connector
    territories: Territories
    children: Mapping[str, tuple[str, ...]]
    day: str

    @classmethod
    def of(cls, connector: Connector, frame: pd.DataFrame, day: str) -> Context:
        """From the reference: columns territory_id, level, code, name_fr and region_id."""
        regions = tuple(frame.loc[frame["level"] == "region", "territory_id"])
        departements = frame[frame["level"] == "departement"]
        children: dict[str, tuple[str, ...]] = {NATION: regions}
        for region_id, group in departements.groupby("region_id"):
            children[str(region_id)] = tuple(group["territory_id"])
        return cls(connector, Territories.of(frame), children, day)

    def nested(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each région with its départements, then the nation with its régions."""
        yield from ((id_, ids) for id_, ids in self.children.items() if id_ != NATION)
        yield NATION, self.children[NATION]


@dataclass(frozen=True)
class Reader:
    """How the file of a source is recognised and read.

    ``version`` grows when the same file would be read otherwise; ``fault_of_head`` says in French
    what is wrong with the beginning of a file, empty when nothing is.
    """

    version: int
    recognises: Callable[[Path], bool]
    fault_of_head: Callable[[bytes], str]
    read: Callable[[Path, Context], Tables]


@dataclass(frozen=True)
class Header:
    """The header of a table: place of each column by its name, of each year, unknown columns."""

    places: Mapping[str, int]
    years: Mapping[int, int]
    unknown: tuple[str, ...]
    line: int

    def cell(self, row: Sequence[object], column: str) -> object:
        """Cell of a column; None where the row is shorter, or the column is absent."""
        place = self.places.get(column)
        return None if place is None or place >= len(row) else row[place]

    def of_years(self, row: Sequence[object]) -> Iterator[tuple[int, object]]:
        """Cells of the years, oldest first."""
        for year, place in self.years.items():
            yield year, row[place] if place < len(row) else None


def read_header(
    rows: Iterator[Sequence[object]], columns: Sequence[str], optional: Sequence[str], place_fr: str
) -> Header:
    """Find the header among the first rows: the one that names most of the columns.

    Raises
    ------
    ShapeError
        When a column that is needed is absent, or when no year is there.
    """
    best: tuple[int, int, list[str]] = (0, 0, [])
    for line, row in enumerate(islice(rows, HEADER_WITHIN), start=1):
        names = [column_name(cell) for cell in row]
        score = sum(column in names for column in columns)
        if score > best[0]:
            best = (score, line, names)
        if score == len(columns):
            break
    _, line, names = best
    require(columns, names, place_fr)
    places = {name: index for index, name in reversed(list(enumerate(names))) if name}
    if len(places) != sum(bool(name) for name in names):
        raise ShapeError(f"{place_fr} : une colonne est en double")
    years = {
        year: index
        for name, index in sorted(places.items())
        if name.startswith("effectif_") and (year := year_of(name))
    }
    known = {*columns, *optional}
    unknown = [name for name in places if name not in known and not year_of(name)]
    return Header(places, years, tuple(sorted(unknown)), line)


def fault_of_workbook(head: bytes) -> str:
    """What is wrong with the beginning of a workbook, in French; its sheets are at its end."""
    return "" if head.startswith(WORKBOOK_SIGNATURE) else "ce n’est pas un classeur"


def column_name(cell: object) -> str:
    """Name of a column without accent nor space: « Région » is « region »."""
    return file_part(str(cell or "")).replace("-", "_")


def is_gp(cell: object) -> bool:
    """Whether a label of speciality is that of general practice."""
    return Label.of(cell).name.startswith("medecine-generale")


def age_class_of(cell: object, place_fr: str) -> str:
    """An age class as « 50-54 », « 0-29 », « 70+ »; TOTAL for all of them."""
    text = str(cell or "").strip().casefold()
    if Label.of(text).is_total or file_part(text) in {"tout-age", "tous-ages", "tout-les-ages"}:
        return TOTAL
    if match := YOUNGEST.search(text):
        return f"0-{int(match[1]) - 1}"
    if match := OLDEST.search(text):
        return f"{match[1]}+"
    if match := AGES.search(text):
        return f"{match[1]}-{match[2]}"
    raise ShapeError(f"{place_fr} : classe d’âge inconnue, « {cell} »")


def mode_of(cell: object, place_fr: str) -> str:
    """A mode of practice: liberal, salarie or mixte; TOTAL for all of them."""
    label = Label.of(cell)
    if label.is_total:
        return TOTAL
    for start, mode_id in MODES:
        if label.name.startswith(start):
            return mode_id
    raise ShapeError(f"{place_fr} : mode d’exercice inconnu, « {cell} »")


def table(name: str, rows: Iterable[tuple[object, ...]]) -> pd.DataFrame:
    """Rows as a table of an archive, sorted: the same rows give the same bytes."""
    frame = pd.DataFrame(list(rows), columns=list(COLUMNS[name]))
    if frame.empty:
        return empty_table(name)
    keys = [column for column in COLUMNS[name] if column not in ("count_n", "value", "locator")]
    types = empty_table(name).dtypes.to_dict()
    return frame.astype(types).sort_values(keys, ignore_index=True)


def whole_of(
    counts: Collected, context: Context, what_fr: str
) -> tuple[list[tuple[str, int, int]], tuple[str, ...]]:
    """Counts by territory and year as values to publish, and what is said of those left out.

    A total that is not exactly the sum of its territories is left out: an additive indicator sums.

    Raises
    ------
    ShapeError
        When a total differs by more than is admitted.
    """
    gap = context.connector.gap_pct
    differing = check_territories(counts, context.children, gap, what_fr)
    values = [
        (key[0], year, value)
        for key, row in counts.cells.items()
        for year, value in zip(counts.years, row, strict=True)
        if value is not None and f"{key[0]}|{year}" not in differing
    ]
    if not differing:
        return values, ()
    return values, (
        f"{len(differing)} total(aux) non repris, qui diffèrent de la somme de leurs "
        f"territoires ({differing[0].replace('|', ', ')}…)",
    )
