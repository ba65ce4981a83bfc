"""The documents of a meeting, one click away from any page; nothing is made before it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.briefs.brief import (
    FORMATS,
    LETTERS,
    MIMES,
    Brief,
    BriefOptions,
    document_name,
    make_brief,
)
from dashboard.briefs.formats import build_archive, build_document
from dashboard.core.registry import FICHE
from dashboard.queries.desk import Desk
from dashboard.ui import state, words
from dashboard.ui.downloads import log_failures
from dashboard.ui.links import open_page, site_address

ARCHIVE, ZIP = "zip", "application/zip"
FORM_KEY = "reunion.ouvert"
# Of the bar: the page read from across a table first, then the two pages and the letters.
OFFERED = ("page", "pdf", *LETTERS)


@dataclass(frozen=True)
class MeetingDesk(Desk):
    """A view, and what the reader chose for its documents."""

    options: BriefOptions

    def brief(self) -> Brief:
        """Make the brief, once a button is clicked."""
        return make_brief(self, self.options)


def show_meeting_bar(desk: Desk) -> None:
    """Show the button that downloads the page of a meeting, and the other documents beside.

    Nothing for the nation, which has no profile. The place is a row of the surroundings of a page.
    """
    if desk.territory.level == "national":
        return
    meeting = MeetingDesk(
        desk.build, desk.catalog, desk.selection, BriefOptions(site=site_address())
    )
    first, *others = OFFERED
    with st.container(key="dossier", horizontal=True, gap="small", width="content"):
        show_document_button(
            meeting,
            first,
            key=f"dossier.{first}",
            label=words.MEETING_PAGE,
        )
        with st.popover(words.MEETING_OTHERS, key="dossier.autres"):
            for format_id in others:
                show_document_button(meeting, format_id, key=f"dossier.{format_id}")
            if st.button(
                words.MEETING_FORM,
                key="dossier.formulaire",
                icon=":material/description:",
                width="stretch",
            ):
                state.seed(FORM_KEY, True)
                open_page(FICHE)


def show_document_button(
    desk: MeetingDesk, format_id: str, *, key: str, label: str = "", width: str = "stretch"
) -> None:
    """Show the button of one format, or of the archive of all; it makes the file when clicked."""
    name = document_name(
        desk.territory, desk.selection.year, format_id, is_demo=desk.catalog.build.is_demo
    )
    st.download_button(
        label or FORMATS.get(format_id, words.ARCHIVE_LABEL),
        log_failures(name, _maker(desk, format_id)),
        file_name=name,
        mime=MIMES.get(format_id, ZIP),
        key=key,
        on_click="ignore",
        icon="⬇",
        width=width,  # type: ignore[arg-type]
    )


def _maker(desk: MeetingDesk, format_id: str) -> Callable[[], bytes]:
    if format_id == ARCHIVE:
        return lambda: build_archive(desk.brief(), desk.catalog)
    return lambda: build_document(desk.brief(), desk.catalog, format_id)
