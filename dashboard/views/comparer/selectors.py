"""Set, reference and group: the selectors of the page « Comparer »."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.core.catalog import LEVEL_LABELS, LEVEL_NOUNS
from dashboard.core.formatting import typography
from dashboard.core.text import clean_name
from dashboard.ui import state
from dashboard.ui.maps import geometry_url
from dashboard.ui.territory_search import show_territory_search
from dashboard.views.comparer.page import (
    ComparePage,
    change_compare,
    change_compare_field,
    compare_key,
)
from dashboard.views.comparer.sets import available_sets, group_in_force
from dashboard.views.comparer.view import GROUP_SIZES, NAME_CHARACTERS, OWN_GROUP, SETS, CompareView
from dashboard.views.comparer.words import FULL_GROUP, KEPT_GROUP, NO_TERRITORY

ADD = "ajout"


def show_compare_selectors(page: ComparePage) -> None:
    """Set and reference side by side; the group under them when it is what is compared."""
    is_group = page.compared.set_id == OWN_GROUP
    columns = st.columns(4 if is_group else 2, vertical_alignment="bottom")
    with columns[0]:
        _choose_set(page)
    with columns[1]:
        _choose_reference(page)
    if is_group:
        with columns[2]:
            _name_group(page)
        with columns[3]:
            _show_search(page)
        _show_group(page)


def _choose_set(page: ComparePage) -> None:
    key = compare_key("set_id")
    territory_id = page.selection.territory_id
    options = available_sets(page.catalog, territory_id, page.level)
    state.seed(key, page.compared.set_id)
    st.selectbox(
        "Territoires comparés",
        options,
        key=key,
        format_func=lambda item: _set_label(page, item),
        filter_mode=None,
        on_change=_take_set,
        args=(page,),
    )


def _set_label(page: ComparePage, set_id: str) -> str:
    territory_id = page.selection.territory_id
    parents = {
        "region": page.catalog.region_of(territory_id),
        "subdivision": page.catalog.counterpart(territory_id, "subdivision"),
    }
    parent = parents.get(set_id)
    name = f" : {page.catalog.territories[parent].name_fr}" if parent else ""
    if set_id == "tous":
        many = LEVEL_NOUNS[page.level].many
        return f"Toutes les {many} ({len(page.catalog.level_ids[page.level])})"
    return typography(f"{SETS[set_id]}{name}")


def _take_set(page: ComparePage) -> None:
    """Take the set chosen; a group that has no member yet starts from what is shown."""
    change_compare_field("set_id")
    change_compare(lambda view: _started(page, view) if view.set_id == OWN_GROUP else view)


def _started(page: ComparePage, view: CompareView) -> CompareView:
    if group_in_force(view, page.catalog, page.level):
        return view
    return replace(view, set_id=OWN_GROUP, members=page.compared.ids[: GROUP_SIZES[1]])


def _choose_reference(page: ComparePage) -> None:
    choose_field(
        "reference_id",
        "Référence",
        page.references,
        page.reference_id,
        lambda item: _reference_label(page, item),
    )


def _reference_label(page: ComparePage, reference_id: str) -> str:
    label = page.reference_label(reference_id)
    if reference_id == "region":
        return f"Région {label}"
    return label if reference_id == "nation" else "Cible de MSU (couverture de 100 %)"


def _name_group(page: ComparePage) -> None:
    key = compare_key("name")
    state.seed(key, page.view.name)
    st.text_input(
        "Nom du groupe",
        key=key,
        max_chars=NAME_CHARACTERS,
        placeholder="Sans nom",
        on_change=change_compare_field,
        args=("name", _clean),
    )


def _clean(value: object) -> str:
    """Name typed, as the address keeps it."""
    return clean_name(str(value or ""))


def _show_group(page: ComparePage) -> None:
    """What the group is when none was made here, and its members as buttons that remove them."""
    own = group_in_force(page.view, page.catalog, page.level)
    if not own and page.selection.territory_id == "FR":
        st.caption(typography(NO_TERRITORY).format(many=LEVEL_NOUNS[page.level].many))
    if not own and page.view.members:
        kept = page.catalog.territories[page.view.members[0]].level
        st.caption(typography(KEPT_GROUP).format(kept=LEVEL_LABELS[kept].lower()))
    with st.container(horizontal=True, gap="small", key="comparer-groupe"):
        for territory_id in page.compared.ids:
            st.button(
                f"{page.name(territory_id)} ×",
                key=compare_key(f"retirer.{territory_id}"),
                help="Retirer du groupe",
                disabled=len(page.compared.ids) <= GROUP_SIZES[0],
                on_click=_remove,
                args=(page, territory_id),
            )


def _show_search(page: ComparePage) -> None:
    """Box that adds a territory, until the group is full."""
    if len(page.compared.ids) >= GROUP_SIZES[1]:
        st.caption(FULL_GROUP)
        return
    show_territory_search(
        geo_url=geometry_url(page.catalog),
        selected="",
        key=compare_key(ADD),
        label="Ajouter au groupe",
        only=page.level,
        on_select=lambda: _add(page),
    )


def _remove(page: ComparePage, territory_id: str) -> None:
    change_compare(lambda view: _started(page, view).without_member(territory_id))


def _add(page: ComparePage) -> None:
    chosen = state.chosen_in_search(compare_key(ADD))
    known = page.catalog.territories.get(chosen)
    if known is not None and known.level == page.level:
        change_compare(lambda view: _started(page, view).with_member(chosen))


def choose_field(
    name: str, label: str, options: Sequence[str], value: str, show: Callable[[str], str]
) -> None:
    """One selector of a field of the view."""
    key = compare_key(name)
    state.seed(key, value)
    st.selectbox(
        label,
        options,
        key=key,
        format_func=show,
        filter_mode=None,
        on_change=change_compare_field,
        args=(name,),
    )
