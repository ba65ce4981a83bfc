"""``python -m tests.bench.official_readers TASK CONTENDER FILE``: one reading, in its own process.

Prints as JSON the seconds, the peak of resident memory in MB and a digest of the answer: the same
for all the contenders of a task, each of which is written as its users would.
"""

from __future__ import annotations

import csv
import json
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from hashlib import sha256
from importlib import import_module
from pathlib import Path
from types import SimpleNamespace

from tests.bench.samples import CALAMINE, OPENPYXL, OURS, PANDAS, POLARS

Answer = object
GPS = ("SM26", "SM53", "SM54")
SITE = ("Identifiant technique de la structure", "Numéro FINESS site", "Numéro SIRET site")
COMMUNE, POSTCODE = "Code commune (coord. structure)", "Code postal (coord. structure)"
PERSON, MODE, SECTOR = "Identifiant PP", "Code mode exercice", "Code secteur d'activité"
PROFESSION, CATEGORY = "Code profession", "Code catégorie professionnelle"
SKILL_KIND, SKILL, KIND = "Code type savoir-faire", "Code savoir-faire", "Code genre activité"
COLUMNS = (*SITE, COMMUNE, POSTCODE, PERSON, MODE, SECTOR, PROFESSION, CATEGORY)
COLUMNS = (*COLUMNS, SKILL_KIND, SKILL, KIND)


def rpps_ours(path: Path) -> Answer:
    """Parts of the GPs by département, by the reader of the connector."""
    from etl.connectors import rpps

    with path.open("rb") as file:
        layout = rpps.layout_of(file.read(rpps.HEAD))
    return rpps.count(path, layout).parts


def rpps_pandas(path: Path) -> Answer:
    """The same, with pandas on the same columns."""
    import pandas as pd

    read = pd.read_csv(path, sep="|", quoting=csv.QUOTE_NONE, dtype="str", usecols=list(COLUMNS))
    lines = read[
        (read[PROFESSION] == "10")
        & (read[CATEGORY] == "C")
        & (read[SKILL_KIND] == "S")
        & read[SKILL].isin(GPS)
        & (read[KIND].fillna("GENR01") == "GENR01")
        & (read[SECTOR].fillna("") != "SA64")
    ]
    site = lines[SITE[0]]
    for column in (*SITE[1:], COMMUNE, POSTCODE):
        site = site.fillna(lines[column])
    # The lines of the bench have no code of Corsica nor of overseas by their postcode alone.
    code = lines[COMMUNE].fillna(lines[POSTCODE])
    departement = code.str[:2].where(~code.str.startswith("97").fillna(False), code.str[:3])
    places = (
        pd.DataFrame(
            {
                "person": lines[PERSON],
                "site": site,
                "departement": departement,
                "liberal": lines[MODE] == "L",
                "house": lines[SECTOR] == "SA52",
                "centre": lines[SECTOR] == "SA05",
            }
        )
        .groupby(["person", "site"], dropna=False)
        .max()
        .dropna(subset=["departement"])
        .reset_index()
    )
    weight = 1 / places.groupby("person")["site"].transform("size")
    measures = places[["liberal", "house", "centre"]].astype("float64").mul(weight, axis=0)
    measures.insert(0, "all", weight)
    sums = measures.groupby(places["departement"]).sum()
    return {str(code): tuple(row) for code, *row in sums.itertuples()}


def rpps_polars(path: Path) -> Answer:
    """The same, with polars on the same columns, lazily and in a stream."""
    import polars as pl

    col = pl.col
    code = pl.coalesce(col(COMMUNE), col(POSTCODE))
    places = (
        pl.scan_csv(path, separator="|", quote_char=None, infer_schema=False)
        .select(COLUMNS)
        .filter(
            col(PROFESSION) == "10",
            col(CATEGORY) == "C",
            col(SKILL_KIND) == "S",
            col(SKILL).is_in(GPS),
            col(KIND).fill_null("GENR01") == "GENR01",
            col(SECTOR).fill_null("") != "SA64",
        )
        .group_by(
            col(PERSON).alias("person"),
            pl.coalesce(*map(col, SITE), col(COMMUNE), col(POSTCODE)).alias("site"),
        )
        .agg(
            pl.when(code.str.starts_with("97"))
            .then(code.str.slice(0, 3))
            .otherwise(code.str.slice(0, 2))
            .max()
            .alias("departement"),
            (col(MODE) == "L").any().alias("liberal"),
            (col(SECTOR) == "SA52").any().alias("house"),
            (col(SECTOR) == "SA05").any().alias("centre"),
        )
        .filter(col("departement").is_not_null())
        .with_columns((1 / pl.len().over("person")).alias("all"))
        .group_by("departement")
        .agg("all", *(col(name) * col("all") for name in ("liberal", "house", "centre")))
        .with_columns(col(name).list.sum() for name in ("all", "liberal", "house", "centre"))
        .collect(engine="streaming")
    )
    return {code: tuple(row) for code, *row in places.iter_rows()}


def drees_ours(path: Path) -> Answer:
    """The tables of the workbook, by the reader of the connector."""
    from etl.connectors import drees
    from etl.connectors.reading import Context
    from etl.extract.reference import extract_territories
    from tests.support.official_sites import connector
    from tests.support.paths import DATA

    territories = extract_territories(DATA / "reference")
    context = Context.of(connector("drees-medecins"), territories, "2026-07-02")
    tables = drees.read(path, context).named()
    return {name: frame.to_csv(index=False) for name, frame in tables.items()}


def _drees_by(
    opened: Callable[[Path], tuple[object, dict[str, Callable[[], Iterator[list]]]]],
) -> Callable[[Path], Answer]:
    """The reader of the connector on the rows that another library gives."""

    def read(path: Path) -> Answer:
        from etl.connectors import drees

        @contextmanager
        def workbook(book: Path) -> Iterator[SimpleNamespace]:
            kept, sheets = opened(book)
            yield SimpleNamespace(
                sheets=tuple(sheets), rows=lambda sheet, _: sheets[sheet](), kept=kept
            )

        drees.open_workbook = workbook
        return drees_ours(path)

    return read


def _by_openpyxl(path: Path) -> tuple[object, dict[str, Callable[[], Iterator[list]]]]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True)
    return book, {
        sheet.title: lambda sheet=sheet: map(list, sheet.iter_rows(values_only=True))
        for sheet in book.worksheets
    }


def _by_calamine(path: Path) -> tuple[object, dict[str, Callable[[], Iterator[list]]]]:
    from python_calamine import CalamineWorkbook

    book = CalamineWorkbook.from_path(path)
    return book, {
        name: lambda name=name: book.get_sheet_by_name(name).iter_rows()
        for name in book.sheet_names
    }


TASKS: dict[tuple[str, str], Callable[[Path], Answer]] = {
    ("rpps", OURS): rpps_ours,
    ("rpps", PANDAS): rpps_pandas,
    ("rpps", POLARS): rpps_polars,
    ("drees", OURS): drees_ours,
    ("drees", OPENPYXL): _drees_by(_by_openpyxl),
    ("drees", CALAMINE): _drees_by(_by_calamine),
}


# Imported before the clock starts: what is measured is a reading.
LIBRARIES = {
    ("rpps", OURS): ("etl.connectors.rpps",),
    ("rpps", PANDAS): ("pandas",),
    ("rpps", POLARS): ("polars",),
    ("drees", OURS): ("tests.support.official_sites", "etl.connectors.drees"),
    ("drees", OPENPYXL): ("tests.support.official_sites", "etl.connectors.drees", "openpyxl"),
    ("drees", CALAMINE): (
        "tests.support.official_sites",
        "etl.connectors.drees",
        "python_calamine",
    ),
}


def peak_mb() -> float:
    """Peak of the resident memory of this process since its start, in MB."""
    status = Path("/proc/self/status").read_text(encoding="utf-8")
    (line,) = [line for line in status.splitlines() if line.startswith("VmHWM")]
    return int(line.split()[1]) / 1024


def digest_of(answer: Answer) -> str:
    """The answer in few letters; sums of parts are compared to the tenth of a doctor."""
    if isinstance(answer, dict):
        answer = {
            key: [round(part + 1e-6, 1) for part in value] if isinstance(value, tuple) else value
            for key, value in sorted(answer.items())
        }
    return sha256(repr(answer).encode()).hexdigest()[:16]


def main() -> None:
    """Do one reading."""
    task, contender, path = sys.argv[1:]
    for library in LIBRARIES[task, contender]:
        import_module(library)
    started = time.perf_counter()
    answer = TASKS[task, contender](Path(path))
    seconds = time.perf_counter() - started
    result = {"seconds": seconds, "mb": peak_mb(), "digest": digest_of(answer)}
    sys.stdout.write(json.dumps(result) + "\n")


if __name__ == "__main__":
    main()
