"""The sheets of the list, and the file of a choice."""

from __future__ import annotations

import pytest

from dashboard.core.selection import default_selection
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.registers import fetch_every_entry, fetch_registers
from dashboard.themes.registers import EntryFilter
from dashboard.views.initiatives.list import csv_header, csv_row, sheets_n
from dashboard.views.initiatives.page import REGISTER, InitiativePage
from dashboard.views.initiatives.view import InitiativeView


@pytest.mark.parametrize(("entries_n", "sheets"), [(0, 1), (1, 1), (12, 1), (13, 2), (148, 13)])
def test_the_last_sheet_holds_the_rest(entries_n, sheets):
    assert sheets_n(entries_n, 12) == sheets


@pytest.mark.usefixtures("served_warehouse")
def test_the_file_has_the_status_the_source_and_the_place_of_each_initiative():
    build = served_build(demo=False)
    catalog = fetch_catalog(build)
    register = fetch_registers(build)[REGISTER]
    selection = default_selection(catalog)
    view = InitiativeView()
    page = InitiativePage(build, catalog, selection, view, register, {}, EntryFilter())
    header = csv_header(register)
    entries = fetch_every_entry(build, REGISTER, EntryFilter(), 148)
    rows = [dict(zip(header, csv_row(page, entry), strict=True)) for entry in entries]
    assert len({(row["repere"], row["source"]) for row in rows}) == 148
    for column in ("titre", "territoire", "statut", "source", "emplacement", "construction"):
        assert all(row[column] for row in rows), column
    moselle = next(row for row in rows if row["repere"] == "INI-066")
    assert moselle["avancement"] == "En place"
    assert moselle["territoire"] == "Moselle (57)"
    assert moselle["statut"] == "observé"
    assert (moselle["avant_en_nombre"], moselle["apres_en_nombre"]) == ("14", "42")
