"""The régions and their need, when no région is chosen."""

from __future__ import annotations

import streamlit as st

from dashboard.core.formatting import number, plural, typography
from dashboard.profile.placement import entries_of, juniors_by_entry
from dashboard.queries.desk import Desk
from dashboard.queries.stages import fetch_model
from dashboard.themes.placement import entry_label, whole_bounds, whole_needs
from dashboard.ui import state
from dashboard.ui.answer import show_answer
from dashboard.ui.tables import show_table
from dashboard.views.placer import words
from dashboard.views.placer.view import PlacerView
from models.territories.cells import NATION

REGION_KEY = "placer.region"
NO_REGION = ""


def show_nation(desk: Desk, view: PlacerView) -> None:
    """How many docteurs juniors in the country, the selector of a région, the need of each."""
    entry = int(view.entry)
    total = juniors_by_entry(desk, NATION)[entry]
    count = plural(round(total.value or 0), "docteur junior à placer", "docteurs juniors à placer")
    show_answer(words.france_answer(f"{count} ({whole_bounds(total)})", entry))
    _choose_region(desk)
    header, rows = region_table(desk)
    show_table(words.FRANCE_NEED, header, rows)
    st.caption(typography(words.FRANCE_NOTE))


def _choose_region(desk: Desk) -> None:
    names = {item: desk.catalog.territories[item].name_fr for item in region_ids(desk)}
    state.seed(REGION_KEY, NO_REGION)
    st.selectbox(
        words.REGION,
        (NO_REGION, *names),
        key=REGION_KEY,
        format_func=lambda item: names.get(item, words.CHOOSE),
        on_change=_take_region,
        args=(desk,),
        width=420,
    )


def _take_region(desk: Desk) -> None:
    region_id = str(state.widget_value(REGION_KEY))
    if region_id:
        state.change(desk.catalog, "territory_id", region_id)


def region_ids(desk: Desk) -> list[str]:
    """Régions by name."""
    territories = desk.catalog.territories
    return sorted(desk.catalog.level_ids["region"], key=lambda item: territories[item].name_fr)


def region_table(desk: Desk) -> tuple[tuple[str, ...], list[list[str]]]:
    """Header and rows of the need of each région at each November, in whole numbers."""
    entries, ids = entries_of(fetch_model(desk.build)), region_ids(desk)
    needs = [juniors_by_entry(desk, item) for item in ids]
    whole = [whole_needs([one[entry] for one in needs]) for entry in entries]
    header = ("Région", *(entry_label(entry).capitalize() for entry in entries))
    rows = [
        [
            desk.catalog.territories[item].name_fr,
            *(
                f"{number(counts[index])} ({whole_bounds(needs[index][entry])})"
                for entry, counts in zip(entries, whole, strict=True)
            ),
        ]
        for index, item in enumerate(ids)
    ]
    return header, rows
