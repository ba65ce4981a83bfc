"""Fictitious lines of the registers, drawn from the recipes of ``data/demo/registres.yml``."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np

from etl.declared.registers import Declaration, load_declarations
from etl.demo.places import Places
from etl.demo.recipe import (
    EMPTY,
    TODAY,
    Cell,
    Line,
    Recipe,
    Spot,
    days_between,
    load_recipes,
    pick,
)
from etl.demo.sequels import SEQUELS

# Between two levels that a recipe names.
AND = " et "
# Draws of their own: another kind of file never changes the lines of a register.
FIRST_RANK = 100
ENTRY_ID = "FICTIF-{}-{:03d}"
# Time spent at a step, around its median; some lines wait far longer, and end up late.
SPREAD = 0.45
STUCK, STUCK_TIMES = 0.1, 4.0


def draw_registers(
    data: Path, places: Places, seed: int
) -> dict[str, list[list[str | int | None]]]:
    """Draw the lines of every register that has a recipe, by register, in the order of its fields.

    Raises
    ------
    RegisterError
        When a declaration cannot be read.
    """
    declared = {item.register_id: item for item in load_declarations(data)}
    drawn = {}
    for rank, (register_id, recipe) in enumerate(load_recipes(data).items()):
        draw = np.random.default_rng([seed, FIRST_RANK + rank])
        lines = _lines(declared[register_id], recipe, places, draw)
        names = list(declared[register_id].by_id)
        drawn[register_id] = [[_written(line.get(name)) for name in names] for line in lines]
    return drawn


def _lines(
    declared: Declaration, recipe: Recipe, places: Places, draw: np.random.Generator
) -> list[Line]:
    if recipe.given:
        return [
            {"entry_id": ENTRY_ID.format(recipe.prefix, rank), **line}
            for rank, line in enumerate(recipe.given, start=1)
        ]
    finish = SEQUELS[declared.register_id]
    lines = []
    for rank, spot in enumerate(_spots(recipe, places, draw), start=1):
        line = _drawn(recipe, spot, rank, draw)
        if recipe.course:
            line |= _walk(declared, recipe, draw)
        finish(line, spot, draw, recipe)
        lines.append(line)
    return lines


def _spots(recipe: Recipe, places: Places, draw: np.random.Generator) -> Iterator[Spot]:
    """Each territory as many times as it has lines."""
    for spot in _territories(recipe.per, places):
        more = int(recipe.lines) + int(draw.random() < recipe.lines % 1)
        for turn in range(more):
            yield Spot(spot.territory, spot.name, spot.faculty, spot.size, spot.near, turn)


def _territories(per: str, places: Places) -> list[Spot]:
    first, _, second = per.partition(AND)
    if second:
        return [*_territories(first, places), *_territories(second, places)]
    if per == "region":
        return [Spot(label, _bare(label)) for label in places.regions.values()]
    if per == "subdivision":
        return [
            Spot(label, _bare(label), near=_near(subdivision, places))
            for subdivision, label in places.labels.items()
        ]
    largest = places.parts.sort_values("size").drop_duplicates("departement_id", keep="last")
    faculties = largest.set_index("departement_id")["subdivision_id"].map(places.labels).map(_bare)
    return [
        Spot(row.code, row.name_fr, faculties[row.territory_id], float(row.size_gps))
        for row in places.departements.rename(columns={"size": "size_gps"}).itertuples()
    ]


def _bare(label: str) -> str:
    """Name of a territory without what sets it apart from another: « Reims (subdivision) »."""
    return label.rsplit(" (", 1)[0]


def _near(subdivision: str, places: Places) -> tuple[str, ...]:
    """Subdivisions that touch another: those overseas touch none, the first one stands for them."""
    parts = places.parts
    departements = set(parts.loc[parts["subdivision_id"] == subdivision, "departement_id"])
    beside = {other for one_, other in places.neighbours if one_ in departements} - departements
    subdivisions = parts.loc[parts["departement_id"].isin(sorted(beside)), "subdivision_id"]
    others = sorted(set(subdivisions) - {subdivision}) or [min(places.labels)]
    return tuple(places.labels[other] for other in others)


def _drawn(recipe: Recipe, spot: Spot, rank: int, draw: np.random.Generator) -> Line:
    """What is drawn alike in every register: codes, numbers, lists, texts and the title."""

    def text(templates: Sequence[str]) -> str:
        template = templates[int(draw.integers(len(templates)))]
        return template.format(lieu=spot.name, rang=rank, faculte=spot.faculty)

    line: Line = {
        "entry_id": ENTRY_ID.format(recipe.prefix, rank),
        "territory_id": spot.territory,
    }
    line |= {name: pick(draw, chances) for name, chances in recipe.choices.items()}
    for name, (least, most) in recipe.numbers.items():
        line[name] = int(draw.integers(least, most + 1))
    for name, chances in recipe.lists.items():
        items = [item for item, chance in chances.items() if draw.random() < chance]
        line[name] = " ; ".join(items or [next(iter(chances))])
    line |= {name: text(templates) for name, templates in recipe.texts.items()}
    if recipe.titles_by:
        line["title_fr"] = text(recipe.titles[str(line[recipe.titles_by])])
    return line


def _walk(declared: Declaration, recipe: Recipe, draw: np.random.Generator) -> Line:
    """Steps reached by today, with their days; a lost line stops after one of them."""
    day = _start(recipe, draw)
    lost = pick(draw, {**recipe.lost, EMPTY: 1 - sum(recipe.lost.values())})
    course = list(recipe.course.items())
    if lost:
        course = [*course[: draw.integers(1, len(course))], (lost, 30)]
    dates = {step.step_id: step.date_field for step in declared.steps}
    line: Line = {}
    for step, median in course:
        slow = STUCK_TIMES if draw.random() < STUCK else 1.0
        day += datetime.timedelta(round(median * slow * draw.lognormal(0, SPREAD)))
        if day > TODAY:
            break
        line["step"] = step
        if (name := dates[step]) is not None:
            line[name] = day
    return line


def _start(recipe: Recipe, draw: np.random.Generator) -> datetime.date:
    chances = {str(rank): weight for rank, (_, _, weight) in enumerate(recipe.starts)}
    first, last, _ = recipe.starts[int(pick(draw, chances) or 0)]
    return days_between(draw, first, last)


def _written(value: Cell) -> str | int | None:
    """A cell as the file writes it."""
    if isinstance(value, datetime.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, float):
        return f"{value:g}".replace(".", ",")
    return value
