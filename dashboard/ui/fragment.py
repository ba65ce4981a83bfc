"""Pages that run again alone when only their own view changes: filters, register, sections."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import ParamSpec

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from dashboard.access.rights import Rights
from dashboard.core.selection import Selection
from dashboard.queries.cache import NoWarehouseError, ServedBuild
from dashboard.queries.catalog import fetch_catalog
from dashboard.ui import state
from dashboard.ui.sign_in import current_rights

P = ParamSpec("P")


def fragment(draw: Callable[P, None]) -> Callable[P, None]:
    """Part of a page that runs again alone, for whoever may still read.

    A fragment does not pass by the entry of the application: a visitor who lost the right to read,
    or whose sign-in has ended, is sent back to it.
    """

    @wraps(draw)
    def draw_for_readers(*arguments: P.args, **options: P.kwargs) -> None:
        if not current_rights().can_read:
            st.rerun()
        state.draw_or_begin_again(lambda: draw(*arguments, **options))

    return st.fragment(draw_for_readers)


@dataclass(frozen=True)
class Surroundings:
    """Build, selection and rights on which the rest of the screen depends."""

    build: ServedBuild
    selection: Selection
    rights: Rights


def show_page(draw: Callable[[], None], page: str) -> None:
    """Draw a page that has a view of its own, then write this view to the address."""
    _show_alone(draw, page, _surroundings())


@fragment
def _show_alone(draw: Callable[[], None], page: str, before: Surroundings) -> None:
    """Run the page again without its surroundings, unless they change too."""
    try:
        if _runs_alone():
            state.take_build()
        now = _surroundings()
    except NoWarehouseError:
        now = None
    if now != before:
        st.rerun()
    draw()
    state.write_address(fetch_catalog(before.build), page)


def _runs_alone() -> bool:
    """Whether the fragment is run without the rest of the page, which has read its build."""
    context = get_script_run_ctx()
    return context is not None and bool(context.fragment_ids_this_run)


def _surroundings() -> Surroundings:
    build = state.served()
    selection = state.current(fetch_catalog(build))
    return Surroundings(build, selection, current_rights())
