"""Section « Comme mon territoire »: themes of similar territories, those missing here first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.core.formatting import number, typography
from dashboard.queries.levels import fetch_similar
from dashboard.queries.register_counts import fetch_themes
from dashboard.queries.registers import fetch_entries
from dashboard.themes.registers import EntryFilter
from dashboard.ui.similar import show_similar_table
from dashboard.ui.tables import Cell, Link, show_table
from dashboard.views.initiatives import words
from dashboard.views.initiatives.cards import show_initiative_cards
from dashboard.views.initiatives.page import REGISTER, InitiativePage
from dashboard.views.initiatives.view import InitiativeView
from models.comparison.similarity import Peer
from models.registers.register import RegisterEntry

MOST_CARDS = 6


@dataclass(frozen=True)
class ThemeCounts:
    """Initiatives by theme: of each similar territory, here, and here with the wider ones."""

    by_peer: Mapping[str, Mapping[str, int]]
    here: Mapping[str, int]
    around: Mapping[str, int]

    @property
    def there(self) -> Counter[str]:
        """Initiatives of all the similar territories, by theme."""
        sums: Counter[str] = Counter()
        for counts in self.by_peer.values():
            sums.update(counts)
        return sums


def show_peers(page: InitiativePage) -> None:
    """Show the themes of the similar territories, those missing here first, with cards."""
    territory = page.territory
    if page.is_nation:
        st.info(typography(words.CHOOSE_TERRITORY))
        return
    peers = fetch_similar(page.build, territory.level).get(territory.territory_id, ())
    if not peers:
        st.info(words.no_peers(territory.label))
        return
    st.markdown(typography(words.PEERS))
    counts = _theme_counts(page, peers)
    if counts.there.total():
        _show_themes(page, peers, counts)
    else:
        labels = [page.catalog.territories[peer.territory_id].label for peer in peers]
        st.info(words.peers_without(labels))
    show_similar_table(page.catalog, page.selection, territory, peers)


def missing_first(
    themes_there: Mapping[str, int], themes_here: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Themes present there and absent here, then those present in both, most numerous first."""
    present = sorted(
        (theme for theme, count in themes_there.items() if count),
        key=lambda theme: (-themes_there[theme], theme),
    )
    missing = tuple(theme for theme in present if not themes_here.get(theme))
    return missing, tuple(theme for theme in present if theme not in missing)


def _theme_counts(page: InitiativePage, peers: Sequence[Peer]) -> ThemeCounts:
    """Initiatives by theme, whatever the filters of the page."""
    here = page.territory.territory_id
    ids = [peer.territory_id for peer in peers]
    return ThemeCounts(
        by_peer={item: fetch_themes(page.build, REGISTER, EntryFilter(item)) for item in ids},
        here=fetch_themes(page.build, REGISTER, EntryFilter(here)),
        around=fetch_themes(page.build, REGISTER, EntryFilter(here, with_wider=True)),
    )


def _show_themes(page: InitiativePage, peers: Sequence[Peer], counts: ThemeCounts) -> None:
    missing, shared = missing_first(counts.there, counts.here)
    rows = [_row(page, theme, counts) for theme in (*missing, *shared)]
    show_table(words.peers_caption(len(missing)), words.PEERS_HEADER, rows)
    st.subheader(words.PEERS_CARDS, anchor=False)
    show_initiative_cards(page, _entries(page, peers, (missing, shared)))


def _row(page: InitiativePage, theme: str, counts: ThemeCounts) -> list[Cell]:
    places = [item for item, by_theme in counts.by_peer.items() if by_theme.get(theme)]
    names = ", ".join(page.catalog.territories[item].name_fr for item in places)
    nearest = page.link(InitiativeView(theme=theme), places[0])
    here = counts.here.get(theme, 0)
    return [
        Link(page.themes.get(theme, theme), nearest),
        number(counts.there[theme]),
        names,
        words.here_and_wider(here, counts.around.get(theme, 0) - here),
    ]


def _entries(
    page: InitiativePage, peers: Sequence[Peer], themes: tuple[tuple[str, ...], ...]
) -> tuple[RegisterEntry, ...]:
    """A few initiatives by group of themes, those of the most similar territory first."""
    entries: list[RegisterEntry] = []
    for group in filter(None, themes):
        for peer in peers:
            of_group = EntryFilter(peer.territory_id, themes=group)
            entries += fetch_entries(page.build, REGISTER, of_group, MOST_CARDS)
    return tuple(entries[:MOST_CARDS])
