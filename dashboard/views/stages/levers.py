"""The levers of the page « Stages », and what each contributes."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.files import decimal, place_name
from dashboard.core.formatting import number, typography
from dashboard.themes.stages import LEVEL_NAMES, UNIT, Balance, StageModel, Steps, year_label
from dashboard.ui import state
from dashboard.ui.chart import Caption, Table, show_chart
from dashboard.ui.tables import show_table
from dashboard.views.stages.figures import plot_steps
from dashboard.views.stages.page import change_lever, lever_key, reset_levers
from dashboard.views.stages.table import cited_sources, picture_note
from dashboard.views.stages.view import BY_NAME, LEVERS, NEED, OFFER, STUDENTS, Lever, StageView
from dashboard.views.stages.words import HYPOTHESES, WATERFALL
from models.stages.balance import METHOD_ID

COLUMNS = 4
STEPS_HEADER = (
    "territoire_id",
    "territoire",
    "niveau_de_stage",
    "annee_de_formation",
    "etape",
    "valeur",
    "unite",
    "statut",
    "source",
    "methode",
    "version_donnees",
    "construction",
)


def show_changed_levers(changed: Sequence[str]) -> None:
    """Say on the page what is not the reference, and offer to go back to it."""
    if not changed:
        return
    left, right = st.columns([5, 1], vertical_alignment="center")
    left.info(typography(f"Hypothèses modifiées : {' ; '.join(changed)}."), icon="✏️")
    right.button("Réinitialiser", key="stages.reinitialiser", on_click=reset_levers)


def show_levers(model: StageModel, view: StageView) -> None:
    """One field per lever, with its bounds and its reference."""
    st.markdown(typography(HYPOTHESES))
    for group in (NEED, OFFER, STUDENTS):
        st.subheader(group, anchor=False)
        levers = [lever for lever in LEVERS if lever.group == group]
        for start in range(0, len(levers), COLUMNS):
            row = levers[start : start + COLUMNS]
            for column, lever in zip(st.columns(COLUMNS), row, strict=False):
                with column:
                    _show_lever(model, view, lever)


def _show_lever(model: StageModel, view: StageView, lever: Lever) -> None:
    key = lever_key(lever.name)
    reference = _reference(model, view, lever)
    value = dict(view.levers).get(lever.name, reference)
    low, high = lever.bounds
    step = lever.step
    if lever.decimals == 0:
        value, low, high, step = _whole(value), int(low), int(high), int(step)
    state.seed(key, value)
    st.number_input(
        f"{lever.label_fr} ({lever.unit_fr})",
        min_value=low,
        max_value=high,
        value=None,
        step=step,
        format="%d" if lever.decimals == 0 else f"%.{lever.decimals}f",
        placeholder=lever.unset_fr or "référence",
        key=key,
        on_change=change_lever,
        args=(lever.name, reference),
    )
    bounds = f"{number(low, 0 if low % 1 == 0 else lever.decimals)} à {number(high)}"
    st.caption(
        typography(f"référence : {lever_reference(model, lever.name, view.year)} · de {bounds}")
    )


def _reference(model: StageModel, view: StageView, lever: Lever) -> float | None:
    """Value to start from; none where the maquettes followed that year ask for several."""
    asked = model.asked(lever.name, view.year)
    if asked is None:
        return lever.shown(model.reference)
    return round(asked[0] * lever.scale, lever.decimals) if len(asked) == 1 else None


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def show_steps(
    catalog: Catalog, steps: Steps | None, shown: Balance, hypotheses: Sequence[str]
) -> None:
    """Waterfall of the levers that changed, and the same figures as a table.

    ``shown`` is the balance with the levers, ``hypotheses`` those that changed, in words.
    """
    if steps is None:
        st.caption("Contribution des leviers : n. d., le solde de ce territoire n’est pas connu.")
        return
    territory, level = catalog.territories[shown.territory_id], LEVEL_NAMES[shown.level_id]
    labels = [(BY_NAME[name].label_fr, value) for name, value in steps.levers]
    rows = [
        ("Solde de référence", steps.start),
        *labels,
        ("Solde avec vos hypothèses", steps.end),
    ]
    show_chart(
        catalog,
        plot_steps(steps.start, labels, steps.end),
        key="stages.cascade",
        alt="Cascade : du solde de référence à celui de vos hypothèses ; valeurs ci-dessous",
        caption=Caption(
            title="Ce que chaque levier ajoute au solde des places de stage",
            subtitle=f"{territory.label}, {level}, {year_label(shown.year)}, {UNIT}",
            name=("stages leviers", shown.level_id, place_name(territory), year_label(shown.year)),
            source_ids=cited_sources([shown]),
            note=f"Calcul du simulateur, méthode {METHOD_ID}, sans intervalle. "
            f"{picture_note([shown], hypotheses)}",
        ),
        table=Table(STEPS_HEADER, lambda: _step_rows(catalog, rows, shown)),
    )
    show_table(
        f"Ce que chaque levier ajoute au solde, {territory.label}, {level}",
        ("Étape", UNIT),
        [(text, number(value, 1, signed=True)) for text, value in rows],
    )
    st.caption(typography(WATERFALL))


def _step_rows(
    catalog: Catalog, rows: Sequence[tuple[str, float]], shown: Balance
) -> list[tuple[str, ...]]:
    territory, build = catalog.territories[shown.territory_id], catalog.build
    cited = " ; ".join(catalog.sources[item].citation for item in cited_sources([shown]))
    return [
        (
            territory.territory_id,
            territory.name_fr,
            LEVEL_NAMES[shown.level_id],
            year_label(shown.year),
            text,
            decimal(value, 1),
            UNIT,
            "simulé",
            cited,
            METHOD_ID,
            build.data_version,
            build.build_id,
        )
        for text, value in rows
    ]


def changed_levers(view: StageView, model: StageModel) -> tuple[str, ...]:
    """« Taille des promotions : 110 % … (référence : 100) » for each lever that is changed."""
    return tuple(
        f"{BY_NAME[name].label_fr} : {BY_NAME[name].words(value)} "
        f"(référence : {lever_reference(model, name, view.year)})"
        for name, value in view.levers
    )


def lever_reference(model: StageModel, name: str, year: int) -> str:
    """Reference of a lever in words; of a stage, what the maquettes ask for that year."""
    lever = BY_NAME[name]
    value = lever.shown(model.reference)
    if value is not None:
        return number(value, len(lever.write(value).partition(".")[2]))
    found = model.asked(name, year)
    if found is None:
        return lever.unset_fr
    if not found:
        return "pas de ce stage cette année-là"
    shown = [round(item * lever.scale, lever.decimals) for item in found]
    values = " ou ".join(number(item, 1 if item % 1 else 0) for item in shown)
    return f"{values}, {lever.unset_fr}"
