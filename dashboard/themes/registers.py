"""Lines of the follow-up registers: their filters, counts and texts. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.formatting import number, period, plural, quantity
from models.registers.follow_up import BoolArray, IntArray, Lines
from models.registers.register import (
    Register,
    RegisterDelay,
    RegisterEntry,
    RegisterField,
)
from models.territories.apportionment import FloatArray
from models.territories.cells import NATION

SEPARATOR = ";"
COUNT_PREFIXES = ("Nombre de ", "Nombre d’")
LISTED_ORIGINS = 3
# Family of partners whose absence pages warn of.
FACULTY = "universites"
ORIGIN_WORDS = {
    "observed": ("ligne publiée", "lignes publiées"),
    "imported": ("ligne importée", "lignes importées"),
    "demo": ("ligne fictive", "lignes fictives"),
}


def counted_noun(register: Register) -> tuple[str, str]:
    """What the numbers of a register count, in the singular and in the plural.

    Lines, unless a field says how many each stands for: then what that field counts.
    """
    field = register.field_of("quantity")
    if field is None:
        return register.entry_fr
    label = field.label_fr
    for prefix in COUNT_PREFIXES:
        label = label.removeprefix(prefix)
    label = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return register.entry_fr if label == register.entry_fr[1] else (label, label)


def count(register: Register, n: int) -> str:
    """« 42 dossiers »."""
    return plural(n, *counted_noun(register))


def counts_lines(register: Register) -> bool:
    """Whether the numbers of a register count its lines."""
    return counted_noun(register) == register.entry_fr


def tally(register: Register, lines: Lines, mask: BoolArray | IntArray) -> int:
    """Count the weight of the selected lines when the register counts lines, else the lines.

    A line that stands for several files has as many due dates; one that counts the doctors of a
    place has one.
    """
    if counts_lines(register):
        return int(lines.weight[mask].sum())
    return len(lines.step[mask])


def count_lines(register: Register, n: int) -> str:
    """« 42 volets », or « 42 lignes » where a line may stand for several."""
    return plural(n, "ligne") if "quantity" in register.roles else plural(n, *register.entry_fr)


def open_words(register: Register) -> str:
    """« en cours », or the only step where lines are on their way: « au stade “Prévue” »."""
    steps = [step.label_fr for step in register.steps if step.ends is None]
    return f"au stade « {steps[0]} »" if len(steps) == 1 else "en cours"


def delay_words(delay: RegisterDelay) -> str:
    """« 2 à 6 mois », « 6 mois au plus »."""
    if delay.min_months:
        return f"{number(delay.min_months)} à {quantity(delay.max_months, 'mois')}"
    return f"{quantity(delay.max_months, 'mois')} au plus"


def origin_words(catalog: Catalog, origins: Sequence[LineOrigin]) -> str:
    """« 40 lignes importées (fichier A) ; 2 lignes publiées (source B) ; 3 autres sources »."""
    parts = []
    for origin in origins[:LISTED_ORIGINS]:
        words = plural(origin.lines_n, *ORIGIN_WORDS[origin.status])
        source = catalog.sources.get(origin.source_id)
        parts.append(f"{words} ({source.citation if source else origin.source_id})")
    more = len(origins) - LISTED_ORIGINS
    if more > 0:
        parts.append(plural(more, "autre source", "autres sources"))
    return " ; ".join(parts)


def field_text(catalog: Catalog, field: RegisterField, value: str | float | None) -> str:
    """A value in French: labels of codes, names of territories, dates."""
    if value is None:
        return ""
    if field.type == "year":
        return str(int(value))
    if isinstance(value, int | float):
        return number(float(value), 0 if float(value).is_integer() else 2)
    if field.type in ("territory", "territories"):
        items = [_place(catalog, item) for item in value.split(SEPARATOR)]
    elif field.codes:
        items = [field.codes.get(item, item) for item in value.split(SEPARATOR)]
    elif field.type in ("day", "period"):
        items = [period(value)]
    else:
        items = value.split(SEPARATOR) if field.type == "list" else [value]
    return " ; ".join(items)


def line_name(register: Register, entry: RegisterEntry) -> str:
    """Title of a line; in a register of persons or without titles, its noun and its mark."""
    if register.persons or "title" not in register.roles:
        noun = register.entry_fr[0]
        return f"{noun[:1].upper()}{noun[1:]} {entry.entry_id}"
    return entry.title_fr


def step_text(register: Register, entry: RegisterEntry) -> str:
    """Label of the step where a line stands."""
    return register.step_labels.get(entry.step or "", "")


def place_text(catalog: Catalog, entry: RegisterEntry) -> str:
    """Territory of a line."""
    return _place(catalog, entry.territory_id)


def source_text(catalog: Catalog, entry: RegisterEntry) -> str:
    """Source of a line and where it stands in it."""
    source = catalog.sources.get(entry.source_id)
    return f"{source.citation if source else entry.source_id}, {entry.locator}"


def status_text(entry: RegisterEntry) -> str:
    """Status of a line."""
    return STATUS_LABELS[entry.status]


def _place(catalog: Catalog, territory_id: str) -> str:
    territory = catalog.territories.get(territory_id)
    return territory.label if territory else territory_id


@dataclass(frozen=True)
class RegisterSize:
    """How many lines a register has: in all, published, and local (imported or fictitious)."""

    entries_n: int
    observed_n: int
    local_n: int


@dataclass(frozen=True)
class ReservedCount:
    """Published number of lines that stand for persons at a step, None for all steps.

    ``entries_n`` is None when withheld, and ``is_small`` when it is under the threshold.
    """

    step: str | None
    entries_n: int | None
    is_small: bool
    status: str


@dataclass(frozen=True)
class EntryFilter:
    """Which lines to take.

    ``territory_id`` FR takes them all; another takes its lines and those of what it contains.
    ``with_wider`` adds every line that concerns it: of its région, of the nation.
    ``years`` are both included. ``terms`` are those of the text search: each holds tokens, one
    of which a line must have.
    """

    territory_id: str = NATION
    themes: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    family: str = ""
    years: tuple[int, int] | None = None
    terms: tuple[frozenset[str], ...] = ()
    statuses: tuple[str, ...] = ()
    with_wider: bool = False


@dataclass(frozen=True)
class Facets:
    """How many lines pass a filter, in all and by value of each field of the filter.

    The numbers of a field are counted under the other filters: each is how many lines its value
    would leave.
    """

    total_n: int
    by_theme: Mapping[str, int]
    by_step: Mapping[str, int]
    by_family: Mapping[str, int]
    by_year: Mapping[int, int]
    by_departement: Mapping[str, int]
    wider_n: int


@dataclass(frozen=True)
class StepDates:
    """Lines of a register as arrays, one value per line.

    ``step`` is the rank of the step reached, -1 without any; ``dates`` has one column per step,
    NaT without a day; ``quantity`` is 1 where the register counts lines. A ``due`` given as a
    month or a year is its last day.
    """

    step: IntArray
    quantity: FloatArray
    dates: DateArray
    start: DateArray
    due: DateArray


@dataclass(frozen=True)
class LineOrigin:
    """Lines of one source, all of one status."""

    status: str
    source_id: str
    lines_n: int


@dataclass(frozen=True)
class Presence:
    """Lines, those that name their partners, and how many of these name each family."""

    entries_n: int
    named_n: int
    by_family: Mapping[str, int]

    def absent_n(self, family_id: str) -> int:
        """Lines that name their partners, none of a family."""
        return self.named_n - self.by_family.get(family_id, 0)


@dataclass(frozen=True)
class IndicatorValue:
    """Both sides of an indicator of a register; ``denominator`` None for a mere count."""

    indicator_id: str
    numerator: float
    denominator: float | None


@dataclass(frozen=True)
class Answer:
    """Step of the only line of a territory under a title, with its status and source."""

    step: str
    status: str
    source_id: str
    locator: str


@dataclass(frozen=True)
class StepMap:
    """Lines of one title and year, one per territory of a level: what each answered."""

    title_fr: str
    year: int | None
    level: str
    answers: Mapping[str, Answer]


@dataclass(frozen=True)
class ScopeCount:
    """Lines of one scope, theme, step, status and source.

    ``own`` lines lie within the territory, ``wider`` ones go beyond it, ``national`` ones are
    tied to no département. Years are None when no line has one.
    """

    scope: Scope
    theme: str | None
    step: str | None
    status: str
    source_id: str
    entries_n: int
    first_year: int | None
    last_year: int | None


Scope = Literal["own", "wider", "national"]


DateArray = np.ndarray[Any, np.dtype[np.datetime64]]
