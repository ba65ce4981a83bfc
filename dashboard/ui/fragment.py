"""A page that is drawn again alone when what changes is its own: filters, register, part."""

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
class Around:
    """What the selectors, the banner and the foot of a page are drawn from."""

    build: ServedBuild
    selection: Selection
    can_read: bool


def show_page(draw: Callable[[], None], page: str) -> None:
    """Draw a page whose view is its own, then write this view to the address."""
    _show_alone(draw, page, _around())


@st.fragment
def _show_alone(draw: Callable[[], None], page: str, drawn: Around) -> None:
    """Run again without what is around the page, unless that has to change too."""
    try:
        around = _around()
    except NoWarehouseError:
        around = None
    if around != drawn:
        st.rerun()
    draw()
    state.write_address(fetch_catalog(drawn.build), page)


def _around() -> Around:
    build = state.served()
    selection = state.current(fetch_catalog(build))
    return Around(build, selection, current_rights().can_read)
