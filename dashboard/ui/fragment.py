"""Pages that run again alone when only their own view changes: filters, register, sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.core.selection import Selection
from dashboard.queries.cache import NoWarehouseError, ServedBuild
from dashboard.queries.catalog import fetch_catalog
from dashboard.ui import state
from dashboard.ui.sign_in import current_rights


@dataclass(frozen=True)
class Surroundings:
    """Build, selection and rights on which the rest of the screen depends."""

    build: ServedBuild
    selection: Selection
    can_read: bool


def show_page(draw: Callable[[], None], page: str) -> None:
    """Draw a page that has a view of its own, then write this view to the address."""
    _show_alone(draw, page, _surroundings())


@st.fragment
def _show_alone(draw: Callable[[], None], page: str, before: Surroundings) -> None:
    """Run the page again without its surroundings, unless they change too."""
    try:
        now = _surroundings()
    except NoWarehouseError:
        now = None
    if now != before:
        st.rerun()
    draw()
    state.write_address(fetch_catalog(before.build), page)


def _surroundings() -> Surroundings:
    build = state.served()
    selection = state.current(fetch_catalog(build))
    return Surroundings(build, selection, current_rights().can_read)
