"""The page « Données et méthode » of a run: desk, definition, published tables."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dashboard.core.registry import DONNEES
from dashboard.queries.desk import Desk
from dashboard.queries.method import fetch_table
from dashboard.ui import state
from dashboard.views.donnees.view import (
    DEFINITION_PARAMETERS,
    parse_definition_view,
    write_definition_view,
)


@dataclass(frozen=True)
class MethodPage(Desk):
    """Build, selection, and the indicator whose definition is shown (None: no definition)."""

    definition_id: str | None

    def table(self, name: str) -> pd.DataFrame:
        """Published table of the page, by its name in ``queries.method``."""
        return fetch_table(self.build, name)

    def coverage(self, indicator_id: str) -> pd.DataFrame:
        """Levels, years and sources of an indicator, a row by level; none when it has no value."""
        coverage = self.table("coverage")
        return coverage[coverage["indicator_id"] == indicator_id]

    def parameters(self, method_id: str) -> dict[str, float]:
        """Parameters of a method, as used by the build."""
        table = self.table("parameters")
        rows = table[table["method_id"] == method_id]
        return dict(zip(rows["parameter_id"], rows["value"], strict=True))


def load_page() -> MethodPage:
    """Page for the current selection; a definition stays until another one is asked for."""
    desk = state.desk()
    view, _ = state.begin_page(
        DONNEES, DEFINITION_PARAMETERS, parse_definition_view, write_definition_view
    )
    return MethodPage(desk.build, desk.catalog, desk.selection, view.indicator_id)


def years(coverage: pd.DataFrame) -> tuple[int, int] | None:
    """First and last year of all the rows of a coverage; None when none is dated."""
    dated = coverage.dropna(subset=["first_year"])
    if dated.empty:
        return None
    return int(dated["first_year"].min()), int(dated["last_year"].max())


def source_ids(coverage: pd.DataFrame) -> list[str]:
    """Sources of all the rows of a coverage, by id."""
    return sorted({source_id for ids in coverage["source_ids"] for source_id in ids})
