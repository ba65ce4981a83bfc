"""The only owner of session state and query parameters."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import replace
from typing import Any, TypeVar

import streamlit as st

from dashboard.core.catalog import FREE_TARGET, MAP_LEVELS, Catalog
from dashboard.core.registry import (
    COMPARE_PAGE,
    DEFINITIONS_PAGE,
    FOLLOW_UP_PAGE,
    INITIATIVES_PAGE,
    RETENTION_PAGE,
    STAGES_PAGE,
)
from dashboard.core.selection import (
    DATA_SET,
    DEMO,
    PARAMETERS,
    UNKNOWN_PAGE,
    Selection,
    default_selection,
    parse_parameters,
    write_parameters,
)
from dashboard.queries.cache import ServedBuild, served_build
from dashboard.views.comparer.view import (
    COMPARE_PARAMETERS,
    CompareOptions,
    CompareView,
    parse_compare_view,
    write_compare_view,
)
from dashboard.views.fidelisation.view import (
    RETENTION_PARAMETERS,
    RetentionOptions,
    RetentionView,
    parse_retention_view,
    write_retention_view,
)
from dashboard.views.initiatives.view import write_initiative_view
from dashboard.views.stages.view import (
    BY_NAME,
    STAGE_PARAMETERS,
    StageView,
    parse_stage_view,
    write_stage_view,
)
from dashboard.views.suivi.view import write_follow_up_view
from dashboard.views.vos_donnees.draft import ImportDraft
from models.stages.balance import Parameters

View = TypeVar("View")

SELECTION = "_selection"
PROBLEMS = "_problems"
WRITTEN = "_written_parameters"
SEEN = "_seen_build"
READ_PARAMETERS = {*PARAMETERS.values(), UNKNOWN_PAGE, DATA_SET}
DEFINITION = "definition"

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
}
MAP = "carte.carte"
STAGE_MAP = "stages.carte"
STAGE_YEAR = "stages.annee"
STAGE_LEVEL = "stages.niveau"
CROSSING_MAP = "fidelisation.carte"
REMOVAL_MAP = "fidelisation.carte_retrait"
REMOVAL_ORIGIN = "fidelisation.origine"
NET_CHANGE_MAP = "fidelisation.solde.carte"
PROFILE_MAP = "fiche.carte"
FOLLOW_UP_MAP = "suivi.carte"
IMPORT_KIND = "import.type"
DRAFT = "_import"
# Pages with a view of their own, beside the selection that all share, and how each is written.
WRITERS: dict[str, Callable[[Any], dict[str, str]]] = {
    STAGES_PAGE: write_stage_view,
    RETENTION_PAGE: write_retention_view,
    COMPARE_PAGE: write_compare_view,
    INITIATIVES_PAGE: write_initiative_view,
    FOLLOW_UP_PAGE: write_follow_up_view,
}


def is_demo() -> bool:
    """Whether this session looks at the demonstration: chosen on a page, or in the address."""
    known = _known_parameters()
    if DATA_SET not in st.session_state or _came_from_elsewhere(known):
        st.session_state[DATA_SET] = known.get(DATA_SET) == DEMO
    return bool(st.session_state[DATA_SET])


def show_demo(*, on: bool) -> None:
    """Look at the demonstration, or leave it."""
    st.session_state[DATA_SET] = on
    st.session_state[PROBLEMS] = ()


def served() -> ServedBuild:
    """The build this session looks at.

    Raises
    ------
    NoWarehouseError
        When nothing has been published.
    """
    return served_build(demo=is_demo())


def begin(catalog: Catalog) -> tuple[Selection, tuple[str, ...]]:
    """Selection of this run, and what was wrong in the address if it was just opened.

    The address wins when it was changed by someone else than us: a link opened, the back
    button. A page change empties it, and keeps the selection.
    """
    known = _known_parameters()
    if SELECTION not in st.session_state or _came_from_elsewhere(known):
        selection, problems = parse_parameters(known, catalog)
        st.session_state[SELECTION] = selection
        st.session_state[PROBLEMS] = problems
    elif st.session_state.get(SEEN) != catalog.build.build_id:
        # Another build may lack what was chosen: a year whose only import was undone.
        kept, _ = parse_parameters(write_parameters(current(catalog)), catalog)
        st.session_state[SELECTION] = kept
    st.session_state[SEEN] = catalog.build.build_id
    return current(catalog), st.session_state.get(PROBLEMS, ())


def _known_parameters() -> dict[str, str]:
    parameters = st.query_params.to_dict()
    return {key: value for key, value in parameters.items() if key in READ_PARAMETERS}


def _came_from_elsewhere(known: dict[str, str]) -> bool:
    """A link opened, the back button: the address is not the one we wrote."""
    return bool(known) and known != st.session_state.get(WRITTEN)


def current(catalog: Catalog) -> Selection:
    """Selection as it stands."""
    selection: Selection = st.session_state.get(SELECTION) or default_selection(catalog)
    return selection


def write_address(catalog: Catalog, page: str) -> None:
    """Write the view to the address, when it is not there already.

    The page of definitions adds the one it shows; a page with a view of its own adds it.
    """
    parameters = write_parameters(current(catalog))
    if is_demo():
        parameters = parameters | {DATA_SET: DEMO}
    st.session_state[WRITTEN] = parameters
    if page == DEFINITIONS_PAGE and DEFINITION in st.session_state:
        parameters = parameters | {DEFINITION: st.session_state[DEFINITION]}
    if page in WRITERS and _of_page(page, "view") in st.session_state:
        written = WRITERS[page](st.session_state[_of_page(page, "view")])
        st.session_state[_of_page(page, "written")] = written
        parameters = parameters | written
    if st.query_params.to_dict() != parameters:
        st.query_params.from_dict(parameters)


def change(catalog: Catalog, name: str, text: str) -> None:
    """Change one field of the selection."""
    st.session_state[SELECTION] = current(catalog).with_value(name, text)
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


def change_from_free_target(catalog: Catalog) -> None:
    """Take the value typed by the user as the target."""
    change(catalog, "target_id", str(st.session_state[WIDGET_KEYS["free_target"]]))


def change_from_search(catalog: Catalog) -> None:
    """Take the territory chosen in the search box; the map follows to a level that shows it."""
    territory_id = st.session_state[WIDGET_KEYS["territory_id"]]["selected"]
    change(catalog, "territory_id", territory_id)
    level = catalog.territories[territory_id].level
    if level in MAP_LEVELS:
        change(catalog, "level", level)


def change_from_map(catalog: Catalog, key: str = MAP) -> None:
    """Take the territory clicked on a map; none is the whole country."""
    change(catalog, "territory_id", st.session_state[key]["selected"] or "FR")


def requested_definition() -> str | None:
    """Indicator whose definition the address asks for; remembered until another is asked."""
    asked = st.query_params.get(DEFINITION)
    if asked:
        st.session_state[DEFINITION] = asked
    return st.session_state.get(DEFINITION)


def align_component(key: str, selected: str | None) -> None:
    """Give a component Python's selection.

    Streamlit calls the callback only when the value changes. Without this, a territory clicked,
    then replaced from elsewhere, could not be clicked again.
    """
    stored = st.session_state.get(key)
    if stored is not None and stored.get("selected") != selected:
        stored["selected"] = selected


def import_draft() -> ImportDraft:
    """What this session is importing."""
    draft: ImportDraft = st.session_state.setdefault(DRAFT, ImportDraft())
    return draft


def change_draft(key: str, change: Callable[[str], None]) -> None:
    """Give the new value of a widget to the import in progress."""
    change(str(st.session_state[key]))


def _of_page(page: str, what: str) -> str:
    """Key of what the session keeps for one page: its view, its problems, what was written."""
    return f"_{page}.{what}"


def begin_page(
    page: str,
    names: Collection[str],
    parse: Callable[[dict[str, str]], tuple[View, tuple[str, ...]]],
    is_possible: Callable[[View], bool],
) -> tuple[View, tuple[str, ...]]:
    """View of a page: that of the session, or of an address just opened, with its problems."""
    parameters = st.query_params.to_dict()
    known = {key: value for key, value in parameters.items() if key in names}
    came_from_elsewhere = bool(known) and known != st.session_state.get(_of_page(page, "written"))
    view: View | None = st.session_state.get(_of_page(page, "view"))
    if view is None or not is_possible(view) or came_from_elsewhere:
        view, st.session_state[_of_page(page, "problems")] = parse(known)
    st.session_state[_of_page(page, "view")] = view
    return view, st.session_state.get(_of_page(page, "problems"), ())


def change_page(page: str, change: Callable[[Any], Any]) -> None:
    """Change the view of a page."""
    key = _of_page(page, "view")
    st.session_state[key] = change(st.session_state[key])
    st.session_state[_of_page(page, "problems")] = ()


def _change_field(page: str, name: str, value: object) -> None:
    change_page(page, lambda view: replace(view, **{name: value}))


def begin_stages(
    years: tuple[int, ...], reference: Parameters, first_shown: int
) -> tuple[StageView, tuple[str, ...]]:
    """Year, level and levers of this run, and what was wrong in the address just opened."""
    view, problems = begin_page(
        STAGES_PAGE,
        STAGE_PARAMETERS,
        lambda known: parse_stage_view(known, years, first_shown),
        lambda view: view.year in years,
    )
    view = view.at_reference(reference)
    st.session_state[_of_page(STAGES_PAGE, "view")] = view
    return view, problems


def change_stages(change: Callable[[StageView], StageView]) -> None:
    """Change the year, the level or the levers of the page « Stages »."""
    change_page(STAGES_PAGE, change)


def begin_retention(options: RetentionOptions) -> tuple[RetentionView, tuple[str, ...]]:
    """View of the page « Fidélisation », and what was wrong in the address just opened."""
    return begin_page(
        RETENTION_PAGE,
        RETENTION_PARAMETERS,
        lambda known: parse_retention_view(known, options),
        options.allows,
    )


def change_retention(name: str, read: Callable[[Any], object] = lambda value: value) -> None:
    """Take the new value of a widget of the page « Fidélisation » as one field of its view."""
    _change_field(RETENTION_PAGE, name, read(st.session_state[retention_key(name)]))


def retention_key(name: str) -> str:
    """Key of the widget of one field of the view of the page « Fidélisation »."""
    return f"fidelisation.{name}"


def change_stage_year() -> None:
    """Take the year chosen in its selector."""
    change_stages(lambda view: replace(view, year=int(st.session_state[STAGE_YEAR])))


def change_stage_level() -> None:
    """Take the level chosen in its selector."""
    change_stages(lambda view: replace(view, level_id=str(st.session_state[STAGE_LEVEL])))


def lever_key(name: str) -> str:
    """Key of the field of a lever."""
    return f"stages.levier.{name}"


def change_lever(name: str, reference: float | None) -> None:
    """Take the value typed for a lever; its reference, or an emptied field, puts it back."""
    value = st.session_state[lever_key(name)]
    read = None if value is None else BY_NAME[name].read(BY_NAME[name].write(value))
    kept = None if read == reference else read
    change_stages(lambda view: view.with_lever(name, kept))


def reset_levers() -> None:
    """Put every lever back to its reference."""
    change_stages(StageView.without_levers)


def change_from_origin(catalog: Catalog) -> None:
    """Take the place chosen in « Et sans eux ? » as the territory of every page."""
    change(catalog, "territory_id", str(st.session_state[REMOVAL_ORIGIN]))


def begin_compare(options: CompareOptions) -> tuple[CompareView, tuple[str, ...]]:
    """View of the page « Comparer », and what was wrong in the address just opened."""
    return begin_page(
        COMPARE_PAGE,
        COMPARE_PARAMETERS,
        lambda known: parse_compare_view(known, options),
        options.allows,
    )


def change_compare(change: Callable[[CompareView], CompareView]) -> None:
    """Change the view of the page « Comparer »."""
    change_page(COMPARE_PAGE, change)


def change_compare_field(name: str, read: Callable[[Any], object] = lambda value: value) -> None:
    """Take the new value of a widget of the page « Comparer » as one field of its view."""
    _change_field(COMPARE_PAGE, name, read(st.session_state[compare_key(name)]))


def chosen_in_search(key: str) -> str:
    """Territory chosen in a search box that keeps nothing, empty when none."""
    return str(st.session_state[key]["selected"] or "")


def compare_key(name: str) -> str:
    """Key of the widget of one field of the view of the page « Comparer »."""
    return f"comparer.{name}"


def open_from_map(catalog: Catalog) -> None:
    """Take the territory clicked on the map of a profile; a second click keeps the profile."""
    selected = st.session_state[PROFILE_MAP]["selected"]
    if selected:
        change(catalog, "territory_id", selected)


def widget_value(key: str, default: object = None) -> Any:
    """Value of a widget, new in its callback; the default before it is drawn."""
    return st.session_state.get(key, default)


def clicked_on_deck(key: str, layer: str) -> dict[str, Any] | None:
    """Object of a layer clicked on a pydeck map; None when it was clicked away."""
    objects = st.session_state[key].selection.objects.get(layer) or [None]
    return objects[0]
