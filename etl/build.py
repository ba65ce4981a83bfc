"""What one build carries from step to step, and the empty tables it fills."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import duckdb
import geopandas
import pandas as pd

from etl.declared.catalog import Registers
from etl.declared.connectors import Connector
from etl.declared.kinds import Kind
from etl.declared.maquettes import MaquetteEntry
from etl.declared.words import PartnerFamily, SearchSynonyms
from etl.errors import DataError
from etl.extract.evidence import EvidenceRow
from etl.extract.figures import LocalPoint
from etl.extract.local import LocalFiles
from etl.extract.retention_surveys import RetentionSurvey
from etl.official import OfficialSeries
from etl.published import Ledger
from etl.settings import DEFAULT_THRESHOLD, Settings
from etl.store import Manifest
from etl.warehouse import run_sql
from models.territories.apportionment import FloatArray, IntArray
from models.territories.cells import Cells


@dataclass
class Build:
    """Inputs and open database of the build in progress.

    ``figures``, ``territories`` and ``crosswalk`` are set by the reading steps, ``cells`` by
    the reference step; the later steps only read them. ``local`` is what the imports in force
    say; counts of theirs under ``threshold`` are not published. ``msu_cells`` holds the MSU of the
    cells for each year whose national count was shared, ``msu_draws`` their draws (draws, m).
    ``imported_msu`` holds the imported counts once their secrecy is worked out, ``ledger`` is what
    earlier builds published, None where all figures are fictitious. ``archives`` are those of the
    official sources, ``official`` what they tell, ``connectors`` the sources themselves.
    """

    settings: Settings
    build_id: str
    data_version: str
    connection: duckdb.DuckDBPyConnection
    manifest: Manifest = ()
    threshold: int = DEFAULT_THRESHOLD
    local: LocalFiles = field(default_factory=LocalFiles)
    ledger: Ledger | None = None
    archives: Mapping[str, bytes] = field(default_factory=dict)
    official: list[OfficialSeries] = field(default_factory=list)
    connectors: tuple[Connector, ...] = ()
    imported_msu: object = None
    msu_cells: dict[int, IntArray] = field(default_factory=dict)
    msu_draws: dict[int, FloatArray] = field(default_factory=dict)
    registers: Registers = field(init=False)
    maquettes: tuple[MaquetteEntry, ...] = field(init=False)
    kinds: dict[str, Kind] = field(init=False)
    synonyms: SearchSynonyms = field(init=False)
    partner_families: tuple[PartnerFamily, ...] = field(init=False)
    figures: pd.DataFrame = field(init=False)
    local_points: list[LocalPoint] = field(init=False)
    evidence: list[EvidenceRow] = field(init=False)
    retention_surveys: list[RetentionSurvey] = field(init=False)
    territories: pd.DataFrame = field(init=False)
    articles: dict[str, int] = field(init=False)
    names: pd.DataFrame = field(init=False)
    crosswalk: pd.DataFrame = field(init=False)
    geometry: dict[str, geopandas.GeoDataFrame] = field(init=False)
    cells: Cells = field(init=False)

    def figure(self, indicator_id: str, period: str | None = None) -> pd.DataFrame:
        """Published rows of one indicator (and period), at least one."""
        rows = self.figures[self.figures["indicator_id"] == indicator_id]
        if period is not None:
            rows = rows[rows["period"] == period]
        if rows.empty:
            raise DataError(
                "data/figures",
                0,
                "indicator_id",
                "",
                f"au moins une valeur de {indicator_id}" + (f" pour {period}" if period else ""),
                "Rétablir les lignes de cet indicateur : une méthode les emploie.",
            )
        return rows

    def national(self, indicator_id: str, period: str) -> float:
        """Published national value of one indicator at one period."""
        rows = self.figure(indicator_id, period)
        return float(rows.loc[rows["territory_id"] == "FR", "value"].iloc[0])

    def departement_values(self, indicator_id: str, period: str | None = None) -> pd.Series:
        """Values by département in the order of the cells; NaN where none is published."""
        rows = self.figure(indicator_id, period).set_index("territory_id")["value"]
        return rows.reindex(list(self.cells.departement_ids)).astype("float64")


def create_schema(build: Build) -> None:
    """Create the empty published tables."""
    run_sql(build.connection, "schema")
