"""Registers on a profile: numbers of persons that cannot be found out, due dates, action sheets."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from dashboard.core.selection import default_selection
from dashboard.profile.follow_up import (
    DUE,
    LATE,
    TOTAL,
    actions_under_way,
    follow_up_table,
    followed_registers,
)
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.queries.registers import fetch_entries, fetch_registers
from dashboard.themes.registers import EntryFilter

DAY = date(2026, 11, 25)


def desk_of(territory_id: str) -> Desk:
    build = served_build(demo=True)
    catalog = fetch_catalog(build)
    selection = replace(default_selection(catalog), territory_id=territory_id)
    return Desk(build, catalog, selection)


@pytest.mark.usefixtures("served_demonstration")
class TestWithTheDemonstration:
    """Registers filled with fictitious lines."""

    def test_registers_of_persons_are_told_by_departement_only(self):
        persons = {
            item.label_fr
            for item in fetch_registers(desk_of("DEP-12").build).values()
            if item.persons
        }
        here = {item.label for item in followed_registers(desk_of("DEP-12"), DAY)}
        around = {item.label for item in followed_registers(desk_of("REG-76"), DAY)}
        assert persons & here
        assert not persons & around
        assert "Fiches action" in here & around

    @pytest.mark.parametrize("territory_id", ["DEP-12", "DEP-48", "DEP-31", "DEP-976"])
    def test_no_small_number_of_persons_leaves_by_a_text_or_by_a_value(self, territory_id):
        desk = desk_of(territory_id)
        registers = {item.label_fr: item for item in fetch_registers(desk.build).values()}
        for found in followed_registers(desk, DAY):
            if registers[found.label].persons:
                texts = [found.total, found.due, found.late, *dict(found.steps).values()]
                numbers = [int(text) for text in texts if text.isdecimal()]
                assert min(numbers, default=5) >= 5
                assert min((v.value for v in found.values if v.value is not None), default=5) >= 5

    def test_the_table_says_why_a_number_is_not_told(self):
        desk = desk_of("DEP-12")
        table = follow_up_table(followed_registers(desk, DAY), 5)
        assert "petit nombre de personnes, zéro compris" in table.note
        assert any("moins de 5" in cell for row in table.rows for cell in row)
        actions = [item for item in followed_registers(desk, DAY) if item.label == "Fiches action"]
        assert "personnes" not in follow_up_table(actions, 5).note

    def test_every_line_of_the_actions_is_counted_and_said_to_be_fictitious(self):
        desk = desk_of("REG-76")
        (found,) = [item for item in followed_registers(desk, DAY) if item.label == "Fiches action"]
        lines = fetch_entries(desk.build, "actions", EntryFilter("REG-76"), 500)
        assert found.total == str(len(lines))
        assert sum(int(text) for _, text in found.steps) == len(lines)
        assert found.status == "fictif"
        assert int(found.late) == sum(
            item.step in ("a_lancer", "en_cours")
            and bool(item.date_due)
            and item.date_due < "2026-11-25"
            for item in lines
        )

    def test_a_due_date_of_a_place_is_one_however_many_doctors_it_counts(self):
        (found,) = [
            item for item in followed_registers(desk_of("DEP-12"), DAY) if item.label[:3] == "Viv"
        ]
        by_label = {value.label.split(" : ")[1]: value for value in found.values}
        assert by_label[DUE].unit == by_label[LATE].unit == "lignes"
        assert by_label[TOTAL].unit == "éligibles non MSU"

    def test_a_register_without_steps_tells_how_many_lines_it_has(self):
        desk = desk_of("SUB-040")
        lines = fetch_entries(desk.build, "criteres", EntryFilter("SUB-040"), 500)
        (found,) = [f for f in followed_registers(desk, DAY) if f.label.startswith("Conditions")]
        assert found.total == str(len(lines)) != "0"

    def test_action_sheets_under_way_are_listed_with_their_due_dates(self):
        table = actions_under_way(desk_of("REG-76"), DAY)
        assert {row[1] for row in table.rows} <= {"À lancer", "En cours"}
        assert any("(dépassée)" in row[2] for row in table.rows)


@pytest.mark.usefixtures("served_warehouse")
def test_a_territory_without_local_lines_has_no_action_sheet():
    build = served_build()
    catalog = fetch_catalog(build)
    selection = replace(default_selection(catalog), territory_id="DEP-12")
    desk = Desk(build, catalog, selection)
    assert actions_under_way(desk, DAY) is None
    assert followed_registers(desk, DAY) == ()
