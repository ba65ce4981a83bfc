"""Retention as several pages and the documents tell it: measured rates, and rates of cohorts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from dashboard.core.catalog import Catalog
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

# Access to GPs, in 2024 and since 2015: what stands beside the net change.
APL, APL_CHANGE = "apl_mg", "evolution_apl_mg_pct"
# Rates that surveys of former interns measured.
MEASURED_RATE = "fidelisation_mesuree_pct"
NOT_MEASURED = "non mesuré"
# What is counted out of whom, the surest first: rates of different families are not comparable.
FAMILIES: dict[str, str] = {
    "region_3_6_ans_tous_repondants": "exercent dans la région, 3 à 6 ans après, tous répondants",
    "installes_dans_la_subdivision": "restés dans la subdivision, parmi les installés",
    "debut_d_activite": "début d’activité, à la sortie de l’internat",
    "liberaux_installes_deduit": "libéraux installés, notre déduction",
    "intention_de_rester": "intention de rester, non une installation",
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


@dataclass(frozen=True, kw_only=True)
class SurveyRate(Value):
    """One rate, in %, that a survey of former interns measured; it is that of those asked.

    ``note`` is its caveat. ``base_n`` are the doctors it is the rate of; counts and delays (in
    years) are None when the source does not say.
    """

    survey_id: str
    label_fr: str
    asked_ids: tuple[str, ...]
    place_id: str
    family_id: str
    is_comparable: bool
    cohort_fr: str
    delay_min_years: int | None
    delay_max_years: int | None
    asked_n: int | None
    respondents_n: int | None
    response_pct: float | None
    base_n: int | None
    practising_n: int | None
    denominator_fr: str
    confidence: str

    @property
    def rate_text(self) -> str:
        """« 81 % », with as many decimals as the source gave."""
        return quantity(self.value, "%", 0 if self.value.is_integer() else 1)

    @property
    def interval_text(self) -> str:
        """« 76 à 85 % »; why there is none otherwise."""
        bounds = interval(self.low, self.high)
        return f"{bounds} %" if bounds else "sans intervalle : effectif non publié"

    @property
    def delay_text(self) -> str:
        """« 3 à 5 ans après »; « délai non dit »."""
        first, last = self.delay_min_years, self.delay_max_years
        if first is None or last is None:
            return "délai non dit"
        if last == 0:
            return "à la sortie de l’internat"
        return years_after(first) if first == last else f"{first} à {last} ans après"

    @property
    def answers_text(self) -> str:
        """« 317 répondants sur 460 (69 %) »; what the source does not say is « non publié »."""
        if self.respondents_n is None:
            return "nombre de répondants non publié"
        text = plural(self.respondents_n, "répondant")
        if self.asked_n is not None:
            text += f" sur {number(self.asked_n)}"
        rate = quantity(self.response_pct, "%")
        return f"{text} ({rate})" if self.response_pct is not None else text

    @property
    def detail(self) -> str:
        """Interval, answers and delay: what goes with the rate wherever it is shown."""
        return typography(f"{self.interval_text} ; {self.answers_text} ; {self.delay_text}")


def rates_of(
    surveys: Sequence[SurveyRate], subdivision_ids: Sequence[str]
) -> tuple[SurveyRate, ...]:
    """Rates of those asked in some subdivisions, the comparable ones first."""
    wanted = set(subdivision_ids)
    some = [item for item in surveys if wanted.intersection(item.asked_ids)]
    return tuple(sorted(some, key=lambda item: list(FAMILIES).index(item.family_id)))


def measured_rate(
    catalog: Catalog, surveys: Sequence[SurveyRate], territory_id: str
) -> SurveyRate | None:
    """Best rate measured among the interns of a territory; None where nobody was asked.

    A département has that of the subdivision which holds most of it; a région has one only when
    the interns of all its subdivisions were asked: a rate belongs to those who were.
    """
    territory = catalog.territories[territory_id]
    if territory.level == "departement":
        return next(iter(rates_of(surveys, [catalog.dominant_subdivision(territory_id)])), None)
    if territory.level == "subdivision":
        return next(iter(rates_of(surveys, [territory_id])), None)
    if territory.level != "region":
        return None
    inside = set(catalog.subdivisions_in(territory_id))
    some = rates_of(surveys, tuple(inside))
    return next(
        (item for item in some if item.is_comparable and inside <= set(item.asked_ids)), None
    )


def comparable_span(surveys: Sequence[SurveyRate]) -> str:
    """« 78 à 81 % »: the comparable rates, from the lowest to the highest."""
    rates = [item.value for item in surveys if item.is_comparable]
    return f"{interval(min(rates), max(rates))} %" if rates else NOT_MEASURED


def survey_sentence(survey: SurveyRate) -> str:
    """Who practises where, the rate, and all that limits it."""
    return typography(f"{survey.label_fr} : {survey.rate_text} ({survey.detail}). {survey.note}")


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
