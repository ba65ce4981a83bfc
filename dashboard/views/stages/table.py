"""Balance of every territory of the level: on screen, and as a file."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pandas as pd
import streamlit as st

from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import decimal, file_name, to_csv
from dashboard.core.formatting import interval, number
from dashboard.core.values import Measure
from dashboard.core.workbook import Cell as SheetCell
from dashboard.core.workbook import Figure, LinesTable, Sheet, build_workbook
from dashboard.themes.stages import LEVEL_NAMES, UNIT, Balance, year_label
from dashboard.ui.chart import Table
from dashboard.ui.downloads import show_csv_download, show_excel_download
from dashboard.ui.level_table import TABLE_HEIGHT
from dashboard.ui.similar import profile_link
from dashboard.ui.tables import Cell as TableCell
from dashboard.ui.tables import show_table
from dashboard.views.stages import words
from dashboard.views.stages.page import StagesPage
from models.stages.balance import METHOD_ID

FIGURES: dict[str, Callable[[Balance], Measure]] = {
    "Besoin": lambda balance: balance.need,
    "Offre": lambda balance: balance.offer,
    "Solde": lambda balance: balance.balance,
    "MSU à recruter": lambda balance: balance.recruit,
}
# In the file also: what the maps show.
FILE_FIGURES: dict[str, Callable[[Balance], Measure]] = {
    "besoin": lambda balance: balance.need,
    "offre": lambda balance: balance.offer,
    "solde": lambda balance: balance.balance,
    "msu_a_recruter": lambda balance: balance.recruit,
    "places_manquantes": lambda balance: balance.missing,
    "tension_pct": lambda balance: balance.tension,
}
CSV_HEADER = (
    "territoire_id",
    "code",
    "territoire",
    "niveau_de_stage",
    "annee_de_formation",
    *(f"{name}{bound}" for name in FILE_FIGURES for bound in ("", "_borne_basse", "_borne_haute")),
    "unite",
    "constat",
    "probabilite_offre_insuffisante",
    "statut_offre",
    "source_besoin",
    "source_offre",
    "methode",
    "hypotheses",
    "version_donnees",
    "construction",
)


def show_table_section(page: StagesPage) -> None:
    """Table of the territories of the map, and the button that gives it as a file."""
    level, balances = page.selection.level, page.level_balances
    _show_table(page.catalog, level, balances)
    name = file_name(page.catalog, "stages", page.view.level_id, level, year_label(page.view.year))
    show_csv_download(
        "Télécharger ces valeurs (CSV)",
        f"{name}.csv",
        "stages.csv",
        lambda: stage_csv(page.catalog, balances, page.hypotheses),
    )


def show_scope_table(page: StagesPage) -> None:
    """Show the départements of the scope, or the régions of the nation, and their workbook."""
    balances = page.scope_balances
    rows: list[list[TableCell]] = [
        [
            profile_link(page.catalog, page.selection, item.territory_id),
            number(item.need.value),
            number(item.offer.value),
            item.detail,
            _recruited(item),
        ]
        for item in balances
    ]
    label = page.scope_territory.label
    caption = words.scope_caption(
        label, page.view.level_id, page.view.year, is_nation=page.is_nation
    )
    show_table(caption, words.SCOPE_HEADER, rows)
    name = file_name(page.catalog, "stages", page.view.level_id, label, year_label(page.view.year))
    show_excel_download(name, "stages.excel", lambda: stage_workbook(page))


def _recruited(balance: Balance) -> str:
    bounds = interval(balance.recruit.low, balance.recruit.high)
    value = number(balance.recruit.value)
    return f"{value} ({bounds})" if bounds else value


def stage_workbook(page: StagesPage) -> bytes:
    """Workbook of the short table: a line by territory first, then one by value."""
    balances = page.scope_balances
    header = [("Territoire", 28.0), ("Code", 8.0)]
    for title in ("Besoin", "Offre", "MSU à recruter"):
        header += [(title, 12.0), ("Bornes", 16.0)]
    header += [("Constat", 40.0), (words.P_SHORT, 16.0)]
    header.append(("Statut de l’offre", 12.0))
    sheet = Sheet(
        "Stages",
        words.workbook_finding(page.scope_territory.label, page.view.level_id, page.view.year),
        header,
        [_sheet_line(page.catalog, item) for item in balances],
        (words.UNIT_NOTE, *page.hypotheses),
    )
    values = stage_values(page.catalog, balances, page.hypotheses)
    return build_workbook(page.catalog, sheet, LinesTable(values.header, values.rows()))


def _sheet_line(catalog: Catalog, balance: Balance) -> list[SheetCell]:
    territory = catalog.territories[balance.territory_id]
    cells: list[SheetCell] = [territory.name_fr, territory.code]
    for figure in (balance.need, balance.offer, balance.recruit):
        cells += [Figure(figure.value), interval(figure.low, figure.high)]
    chances = Figure(_of_100(balance.p_short)) if balance.p_short is not None else ""
    return [*cells, balance.words, chances, _status(balance)]


def _show_table(catalog: Catalog, level: str, balances: Sequence[Balance]) -> None:
    """One row per territory; an empty cell is « n. d. », never 0."""
    territories = [catalog.territories[balance.territory_id] for balance in balances]
    columns: dict[str, object] = {
        "Code": [item.code for item in territories],
        "Territoire": [item.name_fr for item in territories],
    }
    for name, figure_of in FIGURES.items():
        figures = [figure_of(balance) for balance in balances]
        columns[name] = _rounded([item.value for item in figures])
        columns[f"{name}, borne basse"] = _rounded([item.low for item in figures])
        columns[f"{name}, borne haute"] = _rounded([item.high for item in figures])
    columns["Constat"] = [balance.words for balance in balances]
    columns[words.P_SHORT] = _rounded([_of_100(balance.p_short) for balance in balances])
    columns["Statut de l’offre"] = [_status(balance) for balance in balances]
    st.dataframe(
        pd.DataFrame(columns),
        hide_index=True,
        height=TABLE_HEIGHT,
        column_config={
            "Code": st.column_config.TextColumn(width="small", pinned=True),
            "Territoire": st.column_config.TextColumn(width="medium", pinned=True),
        },
        key="stages.table",
        placeholder="n. d.",
        alt=words.table_alt(level),
    )


def stage_csv(catalog: Catalog, balances: Sequence[Balance], hypotheses: Sequence[str]) -> bytes:
    """File of some balances, one row each."""
    table = stage_values(catalog, balances, hypotheses)
    return to_csv(table.header, table.rows(), is_demo=catalog.build.is_demo)


def stage_values(catalog: Catalog, balances: Sequence[Balance], hypotheses: Sequence[str]) -> Table:
    """Values of a chart of balances."""
    return Table(CSV_HEADER, lambda: [csv_row(catalog, item, hypotheses) for item in balances])


def cited_sources(balances: Sequence[Balance]) -> list[str]:
    """Sources behind balances, of the need and of the offer."""
    facts = [balance.fact for balance in balances if balance.fact]
    ids = (item for fact in facts for item in (fact.need_source, fact.offer_source))
    return list(dict.fromkeys(item for item in ids if item))


def picture_note(balances: Sequence[Balance], hypotheses: Sequence[str]) -> str:
    """Note of a picture of balances: statuses of the offer, levers that changed."""
    statuses = dict.fromkeys(_status(balance) for balance in balances if balance.fact)
    return words.picture_note(statuses, hypotheses)


def csv_row(catalog: Catalog, balance: Balance, hypotheses: Sequence[str]) -> tuple[str, ...]:
    """One territory as text; an unknown value is « n. d. »."""
    territory = catalog.territories[balance.territory_id]
    fact = balance.fact
    figures = [figure_of(balance) for figure_of in FILE_FIGURES.values()]
    return (
        territory.territory_id,
        territory.code,
        territory.name_fr,
        LEVEL_NAMES[balance.level_id],
        year_label(balance.year),
        *(_text(end) for item in figures for end in item.ends),
        f"{UNIT} ; MSU ; %",
        balance.words,
        _probability(balance),
        _status(balance),
        _citation(catalog, fact.need_source if fact else None),
        _citation(catalog, fact.offer_source if fact else None),
        METHOD_ID,
        " ; ".join(hypotheses) or "référence",
        catalog.build.data_version,
        catalog.build.build_id,
    )


def _rounded(values: Sequence[float | None]) -> pd.api.extensions.ExtensionArray:
    return pd.array([None if value is None else round(value) for value in values], dtype="Int64")


def _text(value: float | None) -> str:
    return "n. d." if value is None else decimal(value, 1).removesuffix(",0")


def _of_100(probability: float | None) -> float | None:
    """Chances in a hundred: an estimate never has 0 nor 100."""
    return None if probability is None else min(max(100 * probability, 1.0), 99.0)


def _probability(balance: Balance) -> str:
    if balance.p_short is not None:
        return decimal(balance.p_short, 2)
    return words.OFFER_IS_KNOWN if balance.is_known else "n. d."


def _status(balance: Balance) -> str:
    return STATUS_LABELS.get(balance.fact.status if balance.fact else "", "non publié")


def _citation(catalog: Catalog, source_id: str | None) -> str:
    return catalog.sources[source_id].citation if source_id else ""
