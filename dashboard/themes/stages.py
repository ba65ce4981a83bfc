"""Stage places of territories: names of the levels, balances, chances, effect of the levers."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from dashboard.core.formatting import number, typography
from dashboard.core.values import Measure
from dashboard.themes.situation import chances
from models.msu.decision import Verdict, verdict
from models.stages.balance import (
    INTERNS,
    Estimate,
    Inputs,
    Parameters,
    balance,
    contributions,
    simulate,
    unmoved,
)
from models.stages.chances import p_short
from models.stages.maquettes import CYCLE2, LEVELS, TOTAL, Maquette, levels_in_force, obligations_of
from models.territories.apportionment import FloatArray
from models.territories.cells import NATION

UNIT = "places-semestres"
# A balance may differ by one from what a table subtracts.
ROUNDED = "Nombres arrondis un à un : un solde ou un total peut différer d’une unité."
# In the order of the selector: the total first, it is the surest.
LEVEL_NAMES: dict[str, str] = {
    TOTAL: "3e cycle, tous niveaux",
    "N1": "Niveau 1 (stage chez le praticien)",
    "SASPAS": "SASPAS (niveau 2)",
    "SFE": "Santé de la femme et de l’enfant",
    "DJ": "Docteur junior (4e année)",
    CYCLE2: "2e cycle (externes)",
}
SHORT_NAMES: dict[str, str] = {
    TOTAL: "3e cycle",
    "N1": "Niveau 1",
    "SASPAS": "SASPAS",
    "SFE": "Femme-enfant",
    "DJ": "Docteur junior",
    CYCLE2: "2e cycle",
}
# « l’offre de places … »
OF_LEVEL = {
    TOTAL: "de 3e cycle",
    "N1": "de niveau 1",
    "SASPAS": "de SASPAS",
    "SFE": "de santé femme-enfant",
    "DJ": "de docteur junior",
    CYCLE2: "de 2e cycle",
}
# Below is an offer under the need: the classes are those of the MSU against their share.
VERDICT_WORDS: Mapping[Verdict, str] = {
    "counted_below": "offre connue, insuffisante",
    "probably_below": "offre probablement insuffisante",
    "rather_below": "offre plutôt insuffisante",
    "undecided": "indécis",
    "rather_above": "offre plutôt suffisante",
    "probably_above": "offre probablement suffisante",
    "counted_above": "offre connue, suffisante",
}
ESTIMATED = "estimated"
# Under this, in place-semestres, a balance reads « 0,0 ».
SHOWN_AS_ZERO = 0.05
# Interns and docteurs juniors do not take the places of one another.
NATIONAL_KINDS = (("N1", "SASPAS", "SFE"), ("DJ",))


def year_label(year: int) -> str:
    """« 2026-2027 », from November to October."""
    return f"{year - 1}-{year}"


# A value that nothing allows to compute.
UNKNOWN = Measure(None)


def signed_interval(figure: Measure) -> str:
    """« −568 à +1 889 »; empty when unknown. A bound near 0 keeps its decimal: its sign matters."""
    if figure.low is None or figure.high is None:
        return ""
    decimals = 1 if 0 < min(abs(figure.low), abs(figure.high)) < 1 else 0
    low, high = (number(end, decimals, signed=True) for end in (figure.low, figure.high))
    return f"{low} à {high}"


@dataclass(frozen=True)
class Fact:
    """Status and origins of the balance of a territory, year and level, as published."""

    status: str
    msu_year: int | None
    cohort_basis: str | None
    need_source: str | None
    offer_source: str | None


@dataclass(frozen=True)
class Balance:
    """Need, offer and offer - need in place-semestres, and MSU to recruit, of one territory."""

    territory_id: str
    year: int
    level_id: str
    need: Measure
    offer: Measure
    balance: Measure
    recruit: Measure
    fact: Fact | None
    p_short: float | None = None

    @property
    def is_known(self) -> bool:
        """Whether the offer is a fact, without probability."""
        return self.fact is not None and self.fact.status != ESTIMATED

    @property
    def verdict(self) -> Verdict | None:
        """Class of the probability that places lack; None when it is unknown.

        A known offer is on one side when both bounds of the balance are.
        """
        if self.p_short is not None:
            return verdict(self.p_short)
        if not self.is_known or self.balance.low is None or self.balance.high is None:
            return None
        if self.balance.high < -SHOWN_AS_ZERO:
            return "counted_below"
        return "counted_above" if self.balance.low >= -SHOWN_AS_ZERO else "undecided"

    @property
    def words(self) -> str:
        """« offre probablement suffisante »; « n. d. » when it is unknown."""
        return VERDICT_WORDS[self.verdict] if self.verdict else "n. d."

    @property
    def short(self) -> str:
        """« probablement suffisante », in a narrow column about the offer."""
        return self.words.removeprefix("offre ")

    @property
    def chances(self) -> str:
        """« 9 chances sur 10 » of what the verdict says; empty where it is a fact or unknown."""
        if self.p_short is None:
            return ""
        if self.verdict == "undecided":
            return f"{chances(self.p_short)} que des places manquent"
        return chances(max(self.p_short, 1 - self.p_short))

    @property
    def detail(self) -> str:
        """« offre probablement suffisante (9 chances sur 10) »."""
        if self.verdict == "undecided" and self.is_known:
            return f"{self.words} : offre connue, besoin incertain"
        return f"{self.words} ({self.chances})" if self.chances else self.words

    @property
    def tension(self) -> Measure:
        """Need / offer in %, its bounds being those of the balance over the offer."""
        gap, offer = self.balance, self.offer.value
        if offer is None or offer <= 0 or gap.value is None:
            return UNKNOWN
        low, high = _percent(gap.high, offer), _percent(gap.low, offer)
        return Measure(_percent(gap.value, offer), low, high)

    @property
    def missing(self) -> Measure:
        """Places missing, in place-semestres: 0 where there are enough."""
        gap = self.balance
        return Measure(_opposite(gap.value), _opposite(gap.high), _opposite(gap.low))


def _percent(gap: float | None, offer: float) -> float | None:
    return None if gap is None else max(100 * (offer - gap) / offer, 0.0)


def _opposite(gap: float | None) -> float | None:
    return None if gap is None else max(-gap, 0.0)


def finding(balance: Balance, label: str, *, changed: bool, in_force: bool) -> str:
    """Balance of a territory, year and level in one sentence, no surer than its probability.

    ``changed``: some levers are not at their reference. ``in_force``: some maquette asks for this
    level that year.
    """
    where = f"{label}, en {year_label(balance.year)}"
    if changed:
        where += ", avec vos hypothèses"
    return typography(f"{where} : {_finding(balance, in_force=in_force)}")


def _finding(balance: Balance, *, in_force: bool) -> str:
    of_level = OF_LEVEL[balance.level_id]
    if not in_force:
        return f"aucune maquette ne demande encore de stage {of_level}"
    if balance.verdict is None:
        if balance.need.value is None:
            return f"le besoin de places {of_level} n’est pas connu"
        return f"l’offre de places {of_level} n’est pas connue"
    if balance.is_known:
        gap = f"solde de {signed_interval(balance.balance)} {UNIT}"
        if balance.verdict == "undecided":
            return f"l’offre de places {of_level} est connue, le besoin est incertain ({gap})"
        verb = "ne couvre pas" if balance.verdict == "counted_below" else "couvre"
        return f"l’offre connue de places {of_level} {verb} le besoin ({gap})"
    if balance.verdict == "undecided":
        return f"l’offre de places {of_level} suffit-elle ? Indécis ({balance.chances})"
    return f"l’offre de places {of_level} est {balance.short} ({balance.chances})"


@dataclass(frozen=True)
class StageModel:
    """Published inputs that the levers move, and the reference of the levers.

    ``law`` : (99, territories, years, levels without the total) percentiles of the other MSU
    """

    territory_ids: tuple[str, ...]
    inputs: Inputs
    law: FloatArray
    maquettes: tuple[Maquette, ...]
    reference: Parameters
    spread: Mapping[str, tuple[float, float]]
    facts: Mapping[tuple[str, int, str], Fact]

    @property
    def years(self) -> tuple[int, ...]:
        """Years of training, oldest first; ``Y`` ends in October ``Y``."""
        return self.inputs.years

    @property
    def default_year(self) -> int:
        """Latest year whose national offer is published, in its absence whose need is known whole.

        After the latest cohort, some levels have a need and others none.
        """
        of_nation = {
            year: fact
            for (territory_id, year, level_id), fact in self.facts.items()
            if (territory_id, level_id) == (NATION, TOTAL)
        }
        published = [year for year, fact in of_nation.items() if fact.status != ESTIMATED]
        whole = [year for year, fact in of_nation.items() if fact.need_source]
        return max(published, default=max(whole, default=self.years[-1]))

    @property
    def latest_msu_year(self) -> int | None:
        """Latest national count of MSU behind an offer; None when every place is imported."""
        years = (fact.msu_year for fact in self.facts.values() if fact.msu_year is not None)
        return max(years, default=None)

    def levels_of(self, year: int) -> tuple[str, ...]:
        """Levels that some maquette asks for that year."""
        in_force = levels_in_force([year], self.maquettes)[0]
        return tuple(level for level, holds in zip(LEVELS, in_force, strict=True) if holds)

    def maquette_values(self, lever: str, year: int) -> tuple[float, ...] | None:
        """Distinct values that the maquettes followed that year give a lever; None for others.

        Semesters are those of the whole maquette at the level, as the lever sets them.
        """
        level, _, what = lever.partition("_")
        if what not in ("semesters", "ambulatory"):
            return None
        values = [
            item.share if what == "ambulatory" else _semesters(maquette, item.level_id)
            for _, maquette, item in obligations_of(year, self.maquettes)
            if item.level_id == level.upper()
        ]
        return tuple(dict.fromkeys(values))


def _semesters(maquette: Maquette, level_id: str) -> float:
    return sum(item.semesters for item in maquette.obligations if item.level_id == level_id)


def compute_balances(
    model: StageModel, ids: Sequence[str], years: Sequence[int], parameters: Parameters
) -> dict[tuple[str, int, str], Balance]:
    """Balance of some territories and years, by territory, year and level; bounds included."""
    inputs = restrict(model, ids, years)
    spread = unmoved(model.spread, model.reference, parameters)
    result = simulate(inputs, model.maquettes, parameters, spread)
    rows, columns = _positions(model, ids, years)
    shortage = p_short(
        inputs,
        model.law[:, rows][:, :, columns],
        _known_offers(model, ids, years),
        model.maquettes,
        parameters,
        spread,
    )
    balances = {}
    for row, territory_id in enumerate(ids):
        for column, year in enumerate(years):
            for rank, level_id in enumerate(LEVELS):
                cell = (row, column, rank)
                balances[(territory_id, year, level_id)] = Balance(
                    territory_id=territory_id,
                    year=year,
                    level_id=level_id,
                    need=_figure(result.need, cell),
                    offer=_figure(result.offer, cell),
                    balance=_figure(result.balance, cell),
                    recruit=_figure(result.recruit_msu, cell),
                    fact=model.facts.get((territory_id, year, level_id)),
                    p_short=_finite(shortage[cell]),
                )
    return balances


def restrict(model: StageModel, ids: Sequence[str], years: Sequence[int]) -> Inputs:
    """Inputs of some territories and years only."""
    rows, columns = _positions(model, ids, years)
    inputs = model.inputs

    def cut(values: FloatArray) -> FloatArray:
        return values[rows][:, columns]

    return replace(
        inputs,
        years=tuple(years),
        interns=inputs.interns[rows],
        zoned=inputs.zoned[rows],
        unzoned=inputs.unzoned[rows],
        cycle2_students=cut(inputs.cycle2_students),
        known=cut(inputs.known),
        msu=cut(inputs.msu),
        bounds={
            name: (low[rows], high[rows]) if name == INTERNS else (cut(low), cut(high))
            for name, (low, high) in inputs.bounds.items()
        },
    )


def _positions(
    model: StageModel, ids: Sequence[str], years: Sequence[int]
) -> tuple[list[int], list[int]]:
    position = {territory_id: row for row, territory_id in enumerate(model.territory_ids)}
    return [position[item] for item in ids], [model.years.index(year) for year in years]


def _known_offers(model: StageModel, ids: Sequence[str], years: Sequence[int]) -> np.ndarray:
    """(t, y, levels) True where imports say the whole offer: it has no probability."""
    facts = (
        model.facts.get((territory_id, year, level_id))
        for territory_id in ids
        for year in years
        for level_id in LEVELS
    )
    known = [fact is not None and fact.status != ESTIMATED for fact in facts]
    return np.array(known).reshape(len(ids), len(years), len(LEVELS))


def _figure(estimate: Estimate, cell: tuple[int, int, int]) -> Measure:
    value, low, high = (_finite(end[cell]) for end in (estimate.value, estimate.low, estimate.high))
    return Measure(value, low, high)


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


@dataclass(frozen=True)
class Contributions:
    """From the balance of reference to that of the levers, the contribution of each lever."""

    start: float
    levers: tuple[tuple[str, float], ...]
    end: float


def lever_contributions(
    model: StageModel, territory_id: str, year: int, level_id: str, changed: Parameters
) -> Contributions | None:
    """Contribution of each lever to the balance, in place-semestres; None when it is unknown.

    The contributions sum to the difference between the two balances.
    """
    inputs = restrict(model, [territory_id], [year])
    rank = LEVELS.index(level_id)

    def gap(parameters: Parameters) -> FloatArray:
        return balance(inputs, model.maquettes, parameters)[0, 0, rank]

    start, end = float(gap(model.reference)), float(gap(changed))
    if not (math.isfinite(start) and math.isfinite(end)):
        return None
    by_lever = contributions(gap, model.reference, changed)
    return Contributions(
        start, tuple((name, float(value)) for name, value in by_lever.items()), end
    )


def msu_needed(
    needs: Mapping[str, float | None], third_cycle_places: float, dj_places: float
) -> int | None:
    """MSU that a national need asks for: those of the interns, or of the docteurs juniors.

    Parameters
    ----------
    needs : place-semestres of a year, by level in force
    third_cycle_places, dj_places : place-semestres that one MSU gives in a year

    Returns
    -------
    None when a need is unknown
    """
    by_kind = []
    for levels, rate in zip(NATIONAL_KINDS, (third_cycle_places, dj_places), strict=True):
        places = [needs[level] for level in levels if level in needs]
        if any(need is None for need in places):
            return None
        by_kind.append(math.ceil(sum(need or 0.0 for need in places) / rate - 1e-9))
    return max(by_kind)
