"""Outlines of the geometry document, read back from their paths."""

from __future__ import annotations

from dashboard.charts.outlines import outline_box, outline_rings


def test_an_outline_is_read_as_closed_lines():
    path = "M10 20l5 0 0 5-5 0zM100 100l1 1 0-1z"
    assert outline_rings(path) == [
        [(10, 20), (15, 20), (15, 25), (10, 25)],
        [(100, 100), (101, 101), (101, 100)],
    ]
    assert outline_box(path) == (10, 20, 101, 101)
