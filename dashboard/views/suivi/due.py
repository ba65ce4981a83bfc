"""Due dates by horizon, their calendar, and what is late."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import streamlit as st
from icalendar import Calendar, Event
from icalendar.enums import TRANSP
from icalendar.prop import vText

from dashboard.core.files import FICTITIOUS, file_name, place_name, to_csv
from dashboard.core.formatting import number, period, plural, quantity, typography
from dashboard.queries.registers import LISTED_MAX, fetch_due, fetch_every_line_at, fetch_lines_at
from dashboard.themes.registers import (
    counted_noun,
    counts_lines,
    line_name,
    place_text,
    source_text,
    status_text,
    step_text,
)
from dashboard.ui import state
from dashboard.ui.chart import Rows
from dashboard.ui.downloads import show_csv_download
from dashboard.ui.tables import show_lines_table, show_table
from dashboard.views.suivi import words
from dashboard.views.suivi.lines import csv_header, csv_row
from dashboard.views.suivi.page import FollowUpPage, change_from_widget, widget_key
from dashboard.views.suivi.words import days_late, horizon_labels, late_reason
from models.registers.follow_up import HORIZONS_MONTHS, NOT_DUE, LateLine, last_day, months_after
from models.registers.register import RegisterEntry

LISTED = 50
LATE_HEADER = ("pourquoi", "retard_jours")


def show_due_dates(page: FollowUpPage) -> None:
    """Due dates up to the horizon chosen, then late lines."""
    if "due" in page.register.roles:
        _show_due(page)
    _show_late(page)


def _show_due(page: FollowUpPage) -> None:
    field = page.register.field_of("due")
    st.subheader(typography(_finding(page)), anchor=False)
    if not (page.horizons != NOT_DUE).any():
        st.info(words.NO_DUE)
        return
    show_table(
        f"{field.label_fr if field else 'Échéance'} : lignes encore suivies, par horizon",
        ("Horizon", *horizon_labels(HORIZONS_MONTHS), "sans date"),
        [("Nombre", *(number(n) for n in _by_horizon(page)), number(_undated(page)))],
    )
    _choose_horizon(page)
    until = _until(page)
    entries = load_upcoming(page, until)
    ahead = f"à venir d’ici le {period(until.isoformat())}"
    if not entries:
        st.info(typography(f"Aucune échéance {ahead}."))
        return
    show_lines_table(
        "suivi-lignes-echeances",
        f"Échéances {ahead}, {page.territory.label}",
        ("Ligne", "Échéance", "Territoire", "Étape", "Statut", "Source"),
        [_due_row(page, entry) for entry in entries[:LISTED]],
    )
    _tell_more(len(entries))
    with st.container(horizontal=True):
        _show_calendar(page, entries, until)
        _show_csv(
            page,
            "echeances",
            csv_header(page.register),
            lambda: [csv_row(page.catalog, page.register, entry) for entry in entries],
        )
    st.caption(typography(words.CALENDAR))
    if len(entries) == LISTED_MAX:
        st.caption(typography(words.TRUNCATED.format(count=number(LISTED_MAX))))


def load_upcoming(page: FollowUpPage, until: date) -> tuple[RegisterEntry, ...]:
    """Lines due from today to a day, the earliest first."""
    return fetch_due(
        page.build, page.view.register_id, page.selection.territory_id, until, page.today
    )


def to_deadlines(page: FollowUpPage, entries: Sequence[RegisterEntry]) -> list[Deadline]:
    """Events of the calendar: no field of the lines but their name, place, step and source."""
    field = page.register.field_of("due")
    what = field.label_fr if field else "Échéance"
    deadlines = []
    for entry in entries:
        told = [page.register.label_fr]
        if entry.step:
            told.append(f"Étape : {step_text(page.register, entry)}")
        if entry.date_due and entry.date_due.count("-") < 2:
            told.append(f"Échéance connue sans le jour : {period(entry.date_due)}")
        told.append(f"Source : {source_text(page.catalog, entry)}")
        deadlines.append(
            Deadline(
                (entry.register_id, entry.source_id, entry.territory_id, entry.entry_id),
                last_day(str(entry.date_due)),
                f"{what} : {line_name(page.register, entry)}, {place_text(page.catalog, entry)}",
                "\n".join(told),
            )
        )
    return deadlines


def _by_horizon(page: FollowUpPage) -> list[int]:
    return [page.tally(page.horizons == rank) for rank in range(len(HORIZONS_MONTHS) + 2)]


def _undated(page: FollowUpPage) -> int:
    return page.tally(page.standing.is_followed & np.isnat(page.lines.due))


def _finding(page: FollowUpPage) -> str:
    past, *ahead = _by_horizon(page)
    within = sum(ahead[: HORIZONS_MONTHS.index(page.view.horizon) + 1])
    late = f" ; {plural(past, 'dépassée')}" if past else ""
    return f"{plural(within, 'échéance')} dans les {quantity(page.view.horizon, 'mois')}{late}"


def _until(page: FollowUpPage) -> date:
    today = np.array(page.today, dtype="datetime64[D]")
    return date.fromisoformat(str(months_after(today, page.view.horizon)))


def _choose_horizon(page: FollowUpPage) -> None:
    key = widget_key("horizon")
    state.seed(key, page.view.horizon)
    st.segmented_control(
        "Horizon des échéances",
        HORIZONS_MONTHS,
        format_func=lambda months: quantity(months, "mois"),
        label_visibility="collapsed",
        required=True,
        key=key,
        on_change=change_from_widget,
        args=("horizon",),
    )


def _due_row(page: FollowUpPage, entry: RegisterEntry) -> tuple[str, ...]:
    return (
        line_name(page.register, entry),
        period(str(entry.date_due)),
        place_text(page.catalog, entry),
        step_text(page.register, entry),
        status_text(entry),
        source_text(page.catalog, entry),
    )


def _show_calendar(page: FollowUpPage, entries: Sequence[RegisterEntry], until: date) -> None:
    catalog = page.catalog
    name = f"Échéances · {page.register.label_fr} · {page.territory.label}"
    parts = ("echeances", page.register.label_fr, place_name(page.territory), until.isoformat())
    st.download_button(
        "Agenda (iCalendar)",
        lambda: to_calendar(
            name,
            to_deadlines(page, entries),
            built_on=date.fromisoformat(catalog.build.built_on_iso),
            is_demo=catalog.build.is_demo,
        ),
        file_name=f"{file_name(catalog, *parts)}.ics",
        mime="text/calendar",
        key="suivi.agenda",
        on_click="ignore",
        icon=":material/event:",
    )


def _show_csv(
    page: FollowUpPage, what: str, header: Sequence[str], rows: Callable[[], Rows]
) -> None:
    name = file_name(
        page.catalog, "suivi", page.register.label_fr, what, place_name(page.territory)
    )
    show_csv_download(
        "Ces lignes (CSV)",
        f"{name}.csv",
        f"suivi.{what}.csv",
        lambda: to_csv(header, rows(), is_demo=page.catalog.build.is_demo),
    )


def _tell_more(entries_n: int) -> None:
    if entries_n > LISTED:
        more = number(entries_n - LISTED)
        st.caption(typography(f"Les {LISTED} premières ; {more} autres dans le fichier CSV."))


def _show_late(page: FollowUpPage) -> None:
    late = page.late
    noun = counted_noun(page.register) if counts_lines(page.register) else ("ligne", "lignes")
    told = plural(page.tally(page.standing.is_late), *noun)
    st.subheader(typography(f"En retard : {told if late else 'rien'}"), anchor=False)
    if not late:
        st.info(words.NO_LATE)
        return
    asked = (page.build, page.view.register_id, page.selection.territory_id)
    shown = late[:LISTED]
    ranks = _ranks(shown)
    found = fetch_lines_at(*asked, ranks)
    entries = dict(zip(ranks, found, strict=True))
    show_lines_table(
        "suivi-lignes-retards",
        f"En retard, {page.territory.label}, {page.when_fr}",
        ("Ligne", "Pourquoi", "Retard", "Territoire", "Étape", "Statut", "Source"),
        [_late_row(page, line, entries[line.index]) for line in shown],
    )
    _tell_more(len(late))
    header = (*LATE_HEADER, *csv_header(page.register))
    _show_csv(page, "retards", header, lambda: late_rows(page))


def late_rows(page: FollowUpPage) -> Rows:
    """Every late line as text: why, by how many days, then the line itself."""
    ranks = _ranks(page.late)
    found = fetch_every_line_at(
        page.build, page.view.register_id, page.selection.territory_id, ranks
    )
    entries = dict(zip(ranks, found, strict=True))
    return [
        (
            late_reason(line),
            str(line.days),
            *csv_row(page.catalog, page.register, entries[line.index]),
        )
        for line in page.late
    ]


def _ranks(late: Sequence[LateLine]) -> tuple[int, ...]:
    """Ranks of the lines that are late, each once."""
    return tuple(dict.fromkeys(line.index for line in late))


def _late_row(page: FollowUpPage, line: LateLine, entry: RegisterEntry) -> tuple[str, ...]:
    name, _, *rest = _due_row(page, entry) if entry.date_due else _undated_row(page, entry)
    return (name, late_reason(line), days_late(line), *rest)


def _undated_row(page: FollowUpPage, entry: RegisterEntry) -> tuple[str, ...]:
    return (
        line_name(page.register, entry),
        "",
        place_text(page.catalog, entry),
        step_text(page.register, entry),
        status_text(entry),
        source_text(page.catalog, entry),
    )


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
