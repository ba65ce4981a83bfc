"""What is being served, as data for ``python -m etl status --json``."""

from __future__ import annotations

from typing import Any

from etl.errors import (
    BUILD_FR,
    DamagedStoreError,
    DataError,
    HeldStoreError,
    NoBuildError,
    OtherVersionError,
)
from etl.settings import Settings
from etl.store import active, read_manifest, read_rows
from etl.version import data_version_of
from etl.warehouse import count_rows, outlines, read_served, refuse_held, run_row, run_sql
from stores import Damage, DamagedBuildError, Store
from stores.moving import content_digest


def is_pending(settings: Settings) -> bool:
    """Say whether an import was accepted but is not served yet: a build was interrupted."""
    try:
        with read_served(settings) as (_, connection):
            served = run_row(connection, "status")["data_version"]
    except (DamagedStoreError, HeldStoreError, OtherVersionError):
        return True
    except NoBuildError:
        return bool(active(read_manifest(settings.store)))
    return bool(served != _version(settings))


def damages_of(settings: Settings) -> list[str]:
    """Everything published that is not sound any more, one French clause each.

    Builds, the pointer, the outlines of the served build, the rows of the imports in force, what
    earlier builds told.
    """
    kept = settings.store
    with read_served(settings) as (served, connection):
        names = outlines(connection)
    refuse_held(served)
    found = [damage.message_fr for damage in served.damages]
    for build in kept.builds():
        try:
            kept.local_path(build)
        except DamagedBuildError as error:
            found.append(Damage(build, str(error)).message_fr)
            continue
        # A sound copy on this machine says nothing of what the other servers would bring.
        if build.digest and content_digest(kept.content(build)) != build.digest:
            found.append(Damage(build, "le contenu gardé n’est plus celui publié").message_fr)
    found += [f"le tracé {name} est endommagé" for name in names if kept.outline(name) is None]
    found += [f"les lignes de l’import « {name} » sont endommagées" for name in _damaged(kept)]
    if not _is_record_sound(kept):
        found.append("la mémoire des effectifs publiés (published.json.gz) est endommagée")
    return list(dict.fromkeys(found))


def remedy_of(settings: Settings) -> str:
    """What to do about what ``damages_of`` found: a build reads the imports, and stops at them."""
    kept = settings.store
    steps = []
    if _damaged(kept):
        steps.append(
            "remettre les lignes depuis une sauvegarde, ou lancer « python -m etl repair "
            "--set-aside », qui annule ces imports"
        )
    if not _is_record_sound(kept):
        steps.append("remettre published.json.gz depuis une sauvegarde")
    return ", puis ".join([*steps, BUILD_FR])


def _damaged(kept: Store) -> list[str]:
    """Imports in force whose rows are not those that were accepted."""
    found = []
    for entry in active(read_manifest(kept)):
        try:
            read_rows(kept, entry)
        except DataError:
            found.append(entry.import_id)
    return found


def _is_record_sound(kept: Store) -> bool:
    # The history is read more often than this record, which needs libraries of numbers.
    from etl.published import read_ledger

    try:
        read_ledger(kept)
    except DataError:
        return False
    return True


def _version(settings: Settings) -> str:
    return data_version_of(settings, read_manifest(settings.store))


def describe_current(settings: Settings) -> dict[str, Any]:
    """Describe the build being served.

    Returns
    -------
    dict ready for JSON: build id, UTC time, data version, territories by level, row count of
    each published table, and the share of MSU values by département by status (%).
    """
    with read_served(settings) as (served, connection):
        build = run_sql(connection, "status").iloc[0]
        shares = run_sql(connection, "msu_status_shares")
        tables = count_rows(connection)
    return {
        "build_id": build["build_id"],
        "file": served.path.name,
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
