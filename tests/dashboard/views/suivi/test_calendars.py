"""Due dates as a diary reads them: whole days, stable identifiers, no alarm, demo said."""

from __future__ import annotations

from datetime import date

import pytest
from icalendar import Calendar

from dashboard.views.suivi.calendars import Deadline, to_calendar

NAME = "Échéances · Agréments de MSU · Aveyron"
ONE = Deadline(
    ("agrements", "S1", "DEP-12", "A-001"),
    date(2027, 3, 31),
    "Dossier A-001 (Aveyron) : échéance",
    "Agréments de MSU ; étape : Agréé, avec des virgules\nSource : conseil départemental",
)
OTHER = Deadline(("agrements", "S1", "DEP-12", "A-002"), date(2028, 2, 29), "Autre", "")


def read(content: bytes) -> tuple[Calendar, list]:
    calendar = Calendar.from_ical(content)
    return calendar, list(calendar.walk("VEVENT"))


def made(*deadlines: Deadline, built_on: date = date(2026, 11, 25), is_demo: bool = False):
    return to_calendar(NAME, deadlines, built_on=built_on, is_demo=is_demo)


def test_an_event_lasts_its_whole_day_and_leaves_it_free_without_alarm():
    calendar, (event, leap) = read(made(ONE, OTHER))
    assert (event["DTSTART"].dt, event["DTEND"].dt) == (date(2027, 3, 31), date(2027, 4, 1))
    assert leap["DTEND"].dt == date(2028, 3, 1)
    assert event["TRANSP"] == "TRANSPARENT"
    assert not list(calendar.walk("VALARM"))


def test_texts_come_back_as_they_were_given():
    calendar, (event,) = read(made(ONE))
    assert str(calendar["X-WR-CALNAME"]) == NAME
    assert str(event["SUMMARY"]) == ONE.title_fr
    assert str(event["DESCRIPTION"]) == ONE.description_fr


def test_identifiers_hold_from_one_build_to_the_next_and_differ_between_lines():
    _, first = read(made(ONE, OTHER))
    _, second = read(made(OTHER, ONE, built_on=date(2027, 1, 2)))
    assert first[0]["UID"] == second[1]["UID"]
    assert first[0]["UID"] != first[1]["UID"]
    assert "A-001" not in str(first[0]["UID"])


@pytest.mark.parametrize("is_demo", [True, False])
def test_every_event_of_a_demonstration_says_it_is_fictitious(is_demo):
    calendar, events = read(made(ONE, OTHER, is_demo=is_demo))
    titles = [str(calendar["X-WR-CALNAME"]), *(str(event["SUMMARY"]) for event in events)]
    assert [text.startswith("DONNÉES FICTIVES") for text in titles] == [is_demo] * 3


def test_a_calendar_without_due_date_is_still_a_calendar():
    _, events = read(made())
    assert events == []


def test_lines_are_no_longer_than_the_format_allows():
    assert max(len(line) for line in made(ONE).split(b"\r\n")) <= 75
