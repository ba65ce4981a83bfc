"""What the tests of the import share: the register, the names known, a day that is today."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from etl.declared.catalog import load_sources
from etl.declared.domains import DOMAINS
from etl.declared.kinds import Kind, load_kinds
from etl.imports.prepare import prepare
from etl.reading.preview import Preview, RefusedFileError
from etl.rows.convert import Lookup
from etl.rows.places import Places
from foundation.answers import Problem
from foundation.choices import Choices
from tests.support.paths import DATA

KINDS = load_kinds(DATA)
TODAY = datetime.date(2026, 11, 22)
LOOKUP = Lookup(
    territories=pd.read_csv(DATA / "reference" / "territories.csv", dtype=str),
    indicators={
        "mg_rpps": "Généralistes (RPPS)",
        "msu_local": "MSU comptés localement",
        "communes_avec_msu": "Communes qui ont un MSU",
        "part_mg_msu_pct": "Part des généralistes qui sont MSU",
        "solde_mg_rpps": "Solde de généralistes",
    },
    sources=frozenset(source.source_id for source in load_sources(DATA / "sources.yml")),
    today=TODAY,
    domains={
        "communes_avec_msu": DOMAINS["count"],
        "part_mg_msu_pct": DOMAINS["percent"],
        "solde_mg_rpps": DOMAINS["balance"],
    },
)
PLACES = Places(LOOKUP.territories)


@dataclass(frozen=True)
class Outcome:
    """What became of a file: its preview, or the problems for which it is refused whole."""

    preview: Preview | None
    problems: tuple[Problem, ...]

    @property
    def messages(self) -> list[str]:
        """What the user reads."""
        return [problem.message_fr for problem in self.problems]


def stored_kind(kind: Kind) -> Kind:
    """The kind of rows that a layout becomes."""
    named = KINDS.get(kind.stores)
    return named or next(other for other in KINDS.values() if other.stores == kind.stores)


def read(path: Path, kind_id: str, *, name: str | None = None, **choices: object) -> Preview:
    """Prepare a file with the names and the day of the tests."""
    kind = KINDS[kind_id]
    chosen = choices_of(**choices)
    return prepare(path, kind, stored_kind(kind), LOOKUP, name=name, choices=chosen)


def choices_of(
    *,
    sheet: str = "",
    columns: Mapping[str, str] | None = None,
    values: Mapping[str, str] | None = None,
    **others: Any,
) -> Choices:
    """Choices of a user, as a test writes them."""
    return Choices(
        columns=tuple((columns or {}).items()),
        values=tuple((values or {}).items()),
        **({"sheets": (sheet,)} if sheet else {}),
        **others,
    )


def outcome(path: Path, kind_id: str, **choices: object) -> Outcome:
    """Prepare a file, refused or not."""
    try:
        preview = read(path, kind_id, **choices)
    except RefusedFileError as error:
        return Outcome(error.preview, error.problems)
    return Outcome(preview, preview.refusals)
