"""Rates of imported cohorts, rates of surveys, and published points about settlement."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import plural, quantity, typography
from dashboard.core.values import LevelValues, Measure
from dashboard.queries.cache import Cursor, ServedBuild, cursor_of, kept_per_build, per_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.levels import NO_HOLDERS, Measures, inherited_values, level_values
from dashboard.queries.rows import named_rows, value_of
from dashboard.themes.retention import SETTLED_RATE, CohortRate, PublishedPoint, SurveyRate

COHORTS = """
    SELECT DISTINCT scope, cohort, delay_years FROM pub.retention
    WHERE rate_pct IS NOT NULL ORDER BY ALL
"""
SETTLED = """
    SELECT territory_id, rate_pct, low_pct, high_pct, status, source_id, locator, method_id,
        settled_n, trained_n, not_followed_pct, missing
    FROM pub.retention JOIN pub.territory USING (territory_id)
    WHERE scope = $scope AND settled_in = $settled_in AND delay_years = $delay_years
        AND level = $level AND ($cohort IS NULL OR cohort = $cohort)
    ORDER BY territory_id, cohort
"""
MISSING_NOTES = {
    "withheld": "effectif masqué (petits nombres)",
    "unknown": "effectif absent du fichier",
    "nobody": "aucun médecin formé",
}


class SettledRow(NamedTuple):
    """Columns of ``SETTLED``, in order; a count is missing only where the rate is."""

    territory_id: str
    rate_pct: float | None
    low_pct: float | None
    high_pct: float | None
    status: str
    source_id: str
    locator: str
    method_id: str | None
    settled_n: int
    trained_n: int
    not_followed_pct: float | None
    missing: str | None


@dataclass(frozen=True)
class SettledPool:
    """Doctors trained and settled, summed over the territories whose rate is published."""

    trained_n: int
    settled_n: int
    territories: int

    @property
    def rate_pct(self) -> float:
        """Rate of the whole, in %."""
        return 100 * self.settled_n / self.trained_n


@dataclass(frozen=True)
class SettledLevel:
    """Rates of one cohort at a level, their pooled rate, and the rates of all its cohorts.

    ``pool`` is None when no rate is published; ``spread`` locks the classes across cohorts.
    """

    values: LevelValues
    pool: SettledPool | None
    spread: tuple[float, ...]


@per_build
def fetch_cohorts(cursor: Cursor) -> tuple[tuple[str, int, int], ...]:
    """(scope, cohort, delay in years) of the cohorts that have a rate somewhere."""
    return tuple(cursor.execute(COHORTS).fetchall())


def read_settled_level(
    cursor: Cursor,
    catalog: Catalog,
    level: str,
    scope: str,
    cohort: int,
    delay_years: int,
) -> SettledLevel:
    """Rates of settlement, in %, of one cohort for every territory of a level.

    The rate of a département counts those who stayed in it when trainees are counted by stage.
    When cohorts are counted by subdivision, a département shows the rate of the one that holds
    most of it, and says so.
    """
    inherits = level == "departement" and scope != "stage"
    counted_level = "subdivision" if inherits else level
    parameters = {
        "level": counted_level,
        "scope": scope,
        "settled_in": "departement" if counted_level == "departement" else "region",
        "delay_years": delay_years,
    }
    rows = _settled_rows(cursor, parameters | {"cohort": cohort})
    rows_of_all_cohorts = _settled_rows(cursor, parameters | {"cohort": None})
    by_territory: Measures = {row.territory_id: _measure(row, cohort, delay_years) for row in rows}
    holders = NO_HOLDERS
    if inherits:
        by_territory, holders = inherited_values(catalog, by_territory)
    return SettledLevel(
        values=level_values(catalog, SETTLED_RATE, level, by_territory, holders),
        pool=_pool(rows),
        spread=tuple(
            float(row.rate_pct) for row in rows_of_all_cohorts if row.rate_pct is not None
        ),
    )


def _settled_rows(cursor: Cursor, parameters: Mapping[str, object]) -> list[SettledRow]:
    return [SettledRow(*row) for row in cursor.execute(SETTLED, parameters).fetchall()]


def _measure(row: SettledRow, cohort: int, delay_years: int) -> Measure:
    return Measure(
        row.rate_pct,
        row.low_pct,
        row.high_pct,
        row.status,
        f"promotion {cohort}, {plural(delay_years, 'an')} après",
        (row.source_id,),
        row.locator,
        row.method_id,
        _note(row),
    )


def _note(row: SettledRow) -> str:
    if row.missing:
        return MISSING_NOTES[row.missing]
    not_followed = "part sans installation connue n. d."
    if row.not_followed_pct is not None:
        not_followed = f"{quantity(row.not_followed_pct, '%')} sans installation connue"
    settled, trained = plural(row.settled_n, "installé"), plural(row.trained_n, "formé")
    return typography(f"{settled} sur {trained} ; {not_followed}")


def _pool(rows: list[SettledRow]) -> SettledPool | None:
    published = [row for row in rows if row.rate_pct is not None]
    if not published:
        return None
    return SettledPool(
        trained_n=sum(row.trained_n for row in published),
        settled_n=sum(row.settled_n for row in published),
        territories=len(published),
    )


TERRITORY = """
    SELECT territory_id, scope, settled_in, cohort, delay_years, trained_n, settled_n,
        not_followed_n, rate_pct, low_pct, high_pct, not_followed_pct, missing, status, source_id,
        locator, method_id
    FROM pub.retention WHERE territory_id = $territory_id
    ORDER BY scope, settled_in, cohort DESC, delay_years
"""
# Estimates of the observatory have a method; published values have none.
PUBLISHED = """
    SELECT territory_id, indicator_id, period, value, low, high, status, source_id, locator,
        method_id, note_fr, confidence
    FROM pub.observation JOIN pub.indicator USING (indicator_id)
    WHERE theme = 'fidelisation' AND method_id IS NULL AND status = 'observed'
        -- The official series have a part of their own.
        AND source_id NOT IN (SELECT source_id FROM pub.vintage)
    ORDER BY territory_id <> 'FR', territory_id, period_year DESC, indicator_id
"""


@per_build
def fetch_territory_rates(cursor: Cursor, territory_id: str) -> tuple[CohortRate, ...]:
    """Rates of the cohorts trained in a territory, latest cohort first."""
    rows = named_rows(cursor, TERRITORY, {"territory_id": territory_id})
    return tuple(_cohort_rate(row) for row in rows)


def _cohort_rate(row: Mapping[str, Any]) -> CohortRate:
    return CohortRate(
        value=row["rate_pct"],
        low=row["low_pct"],
        high=row["high_pct"],
        status=row["status"],
        period=str(row["cohort"]),
        source_ids=(row["source_id"],),
        locator=row["locator"],
        method_id=row["method_id"],
        territory_id=row["territory_id"],
        scope=row["scope"],
        settled_in=row["settled_in"],
        cohort=row["cohort"],
        delay_years=row["delay_years"],
        trained=row["trained_n"],
        settled=row["settled_n"],
        not_followed=row["not_followed_n"],
        not_followed_pct=row["not_followed_pct"],
        missing=row["missing"],
    )


@per_build
def fetch_published_points(cursor: Cursor) -> tuple[PublishedPoint, ...]:
    """Published values about settlement and retention, France first."""
    return tuple(
        PublishedPoint(
            **value_of(row).parts,
            territory_id=row["territory_id"],
            indicator_id=row["indicator_id"],
            confidence=row["confidence"],
        )
        for row in named_rows(cursor, PUBLISHED)
    )


SURVEYS = """
    SELECT survey_id, label_fr, asked_territory_ids, place_territory_id, family_id, is_comparable,
        period, cohort_fr, delay_min_years, delay_max_years, asked_n, respondents_n, response_pct,
        base_n, practising_n, value_pct, low_pct, high_pct, denominator_fr, caveat_fr, source_id,
        locator, confidence
    FROM pub.retention_survey ORDER BY is_comparable DESC, value_pct DESC, survey_id
"""


@per_build
def fetch_surveys(cursor: Cursor) -> tuple[SurveyRate, ...]:
    """Rates that surveys of former interns measured, the comparable ones first."""
    return tuple(_survey(row) for row in named_rows(cursor, SURVEYS))


def _survey(row: Mapping[str, Any]) -> SurveyRate:
    return SurveyRate(
        value=row["value_pct"],
        low=row["low_pct"],
        high=row["high_pct"],
        status="observed",
        period=row["period"],
        source_ids=(row["source_id"],),
        locator=row["locator"],
        note=row["caveat_fr"],
        survey_id=row["survey_id"],
        label_fr=row["label_fr"],
        asked_ids=tuple(row["asked_territory_ids"].split(";")),
        place_id=row["place_territory_id"],
        family_id=row["family_id"],
        is_comparable=row["is_comparable"],
        cohort_fr=row["cohort_fr"],
        delay_min_years=row["delay_min_years"],
        delay_max_years=row["delay_max_years"],
        asked_n=row["asked_n"],
        respondents_n=row["respondents_n"],
        response_pct=row["response_pct"],
        base_n=row["base_n"],
        practising_n=row["practising_n"],
        denominator_fr=row["denominator_fr"],
        confidence=row["confidence"],
    )


@kept_per_build
def fetch_settled_level(
    build: ServedBuild, level: str, scope: str, cohort: int, delay_years: int
) -> SettledLevel:
    """Rates of settlement of one cohort for every territory of a level."""
    return read_settled_level(
        cursor_of(build), fetch_catalog(build), level, scope, cohort, delay_years
    )
