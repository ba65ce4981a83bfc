"""Due dates as an iCalendar file, for the diary of whoever follows them: no Streamlit."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event
from icalendar.enums import TRANSP
from icalendar.prop import vText

from dashboard.charts.marks import FICTITIOUS

PRODUCT = "-//Observatoire territorial des MSU//Suivi//FR"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, "observatoire-territorial-des-msu/echeance")


@dataclass(frozen=True)
class Deadline:
    """One due date: ``key`` tells it from all others, whatever the build."""

    key: tuple[str, ...]
    day: date
    title_fr: str
    description_fr: str


def to_calendar(
    name_fr: str, deadlines: Iterable[Deadline], *, built_on: date, is_demo: bool = False
) -> bytes:
    """File of whole-day events without alarm, which leave the day free.

    An event keeps its identifier from one build to the next, so that importing the file again
    updates the diary instead of filling it twice.
    """
    mark = f"{FICTITIOUS} · " if is_demo else ""
    stamp = datetime.combine(built_on, time(), UTC)
    named = _identifier(name_fr)
    calendar = Calendar.new(prodid=PRODUCT, method="PUBLISH", uid=named, last_modified=stamp)
    # Most diaries read the second, which is older.
    for name in ("NAME", "X-WR-CALNAME"):
        calendar[name] = vText(mark + name_fr)
    for deadline in deadlines:
        event = Event.new(
            uid=_identifier(*deadline.key),
            stamp=stamp,
            start=deadline.day,
            end=deadline.day + timedelta(days=1),
            summary=mark + deadline.title_fr,
            description=mark + deadline.description_fr,
            transparency=TRANSP.TRANSPARENT,
            categories=[FICTITIOUS] if is_demo else [],
        )
        calendar.add_component(event)
    return bytes(calendar.to_ical())


def _identifier(*key: str) -> str:
    return str(uuid.uuid5(NAMESPACE, "\n".join(key)))
