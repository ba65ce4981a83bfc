"""Selectors of the page « Comparer »: set, reference and group, indicator in detail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import streamlit as st

from dashboard.core.catalog import LEVEL_LABELS, LEVEL_NOUNS
from dashboard.core.formatting import typography
from dashboard.core.text import clean_name
from dashboard.ui import state
from dashboard.ui.fields import choose
from dashboard.ui.maps import geometry_url
from dashboard.ui.territory_search import show_territory_search
from dashboard.views.comparer import words
from dashboard.views.comparer.page import (
    ComparePage,
    change_compare,
    change_compare_field,
    compare_key,
)
from dashboard.views.comparer.sets import available_sets, group_in_force
from dashboard.views.comparer.view import (
    GROUP_SIZES,
    NAME_CHARACTERS,
    NATION_REFERENCE,
    OWN_GROUP,
    REGION_REFERENCE,
    REGIONS,
    SORTS,
    CompareView,
)
from models.territories.cells import NATION

ADD = "ajout"


def choose_field(
    name: str, label: str, options: Sequence[str], value: str, show: Callable[[str], str]
) -> None:
    """Select the value of one field of the view."""
    key = compare_key(name)
    choose(key, label, options, value, show, on_change=change_compare_field, args=(name,))


def show_compare_selectors(page: ComparePage) -> None:
    """Show the set, and for an expert the reference; under them the group, if it is compared."""
    is_group = page.compared.set_id == OWN_GROUP
    shown = [_choose_set]
    if page.is_expert:
        shown.append(_choose_reference)
    if is_group:
        shown += [_name_group, _show_search]
    columns = st.columns(max(len(shown), 2), vertical_alignment="bottom")
    for place, show in zip(columns, shown, strict=False):
        with place:
            show(page)
    if is_group:
        _show_group(page)


def show_detail_selectors(page: ComparePage) -> None:
    """Show the selectors of what the sections detail: an indicator, and the order of the dots."""
    left, right = st.columns([3, 1])
    with left:
        choose_field(
            "detail_id",
            "Indicateur détaillé",
            page.options.indicator_ids,
            page.view.detail_id,
            lambda item: page.catalog.indicators[item].label_fr,
        )
    with right:
        choose_field("sort", "Ordre", SORTS, page.view.sort, words.SORT_NAMES.__getitem__)


def _choose_set(page: ComparePage) -> None:
    choose(
        compare_key("set_id"),
        "Territoires comparés",
        available_sets(page.catalog, page.selection.territory_id, page.selection.level),
        page.compared.set_id,
        lambda item: _set_label(page, item),
        on_change=_take_set,
        args=(page,),
    )


def _set_label(page: ComparePage, set_id: str) -> str:
    if set_id == REGIONS:
        return words.SET_NAMES[set_id]
    if set_id == "tous":
        many = LEVEL_NOUNS[page.level].many
        return f"Toutes les {many} ({len(page.catalog.level_ids[page.level])})"
    parent = {"region": page.region_id, "subdivision": page.subdivision_id}.get(set_id)
    name = f" : {page.catalog.territories[parent].name_fr}" if parent else ""
    return typography(f"{words.SET_NAMES[set_id]}{name}")


def _take_set(page: ComparePage) -> None:
    """Take the set chosen; a group without members yet starts from the territories shown."""
    change_compare_field("set_id")
    change_compare(lambda view: _with_group(page, view) if view.set_id == OWN_GROUP else view)


def _with_group(page: ComparePage, view: CompareView) -> CompareView:
    """View whose group has members: its own, or the territories shown."""
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
    if reference_id == REGION_REFERENCE:
        return f"Région {label}"
    return label if reference_id == NATION_REFERENCE else words.TARGET_REFERENCE_NAME


def _name_group(page: ComparePage) -> None:
    key = compare_key("name")
    state.seed(key, page.view.name)
    st.text_input(
        "Nom du groupe",
        key=key,
        max_chars=NAME_CHARACTERS,
        placeholder="Sans nom",
        on_change=change_compare_field,
        args=("name", _cleaned),
    )


def _cleaned(value: object) -> str:
    """Name typed, as the address keeps it."""
    return clean_name(str(value or ""))


def _show_group(page: ComparePage) -> None:
    """Say what the group is when none was made here; its members are buttons that remove them."""
    if not group_in_force(page.view, page.catalog, page.level):
        if page.selection.territory_id == NATION:
            st.caption(words.NO_TERRITORY)
        if page.view.members:
            level = page.catalog.territories[page.view.members[0]].level
            st.caption(words.group_of_another_level(LEVEL_LABELS[level].lower()))
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
        st.caption(words.FULL_GROUP)
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
    change_compare(lambda view: _with_group(page, view).without_member(territory_id))


def _add(page: ComparePage) -> None:
    territory = page.catalog.territories.get(state.chosen_in_search(compare_key(ADD)))
    if territory is not None and territory.level == page.level:
        change_compare(lambda view: _with_group(page, view).with_member(territory.territory_id))
