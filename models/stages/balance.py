"""``stages-v1``: the stage places offered, against what interns and students must do.

The unit is the *place-semestre*: one trainee received for one semester (26 weeks). Year ``Y``
runs from November ``Y - 1`` to October ``Y``. Arrays are (territories, years, levels); nan is
unknown, or a level that no maquette asks for that year.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace

import numpy as np

from models.stages.maquettes import (
    LEVELS,
    THIRD_CYCLE,
    Maquette,
    Obligation,
    levels_in_force,
    obligations_of,
)
from models.territories.apportionment import FloatArray

METHOD_ID = "stages-v1"
SEMESTER_WEEKS = 26
INTERNS = "interns"
KNOWN = "known"
MSU = "msu"


# What each lever may be, bounds included. Rates stay above 0: a gap is divided by them.
LIMITS: dict[str, tuple[float, float]] = {
    "intake": (0.0, 3.0),
    "n1_semesters": (0.0, 4.0),
    "saspas_semesters": (0.0, 4.0),
    "sfe_semesters": (0.0, 4.0),
    "dj_semesters": (0.0, 4.0),
    "n1_ambulatory": (0.0, 1.0),
    "saspas_ambulatory": (0.0, 1.0),
    "sfe_ambulatory": (0.0, 1.0),
    "dj_ambulatory": (0.0, 1.0),
    "dj_zip_zac": (0.0, 1.0),
    "msu": (0.0, 3.0),
    "third_cycle_places": (0.05, 6.0),
    "sfe_part": (0.01, 0.9),
    "n1_tilt": (-0.5, 0.5),
    "dj_places": (0.01, 6.0),
    "cycle2_places": (0.01, 20.0),
    "cycle2_weeks": (1.0, 26.0),
}


@dataclass(frozen=True, kw_only=True)
class Parameters:
    """The levers, in the order in which their contributions are counted.

    intake : multiplier of the interns of every cohort
    *_semesters, *_ambulatory : semesters of a level and their part in ambulatory care, the same
        for every cohort; None = what each maquette says
    dj_zip_zac : part of the docteurs juniors placed in ZIP or ZAC; None = as liberal GPs are
    msu : multiplier of the MSU whose places are not known
    third_cycle_places : place-semestres of N1, SASPAS and SFE that one MSU offers in a year
    sfe_part : part of them in SFE; the rest goes to N1 and SASPAS as the maquettes ask
    n1_tilt : added to the part of N1 in that rest, taken from SASPAS
    dj_places : place-semestres for docteurs juniors that one MSU offers in a year
    cycle2_places : students of the second cycle whom one MSU receives in a year
    cycle2_weeks : length of their stage, in weeks

    Raises
    ------
    ValueError
        When a lever is not finite or outside ``LIMITS``.
    """

    intake: float = 1.0
    n1_semesters: float | None = None
    saspas_semesters: float | None = None
    sfe_semesters: float | None = None
    dj_semesters: float | None = None
    n1_ambulatory: float | None = None
    saspas_ambulatory: float | None = None
    sfe_ambulatory: float | None = None
    dj_ambulatory: float | None = None
    dj_zip_zac: float | None = None
    msu: float = 1.0
    third_cycle_places: float
    sfe_part: float
    n1_tilt: float = 0.0
    dj_places: float
    cycle2_places: float
    cycle2_weeks: float

    def __post_init__(self) -> None:
        """Refuse a lever outside its limits."""
        for name, (low, high) in LIMITS.items():
            value = getattr(self, name)
            if value is not None and not low <= value <= high:
                raise ValueError(f"{name} must lie between {low} and {high}, got {value}")

    def of_level(self, level_id: str, what: str) -> float | None:
        """Lever of a third-cycle level: ``what`` is semesters or ambulatory."""
        value: float | None = getattr(self, f"{level_id.lower()}_{what}")
        return value


@dataclass(frozen=True)
class Inputs:
    """What is known of the territories, whatever the levers.

    years, cohorts : (y,) and (c,) consecutive years
    interns : (t, c) interns of each cohort; nan where the cohort is unknown
    zoned, unzoned : (t, c) the same interns, were all of a subdivision in ZIP or ZAC, or none
    cycle2_students : (t, y) students of the second cycle who must do their stage in the year
    known : (t, y, 5) places known, without the total; students, not place-semestres, for 2C
    msu : (t, y, 5) MSU whose places are not known; nan where MSU are not known either
    bounds : low and high of ``interns``, ``known`` and ``msu``, same shapes
    """

    years: tuple[int, ...]
    cohorts: tuple[int, ...]
    interns: FloatArray
    zoned: FloatArray
    unzoned: FloatArray
    cycle2_students: FloatArray
    known: FloatArray
    msu: FloatArray
    bounds: Mapping[str, tuple[FloatArray, FloatArray]] = field(default_factory=dict)

    def at_bound(self, name: str, side: int) -> Inputs:
        """Take one input at its low (0) or high (1) bound."""
        bound = self.bounds[name][side]
        if name == KNOWN:
            return replace(self, known=bound)
        if name == MSU:
            return replace(self, msu=bound)
        scale = np.divide(bound, self.interns, out=np.ones_like(bound), where=self.interns > 0)
        return replace(self, interns=bound, zoned=self.zoned * scale, unzoned=self.unzoned * scale)


@dataclass(frozen=True)
class Estimate:
    """(t, y, levels) values with their interval; nan where unknown."""

    value: FloatArray
    low: FloatArray
    high: FloatArray


@dataclass(frozen=True)
class Simulation:
    """Need, offer and offer - need in place-semestres, and whole MSU to recruit."""

    need: Estimate
    offer: Estimate
    balance: Estimate
    recruit_msu: Estimate


def need(inputs: Inputs, maquettes: Sequence[Maquette], parameters: Parameters) -> FloatArray:
    """Place-semestres that interns and students must be given: (t, y, levels)."""
    result = np.full((len(inputs.interns), len(inputs.years), len(LEVELS)), np.nan)
    result[..., 0] = inputs.cycle2_students * parameters.cycle2_weeks / SEMESTER_WEEKS
    asked = semesters_asked(inputs, maquettes, parameters)
    for position, level_id in enumerate(THIRD_CYCLE):
        interns = _placed(inputs, parameters, level_id)
        is_known = np.isfinite(interns)
        semesters = asked[:, position].T
        total = parameters.intake * np.where(is_known, interns, 0.0) @ semesters
        is_missing = (~is_known).astype(np.float64) @ (semesters > 0).astype(np.float64) > 0
        result[..., 1 + position] = np.where(is_missing, np.nan, total)
    in_force = levels_in_force(inputs.years, maquettes)
    # A cohort outside the inputs is as unknown as one that is not published.
    result[:, ~_within_cohorts(inputs, maquettes)] = np.nan
    return _with_total(result, in_force)


def offer(inputs: Inputs, maquettes: Sequence[Maquette], parameters: Parameters) -> FloatArray:
    """Place-semestres offered: those known, and those of the other MSU: (t, y, levels)."""
    rates = places_per_msu(inputs.years, maquettes, parameters)[:, :-1]
    known = inputs.known.copy()
    known[..., 0] *= parameters.cycle2_weeks / SEMESTER_WEEKS
    result = np.full((*inputs.msu.shape[:2], len(LEVELS)), np.nan)
    result[..., :-1] = known + parameters.msu * inputs.msu * rates
    return _with_total(result, levels_in_force(inputs.years, maquettes))


def balance(inputs: Inputs, maquettes: Sequence[Maquette], parameters: Parameters) -> FloatArray:
    """Offer - need in place-semestres, nan where either is unknown: (t, y, levels)."""
    return offer(inputs, maquettes, parameters) - need(inputs, maquettes, parameters)


def places_per_msu(
    years: Sequence[int], maquettes: Sequence[Maquette], parameters: Parameters
) -> FloatArray:
    """Place-semestres that one MSU offers in a year: (y, levels).

    Places of N1 and SASPAS are shared as the maquettes ask for one and the other that year.
    """
    sfe = parameters.third_cycle_places * parameters.sfe_part
    rest = parameters.third_cycle_places - sfe
    n1 = np.clip(n1_part(years, maquettes) + parameters.n1_tilt, 0.0, 1.0)
    result = np.empty((len(years), len(LEVELS)))
    result[:, 0] = parameters.cycle2_places * parameters.cycle2_weeks / SEMESTER_WEEKS
    result[:, 1] = rest * n1
    result[:, 2] = rest * (1 - n1)
    result[:, 3] = sfe
    result[:, 4] = parameters.dj_places
    return _with_total(result[None], levels_in_force(years, maquettes))[0]


def n1_part(years: Sequence[int], maquettes: Sequence[Maquette]) -> FloatArray:
    """(y,) part of N1 in the semesters of N1 and SASPAS that the maquettes ask for each year."""
    asked = np.zeros((len(years), 2))
    for row, year in enumerate(years):
        for _, _, item in obligations_of(year, maquettes):
            if item.level_id in THIRD_CYCLE[:2]:
                asked[row, THIRD_CYCLE.index(item.level_id)] += item.semesters * item.share
    total = asked.sum(axis=1)
    return np.divide(asked[:, 0], total, out=np.full(len(years), 0.5), where=total > 0)


def msu_to_recruit(gap_msu: FloatArray) -> FloatArray:
    """Smallest whole number of MSU that closes each gap, 0 when there is none; nan kept."""
    # 1e-9 absorbs binary noise, so that a gap of exactly 3 MSU does not ask for 4.
    return np.maximum(np.ceil(gap_msu - 1e-9), 0.0) + 0.0


def gap_in_msu(
    balances: FloatArray,
    years: Sequence[int],
    maquettes: Sequence[Maquette],
    parameters: Parameters,
) -> FloatArray:
    """MSU that make up for each balance if they give the level all their places of its kind.

    N1, SASPAS and SFE share the same places; docteurs juniors have their own, and so has the
    second cycle. Negative where there are more places than needed.
    """
    rates = places_per_msu(years, maquettes, parameters)
    rates[:, 1:4] = parameters.third_cycle_places
    return -balances / rates


def simulate(
    inputs: Inputs,
    maquettes: Sequence[Maquette],
    parameters: Parameters,
    spread: Mapping[str, tuple[float, float]],
) -> Simulation:
    """Need, offer, balance and MSU to recruit, each with its interval.

    Every uncertain thing is moved alone to its low then its high bound, and the deviations are
    combined as those of independent errors (root of the sum of squares). It draws nothing, so
    the same levers always give the same interval.

    Parameters
    ----------
    inputs, maquettes, parameters : the reference, or what the user changed
    spread : low and high bounds of the parameters that the user has not set
    """
    value = _metrics(inputs, maquettes, parameters)
    down = np.zeros_like(value)
    up = np.zeros_like(value)
    for scenario in _scenarios(inputs, maquettes, parameters, spread):
        ends = [_metrics(*arguments) - value for arguments in scenario]
        down += np.minimum(np.minimum(*ends), 0.0) ** 2
        up += np.maximum(np.maximum(*ends), 0.0) ** 2
    low, high = value - np.sqrt(down), value + np.sqrt(up)
    low[:2] = np.maximum(low[:2], 0.0)
    return Simulation(
        need=Estimate(value[0], low[0], high[0]),
        offer=Estimate(value[1], low[1], high[1]),
        balance=Estimate(value[2], low[2], high[2]),
        recruit_msu=Estimate(*(msu_to_recruit(end[3]) for end in (value, low, high))),
    )


def contributions(
    compute: Callable[[Parameters], FloatArray], reference: Parameters, changed: Parameters
) -> dict[str, FloatArray]:
    """What each lever that moved contributes, in the order of the fields of ``Parameters``.

    Levers are changed one after the other, each on top of the previous ones: the contributions
    sum to ``compute(changed) - compute(reference)``. Another order would share the interactions
    otherwise; this one is fixed.
    """
    result = {}
    current = reference
    before = compute(current)
    for lever in fields(Parameters):
        value = getattr(changed, lever.name)
        if value == getattr(reference, lever.name):
            continue
        current = replace(current, **{lever.name: value})
        after = compute(current)
        result[lever.name] = after - before
        before = after
    return result


def unmoved(
    spread: Mapping[str, tuple[float, float]], reference: Parameters, changed: Parameters
) -> dict[str, tuple[float, float]]:
    """Bounds of the levers that the user has left alone: a lever that is set has no spread."""
    return {
        name: bounds
        for name, bounds in spread.items()
        if getattr(reference, name) == getattr(changed, name)
    }


def semesters_asked(
    inputs: Inputs, maquettes: Sequence[Maquette], parameters: Parameters
) -> FloatArray:
    """(y, third-cycle levels, c) ambulatory semesters that an intern of a cohort must do."""
    asked = np.zeros((len(inputs.years), len(THIRD_CYCLE), len(inputs.cohorts)))
    for row, year in enumerate(inputs.years):
        for cohort, maquette, item in obligations_of(year, maquettes):
            if cohort in inputs.cohorts:
                share = parameters.of_level(item.level_id, "ambulatory")
                asked[row, THIRD_CYCLE.index(item.level_id), inputs.cohorts.index(cohort)] += (
                    _semesters(maquette, item, parameters)
                    * (item.share if share is None else share)
                )
    return asked


def _semesters(maquette: Maquette, item: Obligation, parameters: Parameters) -> float:
    """Semesters of an obligation; a lever is shared between those of the same level."""
    lever = parameters.of_level(item.level_id, "semesters")
    if lever is None:
        return item.semesters
    level = sum(
        other.semesters for other in maquette.obligations if other.level_id == item.level_id
    )
    return lever * item.semesters / level


def _within_cohorts(inputs: Inputs, maquettes: Sequence[Maquette]) -> np.ndarray:
    """(y, levels) False where a cohort that the level needs is not in the inputs."""
    result = np.ones((len(inputs.years), len(LEVELS)), dtype=bool)
    for row, year in enumerate(inputs.years):
        for cohort, _, item in obligations_of(year, maquettes):
            if cohort not in inputs.cohorts:
                result[row, LEVELS.index(item.level_id)] = False
    return result


def _placed(inputs: Inputs, parameters: Parameters, level_id: str) -> FloatArray:
    """Interns of each territory: docteurs juniors go where the lever sends them."""
    zoned = parameters.dj_zip_zac
    if level_id != "DJ" or zoned is None:
        return inputs.interns
    return zoned * inputs.zoned + (1 - zoned) * inputs.unzoned


def _with_total(values: FloatArray, in_force: np.ndarray) -> FloatArray:
    """Blank the levels not in force, and sum those of the third cycle; nan if one is unknown."""
    values[:, ~in_force] = np.nan
    third = np.where(in_force[None, :, 1:-1], values[..., 1:-1], 0.0)
    values[..., -1] = third.sum(axis=-1)
    return values


def _metrics(inputs: Inputs, maquettes: Sequence[Maquette], parameters: Parameters) -> FloatArray:
    needed = need(inputs, maquettes, parameters)
    offered = offer(inputs, maquettes, parameters)
    left = offered - needed
    return np.stack([needed, offered, left, gap_in_msu(left, inputs.years, maquettes, parameters)])


def _scenarios(
    inputs: Inputs,
    maquettes: Sequence[Maquette],
    parameters: Parameters,
    spread: Mapping[str, tuple[float, float]],
) -> Iterator[list[tuple[Inputs, Sequence[Maquette], Parameters]]]:
    """One thing at a time, at its two bounds."""
    for name in inputs.bounds:
        yield [(inputs.at_bound(name, side), maquettes, parameters) for side in (0, 1)]
    for level_id in THIRD_CYCLE:
        ends = [
            [maquette.with_shares(level_id, bound) for maquette in maquettes]
            for bound in ("share_low", "share_high")
        ]
        yield [(inputs, end, parameters) for end in ends]
    for name, bounds in spread.items():
        yield [(inputs, maquettes, replace(parameters, **{name: value})) for value in bounds]
