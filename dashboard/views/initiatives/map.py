"""Initiatives on the map, and beside it those that have no place there."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from dashboard.charts.deck import Point
from dashboard.charts.outlines import Ring, outline_rings
from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import number, typography
from dashboard.queries.flows import fetch_map_points
from dashboard.queries.geometry import fetch_geometry
from dashboard.queries.register_counts import fetch_placed, fetch_wide_counts
from dashboard.ui import state
from dashboard.ui.level_table import TABLE_HEIGHT
from dashboard.ui.maps import ground_of
from dashboard.ui.sections import Section, show_section
from dashboard.ui.tables import Link, show_table
from dashboard.views.initiatives import words
from dashboard.views.initiatives.figures import (
    DISC,
    DISCS,
    DOTS,
    HEIGHT,
    OTHER_DISC,
    RING,
    Dot,
    DotStyle,
    Group,
    Place,
    plot_discs,
    plot_dots,
    step_style,
)
from dashboard.views.initiatives.page import REGISTER, InitiativePage, change_view, initiative_key
from dashboard.views.initiatives.view import entry_address
from models.registers.register import RegisterEntry
from models.territories.cells import NATION

MOST_DOTS = 120
SHORT_TABLE, SHORT_LIST, MOST_THEMES = 14, 4, 7


@dataclass(frozen=True)
class MapCounts:
    """Initiatives of each département: those of the territory are ``inside``, others ``around``."""

    inside: tuple[str, ...]
    counts: Mapping[str, int]
    around: tuple[str, ...]

    @property
    def inside_n(self) -> int:
        """Initiatives of a single département of the territory."""
        return sum(self.counts.get(item, 0) for item in self.inside)


def show_initiative_map(page: InitiativePage) -> None:
    """Show the map beside the initiatives without a place; under both, the table of its numbers."""
    counts = map_counts(page)
    if not page.is_expert:
        _show_deck(page, counts)
        return
    on_map, beside = st.columns([1.75, 1])
    with on_map:
        _show_deck(page, counts)
    with beside:
        _show_beside(page)
    show_section(MAP_TABLE, page)


def map_counts(page: InitiativePage) -> MapCounts:
    """Numbers of the map of the territory; only a département has others around it."""
    catalog, territory = page.catalog, page.territory
    is_departement = territory.level == "departement"
    return MapCounts(
        inside=catalog.departements_in(territory.territory_id),
        counts=page.facets.by_departement,
        around=catalog.neighbours_of(territory.territory_id) if is_departement else (),
    )


def _show_deck(page: InitiativePage, counts: MapCounts) -> None:
    points = fetch_map_points(page.build)
    ground = ground_of(page.catalog)
    is_demo = page.catalog.build.is_demo
    has_dots = not page.is_nation and counts.inside_n <= MOST_DOTS
    others = _places(page, counts.around, counts.counts, points)
    outline = _outline(page, [points[item] for item in counts.inside])
    frame = _frame(outline, [points[item] for item in (*counts.inside, *counts.around)])
    if has_dots:
        groups = _groups(page, counts, points)
        deck = plot_dots(ground, groups, frame, others, outline, is_demo=is_demo)
        note = words.MAP_DOTS
    else:
        places = _places(page, counts.inside, counts.counts, points)
        around = [] if page.is_nation else frame
        deck = plot_discs(ground, places, around, outline, is_demo=is_demo)
        note = words.MAP_PLACE if page.is_nation else words.map_close_discs(MOST_DOTS)
    _show_legend(page, has_dots=has_dots, has_others=has_dots and bool(others))
    # One key per territory and way of drawing: the click on one map stays with it.
    key = initiative_key(f"carte.{page.territory.territory_id}.{'points' * has_dots}")
    st.pydeck_chart(
        deck,
        height=HEIGHT,
        key=key,
        on_select=lambda: _take_click(page, key),
        alt=words.map_alternative(page.territory.label),
    )
    if page.is_expert:
        st.caption(typography(note))


def _frame(outline: Sequence[Ring], places: Sequence[Point]) -> list[Point]:
    """Points that the map shows whole: the outline of the territory and the places around it."""
    corners = [(round(x), round(y)) for ring in outline for x, y in ring]
    return [*corners, *places]


def _outline(page: InitiativePage, places: Sequence[Point]) -> list[Ring]:
    """Outline of the territory, none for the nation; ``places`` are its départements.

    The enlargement of a place that has its true place on the map is left out.
    """
    geometry, level = fetch_geometry(page.build), page.territory.level
    if geometry is None or page.is_nation:
        return []
    shape = geometry["levels"][level]
    rings = outline_rings(shape["d"][shape["ids"].index(page.territory.territory_id)])
    copies = [
        frame["box"]
        for frame in geometry["frames"]
        if not any(_is_in(frame["box"], place) for place in places)
    ]
    return [ring for ring in rings if not any(_is_in(box, ring[0]) for box in copies)]


def _is_in(box: Sequence[float], point: tuple[float, float]) -> bool:
    """Whether a point is in a box (left, top, width, height)."""
    return box[0] <= point[0] <= box[0] + box[2] and box[1] <= point[1] <= box[1] + box[3]


def _show_legend(page: InitiativePage, *, has_dots: bool, has_others: bool) -> None:
    """Show the key of the map: discs, or the step of each point."""
    marks = []
    if has_dots:
        marks = [
            _swatch(step_style(step), label) for step, label in page.register.step_labels.items()
        ]
    else:
        marks = [_swatch(DotStyle(DISC, DISC), words.DISCS_KEY)]
    if has_others:
        marks.append(_swatch(DotStyle(OTHER_DISC, OTHER_DISC), words.AROUND_KEY))
    st.html(f'<p class="note map-key">{"".join(marks)}</p>')


def _swatch(style: DotStyle, label: str) -> str:
    """Mark of the key; the light ring of a full point is left to the map."""
    line = style.fill if style.line == RING else style.line
    css = f"background:{style.fill};border-color:{line}"
    return f'<span><i style="{css}"></i>{escape(typography(label))}</span>'


def _places(
    page: InitiativePage,
    ids: Sequence[str],
    counts: Mapping[str, int],
    points: Mapping[str, Point],
) -> list[Place]:
    return [
        Place(
            points[item],
            counts[item],
            (page.catalog.territories[item].label,),
            item,
            str(page.catalog.territories[item].region_id),
        )
        for item in ids
        if counts.get(item)
    ]


def _groups(page: InitiativePage, counts: MapCounts, points: Mapping[str, Point]) -> list[Group]:
    """Initiatives of each département of the territory, none where none is recorded."""
    entries = fetch_placed(page.build, REGISTER, page.choice_inside, MOST_DOTS)
    dots: dict[str, list[Dot]] = {item: [] for item in counts.inside}
    for entry in entries:
        if entry.departement_ids[0] in dots:
            dots[entry.departement_ids[0]].append(_dot(page, entry))
    return [
        Group(page.catalog.territories[item].name_fr, points[item], tuple(of_place))
        for item, of_place in dots.items()
    ]


def _dot(page: InitiativePage, entry: RegisterEntry) -> Dot:
    step = page.register.step_labels.get(entry.step or "", "")
    theme = page.themes.get(entry.theme or "", "")
    place = page.catalog.territories[entry.departement_ids[0]].label
    status = "" if entry.status == "observed" else STATUS_LABELS[entry.status]
    text = "\n".join(part for part in (entry.title_fr, place, theme, step, status) if part)
    return Dot(entry_address(entry.entry_id, entry.source_id), entry.step or "", text)


def _take_click(page: InitiativePage, key: str) -> None:
    """A disc opens its territory, a point its initiative; a cluster of two régions, nothing."""
    disc = state.clicked_on_deck(key, DISCS)
    dot = state.clicked_on_deck(key, DOTS)
    if disc and disc["id"]:
        state.change(page.catalog, "territory_id", disc["id"])
    elif dot:
        change_view(lambda view: view.opened(dot["id"]))


def _show_beside(page: InitiativePage) -> None:
    """Initiatives of a région as a whole, of several départements, or of the nation."""
    wider = replace(page.choice, with_wider=True)
    counts = fetch_wide_counts(page.build, REGISTER, wider)
    st.header(words.outside_map(sum(counts.values())), anchor=False)
    if counts:
        show_table(
            words.WIDER_CAPTION,
            words.WIDER_HEADER,
            [(_wide_link(page, item), number(count)) for item, count in counts.items()],
        )
    if len(counts) <= SHORT_LIST:
        _show_themes(page)
    silent_n = _silent_n(map_counts(page))
    if silent_n:
        st.caption(words.silent_on_map(silent_n))


def _show_themes(page: InitiativePage) -> None:
    """Show the main themes of the choice, each with a link to its initiatives."""
    counts = page.facets.by_theme
    themes = sorted(counts, key=lambda theme: (-counts[theme], theme))[:MOST_THEMES]
    if not themes or page.view.theme:
        return
    show_table(
        words.THEMES if len(themes) == len(counts) else words.MAIN_THEMES,
        words.THEMES_HEADER,
        [
            (
                Link(page.themes[theme], page.link(page.view.with_filter("theme", theme))),
                number(counts[theme]),
            )
            for theme in themes
        ],
    )


def _wide_link(page: InitiativePage, territory_id: str) -> Link | str:
    if territory_id == NATION:
        return words.NATION_WIDE
    label = page.catalog.territories[territory_id].label
    return Link(label, page.link(replace(page.view, sheet=1, entry=""), territory_id))


def _silent_n(counts: MapCounts) -> int:
    """Départements of the territory without an initiative of their own, when it has several."""
    if len(counts.inside) == 1:
        return 0
    return sum(not counts.counts.get(item) for item in counts.inside)


def _show_table(page: InitiativePage) -> None:
    counts = map_counts(page)
    is_long = len(counts.inside) > SHORT_TABLE
    rows = [
        (_departement_link(page, item), _recorded(counts.counts.get(item, 0)))
        for item in sorted(counts.inside, key=lambda item: -counts.counts.get(item, 0))
    ]
    with st.container(height=TABLE_HEIGHT if is_long else "content", border=False):
        show_table(words.map_table(page.territory.label), words.MAP_TABLE_HEADER, rows)


def _departement_link(page: InitiativePage, departement_id: str) -> Link:
    label = page.catalog.territories[departement_id].label
    return Link(label, page.link(page.view.at_sheet(1), departement_id))


def _recorded(entries_n: int) -> str:
    return number(entries_n) if entries_n else words.NONE_RECORDED


MAP_TABLE = Section[InitiativePage](
    initiative_key("table.ouvert"), words.MAP_TABLE_TITLE, _show_table
)
