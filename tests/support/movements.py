"""Rows of installations and departures, as short as a test needs them."""

from __future__ import annotations

from dashboard.themes.installations import Installations, Movement
from dashboard.views.fidelisation.installations.imported import LocalYear, local_years


def row(year, entries=None, exits=None, *, age="ensemble", field="local_file", **more) -> Movement:
    """One row of a territory, imported unless said otherwise."""
    values = {
        "period": str(year),
        "duration_ans": 1,
        "entries_low_n": None,
        "entries_high_n": None,
        "exits_low_n": None,
        "exits_high_n": None,
        "net_n": None,
        "status": "imported",
        "source_id": "LOCAL-1",
        "locator": "ligne 2",
        "method_id": None,
        "note_fr": None,
    } | more
    return Movement(
        year=year, age_class=age, field_id=field, entries_n=entries, exits_n=exits, **values
    )


def years_of(*rows: Movement, withheld=()) -> tuple[LocalYear, ...]:
    """The years that these rows make, with these withheld cells."""
    return local_years(Installations(rows, frozenset(withheld)))
