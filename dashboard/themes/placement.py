"""Where to place the docteurs juniors: criteria, rows, order and sentences. Pure."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from dashboard.core.formatting import interval, number, plural, typography
from dashboard.core.values import Measure
from dashboard.themes.situation import Situation, chances, nearest_tenth
from models.placement.order import (
    SETTLED,
    Notes,
    Order,
    Variant,
    left_out,
    separated,
    variant,
)
from models.territories.apportionment import largest_remainder

ZONES, APL, APL_CHANGE, AGE = "zones", "apl", "chute_apl", "age"
MSU, NEED, DEPARTURES = "msu", "besoin", "departs"
# MSU of a département, counted or estimated: shown, and read by the criterion « MSU ».
COUNT = "effectif"
COHORT_WORDS = {
    "filled": "postes pourvus",
    "offered": "postes offerts, CESP compris",
    "interpolated": "promotion interpolée",
}
WEIGHTS = ("0", "0,5", "1", "1,5", "2", "3", "5")
# Under this, a chance reads « moins de 1 sur 10 ».
LEAST_CHANCE = 0.1
# From here on, chances are those that a verdict claims: never rounded up.
SURE_FROM = 0.6
# A tier of more territories is counted, not listed.
LISTED = 6


@dataclass(frozen=True)
class Criterion:
    """One criterion of the order.

    ``indicator_id`` is the published indicator it reads, empty when it is computed;
    ``high_first`` whether the highest value comes first; ``weight`` the one it starts with.
    """

    criterion_id: str
    indicator_id: str
    label: str
    short: str
    unit: str
    decimals: int
    high_first: bool
    weight: float
    why: str

    @property
    def direction(self) -> str:
        """« plus haut, plus tôt »."""
        return "plus haut, plus tôt" if self.high_first else "plus bas, plus tôt"


CRITERIA: tuple[Criterion, ...] = (
    Criterion(
        ZONES,
        "part_population_zip_zac_pct",
        "Part de la population en ZIP ou ZAC",
        "ZIP + ZAC",
        "% de la population",
        1,
        high_first=True,
        weight=1.0,
        why="Le zonage désigne les lieux sous-denses, et il ouvre les aides.",
    ),
    Criterion(
        APL,
        "apl_mg",
        "Accessibilité aux généralistes (APL)",
        "APL",
        "consultations par an et par habitant",
        2,
        high_first=False,
        weight=1.0,
        why="Ce que les habitants trouvent aujourd’hui. Le zonage en est tiré : les deux se "
        "recoupent.",
    ),
    Criterion(
        APL_CHANGE,
        "evolution_apl_mg_pct",
        "Évolution de l’APL de 2015 à 2023",
        "Évolution APL",
        "%",
        1,
        high_first=False,
        weight=1.0,
        why="Où l’accès a le plus baissé.",
    ),
    Criterion(
        AGE,
        "part_mg_liberaux_60_ans_et_plus_pct",
        "Généralistes libéraux de 60 ans et plus",
        "60 ans et +",
        "% des généralistes libéraux",
        1,
        high_first=True,
        weight=1.0,
        why="Où le plus de cabinets seront à reprendre. Les données sont de fin 2019.",
    ),
    Criterion(
        MSU,
        "",
        "MSU face à leur part de la cible",
        "MSU face à la part",
        "MSU pour 100 de la part",
        0,
        high_first=False,
        weight=1.0,
        why="Où des MSU sont à recruter avant d’y envoyer un docteur junior. Estimés, ils "
        "bougent avec la clé et avec leur intervalle.",
    ),
    Criterion(
        NEED,
        "",
        "Docteurs juniors de sa part (nombre)",
        "Docteurs juniors",
        "docteurs juniors",
        0,
        high_first=True,
        weight=0.0,
        why="Dit combien, et non où : le besoin est partagé selon les généralistes libéraux, donc "
        "là où il y en a déjà.",
    ),
    Criterion(
        DEPARTURES,
        "",
        "Départs attendus de 2020 à 2029 (nombre)",
        "Départs attendus",
        "généralistes libéraux",
        0,
        high_first=True,
        weight=0.0,
        why="Même source que l’âge, avec un taux national : le compter en plus compterait l’âge "
        "deux fois, et la taille du département.",
    ),
)
BY_ID = {item.criterion_id: item for item in CRITERIA}


@dataclass(frozen=True)
class PlacementRow:
    """One département.

    ``needs`` are docteurs juniors by entry (the year of the November), ``shown_needs`` the same
    in whole numbers that add up; ``share_pct`` its part of the need of the entry shown;
    ``other_target`` its situation against the target that stands beside that of the view.
    """

    territory_id: str
    code: str
    name: str
    named: str
    needs: Mapping[int, Measure]
    shown_needs: Mapping[int, int | None]
    share_pct: float | None
    situation: Situation | None
    other_target: Situation | None
    measures: Mapping[str, Measure]


@dataclass(frozen=True)
class Placement:
    """Rows in the order of the notes, and what their order is worth.

    ``entry`` is the November shown, ``entries`` those that the cohorts allow; ``total`` the need
    of the rows at each; ``tied`` the weights by criterion; ``by_key`` the order shown under each
    apportionment key, by its label.
    """

    place: str
    where: str
    entry: int
    entries: tuple[int, ...]
    rows: tuple[PlacementRow, ...]
    total: Mapping[int, Measure]
    weights: Mapping[str, float]
    notes: Notes
    order: Order
    by_key: Mapping[str, Variant]
    target_label: str
    other_label: str
    other_msu: int
    msu_year: int

    @property
    def ranked(self) -> tuple[int, ...]:
        """Places of the rows, the first tier first, then by score and by code."""
        order = self.order
        return tuple(
            sorted(
                range(len(self.rows)),
                key=lambda row: (
                    int(order.tier[row]),
                    -round(float(order.score[row]), 9),
                    self.rows[row].code,
                ),
            )
        )

    @property
    def weighed(self) -> tuple[Criterion, ...]:
        """Criteria whose weight is not 0."""
        return tuple(item for item in CRITERIA if self.weights[item.criterion_id] > 0)

    @property
    def without(self) -> Mapping[str, Variant]:
        """Order shown without each criterion that weighs, in turn, by its identifier."""
        weights = [self.weights[item.criterion_id] for item in CRITERIA]
        return {
            CRITERIA[index].criterion_id: variant(
                self.notes.values,
                [0.0 if place == index else weight for place, weight in enumerate(weights)],
            )
            for index in left_out(weights)
        }

    def separated(self, criterion_id: str) -> float:
        """Part of the pairs of rows that a criterion tells apart by itself, from 0 to 1."""
        index = [item.criterion_id for item in CRITERIA].index(criterion_id)
        return separated(self.notes, index)

    def members(self, tier: int) -> tuple[PlacementRow, ...]:
        """Rows of one tier, by score."""
        return tuple(self.rows[row] for row in self.ranked if self.order.tier[row] == tier)

    def weakest(self, tier: int) -> float:
        """Least part of the settings in which a row of a tier is ahead of one of a later tier."""
        tiers = self.order.tier
        pairs = self.order.ahead[np.ix_(tiers <= tier, tiers > tier)]
        return float(pairs.min()) if pairs.size else 1.0


def whole_needs(needs: Sequence[Measure]) -> tuple[int | None, ...]:
    """Needs in whole docteurs juniors that add up to their sum; None where one is unknown."""
    values = [item.value for item in needs]
    if not values or any(value is None for value in values):
        return tuple(None for _ in values)
    known = [float(value or 0.0) for value in values]
    return tuple(int(item) for item in largest_remainder(round(sum(known)), known))


def whole_bounds(measure: Measure) -> str:
    """« 8 à 9 »: bounds in whole numbers, never narrower than they are; empty without any."""
    if measure.low is None or measure.high is None:
        return ""
    return interval(math.floor(measure.low + 1e-9), math.ceil(measure.high - 1e-9))


def entry_label(entry: int) -> str:
    """« novembre 2027 »."""
    return f"novembre {entry}"


def lack_words(situation: Situation) -> str:
    """« 9 sur 10 »: chances that MSU lack; « compté, sous » where they are counted."""
    if situation.p_below is None:
        return situation.short_words
    if situation.p_below < LEAST_CHANCE:
        return "moins de 1 sur 10"
    if situation.p_below < SURE_FROM:
        return f"{number(nearest_tenth(situation.p_below))} sur 10"
    return chances(situation.p_below).replace(" chances", "")


def tier_label(tier: int, tiers: int) -> str:
    """« 1er groupe », « 2e groupe »; « à égalité » when there is one only."""
    if tiers == 1:
        return "à égalité"
    return f"{tier}{'er' if tier == 1 else 'e'} groupe"


def range_words(low: int, high: int) -> str:
    """« rang 1 », « rangs 1 à 3 »."""
    return f"rang {low}" if low == high else f"rangs {low} à {high}"


def settings_words(part: float) -> str:
    """« 9 réglages sur 10 », « tous les réglages »; never more than what was met."""
    if part >= 1:
        return "tous les réglages"
    return f"{number(int(10 * part + 1e-9))} réglages sur 10"


def listed(names: Sequence[str]) -> str:
    """« la Nièvre, l’Yonne et le Jura »."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} et {names[-1]}"


def answer(placement: Placement) -> str:
    """The order in one sentence, no surer than its settings."""
    start = f"Pour {entry_label(placement.entry)}, {placement.where}"
    return typography(f"{start} : {_answer(placement)}")


def _answer(placement: Placement) -> str:
    rows, tiers = placement.rows, placement.order.tiers
    if len(rows) == 1:
        return "un seul département, rien à ordonner"
    if not placement.weighed:
        return "aucun critère n’a de poids, rien n’est ordonné"
    if tiers == 1:
        best = placement.rows[placement.ranked[0]]
        low, high = (int(end[placement.ranked[0]]) for end in _ends(placement))
        return (
            f"aucun ordre ne tient entre les {number(len(rows))} départements ; "
            f"{best.named} est le plus souvent devant ({range_words(low, high)})"
        )
    parts = [f"d’abord {_group(placement.members(1))}"]
    parts += [
        f"puis {_group(placement.members(tier))}"
        for tier in range(2, tiers + 1)
        if tiers <= 3 or tier == 2
    ]
    if tiers > 3:
        rest = sum(int(tier) > 2 for tier in placement.order.tier)
        parts.append(f"puis {plural(rest, 'autre')} en {number(tiers - 2)} groupes")
    return ", ".join(parts)


def _ends(placement: Placement) -> tuple[np.ndarray, np.ndarray]:
    return placement.order.low, placement.order.high


def _group(rows: Sequence[PlacementRow]) -> str:
    if len(rows) == 1:
        return rows[0].named
    if len(rows) > LISTED:
        return f"{number(len(rows))} départements à égalité"
    return f"{listed([row.named for row in rows])} (à égalité)"


def sureness(placement: Placement) -> str:
    """How sure the order is, and what it rests on."""
    tiers = placement.order.tiers
    if len(placement.rows) < 2 or not placement.weighed:
        return ""
    if tiers == 1:
        return typography(
            "Selon les poids, la clé et les estimations, chacun peut passer devant un autre : "
            "tous sont à égalité."
        )
    weakest = min(placement.weakest(tier) for tier in range(1, tiers))
    first = (
        f"Chaque groupe est devant le suivant dans au moins {settings_words(weakest)} ; à "
        "l’intérieur d’un groupe, l’ordre n’est pas assez sûr pour être donné."
    )
    return typography(f"{first} {carried(placement)}".strip())


def carried(placement: Placement) -> str:
    """Which criteria that weigh order nothing here; empty when each orders something."""
    idle = [item for item in placement.weighed if placement.separated(item.criterion_id) == 0]
    if not idle:
        return ""
    if [item.criterion_id for item in idle] == [MSU] and _is_estimated(placement):
        some = any(row.situation and row.situation.is_counted for row in placement.rows)
        what = "Les MSU, estimés sauf là où ils sont comptés," if some else "Les MSU, estimés,"
        return (
            f"{what} n’en séparent aucun : l’ordre vient des autres critères, et un comptage "
            "local le préciserait."
        )
    names = listed([f"« {item.short} »" for item in idle])
    verb = "ne sépare" if len(idle) == 1 else "ne séparent"
    return f"{names} {verb} aucun de ces départements."


def _is_estimated(placement: Placement) -> bool:
    return any(row.situation and not row.situation.is_counted for row in placement.rows)


def need_sentence(placement: Placement) -> str:
    """How many docteurs juniors are to be placed at the November shown."""
    total = placement.total[placement.entry]
    if total.value is None:
        return typography("Le besoin de cette année n’est pas connu : n. d.")
    bounds = whole_bounds(total)
    around = f" ({bounds})" if bounds else ""
    return typography(
        f"{plural(round(total.value), 'docteur junior', 'docteurs juniors')} à placer en "
        f"{entry_label(placement.entry)}{around}, d’après la promotion entrée en "
        f"{entry_label(placement.entry - 3)} ({total.note})."
    )


def separated_words(part: float, pairs: int) -> str:
    """« sépare 5 paires sur 28 », « ne sépare aucun département »."""
    found = round(part * pairs)
    if found == 0:
        return "ne sépare aucun département"
    if found == pairs:
        return "les sépare tous"
    return f"sépare {plural(found, 'paire')} sur {number(pairs)}"


def rank_text(rank: float) -> str:
    """« 3 », « 1,5 » for two territories that share the first two ranks."""
    return number(rank, 0 if float(rank).is_integer() else 1)


def caveats() -> tuple[str, ...]:
    """Reservations that go with the order wherever it goes."""
    return tuple(
        typography(text)
        for text in (
            "L’ordre aide à discuter, il ne décide pas : il ne dit rien des projets, des "
            "logements, ni des lieux d’accueil de chaque département.",
            "Le besoin de chaque département est une part de celui de sa subdivision, selon les "
            "généralistes libéraux de 2024 : ce n’est pas un droit à des docteurs juniors.",
            "La promotion est comptée entière : redoublements, congés, changements de subdivision "
            "et thèses tardives ne sont pas publiés (hypothèse).",
            "Les 60 ans et plus, et les départs qui en sont tirés, datent de fin 2019.",
            "Le zonage et l’APL se recoupent : le premier est tiré de la seconde. Le poids 0 en "
            "écarte un.",
            "Les MSU sont une estimation de l’Observatoire là où ils ne sont pas comptés ; ceux de "
            "la dernière année sont supposés inchangés jusqu’à la rentrée choisie (hypothèse).",
        )
    )


SETTINGS_WORDS = (
    "Un réglage tire des poids autour de ceux de la page, prend l’une des clés de répartition, "
    "un tirage des MSU dans leur loi et, une fois sur deux, écarte un critère. Un groupe est "
    f"devant le suivant quand chacun de ses départements l’est dans au moins "
    f"{round(100 * SETTLED)} % des réglages."
)
