"""Every published row behind the part « Installations et départs », on screen and as a file."""

from __future__ import annotations

from collections.abc import Iterator

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import decimal, to_csv
from dashboard.core.formatting import interval, number, period, typography
from dashboard.themes.installations import (
    ALL_AGES,
    FIELDS,
    FIRST_BY_TERRITORY,
    Installations,
    Movement,
)
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.tables import Cell, show_table, source_cell
from dashboard.views.fidelisation.installations import words
from dashboard.views.fidelisation.installations.imported import LOCAL, WITHHELD
from dashboard.views.fidelisation.page import RetentionPage

COLUMNS = (
    "Ce qui est compté",
    "Période",
    "Entrées",
    "Départs",
    "Solde",
    "Statut",
    "Source",
    "Où",
    "Réserve",
)
MEASURES = ("entries_n", "exits_n")
CSV_HEADER = (
    "territoire_id",
    "code",
    "territoire",
    "champ",
    "periode",
    "duree_ans",
    "classe_age",
    "entrees",
    "entrees_borne_basse",
    "entrees_borne_haute",
    "departs",
    "departs_borne_basse",
    "departs_borne_haute",
    "solde",
    "unite",
    "statut",
    "source",
    "emplacement",
    "methode",
    "note",
    "version_donnees",
    "construction",
)


def show_movements(page: RetentionPage, installations: Installations) -> None:
    """Show the published rows that no file brought, then the button of the file of them all."""
    # The years of the first installations have a table of their own.
    apart = (LOCAL, FIRST_BY_TERRITORY)
    rows = [row for row in installations.movements if row.field_id not in apart]
    show_table(
        words.movements_caption(page.territory.label),
        COLUMNS,
        [_row(page, row) for row in rows],
    )
    territory_id = page.territory.territory_id
    show_csv_download(
        words.MOVEMENTS_DOWNLOAD,
        f"installations_{territory_id}_{page.catalog.build.built_on_iso}.csv",
        "fidelisation.installations.csv",
        lambda: to_csv(
            CSV_HEADER, list(csv_rows(page, installations)), is_demo=page.catalog.build.is_demo
        ),
    )
    if installations.withheld:
        st.caption(typography(words.MOVEMENTS_WITHHELD))


def _row(page: RetentionPage, row: Movement) -> list[Cell]:
    return [
        FIELDS[row.field_id],
        period(row.period),
        _count(row.entries_n, row.entries_low_n, row.entries_high_n),
        _count(row.exits_n, row.exits_low_n, row.exits_high_n),
        number(row.net_n, _decimals(row.net_n), signed=True),
        STATUS_LABELS[row.status],
        source_cell(page.catalog.sources[row.source_id]),
        row.locator,
        row.note_fr or "",
    ]


def _count(value: float | None, low: float | None, high: float | None) -> str:
    bounds = interval(low, high)
    return number(value, _decimals(value)) + (f" (de {bounds})" if bounds else "")


def _decimals(value: float | None) -> int:
    """Counts are whole, estimates are not: a small one keeps a decimal."""
    return 1 if value is not None and value % 1 and abs(value) < 100 else 0


def csv_rows(page: RetentionPage, installations: Installations) -> Iterator[tuple[str, ...]]:
    """Every row of the territory as text; what is withheld is « masqué », and keeps its line."""
    for row in installations.movements:
        entries, exits = (_csv_count(row, measure, installations) for measure in MEASURES)
        yield (
            *_csv_start(page, row.field_id, row.period, row.duration_ans, row.age_class),
            entries,
            _csv_number(row.entries_low_n),
            _csv_number(row.entries_high_n),
            exits,
            _csv_number(row.exits_low_n),
            _csv_number(row.exits_high_n),
            _csv_number(row.net_n) or "n. d.",
            "généralistes",
            STATUS_LABELS[row.status],
            page.catalog.sources[row.source_id].citation,
            row.locator,
            row.method_id or "",
            row.note_fr or "",
            *_csv_end(page),
        )
    published = {(row.year, row.age_class) for row in installations.of_field(LOCAL)}
    hidden = {(year, age) for year, age, _ in installations.withheld}
    for year, age in sorted(hidden - published):
        entries, exits = (
            WITHHELD if (year, age, measure) in installations.withheld else "n. d."
            for measure in MEASURES
        )
        yield (
            *_csv_start(page, LOCAL, str(year), 1, age),
            *(entries, "", "", exits, "", "", "n. d."),
            *("généralistes", WITHHELD, "", "", "", ""),
            *_csv_end(page),
        )


def _csv_count(row: Movement, measure: str, installations: Installations) -> str:
    if row.field_id == LOCAL and (row.year, row.age_class, measure) in installations.withheld:
        return WITHHELD
    return _csv_number(getattr(row, measure)) or "n. d."


def _csv_start(
    page: RetentionPage, field_id: str, when: str, duration_ans: int, age: str
) -> tuple[str, ...]:
    territory = page.territory
    return (
        territory.territory_id,
        territory.code,
        territory.name_fr,
        FIELDS[field_id],
        when,
        str(duration_ans),
        "tous âges" if age == ALL_AGES else age,
    )


def _csv_end(page: RetentionPage) -> tuple[str, str]:
    return page.catalog.build.data_version, page.catalog.build.build_id


def _csv_number(value: float | None) -> str:
    """Counts are whole, estimates keep a decimal."""
    return decimal(value, 1).removesuffix(",0")
