"""Due dates as a file that diaries read (iCalendar)."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from icalendar import Calendar, Event
from icalendar.enums import TRANSP
from icalendar.prop import vText

from dashboard.core.files import FICTITIOUS
from dashboard.core.registry import SITE

PRODUCT = f"-//{SITE}//Suivi//FR"
# Never changes: identifiers of events already in diaries follow from it.
KIND = "echeance"
NAMESPACE = uuid.uuid5(uuid.NAMESPACE_URL, f"observatoire-territorial-des-msu/{KIND}")


@dataclass(frozen=True)
class Deadline:
    """One due date: ``key`` is its identity, the same in every build."""

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
    calendar = Calendar.new(
        prodid=PRODUCT, method="PUBLISH", uid=_identifier(name_fr), last_modified=stamp
    )
    # Most diaries read the second name, which is older.
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
