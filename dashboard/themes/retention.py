"""Retention as several pages and the documents tell it: rates of cohorts, in words."""

from __future__ import annotations

from dataclasses import dataclass, field

from dashboard.core.formatting import interval, number, plural, quantity, typography
from dashboard.core.values import Measure, Value

SETTLED_IN = {"departement": "le même département", "region": "la même région ou subdivision"}
MISSING = {
    "withheld": "masqué",
    "unknown": "n. d.",
    "nobody": "aucun formé",
    "early": "pas encore observable",
}

# Rates of imported cohorts, offered when there are some.
SETTLED_RATE = "installes_sur_place_pct"
SCOPES: dict[str, str] = {
    "subdivision": "subdivision d’internat",
    "stage": "stage chez un MSU",
    "region_diplome": "région de diplôme",
}


@dataclass(frozen=True, kw_only=True)
class CohortRate(Measure):
    """Rate of one cohort after one delay, in %; counts and rates are None when missing.

    ``missing`` is withheld, unknown or nobody when there is no rate.
    """

    status: str = field()

    territory_id: str
    scope: str
    settled_in: str
    cohort: int
    delay_years: int
    trained: int | None
    settled: int | None
    not_followed: int | None
    not_followed_pct: float | None
    missing: str | None


@dataclass(frozen=True, kw_only=True)
class PublishedPoint(Value):
    """One published value about settlement."""

    territory_id: str
    indicator_id: str
    confidence: str


def rate_sentence(rate: CohortRate, label: str) -> str:
    """Sentence of a rate: denominator, delay, interval and share without a known settlement."""
    if rate.value is None:
        why = MISSING[rate.missing or "unknown"]
        return typography(
            f"{label}, promotion sortie en {rate.cohort}, {years_after(rate.delay_years)} : {why}."
        )
    trained = plural(rate.trained or 0, "médecin formé", "médecins formés")
    text = (
        f"Sur {trained} ({SCOPES[rate.scope]} : {label}), promotion sortie en {rate.cohort}, "
        f"{number(rate.settled)} sont installés dans {SETTLED_IN[rate.settled_in]} "
        f"{years_after(rate.delay_years)}, soit {quantity(rate.value, '%', 1)} "
        f"(intervalle {interval(rate.low, rate.high)} %)"
    )
    return typography(f"{text} ; {_not_followed(rate)}.")


def years_after(delay_years: int) -> str:
    """« 1 an après », « 5 ans après »."""
    return f"{delay_years} an après" if delay_years == 1 else f"{delay_years} ans après"


def _not_followed(rate: CohortRate) -> str:
    if rate.not_followed is None:
        return "la part sans installation connue n’est pas publiée"
    share = quantity(rate.not_followed_pct, "%", 0)
    return f"{number(rate.not_followed)} ({share}) n’ont pas d’installation connue"
