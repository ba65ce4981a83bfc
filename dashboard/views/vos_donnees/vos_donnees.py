"""Page « Vos données »: import local files, see what is in force, undo."""

from __future__ import annotations

from collections.abc import Collection

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.core.names import name_of
from dashboard.core.registry import VOS_DONNEES
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.queries.kinds import fetch_kinds
from dashboard.ui import state
from dashboard.ui.shell import show_problems
from dashboard.ui.sign_in import current_rights
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.demo import show_demo_switch
from dashboard.views.vos_donnees.draft import import_draft
from dashboard.views.vos_donnees.form import show_import
from dashboard.views.vos_donnees.history import local_files, show_history
from dashboard.views.vos_donnees.view import PARAMETERS, ImportView, parse_view


def render() -> None:
    """Draw the page; what cannot be done here says why."""
    build = state.served()
    catalog = fetch_catalog(build)
    show_problems(_choose_asked_kind(fetch_kinds(build)))
    rights = current_rights()
    title = words.title(
        len(local_files(catalog)),
        is_demo=catalog.build.is_demo,
        estimated_of=_estimated_of(state.desk()),
    )
    st.title(typography(title), anchor=False)
    threshold = catalog.build.secrecy_threshold
    st.markdown(typography(words.introduction(threshold, on_server=rights.with_accounts)))
    is_damaged = any(not damage.is_passing for damage in build.damages)
    if is_damaged and rights.sees_journal:
        st.warning(typography(words.MEND_THE_BUILD), icon="⚠️")
    if catalog.build.is_demo:
        # What was done with the real data is not said among the fictitious ones.
        import_draft().dismiss()
        st.info(typography(words.IN_DEMO))
    elif not rights.can_import:
        st.info(typography(rights.reason_fr))
    else:
        show_import(build, catalog, rights)
    show_history(build, catalog, rights)
    show_demo_switch(catalog, rights)


def _estimated_of(desk: Desk) -> str:
    """« de la Creuse » for a territory whose MSU are estimated; empty otherwise."""
    situation = desk.situation
    is_nation = desk.territory.level == "national"
    if is_nation or situation is None or situation.is_counted:
        return ""
    return name_of(desk.territory).of


def _choose_asked_kind(kinds: Collection[str]) -> tuple[str, ...]:
    """Choose the kind of file that a link asks for, once; return what was wrong in its address."""
    view, problems = state.begin_page(
        VOS_DONNEES,
        PARAMETERS.values(),
        lambda parameters: parse_view(parameters, kinds),
        # The choice is the user's from then on: the address does not keep it.
        lambda view: {},
    )
    if view.kind_id:
        state.seed(state.IMPORT_KIND, view.kind_id)
        import_draft().choose_kind(view.kind_id)
        state.keep_view(VOS_DONNEES, ImportView())
    return problems


if __name__ == "__main__":
    render()
