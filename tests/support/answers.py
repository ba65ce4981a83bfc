"""Answers of the ETL, as the tests of the pages make them."""

from __future__ import annotations

from typing import Any

from foundation.answers import ImportRecord


def import_record(import_id: str, **fields: Any) -> ImportRecord:
    """One import in force, of one count of the Aveyron unless ``fields`` say otherwise."""
    record: dict[str, Any] = {
        "import_id": import_id,
        "kind_id": "msu",
        "stores": "msu",
        "label_fr": "msu_12",
        "file": "msu_12.csv",
        "sha256": "0",
        "digest": "0",
        "rows_n": 1,
        "territory_ids": ("DEP-12",),
        "imported_at": "2026-01-31T23:30:00Z",
        "imported_by_fr": "CDOM de l’Aveyron",
        "state": "active",
    }
    return ImportRecord(**(record | fields))
