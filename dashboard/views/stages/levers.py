"""Levers: one field each, and what those that changed contribute to the balance."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.files import decimal, place_name
from dashboard.core.formatting import number, typography
from dashboard.themes.stages import (
    LEVEL_NAMES,
    UNIT,
    Balance,
    Contributions,
    lever_contributions,
    year_label,
)
from dashboard.ui.chart import Caption, Table, show_chart
from dashboard.ui.fields import Bounds, type_number
from dashboard.ui.tables import show_table
from dashboard.views.stages import words
from dashboard.views.stages.figures import plot_steps
from dashboard.views.stages.page import StagesPage, change_lever, lever_key, reset_levers
from dashboard.views.stages.table import cited_sources, picture_note
from dashboard.views.stages.view import BY_NAME, LEVERS, Lever
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


def show_changed_levers(hypotheses: Sequence[str]) -> None:
    """List the levers that are not at their reference, with a button that puts them back."""
    if not hypotheses:
        return
    left, right = st.columns([5, 1], vertical_alignment="center")
    left.info(typography(words.changed_hypotheses(hypotheses)), icon="✏️")
    right.button("Réinitialiser", key="stages.reinitialiser", on_click=reset_levers)


def show_levers(page: StagesPage) -> None:
    """One field per lever, then the contribution of those that changed."""
    st.markdown(typography(words.HYPOTHESES))
    for group in (words.NEED_GROUP, words.OFFER_GROUP, words.STUDENTS_GROUP):
        st.subheader(group, anchor=False)
        levers = [lever for lever in LEVERS if lever.group == group]
        for start in range(0, len(levers), COLUMNS):
            row = levers[start : start + COLUMNS]
            for column, lever in zip(st.columns(COLUMNS), row, strict=False):
                with column:
                    _show_lever(page, lever)
    if page.view.levers:
        _show_contributions(page)


def _show_lever(page: StagesPage, lever: Lever) -> None:
    """Field of a lever, with its reference and its bounds."""
    key, year = lever_key(lever.name), page.view.year
    reference = lever.reference(page.model, year)
    value = dict(page.view.levers).get(lever.name, reference)
    low, high = lever.bounds
    type_number(
        f"{lever.label_fr} ({lever.unit_fr})",
        key,
        Bounds(low, high, lever.decimals),
        _whole(value) if lever.decimals == 0 else value,
        placeholder=lever.unset_fr or "référence",
        on_value=lambda typed: change_lever(lever.name, reference, typed),
    )
    bounds = f"{number(low, 0 if low % 1 == 0 else lever.decimals)} à {number(high)}"
    text = lever.reference_text(page.model, year)
    st.caption(typography(f"référence : {text} · de {bounds}"))


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def _show_contributions(page: StagesPage) -> None:
    """Waterfall of the levers that changed, and the same figures as a table."""
    territory, view, balance = page.territory, page.view, page.balance
    contributions = lever_contributions(
        page.model, territory.territory_id, view.year, view.level_id, page.parameters
    )
    if contributions is None:
        st.caption(words.CONTRIBUTIONS_UNKNOWN)
        return
    level = LEVEL_NAMES[view.level_id]
    levers = [(BY_NAME[name].label_fr, value) for name, value in contributions.levers]
    rows = contribution_rows(contributions)
    show_chart(
        page.catalog,
        plot_steps(contributions.start, levers, contributions.end),
        key="stages.cascade",
        alt=words.WATERFALL_ALT,
        caption=Caption(
            title=words.WATERFALL_TITLE,
            subtitle=f"{territory.label}, {level}, {year_label(view.year)}, {UNIT}",
            name=(
                "stages leviers",
                view.level_id,
                place_name(territory),
                year_label(view.year),
            ),
            source_ids=cited_sources([balance]),
            note=f"{words.WATERFALL_NOTE} {picture_note([balance], page.hypotheses)}",
        ),
        table=Table(STEPS_HEADER, lambda: _csv_rows(page.catalog, rows, balance)),
    )
    show_table(
        words.waterfall_table(territory.label, level),
        ("Étape", UNIT),
        [(text, number(value, 1, signed=True)) for text, value in rows],
    )
    st.caption(typography(words.WATERFALL))


def contribution_rows(contributions: Contributions) -> list[tuple[str, float]]:
    """The balance of reference, each lever that changed, the balance with the levers."""
    return [
        (words.REFERENCE_BALANCE, contributions.start),
        *((BY_NAME[name].label_fr, value) for name, value in contributions.levers),
        (words.CHANGED_BALANCE, contributions.end),
    ]


def _csv_rows(
    catalog: Catalog, rows: Sequence[tuple[str, float]], balance: Balance
) -> list[tuple[str, ...]]:
    territory, build = catalog.territories[balance.territory_id], catalog.build
    cited = " ; ".join(catalog.sources[item].citation for item in cited_sources([balance]))
    return [
        (
            territory.territory_id,
            territory.name_fr,
            LEVEL_NAMES[balance.level_id],
            year_label(balance.year),
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
