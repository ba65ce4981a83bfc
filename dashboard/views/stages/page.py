"""Desk of the page « Stages »: its view, its balances, the callbacks of its widgets."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from dashboard.core.catalog import Level
from dashboard.core.registry import CARTE, STAGES
from dashboard.core.selection import (
    FREE_TARGET_MAX,
    FREE_TARGET_MIN,
    PARAMETERS,
    changed_parameters,
)
from dashboard.queries.desk import Desk
from dashboard.queries.stages import fetch_model
from dashboard.themes.stages import LEVEL_NAMES, Balance, StageModel, compute_balances
from dashboard.ui import state
from dashboard.views.stages import words
from dashboard.views.stages.view import (
    BY_NAME,
    STAGE_PARAMETERS,
    StageView,
    parse_stage_view,
    write_stage_view,
)
from models.stages.balance import Parameters
from models.territories.cells import NATION

YEAR_KEY = "stages.annee"
LEVEL_KEY = "stages.niveau"
MAP_LEVEL: Level = "subdivision"


@dataclass(frozen=True)
class StagesPage(Desk):
    """Build, selection and view, with the balances of the year selected.

    ``parameters`` are the levers of the view, ``hypotheses`` those that changed, in words.
    """

    model: StageModel
    view: StageView
    parameters: Parameters
    hypotheses: tuple[str, ...]
    balances: Mapping[tuple[str, int, str], Balance]

    @property
    def balance(self) -> Balance:
        """Balance of the territory and level selected."""
        return self.balance_of(self.territory.territory_id, self.view.level_id)

    @property
    def map_balances(self) -> list[Balance]:
        """Balances of the subdivisions: inside one, offer and need keep the same ratio."""
        return self._balances_at(MAP_LEVEL)

    @property
    def level_balances(self) -> list[Balance]:
        """Balances of the territories of the level selected and of the scope, by id.

        All those of the level where the scope holds none of them, as for the régions of one.
        """
        ids = self.scope_ids(self.selection.level) or self.catalog.level_ids[self.selection.level]
        return [self.balance_of(item, self.view.level_id) for item in ids]

    @property
    def is_nation(self) -> bool:
        """Whether the whole country is shown."""
        return self.territory.territory_id == NATION

    @property
    def national_balance(self) -> Balance:
        """Balance of the nation, at the level selected."""
        return self.balance_of(NATION, self.view.level_id)

    @property
    def table_level(self) -> str:
        """Level of the short table: the régions of the nation, the départements of a scope."""
        return "region" if self.is_nation else "departement"

    @property
    def scope_balances(self) -> list[Balance]:
        """Balances of the short table, in the order of their ids."""
        ids = self.scope_ids(self.table_level)
        return [self.balance_of(item, self.view.level_id) for item in ids]

    @property
    def scope_map_balances(self) -> list[Balance]:
        """Balances of the subdivisions of the scope."""
        return [self.balance_of(item, self.view.level_id) for item in self.scope_ids(MAP_LEVEL)]

    @property
    def inside_words(self) -> str:
        """How many subdivisions have each class, for a région; empty for what has only one."""
        if self.territory.level != "region":
            return ""
        return words.inside_sentence(self.scope_map_balances)

    @property
    def map_territory(self) -> str | None:
        """Subdivision selected, or that of the département selected; None for wider territories."""
        return self.catalog.counterpart(self.territory.territory_id, MAP_LEVEL)

    def _balances_at(self, level: str) -> list[Balance]:
        ids = self.catalog.level_ids[level]
        return [self.balance_of(item, self.view.level_id) for item in ids]

    def balance_of(self, territory_id: str, level_id: str) -> Balance:
        """Balance of a territory and level, for the year selected."""
        return self.balances[(territory_id, self.view.year, level_id)]

    def balances_of(self, territory_id: str) -> dict[str, Balance]:
        """Balances of a territory by level, those in force only."""
        in_force = self.model.levels_of(self.view.year)
        return {
            level_id: self.balance_of(territory_id, level_id)
            for level_id in LEVEL_NAMES
            if level_id in in_force
        }


def load_page() -> tuple[StagesPage, tuple[str, ...]]:
    """Page of this run, and the problems of an address just opened."""
    desk = state.desk()
    model = fetch_model(desk.build)
    view, problems = _begin(model)
    parameters = view.parameters(model.reference)
    level_ids = desk.catalog.level_ids
    every = (
        *level_ids[desk.selection.level],
        *level_ids[MAP_LEVEL],
        *level_ids["region"],
        *desk.scope,
    )
    ids = dict.fromkeys((NATION, desk.territory.territory_id, *every))
    page = StagesPage(
        build=desk.build,
        catalog=desk.catalog,
        selection=desk.selection,
        model=model,
        view=view,
        parameters=parameters,
        hypotheses=view.hypotheses(model),
        balances=compute_balances(model, tuple(ids), (view.year,), parameters),
    )
    return page, problems


def _begin(model: StageModel) -> tuple[StageView, tuple[str, ...]]:
    view, problems = state.begin_page(
        STAGES,
        STAGE_PARAMETERS,
        lambda parameters: parse_stage_view(parameters, model.years, model.default_year),
        write_stage_view,
        lambda view: view.year in model.years,
    )
    view = view.at_reference(model.reference)
    state.keep_view(STAGES, view)
    return view, problems


def shortfall_address(desk: Desk, target_msu: int) -> str:
    """Address of the map of the shortfall against a target; empty when none may be so large."""
    if not FREE_TARGET_MIN <= target_msu <= FREE_TARGET_MAX:
        return ""
    parameters = changed_parameters(desk.selection, desk.catalog)
    return f"{CARTE}?{urlencode(parameters | {PARAMETERS['target_id']: str(target_msu)})}"


def change_view(change: Callable[[StageView], StageView]) -> None:
    """Change the year, the level or the levers."""
    state.change_page(STAGES, change)


def change_year() -> None:
    """Take the year selected."""
    change_view(lambda view: replace(view, year=int(state.widget_value(YEAR_KEY))))


def change_level() -> None:
    """Take the level selected."""
    change_view(lambda view: replace(view, level_id=str(state.widget_value(LEVEL_KEY))))


def lever_key(name: str) -> str:
    """Key of the field of a lever."""
    return f"stages.levier.{name}"


def change_lever(name: str, reference: float | None, typed: float | None) -> None:
    """Take the value typed for a lever; its reference, or an emptied field, puts it back."""
    lever = BY_NAME[name]
    value = None if typed is None else lever.read(lever.write(typed))
    change_view(lambda view: view.with_lever(name, None if value == reference else value))


def reset_levers() -> None:
    """Put every lever back to its reference."""
    change_view(StageView.without_levers)
