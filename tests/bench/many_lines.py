"""An installation whose registers have many fictitious lines, in words that are published."""

from __future__ import annotations

import csv
import datetime
import io
import random
from collections.abc import Callable, Iterator
from pathlib import Path

from etl.declared.columns import Column
from etl.declared.registers import FOLDER, Declaration, load_declarations
from etl.settings import Settings
from tests.support.importing import CODES, build_with, few_draws, new_installation
from tests.support.paths import DATA

LINES = 50_000
SEED = 7
# One register for each of the two pages: that of the initiatives, and one of the follow-up.
REGISTERS = ("initiatives", "agrements")
FIRST_DAY = datetime.date(2016, 1, 1)
DAYS, DAYS_BETWEEN = 3600, 60
PARTNERS = ("CDOM", "ARS", "Faculté", "communes", "CPAM", "URPS", "MSP", "CHU", "internes")


def new_many_lines(served: Settings, folder: Path, lines: int = LINES) -> Settings:
    """Import fictitious lines into the registers of both pages, in an installation of its own."""
    settings = new_installation(served, folder)
    # A server refuses to start without the settings file that it is told to read.
    settings.choices.touch()
    declared = {item.register_id: item for item in load_declarations(DATA)}
    files = {
        f"{register_id} Lignes fictives": fictitious_lines(declared[register_id], lines)
        for register_id in REGISTERS
    }
    with few_draws():
        build_with(settings, files)
    return settings


def fictitious_lines(declared: Declaration, lines: int) -> Iterator[str]:
    """Lines of a file to import, its header first; always the same ones."""
    chosen = random.Random(SEED)
    published = _published_texts(declared)
    fillers = {field.column_id: _filler(field, published, chosen) for field in declared.fields}
    yield _line([field.header_fr for field in declared.fields])
    for rank in range(lines):
        day = FIRST_DAY + datetime.timedelta(days=chosen.randrange(DAYS))
        values = [fillers[field.column_id](day) for field in declared.fields]
        yield _line([f"L-{rank:05d}" if v is None else v for v in values])


def _filler(
    field: Column, published: dict[str, list[str]], chosen: random.Random
) -> Callable[[datetime.date], str | None]:
    """Say how a field is filled, knowing the day the line begins; None for its identifier."""
    if field.column_id == "entry_id":
        return lambda _: None
    if field.type == "territory":
        return lambda _: chosen.choice(CODES)
    if field.codes:
        labels = [names[0] for names in field.codes.values()]
        return lambda _: chosen.choice(labels)
    if field.type == "text":
        texts = published.get(field.column_id, [""])
        return lambda _: chosen.choice(texts)
    if field.type == "list":
        return lambda _: " ; ".join(chosen.sample(PARTNERS, chosen.randrange(4)))
    if field.type == "day":
        later = chosen.randrange(1, 20) * DAYS_BETWEEN
        return lambda day: (day + datetime.timedelta(days=later)).isoformat()
    if field.type == "year":
        return lambda day: str(min(day.year, 2025))
    if field.type == "integer":
        return lambda _: str(chosen.randrange(1, 6))
    return lambda _: ""


def _published_texts(declared: Declaration) -> dict[str, list[str]]:
    """Texts of each field in the published lines of a register, those that are filled."""
    path = DATA / FOLDER / f"{declared.register_id}.csv"
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {
        name: [row[name] for row in rows if row[name]] or [""] for name in (rows[0] if rows else {})
    }


def _line(values: list[str]) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=";", lineterminator="").writerow(values)
    return written.getvalue()
