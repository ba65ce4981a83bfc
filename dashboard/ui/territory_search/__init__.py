"""Territory search: a combobox that finds a territory by name or code, accents or not."""

from dashboard.ui.territory_search.component import show_territory_search

__all__ = ["show_territory_search"]
