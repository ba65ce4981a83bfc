"""The parts of the page « Fiche territoire » under its figures, drawn when opened only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import streamlit as st

from dashboard.core.catalog import Source
from dashboard.core.formatting import number, typography
from dashboard.core.registry import COMPARER, FIDELISATION, STAGES
from dashboard.profile.initiatives import themes_elsewhere
from dashboard.profile.model import PeerRow, Profile, ProfileValue, TargetShare
from dashboard.queries.desk import Desk
from dashboard.queries.levels import fetch_similar
from dashboard.ui.links import show_page_link
from dashboard.ui.maps import MAP_HEIGHT, geometry_url, map_footer, map_layer
from dashboard.ui.similar import profile_link, show_similar_table
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.ui.territory_map import show_territory_map
from dashboard.views.fiche.cards import show_profile_table, status_legend
from dashboard.views.fiche.initiatives import show_initiatives
from dashboard.views.fiche.page import PROFILE_MAP, open_from_map
from dashboard.views.fiche.spine import show_spine_files, show_spine_table

STAGE_HEADER = ("Niveau", "Besoin", "Offre", "Solde", "Constat", "MSU à recruter", "Statut")


@dataclass(frozen=True)
class FichePage(Desk):
    """What the parts of the page are drawn from."""

    profile: Profile


def show_sections(page: FichePage) -> None:
    """Everything under the spine; the map is open at first."""
    for name, title, draw in SECTIONS:
        section = st.expander(
            title, key=f"fiche.{name}.ouvert", expanded=name == "carte", on_change="rerun"
        )
        if section.open:
            with section:
                draw(page)


def show_profile_map(desk: Desk, focus: tuple[str, ...] = ()) -> None:
    """The indicator of the page « Carte » by département, framed on some of them."""
    on_level = desk.territory.level == "departement"
    show_territory_map(
        [map_layer(desk.at(desk.selection.at_level("departement")), desk.selection.indicator_id)],
        level="departement",
        geo_url=geometry_url(desk.catalog),
        selected=desk.selection.territory_id if on_level else None,
        key=PROFILE_MAP,
        footer=map_footer(desk.catalog),
        demo=desk.catalog.build.is_demo,
        height=MAP_HEIGHT,
        focus=focus,
        on_select=lambda: open_from_map(desk.catalog),
    )


def _show_map(page: FichePage) -> None:
    rows = page.profile.peers.rows
    ids = (row.territory_id for row in rows if row.territory_id in page.catalog.neighbours)
    own = (page.profile.territory.territory_id,)
    framed = tuple(ids) or own
    show_profile_map(page, framed)
    _show_peers(page)


def _show_peers(page: FichePage) -> None:
    peers = page.profile.peers
    header = ["Territoire", *(item.short_fr for item in peers.indicators)]
    rows = [
        [_peer_name(page, row), *(_with_interval(value) for value in row.values)]
        for row in peers.rows
    ]
    show_table(peers.title, header, rows)
    if peers.note:
        st.caption(peers.note)


def _peer_name(page: FichePage, row: PeerRow) -> Cell:
    label = f"{row.label} ({row.part})" if row.part else row.label
    if row.is_self:
        return label
    return replace(profile_link(page.catalog, page.selection, row.territory_id), text=label)


def _show_similar(page: FichePage) -> None:
    territory = page.profile.territory
    found = fetch_similar(page.build, territory.level).get(territory.territory_id, ())
    if not found:
        st.caption("Trop peu de critères connus ici pour chercher des territoires semblables.")
        return
    show_similar_table(page.catalog, page.selection, territory, found)
    show_page_link(COMPARER)


def _with_interval(value: ProfileValue) -> str:
    bounds = value.interval_text
    return f"{value.marked_text} ({bounds})" if bounds else value.marked_text


def _show_position(page: FichePage) -> None:
    show_spine_table(page.profile)
    show_spine_files(page.catalog, page.profile)


def _show_targets(page: FichePage) -> None:
    shares = page.profile.targets
    keys = dict.fromkeys(share.key.key_id for share in shares)
    by_target: dict[str, list[TargetShare]] = {}
    for share in shares:
        by_target.setdefault(share.target.label_fr, []).append(share)
    header = ["Cible nationale", *(page.catalog.keys[item].label_fr for item in keys)]
    rows = [[label, *(_share(share) for share in found)] for label, found in by_target.items()]
    show_table(
        f"MSU {page.profile.name.of} face à sa part de chaque cible, par clé de répartition",
        header,
        rows,
    )
    st.caption(
        typography(
            "Part de la cible, puis manque (positif) ou excédent (négatif) et son intervalle. Les "
            "cibles ne comptent pas toutes le même champ : leurs réserves sont à la page « Données "
            "et méthode »."
        )
    )


def _share(share: TargetShare) -> str:
    mark = " (votre vue)" if share.chosen else ""
    bounds = f" ({share.gap.interval_text})" if share.gap.interval_text else ""
    return (
        f"part {number(share.share_msu)} ; {share.gap.marked_text}{bounds} : {share.finding}{mark}"
    )


def _show_stages(page: FichePage) -> None:
    profile = page.profile
    show_table(
        f"Places de stage, année {profile.stage_year - 1}-{profile.stage_year} (places-semestres)",
        STAGE_HEADER,
        [
            (
                line.label,
                _with_interval(line.need),
                _with_interval(line.offer),
                _with_interval(line.balance),
                line.finding,
                _with_interval(line.recruit),
                line.offer.status_text,
            )
            for line in profile.stages
        ],
    )
    show_page_link(STAGES, "Leviers et années")


def _show_retention(page: FichePage) -> None:
    for table in (*page.profile.retention, *page.profile.installations):
        show_profile_table(table)
    show_page_link(FIDELISATION)


def _show_initiatives(page: FichePage) -> None:
    desk = page
    show_initiatives(page.catalog, page.profile, themes_elsewhere(desk))


def _show_questions(page: FichePage) -> None:
    show_table(
        "Questions à poser, et à qui",
        ("Question", "Pourquoi", "À qui"),
        [(item.text, item.why, item.ask) for item in page.profile.questions],
    )


def _show_sources(page: FichePage) -> None:
    profile = page.profile
    show_table(
        "Sources citées dans cette fiche",
        ("N°", "Source", "Licence"),
        [
            (
                str(item.number),
                _cited(item.source),
                item.source.licence,
            )
            for item in profile.sources
        ],
    )
    st.markdown("\n".join(f"- {text}" for text in profile.caveats))
    st.caption(typography(f"Statuts des valeurs de cette fiche : {status_legend(profile)}."))


def _cited(source: Source) -> Cell:
    return source_cell(source)


# In the order of the page: key of the part, its title, what draws it.
SECTIONS: tuple[tuple[str, str, Callable[[FichePage], None]], ...] = (
    ("carte", "Carte et territoires voisins ou contenus", _show_map),
    ("semblables", "Territoires semblables, et pourquoi", _show_similar),
    ("questions", "Questions à poser aux partenaires", _show_questions),
    ("position", "Toutes les valeurs du graphique", _show_position),
    ("cibles", "MSU face à chaque cible et à chaque clé", _show_targets),
    ("stages", "Places de stage par niveau", _show_stages),
    ("fidelisation", "Fidélisation et évolution des généralistes", _show_retention),
    ("initiatives", "Initiatives recensées et suivi", _show_initiatives),
    ("sources", "Sources et réserves", _show_sources),
)
