"""Section: a count that its territory gives without a file, stored as an import, and its undo."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import streamlit as st

from dashboard.access.rights import Rights, allowed_territories
from dashboard.core.formatting import harmless, harmless_lines, typography
from dashboard.core.names import name_of
from dashboard.core.registry import CARTE, page_of
from dashboard.core.selection import write_parameters
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.desk import Desk
from dashboard.themes.own_count import (
    FILE_NAME,
    FUNCTIONS,
    KIND,
    OWN_SOURCE,
    TEXT_MAX,
    OwnCount,
    read_own_count,
)
from dashboard.ui import state
from dashboard.ui.etl_process import FileRequest, import_file, preview_file, undo_import
from dashboard.ui.local_files import run_with_status
from dashboard.ui.sign_in import current_rights
from dashboard.views.fiche import words
from foundation.answers import FileAnswer, ImportRecord, Problem
from foundation.days import today_in_paris

DRAFT = "_own_count"
KEYS = {name: f"fiche.comptage.{name}" for name in ("msu", "day", "source", "function")}


@dataclass
class CountDraft:
    """What a session typed: the count that waits for a confirmation, the outcome, refusals."""

    waiting: OwnCount | None = None
    doubts: tuple[str, ...] = ()
    territory_id: str = ""
    message_fr: str = ""
    entry: ImportRecord | None = None
    problems: tuple[str, ...] = field(default=())

    def refuse(self, problems: tuple[str, ...]) -> None:
        """Keep what is to be corrected."""
        self.waiting, self.doubts, self.problems = None, (), problems

    def wait(self, count: OwnCount, doubts: tuple[str, ...]) -> None:
        """Keep a count that is possible but unlikely."""
        self.waiting, self.doubts, self.problems = count, doubts, ()

    def end(self, territory_id: str, message_fr: str, entry: ImportRecord | None) -> None:
        """Keep what came of a count, or of its undo."""
        self.refuse(())
        self.territory_id, self.message_fr, self.entry = territory_id, message_fr, entry


def show_own_count(desk: Desk) -> None:
    """Show the form of a département, what came of it, and its undo.

    It is open where an import is possible and nothing is counted yet.
    """
    if desk.territory.level != "departement":
        return
    draft = state.session_object(DRAFT, CountDraft)
    rights = current_rights()
    is_done = draft.territory_id == desk.territory.territory_id and bool(draft.message_fr)
    why_not = _why_not(desk, rights)
    situation = desk.situation
    is_useful = situation is None or not situation.is_counted
    section = st.expander(
        words.COUNT_SECTION,
        key=f"fiche.comptage.ouvert.{desk.territory.territory_id}",
        expanded=is_done or bool(draft.problems) or (is_useful and not why_not),
        icon=":material/edit:",
    )
    with section:
        if is_done:
            _show_outcome(desk, draft, rights)
        elif why_not:
            st.caption(typography(why_not))
        else:
            _show_form(desk, draft, rights)


def _why_not(desk: Desk, rights: Rights) -> str:
    if desk.catalog.build.is_demo:
        return words.COUNT_IN_DEMO
    if not rights.can_import:
        return rights.reason_fr or words.COUNT_CLOSED
    allowed = allowed_territories(rights, desk.catalog)
    is_mine = allowed is None or desk.territory.territory_id in allowed
    return "" if is_mine else words.COUNT_NOT_MINE


def _show_form(desk: Desk, draft: CountDraft, rights: Rights) -> None:
    name = name_of(desk.territory)
    st.markdown(typography(words.count_introduction(name.of)))
    today = today_in_paris()
    with st.form("fiche.comptage", border=False):
        number_column, day_column, source_column, function_column = st.columns([1, 1, 2, 2])
        typed = {
            "msu": number_column.text_input(words.COUNT_MSU, key=KEYS["msu"], max_chars=9),
            "day": day_column.text_input(words.COUNT_DAY, f"{today:%d/%m/%Y}", key=KEYS["day"]),
            "source": source_column.text_input(
                words.COUNT_SOURCE,
                OWN_SOURCE,
                key=KEYS["source"],
                max_chars=TEXT_MAX,
                help=words.COUNT_SOURCE_HELP,
            ),
            "function": function_column.selectbox(
                words.COUNT_FUNCTION,
                FUNCTIONS,
                index=None,
                key=KEYS["function"],
                placeholder=words.COUNT_FUNCTION_EXAMPLE,
                accept_new_options=True,
            )
            or "",
        }
        is_sent = st.form_submit_button(words.COUNT_SEND, key="fiche.comptage.envoyer")
    if is_sent:
        _send(desk, draft, rights, typed)
    for problem in draft.problems:
        st.error(harmless(problem))
    if draft.waiting and draft.waiting.territory == desk.territory:
        st.warning("  \n".join(harmless(text) for text in (words.COUNT_DOUBTS, *draft.doubts)))
        if st.button(words.COUNT_CONFIRM, key="fiche.comptage.confirmer", type="primary"):
            _store(desk, draft, rights, draft.waiting)


def _send(desk: Desk, draft: CountDraft, rights: Rights, typed: Mapping[str, str]) -> None:
    """Check what was typed, then its file as any file; store it unless it is doubted."""
    count, problems = read_own_count(desk.territory, typed, today_in_paris())
    if count is None:
        draft.refuse(problems)
        return
    with st.spinner(words.COUNT_READING):
        answer, _ = preview_file(_request(desk, rights, count), count.file())
    if answer.state != "preview":
        draft.refuse(_refusals(answer))
    elif answer.preview and answer.preview.warnings:
        draft.wait(count, tuple(map(_doubt, answer.preview.warnings)))
    else:
        _store(desk, draft, rights, count)


def _store(desk: Desk, draft: CountDraft, rights: Rights, count: OwnCount) -> None:
    """Import the count; the page then shows its year."""
    request = _request(desk, rights, count)
    answer = run_with_status(
        "Enregistrement",
        lambda on_step: import_file(request, count.file(), on_step),
        running="Enregistrement en cours",
    )
    if not (answer.is_done and answer.entry):
        draft.refuse(_refusals(answer))
        st.rerun()
    after = fetch_catalog(state.newest_build())
    is_published = after.counted_years.get(count.territory.territory_id) == count.day.year
    before = desk.at(desk.selection.in_year(desk.catalog.national_years[-1])).situation
    message = words.count_stored(
        name_of(count.territory).alone,
        count.msu_n,
        count.day,
        before,
        None if is_published else after.build.secrecy_threshold,
    )
    draft.end(count.territory.territory_id, message, answer.entry)
    if is_published:
        state.change(after, "year", str(count.day.year))
    st.rerun()


def _request(desk: Desk, rights: Rights, count: OwnCount) -> FileRequest:
    return FileRequest(
        kind_id=KIND,
        name=FILE_NAME,
        label_fr=count.label_fr,
        who_fr=rights.visitor.label_fr,
        territories=allowed_territories(rights, desk.catalog),
    )


def _refusals(answer: FileAnswer) -> tuple[str, ...]:
    if not answer.refusals:
        return (typography(answer.message_fr),)
    return tuple(
        typography(words.count_refused(item.column, item.expected_fr, item.remedy_fr))
        for item in answer.refusals
    )


def _doubt(problem: Problem) -> str:
    return typography(words.count_doubted(problem.value, problem.expected_fr))


def _show_outcome(desk: Desk, draft: CountDraft, rights: Rights) -> None:
    st.success(typography(draft.message_fr), icon=":material/check_circle:")
    with st.container(horizontal=True, vertical_alignment="center"):
        page = page_of(CARTE)
        target = desk.selection.at_level("departement")
        st.page_link(
            page.script,
            label=words.COUNT_MAP,
            icon=page.icon,
            query_params=write_parameters(target),
        )
        entry = draft.entry if rights.can_undo else None
        if entry and st.button(words.COUNT_UNDO, key="fiche.comptage.annuler"):
            _undo(desk, draft, rights, entry)
        st.button(
            words.COUNT_AGAIN, key="fiche.comptage.autre", on_click=draft.end, args=("", "", None)
        )


def _undo(desk: Desk, draft: CountDraft, rights: Rights, entry: ImportRecord) -> None:
    allowed = allowed_territories(rights, desk.catalog)
    answer = run_with_status(
        "Annulation",
        lambda on_step: undo_import(entry.import_id, rights.visitor.label_fr, allowed, on_step),
        running="Annulation en cours",
    )
    if not answer.is_done:
        st.error(harmless_lines(answer.message_fr))
        return
    territory_id = desk.territory.territory_id
    draft.end(territory_id, words.count_undone(bool(entry.replaces)), None)
    after = fetch_catalog(state.newest_build())
    year = after.last_year_of(territory_id)
    state.change(after, "year", str(year))
    st.rerun()
