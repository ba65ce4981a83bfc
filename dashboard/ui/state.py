"""The only owner of session state and query parameters."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, TypeVar, cast

import streamlit as st

from dashboard.core.catalog import FREE_TARGET, Catalog
from dashboard.core.selection import (
    DATA_SET,
    DEFAULT_LEVEL,
    DEMO,
    ESSENTIAL,
    EXPERT,
    PARAMETERS,
    UNKNOWN_PAGE,
    Selection,
    default_selection,
    essential,
    parse_parameters,
    write_parameters,
)
from dashboard.queries.cache import ServedBuild, is_still_sound, served_build, shared_objects
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.ui.sight import in_sight

View = TypeVar("View")
Object = TypeVar("Object")

BUILD = "_build"
SELECTION = "_selection"
PROBLEMS = "_problems"
WRITTEN = "_written_parameters"
SEEN = "_seen_build"
FIRST_YEAR = "_first_year"
READ_PARAMETERS = {*PARAMETERS.values(), UNKNOWN_PAGE, DATA_SET}

# Keys of the widgets, one per field of the selection.
WIDGET_KEYS = {
    "territory_id": "vue.territoire",
    "level": "vue.niveau",
    "target_id": "vue.cible",
    "free_target": "vue.cible_libre",
    "key_id": "vue.cle",
    "year": "vue.annee",
    "indicator_id": "carte.indicateur",
    "second_id": "carte.comparer",
    "mode": "vue.mode",
}
# Written by the search box, read when an address names no territory.
TERRITORY_COOKIE = "mon_territoire"
IMPORT_KIND = "import.type"


def is_demo() -> bool:
    """Whether this session looks at the demonstration: chosen on a page, or in the address."""
    parameters = _selection_parameters()
    if DATA_SET not in st.session_state or _came_from_elsewhere(parameters):
        st.session_state[DATA_SET] = parameters.get(DATA_SET) == DEMO
    return bool(st.session_state[DATA_SET])


def show_demo(*, on: bool) -> None:
    """Look at the demonstration, or leave it."""
    st.session_state[DATA_SET] = on
    st.session_state[PROBLEMS] = ()


def take_build() -> ServedBuild:
    """Read which build is served: once, as a run of the script or of a fragment begins.

    All that the run draws is made of this build, whatever is published meanwhile.

    Raises
    ------
    NoWarehouseError
        When nothing sound has been published.
    """
    build = newest_build()
    st.session_state[BUILD] = build
    return build


def served() -> ServedBuild:
    """The build that this run is made of.

    Raises
    ------
    NoWarehouseError
        When nothing sound has been published.
    """
    build: ServedBuild | None = st.session_state.get(BUILD)
    return take_build() if build is None else build


def newest_build() -> ServedBuild:
    """The build served at this instant, to say what an import has changed before the page reruns.

    Raises
    ------
    NoWarehouseError
        When nothing sound has been published.
    """
    return in_sight(served_build(demo=is_demo()))


def draw_or_begin_again(draw: Callable[[], None]) -> None:
    """Draw a part of the page; begin again on another build when this one proves damaged."""
    try:
        draw()
    except Exception:
        if is_still_sound(served()):
            raise
        st.rerun()


def begin(catalog: Catalog) -> tuple[Selection, tuple[str, ...]]:
    """Selection of this run, and what was wrong in the address if it was just opened.

    The address wins when it was changed by someone else than us: a link opened, the back
    button. A page change empties it, and keeps the selection.
    """
    parameters = _selection_parameters()
    if SELECTION not in st.session_state or _came_from_elsewhere(parameters):
        selection, problems = parse_parameters(_remembered(catalog) | parameters, catalog)
        st.session_state[SELECTION] = selection
        st.session_state[PROBLEMS] = problems
    elif st.session_state.get(SEEN) != catalog.build.build_id:
        # Another build may lack what was chosen: a year whose only import was undone.
        kept, _ = parse_parameters(write_parameters(current(catalog)), catalog)
        if current(catalog).year == st.session_state.get(FIRST_YEAR):
            kept = kept.in_year(catalog.last_year_of(kept.territory_id))
        st.session_state[SELECTION] = kept
    st.session_state[SEEN] = catalog.build.build_id
    selection = current(catalog)
    # An import of this territory may come: its first year then becomes another.
    st.session_state[FIRST_YEAR] = catalog.last_year_of(selection.territory_id)
    return selection, st.session_state.get(PROBLEMS, ())


def _remembered(catalog: Catalog) -> dict[str, str]:
    """Territory that the browser remembers, if it exists."""
    territory_id = st.context.cookies.get(TERRITORY_COOKIE, "")
    return {PARAMETERS["territory_id"]: territory_id} if territory_id in catalog.territories else {}


def _selection_parameters() -> dict[str, str]:
    parameters = st.query_params.to_dict()
    return {key: value for key, value in parameters.items() if key in READ_PARAMETERS}


def _came_from_elsewhere(parameters: dict[str, str]) -> bool:
    """A link opened, the back button: the address is not the one we wrote."""
    return bool(parameters) and parameters != st.session_state.get(WRITTEN)


def current(catalog: Catalog) -> Selection:
    """Selection as it stands."""
    selection: Selection = st.session_state.get(SELECTION) or default_selection(catalog)
    return selection


def desk() -> Desk:
    """Build, catalog and selection of this session."""
    build = served()
    catalog = fetch_catalog(build)
    return Desk(build, catalog, current(catalog))


def write_address(catalog: Catalog, page: str) -> None:
    """Write the selection to the address, and the view of a page that has one of its own."""
    parameters = write_parameters(current(catalog))
    if is_demo():
        parameters = parameters | {DATA_SET: DEMO}
    st.session_state[WRITTEN] = parameters
    write: Callable[[Any], dict[str, str]] | None = st.session_state.get(_of_page(page, "write"))
    if write is not None:
        written = write(st.session_state[_of_page(page, "view")])
        st.session_state[_of_page(page, "written")] = written
        parameters = parameters | written
    if st.query_params.to_dict() != parameters:
        st.query_params.from_dict(parameters)


def change(catalog: Catalog, name: str, text: str) -> None:
    """Change one field of the selection; a year nobody chose follows the territory."""
    selection = current(catalog)
    st.session_state[SELECTION] = (
        selection.at_territory(text, catalog)
        if name == "territory_id"
        else selection.with_value(name, text)
    )
    st.session_state[PROBLEMS] = ()


def seed(key: str, value: object) -> None:
    """Give a widget its value before it is drawn, so that the selection stays the truth."""
    if st.session_state.get(key) != value:
        st.session_state[key] = value


def change_from_widget(catalog: Catalog, name: str) -> None:
    """Take the new value of a selector; « libre » starts from the target in force."""
    text = str(st.session_state[WIDGET_KEYS[name]])
    if name == "target_id" and text == FREE_TARGET:
        text = str(current(catalog).target(catalog).value_msu)
    change(catalog, name, text)


def change_from_search(catalog: Catalog) -> None:
    """Take the territory chosen in the search box; a département is shown among its kind."""
    territory_id = st.session_state[WIDGET_KEYS["territory_id"]]["selected"]
    change(catalog, "territory_id", territory_id)
    if catalog.territories[territory_id].level == "departement":
        change(catalog, "level", DEFAULT_LEVEL)


def change_mode(catalog: Catalog) -> None:
    """Open what an expert chooses, or go back to the essential view of the same territory."""
    mode = st.session_state[WIDGET_KEYS["mode"]] or ESSENTIAL
    if mode == EXPERT:
        change(catalog, "mode", mode)
        return
    st.session_state[SELECTION] = essential(current(catalog), catalog)
    st.session_state[PROBLEMS] = ()


def change_from_map(catalog: Catalog, key: str) -> None:
    """Take the territory clicked on a map; none is the whole country."""
    change(catalog, "territory_id", st.session_state[key]["selected"] or "FR")


def _of_page(page: str, what: str) -> str:
    """Key of what the session keeps for one page: its view, its problems, what was written."""
    return f"_{page}.{what}"


def begin_page(
    page: str,
    names: Collection[str],
    parse: Callable[[dict[str, str]], tuple[View, tuple[str, ...]]],
    write: Callable[[View], dict[str, str]],
    is_possible: Callable[[View], bool] = lambda view: True,
) -> tuple[View, tuple[str, ...]]:
    """View of a page: that of the session, or of an address just opened, with its problems.

    ``names`` are the parameters of the view, ``write`` gives them back for the address.
    """
    parameters = {key: text for key, text in st.query_params.to_dict().items() if key in names}
    written = st.session_state.get(_of_page(page, "written"))
    came_from_elsewhere = bool(parameters) and parameters != written
    view: View | None = st.session_state.get(_of_page(page, "view"))
    if view is None or not is_possible(view) or came_from_elsewhere:
        view, st.session_state[_of_page(page, "problems")] = parse(parameters)
    keep_view(page, view)
    st.session_state[_of_page(page, "write")] = write
    return view, st.session_state.get(_of_page(page, "problems"), ())


def keep_view(page: str, view: object) -> None:
    """Keep this view of a page; what was wrong in its address is still said."""
    st.session_state[_of_page(page, "view")] = view


def change_page(page: str, change: Callable[[Any], Any]) -> None:
    """Change the view of a page."""
    keep_view(page, change(st.session_state[_of_page(page, "view")]))
    st.session_state[_of_page(page, "problems")] = ()


def change_page_field(
    page: str, name: str, key: str, read: Callable[[Any], object] = lambda value: value
) -> None:
    """Take the new value of a widget as one field of the view of a page."""
    value = read(st.session_state[key])
    change_page(page, lambda view: replace(view, **{name: value}))


def session_object(key: str, make: Callable[[], Object]) -> Object:
    """Object that a page keeps for the session, made at its first use."""
    value: Object = st.session_state.setdefault(key, make())
    return value


def shared_object(key: str, make: Callable[[], Object]) -> Object:
    """Object that every session of this process shares, made at its first use."""
    return cast(Object, shared_objects().setdefault(key, make()))


def chosen_in_search(key: str) -> str:
    """Territory chosen in a search box that keeps nothing, empty when none."""
    return str(st.session_state[key]["selected"] or "")


def widget_value(key: str, default: object = None) -> Any:
    """Value of a widget, new in its callback; the default before it is drawn."""
    return st.session_state.get(key, default)


def clicked_on_deck(key: str, layer: str) -> dict[str, Any] | None:
    """Object of a layer clicked on a pydeck map; None when it was clicked away."""
    objects = st.session_state[key].selection.objects.get(layer) or [None]
    return objects[0]
