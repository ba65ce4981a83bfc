"""What every part of the page « Fidélisation » is drawn from."""

from __future__ import annotations

from dataclasses import dataclass

from dashboard.core.catalog import Catalog, Territory
from dashboard.core.selection import Selection
from dashboard.queries.cache import ServedBuild
from dashboard.themes.retention import SETTLED_RATE
from dashboard.views.fidelisation.view import RetentionOptions, RetentionView


@dataclass(frozen=True)
class RetentionPage:
    """Build, selection and view; ``view`` names cohorts that exist, when there are any."""

    build: ServedBuild
    catalog: Catalog
    selection: Selection
    view: RetentionView
    options: RetentionOptions

    @property
    def territory(self) -> Territory:
        """The territory selected."""
        return self.catalog.territories[self.selection.territory_id]

    @property
    def crosses_rates(self) -> bool:
        """Whether the map crosses the rates of imported cohorts."""
        return self.view.retention_id == SETTLED_RATE

    @property
    def subdivision_id(self) -> str | None:
        """Subdivision selected, or the one that holds most of the département; None elsewhere."""
        if self.territory.level == "subdivision":
            return self.territory.territory_id
        if self.territory.level == "departement":
            return self.catalog.dominant_subdivision(self.territory.territory_id)
        return None

    @property
    def holder_name(self) -> str:
        """Name of the subdivision whose figures a département shows; empty for other levels."""
        if self.territory.level != "departement" or self.subdivision_id is None:
            return ""
        return self.catalog.territories[self.subdivision_id].name_fr
