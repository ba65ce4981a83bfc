"""« Combien de MSU faut-il recruter ici ? », by level of stage."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from urllib.parse import urlencode

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.formatting import interval, number, typography
from dashboard.core.selection import FREE_TARGET_MAX, FREE_TARGET_MIN, Selection, changed_parameters
from dashboard.themes.stages import (
    LEVEL_NAMES,
    UNIT,
    VERDICTS,
    Balance,
    msu_needed,
    recruitment_sentence,
    signed_interval,
    year_label,
)
from dashboard.ui.tables import show_table
from dashboard.views.stages.words import RECRUITMENT
from models.stages.balance import Parameters

HEADER = (
    "Niveau",
    f"Solde ({UNIT})",
    "Intervalle",
    "Constat",
    "MSU à recruter",
    "Intervalle (MSU)",
    "Statut de l’offre",
)


def show_recruitment(balances: Sequence[Balance], shown: Balance, label: str) -> None:
    """The level selected in a sentence, every level in a table."""
    st.markdown(recruitment_sentence(shown, label))
    show_table(
        f"MSU à recruter, {label}, {year_label(shown.year)}",
        HEADER,
        [_row(balance) for balance in balances],
    )
    st.caption(typography(RECRUITMENT))


def _row(balance: Balance) -> list[str]:
    recruit = balance.recruit
    return [
        LEVEL_NAMES[balance.level_id],
        number(balance.balance.value, signed=True),
        signed_interval(balance.balance),
        VERDICTS[balance.verdict],
        number(recruit.value),
        interval(recruit.low, recruit.high),
        STATUS_LABELS[balance.fact.status] if balance.fact else "",
    ]


def show_need_target(
    catalog: Catalog,
    selection: Selection,
    nation: Mapping[str, Balance],
    parameters: Parameters,
) -> None:
    """Link to the map of the shortfall, with the MSU that the national need asks for as target."""
    needs = {level: balance.need.value for level, balance in nation.items()}
    target = msu_needed(needs, parameters.third_cycle_places, parameters.dj_places)
    if target is None or not FREE_TARGET_MIN <= target <= FREE_TARGET_MAX:
        return
    query = urlencode(changed_parameters(selection, catalog) | {"cible": str(target)})
    year = year_label(next(iter(nation.values())).year)
    text = typography(
        f"Au nombre de places par MSU retenu ici, le besoin national de {year} demanderait "
        f"{number(target)} MSU en tout : le plus grand de deux nombres, celui des stages "
        "d’internes et celui des docteurs juniors. "
    )
    st.html(
        f'<p class="note">{escape(text)}<a href="carte?{escape(query)}" target="_self">'
        "Voir la carte du manque avec cette cible</a>, valeur libre qu’aucune source ne porte.</p>"
    )
