"""The funnel of a register, with the time between its steps and its delays."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import decimal, place_name
from dashboard.core.formatting import number, typography
from dashboard.themes.registers import count, counted_noun, delay_words
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.tables import show_table
from dashboard.views.suivi import words
from dashboard.views.suivi.figures import plot_funnel
from dashboard.views.suivi.page import RegisterPage
from dashboard.views.suivi.words import days_words
from models.registers.follow_up import DelayCount, Funnel, Spread, Stage

CSV_HEADER = (
    "registre",
    "territoire",
    "etape",
    "atteinte",
    "au_moins",
    "y_sont",
    "perdus_ensuite",
    "jours_mediane",
    "jours_q1",
    "jours_q3",
    "nombre_date",
    "depuis_l_etape",
    "unite",
    "situation_au",
    "statut",
    "source",
    "version_donnees",
    "construction",
)


def show_funnel(page: RegisterPage) -> None:
    """The chart, the table behind it, its notes, and the delays."""
    funnel = page.standing.funnel
    _, many = counted_noun(page.register)
    title = f"{page.register.label_fr} par étape : {count(page.register, funnel.total_n)}"
    notes = words.funnel_notes(page.register, funnel)
    st.header(typography(title), anchor=False)
    show_chart(
        page.catalog,
        plot_funnel(funnel, many),
        key="suivi.parcours",
        alt=words.FUNNEL_ALT,
        caption=Caption(
            title=title,
            subtitle=f"{page.territory.label}, {page.when_fr}, en {many}",
            name=("suivi", page.register.label_fr, "parcours", place_name(page.territory)),
            source_ids=page.source_ids,
            note=f"{notes} {status_note(page.statuses)}",
        ),
        table=Table(CSV_HEADER, lambda: csv_rows(page, funnel)),
    )
    st.caption(typography(notes))
    show_table(
        f"Étapes, {page.territory.label}, {page.when_fr}",
        words.FUNNEL_HEADER,
        [*(_row(stage) for stage in funnel.stages), *_lost_rows(funnel)],
    )
    _show_delays(page)


def csv_rows(page: RegisterPage, funnel: Funnel) -> list[tuple[str, ...]]:
    """One row per step as text, then one per ending that loses lines; numbers, not words."""
    catalog, build = page.catalog, page.catalog.build
    _, many = counted_noun(page.register)
    sources = " ; ".join(catalog.sources[item].citation for item in page.source_ids)
    common = (
        many,
        page.today.isoformat(),
        ", ".join(STATUS_LABELS[status] for status in page.statuses),
        sources,
        build.data_version,
        build.build_id,
    )
    here = (page.register.label_fr, page.territory.label)
    rows: list[tuple[str, ...]] = []
    for stage in funnel.stages:
        at_least = "oui" if funnel.is_floor(stage) else ""
        counts = (str(stage.reached_n), at_least, str(stage.standing_n), str(stage.lost_n))
        days = _numbers(stage.since_previous)
        previous = stage.previous_fr or ""
        rows.append((*here, stage.step.label_fr, *counts, *days, previous, *common))
    for step, lost_n in funnel.lost:
        counts = (str(lost_n), "", str(lost_n), "")
        rows.append((*here, step.label_fr, *counts, *_numbers(None), "", *common))
    return rows


def _numbers(days: Spread | None) -> tuple[str, str, str, str]:
    if days is None:
        return ("", "", "", "")
    median, q1, q3 = (decimal(item, 1) for item in (days.median_days, days.q1_days, days.q3_days))
    return (median, q1, q3, str(days.known_n))


def _row(stage: Stage) -> tuple[str, ...]:
    since = stage.since_previous
    days = ""
    if since:
        days = f"{days_words(since)} après « {stage.previous_fr} » ; {number(since.known_n)} connus"
    waiting = stage.waiting
    standing = number(stage.standing_n)
    if waiting and stage.standing_n:
        standing += f", depuis {days_words(waiting)}"
    return (stage.step.label_fr, number(stage.reached_n), standing, number(stage.lost_n), days)


def _lost_rows(funnel: Funnel) -> Sequence[tuple[str, ...]]:
    return [(step.label_fr, number(lost_n), "–", "–", "") for step, lost_n in funnel.lost]


def _show_delays(page: RegisterPage) -> None:
    if not page.register.delays:
        return
    st.subheader("Délais", anchor=False)
    show_table(
        f"Délais, {page.territory.label}",
        (
            "Délai",
            "Repère",
            "Dans le délai",
            "Au-delà",
            "En cours",
            "En cours, en retard",
            "Sans date",
            "Clos avant",
        ),
        [_delay_row(delay) for delay in page.standing.delays],
    )
    for delay in page.register.delays:
        st.caption(typography(f"{delay.label_fr} : {delay.basis_fr}"))
    st.caption(typography(words.DELAYS))


def _delay_row(delay: DelayCount) -> tuple[str, ...]:
    """One delay: its range, lines ended in time and late, open, not judged."""
    numbers = (
        delay.fast_n + delay.in_time_n,
        delay.late_n,
        delay.running_n,
        delay.overdue_n,
        delay.undated_n,
        delay.closed_n,
    )
    return (delay.delay.label_fr, delay_words(delay.delay), *map(number, numbers))
