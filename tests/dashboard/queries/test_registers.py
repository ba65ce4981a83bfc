"""Lines of registers as the pages read them, in the demonstration."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.queries.cache import ServedBuild, served_build
from dashboard.queries.register_counts import fetch_origins, fetch_presence
from dashboard.queries.registers import (
    fetch_due,
    fetch_every_entry,
    fetch_every_line_at,
    fetch_facets,
    fetch_lines_at,
    fetch_registers,
    fetch_standing,
    fetch_step_dates,
)
from dashboard.themes.registers import EntryFilter


@pytest.fixture
def build(served_demonstration) -> ServedBuild:
    return served_build(demo=True)


def test_lines_are_read_in_the_order_of_their_ranks(build):
    lines = fetch_step_dates(build, "agrements", "REG-76")
    ranks = (7, 0, 3)
    entries = fetch_lines_at(build, "agrements", "REG-76", ranks)
    steps = list(fetch_registers(build)["agrements"].step_labels)
    assert [steps.index(entry.step) for entry in entries] == [lines.step[rank] for rank in ranks]
    due = [str(lines.due[rank]) for rank in ranks]
    assert [entry.date_due or "NaT" for entry in entries] == due
    assert len({entry.entry_id for entry in entries}) == 3


def test_the_file_of_late_lines_has_them_all_and_those_who_look_share_them(build):
    place = (build, "agrements", "FR")
    standing = fetch_standing(*place, date(2027, 6, 1))
    assert standing is fetch_standing(*place, date(2027, 6, 1))
    ranks = tuple(dict.fromkeys(line.index for line in standing.late))
    assert len(ranks) > 50
    entries = fetch_every_line_at(*place, ranks)
    assert len({(line.territory_id, line.entry_id) for line in entries}) == len(ranks)
    assert entries[:50] == fetch_lines_at(*place, ranks[:50])


def test_where_lines_come_from_adds_up_to_the_lines_of_each_register(build):
    for territory in ("FR", "REG-76", "DEP-12"):
        origins = fetch_origins(build, territory)
        for register_id in fetch_registers(build):
            lines_n = sum(origin.lines_n for origin in origins.get(register_id, ()))
            facets = fetch_facets(build, register_id, EntryFilter(territory))
            assert lines_n == facets.total_n


def test_upcoming_due_dates_leave_out_those_past_and_end_at_the_horizon(build):
    today, until = date(2026, 11, 25), date(2027, 5, 25)
    past = fetch_due(build, "agrements", "FR", until)
    ahead = fetch_due(build, "agrements", "FR", until, today)
    days = [date.fromisoformat(str(entry.date_due)) for entry in ahead]
    assert days == sorted(days)
    assert today <= days[0]
    assert days[-1] <= until
    assert {entry.entry_id for entry in ahead} < {entry.entry_id for entry in past}


def test_families_are_counted_among_the_lines_that_name_partners(build):
    territory = EntryFilter("REG-76")
    presence = fetch_presence(build, "conventions", territory)
    lines = fetch_every_entry(build, "conventions", territory, 10_000)
    naming = [line for line in lines if line.partners]
    assert (presence.entries_n, presence.named_n) == (len(lines), len(naming))
    assert presence.by_family == fetch_facets(build, "conventions", territory).by_family
    for family_id in presence.by_family:
        absent = [line for line in naming if family_id not in line.partner_families]
        assert presence.absent_n(family_id) == len(absent)
