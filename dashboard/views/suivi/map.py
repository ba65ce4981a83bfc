"""Where the lines are: circles of their numbers, or what each territory answered."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from dashboard.charts.palette import CNGE, ramp
from dashboard.core.catalog import LEVEL_NOUNS, STATUS_LABELS
from dashboard.core.files import file_name, to_csv
from dashboard.core.formatting import harmless, number, period, plural, typography
from dashboard.queries.register_counts import fetch_origins, fetch_step_maps
from dashboard.queries.registers import fetch_facets
from dashboard.themes.registers import EntryFilter, LineOrigin, StepMap, count_lines
from dashboard.ui.fields import choose
from dashboard.ui.maps import show_map
from dashboard.ui.tables import show_table
from dashboard.ui.territory_map import MapLayer
from dashboard.views.suivi import words
from dashboard.views.suivi.page import RegisterPage, change_from_widget, widget_key
from dashboard.views.suivi.view import COUNTS_MAP
from models.registers.register import Register
from models.territories.cells import NATION

MAP_KEY = "suivi.carte"
SILENT = "pas de ligne"
LISTED = 15
# One line is a small circle, even where nobody has more.
LARGEST_CIRCLE = 12
COUNTS_HEADER = ("territoire_id", "code", "territoire", "registre", "lignes", "statut", "source")
STEPS_HEADER = ("territoire_id", "code", "territoire", "intitule", "reponse", "statut", "source")

# Lines under way, kept and lost: three hues, from light to dark along the steps.
STEP_COLORS: dict[str | None, tuple[str, ...]] = {
    None: ("#e4e7eb", "#c5cad1", "#a3abb5", "#808a96"),
    "kept": ("#1f5590", "#84aed7"),
    "lost": ("#d9923f", "#8a3f14"),
}


def show_register_map(page: RegisterPage) -> None:
    """One map: of one title when several territories share it, of counts otherwise."""
    maps = {_map_name(item): item for item in fetch_step_maps(page.build, page.view.register_id)}
    first = next(iter(maps), COUNTS_MAP)
    mapped = page.view.mapped if page.view.mapped in (*maps, COUNTS_MAP) else first
    if maps:
        _choose(page, maps, mapped)
    if mapped in maps:
        _show_steps(page, maps[mapped])
    else:
        _show_counts(page)


def _map_name(step_map: StepMap) -> str:
    """Title of a map, with its year and its level when they do not go without saying."""
    year = step_map.year
    has_year = year is None or str(year) in step_map.title_fr
    level = step_map.level
    return (
        step_map.title_fr
        + ("" if has_year else f" ({year})")
        + ("" if level == "departement" else f", {LEVEL_NOUNS[level].many}")
    )


def _choose(page: RegisterPage, maps: Mapping[str, StepMap], mapped: str) -> None:
    many = page.register.entry_fr[1]
    choose(
        widget_key("mapped"),
        words.MAPPED,
        (*maps, COUNTS_MAP),
        mapped,
        lambda item: f"Nombre de lignes ({many})" if item == COUNTS_MAP else item,
        on_change=change_from_widget,
        args=("mapped",),
    )


def _show_steps(page: RegisterPage, step_map: StepMap) -> None:
    noun = LEVEL_NOUNS[step_map.level]
    labels = page.register.step_labels
    steps_reached = [answer.step for answer in step_map.answers.values()]
    counts = {label: steps_reached.count(step) for step, label in labels.items()}
    silent = len(page.catalog.level_ids[step_map.level]) - len(step_map.answers)
    summary = ", ".join(
        f"{label[:1].lower()}{label[1:]} : {number(n)}" for label, n in counts.items() if n
    )
    st.header(f"{harmless(step_map.title_fr)}{typography(f' : {summary}')}", anchor=False)
    show_map(page, [_steps_layer(page, step_map)], MAP_KEY, level=step_map.level)
    if silent:
        text = plural(silent, f"{noun.one} sans ligne", f"{noun.many} sans ligne")
        st.caption(typography(f"{text}. {words.MAP_STEPS}"))
    show_table(
        f"{step_map.title_fr} : réponses",
        ("Réponse", noun.many.capitalize()),
        [*((label, number(n)) for label, n in counts.items()), (SILENT, number(silent))],
    )


def _steps_layer(page: RegisterPage, step_map: StepMap) -> MapLayer:
    """Layer of what each territory of a level answered, one category per step."""
    catalog, register, answers = page.catalog, page.register, step_map.answers
    steps_reached = {answer.step for answer in answers.values()}
    steps = [step for step in register.step_labels if step in steps_reached]
    colors = step_colors(register)
    sources = tuple(dict.fromkeys(answer.source_id for answer in answers.values()))
    by_territory = [answers.get(item) for item in catalog.level_ids[step_map.level]]
    return MapLayer(
        indicator_id=f"suivi-{register.register_id}",
        title=step_map.title_fr,
        subtitle=f"{register.label_fr}, au {period(page.today.isoformat())}",
        unit="",
        decimals=0,
        kind="categories",
        breaks=tuple(float(rank) for rank in range(1, len(steps))),
        colors=tuple(colors[step] for step in steps),
        values=[steps.index(answer.step) if answer else None for answer in by_territory],
        low=None,
        high=None,
        status=[answer.status if answer else None for answer in by_territory],
        note=None,
        source=[sources.index(answer.source_id) if answer else None for answer in by_territory],
        sources=tuple(catalog.sources[item].citation for item in sources),
        name=file_name(catalog, "carte", register.label_fr, step_map.title_fr, step_map.level),
        csv=lambda: to_csv(STEPS_HEADER, _step_rows(page, step_map), is_demo=catalog.build.is_demo),
        names=tuple(register.step_labels[step] for step in steps),
        missing=SILENT,
    )


def _step_rows(page: RegisterPage, step_map: StepMap) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = []
    for item in page.catalog.level_ids[step_map.level]:
        territory = page.catalog.territories[item]
        answer = step_map.answers.get(item)
        cells = (
            (SILENT, "", "")
            if answer is None
            else (
                page.register.step_labels[answer.step],
                STATUS_LABELS[answer.status],
                f"{page.catalog.sources[answer.source_id].citation}, {answer.locator}",
            )
        )
        rows.append((item, territory.code, territory.name_fr, step_map.title_fr, *cells))
    return rows


def _show_counts(page: RegisterPage) -> None:
    facets = fetch_facets(page.build, page.view.register_id, EntryFilter(NATION))
    counts = facets.by_departement
    placed = sum(counts.values())
    title = f"{count_lines(page.register, placed)} dans {plural(len(counts), 'département')}"
    st.header(typography(f"{page.register.label_fr} : {title}"), anchor=False)
    show_map(page, [_counts_layer(page, counts)], MAP_KEY, level="departement")
    notes = [words.MAP_COUNTS]
    if facets.wider_n:
        notes.append(words.WIDER.format(count=count_lines(page.register, facets.wider_n)))
    st.caption(typography(" ".join(notes)))
    # Those of the scope: a list cut among equals would be cut by the alphabet.
    labels = ((page.catalog.territories[item].label, item) for item in page.scope)
    rows = [(label, number(counts.get(item, 0))) for label, item in labels]
    if page.scope_territory.level != "national":
        show_table(words.lines_here(page.scope_territory.label), ("Département", "Lignes"), rows)


def _counts_layer(page: RegisterPage, counts: Mapping[str, int]) -> MapLayer:
    """Layer of the number of lines of each département, as circles."""
    catalog, register = page.catalog, page.register
    ids = catalog.level_ids["departement"]
    origins = fetch_origins(page.build, NATION)[page.view.register_id]
    status = origins[0].status
    return MapLayer(
        indicator_id=f"suivi-{register.register_id}",
        title=f"{register.label_fr}, nombre de lignes",
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
        sources=tuple(catalog.sources[origin.source_id].citation for origin in origins),
        name=file_name(catalog, "carte", register.label_fr, "lignes"),
        csv=lambda: to_csv(
            COUNTS_HEADER, _count_rows(page, counts, origins), is_demo=catalog.build.is_demo
        ),
        missing=SILENT,
        reach=float(max((LARGEST_CIRCLE, *counts.values()))),
    )


def _count_rows(
    page: RegisterPage, counts: Mapping[str, int], origins: tuple[LineOrigin, ...]
) -> list[tuple[str, ...]]:
    statuses = ", ".join(dict.fromkeys(STATUS_LABELS[origin.status] for origin in origins))
    sources = " ; ".join(page.catalog.sources[origin.source_id].citation for origin in origins)
    territories = page.catalog.territories
    return [
        (
            item,
            territories[item].code,
            territories[item].name_fr,
            page.register.label_fr,
            str(n),
            statuses,
            sources,
        )
        for item, n in counts.items()
    ]


def step_colors(register: Register) -> dict[str, str]:
    """Colour of each step on a map."""
    colors: dict[str, str] = {}
    for ending, hues in STEP_COLORS.items():
        steps = [step.step_id for step in register.steps if step.ends == ending]
        scale = ramp(hues, len(steps)) if len(steps) < len(hues) else hues
        colors |= {step: scale[min(rank, len(scale) - 1)] for rank, step in enumerate(steps)}
    return colors
