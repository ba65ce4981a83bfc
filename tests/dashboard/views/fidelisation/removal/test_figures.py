"""Chart of the footprint: the départements that hold it, and a few more."""

from __future__ import annotations

import json

from dashboard.views.fidelisation.removal.figures import NEXT_SHOWN, plot_footprint
from models.retention.removal import CohortFlows, footprint


def test_the_chart_shows_the_footprint_and_a_few_more_told_apart():
    counts = {f"DEP-{rank:02}": 40 - rank for rank in range(30)}
    found = footprint([CohortFlows(counts, frozenset(), None)])
    figure = plot_footprint(found, [place for place, _ in found.counts])
    (bars,) = figure["data"]
    assert len(bars["x"]) == found.size + NEXT_SHOWN
    colors = bars["marker"]["color"]
    assert len(set(colors[: found.size])) == 1
    assert set(colors[: found.size]).isdisjoint(colors[found.size :])
    assert bars["text"][found.size - 1].endswith("%)")
    json.dumps(figure)
