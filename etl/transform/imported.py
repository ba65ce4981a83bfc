"""Local files: their sources, and the values they carry, small counts withheld."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Set
from dataclasses import asdict, dataclass
from typing import Any

import pandas as pd

from etl.build import Build
from etl.declared.registers import load_declarations
from etl.transform.linked import Linked
from etl.transform.msu_counts import (
    MSU_INDICATORS,
    imported_msu,
    is_count,
    published_totals,
)
from etl.transform.secrecy import CountTable, settled, territory_parts, with_sums
from etl.warehouse import append

SUM_LOCATOR = "somme des départements importés"
STAGE_MEASURES = ("approved_n", "offered_n", "financed_n", "filled_n")
# Places of a territory, a semester and a level: the first are some of the second.
ORDERED_PLACES = (
    ("filled_n", "offered_n"),
    ("financed_n", "offered_n"),
    ("offered_n", "approved_n"),
)
# Indicators of one territory and period that a reader compares: the first is some of the second.
AT_MOST = (
    ("msu_2e_cycle", "msu_local"),
    ("msu_3e_cycle", "msu_local"),
    ("msu_saspas", "msu_3e_cycle"),
    ("msu_saspas", "msu_local"),
    ("msu_nouveaux_agrements", "msu_local"),
    ("msu_local", "mg_rpps"),
    ("communes_avec_msu", "communes_avec_mg"),
    ("mg_demarches_non_msu", "mg_liberaux_non_msu"),
    ("mg_liberaux_non_msu", "mg_liberaux_cnam"),
    ("mg_liberaux_cnam", "mg_rpps"),
    ("mg_liberaux_60_ans_et_plus_cartosante", "mg_liberaux_cartosante"),
    ("mg_rpps_diplome_etranger", "mg_rpps"),
    ("mg_rpps", "medecins_toutes_specialites"),
    ("mg_rpps_inscription_liberaux_et_mixtes", "mg_rpps_inscription_ensemble"),
    ("postes_mg_pourvus", "postes_mg_offerts_total"),
    ("postes_mg_vacants", "postes_mg_offerts_total"),
    ("postes_mg_pourvus_cesp_compris", "postes_mg_offerts_total"),
    ("postes_mg_pourvus_hors_cesp", "postes_mg_pourvus_cesp_compris"),
    ("postes_mg_pourvus_hors_cesp", "postes_mg_offerts_hors_cesp"),
    ("postes_mg_pourvus_hors_cesp_tour_1", "postes_mg_pourvus_hors_cesp"),
    ("etudiants_des_mg_1re_annee", "etudiants_des_mg_inscrits"),
    ("etudiants_des_mg_en_stage", "etudiants_des_mg_inscrits"),
    ("docteurs_juniors_attendus_borne_basse", "docteurs_juniors_attendus"),
    ("stages_saspas_realises", "stages_saspas_offerts_postes"),
    ("stages_2e_cycle_realises", "stages_2e_cycle_offerts_postes"),
    ("stages_femme_enfant_realises", "stages_femme_enfant_offerts_postes"),
    ("primo_inscriptions_activite_reguliere_toutes_specialites",
     "primo_inscriptions_ordre_toutes_specialites"),
)  # fmt: skip
TOTALS = (
    ("mg_liberaux_cnam", ("mg_liberaux_hors_mep_cnam", "mg_liberaux_mep_cnam")),
    (
        "mg_rpps_inscription_liberaux_et_mixtes",
        ("mg_rpps_inscription_liberaux_exclusifs", "mg_rpps_inscription_mixtes"),
    ),
    ("postes_mg_offerts_total", ("postes_mg_offerts_hors_cesp", "postes_mg_cesp_offerts")),
    ("postes_mg_offerts_total", ("postes_mg_pourvus_cesp_compris", "postes_mg_vacants")),
    ("postes_mg_offerts_total", ("postes_mg_pourvus", "postes_mg_vacants")),
    ("postes_mg_offerts_hors_cesp", ("postes_mg_pourvus_hors_cesp", "postes_mg_vacants")),
)
# A rate, the count it is a rate of, what that is divided by, and how many of it the rate is for.
# Whoever has the second and the last has the first.
RATES = {
    "part_mg_msu_pct": ("msu_local", "mg_rpps", 100),
    "part_mg_rpps_diplome_etranger_pct": ("mg_rpps_diplome_etranger", "mg_rpps", 100),
    "part_mg_liberaux_60_ans_et_plus_pct": (
        "mg_liberaux_60_ans_et_plus_cartosante",
        "mg_liberaux_cartosante",
        100,
    ),
    "taux_pourvoi_mg_pct": ("postes_mg_pourvus", "postes_mg_offerts_total", 100),
    "taux_postes_mg_vacants_pct": ("postes_mg_vacants", "postes_mg_offerts_total", 100),
    "densite_mg_liberaux_cnam_pour_100k": (
        "mg_liberaux_cnam",
        "population_municipale_hab",
        100_000,
    ),
    "densite_mg_liberaux_hors_mep_cnam_pour_100k": (
        "mg_liberaux_hors_mep_cnam",
        "population_municipale_hab",
        100_000,
    ),
    "densite_mg_liberaux_mep_cnam_pour_100k": (
        "mg_liberaux_mep_cnam",
        "population_municipale_hab",
        100_000,
    ),
    "densite_mg_rpps_insee_pour_100k": ("mg_rpps", "population_municipale_hab", 100_000),
    "densite_mg_rpps_drees_pour_100k": ("mg_rpps", "population_municipale_hab", 100_000),
}
# Students by MSU: whoever knows the students has the MSU.
RATIO_BY_MSU = "ratio_etudiants_3e_cycle_par_msu"
MSU_TOTAL = "msu_local"
ALL_AGES = "ensemble"
AGE_CLASSES = ("moins_40", "de_40_a_49", "de_50_a_59", "60_plus")
CONFIDENCE = "high"


def build_local_sources(build: Build) -> None:
    """Publish each import in force as a source of its own."""
    imports = build.local.imports
    declared = load_declarations(build.settings.data)
    persons = {item.register_id for item in declared if item.persons}
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
                "rows_n": None if entry.stores in persons else entry.rows_n,
                "source_id": entry.source_id,
            }
            for entry in imports
        ).astype({"rows_n": "Int64"} if imports else {}),
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


def line_locator(line: Any) -> str:
    """Where a value stands in its file, in French; a count of several lines stands on none."""
    if pd.isna(line):
        return "fichier local, lignes comptées"
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


def _build_msu_by_stage(build: Build) -> None:
    hidden: list[WithheldCell] = []
    for part in imported_msu(build).parts:
        hidden += [WithheldCell(name, part.period, part.measure) for name in part.withheld]
        _append_observations(
            build, MSU_INDICATORS[part.measure], part.period, part.public, part.given, part.stated
        )
    if hidden:
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
    lines, sums_source = _lines(given)
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
                "source_id": lines[name].source_id if name in lines else sums_source,
                "locator": _locator(lines[name]) if stated.get(name) == value else SUM_LOCATOR,
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


def _locator(row: Any) -> str:
    """Where a value stands: in the document that the file quotes, if it does, and in the file."""
    line = line_locator(row.line)
    return f"{row.locator} ({line})" if hasattr(row, "locator") else line


def _build_stage_places(build: Build) -> None:
    rows = build.local.of("stages")
    if rows.empty:
        return
    hidden: list[WithheldCell] = []
    published = []
    for (semester, level_id), group in rows.groupby(["semester", "level_id"]):
        linked = Linked(build, f"stages|{semester}|{level_id}")
        lines = {}
        for measure in STAGE_MEASURES:
            given = group[group[measure].notna()].set_index("territory_id")
            if not given.empty:
                lines[measure] = _lines(given)
                linked.add(measure, {str(key): int(value) for key, value in given[measure].items()})
        for small, large in ORDERED_PLACES:
            linked.at_most(small, large)
        for measure, (public, withheld) in linked.published().items():
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
                    **_origin(*lines[measure], name),
                }
                for name, value in public.items()
            ]
    append(build.connection, "pub.stage_place", pd.DataFrame(published))
    withhold(build, "stages", hidden)


Lines = Mapping[str, Any]


def _lines(given: pd.DataFrame) -> tuple[Lines, str]:
    """Lines by territory, and the source of the sums made of them: the last one."""
    lines = {str(row.Index): row for row in given.itertuples()}
    return lines, str(given["source_id"].iloc[-1])


def _origin(lines: Lines, sums_source: str, name: str) -> dict[str, str]:
    """Source and place of a count: its line, or the sum of the départements of the same file."""
    row = lines.get(name)
    if row is None:
        return {"source_id": sums_source, "locator": SUM_LOCATOR}
    return {"source_id": str(row.source_id), "locator": line_locator(row.line)}


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
            public, withheld = _installations_of(build, given, measure, str(year))
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
    build: Build, given: pd.DataFrame, measure: str, year: str = ""
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
    withheld = table.withheld(build.ledger, f"installations|{measure}|{year}", "|".join)
    public = {cell: value for cell, value in counts.items() if cell not in withheld}
    return public, {cell for cell in counts if cell in withheld}


def _build_values(build: Build) -> None:
    rows = build.local.of("valeurs")
    if rows.empty:
        return
    additive = {item.indicator_id for item in build.registers.indicators if item.additive}
    counts = _counts(build)
    hidden: list[WithheldCell] = []
    for period, of_period in rows.groupby("period"):
        lines, stated, values = {}, {}, {}
        for indicator_id, group in of_period.groupby("indicator_id"):
            name = str(indicator_id)
            lines[name] = group.set_index("territory_id")
            stated[name] = {str(key): float(v) for key, v in lines[name]["value"].items()}
            is_count_of = name in additive
            values[name] = (
                settled(stated[name], build.cells.exact_sums) if is_count_of else stated[name]
            )
        counted = {name: item for name, item in values.items() if name in additive}
        rates = {name: item for name, item in values.items() if name not in additive}
        found = _withheld_values(build, str(period), counted, rates)
        found |= {
            # Of a part of a count, or of one that is only quoted: no sum tells it.
            name: {place for place, value in item.items() if _is_small(build, value)}
            for name, item in rates.items()
            if name in counts
        }
        for name, withheld in found.items():
            hidden += [
                WithheldCell(place, str(period), "value", indicator_id=name) for place in withheld
            ]
            values[name] = {
                place: value for place, value in values[name].items() if place not in withheld
            }
        for name, public in values.items():
            _append_observations(build, name, str(period), public, lines[name], stated[name])
    withhold(build, "valeurs", hidden)


def _withheld_values(
    build: Build,
    period: str,
    values: Mapping[str, Mapping[str, float]],
    rates: Mapping[str, Mapping[str, float]],
) -> dict[str, set[str]]:
    """Territories whose value is withheld, by indicator; indicators that bound others are there.

    A rate is judged as the count that it gives back.
    """
    linked = Linked(build, f"valeurs|{period}")
    implied = _implied(build, values, rates)
    bounding = {name for pair in AT_MOST for name in pair}
    bounding |= {name for total, parts in TOTALS for name in (total, *parts)}
    given = values.keys() | implied.keys()
    for indicator_id in sorted({*given, *(bounding if given & bounding else ())}):
        own = values.get(indicator_id, {})
        public, withheld = _msu_of_files(build, indicator_id, period)
        fixed = public | published_totals(build, indicator_id, period)
        guessed = implied.get(indicator_id, {})
        guessed = {name: count for name, count in guessed.items() if name not in fixed}
        counts = {name: int(value) for name, value in own.items() if is_count(value)}
        linked.add(indicator_id, guessed | withheld | counts, fixed)
    for total, parts in TOTALS:
        linked.total(total, parts)
    for small, large in AT_MOST:
        linked.at_most(small, large)
    hidden = {name: withheld for name, (_, withheld) in linked.published(sums=False).items()}
    of_rates = {name: hidden.get(RATES[name][0], set()) for name in rates if name in RATES}
    if RATIO_BY_MSU in rates:
        of_rates[RATIO_BY_MSU] = set(_msu_of_files(build, MSU_TOTAL, period)[1])
    return {name: places & rates[name].keys() for name, places in of_rates.items()} | {
        indicator_id: (hidden[indicator_id] & own.keys())
        # A part of a person is no count, yet as telling as a whole one.
        | {name for name, value in own.items() if not is_count(value) and _is_small(build, value)}
        for indicator_id, own in values.items()
    }


def _counts(build: Build) -> set[str]:
    """Indicators that count persons or places, additive or not."""
    return {
        item.indicator_id
        for item in build.registers.indicators
        if item.additive or item.domain == "count"
    }


def _implied(
    build: Build,
    values: Mapping[str, Mapping[str, float]],
    rates: Mapping[str, Mapping[str, float]],
) -> dict[str, dict[str, int]]:
    """Counts that a reader makes of rates, to the nearest whole number, by indicator.

    What a rate is of comes from the same files, or else from the latest figure published.
    """
    implied: dict[str, dict[str, int]] = {}
    for rate, places in rates.items():
        if rate not in RATES:
            continue
        count_id, base_id, per = RATES[rate]
        figures = build.figures[build.figures["indicator_id"] == base_id]
        latest = figures.sort_values("period").groupby("territory_id")["value"].last()
        given = latest.to_dict() | dict(values.get(base_id, {}))
        whole = {str(name): round(value) for name, value in given.items()}
        bases = with_sums(whole, territory_parts(build.cells))
        found = implied.setdefault(count_id, {})
        for name, value in places.items():
            if name in bases:
                found.setdefault(name, round(value * bases[name] / per))
    return implied


def _msu_of_files(
    build: Build, indicator_id: str, period: str
) -> tuple[dict[str, int], dict[str, int]]:
    """Counts of MSU of another kind of file, of the same year: those published, those withheld."""
    counts = imported_msu(build)
    public: dict[str, int] = {}
    withheld: dict[str, int] = {}
    found: list[tuple[Mapping[str, float], Mapping[str, int], Set[str]]] = []
    if indicator_id == MSU_TOTAL:
        found += [
            (item.stated, item.public, item.withheld)
            for item in counts.totals
            if str(item.year) == period[:4]
        ]
    found += [
        (part.stated, part.public, part.withheld)
        for part in counts.parts
        if MSU_INDICATORS[part.measure] == indicator_id and part.period == period
    ]
    for stated, told, hidden in found:
        public |= told
        withheld |= {name: int(stated[name]) for name in hidden if name in stated}
    return public, withheld


def _is_small(build: Build, value: float) -> bool:
    """Say whether a value is a count under the threshold; a loss, under 0, counts nobody."""
    return 0 <= value < build.threshold


def _build_corrections(build: Build) -> None:
    rows = build.local.of("corrections")
    if rows.empty:
        return
    is_small = rows["indicator_id"].isin(_counts(build)) & rows["corrected_value"].map(
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
