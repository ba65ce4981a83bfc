"""Installations and departures as several pages and the documents tell them. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.formatting import interval, number

ALL_AGES = "ensemble"
NET, ESTIMATE = "rpps_all_modes", "rpps_and_liberal"
FIRST_INSTALLATIONS = "liberal_first_installations"
# The same by territory and year, without the GPs of a particular practice: another field.
FIRST_BY_TERRITORY = "liberal_first_installations_by_territory"
FIELDS: dict[str, str] = {
    "local_file": "fichier local",
    NET: "RPPS, tous modes d’exercice",
    ESTIMATE: "solde RPPS (tous modes) et départs estimés (libéraux)",
    FIRST_INSTALLATIONS: "premières installations libérales (CNAM)",
    FIRST_BY_TERRITORY: "premières installations libérales, hors MEP (CNAM)",
    "liberal_cessations": "cessations libérales, hors déménagements (CNAM)",
    "liberal_cessations_one_year_on": "cessations libérales, un an de recul (CNAM)",
}

AGES: dict[str, str] = {
    "moins_40": "moins de 40 ans",
    "de_40_a_49": "40 à 49 ans",
    "de_50_a_59": "50 à 59 ans",
    "60_plus": "60 ans et plus",
}
NO_AGE = "âge masqué ou non précisé"


@dataclass(frozen=True)
class Movement:
    """One row of ``pub.installation``: counts of the whole period, None when not published."""

    year: int
    period: str
    duration_ans: int
    age_class: str
    field_id: str
    entries_n: float | None
    entries_low_n: float | None
    entries_high_n: float | None
    exits_n: float | None
    exits_low_n: float | None
    exits_high_n: float | None
    net_n: float | None
    status: str
    source_id: str
    locator: str
    method_id: str | None
    note_fr: str | None


@dataclass(frozen=True)
class Installations:
    """Rows of a territory, and its withheld cells: (year, age class, measure)."""

    movements: tuple[Movement, ...]
    withheld: frozenset[tuple[int, str, str]]

    def of_field(self, field_id: str) -> tuple[Movement, ...]:
        """Rows that count the same thing, oldest first."""
        return tuple(row for row in self.movements if row.field_id == field_id)


def row_of(installations: Installations, field_id: str) -> Movement | None:
    """Latest row of a field, None when the territory has none."""
    rows = installations.of_field(field_id)
    return rows[-1] if rows else None


def per_year(value: float | None, row: Movement) -> float | None:
    """A count of a period as a yearly mean."""
    return None if value is None else value / row.duration_ans


def decimals_of(value: float | None) -> int:
    """Small means keep a decimal: 1,4 departures a year are not 1."""
    return 1 if value is not None and abs(value) < 10 else 0


def figure_words(value: float | None, low: float | None, high: float | None) -> str:
    """« 20 (de 16 à 25) »; « n. d. » when unknown."""
    decimals = decimals_of(value)
    bounds = interval(low, high, decimals)
    return number(value, decimals) + (f" (de {bounds})" if bounds else "")
