"""What the sections of the page share: its view and the callbacks of its widgets."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dashboard.core.registry import STAGES
from dashboard.ui import state
from dashboard.views.stages.view import (
    BY_NAME,
    STAGE_PARAMETERS,
    StageView,
    parse_stage_view,
    write_stage_view,
)
from models.stages.balance import Parameters

STAGE_MAP = "stages.carte"
STAGE_YEAR = "stages.annee"
STAGE_LEVEL = "stages.niveau"


def begin_stages(
    years: tuple[int, ...], reference: Parameters, first_shown: int
) -> tuple[StageView, tuple[str, ...]]:
    """Year, level and levers of this run, and what was wrong in the address just opened."""
    view, problems = state.begin_page(
        STAGES,
        STAGE_PARAMETERS,
        lambda known: parse_stage_view(known, years, first_shown),
        write_stage_view,
        lambda view: view.year in years,
    )
    view = view.at_reference(reference)
    state.keep_view(STAGES, view)
    return view, problems


def change_stages(change: Callable[[StageView], StageView]) -> None:
    """Change the year, the level or the levers of the page « Stages »."""
    state.change_page(STAGES, change)


def change_stage_year() -> None:
    """Take the year chosen in its selector."""
    change_stages(lambda view: replace(view, year=int(state.widget_value(STAGE_YEAR))))


def change_stage_level() -> None:
    """Take the level chosen in its selector."""
    change_stages(lambda view: replace(view, level_id=str(state.widget_value(STAGE_LEVEL))))


def lever_key(name: str) -> str:
    """Key of the field of a lever."""
    return f"stages.levier.{name}"


def change_lever(name: str, reference: float | None) -> None:
    """Take the value typed for a lever; its reference, or an emptied field, puts it back."""
    value = state.widget_value(lever_key(name))
    read = None if value is None else BY_NAME[name].read(BY_NAME[name].write(value))
    kept = None if read == reference else read
    change_stages(lambda view: view.with_lever(name, kept))


def reset_levers() -> None:
    """Put every lever back to its reference."""
    change_stages(StageView.without_levers)
