"""What the page « Initiatives » says in sentences: what is recorded, never what exists. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.core.catalog import Territory
from dashboard.core.formatting import number, plural, typography
from models.registers.register import Register, RegisterEntry
from models.territories.cells import NATION

IN_PLACE = "en_place"
NOT_DATED = "année non dite"


@dataclass(frozen=True)
class Found:
    """Initiatives of a choice: its own, those it adds from around, and all those published."""

    own_n: int
    wider_n: int
    total_n: int
    in_place_n: int


def finding(found: Found, territory: Territory, *, has_filter: bool) -> str:
    """Title of the page: how many initiatives here, of how many."""
    is_nation = territory.territory_id == NATION
    label = "France" if is_nation else territory.label
    shown = found.own_n + found.wider_n
    of_all = f"sur {number(found.total_n)}"
    in_place = f"dont {number(found.in_place_n)} en place"
    if not shown:
        answers = " ne répond à ces choix" if has_filter else ""
        return typography(f"{label} : aucune initiative recensée{answers}, {of_all} publiées")
    if has_filter:
        answer = "répond" if shown == 1 else "répondent"
        told = f"{label} : {initiatives(shown)} {of_all} {answer} à ces choix"
        return typography(f"{told}{_of_which(found)}, {in_place}")
    recorded = "recensée" if shown == 1 else "recensées"
    told = f"{label} : {initiatives(shown)} {recorded}{_of_which(found)}"
    return typography(f"{told}, {in_place}" if is_nation else f"{told}, {of_all}, {in_place}")


def _of_which(found: Found) -> str:
    """How many of those shown come from around the territory."""
    if not found.wider_n:
        return ""
    return f" ({number(found.wider_n)} pour la région ou la nation)"


def initiatives(count: int) -> str:
    """« 3 initiatives »."""
    return plural(count, "initiative")


def place_of(entry: RegisterEntry, territories: Mapping[str, Territory]) -> str:
    """Where an initiative is: the words of its source, or the name of its territory."""
    territory = territories[entry.territory_id]
    place = str(entry.fields.get("place_fr", ""))
    if not place:
        return territory.label
    # A commune says nothing without its département; the nation adds nothing to a place.
    if entry.territory_id == NATION or territory.name_fr in place:
        return place
    return f"{place}, {territory.label}"


def year_of(entry: RegisterEntry, register: Register) -> str:
    """Year of an initiative, and how it is known."""
    if entry.year is None:
        return NOT_DATED
    basis = code_label(register, "year_basis", str(entry.fields.get("year_basis", "")))
    return f"{entry.year} ({basis[0].lower()}{basis[1:]})" if basis else str(entry.year)


def code_label(register: Register, field_id: str, code: str) -> str:
    """French label of a code of a field; the code itself when the register does not know it."""
    field = register.by_id.get(field_id)
    return (field.codes or {}).get(code, code) if field else code


def sheets_n(entries_n: int, per_sheet: int) -> int:
    """Sheets of the list, one at least."""
    return max(1, -(-entries_n // per_sheet))


@dataclass(frozen=True)
class Measure:
    """What an initiative says was measured, before and after.

    ``before`` and ``after`` are words; values and years are None when the source gives none.
    """

    entry: RegisterEntry
    what: str
    before: str
    after: str
    before_value: float | None
    after_value: float | None
    before_year: str
    after_year: str

    @property
    def is_drawn(self) -> bool:
        """Whether both ends are numbers of the same thing."""
        return self.before_value is not None and self.after_value is not None


def measures(entries: Sequence[RegisterEntry]) -> tuple[Measure, ...]:
    """Initiatives that state an after, those that state a before too first; nothing is computed."""
    found = [_measure(entry) for entry in entries if entry.fields.get("after_fr")]
    return tuple(sorted(found, key=lambda item: (not item.is_drawn, not item.before)))


def _measure(entry: RegisterEntry) -> Measure:
    fields = entry.fields
    return Measure(
        entry=entry,
        what=str(fields.get("measured_fr", "")),
        before=str(fields.get("before_fr", "")),
        after=str(fields["after_fr"]),
        before_value=_number(fields.get("before_value")),
        after_value=_number(fields.get("after_value")),
        before_year=_year(fields.get("before_year")),
        after_year=_year(fields.get("after_year")),
    )


def _number(value: object) -> float | None:
    return float(str(value)) if value not in (None, "") else None


def _year(value: object) -> str:
    return "" if value in (None, "") else str(int(float(str(value))))


def missing_first(
    themes_there: Mapping[str, int], themes_here: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Themes present there and absent here, then those present in both, most numerous first."""
    present = sorted(
        (theme for theme, count in themes_there.items() if count),
        key=lambda theme: (-themes_there[theme], theme),
    )
    missing = tuple(theme for theme in present if not themes_here.get(theme))
    return missing, tuple(theme for theme in present if theme not in missing)
