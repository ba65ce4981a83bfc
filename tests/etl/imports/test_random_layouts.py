"""Known figures, laid out at random: what is accepted equals them, what is not is refused.

Nothing stands between: no figure is lost, moved or made without being told.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.support.imports import LOOKUP, outcome

EXAMPLES, LONG_EXAMPLES = 300, 10_000
TERRITORIES = LOOKUP.territories.set_index("territory_id")
DEPARTEMENTS = [t for t in TERRITORIES.index if t.startswith("DEP-")]
YEARS = [2019, 2020, 2021, 2022, 2023, 2024]
SEMESTERS = {"2024-05": "été 2024", "2024-11": "novembre 2024", "2025-11": "hiver 2025-2026"}
LEVELS = {"N1": "Niveau 1", "SASPAS": "SASPAS", "SFE": "Femme-enfant", "DJ": "Docteur junior"}
Figures = dict[tuple[str, ...], int]
Rows = list[list[Any]]


@dataclass(frozen=True)
class Laid:
    """Sheets of a file by name, the choices it needs, the figures that it says."""

    kind_id: str
    sheets: dict[str, Rows]
    choices: dict[str, Any]
    figures: Figures


@st.composite
def counts_of_msu(draw) -> Laid:
    places = draw(st.lists(st.sampled_from(DEPARTEMENTS), min_size=1, max_size=5, unique=True))
    years = draw(st.lists(st.sampled_from(YEARS), min_size=1, max_size=4, unique=True))
    figures: Figures = {
        (place, str(year)): draw(st.integers(5, 1_500)) for place in places for year in years
    }
    blank = draw(st.sets(st.sampled_from(sorted(figures)), max_size=1))
    layout = draw(st.sampled_from(["long", "wide", "prefixed", "grouped", "titled", "sheets"]))
    head, names = _named(draw, places)
    cell = _cells(draw, figures, blank)
    choices: dict[str, Any] = {}
    sheets: dict[str, Rows] = {}
    if layout in ("titled", "sheets"):
        if layout == "titled":
            figures = {key: n for key, n in figures.items() if key[1] == str(years[0])}
            years = years[:1]
        for year in years:
            rows = [[*names[place], cell(place, str(year))] for place in places]
            title = [[f"Maîtres de stage en {year}"]] if layout == "titled" else []
            sheets[str(year) if layout == "sheets" else "Feuil1"] = [*title, [*head, "MSU"], *rows]
        if layout == "sheets" and len(years) > 1:
            choices["sheets"] = tuple(map(str, years))
    elif layout in ("long", "grouped"):
        rows = [
            [*(names[place] if layout == "long" or not at else [""] * len(head)), year]
            + [cell(place, str(year))]
            for place in places
            for at, year in enumerate(years)
        ]
        sheets["Feuil1"] = [[*head, "Année", "Nombre de MSU"], *rows]
        choices["fill_down"] = layout == "grouped"
    else:
        prefix = "MSU " if layout == "prefixed" else ""
        header = [*head, *(f"{prefix}{year}" if prefix else year for year in years)]
        rows = [[*names[p], *(cell(p, str(year)) for year in years)] for p in places]
        if draw(st.booleans()):
            header.append(
                draw(st.sampled_from(["Total", "Évolution", "Taux 2024", "Observations"]))
            )
            rows = [[*row, draw(st.sampled_from([1, 12, "+ 3 %", ""]))] for row in rows]
        sheets["Feuil1"] = [header, *rows]
    told = {key: n for key, n in figures.items() if key not in blank}
    return Laid("msu", {n: _dressed(draw, rows) for n, rows in sheets.items()}, choices, told)


@st.composite
def places_of_stage(draw) -> Laid:
    places = draw(st.lists(st.sampled_from(DEPARTEMENTS), min_size=1, max_size=4, unique=True))
    semesters = draw(st.lists(st.sampled_from(list(SEMESTERS)), min_size=1, unique=True))
    levels = draw(st.lists(st.sampled_from(list(LEVELS)), min_size=2, unique=True))
    figures: Figures = {
        (place, semester, level): draw(st.integers(0, 90))
        for place in places
        for semester in semesters
        for level in levels
    }
    layout = draw(st.sampled_from(["long", "levels", "semesters", "both", "sections", "grouped"]))
    head, names = _named(draw, places)
    cell = _cells(draw, figures, set())
    choices: dict[str, Any] = {}
    words = (lambda s: SEMESTERS[s]) if draw(st.booleans()) else (lambda s: s)
    if layout == "levels":
        rows = [[*head, "Semestre", *(LEVELS[level] for level in levels)]] + [
            [*names[p], words(s), *(cell(p, s, level) for level in levels)]
            for p in places
            for s in semesters
        ]
    elif layout == "semesters":
        rows = [[*head, "Niveau", *map(words, semesters)]] + [
            [*names[p], level, *(cell(p, s, level) for s in semesters)]
            for p in places
            for level in levels
        ]
    elif layout == "both":
        above = [level if not at else "" for level in levels for at in range(len(semesters))]
        below = [words(s) for _ in levels for s in semesters]
        rows = [[*head, *above], ["" for _ in head] + below] + [
            [*names[p], *(cell(p, s, level) for level in levels for s in semesters)] for p in places
        ]
    elif layout == "sections":
        rows = [["Niveau", "Semestre", "Places offertes"]]
        for p in places:
            rows.append([names[p][-1].upper(), "", ""])
            rows += [[level, s, cell(p, s, level)] for s in semesters for level in levels]
    else:
        rows = [[*head, "Semestre", "Niveau", "Offertes"]] + [
            [*(names[p] if layout == "long" or not at else [""] * len(head)), words(s), level]
            + [cell(p, s, level)]
            for p in places
            for at, (s, level) in enumerate((s, level) for s in semesters for level in levels)
        ]
        choices["fill_down"] = layout == "grouped"
    return Laid("stages", {"Feuil1": _dressed(draw, rows)}, choices, figures)


def _named(draw, places: list[str]) -> tuple[list[str], dict[str, list[str]]]:
    """Columns that name a département, and what they say of each."""
    codes = {p: str(TERRITORIES.loc[p, "code"]) for p in places}
    labels = {p: str(TERRITORIES.loc[p, "name_fr"]) for p in places}
    ways = {
        "name": (["Département"], {p: [labels[p]] for p in places}),
        "both": (["Code", "Département"], {p: [codes[p], labels[p]] for p in places}),
        "insee": (["CODGEO", "LIBGEO"], {p: [codes[p], labels[p]] for p in places}),
        "joined": (["Dépt"], {p: [f"{codes[p]} - {labels[p]}"] for p in places}),
    }
    return ways[draw(st.sampled_from(sorted(ways)))]


def _cells(draw, figures: Figures, blank: set[tuple[str, ...]]):
    """How a figure is written: as a number, or with a space between thousands."""
    is_text = draw(st.booleans())
    missing = draw(st.sampled_from(["", "n. d.", "-"]))

    def cell(*key: str) -> Any:
        if key in blank:
            return missing
        number = figures[key]
        return f"{number:,}".replace(",", " ") if is_text else number

    return cell


def _dressed(draw, rows: Rows) -> Rows:
    """A table with a title, blank lines and a note around it."""
    title = draw(st.sampled_from([[], [["Observatoire"]], [["Relevé du conseil"], []]]))
    note = draw(st.sampled_from([[], [[], ["Source : relevé du conseil, à vérifier."]]]))
    # A title that already stands there stays the first.
    return [*title, *rows, *note] if len(rows[0]) > 1 else [*rows, *note]


def write(laid: Laid, folder: Path) -> Path:
    if len(laid.sheets) == 1 and "Feuil1" in laid.sheets:
        path = folder / "tableau.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, delimiter=";").writerows(laid.sheets["Feuil1"])
        return path
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in laid.sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append([None if cell == "" else cell for cell in row])
    path = folder / "tableau.xlsx"
    book.save(path)
    return path


def check(laid: Laid, folder: Path) -> None:
    result = outcome(write(laid, folder), laid.kind_id, **laid.choices)
    event("refused" if result.problems else "accepted")
    if result.problems:
        assert all(message.strip() for message in result.messages)
        assert result.preview is None or result.preview.rows.empty
        return
    kind = ("territory_id", "period", "total_msu")
    if laid.kind_id == "stages":
        kind = ("territory_id", "semester", "level_id", "offered_n")
    read = {
        tuple(map(str, row[:-1])): int(row[-1])
        for row in result.preview.rows[list(kind)].itertuples(index=False)
    }
    assert read == laid.figures


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.one_of(counts_of_msu(), places_of_stage()))
def test_what_is_accepted_of_a_random_layout_equals_its_figures(tmp_path, laid):
    check(laid, tmp_path)


@pytest.mark.long
@settings(
    max_examples=LONG_EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.one_of(counts_of_msu(), places_of_stage()))
def test_what_is_accepted_of_ten_thousand_layouts_equals_their_figures(tmp_path, laid):
    check(laid, tmp_path)
