"""Local files: their sources, and the values they carry, small counts withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

import pandas as pd

from etl.build import Build
from etl.transform.secrecy import (
    CountTable,
    settled,
    territory_parts,
    with_sums,
)
from etl.warehouse import append

MSU_INDICATORS = {
    "cycle2_msu": "msu_2e_cycle",
    "cycle3_msu": "msu_3e_cycle",
    "n1_msu": "msu_n1",
    "saspas_msu": "msu_saspas",
    "sante_femme_msu": "msu_sante_femme",
    "sante_enfant_msu": "msu_sante_enfant",
    "docteur_junior_msu": "msu_docteur_junior",
}
SUM_LOCATOR = "somme des départements importés"
STAGE_MEASURES = ("approved_n", "offered_n", "financed_n", "filled_n")
ALL_AGES = "ensemble"
AGE_CLASSES = ("moins_40", "de_40_a_49", "de_50_a_59", "60_plus")
CONFIDENCE = "high"


def build_local_sources(build: Build) -> None:
    """Publish each import in force as a source of its own."""
    imports = build.local.imports
    append(
        build.connection,
        "pub.source",
        pd.DataFrame(
            {
                "source_id": entry.source_id,
                "title": entry.label_fr,
                "publisher": entry.imported_by_fr,
                "licence": "données fictives" if build.settings.is_demo else "usage interne",
                "published": entry.imported_at[:10],
                "kind": "demo" if build.settings.is_demo else "local",
            }
            for entry in imports
        ),
    )
    append(
        build.connection,
        "pub.local_import",
        pd.DataFrame(
            {
                "import_id": entry.import_id,
                "kind_id": entry.stores,
                "label_fr": entry.label_fr,
                "imported_at": pd.Timestamp(entry.imported_at).tz_localize(None),
                "rows_n": entry.rows_n,
                "source_id": entry.source_id,
            }
            for entry in imports
        ),
    )


def build_local_values(build: Build) -> None:
    """Publish the imported values of every kind, the totals of MSU apart."""
    _build_msu_by_stage(build)
    _build_stage_places(build)
    _build_installations(build)
    _build_values(build)
    _build_corrections(build)


def local_status(build: Build) -> str:
    """Status of what local files say: imported, or fictitious."""
    return "demo" if build.settings.is_demo else "imported"


def line_locator(line: object) -> str:
    """Where a value stands in its file, in French."""
    return f"fichier local, ligne {line}"


@dataclass(frozen=True)
class WithheldCell:
    """A count that is not published; what its kind does not tell apart is None."""

    territory_id: str
    period: str
    measure_id: str
    destination_id: str | None = None
    delay_years: int | None = None
    scope: str | None = None
    age_class: str | None = None
    level_id: str | None = None
    indicator_id: str | None = None

    @property
    def detail(self) -> str:
        """Destination, scope, age, level or indicator, with the delay, as one text."""
        names = (self.destination_id, self.scope, self.age_class, self.level_id, self.indicator_id)
        name = next(filter(None, names), "")
        return name if self.delay_years is None else f"{name}, {self.delay_years} ans"


def withhold(build: Build, kind_id: str, cells: Iterable[WithheldCell]) -> None:
    """Publish the list of the counts that are withheld."""
    rows = [asdict(cell) | {"kind_id": kind_id, "detail": cell.detail} for cell in set(cells)]
    keys = ["territory_id", "period", "detail", "measure_id"]
    rows.sort(key=lambda row: [row[key] for key in keys])
    frame = pd.DataFrame(rows).astype({"delay_years": "Int64"}) if rows else pd.DataFrame()
    append(build.connection, "pub.withheld_cell", frame)


def publish_counts(
    build: Build,
    counts: Mapping[str, int],
    *,
    sums: bool = True,
    fixed: Mapping[str, int] | None = None,
) -> tuple[dict[str, int], set[str]]:
    """Counts by territory that may be published, and those withheld.

    ``sums`` adds the territories whose départements are all counted; ``fixed`` are counts
    already published elsewhere, which cannot be withheld. A reader can make the sums anyway:
    they are protected even when they are not added.
    """
    published = {name: value for name, value in (fixed or {}).items() if name not in counts}
    known = with_sums({**published, **counts}, territory_parts(build.cells))
    table = CountTable(build.threshold)
    for territory_id, value in known.items():
        table.add(territory_id, value, is_published=territory_id in published)
    table.add_territory_sums(build.cells, {name: name for name in known})
    withheld = table.withheld()
    territory_ids = [name for name in known if name in counts or (sums and name not in published)]
    return (
        {name: known[name] for name in territory_ids if name not in withheld},
        {name for name in territory_ids if name in withheld},
    )


def _build_msu_by_stage(build: Build) -> None:
    rows = build.local.of("msu")
    if rows.empty:
        return
    hidden: list[WithheldCell] = []
    for period, group in rows.groupby("period"):
        for measure, indicator_id in MSU_INDICATORS.items():
            given = group[group[measure].notna()].set_index("territory_id")
            stated = {str(key): float(value) for key, value in given[measure].items()}
            counts = settled(stated, build.cells.exact_sums)
            public, withheld = publish_counts(
                build,
                {name: int(value) for name, value in counts.items()},
                fixed=_published_totals(build, indicator_id, str(period)),
            )
            hidden += [WithheldCell(name, str(period), measure) for name in withheld]
            _append_observations(build, indicator_id, str(period), public, given, stated)
    withhold(build, "msu", hidden)


def _append_observations(
    build: Build,
    indicator_id: str,
    period: str,
    public: Mapping[str, float],
    given: pd.DataFrame,
    stated: Mapping[str, float],
) -> None:
    """Publish values of one indicator and period: those ``stated``, and sums of the others."""
    if not public:
        return
    sums_source = str(given["source_id"].iloc[-1])
    append(
        build.connection,
        "pub.observation",
        pd.DataFrame(
            {
                "territory_id": name,
                "period": period,
                "period_year": int(period[:4]),
                "indicator_id": indicator_id,
                "value": float(value),
                "status": local_status(build),
                "source_id": given["source_id"].get(name, sums_source),
                "locator": _locator(given.loc[name]) if stated.get(name) == value else SUM_LOCATOR,
                "confidence": CONFIDENCE if stated.get(name) == value else "derived-high",
                "note_fr": contradiction_note(stated.get(name, value), value),
            }
            for name, value in public.items()
        ),
    )


def contradiction_note(stated: float, value: float) -> str | None:
    """What a file says of a total that its own parts contradict, in French."""
    if stated == value:
        return None
    stated_fr = f"{stated:.10g}".replace(".", ",")
    return f"le fichier local donne {stated_fr} ; la somme de ses parties est retenue"


def _locator(row: pd.Series) -> str:
    """Where a value stands: in the document that the file quotes, if it does, and in the file."""
    line = line_locator(row["line"])
    return f"{row['locator']} ({line})" if "locator" in row.index else line


def _build_stage_places(build: Build) -> None:
    rows = build.local.of("stages")
    if rows.empty:
        return
    hidden: list[WithheldCell] = []
    published = []
    for (semester, level_id), group in rows.groupby(["semester", "level_id"]):
        for measure in STAGE_MEASURES:
            given = group[group[measure].notna()].set_index("territory_id")
            if given.empty:
                continue
            counts = {str(key): int(value) for key, value in given[measure].items()}
            public, withheld = publish_counts(build, counts)
            hidden += [
                WithheldCell(name, str(semester), measure, level_id=str(level_id))
                for name in withheld
            ]
            published += [
                {
                    "territory_id": name,
                    "semester": semester,
                    "level_id": level_id,
                    "measure_id": measure,
                    "places_n": value,
                    "status": local_status(build),
                    **_origin(given, name),
                }
                for name, value in public.items()
            ]
    append(build.connection, "pub.stage_place", pd.DataFrame(published))
    withhold(build, "stages", hidden)


def _origin(given: pd.DataFrame, name: str) -> dict[str, str]:
    """Source and place of a count: its line, or the sum of the départements of the same file."""
    if name in given.index:
        row = given.loc[name]
        return {
            "source_id": str(row["source_id"]),
            "locator": line_locator(row["line"]),
        }
    return {"source_id": str(given["source_id"].iloc[-1]), "locator": SUM_LOCATOR}


def _build_installations(build: Build) -> None:
    rows = build.local.of("installations")
    if rows.empty:
        return
    hidden: set[WithheldCell] = set()
    counts: dict[tuple[str, int, str], dict[str, int]] = {}
    origin: dict[tuple[str, int, str], dict[str, str]] = {}
    for year, group in rows.groupby("year"):
        for measure in ("entries_n", "exits_n"):
            given = group[group[measure].notna()]
            public, withheld = _installations_of(build, given, measure)
            hidden |= {
                WithheldCell(name, str(year), measure, age_class=age) for name, age in withheld
            }
            by_cell = {
                (str(row.territory_id), str(row.age_class)): row for row in given.itertuples()
            }
            sums_source = str(given["source_id"].iloc[-1]) if len(given) else ""
            for (name, age), value in public.items():
                cell = (name, int(str(year)), age)
                counts.setdefault(cell, {})[measure] = value
                row = by_cell.get((name, age))
                origin[cell] = {
                    "source_id": str(row.source_id) if row else sums_source,
                    "locator": line_locator(row.line) if row else SUM_LOCATOR,
                }
    append(
        build.connection,
        "pub.installation",
        pd.DataFrame(
            {
                "territory_id": name,
                "year": year,
                "period": str(year),
                "duration_ans": 1,
                "age_class": age,
                "field_id": "local_file",
                "entries_n": found.get("entries_n"),
                "exits_n": found.get("exits_n"),
                "net_n": found["entries_n"] - found["exits_n"] if len(found) == 2 else None,
                "status": local_status(build),
                **origin[(name, year, age)],
            }
            for (name, year, age), found in counts.items()
        ),
    )
    withhold(build, "installations", hidden)


def _installations_of(
    build: Build, given: pd.DataFrame, measure: str
) -> tuple[dict[tuple[str, str], int], set[tuple[str, str]]]:
    """Counts of one year by territory and age class: each total is that of its ages too."""
    parts = territory_parts(build.cells)
    table = CountTable(build.threshold)
    counts: dict[tuple[str, str], int] = {}
    for age, group in given.groupby("age_class"):
        known = {str(row.territory_id): int(getattr(row, measure)) for row in group.itertuples()}
        # Ages are summed by region only where a file says so: the total is what maps show.
        known = with_sums(known, parts) if age == ALL_AGES else known
        counts |= {(name, str(age)): value for name, value in known.items()}
    for cell, value in counts.items():
        table.add(cell, value)
    for age in (ALL_AGES, *AGE_CLASSES):
        names = {name: (name, age) for name, a in counts if a == age}
        table.add_territory_sums(build.cells, names)
    for name, age in counts:
        if age == ALL_AGES:
            ages = [(name, other) for other in AGE_CLASSES if (name, other) in table]
            if len(ages) == len(AGE_CLASSES):
                table.add_sum((name, ALL_AGES), ages)
            else:
                table.add_partial_sum((name, ALL_AGES), ages)
    withheld = table.withheld()
    public = {cell: value for cell, value in counts.items() if cell not in withheld}
    return public, {cell for cell in counts if cell in withheld}


def _build_values(build: Build) -> None:
    rows = build.local.of("valeurs")
    if rows.empty:
        return
    additive = {item.indicator_id: item.additive for item in build.registers.indicators}
    hidden: list[WithheldCell] = []
    for (indicator_id, period), group in rows.groupby(["indicator_id", "period"]):
        given = group.set_index("territory_id")
        stated: dict[str, float] = {str(key): float(v) for key, v in given["value"].items()}
        values = dict(stated)
        if additive[str(indicator_id)]:
            values = settled(stated, build.cells.exact_sums)
            counts = {name: int(value) for name, value in values.items() if _is_count(value)}
            totals = _published_totals(build, str(indicator_id), str(period))
            _, withheld = publish_counts(build, counts, sums=False, fixed=totals)
            # A part of a person is no count, yet as telling as a whole one.
            parts_of_one = set(values) - set(counts)
            withheld |= {name for name in parts_of_one if _is_small(build, values[name])}
            hidden += [
                WithheldCell(name, str(period), "value", indicator_id=str(indicator_id))
                for name in withheld
            ]
            values = {name: value for name, value in values.items() if name not in withheld}
        _append_observations(build, str(indicator_id), str(period), values, given, stated)
    withhold(build, "valeurs", hidden)


def _is_small(build: Build, value: float) -> bool:
    """Say whether a value is a count under the threshold; a loss, under 0, counts nobody."""
    return 0 <= value < build.threshold


def _published_totals(build: Build, indicator_id: str, period: str) -> dict[str, int]:
    """Whole values already published for an indicator and a period, by territory."""
    rows = build.figures
    figures = rows[(rows["indicator_id"] == indicator_id) & (rows["period"] == period)]
    return {
        str(row.territory_id): int(row.value)
        for row in figures.itertuples()
        if _is_count(float(row.value))
    }


def _is_count(value: float) -> bool:
    return value >= 0 and value.is_integer()


def _build_corrections(build: Build) -> None:
    rows = build.local.of("corrections")
    if rows.empty:
        return
    additive = {item.indicator_id for item in build.registers.indicators if item.additive}
    is_small = rows["indicator_id"].isin(additive) & rows["corrected_value"].map(
        lambda value: _is_small(build, value)
    )
    kept = rows[~is_small]
    append(
        build.connection,
        "pub.correction",
        kept.drop(columns="line").assign(status=local_status(build)),
    )
    withhold(
        build,
        "corrections",
        (
            WithheldCell(
                str(row.territory_id),
                str(row.period),
                "corrected_value",
                indicator_id=str(row.indicator_id),
            )
            for row in rows[is_small].itertuples()
        ),
    )
