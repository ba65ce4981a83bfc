"""Due dates by horizon, their calendar, and late lines."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date

import numpy as np
import streamlit as st

from dashboard.core.files import file_name, place_name, to_csv
from dashboard.core.formatting import number, period, quantity, typography
from dashboard.queries.registers import LISTED_MAX, fetch_due, fetch_every_line_at, fetch_lines_at
from dashboard.themes.registers import (
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
from dashboard.views.suivi.calendars import Deadline, to_calendar
from dashboard.views.suivi.lines import csv_header, csv_row
from dashboard.views.suivi.page import RegisterPage, change_from_widget, widget_key
from models.registers.follow_up import HORIZONS_MONTHS, LateLine, last_day, months_after
from models.registers.register import RegisterEntry

LISTED = 50
LATE_HEADER = ("pourquoi", "retard_jours")
# « 2026-11 » is a date without its day.
PARTS_OF_A_DAY = 3


def show_due_dates(page: RegisterPage) -> None:
    """Due dates up to the horizon of the view, then late lines."""
    if "due" in page.register.roles:
        _show_due(page)
    _show_late(page)


def _show_due(page: RegisterPage) -> None:
    st.header(typography(_title(page)), anchor=False)
    if not page.has_due:
        st.info(words.NO_DUE)
        return
    show_table(
        words.BY_HORIZON.format(due=_due_label(page)),
        ("Horizon", *words.horizon_labels(HORIZONS_MONTHS), "sans date"),
        [("Nombre", *(number(n) for n in _by_horizon(page)), number(_undated_n(page)))],
    )
    _choose_horizon(page)
    until = _until(page)
    entries = load_upcoming(page, until)
    ahead = words.due_ahead(until)
    if not entries:
        st.info(typography(f"Aucune échéance {ahead}."))
        return
    show_lines_table(
        "suivi-lignes-echeances",
        f"Échéances {ahead}, {page.territory.label}",
        ("Ligne", "Échéance", "Territoire", "Étape", "Statut", "Source"),
        [_due_row(page, entry) for entry in entries[:LISTED]],
    )
    _show_remaining(len(entries))
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


def load_upcoming(page: RegisterPage, until: date) -> tuple[RegisterEntry, ...]:
    """Lines due from today to a day, the earliest first."""
    return fetch_due(
        page.build, page.view.register_id, page.selection.territory_id, until, page.today
    )


def to_deadlines(page: RegisterPage, entries: Sequence[RegisterEntry]) -> list[Deadline]:
    """Events of the calendar: no field of the lines but their name, place, step and source."""
    return [
        Deadline(
            (entry.register_id, entry.source_id, entry.territory_id, entry.entry_id),
            last_day(str(entry.date_due)),
            f"{_due_label(page)} : {line_name(page.register, entry)}, "
            f"{place_text(page.catalog, entry)}",
            _description(page, entry),
        )
        for entry in entries
    ]


def _description(page: RegisterPage, entry: RegisterEntry) -> str:
    lines = [page.register.label_fr]
    if entry.step:
        lines.append(f"Étape : {step_text(page.register, entry)}")
    if entry.date_due and len(entry.date_due.split("-")) < PARTS_OF_A_DAY:
        lines.append(words.DUE_WITHOUT_DAY.format(period=period(entry.date_due)))
    return "\n".join([*lines, f"Source : {source_text(page.catalog, entry)}"])


def _due_label(page: RegisterPage) -> str:
    field = page.register.field_of("due")
    return field.label_fr if field else "Échéance"


def _by_horizon(page: RegisterPage) -> list[int]:
    return [page.tally(page.horizons == rank) for rank in range(len(HORIZONS_MONTHS) + 2)]


def _undated_n(page: RegisterPage) -> int:
    return page.tally(page.standing.is_followed & np.isnat(page.lines.due))


def _title(page: RegisterPage) -> str:
    past, *ahead = _by_horizon(page)
    within = sum(ahead[: HORIZONS_MONTHS.index(page.view.horizon) + 1])
    return words.due_title(within, past, page.view.horizon)


def _until(page: RegisterPage) -> date:
    today = np.array(page.today, dtype="datetime64[D]")
    return date.fromisoformat(str(months_after(today, page.view.horizon)))


def _choose_horizon(page: RegisterPage) -> None:
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


def _due_row(page: RegisterPage, entry: RegisterEntry) -> tuple[str, ...]:
    return (
        line_name(page.register, entry),
        period(entry.date_due) if entry.date_due else "",
        place_text(page.catalog, entry),
        step_text(page.register, entry),
        status_text(entry),
        source_text(page.catalog, entry),
    )


def _show_calendar(page: RegisterPage, entries: Sequence[RegisterEntry], until: date) -> None:
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
    page: RegisterPage, what: str, header: Sequence[str], rows: Callable[[], Rows]
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


def _show_remaining(entries_n: int) -> None:
    text = words.remaining_lines(LISTED, entries_n)
    if text:
        st.caption(typography(text))


def _show_late(page: RegisterPage) -> None:
    late_n = page.tally(page.standing.is_late) if page.late else None
    st.subheader(typography(words.late_title(page.register, late_n)), anchor=False)
    if not page.late:
        st.info(words.NO_LATE)
        return
    listed = page.late[:LISTED]
    ranks = _ranks(listed)
    territory_id = page.selection.territory_id
    lines = fetch_lines_at(page.build, page.view.register_id, territory_id, ranks)
    entries = dict(zip(ranks, lines, strict=True))
    show_lines_table(
        "suivi-lignes-retards",
        f"En retard, {page.territory.label}, {page.when_fr}",
        ("Ligne", "Pourquoi", "Retard", "Territoire", "Étape", "Statut", "Source"),
        [_late_row(page, late, entries) for late in listed],
    )
    _show_remaining(len(page.late))
    header = (*LATE_HEADER, *csv_header(page.register))
    _show_csv(page, "retards", header, lambda: late_rows(page))


def late_rows(page: RegisterPage) -> Rows:
    """Every late line as text: why, by how many days, then the line itself."""
    ranks = _ranks(page.late)
    lines = fetch_every_line_at(
        page.build, page.view.register_id, page.selection.territory_id, ranks
    )
    entries = dict(zip(ranks, lines, strict=True))
    return [
        (
            words.late_reason(late),
            str(late.days),
            *csv_row(page.catalog, page.register, entries[late.index]),
        )
        for late in page.late
    ]


def _ranks(late: Sequence[LateLine]) -> tuple[int, ...]:
    """Ranks of the late lines, each once."""
    return tuple(dict.fromkeys(line.index for line in late))


def _late_row(
    page: RegisterPage, late: LateLine, entries: Mapping[int, RegisterEntry]
) -> tuple[str, ...]:
    name, _, *others = _due_row(page, entries[late.index])
    return (name, words.late_reason(late), words.days_late(late), *others)
