"""The parts of the page « Stages » that are drawn when opened only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.core.catalog import LEVEL_LABELS
from dashboard.queries.desk import Desk
from dashboard.queries.method import fetch_table
from dashboard.queries.series import fetch_national_series
from dashboard.queries.stages import fetch_maquettes, fetch_places, fetch_theme
from dashboard.themes.stages import LEVEL_NAMES, Balance, StageModel, compute, step_sentence, steps
from dashboard.views.stages.blank_zones import show_blank_zones
from dashboard.views.stages.levers import show_levers, show_steps
from dashboard.views.stages.method import RATIO, show_method
from dashboard.views.stages.national_need import show_national_need
from dashboard.views.stages.observed import INDICATORS, LOCAL_SHARE, show_fees, show_observed
from dashboard.views.stages.places import show_places
from dashboard.views.stages.recruitment import show_need_target, show_recruitment
from dashboard.views.stages.table import show_stage_download, show_stage_table
from dashboard.views.stages.view import StageView
from dashboard.views.stages.years import show_years
from models.stages.balance import Parameters
from models.territories.cells import NATION


@dataclass(frozen=True)
class Context(Desk):
    """What every part of the page is drawn from; ``balances`` are those of the year shown."""

    model: StageModel
    view: StageView
    parameters: Parameters
    balances: dict[tuple[str, int, str], Balance]
    changed: tuple[str, ...]

    @property
    def label(self) -> str:
        """Name of the territory selected."""
        return self.catalog.territories[self.selection.territory_id].label

    @property
    def shown(self) -> Balance:
        """Balance of the territory and level selected."""
        return self.of(self.selection.territory_id, self.view.level_id)

    @property
    def territories(self) -> list[Balance]:
        """Balances of the territories of the map, in the order of their ids."""
        ids = self.catalog.level_ids[self.selection.level]
        return [self.of(item, self.view.level_id) for item in ids]

    def of(self, territory_id: str, level_id: str) -> Balance:
        """Balance of a territory and level, for the year shown."""
        return self.balances[(territory_id, self.view.year, level_id)]

    def levels(self, territory_id: str) -> dict[str, Balance]:
        """Balances of a territory by level, those in force only."""
        in_force = self.model.levels_of(self.view.year)
        return {level: self.of(territory_id, level) for level in LEVEL_NAMES if level in in_force}


def show_step(page: Context) -> None:
    """Say what the fourth year adds to the need of the territory."""
    first = next((year for year in page.model.years if "DJ" in page.model.levels_of(year)), None)
    if first is None or first - 1 not in page.model.years:
        return
    item = page.selection.territory_id
    found = compute(page.model, (item,), (first - 1, first), page.parameters)
    before, after, juniors = (
        found[key] for key in ((item, first - 1, "3C"), (item, first, "3C"), (item, first, "DJ"))
    )
    st.markdown(step_sentence(before, after, juniors))


def show_lever_section(page: Context) -> None:
    """The levers, then what those that changed contribute."""

    def draw() -> None:
        show_levers(page.model, page.view)
        if page.view.levers:
            item, view = page.selection.territory_id, page.view
            found = steps(page.model, item, view.year, view.level_id, page.parameters)
            show_steps(page.catalog, found, page.shown, page.changed)

    _lazily("leviers.ouvert", "Leviers : changer les hypothèses", draw)


def show_sections(page: Context) -> None:
    """Everything under the maps."""
    territory_id, year = page.selection.territory_id, page.view.year
    level = LEVEL_LABELS[page.selection.level].lower()
    _lazily(
        "recrutement.ouvert",
        "Combien de MSU faut-il recruter ici\u00a0?",
        lambda: _show_recruitment(page),
    )
    _lazily(
        "besoin.ouvert",
        "Refaire le calcul du besoin national",
        lambda: show_national_need(page),
    )
    _lazily(
        "zones.ouvert",
        "Zones sous-dotées où aucun MSU n’est connu",
        lambda: show_blank_zones(page),
    )
    _lazily("table.ouvert", f"Toutes les valeurs, {level}", lambda: _show_table(page))
    _lazily("annees.ouvert", "Besoin et offre d’année en année", lambda: _show_years(page))
    _lazily(
        "places.ouvert",
        "Places agréées, ouvertes, financées, pourvues",
        lambda: show_places(page.catalog, fetch_places(page.build, territory_id), year, page.label),
    )
    _lazily(
        "observe.ouvert",
        "Stages réalisés de 2012 à 2018, France entière",
        lambda: show_observed(
            page.catalog,
            {item: fetch_national_series(page.build, item) for item in INDICATORS},
            page.at(page.selection.at_level("departement")).values(LOCAL_SHARE),
        ),
    )
    _lazily(
        "honoraires.ouvert",
        "Honoraires et obligations des MSU, datés et sourcés",
        lambda: show_fees(page.catalog, fetch_theme(page.build, "honoraires")),
    )
    _lazily(
        "methode.ouvert",
        "Méthode, maquettes et hypothèses",
        lambda: show_method(
            page.catalog,
            fetch_maquettes(page.build),
            fetch_table(page.build, "parameters"),
            fetch_national_series(page.build, RATIO),
        ),
    )


def _lazily(key: str, title: str, draw: Callable[[], None]) -> None:
    """A closed part, drawn when opened: most visits open one or two."""
    section = st.expander(title, key=f"stages.{key}", on_change="rerun")
    if section.open:
        with section:
            draw()


def _show_recruitment(page: Context) -> None:
    levels = page.levels(page.selection.territory_id)
    show_recruitment(list(levels.values()), page.shown, page.label)
    show_need_target(page.catalog, page.selection, page.levels(NATION), page.parameters)


def _show_table(page: Context) -> None:
    show_stage_table(page.catalog, page.selection, page.territories)
    show_stage_download(page.catalog, page.selection, page.view, page.territories, page.changed)


def _show_years(page: Context) -> None:
    item, years = page.selection.territory_id, page.model.years
    found = compute(page.model, (item,), years, page.parameters)
    series = {level: [found[(item, year, level)] for year in years] for level in LEVEL_NAMES}
    latest = page.model.latest_msu_year
    show_years(page.catalog, series, page.view.level_id, latest, page.changed)
