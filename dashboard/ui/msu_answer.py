"""The answer on MSU that heads a page, the lines under it, and the small map of the neighbours."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import replace
from html import escape

import streamlit as st

from dashboard.charts.paper_map import plot_paper_map
from dashboard.charts.situation_map import situation_layer
from dashboard.core.catalog import LATER_TARGETS, MSU, STATUS_LABELS, Target
from dashboard.core.formatting import number, typography
from dashboard.core.names import capitalised, name_of
from dashboard.core.registry import COLLECTE, COMPARER, FICHE
from dashboard.queries.desk import Desk
from dashboard.queries.geometry import fetch_geometry
from dashboard.themes.answer import msu_answer, sureness
from dashboard.themes.campaign import campaign_recipients
from dashboard.themes.situation import ORDER, Situation, certainty, headline, situation_clause
from dashboard.ui import words
from dashboard.ui.answer import show_answer
from dashboard.ui.cards import definition_link, source_sentence
from dashboard.ui.key_figures import territory_values
from dashboard.ui.similar import profile_link
from dashboard.ui.tables import show_table


def show_msu_answer(desk: Desk, here: str = "") -> None:
    """Head the page ``here`` with the answer for the territory, then that for the country."""
    year, target_msu = desk.selection.year, desk.target.value_msu
    country = desk.situations()
    if desk.territory.level == "national":
        show_answer(headline(country, target_msu, year), certainty(country))
        return
    situation = desk.situation
    inside = ""
    if desk.territory.level != "departement":
        held = desk.situations("departement").among(desk.scope)
        inside = f"{words.INSIDE} : {situation_clause(held, target_msu, year)}."
    show_answer(
        msu_answer(name_of(desk.territory), situation, target_msu, year),
        " ".join(text for text in (inside, sureness(situation)) if text),
        f"{words.IN_FRANCE} : {situation_clause(country, target_msu, year)}.",
        _next_step(desk, situation, here),
    )


def _next_step(desk: Desk, situation: Situation | None, here: str) -> tuple[str, str]:
    """Ask for the count where there is none; else read the territory further."""
    if situation is not None and situation.is_counted:
        if here == FICHE:
            return COMPARER, words.COMPARE
        return FICHE, words.open_profile(name_of(desk.territory).of)
    ids = desk.catalog.subdivisions_in(desk.territory.territory_id)
    if desk.territory.level == "departement":
        ids = (desk.catalog.dominant_subdivision(desk.territory.territory_id),)
    recipients = campaign_recipients(desk.catalog)
    return COLLECTE, words.ask_for_count([recipients[item].name for item in ids])


def show_share_lines(desk: Desk) -> None:
    """Show the MSU, then the share of each target that is looked at, in a few lines."""
    situation = desk.situation
    if situation is None:
        return
    when = situation.period or str(desk.selection.year)
    rows = [(words.msu_line(when), words.range_of(situation), STATUS_LABELS[situation.status])]
    here = desk.territory
    for target in looked_at_targets(desk):
        own = desk.situations(here.level, target).by_id.get(here.territory_id)
        if own is not None:
            rows.append((words.facing(target), words.share_line(own), ""))
    st.html(f'<dl class="lines">{"".join(_line(*row) for row in rows)}</dl>{_source(desk)}')


def looked_at_targets(desk: Desk) -> tuple[Target, ...]:
    """The target selected, the first one, then those that are asked for now; each value once."""
    named = desk.catalog.named_targets
    usual = (named.get(item) for item in (desk.catalog.default_target, *LATER_TARGETS))
    by_value = {desk.target.value_msu: desk.target}
    for target in usual:
        if target:
            by_value.setdefault(target.value_msu, target)
    return tuple(by_value.values())


def _line(label: str, text: str, mark: str) -> str:
    status = f' <span class="mark">{escape(mark)}</span>' if mark else ""
    return (
        f"<div><dt>{escape(typography(label))}</dt>"
        f"<dd>{escape(typography(text))}{status}</dd></div>"
    )


def _source(desk: Desk) -> str:
    msu = territory_values(desk, (MSU,)).get(MSU)
    if msu is None:
        return ""
    cited = " ; ".join(source_sentence(desk.catalog, item) for item in msu.source_ids)
    address = escape(definition_link(desk.catalog, desk.selection, MSU))
    return (
        f'<details class="note"><summary>{words.SOURCES}</summary><p>{cited}. '
        f'<a href="{address}" target="_self">{words.METHOD}</a></p></details>'
    )


def show_scope_table(desk: Desk) -> None:
    """Show where each département of the territory stands, the most pressing first."""
    situations = desk.situations("departement").among(desk.scope)
    rank = {verdict: index for index, verdict in enumerate(ORDER)}
    rows = [
        (
            replace(
                profile_link(desk.catalog, desk.selection, item.territory_id),
                text=desk.catalog.territories[item.territory_id].name_fr,
            ),
            item.short_words,
            words.range_of(item),
            number(item.share),
        )
        for item in sorted(
            situations.by_id.values(),
            key=lambda item: (rank[item.verdict_id], -(item.p_below or 0), item.territory_id),
        )
    ]
    with st.container(key="panneau-departements"):
        show_table(words.scope_caption(desk.target), words.SCOPE_HEADER, rows)


def show_neighbour_picture(desk: Desk) -> None:
    """Show a small map of a département and its neighbours, in the colours of the large one."""
    geometry = fetch_geometry(desk.build)
    if geometry is None:
        return
    here = desk.territory.territory_id
    ids = (here, *desk.catalog.neighbours_of(here))
    situations = desk.situations("departement").among(ids)
    picture = plot_paper_map(
        geometry,
        situation_layer(situations, words.PICTURE_LEGEND),
        ids,
        {here},
        demo=desk.catalog.build.is_demo,
        legend=False,
    )
    told = " ; ".join(
        f"{desk.catalog.territories[key].name_fr} : {item.detail}"
        for key, item in situations.by_id.items()
    )
    label = escape(typography(f"{capitalised(name_of(desk.territory).alone)} : {told}"))
    address = f"data:image/svg+xml;base64,{b64encode(picture.encode()).decode()}"
    st.html(f'<img class="picture" src="{address}" alt="{label}">')
