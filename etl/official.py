"""The official series of an installation: one archive per source, replaced in one step.

An archive holds what a refresh read of one file, ready to publish: ``vintage.json`` and one CSV per
table. Its bytes depend on its content only, so that a build knows what it read.
"""

from __future__ import annotations

import io
import json
import zipfile
import zlib
from dataclasses import asdict, dataclass, field, replace

import pandas as pd

from etl.errors import DataError
from stores import OFFICIAL_ARCHIVES, Official

ARCHIVE = ".zip"
VINTAGE = "vintage.json"
# Columns by table; every other column of the published tables is added by the build.
COLUMNS = {
    "observation": ("territory_id", "year", "indicator_id", "value", "locator", "confidence"),
    "diploma_flow": ("origin_id", "destination_id", "year", "count_n", "locator"),
    "gp_count": ("territory_id", "year", "age_class", "mode_id", "count_n", "locator"),
}
NUMBERS = {"year": "int64", "count_n": "int64", "value": "float64"}
# The archives are compared by their bytes: no date of the day in them.
EPOCH = (1980, 1, 1, 0, 0, 0)
# Whatever a damaged archive makes of its reader.
UNREADABLE = (
    zipfile.BadZipFile,
    zlib.error,
    # A way of compressing that Python does not know.
    NotImplementedError,
    KeyError,
    TypeError,
    ValueError,
    EOFError,
)


@dataclass(frozen=True)
class Vintage:
    """Which file of which source was read: its digest, its day, the last year it tells.

    ``released_on`` is the day its publisher gives, ISO, empty when it gives none; ``fetched_at`` a
    UTC time. ``notes_fr`` says what was left out of it, and why.
    """

    connector_id: str
    source_id: str
    title: str
    publisher: str
    licence: str
    url: str
    file: str
    sha256: str
    fetched_at: str
    released_on: str
    first_year: int
    last_year: int
    reader_version: int
    notes_fr: tuple[str, ...] = ()


@dataclass(frozen=True)
class Tables:
    """What one file tells: values of indicators, GPs by région of diploma, GPs by age and mode.

    Columns of each table are those of ``COLUMNS``; numbers are counts of doctors, or the unit of
    the indicator.
    """

    observation: pd.DataFrame = field(default_factory=lambda: empty_table("observation"))
    diploma_flow: pd.DataFrame = field(default_factory=lambda: empty_table("diploma_flow"))
    gp_count: pd.DataFrame = field(default_factory=lambda: empty_table("gp_count"))
    notes_fr: tuple[str, ...] = ()

    def named(self) -> dict[str, pd.DataFrame]:
        """Each table by its name."""
        return {name: getattr(self, name) for name in COLUMNS}

    def years(self) -> list[int]:
        """Years that some table tells, oldest first."""
        return sorted({int(year) for table in self.named().values() for year in table["year"]})

    def with_past(self, before: Tables) -> Tables:
        """These tables after the rows of ``before`` that are of years older than all of theirs.

        A note says so: their places are those of a file that is not the one of the vintage.
        """
        first = min(self.years(), default=0)
        past = {name: table[table["year"] < first] for name, table in before.named().items()}
        if not any(map(len, past.values())):
            return self
        frames = {
            name: pd.concat([past[name], frame], ignore_index=True)
            for name, frame in self.named().items()
        }
        note = f"années d’avant {first} : valeurs de l’édition précédente, absentes de ce fichier"
        return replace(self, **frames, notes_fr=(*self.notes_fr, note))


@dataclass(frozen=True)
class OfficialSeries:
    """The tables of one source, and the file they were read from."""

    vintage: Vintage
    tables: Tables


def empty_table(name: str) -> pd.DataFrame:
    """A table of this name without any row."""
    return pd.DataFrame(columns=list(COLUMNS[name])).astype(_types(name))


def archive_name(connector_id: str) -> str:
    """Name of the archive of a source, among what came of the official sources."""
    return f"{OFFICIAL_ARCHIVES}/{connector_id}{ARCHIVE}"


def archives(kept: Official) -> dict[str, bytes]:
    """The archives of an installation, by name, sorted."""
    names = _names(kept)
    return {name: content for name in names if (content := kept.read(name)) is not None}


def archive_digests(kept: Official) -> dict[str, str]:
    """The SHA-256 of each archive of an installation, by name, sorted."""
    return {name: kept.digest(name) for name in _names(kept)}


def _names(kept: Official) -> list[str]:
    return [name for name in kept.names(OFFICIAL_ARCHIVES) if name.endswith(ARCHIVE)]


def archive_bytes(series: OfficialSeries) -> bytes:
    """The archive of a source: the same bytes for the same content."""
    buffer = io.BytesIO()
    contents = {VINTAGE: json.dumps(asdict(series.vintage), ensure_ascii=False, indent=1)}
    for name, table in series.tables.named().items():
        contents[f"{name}.csv"] = table[list(COLUMNS[name])].to_csv(index=False)
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in contents.items():
            entry = zipfile.ZipInfo(name, EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return buffer.getvalue()


def read_archive(name: str, content: bytes) -> OfficialSeries:
    """Read the archive of a source, by its name and its content.

    Raises
    ------
    DataError
        When it is damaged.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            fields = json.loads(archive.read(VINTAGE))
            vintage = Vintage(**fields | {"notes_fr": tuple(fields["notes_fr"])})
            tables = {name: _read_table(archive, name) for name in COLUMNS}
    except UNREADABLE as error:
        raise DataError(
            name,
            0,
            "",
            "archive endommagée",
            "l’archive qu’une actualisation a écrite",
            "Lancer « python -m etl refresh », qui relit le fichier de cette source.",
        ) from error
    return OfficialSeries(vintage, Tables(**tables, notes_fr=vintage.notes_fr))


def _read_table(archive: zipfile.ZipFile, name: str) -> pd.DataFrame:
    with archive.open(f"{name}.csv") as file:
        frame = pd.read_csv(file, dtype=_types(name), keep_default_na=False)
    return frame[list(COLUMNS[name])]


def _types(name: str) -> dict[str, str]:
    return {column: NUMBERS.get(column, "str") for column in COLUMNS[name]}
