"""« Comme mon territoire »: what similar territories have recorded and this one has not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.core.formatting import number, plural, typography
from dashboard.queries.levels import fetch_similar
from dashboard.queries.register_counts import fetch_themes
from dashboard.queries.registers import fetch_entries
from dashboard.themes.registers import EntryFilter
from dashboard.ui.similar import show_similar_table
from dashboard.ui.tables import Cell, Link, show_table
from dashboard.views.initiatives import words as prose
from dashboard.views.initiatives.cards import show_initiative_cards
from dashboard.views.initiatives.page import REGISTER, InitiativePage
from dashboard.views.initiatives.view import InitiativeView
from dashboard.views.initiatives.words import missing_first
from models.comparison.similarity import Peer
from models.registers.register import RegisterEntry

HERE = "dans ce territoire"
HEADER = ("Thème", "Chez les semblables", "Où", "Ici")
MOST_CARDS = 6


def show_initiative_peers(page: InitiativePage) -> None:
    """Themes of the similar territories, those absent here first, with their initiatives."""
    territory = page.territory
    if page.is_nation:
        st.info(typography(prose.CHOOSE_TERRITORY))
        return
    similar = fetch_similar(page.build, territory.level)
    peers = similar.get(territory.territory_id, ())
    if not peers:
        st.info(typography(prose.NO_PEERS.format(here=territory.label)))
        return
    st.markdown(typography(prose.SAME_TERRITORY.format(here=HERE)))
    there = _counts(page, peers)
    total = sum(sum(counts.values()) for counts in there.values())
    if total:
        _show_themes(page, peers, there)
    else:
        names = ", ".join(page.catalog.territories[peer.territory_id].label for peer in peers)
        st.info(typography(prose.PEERS_WITHOUT.format(names=names)))
    show_similar_table(page.catalog, page.selection, territory, peers)


def _counts(page: InitiativePage, peers: Sequence[Peer]) -> dict[str, Mapping[str, int]]:
    """Initiatives by theme of each similar territory, whatever the filters of the page."""
    return {peer.territory_id: _themes(page, EntryFilter(peer.territory_id)) for peer in peers}


def _themes(page: InitiativePage, chosen: EntryFilter) -> Mapping[str, int]:
    return fetch_themes(page.build, REGISTER, chosen)


def _show_themes(
    page: InitiativePage, peers: Sequence[Peer], there: Mapping[str, Mapping[str, int]]
) -> None:
    territory_id = page.territory.territory_id
    here = _themes(page, EntryFilter(territory_id))
    around = _themes(page, EntryFilter(territory_id, with_wider=True))
    sums: Counter[str] = Counter()
    for counts in there.values():
        sums.update(counts)
    missing, shared = missing_first(sums, here)
    rows = [_row(page, theme, there, sums, here, around) for theme in (*missing, *shared)]
    show_table(_caption(len(missing)), HEADER, rows)
    st.subheader("Leurs initiatives, les thèmes absents ici d’abord", anchor=False)
    show_initiative_cards(page, _entries(page, peers, (missing, shared)))


def _caption(missing_n: int) -> str:
    if not missing_n:
        return "Thèmes présents chez eux : tous ont déjà une initiative ici"
    count = plural(missing_n, "thème présent", "thèmes présents")
    return f"{count} chez eux et sans initiative propre ici"


def _row(
    page: InitiativePage,
    theme: str,
    there: Mapping[str, Mapping[str, int]],
    sums: Mapping[str, int],
    here: Mapping[str, int],
    around: Mapping[str, int],
) -> list[Cell]:
    places = [item for item, counts in there.items() if counts.get(theme)]
    names = ", ".join(page.catalog.territories[item].name_fr for item in places)
    first = page.link(InitiativeView(theme=theme), places[0])
    wider = around.get(theme, 0) - here.get(theme, 0)
    own = number(here[theme]) if here.get(theme) else "aucune recensée"
    beside = f" ; {number(wider)} pour la région ou la nation" if wider else ""
    return [Link(page.themes.get(theme, theme), first), number(sums[theme]), names, own + beside]


def _entries(
    page: InitiativePage, peers: Sequence[Peer], themes: tuple[tuple[str, ...], ...]
) -> tuple[RegisterEntry, ...]:
    """A few initiatives by group of themes, those of the most similar territory first."""
    found: list[RegisterEntry] = []
    for group in filter(None, themes):
        for peer in peers:
            chosen = EntryFilter(peer.territory_id, themes=group)
            found += fetch_entries(page.build, REGISTER, chosen, MOST_CARDS)
    return tuple(found[:MOST_CARDS])
