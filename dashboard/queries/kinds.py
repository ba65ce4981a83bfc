"""The layouts a file to import may have, and the templates to fill in."""

from __future__ import annotations

import os
from pathlib import Path

from pydantic import TypeAdapter

from dashboard.queries.cache import Cursor, per_build
from foundation.settings_file import ROOT
from models.imports.kinds import ImportKind
from models.registers.register import RegisterField

FIELDS = TypeAdapter(tuple[RegisterField, ...])
KINDS = """
    SELECT kind.kind_id, kind.label_fr, kind.description_fr, kind.stores, kind.fields_json,
        stored.fields_json
    FROM pub.import_kind AS kind
    JOIN pub.import_kind AS stored ON stored.kind_id = kind.stored_kind_id
    ORDER BY kind.position
"""


@per_build
def fetch_kinds(cursor: Cursor) -> dict[str, ImportKind]:
    """Layouts a file to import may have, by identifier, in their own order."""
    rows = cursor.execute(KINDS).fetchall()
    kinds = (
        ImportKind(
            kind_id,
            label_fr,
            description_fr,
            stores,
            FIELDS.validate_json(fields),
            FIELDS.validate_json(stored),
        )
        for kind_id, label_fr, description_fr, stores, fields, stored in rows
    )
    return {kind.kind_id: kind for kind in kinds}


def templates_folder() -> Path:
    """Folder of the templates; ``MSU_DATA`` names another folder of data."""
    return Path(os.environ.get("MSU_DATA") or ROOT / "data") / "templates"


def read_template(kind_id: str, suffix: str) -> bytes:
    """Template of a kind, « xlsx » or « csv »."""
    return (templates_folder() / f"{kind_id}.{suffix}").read_bytes()
