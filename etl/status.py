"""What is being served, as data for ``python -m etl status --json``."""

from __future__ import annotations

from typing import Any

from etl.errors import NoBuildError
from etl.settings import Settings
from etl.store import active, read_manifest
from etl.version import digest_data
from etl.warehouse import count_rows, current_build, read_warehouse, run_sql


def is_pending(settings: Settings) -> bool:
    """Say whether an import was accepted but is not served yet: a build was interrupted."""
    try:
        with read_warehouse(current_build(settings)) as connection:
            served = run_sql(connection, "status").iloc[0]["data_version"]
    except NoBuildError:
        return bool(active(read_manifest(settings.store)))
    return bool(served != _version(settings))


def _version(settings: Settings) -> str:
    manifest = read_manifest(settings.store)
    return digest_data(settings.data, manifest, settings.secrecy_threshold())


def describe_current(settings: Settings) -> dict[str, Any]:
    """Describe the build being served.

    Returns
    -------
    dict ready for JSON: build id, UTC time, data version, territories by level, row count of
    each published table, and the share of MSU values by département by status (%).
    """
    file = current_build(settings)
    with read_warehouse(file) as connection:
        build = run_sql(connection, "status").iloc[0]
        shares = run_sql(connection, "msu_status_shares")
        tables = count_rows(connection)
    return {
        "build_id": build["build_id"],
        "file": file.name,
        "built_at": build["built_at"].isoformat() + "Z",
        "data_version": build["data_version"],
        "demo": bool(build["is_demo"]),
        "territories": {
            level: int(build[level]) for level in ("departements", "regions", "subdivisions")
        },
        "tables": tables,
        "msu_by_departement_status_pct": {
            row.status: round(float(row.share_pct), 2) for row in shares.itertuples()
        },
    }
