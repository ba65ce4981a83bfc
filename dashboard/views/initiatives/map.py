"""Where the initiatives are: discs by département, or one point each when seen closer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from html import escape

import streamlit as st

from dashboard.charts.deck import Point
from dashboard.charts.outlines import Ring, outline_rings
from dashboard.core.catalog import LEVEL_NOUNS, MAP_LEVELS, STATUS_LABELS
from dashboard.core.formatting import number, plural, typography
from dashboard.queries.flows import fetch_map_points
from dashboard.queries.geometry import fetch_geometry
from dashboard.queries.register_counts import fetch_placed, fetch_wide_counts
from dashboard.ui import state
from dashboard.ui.level_table import TABLE_HEIGHT
from dashboard.ui.maps import ground_of
from dashboard.ui.tables import Link, show_table
from dashboard.views.initiatives import words as prose
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
from dashboard.views.initiatives.words import initiatives
from models.registers.register import RegisterEntry
from models.territories.cells import NATION

MOST_DOTS = 120
SHORT_TABLE, SHORT_LIST, MOST_THEMES = 14, 4, 7


@dataclass(frozen=True)
class Drawn:
    """Départements of the territory with what each has, and those around it with theirs."""

    inside: tuple[str, ...]
    counts: Mapping[str, int]
    around: tuple[str, ...]

    @property
    def own_n(self) -> int:
        """Initiatives that one département of the territory holds."""
        return sum(self.counts.get(item, 0) for item in self.inside)


def show_initiative_map(page: InitiativePage) -> None:
    """Map beside what it cannot show; the table of its numbers under both, when opened."""
    drawn = drawn_of(page)
    on_map, beside = st.columns([1.75, 1])
    with on_map:
        _show_deck(page, drawn)
    with beside:
        _show_beside(page)
    section = st.expander(
        "Table de la carte", key=initiative_key("table.ouvert"), on_change="rerun"
    )
    if section.open:
        is_long = len(drawn.inside) > SHORT_TABLE
        with section, st.container(height=TABLE_HEIGHT if is_long else "content", border=False):
            _show_table(page, drawn)


def drawn_of(page: InitiativePage) -> Drawn:
    """Départements shown, for the territory selected."""
    catalog, territory = page.catalog, page.territory
    every = catalog.level_ids["departement"]
    inside = tuple(item for item in every if _is_inside(page, item))
    around: tuple[str, ...] = ()
    if territory.level == "departement":
        around = catalog.neighbours.get(territory.territory_id, ())
    return Drawn(inside, page.facets.by_departement, around)


def _is_inside(page: InitiativePage, departement_id: str) -> bool:
    territory, catalog = page.territory, page.catalog
    if territory.level == "region":
        return catalog.territories[departement_id].region_id == territory.territory_id
    if territory.level == "subdivision":
        return territory.territory_id in dict(catalog.subdivisions_of[departement_id])
    return territory.territory_id in (NATION, departement_id)


def _show_deck(page: InitiativePage, drawn: Drawn) -> None:
    points = fetch_map_points(page.build)
    ground = ground_of(page.catalog)
    is_demo = page.catalog.build.is_demo
    shows_dots = not page.is_nation and drawn.own_n <= MOST_DOTS
    others = _places(page, drawn.around, drawn.counts, points)
    own = _own_rings(page, [points[item] for item in drawn.inside])
    frame = _framed(own, [points[item] for item in (*drawn.inside, *drawn.around)])
    if shows_dots:
        deck = plot_dots(ground, _groups(page, drawn, points), frame, others, own, is_demo=is_demo)
        note = prose.MAP_DOTS
    else:
        places = _places(page, drawn.inside, drawn.counts, points)
        around = [] if page.is_nation else frame
        deck = plot_discs(ground, places, around, own, is_demo=is_demo)
        note = prose.MAP_PLACE if page.is_nation else prose.MAP_CLOSE_DISCS.format(most=MOST_DOTS)
    _show_legend(page, shows_dots=shows_dots, has_others=shows_dots and bool(others))
    # One key per territory and way of drawing: what was clicked on one map stays with it.
    key = initiative_key(f"carte.{page.territory.territory_id}.{'points' * shows_dots}")
    st.pydeck_chart(
        deck,
        height=HEIGHT,
        key=key,
        on_select=lambda: _take_click(page, key),
        alt=f"Carte des initiatives, {page.territory.label} ; les valeurs sont dans la table",
    )
    st.caption(typography(note))


def _framed(own: Sequence[Ring], places: Sequence[Point]) -> list[Point]:
    """What the map shows whole: the territory shown, and the places around it."""
    corners = [(round(x), round(y)) for ring in own for x, y in ring]
    return [*corners, *places]


def _own_rings(page: InitiativePage, places: Sequence[Point]) -> list[Ring]:
    """Outline of the territory shown, none for the nation; ``places`` are its départements.

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


def _show_legend(page: InitiativePage, *, shows_dots: bool, has_others: bool) -> None:
    """Key of the map: what a disc is, or the step of each point."""
    marks = []
    if shows_dots:
        marks = [
            _swatch(step_style(step), label) for step, label in page.register.step_labels.items()
        ]
    else:
        marks = [_swatch(DotStyle(DISC, DISC), "initiatives d’un département, par leur nombre")]
    if has_others:
        marks.append(_swatch(DotStyle(OTHER_DISC, OTHER_DISC), prose.AROUND))
    st.html(f'<p class="note map-key">{"".join(marks)}</p>')


def _swatch(style: DotStyle, label: str) -> str:
    """Mark of the key; the light ring of a full point is only seen on the map."""
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


def _groups(page: InitiativePage, drawn: Drawn, points: Mapping[str, Point]) -> list[Group]:
    """Initiatives of each département of the territory, none where none is recorded."""
    entries = fetch_placed(page.build, REGISTER, page.own, MOST_DOTS)
    dots: dict[str, list[Dot]] = {item: [] for item in drawn.inside}
    for entry in entries:
        if entry.departement_ids[0] in dots:
            dots[entry.departement_ids[0]].append(_dot(page, entry))
    return [
        Group(page.catalog.territories[item].name_fr, points[item], tuple(found))
        for item, found in dots.items()
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
    chosen = replace(page.chosen, with_wider=True)
    counts = fetch_wide_counts(page.build, REGISTER, chosen)
    total = sum(counts.values())
    st.header(
        typography(f"{prose.BESIDE} : {initiatives(total) if total else 'aucune initiative'}"),
        anchor=False,
    )
    if counts:
        show_table(
            prose.BESIDE_NOTE,
            ("Portée", "Initiatives"),
            [(_wide_link(page, item), number(count)) for item, count in counts.items()],
        )
    if len(counts) <= SHORT_LIST:
        _show_themes(page)
    silent = _silent(page)
    if silent:
        st.caption(typography(silent))


def _show_themes(page: InitiativePage) -> None:
    """Main themes of the choice, each leading to its initiatives."""
    counts = page.facets.by_theme
    first = sorted(counts, key=lambda theme: (-counts[theme], theme))[:MOST_THEMES]
    if not first or page.view.theme:
        return
    show_table(
        "Thèmes de ce choix" if len(first) == len(counts) else "Principaux thèmes de ce choix",
        ("Thème", "Initiatives"),
        [
            (
                Link(page.themes[theme], page.link(page.view.with_filter("theme", theme))),
                number(counts[theme]),
            )
            for theme in first
        ],
    )


def _wide_link(page: InitiativePage, territory_id: str) -> Link | str:
    if territory_id == NATION:
        return "Nation, ou plusieurs régions"
    label = page.catalog.territories[territory_id].label
    return Link(label, page.link(replace(page.view, sheet=1, entry=""), territory_id))


def _silent(page: InitiativePage) -> str:
    """How many départements of the territory have nothing of their own recorded."""
    drawn = drawn_of(page)
    without = sum(not drawn.counts.get(item) for item in drawn.inside)
    if len(drawn.inside) < 2 or not without:
        return ""
    nouns = LEVEL_NOUNS[MAP_LEVELS[0]]
    return prose.NO_MAP_DEPARTEMENTS.format(count=plural(without, nouns.one, nouns.many))


def _show_table(page: InitiativePage, drawn: Drawn) -> None:
    ids = sorted(drawn.inside, key=lambda item: -drawn.counts.get(item, 0))
    show_table(
        f"Initiatives propres à un département, {page.territory.label}",
        ("Département", "Initiatives recensées"),
        [
            (
                Link(page.catalog.territories[item].label, page.link(page.view.at_sheet(1), item)),
                number(drawn.counts[item]) if drawn.counts.get(item) else "aucune recensée",
            )
            for item in ids
        ],
    )
