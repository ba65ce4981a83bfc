"""What the page « Fidélisation » says in sentences: no more than the figures allow. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from dashboard.core.formatting import interval, number, plural, quantity, typography
from dashboard.core.values import Value

DELAYS = (1, 2, 3, 5, 10)
SETTLED_IN = {"departement": "le même département", "region": "la même région ou subdivision"}
MISSING = {
    "withheld": "masqué",
    "unknown": "n. d.",
    "nobody": "aucun formé",
    "early": "pas encore observable",
}
# Words of the cells of a cohort table, as a note explains them.
CELL_NOTE = (
    "« masqué » : petits effectifs, non publiés ; « n. d. » : absent des fichiers importés ; "
    "« pas encore observable » : le délai n’est pas écoulé pour cette promotion."
)
Missing = Literal["withheld", "unknown", "nobody", "early"]

# Rates of imported cohorts, offered when there are some.
SETTLED_RATE = "installes_sur_place_pct"
SCOPES: dict[str, str] = {
    "subdivision": "subdivision d’internat",
    "stage": "stage chez un MSU",
    "region_diplome": "région de diplôme",
}


@dataclass(frozen=True)
class CohortCell:
    """One cohort after one delay: its rate, or why there is none."""

    cohort: int
    delay_years: int
    rate: CohortRate | None
    missing: Missing | None

    @property
    def text(self) -> str:
        """« 50,1 % (46 à 54) », or why there is nothing."""
        if self.rate is None or self.rate.rate is None:
            return typography(MISSING[self.missing or "unknown"])
        bounds = interval(self.rate.low, self.rate.high)
        return f"{quantity(self.rate.rate, '%', 1)} ({bounds})"


def cohort_cells(rates: Sequence[CohortRate], this_year: int) -> list[list[CohortCell]]:
    """One line per cohort, latest first, one cell per delay, of rates of one scope and place.

    Cohorts run from the first to the last of the file: one that is absent has its line too.
    """
    if not rates:
        return []
    found = {(rate.cohort, rate.delay_years): rate for rate in rates}
    cohorts = [rate.cohort for rate in rates]
    return [
        [_cell(found.get((cohort, delay)), cohort, delay, this_year) for delay in DELAYS]
        for cohort in range(max(cohorts), min(cohorts) - 1, -1)
    ]


def _cell(rate: CohortRate | None, cohort: int, delay: int, this_year: int) -> CohortCell:
    if rate is not None:
        return CohortCell(cohort, delay, rate, rate.missing)  # type: ignore[arg-type]
    return CohortCell(cohort, delay, None, "early" if cohort + delay > this_year else "unknown")


def rate_sentence(rate: CohortRate, label: str) -> str:
    """A rate with its denominator, its delay, its interval and the share not followed up."""
    if rate.rate is None:
        why = MISSING[rate.missing or "unknown"]
        return typography(
            f"{label}, promotion sortie en {rate.cohort}, {_after(rate.delay_years)} : {why}."
        )
    trained = plural(rate.trained or 0, "médecin formé", "médecins formés")
    text = (
        f"Sur {trained} ({SCOPES[rate.scope]} : {label}), promotion sortie en {rate.cohort}, "
        f"{number(rate.settled)} sont installés dans {SETTLED_IN[rate.settled_in]} "
        f"{_after(rate.delay_years)}, soit {quantity(rate.rate, '%', 1)} "
        f"(intervalle {interval(rate.low, rate.high)} %)"
    )
    return typography(f"{text} ; {_not_followed(rate)}.")


def _after(delay: int) -> str:
    return f"{delay} an après" if delay == 1 else f"{delay} ans après"


def _not_followed(rate: CohortRate) -> str:
    if rate.not_followed is None:
        return "la part sans installation connue n’est pas publiée"
    share = quantity(rate.not_followed_pct, "%", 0)
    return f"{number(rate.not_followed)} ({share}) n’ont pas d’installation connue"


def finding(label: str, rate: CohortRate | None, apparent: Value | None, holder: str) -> str:
    """Title of the page: a rate where cohorts are known, the apparent retention elsewhere.

    ``holder`` is the subdivision the figure is that of, when it is not the territory itself.
    """
    where = f"{label}, subdivision de {holder}" if holder else label
    if rate is not None and rate.rate is not None:
        bounds = interval(rate.low, rate.high)
        return typography(
            f"{where} : {quantity(rate.rate, '%')} des formés de {rate.cohort} installés sur "
            f"place {_after(rate.delay_years)} ({bounds} %)"
        )
    if apparent is None:
        return typography(f"{label} : ni cohorte ni fidélisation apparente")
    return typography(
        f"{where} : {number(apparent.value)} entrées de généralistes pour 100 internes "
        f"formés (estimation, {interval(apparent.low, apparent.high)})"
    )


def national_validation(estimated: float, published: float, year: str) -> str:
    """The estimated entries of the nation beside the installations published."""
    ratio = 100 * (estimated / published - 1)
    return typography(
        f"Contrôle par la somme : {number(estimated)} entrées estimées par an pour la France, "
        f"{number(published)} premières installations libérales publiées en {year}, soit "
        f"{number(ratio, signed=True)} %. L’écart tient aux champs : les entrées estimées comptent "
        "tous les modes d’exercice, salariés compris, et des médecins venus d’ailleurs."
    )


@dataclass(frozen=True)
class CohortRate:
    """Rate of one cohort after one delay; counts and rates in % are None when missing.

    ``missing`` is withheld, unknown or nobody when there is no rate.
    """

    territory_id: str
    scope: str
    settled_in: str
    cohort: int
    delay_years: int
    trained: int | None
    settled: int | None
    not_followed: int | None
    rate: float | None
    low: float | None
    high: float | None
    not_followed_pct: float | None
    missing: str | None
    status: str
    source_id: str
    locator: str


@dataclass(frozen=True)
class PublishedPoint:
    """One published value about settlement, with its place in its source."""

    territory_id: str
    indicator_id: str
    period: str
    value: float
    source_id: str
    locator: str
    confidence: str
    note_fr: str
