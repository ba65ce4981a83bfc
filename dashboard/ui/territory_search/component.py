"""Python side of the territory search: check the arguments, mount the component."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from dashboard.ui.carried import CarriedComponent

if TYPE_CHECKING:
    from streamlit.components.v2.bidi_component import ComponentResult

HERE = Path(__file__).parent
# One module once joined: the field uses the ranking.
ENTRY = "search.js"
# Empty: a box that adds territories, and keeps none.
TERRITORY_ID = re.compile(r"|FR|DEP-[0-9AB]{2,3}|(REG|SUB)-[0-9]{2,3}")


_component = CarriedComponent("territory_search", HERE, "search.css", ENTRY)


def search_payload(
    geo_url: str, selected: str, label: str, only: str = "", cookie: str = ""
) -> dict[str, str]:
    """Return what travels to the browser, once checked.

    Raises
    ------
    ValueError
        When the address or the label is blank, or ``selected`` is not a territory id.
    """
    for name, text in (("geo_url", geo_url), ("label", label)):
        if not text.strip():
            raise ValueError(f"{name} is blank")
    if not TERRITORY_ID.fullmatch(selected):
        raise ValueError(
            f"selected is {selected!r}, expected 'FR' or an id such as 'DEP-12', 'REG-76', "
            "'SUB-040'"
        )
    return {
        "geo_url": geo_url,
        "selected": selected,
        "label": label,
        "only": only,
        "cookie": cookie,
    }


def show_territory_search(
    *,
    geo_url: str,
    selected: str,
    key: str,
    label: str = "Territoire",
    only: str = "",
    cookie: str = "",
    on_select: Callable[[], None],
) -> ComponentResult:
    """Show a field that finds a territory by its name or its code.

    Parameters
    ----------
    geo_url : str
        Address of the geometry document, which holds the names; the map reads it too.
    selected : str
        ``"FR"``, or the prefixed id (``"DEP-2A"``) of the selected territory; empty for a box
        that adds territories, which is emptied after each choice.
    key : str
        Widget key; in the callback, ``st.session_state[key]["selected"]`` is what was chosen.
    label : str
        Label of the field.
    only : str
        Level of the territories offered; empty for all.
    cookie : str
        Cookie that remembers the choice for a year; empty for a box that forgets it.
    on_select : Callable
        Called before the next run when the user chooses another territory.

    Returns
    -------
    ComponentResult
        ``result.selected`` is the id chosen just before this run, else None.
    """
    data = search_payload(geo_url, selected, label, only, cookie)
    return _component.mount(key=key, data=data, on_select=on_select)
