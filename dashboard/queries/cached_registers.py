"""What is cached of the registers, as :mod:`dashboard.queries.cached` does for the rest."""

from __future__ import annotations

import datetime
from functools import lru_cache
from typing import TYPE_CHECKING

from dashboard.queries import register_counts, registers
from dashboard.queries import register_counts as follow_up
from dashboard.queries import register_counts as register_indicators
from dashboard.queries import register_counts as register_scopes
from dashboard.queries import registers as search
from dashboard.queries.cached import BUILDS_OPEN, ENTRIES, cursor_of
from dashboard.themes.registers import (
    EntryFilter,
    Facets,
    LineOrigin,
    RegisterSize,
    ScopeCount,
    StepDates,
    StepMap,
)
from models.registers.follow_up import Lines
from models.registers.standing import Standing
from models.registers.words import Synonyms, query_terms

if TYPE_CHECKING:
    from dashboard.queries.connection import ServedBuild
    from models.registers.register import Register, RegisterEntry


@lru_cache(maxsize=BUILDS_OPEN)
def load_registers(build: ServedBuild) -> dict[str, Register]:
    """Every register declared, by identifier, in their own order."""
    return registers.fetch_registers(cursor_of(build))


@lru_cache(maxsize=BUILDS_OPEN)
def load_register_sizes(build: ServedBuild) -> dict[str, RegisterSize]:
    """Number of lines of every register that has any."""
    return registers.fetch_register_sizes(cursor_of(build))


@lru_cache(maxsize=ENTRIES)
def load_entries(
    build: ServedBuild, register_id: str, chosen: EntryFilter, limit: int, offset: int = 0
) -> tuple[RegisterEntry, ...]:
    """Lines of a register that pass a filter, the best answers first, then the latest."""
    return registers.fetch_entries(cursor_of(build), register_id, chosen, limit, offset)


@lru_cache(maxsize=ENTRIES)
def load_entry(
    build: ServedBuild, register_id: str, entry_id: str, source_id: str = ""
) -> RegisterEntry | None:
    """One line of a register, None when there is no such line."""
    return registers.fetch_entry(cursor_of(build), register_id, entry_id, source_id)


@lru_cache(maxsize=ENTRIES)
def load_facets(build: ServedBuild, register_id: str, chosen: EntryFilter) -> Facets:
    """Numbers of lines of a register that pass a filter, by value of each field."""
    return registers.fetch_facets(cursor_of(build), register_id, chosen)


@lru_cache(maxsize=ENTRIES)
def load_due(
    build: ServedBuild,
    register_id: str,
    territory_id: str,
    until: datetime.date,
    since: datetime.date = datetime.date.min,
) -> tuple[RegisterEntry, ...]:
    """Lines of a register due between two days, the earliest first."""
    register = load_registers(build)[register_id]
    return registers.fetch_due(cursor_of(build), register, territory_id, until, since)


@lru_cache(maxsize=ENTRIES)
def load_step_dates(build: ServedBuild, register_id: str, territory_id: str) -> StepDates:
    """Steps, quantities and dates of the lines of a territory, as arrays."""
    register = load_registers(build)[register_id]
    return registers.fetch_step_dates(cursor_of(build), register, territory_id)


@lru_cache(maxsize=ENTRIES)
def load_standing(
    build: ServedBuild, register_id: str, territory_id: str, today: datetime.date
) -> Standing:
    """Where the lines of a territory stand on a day."""
    register = load_registers(build)[register_id]
    found = load_step_dates(build, register_id, territory_id)
    lines = Lines(register.steps, found.step, found.quantity, found.dates, found.due)
    return Standing(register, lines, today)


@lru_cache(maxsize=ENTRIES)
def load_indicator_values(
    build: ServedBuild, register_id: str, territory_id: str
) -> tuple[register_indicators.IndicatorValue, ...]:
    """Both sides of each indicator of a register, over the lines of a territory."""
    register = load_registers(build)[register_id]
    return register_indicators.fetch_indicator_values(cursor_of(build), register, territory_id)


@lru_cache(maxsize=BUILDS_OPEN)
def _load_synonyms(build: ServedBuild) -> Synonyms:
    return search.fetch_synonyms(cursor_of(build))


@lru_cache(maxsize=ENTRIES)
def load_terms(build: ServedBuild, text: str) -> tuple[frozenset[str], ...]:
    """Terms of what a user typed, as ``EntryFilter`` takes them; none for no search."""
    return query_terms(text, _load_synonyms(build))


@lru_cache(maxsize=ENTRIES)
def load_wide_counts(build: ServedBuild, register_id: str, chosen: EntryFilter) -> dict[str, int]:
    """Lines that no single département holds, by territory."""
    return register_counts.fetch_wide_counts(cursor_of(build), register_id, chosen)


@lru_cache(maxsize=ENTRIES)
def load_placed(
    build: ServedBuild, register_id: str, chosen: EntryFilter, limit: int
) -> tuple[RegisterEntry, ...]:
    """Lines that a single département holds."""
    return register_counts.fetch_placed(cursor_of(build), register_id, chosen, limit)


@lru_cache(maxsize=ENTRIES)
def load_themes(build: ServedBuild, register_id: str, chosen: EntryFilter) -> dict[str, int]:
    """Number of lines of each theme."""
    return register_counts.fetch_themes(cursor_of(build), register_id, chosen)


@lru_cache(maxsize=ENTRIES)
def load_presence(
    build: ServedBuild, register_id: str, chosen: EntryFilter, filled: str = ""
) -> register_counts.Presence:
    """How many lines, perhaps only those that fill a field, name each family of partners."""
    return register_counts.fetch_presence(cursor_of(build), register_id, chosen, filled)


@lru_cache(maxsize=ENTRIES)
def load_provenance(build: ServedBuild, register_id: str) -> tuple[register_counts.Provenance, ...]:
    """Where the lines of a register come from."""
    return register_counts.fetch_provenance(cursor_of(build), register_id)


@lru_cache(maxsize=ENTRIES)
def load_filled(
    build: ServedBuild, register_id: str, chosen: EntryFilter, field_id: str
) -> tuple[RegisterEntry, ...]:
    """Lines whose field is filled."""
    return register_counts.fetch_filled(cursor_of(build), register_id, chosen, field_id)


def load_every_entry(
    build: ServedBuild, register_id: str, chosen: EntryFilter, count: int
) -> tuple[RegisterEntry, ...]:
    """Every line that passes a filter, for a file: too many to be kept."""
    return registers.fetch_entries(cursor_of(build), register_id, chosen, count)


@lru_cache(maxsize=ENTRIES)
def load_lines_at(
    build: ServedBuild, register_id: str, territory_id: str, ranks: tuple[int, ...]
) -> tuple[RegisterEntry, ...]:
    """Lines by their ranks in ``load_step_dates``, in the order asked for."""
    return registers.fetch_lines_at(cursor_of(build), register_id, territory_id, ranks)


@lru_cache(maxsize=ENTRIES)
def load_origins(build: ServedBuild, territory_id: str) -> dict[str, tuple[LineOrigin, ...]]:
    """Where the lines of a territory come from, by register."""
    return follow_up.fetch_origins(cursor_of(build), territory_id)


@lru_cache(maxsize=BUILDS_OPEN)
def load_partner_families(build: ServedBuild) -> dict[str, str]:
    """Label of each family of partners, in their own order."""
    return follow_up.fetch_partner_families(cursor_of(build))


@lru_cache(maxsize=ENTRIES)
def load_naming_n(build: ServedBuild, register_id: str, territory_id: str) -> tuple[int, int]:
    """How many lines of a territory there are, and how many name a partner."""
    return follow_up.fetch_naming_n(cursor_of(build), register_id, territory_id)


@lru_cache(maxsize=BUILDS_OPEN * 16)
def load_step_maps(build: ServedBuild, register_id: str) -> tuple[StepMap, ...]:
    """Titles that several territories of a level share, one line each."""
    return follow_up.fetch_step_maps(cursor_of(build), register_id)


@lru_cache(maxsize=ENTRIES)
def load_scope_counts(
    build: ServedBuild, register_id: str, territory_id: str
) -> tuple[ScopeCount, ...]:
    """Lines of a register that concern a territory, counted by how wide they hold."""
    return register_scopes.fetch_scope_counts(cursor_of(build), register_id, territory_id)


def load_every_line_at(
    build: ServedBuild, register_id: str, territory_id: str, ranks: tuple[int, ...]
) -> tuple[RegisterEntry, ...]:
    """Lines by their ranks in ``load_step_dates``, for a file: too many to be kept."""
    return registers.fetch_lines_at(cursor_of(build), register_id, territory_id, ranks)
