"""View of the page « Fidélisation », and how it is written in an address. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.core.address import Reader, one_of, read_fields, written_fields
from dashboard.core.catalog import NET_CHANGE, SITUATION, STAYED_RATE, Catalog
from dashboard.core.formatting import number
from dashboard.themes.retention import APL, APL_CHANGE, SCOPES, SETTLED_RATE
from dashboard.views.fidelisation.words import (
    DISPLAYS,
    MATRIX_YEAR,
    MEASURE,
    MEASURES,
    NO_COHORT_VALUE,
    NO_MATRIX_YEAR,
    OFFICIAL_MEASURES,
    REMOVED,
    SURVEYS,
)

# Never a count: a crossing compares territories of all sizes.
SHORTAGES = (
    SITUATION,
    "msu_pour_100k",
    "msu_pour_100_mg_liberaux",
    "densite_mg_liberaux_cnam_pour_100k",
    "part_population_zip_zac_pct",
    "part_mg_liberaux_60_ans_et_plus_pct",
)
RETENTIONS = (STAYED_RATE, NET_CHANGE, SETTLED_RATE, APL, APL_CHANGE)
PROMOTIONS = (1, 12)
THRESHOLDS = (20.0, 200.0)
# A subdivision or a département; whether it is in the région is seen when it is used.
PLACE = re.compile(r"(?:SUB|DEP)-[0-9AB]{2,3}")

PARAMETERS: dict[str, str] = {
    "measure": "mesure",
    "display": "vue",
    "shortage_id": "croiser",
    "retention_id": "avec",
    "scope": "perimetre",
    "cohort": "cohorte",
    "delay_years": "delai",
    "removed": "retirer",
    "threshold": "seuil",
    "promotions": "promos",
    "origin": "lieu",
    "matrix_year": "matrice",
}
RETENTION_PARAMETERS = frozenset(PARAMETERS.values())
# Always in the address, which a page just chosen in the menu has empty: the back button differs.
ALWAYS_WRITTEN = ("display", "shortage_id", "retention_id")


@dataclass(frozen=True)
class RetentionView:
    """First map, crossing, cohort and scenario of the page.

    ``measure`` is what the first map shows: the surveys, or an indicator in their stead.
    ``scope``, ``cohort`` and ``delay_years`` choose among imported cohorts; ``threshold`` is a
    density of liberal GPs per 100 000 inhabitants, None for the reference of the page;
    ``promotions`` is how many cohorts the scenario « Et sans eux ? » removes, ``origin`` where
    they were trained when the territory is a région; empty for the first of its places.
    ``matrix_year`` is the year of the matrix by région of diploma, None for the last one.
    """

    measure: str = SURVEYS
    display: str = "croisement"
    shortage_id: str = SITUATION
    retention_id: str = NET_CHANGE
    scope: str = "subdivision"
    cohort: int | None = None
    delay_years: int | None = None
    removed: str = "internes"
    threshold: float | None = None
    promotions: int = 10
    origin: str = ""
    matrix_year: int | None = None


@dataclass(frozen=True)
class RetentionOptions:
    """Choices that a build offers; ``cohorts`` are (scope, cohort, delay) of the imported ones.

    ``official_ids`` are the official series that a refresh brought; ``matrix_years`` those of the
    matrix by région of diploma.
    """

    cohorts: tuple[tuple[str, int, int], ...]
    indicator_ids: frozenset[str]
    official_ids: frozenset[str] = frozenset()
    matrix_years: tuple[int, ...] = ()

    @property
    def first_view(self) -> RetentionView:
        """What the page shows first: the official series as soon as they are there."""
        if STAYED_RATE not in self.official_ids:
            return RetentionView()
        return RetentionView(measure=STAYED_RATE, retention_id=STAYED_RATE)

    @property
    def measures(self) -> tuple[str, ...]:
        """What the first map may show, the official series first."""
        official = tuple(item for item in OFFICIAL_MEASURES if item in self.official_ids)
        return (*official, *MEASURES)

    @property
    def shortage_ids(self) -> tuple[str, ...]:
        """Indicators across, in the order of the selector."""
        return tuple(item for item in SHORTAGES if item in self.indicator_ids)

    @property
    def retention_ids(self) -> tuple[str, ...]:
        """Indicators up, in the order of the selector; rates when cohorts are imported."""
        return tuple(
            item
            for item in RETENTIONS
            if item in self.indicator_ids
            and (item != SETTLED_RATE or self.cohorts)
            and (item != STAYED_RATE or item in self.official_ids)
        )

    @property
    def scopes(self) -> tuple[str, ...]:
        """Scopes that have cohorts, in the order of the selector."""
        imported = {scope for scope, _, _ in self.cohorts}
        return tuple(scope for scope in SCOPES if scope in imported)

    def delays(self, scope: str) -> tuple[int, ...]:
        """Delays of the cohorts of a scope, in years."""
        return tuple(sorted({delay for name, _, delay in self.cohorts if name == scope}))

    def cohorts_of(self, scope: str, delay_years: int) -> tuple[int, ...]:
        """Cohorts of a scope and a delay, latest first."""
        wanted = (scope, delay_years)
        cohorts = {cohort for name, cohort, delay in self.cohorts if (name, delay) == wanted}
        return tuple(sorted(cohorts, reverse=True))

    def allows(self, view: RetentionView) -> bool:
        """Whether the build still has what the view shows."""
        return (
            view.shortage_id in self.shortage_ids
            and view.measure in self.measures
            and view.retention_id in self.retention_ids
            and (view.cohort is None or view.cohort in {cohort for _, cohort, _ in self.cohorts})
        )

    def resolved(self, view: RetentionView) -> RetentionView:
        """The view with a scope, a delay and a cohort that exist, when there are any.

        Five years, or the longest delay imported, and the latest cohort observed at that delay.
        """
        if not self.cohorts:
            return view
        scope = view.scope if view.scope in self.scopes else self.scopes[0]
        delays = self.delays(scope)
        wanted = view.delay_years
        delay = wanted if wanted in delays else (5 if 5 in delays else delays[-1])
        cohorts = self.cohorts_of(scope, delay)
        cohort = view.cohort if view.cohort in cohorts else cohorts[0]
        return replace(view, scope=scope, delay_years=delay, cohort=cohort)


def options_of(
    catalog: Catalog,
    cohorts: tuple[tuple[str, int, int], ...],
    matrix_years: tuple[int, ...] = (),
) -> RetentionOptions:
    """Choices that a build offers to the page."""
    official = (item for item in OFFICIAL_MEASURES if catalog.indicators[item].on_map)
    ids = frozenset(catalog.indicators)
    return RetentionOptions(cohorts, ids, frozenset(official), matrix_years)


def parse_retention_view(
    parameters: Mapping[str, str], options: RetentionOptions
) -> tuple[RetentionView, tuple[str, ...]]:
    """Read the view; what cannot be read keeps its default and gives a problem in French."""
    return read_fields(options.first_view, parameters, PARAMETERS, _readers(options))


def write_retention_view(view: RetentionView, options: RetentionOptions) -> dict[str, str]:
    """Write the crossing, and what else differs from the first view."""
    return written_fields(view, options.first_view, PARAMETERS, ALWAYS_WRITTEN, _parameter)


def _parameter(value: object) -> str:
    return f"{value:g}" if isinstance(value, float) else str(value)


def _readers(options: RetentionOptions) -> dict[str, Reader]:
    """Label, values expected and reading of each field."""
    cohorts = sorted({cohort for _, cohort, _ in options.cohorts})
    delays = sorted({delay for _, _, delay in options.cohorts})
    return {
        "measure": one_of(MEASURE, options.measures),
        "display": one_of("Présentation", tuple(DISPLAYS)),
        "shortage_id": one_of("Indicateur en abscisse", options.shortage_ids),
        "retention_id": one_of("Indicateur en ordonnée", options.retention_ids),
        "scope": one_of("Périmètre", tuple(SCOPES)),
        "cohort": _integer("Cohorte", cohorts),
        "delay_years": _integer("Délai", delays),
        "removed": one_of("Ce qui est retiré", tuple(REMOVED)),
        "threshold": _between("Seuil de densité", *THRESHOLDS),
        "promotions": _integer("Promotions retirées", range(PROMOTIONS[0], PROMOTIONS[1] + 1)),
        "origin": (
            "Lieu de formation",
            "un identifiant (SUB-040, DEP-12)",
            lambda text: text if PLACE.fullmatch(text) else None,
        ),
        "matrix_year": _integer(MATRIX_YEAR, list(options.matrix_years), NO_MATRIX_YEAR),
    }


def _integer(label: str, allowed: list[int] | range, none: str = NO_COHORT_VALUE) -> Reader:
    expected = ", ".join(map(str, allowed)) or none
    values = {str(value): value for value in allowed}
    return label, expected, values.get


def _between(label: str, low: float, high: float) -> Reader:
    def read(text: str) -> float | None:
        try:
            value = float(text.replace(",", "."))
        except ValueError:
            return None
        return value if low <= value <= high else None

    return label, f"un nombre de {number(low)} à {number(high)}", read
