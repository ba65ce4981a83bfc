"""The map of a brief: coverage of the target around the territory, by département."""

from __future__ import annotations

from dashboard.charts.classes import classes
from dashboard.charts.paper_map import PaperLayer, plot_paper_map
from dashboard.core.catalog import COVERAGE, Catalog
from dashboard.core.selection import Selection
from dashboard.profile.model import Profile
from dashboard.queries import cached
from dashboard.queries.connection import ServedBuild


def picture_of(
    build: ServedBuild, catalog: Catalog, selection: Selection, profile: Profile
) -> str | None:
    """Map of the territory with its neighbours or its départements, as SVG; None without outlines.

    It is the only drawing of the outlines on the server: the page draws them in the browser.
    """
    geometry = cached.load_geometry(build)
    if geometry is None:
        return None
    view = selection.at_level("departement")
    values = cached.load_level(
        build, COVERAGE, "departement", view.year, view.target(catalog), view.key_id
    )
    indicator = catalog.indicators[COVERAGE]
    breaks, colors = classes(build, catalog, view, COVERAGE)
    layer = PaperLayer(
        title=indicator.label_fr,
        unit=indicator.unit_fr,
        decimals=0,
        breaks=breaks,
        colors=colors,
        values=dict(zip(values.ids, values.values, strict=True)),
        status=dict(zip(values.ids, values.status, strict=True)),
    )
    own = profile.territory.territory_id
    framed = {row.territory_id for row in profile.peers.rows if row.territory_id in values.ids}
    inside = {own} if own in values.ids else framed
    return plot_paper_map(geometry, layer, framed | inside, inside, demo=profile.is_demo)
