"""Year, level and levers of the page « Stages », and how they are written in a URL: pure."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.core.formatting import number
from dashboard.themes.stages import LEVEL_NAMES
from models.stages.balance import LIMITS, Parameters
from models.stages.maquettes import TOTAL

YEAR = "formation"
LEVEL = "stage"
DECIMAL = re.compile(r"[-−]?\d{1,4}([.,]\d{1,4})?")


@dataclass(frozen=True)
class Lever:
    """One lever: its field of ``Parameters``, its name in the URL, and how it is shown.

    ``scale`` turns the value of the model into the one shown (100 for a percentage);
    ``unset_fr`` is what holds when it is not set, for the levers that may not be.
    """

    name: str
    parameter: str
    group: str
    label_fr: str
    unit_fr: str
    scale: float = 1.0
    decimals: int = 2
    step: float = 0.05
    unset_fr: str = ""

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest values that may be shown."""
        low, high = LIMITS[self.name]
        unit = 10.0**self.decimals
        low, high = low * self.scale * unit, high * self.scale * unit
        return math.ceil(low - 1e-9) / unit, math.floor(high + 1e-9) / unit

    def shown(self, parameters: Parameters) -> float | None:
        """Value as shown, None where the lever is not set."""
        value: float | None = getattr(parameters, self.name)
        return None if value is None else round(value * self.scale, self.decimals)

    def read(self, text: str) -> float | None:
        """Value as shown, from its text; None when it is not one or is out of bounds."""
        if not DECIMAL.fullmatch(text):
            return None
        value = round(float(text.replace(",", ".").replace("−", "-")), self.decimals)
        low, high = self.bounds
        return value + 0.0 if low <= value <= high else None

    def write(self, value: float) -> str:
        """Text of a value in the URL: as few digits as it needs."""
        return (
            f"{value:.{self.decimals}f}".rstrip("0").rstrip(".")
            if self.decimals
            else f"{value:.0f}"
        )

    def words(self, value: float | None) -> str:
        """Value with its unit, as a sentence says it."""
        if value is None:
            return self.unset_fr
        digits = len(self.write(value).partition(".")[2])
        return f"{number(value, digits)}\u00a0{self.unit_fr}"


NEED, OFFER, STUDENTS = "Ce qu’il faut", "Ce qui est offert", "2e cycle"
BY_MAQUETTE = "selon les maquettes"


def _of_levels(name: str, parameter: str, label: str, **shown: object) -> tuple[Lever, ...]:
    levels = (("n1", "niveau 1"), ("saspas", "SASPAS"), ("sfe", "femme-enfant"), ("dj", "DJ"))
    return tuple(
        Lever(
            f"{level}_{name}",
            f"{level}_{parameter}",
            NEED,
            label.format(level=level_fr),
            unset_fr=BY_MAQUETTE,
            **shown,  # type: ignore[arg-type]
        )
        for level, level_fr in levels
    )


# In the order of the fields of ``Parameters``.
LEVERS: tuple[Lever, ...] = (
    Lever(
        "intake",
        "promotions",
        NEED,
        "Taille des promotions",
        "% de la référence",
        scale=100.0,
        decimals=0,
        step=5.0,
    ),
    *_of_levels(
        "semesters",
        "semestres",
        "Semestres de {level}",
        unit_fr="sem. par interne",
        decimals=1,
        step=0.5,
    ),
    *_of_levels(
        "ambulatory",
        "ville",
        "Part de {level} en ville",
        unit_fr="% des semestres",
        scale=100.0,
        decimals=1,
        step=5.0,
    ),
    Lever(
        "dj_zip_zac",
        "dj_zones",
        NEED,
        "DJ placés en ZIP ou ZAC",
        "% des docteurs juniors",
        scale=100.0,
        decimals=0,
        step=5.0,
        unset_fr="comme les généralistes installés",
    ),
    Lever(
        "msu",
        "msu",
        OFFER,
        "Nombre de MSU",
        "% de la référence",
        scale=100.0,
        decimals=0,
        step=5.0,
    ),
    Lever(
        "third_cycle_places",
        "places",
        OFFER,
        "Places de N1, SASPAS et femme-enfant",
        "par MSU et par an",
    ),
    Lever(
        "sfe_part",
        "part_sfe",
        OFFER,
        "dont femme-enfant",
        "% de ces places",
        scale=100.0,
        decimals=1,
        step=1.0,
    ),
    Lever(
        "n1_tilt",
        "ecart_n1",
        OFFER,
        "Part du niveau 1 dans les autres",
        "points d’écart",
        scale=100.0,
        decimals=0,
        step=5.0,
    ),
    Lever("dj_places", "places_dj", OFFER, "Places de docteur junior", "par MSU et par an"),
    Lever("cycle2_places", "externes", STUDENTS, "Externes reçus", "par MSU et par an"),
    Lever("cycle2_weeks", "semaines", STUDENTS, "Durée du stage", "semaines", decimals=0, step=1.0),
)
BY_NAME = {lever.name: lever for lever in LEVERS}
STAGE_PARAMETERS = frozenset({YEAR, LEVEL, *(lever.parameter for lever in LEVERS)})


@dataclass(frozen=True)
class StageView:
    """What the page « Stages » shows: levers hold the values shown, those that changed only."""

    year: int
    level_id: str = TOTAL
    levers: tuple[tuple[str, float], ...] = ()

    def with_lever(self, name: str, value: float | None) -> StageView:
        """Return the view with one lever set; None leaves it at its reference."""
        values = dict(self.levers) | ({} if value is None else {name: value})
        if value is None:
            values.pop(name, None)
        ordered = tuple(
            (lever.name, values[lever.name]) for lever in LEVERS if lever.name in values
        )
        return replace(self, levers=ordered)

    def without_levers(self) -> StageView:
        """Return the view with every lever at its reference."""
        return replace(self, levers=())

    def at_reference(self, reference: Parameters) -> StageView:
        """Return the view without the levers that are set to their reference."""
        moved = tuple(
            (name, value) for name, value in self.levers if BY_NAME[name].shown(reference) != value
        )
        return replace(self, levers=moved)

    def parameters(self, reference: Parameters) -> Parameters:
        """Reference with the levers of the view."""
        values = {name: _of_model(BY_NAME[name], value) for name, value in self.levers}
        return replace(reference, **values)


def _of_model(lever: Lever, value: float) -> float:
    """Value of the model; rounding to what is shown never leaves its limits."""
    low, high = LIMITS[lever.name]
    return min(max(value / lever.scale, low), high)


def parse_stage_view(
    parameters: Mapping[str, str], years: Sequence[int], first_shown: int | None = None
) -> tuple[StageView, tuple[str, ...]]:
    """Read year, level and levers; what cannot be read keeps its default and is told in French.

    ``first_shown`` is the year of a page opened without one; the latest unless it is given.
    """
    problems = []
    view = StageView(first_shown or years[-1])
    if YEAR in parameters:
        text = parameters[YEAR].strip()
        if text in {str(year) for year in years}:
            view = replace(view, year=int(text))
        else:
            expected = f"de {years[0]} à {years[-1]}"
            problems.append(_problem("Année de formation", text, expected, str(view.year)))
    if LEVEL in parameters:
        text = parameters[LEVEL].strip()
        if text in LEVEL_NAMES:
            view = replace(view, level_id=text)
        else:
            shown = LEVEL_NAMES[view.level_id]
            problems.append(_problem("Niveau de stage", text, ", ".join(LEVEL_NAMES), shown))
    for lever in LEVERS:
        if lever.parameter in parameters:
            text = parameters[lever.parameter].strip()
            value = lever.read(text)
            if value is None:
                low, high = lever.bounds
                expected = f"un nombre de {number(low, lever.decimals)} à {lever.words(high)}"
                problems.append(_problem(lever.label_fr, text, expected, "la référence"))
            view = view.with_lever(lever.name, value)
    return view, tuple(problems)


def write_stage_view(view: StageView) -> dict[str, str]:
    """Write the view as URL parameters: opening the link shows it again."""
    levers = {BY_NAME[name].parameter: BY_NAME[name].write(value) for name, value in view.levers}
    return {YEAR: str(view.year), LEVEL: view.level_id} | levers


def _problem(what: str, text: str, expected: str, shown: str) -> str:
    value = f"« {text[:40]} »" if text else "(valeur vide)"
    return (
        f"{what} : valeur impossible dans l’adresse, {value}. "
        f"Valeurs possibles : {expected}. Vue affichée : {shown}."
    )
