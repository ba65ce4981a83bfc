"""``data/demo``: a complete and fictitious set of files, to try the imports and show the pages.

Published figures are only used as sizes (how large a place is) and as ceilings (national counts
of MSU that no import may exceed). Corrections alone quote the published value they dispute.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
import pandas as pd

from etl.declared.kinds import load_kinds
from etl.demo.places import Places, read_places
from etl.demo.registers import draw_registers
from etl.extract.figures import LocalPoint, extract_figures, extract_local_points
from etl.imports.templates import write_csv
from models.territories.apportionment import FloatArray, IntArray, largest_remainder
from models.territories.cells import NATION

FOLDER = "demo"
SEED = 20_261_121
NATIONAL_COUNT = "msu_cnge"
PUBLISHED_LOCAL = "msu_local"
FIRST_YEAR, LAST_YEAR = 2015, 2024
# Part of the published national count that the fictitious counts add up to.
COUNTED_SHARE = 0.96
DOCTEUR_JUNIOR_FROM = 2023
SEMESTERS = tuple(f"{year}-{month}" for year in range(2023, 2027) for month in ("05", "11"))
# Places per MSU at each level; docteurs juniors come with the last semester.
PLACES_PER_MSU = {"2C": 0.55, "N1": 0.36, "SASPAS": 0.24, "SF": 0.13, "SE": 0.12}
DOCTEUR_JUNIOR_PLACES = {"DJ": 0.22}
DOCTEUR_JUNIOR_SEMESTER = "2026-11"
INSTALLATION_YEARS = range(2018, 2025)
ENTRIES_BY_AGE = {"moins_40": 0.62, "de_40_a_49": 0.22, "de_50_a_59": 0.12, "60_plus": 0.04}
EXITS_BY_AGE = {"moins_40": 0.07, "de_40_a_49": 0.08, "de_50_a_59": 0.13, "60_plus": 0.72}
ALL_AGES = "ensemble"
COHORTS = range(2015, 2023)
DELAYS = (1, 2, 3, 5, 10)
SETTLED_BY_DELAY = {1: 0.34, 2: 0.47, 3: 0.58, 5: 0.76, 10: 0.88}
TRAINED_PER_YEAR = 3_300
# Each trains in two départements on average.
TRAINED_IN_STAGES = 6_600
STAGE_COHORTS = range(2018, 2021)
STAGE_DELAYS = (1, 3, 5)
FLOW_COHORTS = (2019, 2020)
FLOW_DELAY = 5
LAST_SEEN_YEAR = 2026
# How much more a place draws those trained next to it, or in its région.
NEIGHBOUR_PULL, REGION_PULL = 8.0, 5.0
VALUES_BY_DEPARTEMENT = {
    "msu_volontaires_docteurs_juniors": ("2026-11", 0.060),
    "mg_en_formation_msu": ("2025", 0.030),
    "msu_nouveaux_agrements": ("2025", 0.022),
}
RATIO = ("ratio_etudiants_3e_cycle_par_msu", "2025")
LOCATOR = "Document fictif de démonstration, tableau {}"
LIST_SUBDIVISION = "SUB-040"
LIST_DATE = "31/12/2025"
LIST_TYPES = {"EXT2C": 0.55, "N1": 0.5, "SASPAS": 0.35, "SF": 0.15, "SE": 0.14, "DJ": 0.2}
# Some lines of a list do not count: it is longer than the MSU of the year before.
LIST_LARGER = 1.45
LIST_STATES = {"actif": 0.93, "suspendu": 0.03, "termine": 0.02, "en_cours": 0.02}
CORRECTED = (
    ("DEP-12", "2016", "S050", 2),
    ("DEP-26", "2018-03", "S052", -3),
    ("DEP-01", "2011", "S046", 1),
)
# Form and values of each clue, in a year without a count.
CLUES = (
    ("DEP-05", "fourchette", 20, 30),
    ("DEP-23", "minimum", 12, None),
    ("DEP-61", "part", 21, None),
)
CLUE_PERIOD = "2026-06"
CLUE_NOTE_FR = "Réponse fictive à la collecte"
SIGNED_BY_FR = "CDOM fictif"
SIGNED_ON = "21/11/2026"
REASON_FR = "Motif fictif : {} MSU de différence avec un relevé inventé pour la démonstration"

Cell = str | int | None
Lines = list[list[Cell]]


class Outcome(NamedTuple):
    """Where those trained in a place are after some years; None where it means nothing."""

    place: str
    scope: str
    cohort: int
    delay: int
    trained: int
    same_departement: int | None
    same_region: int
    elsewhere: int


def write_demo(data: Path, seed: int = SEED) -> list[Path]:
    """Write ``demo/demo_<kind>.csv`` for every kind of file that is drawn; return the files.

    The same figures and the same seed give the same bytes.

    Raises
    ------
    EtlError
        When a register, a figure or the reference cannot be read.
    """
    figures = extract_figures(data / "figures")
    places = read_places(data, figures)
    draws = [np.random.default_rng([seed, rank]) for rank in range(8)]
    totals = _msu_totals(places, figures, extract_local_points(data / "figures"), draws[0])
    outcomes = _outcomes(places, draws[1])
    files: dict[str, Sequence[Sequence[Cell]]] = {
        "msu": _msu_lines(places, totals, draws[2]),
        "msu_lignes": _list_lines(places, totals[LAST_YEAR], draws[3]),
        "msu_indices": _clue_lines(places),
        "stages": _stage_lines(places, totals[LAST_YEAR], draws[4]),
        "installations": _installation_lines(places, draws[5]),
        "cohortes": outcomes,
        "cohortes_flux": _flow_lines(places, outcomes, draws[6]),
        "valeurs": _value_lines(places, draws[7]),
        "corrections": _correction_lines(places, figures),
        **draw_registers(data, places, seed),
    }
    folder = data / FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for kind_id, kind in load_kinds(data).items():
        if kind_id not in files:
            continue
        path = folder / f"demo_{kind_id}.csv"
        write_csv(path, [column.header_fr for column in kind.columns], files[kind_id])
        written.append(path)
    return written


def _msu_totals(
    places: Places,
    figures: pd.DataFrame,
    points: Sequence[LocalPoint],
    draw: np.random.Generator,
) -> dict[int, IntArray]:
    """Fictitious MSU of each département, by year that has a firm national count."""
    national = figures[
        (figures["indicator_id"] == NATIONAL_COUNT)
        & (figures["territory_id"] == NATION)
        & (figures["confidence"] == "high")
        & figures["period_year"].between(FIRST_YEAR, LAST_YEAR)
    ].sort_values("period_year")
    published = {(point.territory_ids, point.year): point.value_msu for point in points}
    ids = list(places.departements["territory_id"])
    shares = places.sizes * draw.lognormal(0, 0.25, len(ids))
    totals = {}
    for year, count in zip(national["period_year"], national["value"], strict=True):
        shares = shares * draw.lognormal(0, 0.02, len(ids))
        total = largest_remainder(int(count * COUNTED_SHARE), shares)
        # A fictitious count never coincides with a published one.
        same = [published.get((place, year)) == n for place, n in zip(ids, total, strict=True)]
        totals[int(year)] = total - np.array(same)
    return totals


def _msu_lines(places: Places, totals: dict[int, IntArray], draw: np.random.Generator) -> Lines:
    lines: Lines = []
    for year, counts in totals.items():
        for code, total in zip(places.departements["code"], counts, strict=True):
            cycle3 = _part(draw, total, 0.78)
            # Each MSU takes students of one cycle at least.
            cycle2 = int(total) - cycle3 + _part(draw, cycle3, 0.45)
            within = [_part(draw, cycle3, share) for share in (0.66, 0.45, 0.2, 0.18)]
            junior = _part(draw, cycle3, 0.25) if year >= DOCTEUR_JUNIOR_FROM else None
            lines.append([code, str(year), int(total), cycle2, cycle3, *within, junior])
    return lines


def _stage_lines(places: Places, msu: IntArray, draw: np.random.Generator) -> Lines:
    lines: Lines = []
    for code, count in zip(places.departements["code"], msu, strict=True):
        for rank, semester in enumerate(SEMESTERS):
            last = semester == DOCTEUR_JUNIOR_SEMESTER
            for level, places_per_msu in (
                PLACES_PER_MSU | (DOCTEUR_JUNIOR_PLACES if last else {})
            ).items():
                expected = count * places_per_msu * (1 + 0.015 * rank)
                approved = int(draw.poisson(expected))
                offered = _part(draw, approved, 0.9)
                financed = _part(draw, offered, 0.95)
                filled = _part(draw, financed, 0.9)
                lines.append([code, semester, level, approved, offered, financed, filled])
    return lines


def _installation_lines(places: Places, draw: np.random.Generator) -> Lines:
    lines: Lines = []
    for code, size in zip(places.departements["code"], places.sizes, strict=True):
        for year in INSTALLATION_YEARS:
            entries = _about(draw, size * 0.045 * np.array([*ENTRIES_BY_AGE.values()]))
            exits = _about(draw, size * 0.047 * np.array([*EXITS_BY_AGE.values()]))
            lines.append([code, year, ALL_AGES, int(entries.sum()), int(exits.sum())])
            lines += [
                [code, year, age, int(came), int(left)]
                for age, came, left in zip(ENTRIES_BY_AGE, entries, exits, strict=True)
            ]
    return lines


def _outcomes(places: Places, draw: np.random.Generator) -> list[Outcome]:
    parts = places.parts.groupby("subdivision_id")["size"].sum()
    labels = [places.labels[subdivision] for subdivision in parts.index]
    outcomes = []
    for cohort in COHORTS:
        delays = [delay for delay in DELAYS if cohort + delay <= LAST_SEEN_YEAR]
        trained = _trained(draw, TRAINED_PER_YEAR, parts.to_numpy())
        for place, number in zip(labels, trained, strict=True):
            for delay, (near, far) in _settled(draw, number, delays, (0.62, 0.38)).items():
                after = (cohort, delay, int(number))
                outcomes.append(Outcome(place, "subdivision", *after, None, near, far))
    for cohort in STAGE_COHORTS:
        trained = _trained(draw, TRAINED_IN_STAGES, places.sizes)
        for code, number in zip(places.departements["code"], trained, strict=True):
            settled = _settled(draw, number, STAGE_DELAYS, (0.36, 0.34, 0.3))
            for delay, counts in settled.items():
                outcomes.append(Outcome(code, "stage", cohort, delay, int(number), *counts))
    return outcomes


def _trained(draw: np.random.Generator, total: int, sizes: FloatArray) -> IntArray:
    return largest_remainder(total, sizes * draw.lognormal(0, 0.1, len(sizes)))


def _settled(
    draw: np.random.Generator, trained: int, delays: Sequence[int], shares: Sequence[float]
) -> dict[int, list[int]]:
    """Settled by distance, after each delay: those settled stay so, others join them."""
    chances = draw.dirichlet(np.multiply(shares, 40))
    counts = np.zeros(len(shares), dtype=np.int64)
    settled = {}
    before = 0.0
    for delay in delays:
        joining = (SETTLED_BY_DELAY[delay] - before) / (1 - before)
        counts = counts + draw.multinomial(_part(draw, trained - counts.sum(), joining), chances)
        before = SETTLED_BY_DELAY[delay]
        settled[delay] = counts.tolist()
    return settled


def _flow_lines(places: Places, outcomes: Sequence[Outcome], draw: np.random.Generator) -> Lines:
    """Where the settled of a cohort are: the same numbers as the cohorts, place by place."""
    pulls = {label: _pulls(places, subdivision) for subdivision, label in places.labels.items()}
    lines: Lines = []
    for one in outcomes:
        if (one.scope, one.delay) != ("subdivision", FLOW_DELAY) or one.cohort not in FLOW_COHORTS:
            continue
        inside, outside = pulls[one.place]
        flows = draw.multinomial(one.same_region, inside) + draw.multinomial(one.elsewhere, outside)
        lines += [
            [one.place, code, one.cohort, one.delay, int(number)]
            for code, number in zip(places.departements["code"], flows, strict=True)
            if number
        ]
    return lines


def _pulls(places: Places, subdivision: str) -> tuple[FloatArray, FloatArray]:
    """Chance of settling in each département, for those who stay and for those who leave."""
    parts = places.parts[places.parts["subdivision_id"] == subdivision]
    own = set(parts["departement_id"])
    table = places.departements.set_index("territory_id")
    inside = parts.set_index("departement_id")["size"].reindex(table.index, fill_value=0.0)
    near = {other for one, other in places.neighbours if one in own}
    regions = set(table.loc[sorted(own), "region_id"])
    pull = np.where(table.index.isin(sorted(near)), NEIGHBOUR_PULL, 1.0) * np.where(
        table["region_id"].isin(sorted(regions)), REGION_PULL, 1.0
    )
    outside = places.sizes * pull * ~table.index.isin(sorted(own))
    return (inside / inside.sum()).to_numpy(), outside / outside.sum()


def _value_lines(places: Places, draw: np.random.Generator) -> Lines:
    lines: Lines = []
    for table, (indicator, (period, rate)) in enumerate(VALUES_BY_DEPARTEMENT.items(), start=1):
        counts = draw.poisson(places.sizes * rate)
        lines += [
            [code, period, indicator, int(count), LOCATOR.format(table)]
            for code, count in zip(places.departements["code"], counts, strict=True)
        ]
    indicator, period = RATIO
    for label in places.labels.values():
        value = f"{draw.uniform(0.8, 2.8):.2f}".replace(".", ",")
        lines.append([label, period, indicator, value, LOCATOR.format("des ratios")])
    return lines


def _correction_lines(places: Places, figures: pd.DataFrame) -> Lines:
    codes = places.departements.set_index("territory_id")["code"]
    published = figures.set_index(["territory_id", "period", "indicator_id", "source_id"])["value"]
    lines: Lines = []
    for territory, period, source, shift in CORRECTED:
        value = int(published.loc[(territory, period, PUBLISHED_LOCAL, source)])
        reason = REASON_FR.format(f"{shift:+d}")
        signed = [reason, SIGNED_BY_FR, SIGNED_ON]
        row = [codes[territory], period, PUBLISHED_LOCAL, source, value, value + shift, *signed]
        lines.append(row)
    return lines


def _clue_lines(places: Places) -> Lines:
    """Answers without an exact count, one of each form."""
    codes = places.departements.set_index("territory_id")["code"]
    return [
        [codes[territory], CLUE_PERIOD, form, value, high, CLUE_NOTE_FR]
        for territory, form, value, high in CLUES
    ]


def _list_lines(places: Places, msu: IntArray, draw: np.random.Generator) -> Lines:
    """A list without names, for one subdivision: a line per MSU and type of stage."""
    parts = places.parts[places.parts["subdivision_id"] == LIST_SUBDIVISION]
    listed = places.departements["territory_id"].isin(parts["departement_id"]).to_numpy()
    lengths = np.rint(LIST_LARGER * msu[listed]).astype("int64")
    homes = np.repeat(places.departements.loc[listed, "code"], lengths)
    states, chances = list(LIST_STATES), list(LIST_STATES.values())
    lines: Lines = []
    for rank, code in enumerate(homes, start=1):
        types = [kind for kind, share in LIST_TYPES.items() if draw.random() < share] or ["N1"]
        state = states[draw.choice(len(states), p=chances)]
        end = f"{draw.integers(1, 29):02d}/{draw.integers(1, 13):02d}/{draw.integers(2025, 2031)}"
        lines += [[f"M{rank:04d}", code, kind, LIST_DATE, state, end] for kind in types]
    return lines


def _about(draw: np.random.Generator, expected: FloatArray) -> IntArray:
    """Draw whole numbers near those expected: closer than a Poisson law, so that years agree."""
    most = np.ceil(expected * 1.5)
    return draw.binomial(most.astype("int64"), expected / most)


def _part(draw: np.random.Generator, whole: int, share: float) -> int:
    """Draw a part of a whole number, never more than the whole."""
    return int(draw.binomial(int(whole), share))
