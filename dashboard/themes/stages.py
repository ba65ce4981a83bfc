"""Balance of the stage places of some territories for a year, as the page shows it. Pure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.core.catalog import LEVEL_NOUNS
from dashboard.core.formatting import interval, number, plural, typography
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
from models.stages.maquettes import CYCLE2, LEVELS, TOTAL, Maquette, levels_in_force, obligations_of
from models.territories.apportionment import FloatArray
from models.territories.cells import NATION

NATIONAL_KINDS = (("N1", "SASPAS", "SFE"), ("DJ",))
SHORT, COVERED, UNDETERMINED = "manque", "couvert", "indetermine"
# Under this, in place-semestres, a balance reads « 0,0 ».
SHOWN_AS_ZERO = 0.05

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


@dataclass(frozen=True)
class Fact:
    """What is published of a territory, year and level beside the values."""

    status: str
    msu_year: int | None
    cohort_basis: str | None
    need_source: str | None
    offer_source: str | None


@dataclass(frozen=True)
class StageModel:
    """What the levers move: the published inputs, and the reference."""

    territory_ids: tuple[str, ...]
    inputs: Inputs
    maquettes: tuple[Maquette, ...]
    reference: Parameters
    spread: Mapping[str, tuple[float, float]]
    facts: Mapping[tuple[str, int, str], Fact]

    @property
    def years(self) -> tuple[int, ...]:
        """Years of training, oldest first; ``Y`` ends in October ``Y``."""
        return self.inputs.years

    @property
    def first_shown(self) -> int:
        """The latest year whose national offer is known, the latest of all when none is."""
        known = [
            year
            for (territory_id, year, level_id), fact in self.facts.items()
            if (territory_id, level_id) == (NATION, TOTAL) and fact.status != "estimated"
        ]
        return max(known, default=self.years[-1])

    @property
    def latest_msu_year(self) -> int | None:
        """Latest national count of MSU behind an offer; None when every place is imported."""
        found = (fact.msu_year for fact in self.facts.values() if fact.msu_year is not None)
        return max(found, default=None)

    def levels_of(self, year: int) -> tuple[str, ...]:
        """Levels that some maquette asks for that year."""
        in_force = levels_in_force([year], self.maquettes)[0]
        return tuple(level for level, holds in zip(LEVELS, in_force, strict=True) if holds)

    def asked(self, lever: str, year: int) -> tuple[float, ...] | None:
        """Distinct values that the maquettes followed that year give a lever; None for others.

        Semesters are those of the whole maquette at the level, as the lever sets them.
        """
        level, _, what = lever.partition("_")
        if what not in ("semesters", "ambulatory"):
            return None
        found = [
            item.share if what == "ambulatory" else _semesters(maquette, item.level_id)
            for _, maquette, item in obligations_of(year, self.maquettes)
            if item.level_id == level.upper()
        ]
        return tuple(dict.fromkeys(found))


@dataclass(frozen=True)
class Figure:
    """A value with its interval; None is unknown."""

    value: float | None
    low: float | None
    high: float | None


UNKNOWN = Figure(None, None, None)


@dataclass(frozen=True)
class Balance:
    """Need, offer and offer - need in place-semestres, and MSU to recruit, of one territory."""

    territory_id: str
    year: int
    level_id: str
    need: Figure
    offer: Figure
    balance: Figure
    recruit: Figure
    fact: Fact | None

    @property
    def verdict(self) -> str | None:
        """What the interval of the balance allows to say; None when it is unknown."""
        if self.balance.low is None or self.balance.high is None:
            return None
        if self.balance.high < -SHOWN_AS_ZERO:
            return SHORT
        return COVERED if self.balance.low >= -SHOWN_AS_ZERO else UNDETERMINED

    @property
    def tension(self) -> Figure:
        """Need / offer in %, the interval being that of the balance over the offer."""
        left, offer = self.balance, self.offer.value
        if offer is None or offer <= 0 or left.value is None:
            return UNKNOWN
        low, high = _percent(left.high, offer), _percent(left.low, offer)
        return Figure(_percent(left.value, offer), low, high)

    @property
    def missing(self) -> Figure:
        """Places missing, in place-semestres: 0 where there are enough."""
        left = self.balance
        return Figure(_opposite(left.value), _opposite(left.high), _opposite(left.low))


def _semesters(maquette: Maquette, level_id: str) -> float:
    return sum(item.semesters for item in maquette.obligations if item.level_id == level_id)


def _percent(left: float | None, offer: float) -> float | None:
    return None if left is None else max(100 * (offer - left) / offer, 0.0)


def _opposite(left: float | None) -> float | None:
    return None if left is None else max(-left, 0.0)


def compute(
    model: StageModel, ids: Sequence[str], years: Sequence[int], parameters: Parameters
) -> dict[tuple[str, int, str], Balance]:
    """Balance of some territories and years, by territory, year and level; intervals included."""
    inputs = restrict(model, ids, years)
    spread = unmoved(model.spread, model.reference, parameters)
    result = simulate(inputs, model.maquettes, parameters, spread)
    found = {}
    for row, territory_id in enumerate(ids):
        for column, year in enumerate(years):
            for rank, level_id in enumerate(LEVELS):
                cell = (row, column, rank)
                found[(territory_id, year, level_id)] = Balance(
                    territory_id=territory_id,
                    year=year,
                    level_id=level_id,
                    need=_figure(result.need, cell),
                    offer=_figure(result.offer, cell),
                    balance=_figure(result.balance, cell),
                    recruit=_figure(result.recruit_msu, cell),
                    fact=model.facts.get((territory_id, year, level_id)),
                )
    return found


def restrict(model: StageModel, ids: Sequence[str], years: Sequence[int]) -> Inputs:
    """Inputs of some territories and years only."""
    position = {territory_id: row for row, territory_id in enumerate(model.territory_ids)}
    rows = [position[territory_id] for territory_id in ids]
    columns = [model.years.index(year) for year in years]
    whole = model.inputs

    def cut(values: FloatArray) -> FloatArray:
        return values[rows][:, columns]

    return replace(
        whole,
        years=tuple(years),
        interns=whole.interns[rows],
        zoned=whole.zoned[rows],
        unzoned=whole.unzoned[rows],
        cycle2_students=cut(whole.cycle2_students),
        known=cut(whole.known),
        msu=cut(whole.msu),
        bounds={
            name: (low[rows], high[rows]) if name == INTERNS else (cut(low), cut(high))
            for name, (low, high) in whole.bounds.items()
        },
    )


@dataclass(frozen=True)
class Steps:
    """From the balance of reference to that of the levers, what each contributes."""

    start: float
    levers: tuple[tuple[str, float], ...]
    end: float


def steps(
    model: StageModel, territory_id: str, year: int, level_id: str, changed: Parameters
) -> Steps | None:
    """What each lever contributes to the balance, in place-semestres; None when it is unknown.

    The contributions sum to the difference between the two balances.
    """
    inputs = restrict(model, [territory_id], [year])
    rank = LEVELS.index(level_id)

    def left(parameters: Parameters) -> FloatArray:
        return balance(inputs, model.maquettes, parameters)[0, 0, rank]

    start, end = float(left(model.reference)), float(left(changed))
    if not (math.isfinite(start) and math.isfinite(end)):
        return None
    found = contributions(left, model.reference, changed)
    return Steps(start, tuple((name, float(value)) for name, value in found.items()), end)


def _figure(estimate: Estimate, cell: tuple[int, int, int]) -> Figure:
    value, low, high = (_finite(end[cell]) for end in (estimate.value, estimate.low, estimate.high))
    return Figure(value, low, high)


def _finite(value: float) -> float | None:
    return float(value) if math.isfinite(value) else None


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
    found = []
    for levels, rate in zip(NATIONAL_KINDS, (third_cycle_places, dj_places), strict=True):
        asked = [needs[level] for level in levels if level in needs]
        if any(need is None for need in asked):
            return None
        found.append(math.ceil(sum(need or 0.0 for need in asked) / rate - 1e-9))
    return max(found)


UNIT = "places-semestres"
# « l’offre de places … »
OF_LEVEL = {
    "3C": "de 3e cycle",
    "N1": "de niveau 1",
    "SASPAS": "de SASPAS",
    "SFE": "de santé femme-enfant",
    "DJ": "de docteur junior",
    "2C": "de 2e cycle",
}
VERDICTS = {
    SHORT: "manque confirmé",
    COVERED: "couvert",
    UNDETERMINED: "indéterminé",
    None: "n. d.",
}


def year_label(year: int) -> str:
    """« 2026-2027 », from November to October."""
    return f"{year - 1}-{year}"


def finding(balance: Balance, label: str, *, changed: bool, in_force: bool) -> str:
    """The finding of a territory, year and level in one sentence."""
    where = f"{label}, année de formation {year_label(balance.year)}"
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
    left = f"solde de {signed_interval(balance.balance)} {UNIT}"
    if balance.verdict == SHORT:
        return f"des places {of_level} manquent dans tout l’intervalle ({left} : manque confirmé)"
    if balance.verdict == COVERED:
        return f"l’offre de places {of_level} couvre le besoin dans tout l’intervalle ({left})"
    return f"l’offre de places {of_level} couvre-t-elle le besoin ? Indéterminé ({left})"


def signed_interval(figure: Figure) -> str:
    """« −568 à +1 889 »; empty when unknown. A bound near 0 keeps its decimal: its sign matters."""
    if figure.low is None or figure.high is None:
        return ""
    decimals = 1 if 0 < min(abs(figure.low), abs(figure.high)) < 1 else 0
    low, high = (number(end, decimals, signed=True) for end in (figure.low, figure.high))
    return f"{low} à {high}"


def level_sentence(balances: Iterable[Balance], level: str) -> str:
    """Count the territories of the map by what their interval allows to say."""
    verdicts = [balance.verdict for balance in balances]
    noun = LEVEL_NOUNS[level]
    known = sum(verdict is not None for verdict in verdicts)
    if not known:
        return f"Solde connu : {noun.no_one}."
    counts = {name: verdicts.count(name) for name in (SHORT, COVERED, UNDETERMINED)}
    return typography(
        f"Sur {plural(known, noun.one, noun.many)} dont le solde est connu : "
        f"manque confirmé pour {number(counts[SHORT])}, besoin couvert pour "
        f"{number(counts[COVERED])}, indéterminé pour {number(counts[UNDETERMINED])}."
    )


def step_sentence(before: Balance, after: Balance, juniors: Balance) -> str:
    """What November 2026 adds to the need of a territory; empty when it is not known."""
    if None in (before.need.value, after.need.value, juniors.need.value):
        return ""
    return typography(
        f"Novembre {before.year} ajoute la quatrième année : {number(juniors.need.value)} {UNIT} "
        f"de docteur junior ; le besoin de 3e cycle passe de {number(before.need.value)} "
        f"({year_label(before.year)}) à {number(after.need.value)} ({year_label(after.year)})."
    )


def recruitment_sentence(balance: Balance, label: str) -> str:
    """How many MSU close the gap of a level."""
    recruit, of_level = balance.recruit, OF_LEVEL[balance.level_id]
    start = f"{label}, {year_label(balance.year)}, places {of_level}"
    if recruit.value is None or recruit.high is None:
        return typography(f"{start} : nombre de MSU à recruter n. d. (solde inconnu).")
    bounds = interval(recruit.low, recruit.high)
    if recruit.high == 0:
        return typography(f"{start} : aucun MSU à recruter, dans tout l’intervalle.")
    found = f"{number(recruit.value)} MSU" if recruit.value else "aucun MSU"
    if not recruit.low:
        return typography(
            f"{start} : **{found}** à recruter d’après l’estimation, de {bounds} MSU selon "
            "l’intervalle, qui n’en confirme aucun."
        )
    return typography(f"{start} : **{found}** à recruter (intervalle {bounds}).")
