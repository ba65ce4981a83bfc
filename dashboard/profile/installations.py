"""Who came and who left a territory, field by field: never chained, never ranked."""

from __future__ import annotations

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import number, period, typography
from dashboard.profile.model import ProfileTable
from dashboard.profile.readings import Desk
from dashboard.queries import cached
from dashboard.queries.installations import Movement
from dashboard.themes.installation_summary import FIELDS, figure_words, per_year
from dashboard.themes.installations import ALL_AGES

HEADER = ("Champ", "Période", "Entrées par an", "Départs par an", "Solde", "Statut", "Réserve")
NOTE = (
    "Les champs diffèrent et ne s’additionnent pas. Entrées et départs estimés sont un ordre de "
    "grandeur, à ne pas classer ; « n. d. » n’est jamais zéro."
)


def installation_tables(desk: Desk) -> tuple[ProfileTable, ...]:
    """What is known of who came and who left, the latest row of each field; empty when nothing."""
    found = cached.load_installations(desk.build, desk.territory.territory_id)
    latest = {row.field_id: row for row in found.movements if row.age_class == ALL_AGES}
    rows = [latest[field_id] for field_id in FIELDS if field_id in latest]
    if not rows:
        return ()
    return (
        ProfileTable(
            title="Installations et départs de généralistes",
            header=HEADER,
            rows=tuple(_cells(row) for row in rows),
            note=typography(NOTE),
            source_ids=tuple(dict.fromkeys(row.source_id for row in rows)),
        ),
    )


def _cells(row: Movement) -> tuple[str, ...]:
    entries, exits = (
        figure_words(*(per_year(value, row) for value in values))
        for values in (
            (row.entries_n, row.entries_low_n, row.entries_high_n),
            (row.exits_n, row.exits_low_n, row.exits_high_n),
        )
    )
    return (
        FIELDS[row.field_id],
        period(row.period),
        entries,
        exits,
        number(row.net_n, 1 if (row.net_n or 0) % 1 else 0, signed=True),
        STATUS_LABELS[row.status],
        row.note_fr or "",
    )
