"""What is possible but unlikely in a file: warnings. What contradicts what is known: refusals."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

import pandas as pd

from etl.declared.kinds import Kind
from etl.reading.preview import Preview
from etl.rows.cells import SEPARATOR
from foundation.answers import Problem

JUMP = 10
ALL_MODES_GPS, GPS_PERIOD = "mg_rpps", "2026"
# A count of MSU above ten times the GPs of its territory counts something else.
GPS_TIMES_MAX = 10
ORDERED_PLACES = (
    ("filled_n", "offered_n", "offertes"),
    ("financed_n", "offered_n", "offertes"),
    ("offered_n", "approved_n", "agréées"),
)
YEAR_COLUMNS = ("period", "semester", "year", "cohort")


@dataclass(frozen=True)
class Comparison:
    """What is known before the import.

    ``figures`` are the published rows (territory_id, period, period_year, indicator_id,
    source_id, value); ``stored`` the rows in force of the same kind that the importer may read,
    and ``foreign`` those of others; ``names`` the name of each territory and ``regions`` the
    région of each département.
    """

    figures: pd.DataFrame
    stored: pd.DataFrame
    names: Mapping[str, str] = field(default_factory=dict)
    regions: Mapping[str, str] = field(default_factory=dict)
    foreign: pd.DataFrame = field(default_factory=pd.DataFrame)


def find_warnings(preview: Preview, kind: Kind, known: Comparison) -> tuple[Problem, ...]:
    """Every reason to doubt a row, the row being taken all the same."""
    if preview.rows.empty:
        return ()
    warnings: list[Problem] = []
    if kind.stores == "msu":
        warnings += _more_than_gps(preview, kind, known, 1, GPS_TIMES_MAX)
    if kind.stores == "stages":
        warnings += _disordered_places(preview, kind)
    warnings += _jumps(preview, kind, known)
    warnings += _parts_that_differ(preview, kind, known)
    warnings += _other_imports(preview, kind, known)
    warnings += _given_elsewhere(preview, kind, known)
    return tuple(warnings)


def find_contradictions(preview: Preview, kind: Kind, known: Comparison) -> tuple[Problem, ...]:
    """Corrections of no published figure, values already published, MSU that cannot be."""
    if preview.rows.empty:
        return ()
    if kind.stores == "msu":
        return tuple(_more_than_gps(preview, kind, known, GPS_TIMES_MAX, math.inf))
    if kind.stores == "valeurs":
        return tuple(_already_published(preview, kind, known))
    if kind.stores != "corrections":
        return ()
    keys = ["territory_id", "period", "indicator_id"]
    published = {
        (row.territory_id, row.period, row.indicator_id, row.source_id): row.value
        for row in known.figures.itertuples()
    }
    problems = []
    for row in preview.rows.itertuples():
        place = tuple(getattr(row, key) for key in keys)
        value = published.get((*place, row.corrected_source_id))
        if value is None:
            problems.append(
                _problem(
                    preview,
                    kind,
                    int(row.line),
                    "corrected_source_id",
                    ", ".join((*place, str(row.corrected_source_id))),
                    "le territoire, la période, l’indicateur et la source d’une valeur publiée",
                    "Reprendre ces quatre repères dans l’export CSV de la page « Carte ».",
                )
            )
        elif value != row.published_value:
            problems.append(
                _problem(
                    preview,
                    kind,
                    int(row.line),
                    "published_value",
                    _number(row.published_value),
                    f"la valeur publiée, {_number(value)}",
                    "Vérifier que la correction porte bien sur cette valeur.",
                )
            )
    return tuple(problems)


def _already_published(preview: Preview, kind: Kind, known: Comparison) -> Iterator[Problem]:
    keys = ["territory_id", "period", "indicator_id"]
    published = known.figures.drop_duplicates(keys)[keys]
    for row in preview.rows.merge(published, on=keys).itertuples():
        yield _problem(
            preview,
            kind,
            int(row.line),
            "value",
            _number(row.value),
            "une valeur que l’observatoire ne publie pas déjà pour ce territoire et cette période",
            "Retirer cette ligne, ou l’importer comme correction de la valeur publiée.",
        )


def outside(
    preview: Preview, kind: Kind, allowed: Iterable[str], names: Mapping[str, str]
) -> list[Problem]:
    """Rows of territories that the importer has no right over."""
    mine = set(allowed)
    return [
        _problem(
            preview,
            kind,
            int(line),
            column_id,
            _name(names, place),
            "un territoire de votre ressort",
            "Retirer cette ligne, ou demander l’import à un administrateur.",
        )
        for column_id in _own_places(kind)
        for line, cell in preview.rows[["line", column_id]].dropna().itertuples(index=False)
        for place in str(cell).split(SEPARATOR)
        if place not in mine
    ]


def _own_places(kind: Kind) -> list[str]:
    """Columns that say which territories a row is about."""
    several = [column.column_id for column in kind.columns if column.type == "territories"]
    return ["territory_id", *several]


def _more_than_gps(
    preview: Preview, kind: Kind, known: Comparison, above: float, up_to: float
) -> Iterator[Problem]:
    """Counts of MSU above so many times the GPs of their territory, and up to so many."""
    rows = known.figures
    latest = rows[(rows["indicator_id"] == ALL_MODES_GPS) & (rows["period"] == GPS_PERIOD)]
    gps = latest.set_index("territory_id")["value"]
    for row in preview.rows.itertuples():
        count = gps.get(row.territory_id)
        if count is not None and above * count < row.total_msu <= up_to * count:
            yield _problem(
                preview,
                kind,
                int(row.line),
                "total_msu",
                str(row.total_msu),
                f"au plus les {count:.0f} généralistes de {_name(known.names, row.territory_id)}",
                "Vérifier que le fichier compte des MSU, et non des places ou des étudiants.",
            )


def _disordered_places(preview: Preview, kind: Kind) -> Iterator[Problem]:
    for small, large, large_fr in ORDERED_PLACES:
        rows = preview.rows[preview.rows[small] > preview.rows[large]]
        for row in rows.itertuples():
            yield _problem(
                preview,
                kind,
                int(row.line),
                small,
                str(getattr(row, small)),
                f"au plus les {getattr(row, large)} places {large_fr}",
                "Vérifier que les deux colonnes n’ont pas été échangées.",
            )


def _jumps(preview: Preview, kind: Kind, known: Comparison) -> Iterator[Problem]:
    """Counts ten times larger or smaller than those of the year before."""
    columns = preview.rows.columns
    when = next((name for name in YEAR_COLUMNS if name in columns), None)
    if when is None or not kind.measures or kind.stores == "corrections":
        return
    measure = next(name for name in kind.measures if kind.column(name).required)
    others = [key for key in kind.keys if key != when and key in columns]
    rows = preview.rows.assign(year=preview.rows[when].astype(str).str[:4].astype(int))
    history = _history(rows, kind, measure, others, known)
    for row in rows.itertuples():
        before = history.get((*(getattr(row, key) for key in others), row.year - 1))
        value = float(getattr(row, measure))
        if before and value and not abs(before) / JUMP < abs(value) < abs(before) * JUMP:
            yield _problem(
                preview,
                kind,
                int(row.line),
                measure,
                _number(value),
                f"un nombre comparable à celui de {row.year - 1} ({_number(before)})",
                "Vérifier l’unité et le nombre de zéros.",
            )


def _history(
    rows: pd.DataFrame, kind: Kind, measure: str, others: list[str], known: Comparison
) -> dict[tuple[object, ...], float]:
    """Counts by place and year: those in force, then those of the file itself."""
    history: dict[tuple[object, ...], float] = {}
    if kind.stores == "msu":
        counted = known.figures[known.figures["indicator_id"] == "msu_local"]
        for row in counted.dropna(subset="period_year").itertuples():
            history[(row.territory_id, int(row.period_year))] = float(row.value)
    for row in known.stored.itertuples():
        when = next(getattr(row, name) for name in YEAR_COLUMNS if hasattr(row, name))
        key = (*(getattr(row, name) for name in others), int(str(when)[:4]))
        history[key] = float(getattr(row, measure))
    for row in rows.itertuples():
        history[(*(getattr(row, key) for key in others), int(row.year))] = float(
            getattr(row, measure)
        )
    return history


def _parts_that_differ(preview: Preview, kind: Kind, known: Comparison) -> Iterator[Problem]:
    """A région whose stated count is not the sum of its départements, all in the same file."""
    rows = preview.rows
    others = [key for key in kind.keys if key != "territory_id" and key in rows.columns]
    several = {"cohortes", "flux", "corrections", "valeurs"}
    if kind.stores in several or not others or not kind.measures:
        return
    for _, group in rows.groupby(others):
        by_id = group.set_index("territory_id")
        for region in [name for name in by_id.index if name.startswith("REG-")]:
            children = [child for child, parent in known.regions.items() if parent == region]
            if not children or not all(child in by_id.index for child in children):
                continue
            for measure in kind.measures:
                stated = by_id.loc[region, measure]
                summed = by_id.loc[children, measure].sum(skipna=False)
                if not pd.isna(stated) and not pd.isna(summed) and stated != summed:
                    yield _problem(
                        preview,
                        kind,
                        int(by_id.loc[region, "line"]),
                        measure,
                        str(stated),
                        f"la somme de ses départements, {summed}",
                        "Vérifier le total : les deux valeurs seront gardées.",
                    )


def _other_imports(preview: Preview, kind: Kind, known: Comparison) -> Iterator[Problem]:
    """Cells that another import in force gives otherwise: the latest import wins."""
    if known.stored.empty:
        return
    keys = [key for key in kind.keys if key in preview.rows.columns]
    both = preview.rows.merge(known.stored, on=keys, suffixes=("", "_stored"))
    for measure in kind.measures:
        other = both[f"{measure}_stored"]
        differs = both[measure].notna() & other.notna() & (both[measure] != other)
        for _, row in both[differs.fillna(False)].iterrows():
            yield _problem(
                preview,
                kind,
                int(row["line"]),
                measure,
                _number(row[measure]),
                f"la valeur déjà importée, {_number(row[f'{measure}_stored'])} "
                f"(« {row['label_fr']} »)",
                "Vérifier : la nouvelle valeur l’emportera, l’autre restera dans l’historique.",
            )


def _given_elsewhere(preview: Preview, kind: Kind, known: Comparison) -> Iterator[Problem]:
    """Cells that another organisation gives too, whatever it says there.

    Their values may be withheld: a doubt that went away with the right one would give it back.
    """
    if known.foreign.empty or not kind.measures:
        return
    keys = [key for key in kind.keys if key in preview.rows.columns]
    measure = next(name for name in kind.measures if kind.column(name).required)
    both = preview.rows.merge(known.foreign[[*keys, "label_fr"]].drop_duplicates(), on=keys)
    for _, row in both.iterrows():
        yield _problem(
            preview,
            kind,
            int(row["line"]),
            measure,
            _number(row[measure]),
            f"une donnée qu’un autre organisme n’a pas déjà importée (« {row['label_fr']} »)",
            "Vérifier avec lui : la nouvelle l’emportera, l’autre restera dans l’historique.",
        )


def _problem(
    preview: Preview,
    kind: Kind,
    line: int,
    column_id: str,
    value: str,
    expected_fr: str,
    remedy_fr: str,
) -> Problem:
    """A problem whose column is named as the file names it, else as the template does."""
    headers = {match.column_id: match.header for match in preview.matches}
    column = headers.get(column_id) or kind.column(column_id).header_fr
    return Problem(preview.file, preview.sheet, line, column, value, expected_fr, remedy_fr)


def _number(value: float) -> str:
    """A number as a message writes it: in full, with a decimal comma."""
    return f"{value:.15g}".replace(".", ",")


def _name(names: Mapping[str, str], territory_id: object) -> str:
    return names.get(str(territory_id), str(territory_id))
