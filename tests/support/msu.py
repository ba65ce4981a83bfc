"""What the tests of ``msu-v2`` share: the committed figures, read without a warehouse."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import duckdb

from etl.build import Build, create_schema
from etl.extract.evidence import EvidenceRow
from etl.inputs import read_figures, read_reference, read_registers
from etl.settings import Settings
from etl.transform import msu_inputs
from etl.transform.msu_scores import v1_forecasts
from etl.transform.msu_v1 import v1_points, validate_v1
from etl.transform.msu_validation import v1_by_name
from etl.transform.msu_years import published_counts
from etl.transform.territories import (
    build_registers,
    build_territories,
    departement_population,
)
from models.msu import hierarchical
from models.msu.country import Country
from models.msu.estimate import LocalCount
from models.msu.evidence import Evidence, LowerBound
from models.msu.hierarchical import Posterior
from models.msu.scores import Forecast
from models.msu.summary import YearSummary, summarise
from models.territories.apportionment import FloatArray, IntArray
from tests.support.paths import DATA


@dataclass(frozen=True)
class Published:
    """The committed figures as ``msu-v2`` reads them."""

    build: Build
    rows: list[EvidenceRow]
    facts: Country
    evidence: list[Evidence]
    bounds: list[LowerBound]

    @cached_property
    def posterior(self) -> Posterior:
        """The model fitted on all the evidence."""
        return hierarchical.fit(self.facts, self.evidence, self.bounds)

    @cached_property
    def population(self) -> FloatArray:
        """Inhabitants of each territory."""
        cells = self.build.cells
        return cells.sum_levels(cells.spread(departement_population(self.build).to_numpy()))

    @cached_property
    def national(self) -> dict[int, tuple[float, int]]:
        """Date and value of each firm national count, by year."""
        counts = msu_inputs.national_counts(self.build)
        firm = counts[counts["confidence"] == "high"]
        return {
            int(row.period_year): (float(row.time), int(row.value)) for row in firm.itertuples()
        }

    @cached_property
    def departements(self) -> slice:
        """Where the départements are among the territories."""
        first = 1 + len(self.build.cells.region_ids)
        return slice(first, first + len(self.build.cells.departement_ids))

    def share(self, target: int) -> IntArray:
        """Share of a target for each territory, by population."""
        return self.build.cells.apportion(target, departement_population(self.build).to_numpy())

    def year(self, year: int, posterior: Posterior | None = None) -> YearSummary:
        """MSU of a year, its precise published counts holding exactly."""
        time, total = self.national[year]
        known = [
            LocalCount(self.build.cells.members([item.territory_id]), item.value)
            for item in published_counts(self.rows, year).values()
        ]
        draws = hierarchical.draw_cells(posterior or self.posterior, time, total, known)
        return summarise(self.build.cells, draws, total, known, self.population)

    def rank(self, territory_id: str) -> int:
        """Place of a territory among them all."""
        return self.build.cells.territory_ids.index(territory_id)

    @cached_property
    def v1(self) -> dict[str, Forecast]:
        """Forecasts that ``msu-v1`` makes of the evidence, without the place where it used it."""
        validation = validate_v1(self.build, self.build.figure(msu_inputs.NATIONAL_COUNT))
        estimated = v1_by_name(self.build, self.evidence)
        rows = [row for row in self.rows if row.evidence_id in estimated]
        return v1_forecasts(self.evidence, rows, estimated, validation)

    @cached_property
    def v1_points(self) -> list[str]:
        """Names of the counts that ``msu-v1`` is validated on."""
        points = v1_points(self.build, self.build.figure(msu_inputs.NATIONAL_COUNT))
        return [point.point_id for point in points]

    @cached_property
    def since(self) -> list[str]:
        """Names of the evidence found since ``msu-v1``."""
        earlier = {point.point_id for point in self.build.local_points}
        names = {
            # Local points whose date could not be read, and which the evidence dates.
            "reims-nd": "reims-2014",
            "lyon-nd": "lyon-2022",
        }
        known = {names.get(name, name) for name in earlier}
        return [item.name for item in self.evidence if item.name not in known]


def read_published(folder: Path) -> Published:
    """Read the committed figures by the steps of the build; nothing is written in the folder."""
    settings = Settings(
        data=DATA,
        warehouse=folder,
        local=folder / "local",
        choices=folder / "reglages.toml",
    )
    build = Build(settings, "msu", "msu", duckdb.connect())
    for step in (
        read_registers,
        read_figures,
        read_reference,
        create_schema,
        build_registers,
        build_territories,
    ):
        step(build)
    facts = msu_inputs.country(build)
    evidence, bounds = msu_inputs.published_evidence(build, facts, build.evidence)
    return Published(build, build.evidence, facts, evidence, bounds)
