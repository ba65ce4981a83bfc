"""The official series that a refresh read: published beside the committed figures, never mixed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import pandas as pd

from etl.build import Build
from etl.declared.connectors import Connector
from etl.errors import DataError
from etl.official import OfficialSeries
from etl.transform.diploma_rates import with_intervals
from etl.warehouse import append

REMEDY = "Lancer « python -m etl refresh », qui relit le fichier."


def build_official(build: Build) -> None:
    """Publish the official sources, then what each tells, with its source and its vintage.

    Raises
    ------
    DataError
        When a row names a territory or an indicator that no register knows.
    """
    _check_known(build, build.official)
    append(build.connection, "pub.official_source", pd.DataFrame(map(_connector, build.connectors)))
    for series in build.official:
        vintage = series.vintage
        append(build.connection, "pub.source", pd.DataFrame([_source(series)]))
        fields = {name: value for name, value in asdict(vintage).items() if name in VINTAGE}
        append(build.connection, "pub.vintage", pd.DataFrame([fields]))
        common = {"source_id": vintage.source_id, "status": "observed"}
        observed = with_intervals(series.tables.observation, series.tables.diploma_flow)
        append(
            build.connection,
            "pub.observation",
            observed.assign(
                period=observed["year"].astype("str"), period_year=observed["year"], **common
            ).drop(columns="year"),
        )
        for name in ("diploma_flow", "gp_count"):
            frame = getattr(series.tables, name)
            append(build.connection, f"pub.{name}", frame.assign(**common))


VINTAGE = (
    "source_id",
    "file",
    "sha256",
    "fetched_at",
    "released_on",
    "first_year",
    "last_year",
    "reader_version",
)


def _connector(connector: Connector) -> dict[str, object]:
    return {
        "connector_id": connector.connector_id,
        "source_id": connector.source_id,
        "title": connector.title,
        "publisher": connector.publisher,
        "licence": connector.licence,
        "url": connector.page,
        "expected_month": connector.expected_month,
    }


def _source(series: OfficialSeries) -> dict[str, object]:
    vintage = series.vintage
    return {
        "source_id": vintage.source_id,
        "title": vintage.title,
        "publisher": vintage.publisher,
        "url": vintage.url,
        "licence": vintage.licence,
        "published": vintage.released_on or None,
        "period": f"{vintage.first_year}-{vintage.last_year}",
        "kind": "official",
        "note": " ; ".join(vintage.notes_fr) or None,
    }


def _check_known(build: Build, official: Sequence[OfficialSeries]) -> None:
    """Refuse a territory or an indicator that no register knows."""
    territories = set(build.territories["territory_id"])
    indicators = {item.indicator_id for item in build.registers.indicators}
    for series in official:
        tables = series.tables
        for column, values, known in (
            ("territory_id", tables.observation["territory_id"], territories),
            ("indicator_id", tables.observation["indicator_id"], indicators),
            ("destination_id", tables.diploma_flow["destination_id"], territories),
            ("territory_id", tables.gp_count["territory_id"], territories),
        ):
            unknown = sorted(set(values) - known)
            if unknown:
                raise DataError(
                    f"{series.vintage.connector_id}.zip",
                    0,
                    column,
                    unknown[0],
                    "un identifiant déclaré dans les registres",
                    REMEDY,
                )
