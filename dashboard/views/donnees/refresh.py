"""« Actualiser », for administrators: which sources, how far each is, what came of it, acceptance.

One refresh runs at a time on a server: every administrator who comes sees it and may cancel it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import streamlit as st

from dashboard.access.rights import Rights
from dashboard.core.formatting import harmless_lines, typography
from dashboard.themes.official import OfficialSource
from dashboard.ui import state
from dashboard.ui.etl_process import refresh_sources
from dashboard.ui.jobs import Control, follow_shared, is_running
from dashboard.ui.sign_in import current_rights
from dashboard.ui.tables import show_lines_table, show_table
from dashboard.views.donnees import words
from dashboard.views.donnees.page import MethodPage
from foundation.answers import Advance, RefreshAnswer, SourceOutcome, SourceState

SLOT, DRAFT = "actualiser", "_actualiser"
CHANGES_LISTED = 15
Names = Mapping[str, str]


@dataclass
class RefreshDraft:
    """The refresh of a session: what is asked for, and what came of the last one.

    ``accepted_sha256`` is the digest of the file whose changes are accepted, empty without one.
    """

    asked: tuple[str, ...] = ()
    accepted_sha256: str = ""
    answer: RefreshAnswer | None = None

    def ask(self, connector_ids: Sequence[str], sha256: str = "") -> None:
        """Ask for a refresh of these sources: it begins with the next run of the page."""
        self.asked, self.accepted_sha256 = tuple(connector_ids), sha256


def show_refresh(
    page: MethodPage, sources: Sequence[OfficialSource], looks: Mapping[str, SourceState]
) -> None:
    """Show what an administrator may do; say to the others who does."""
    rights = current_rights()
    if not rights.can_refresh:
        st.caption(words.FOR_ADMINISTRATORS)
        return
    if page.catalog.build.is_demo:
        st.info(words.NOT_IN_DEMO)
        return
    st.subheader(words.REFRESH, anchor=False)
    draft = state.session_object(DRAFT, RefreshDraft)
    names = {source.connector_id: typography(source.name_fr) for source in sources}
    if draft.asked or is_running(SLOT, shared=True):
        draft.answer = _run(rights, draft, names)
        st.rerun()
    if draft.answer:
        _show_answer(draft.answer, names)
    chosen = _choose(names)
    st.button(
        words.REFRESH,
        key="actualiser.lancer",
        type="primary",
        disabled=not chosen,
        on_click=draft.ask,
        args=(chosen,),
    )
    st.caption(words.WITHOUT_NETWORK)
    for name, look in looks.items():
        if name in names:
            _show_problem(draft, names[name], look)


def _choose(names: Names) -> list[str]:
    """Sources to refresh: all of them unless some are left out."""
    with st.container(key="actualiser.sources"):
        st.markdown(f"**{words.WHICH_SOURCES}**")
        return [
            connector_id
            for connector_id, name in names.items()
            if st.checkbox(name, value=True, key=f"actualiser.source.{connector_id}")
        ]


def _run(rights: Rights, draft: RefreshDraft, names: Names) -> RefreshAnswer | None:
    """Follow the refresh that runs, or begin the one that is asked for, once."""
    asked, sha256 = draft.asked, draft.accepted_sha256
    place = st.empty()
    shown: list[list[str]] = []

    def work(control: Control) -> RefreshAnswer | None:
        if not asked:
            # The one that ran has ended since it was seen: nobody asks for another.
            return draft.answer
        for connector_id in asked:
            control.advance(Advance(source=connector_id))
        return refresh_sources(rights, asked, sha256, control)

    def draw(control: Control) -> None:
        rows = [
            [names.get(name, name), words.advance(told)] for name, told in control.sources.items()
        ]
        if rows and rows != shown:
            shown[:] = rows
            with place:
                show_table(words.REFRESHING, words.REFRESHING_HEADER, rows)

    # Whoever leaves and comes back follows it, and does not begin it again once it is cancelled.
    draft.asked = ()
    return follow_shared(SLOT, work, on_tick=draw)


def _show_answer(answer: RefreshAnswer, names: Names) -> None:
    """Say what came of the last refresh that this session followed."""
    if not answer.sources:
        st.info(harmless_lines(answer.message_fr))
        return
    tell = st.success if answer.is_done else st.warning
    tell(words.refreshed(answer))
    rows = [
        [
            names.get(source.connector_id, source.connector_id),
            words.RESULT_STATES[source.state],
            words.kept_file(source.file, source.released_on, source.last_year),
        ]
        for source in answer.sources
    ]
    show_lines_table("actualiser.resultat", words.RESULT, words.RESULT_HEADER, rows)


def _show_problem(draft: RefreshDraft, name: str, look: SourceState) -> None:
    """A source whose last look failed, or that waits to be accepted, with what to do."""
    outcome = look.outcome
    if outcome.state == "failed":
        st.error(
            f"**{words.failure(name, look.tried_at)}**  \n{harmless_lines(outcome.message_fr)}"
        )
    elif outcome.state == "confirm":
        with st.container(border=True, key=f"actualiser.attente.{outcome.connector_id}"):
            _show_waiting(draft, name, outcome)


def _show_waiting(draft: RefreshDraft, name: str, outcome: SourceOutcome) -> None:
    file = outcome.file.rpartition("/")[2]
    st.warning(words.waiting(name, file))
    st.markdown("\n".join(f"- {harmless_lines(reason)}" for reason in outcome.reasons_fr))
    rows = [
        [change.where_fr, change.before_fr, change.after_fr or words.GONE]
        for change in outcome.changes[:CHANGES_LISTED]
    ]
    if rows:
        show_table(words.CHANGED_CAPTION, words.CHANGED_HEADER, rows)
    if outcome.changes_n > len(rows):
        st.caption(words.more_changes(outcome.changes_n - len(rows)))
    st.button(
        words.ACCEPT,
        key=f"actualiser.accepter.{outcome.connector_id}",
        on_click=draft.ask,
        args=((outcome.connector_id,), outcome.sha256),
    )
