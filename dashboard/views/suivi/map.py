"""Where the lines are: circles of their numbers, or what each territory answered."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.charts.palette import CNGE, ramp
from dashboard.core.catalog import LEVEL_NOUNS, STATUS_LABELS
from dashboard.core.files import file_name, to_csv
from dashboard.core.formatting import number, period, plural, typography
from dashboard.queries.register_counts import fetch_origins, fetch_step_maps
from dashboard.queries.registers import fetch_facets
from dashboard.themes.registers import EntryFilter, StepMap, count_lines
from dashboard.ui import state
from dashboard.ui.maps import MAP_HEIGHT, geometry_url, map_footer
from dashboard.ui.tables import show_table
from dashboard.ui.territory_map import MapLayer, show_territory_map
from dashboard.views.suivi import words
from dashboard.views.suivi.page import FOLLOW_UP_MAP, FollowUpPage, change_from_widget, widget_key
from dashboard.views.suivi.view import COUNTS_MAP
from models.registers.register import Register
from models.territories.cells import NATION

SILENT = "pas de ligne"
LISTED = 15
# One line is a small circle, even where nobody has more.
LARGEST_CIRCLE = 12
COUNTS_HEADER = ("territoire_id", "code", "territoire", "registre", "lignes", "statut", "source")
STEPS_HEADER = ("territoire_id", "code", "territoire", "intitule", "reponse", "statut", "source")

# Lines on their way, kept and lost: three hues, from light to dark along the steps.
STEP_COLORS: dict[str | None, tuple[str, ...]] = {
    None: ("#e4e7eb", "#c5cad1", "#a3abb5", "#808a96"),
    "kept": ("#1f5590", "#84aed7"),
    "lost": ("#d9923f", "#8a3f14"),
}


def show_map(page: FollowUpPage) -> None:
    """One map: of one title when several territories share it, of counts otherwise."""
    maps = {_key(one): one for one in fetch_step_maps(page.build, page.view.register_id)}
    chosen = page.view.mapped if page.view.mapped in (*maps, COUNTS_MAP) else next(iter(maps), "")
    if maps:
        _choose(maps, chosen or COUNTS_MAP, page)
    if chosen in maps:
        _show_steps(page, maps[chosen])
    else:
        _show_counts(page)


def _key(found: StepMap) -> str:
    """A title names its map, with its year and its level when they are not understood."""
    is_said = found.year is None or str(found.year) in found.title_fr
    year = "" if is_said else f" ({found.year})"
    level = "" if found.level == "departement" else f", {LEVEL_NOUNS[found.level].many}"
    return f"{found.title_fr}{year}{level}"


def _choose(maps: Mapping[str, StepMap], chosen: str, page: FollowUpPage) -> None:
    key = widget_key("mapped")
    state.seed(key, chosen)
    many = page.register.entry_fr[1]
    st.selectbox(
        "Ce que montre la carte",
        (*maps, COUNTS_MAP),
        format_func=lambda item: f"Nombre de lignes ({many})" if item == COUNTS_MAP else item,
        filter_mode=None,
        key=key,
        on_change=change_from_widget,
        args=("mapped",),
    )


def _show_steps(page: FollowUpPage, found: StepMap) -> None:
    noun = LEVEL_NOUNS[found.level]
    labels = page.register.step_labels
    answered = {one.step for one in found.answers.values()}
    counts = {
        label: sum(one.step == step for one in found.answers.values())
        for step, label in labels.items()
    }
    ids = page.catalog.level_ids[found.level]
    silent = len(ids) - len(found.answers)
    told = ", ".join(
        f"{label[:1].lower()}{label[1:]} : {number(n)}" for label, n in counts.items() if n
    )
    st.subheader(typography(f"{found.title_fr} : {told}"), anchor=False)
    steps = [step for step in labels if step in answered]
    colors = step_colors(page.register)
    values = [
        steps.index(found.answers[item].step) if item in found.answers else None for item in ids
    ]
    sources = tuple(dict.fromkeys(one.source_id for one in found.answers.values()))
    layer = MapLayer(
        indicator_id=f"suivi-{page.register.register_id}",
        title=found.title_fr,
        subtitle=f"{page.register.label_fr}, au {period(page.today.isoformat())}",
        unit="",
        decimals=0,
        kind="categories",
        breaks=tuple(float(rank) for rank in range(1, len(steps))),
        colors=tuple(colors[step] for step in steps),
        values=values,
        low=None,
        high=None,
        status=[found.answers[item].status if item in found.answers else None for item in ids],
        note=None,
        source=[
            sources.index(found.answers[item].source_id) if item in found.answers else None
            for item in ids
        ],
        sources=tuple(page.catalog.sources[item].citation for item in sources),
        name=file_name(page.catalog, "carte", page.register.label_fr, found.title_fr, found.level),
        csv=lambda: to_csv(
            STEPS_HEADER, _step_rows(page, found), is_demo=page.catalog.build.is_demo
        ),
        names=tuple(labels[step] for step in steps),
        missing=SILENT,
    )
    _draw(page, layer, found.level)
    if silent:
        told = plural(silent, f"{noun.one} sans ligne", f"{noun.many} sans ligne")
        st.caption(typography(f"{told}. {words.MAP_STEPS}"))
    show_table(
        f"{found.title_fr} : réponses",
        ("Réponse", noun.many.capitalize()),
        [*((label, number(n)) for label, n in counts.items()), (SILENT, number(silent))],
    )


def _step_rows(page: FollowUpPage, found: StepMap) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for item in page.catalog.level_ids[found.level]:
        territory = page.catalog.territories[item]
        answer = found.answers.get(item)
        told = (
            ("", "", "")
            if answer is None
            else (
                page.register.step_labels[answer.step],
                STATUS_LABELS[answer.status],
                f"{page.catalog.sources[answer.source_id].citation}, {answer.locator}",
            )
        )
        rows.append(
            (item, territory.code, territory.name_fr, found.title_fr, told[0] or SILENT, *told[1:])
        )
    return rows


def _show_counts(page: FollowUpPage) -> None:
    facets = fetch_facets(page.build, page.view.register_id, EntryFilter(NATION))
    counts = facets.by_departement
    placed = sum(counts.values())
    title = f"{count_lines(page.register, placed)} dans {plural(len(counts), 'département')}"
    st.subheader(typography(f"{page.register.label_fr} : {title}"), anchor=False)
    ids = page.catalog.level_ids["departement"]
    origins = fetch_origins(page.build, NATION)[page.view.register_id]
    status = origins[0].status
    layer = MapLayer(
        indicator_id=f"suivi-{page.register.register_id}",
        title=f"{page.register.label_fr}, nombre de lignes",
        subtitle=f"lues le {period(page.today.isoformat())}",
        unit="lignes",
        decimals=0,
        kind="circles",
        breaks=(),
        colors=(CNGE,),
        values=[counts.get(item) for item in ids],
        low=None,
        high=None,
        status=[status if item in counts else None for item in ids],
        note=None,
        source=None,
        sources=tuple(page.catalog.sources[one.source_id].citation for one in origins),
        name=file_name(page.catalog, "carte", page.register.label_fr, "lignes"),
        csv=lambda: to_csv(
            COUNTS_HEADER, _count_rows(page, counts), is_demo=page.catalog.build.is_demo
        ),
        missing=SILENT,
        reach=float(max((LARGEST_CIRCLE, *counts.values()))),
    )
    _draw(page, layer, "departement")
    notes = [words.MAP_COUNTS]
    if facets.wider_n:
        notes.append(words.WIDER.format(count=count_lines(page.register, facets.wider_n)))
    st.caption(typography(" ".join(notes)))
    first = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    show_table(
        "Départements qui ont le plus de lignes",
        ("Département", "Lignes"),
        [(page.catalog.territories[item].label, number(n)) for item, n in first[:LISTED]],
    )


def _count_rows(page: FollowUpPage, counts: Mapping[str, int]) -> list[tuple[str, ...]]:
    origins = fetch_origins(page.build, NATION)[page.view.register_id]
    told = (
        ", ".join(dict.fromkeys(STATUS_LABELS[one.status] for one in origins)),
        " ; ".join(page.catalog.sources[one.source_id].citation for one in origins),
    )
    territories = page.catalog.territories
    return [
        (
            item,
            territories[item].code,
            territories[item].name_fr,
            page.register.label_fr,
            str(n),
            *told,
        )
        for item, n in counts.items()
    ]


def _draw(page: FollowUpPage, layer: MapLayer, level: str) -> None:
    on_level = page.territory.level == level
    show_territory_map(
        [layer],
        level=level,
        geo_url=geometry_url(page.catalog),
        selected=page.territory.territory_id if on_level else None,
        key=FOLLOW_UP_MAP,
        footer=map_footer(page.catalog),
        demo=page.catalog.build.is_demo,
        height=MAP_HEIGHT,
        on_select=lambda: state.change_from_map(page.catalog, FOLLOW_UP_MAP),
    )


def step_colors(register: Register) -> dict[str, str]:
    """Colour of each step on a map."""
    colors: dict[str, str] = {}
    for ending, hues in STEP_COLORS.items():
        steps = [step.step_id for step in register.steps if step.ends == ending]
        shown = ramp(hues, len(steps)) if len(steps) < len(hues) else hues
        colors |= {step: shown[min(rank, len(shown) - 1)] for rank, step in enumerate(steps)}
    return colors
