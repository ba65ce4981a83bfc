"""Page « Stages »: do the places offered cover the need, and what would change it."""

from __future__ import annotations

import streamlit as st

from dashboard.queries.stages import fetch_model
from dashboard.themes.stages import compute, finding, level_sentence
from dashboard.ui import state
from dashboard.ui.shell import show_problems
from dashboard.views.stages.levers import changed_levers, show_changed_levers
from dashboard.views.stages.maps import show_stage_maps
from dashboard.views.stages.page import STAGE_MAP, begin_stages
from dashboard.views.stages.stage_cards import show_stage_cards
from dashboard.views.stages.stage_sections import (
    Context,
    show_lever_section,
    show_sections,
    show_step,
)
from dashboard.views.stages.stage_selectors import show_stage_selectors
from models.territories.cells import NATION


def render() -> None:
    """Draw the page for the current selection, year, level and levers."""
    page, problems = _context()
    show_problems(problems)
    selection, view = page.selection, page.view
    in_force = view.level_id in page.model.levels_of(view.year)
    st.title(
        finding(page.shown, page.label, changed=bool(view.levers), in_force=in_force),
        anchor=False,
    )
    show_stage_selectors(page.model.years, view)
    show_changed_levers(page.changed)
    show_stage_cards(page.catalog, page.shown, page.label)
    show_lever_section(page)
    show_stage_maps(
        page.catalog,
        selection,
        view,
        page.territories,
        page.changed,
        lambda: state.change_from_map(page.catalog, STAGE_MAP),
    )
    st.markdown(level_sentence(page.territories, selection.level))
    show_step(page)
    show_sections(page)


def _context() -> tuple[Context, tuple[str, ...]]:
    """What the page is drawn from, and what was wrong in its address."""
    desk = state.desk()

    model = fetch_model(desk.build)
    view, problems = begin_stages(model.years, model.reference, model.first_shown)
    parameters = view.parameters(model.reference)
    ids = dict.fromkeys(
        (NATION, desk.selection.territory_id, *desk.catalog.level_ids[desk.selection.level])
    )
    context = Context(
        build=desk.build,
        catalog=desk.catalog,
        selection=desk.selection,
        model=model,
        view=view,
        parameters=parameters,
        balances=compute(model, tuple(ids), (view.year,), parameters),
        changed=changed_levers(view, model),
    )
    return context, problems


if __name__ == "__main__":
    render()
