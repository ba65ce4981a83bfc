"""View of the page « Stages »: year, level and levers, read from and written to an address."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from dashboard.core.formatting import number
from dashboard.themes.stages import LEVEL_NAMES, StageModel
from dashboard.views.stages import words
from models.stages.balance import LIMITS, Parameters
from models.stages.maquettes import TOTAL

YEAR = "formation"
LEVEL = "stage"
YEAR_LABEL, LEVEL_LABEL = "Année de formation", "Niveau de stage"
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
    scale: float = 1.0
    decimals: int = 2
    step: float = 0.05
    unset_fr: str = ""

    @property
    def label_fr(self) -> str:
        """Label of its field."""
        return words.LEVERS[self.name][0]

    @property
    def unit_fr(self) -> str:
        """Unit of the value shown."""
        return words.LEVERS[self.name][1]

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest values that may be shown."""
        low, high = LIMITS[self.name]
        unit = 10.0**self.decimals
        low, high = low * self.scale * unit, high * self.scale * unit
        return math.ceil(low - 1e-9) / unit, math.floor(high + 1e-9) / unit

    def scaled(self, value: float) -> float:
        """Value of the model as it is shown."""
        return round(value * self.scale, self.decimals)

    def value_of(self, parameters: Parameters) -> float | None:
        """Value as shown, None where the lever is not set."""
        value: float | None = getattr(parameters, self.name)
        return None if value is None else self.scaled(value)

    def read(self, text: str) -> float | None:
        """Value as shown, from its text; None when it is not one or is out of bounds."""
        if not DECIMAL.fullmatch(text):
            return None
        value = round(float(text.replace(",", ".").replace("−", "-")), self.decimals)
        low, high = self.bounds
        return value + 0.0 if low <= value <= high else None

    def write(self, value: float) -> str:
        """Text of a value in the URL: as few digits as it needs."""
        return f"{value:.{self.digits(value)}f}"

    def digits(self, value: float) -> int:
        """Decimals that a value needs, its own at most."""
        return next(
            digits
            for digits in range(self.decimals + 1)
            if round(value, digits) == round(value, self.decimals)
        )

    def text(self, value: float | None) -> str:
        """Value with its unit, in a sentence."""
        if value is None:
            return self.unset_fr
        return f"{number(value, self.digits(value))}\u00a0{self.unit_fr}"

    def reference(self, model: StageModel, year: int) -> float | None:
        """Reference as shown; None where the maquettes followed that year give several."""
        values = model.maquette_values(self.name, year)
        if values is None:
            return self.value_of(model.reference)
        return self.scaled(values[0]) if len(values) == 1 else None

    def reference_text(self, model: StageModel, year: int) -> str:
        """Reference in a sentence; of a stage, what the maquettes ask for that year."""
        value = self.value_of(model.reference)
        if value is not None:
            return number(value, self.digits(value))
        values = model.maquette_values(self.name, year)
        if values is None:
            return self.unset_fr
        if not values:
            return words.NO_SUCH_STAGE
        scaled = [self.scaled(item) for item in values]
        text = " ou ".join(number(item, 1 if item % 1 else 0) for item in scaled)
        return f"{text}, {self.unset_fr}"


def _of_levels(name: str, parameter: str, **options: object) -> tuple[Lever, ...]:
    return tuple(
        Lever(
            f"{level}_{name}",
            f"{level}_{parameter}",
            words.NEED_GROUP,
            unset_fr=words.BY_MAQUETTE,
            **options,  # type: ignore[arg-type]
        )
        for level in ("n1", "saspas", "sfe", "dj")
    )


# In the order of the fields of ``Parameters``.
LEVERS: tuple[Lever, ...] = (
    Lever("intake", "promotions", words.NEED_GROUP, scale=100.0, decimals=0, step=5.0),
    *_of_levels("semesters", "semestres", decimals=1, step=0.5),
    *_of_levels("ambulatory", "ville", scale=100.0, decimals=1, step=5.0),
    Lever(
        "dj_zip_zac",
        "dj_zones",
        words.NEED_GROUP,
        scale=100.0,
        decimals=0,
        step=5.0,
        unset_fr=words.AS_LIBERAL_GPS,
    ),
    Lever("msu", "msu", words.OFFER_GROUP, scale=100.0, decimals=0, step=5.0),
    Lever("third_cycle_places", "places", words.OFFER_GROUP),
    Lever("sfe_part", "part_sfe", words.OFFER_GROUP, scale=100.0, decimals=1, step=1.0),
    Lever("n1_tilt", "ecart_n1", words.OFFER_GROUP, scale=100.0, decimals=0, step=5.0),
    Lever("dj_places", "places_dj", words.OFFER_GROUP),
    Lever("cycle2_places", "externes", words.STUDENTS_GROUP),
    Lever("cycle2_weeks", "semaines", words.STUDENTS_GROUP, decimals=0, step=1.0),
)
BY_NAME = {lever.name: lever for lever in LEVERS}
STAGE_PARAMETERS = frozenset({YEAR, LEVEL, *(lever.parameter for lever in LEVERS)})


@dataclass(frozen=True)
class StageView:
    """Year, level and levers: the values shown of the levers that changed, and no other."""

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
        changed = tuple(
            (name, value)
            for name, value in self.levers
            if BY_NAME[name].value_of(reference) != value
        )
        return replace(self, levers=changed)

    def parameters(self, reference: Parameters) -> Parameters:
        """Reference with the levers of the view."""
        values = {name: _of_model(BY_NAME[name], value) for name, value in self.levers}
        return replace(reference, **values)

    def hypotheses(self, model: StageModel) -> tuple[str, ...]:
        """Each lever that changed, with its value and its reference, in words."""
        levers = [(BY_NAME[name], value) for name, value in self.levers]
        return tuple(
            words.hypothesis(
                lever.label_fr, lever.text(value), lever.reference_text(model, self.year)
            )
            for lever, value in levers
        )


def _of_model(lever: Lever, value: float) -> float:
    """Value of the model; rounding to what is shown never leaves its limits."""
    low, high = LIMITS[lever.name]
    return min(max(value / lever.scale, low), high)


def parse_stage_view(
    parameters: Mapping[str, str], years: Sequence[int], default_year: int | None = None
) -> tuple[StageView, tuple[str, ...]]:
    """Read year, level and levers; what cannot be read keeps its default and is a problem.

    ``default_year`` is the year of a page opened without one; the latest unless it is given.
    """
    problems = []
    view = StageView(default_year or years[-1])
    if YEAR in parameters:
        text = parameters[YEAR].strip()
        if text in {str(year) for year in years}:
            view = replace(view, year=int(text))
        else:
            expected = f"de {years[0]} à {years[-1]}"
            problems.append(words.impossible_value(YEAR_LABEL, text, expected, str(view.year)))
    if LEVEL in parameters:
        text = parameters[LEVEL].strip()
        if text in LEVEL_NAMES:
            view = replace(view, level_id=text)
        else:
            default = LEVEL_NAMES[view.level_id]
            expected = ", ".join(LEVEL_NAMES)
            problems.append(words.impossible_value(LEVEL_LABEL, text, expected, default))
    for lever in LEVERS:
        if lever.parameter in parameters:
            text = parameters[lever.parameter].strip()
            value = lever.read(text)
            if value is None:
                low, high = lever.bounds
                expected = f"un nombre de {number(low, lever.decimals)} à {lever.text(high)}"
                problems.append(
                    words.impossible_value(lever.label_fr, text, expected, "la référence")
                )
            view = view.with_lever(lever.name, value)
    return view, tuple(problems)


def write_stage_view(view: StageView) -> dict[str, str]:
    """Write the view as URL parameters: opening the link shows it again."""
    levers = {BY_NAME[name].parameter: BY_NAME[name].write(value) for name, value in view.levers}
    return {YEAR: str(view.year), LEVEL: view.level_id} | levers
