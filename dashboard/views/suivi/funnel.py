"""The funnel of a register, with the time between its steps and its delays."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.files import decimal, place_name
from dashboard.core.formatting import number, typography
from dashboard.themes.registers import count, counted_noun
from dashboard.ui.chart import Caption, Table, show_chart, status_note
from dashboard.ui.tables import show_table
from dashboard.views.suivi import words
from dashboard.views.suivi.figures import days_words, plot_funnel
from dashboard.views.suivi.page import FollowUpPage
from dashboard.views.suivi.words import delay_row
from models.registers.follow_up import Funnel, Spread, Stage

HEADER = ("Étape", "Atteinte", "Y sont", "Perdus ensuite", "Jours depuis l’étape datée d’avant")
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


def show_funnel(page: FollowUpPage) -> None:
    """The chart, the table behind it, what it does not tell, and the delays."""
    found = page.standing.funnel
    _, many = counted_noun(page.register)
    title = f"{page.register.label_fr} par étape : {count(page.register, found.total_n)}"
    st.subheader(typography(title), anchor=False)
    show_chart(
        page.catalog,
        plot_funnel(found, many),
        key="suivi.parcours",
        alt="Nombre à chaque étape du registre ; les valeurs sont dans la table qui suit",
        caption=Caption(
            title=title,
            subtitle=f"{page.territory.label}, {page.when_fr}, en {many}",
            name=("suivi", page.register.label_fr, "parcours", place_name(page.territory)),
            source_ids=page.source_ids,
            note=f"{_notes(page, found)} {status_note(page.statuses)}",
        ),
        table=Table(CSV_HEADER, lambda: csv_rows(page, found)),
    )
    st.caption(typography(_notes(page, found)))
    show_table(
        f"Étapes, {page.territory.label}, {page.when_fr}",
        HEADER,
        [*(_row(stage) for stage in found.stages), *_lost_rows(found)],
    )
    _show_delays(page)


def csv_rows(page: FollowUpPage, found: Funnel) -> list[tuple[str, ...]]:
    """Every step as text, the losses last; numbers, not words."""
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
    for stage in found.stages:
        at_least = "oui" if found.is_floor(stage) else ""
        counts = (str(stage.reached_n), at_least, str(stage.standing_n), str(stage.lost_n))
        spent = _numbers(stage.since_previous)
        previous = stage.previous_fr or ""
        rows.append((*here, stage.step.label_fr, *counts, *spent, previous, *common))
    for step, lost_n in found.lost:
        counts = (str(lost_n), "", str(lost_n), "")
        rows.append((*here, step.label_fr, *counts, *_numbers(None), "", *common))
    return rows


def _numbers(days: Spread | None) -> tuple[str, str, str, str]:
    if days is None:
        return ("", "", "", "")
    median, q1, q3 = (decimal(item, 1) for item in (days.median_days, days.q1_days, days.q3_days))
    return (median, q1, q3, str(days.known_n))


def _row(stage: Stage) -> tuple[str, ...]:
    spent = stage.since_previous
    days = ""
    if spent:
        days = f"{days_words(spent)} après « {stage.previous_fr} » ; {number(spent.known_n)} connus"
    waiting = stage.waiting
    standing = number(stage.standing_n)
    if waiting and stage.standing_n:
        standing += f", depuis {days_words(waiting)}"
    return (stage.step.label_fr, number(stage.reached_n), standing, number(stage.lost_n), days)


def _lost_rows(found: Funnel) -> Sequence[tuple[str, ...]]:
    return [(step.label_fr, number(lost_n), "–", "–", "") for step, lost_n in found.lost]


def _notes(page: FollowUpPage, found: Funnel) -> str:
    """How to read the funnel, and what it leaves out."""
    parts = [words.FUNNEL]
    if any(stage.since_previous for stage in found.stages):
        parts.append(words.DAYS)
    if any(found.is_floor(stage) for stage in found.stages):
        parts.append(words.ASTRAY.format(count=count(page.register, found.astray_n)))
    if found.unplaced_n:
        parts.append(words.UNPLACED.format(count=count(page.register, found.unplaced_n)))
    return " ".join(parts)


def _show_delays(page: FollowUpPage) -> None:
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
        [delay_row(one) for one in page.standing.delays],
    )
    for delay in page.register.delays:
        st.caption(typography(f"{delay.label_fr} : {delay.basis_fr}"))
    st.caption(typography(words.DELAYS))
