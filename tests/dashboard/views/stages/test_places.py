"""« Places agréées, ouvertes, financées, pourvues »: its file."""

from __future__ import annotations

from dashboard.queries.catalog import read_catalog
from dashboard.queries.stages import PlaceChain
from dashboard.views.stages.places import CSV_HEADER, place_rows


def test_a_place_that_is_not_known_is_not_zero(connection):
    chain = PlaceChain("2026-05", "N1", 17, None, 0, None, "imported", ["S001"])
    (row,) = place_rows(read_catalog(connection), [chain], "Aveyron (12)")
    cells = dict(zip(CSV_HEADER, row, strict=True))
    assert [cells[name] for name in ("agreees", "ouvertes", "financees", "pourvues")] == [
        "17",
        "n. d.",
        "0",
        "n. d.",
    ]
    assert cells["statut"] == "importé"
    assert cells["source"]
