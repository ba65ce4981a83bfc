"""« Préparer ma réunion »: choose what a document holds, download it; nothing is made before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.briefs.brief import (
    FORMATS,
    MIMES,
    NOTE_LENGTH,
    SECTIONS,
    TITLE_LENGTH,
    Brief,
    BriefOptions,
    document_name,
    make_brief,
)
from dashboard.briefs.formats import build_archive, build_document
from dashboard.core.formatting import typography
from dashboard.core.registry import FICHE
from dashboard.queries.desk import Desk
from dashboard.ui.downloads import log_failures
from dashboard.ui.links import site_address
from dashboard.views.fiche import words

ARCHIVE = "zip"


@dataclass(frozen=True)
class MeetingDesk(Desk):
    """A view, and what the reader chose for its documents."""

    options: BriefOptions

    def brief(self) -> Brief:
        """Make the brief, once a button is clicked."""
        return make_brief(self, self.options)


def show_meeting_form(desk: Desk) -> None:
    """Show the form, closed at first; what is typed stays in the session."""
    section = st.expander(
        words.MEETING_SECTION,
        key="reunion.ouvert",
        icon=":material/description:",
        on_change="rerun",
    )
    if section.open:
        with section:
            _show_form(desk)


def _show_form(desk: Desk) -> None:
    target, key = desk.target, desk.catalog.keys[desk.selection.key_id]
    st.markdown(words.document_view(desk.selection.year, target.label_fr, key.label_fr))
    title = st.text_input(
        words.TITLE_LABEL,
        key="reunion.titre",
        max_chars=TITLE_LENGTH,
        placeholder=words.TITLE_EXAMPLE,
    )
    note = st.text_area(
        words.NOTE_LABEL,
        key="reunion.note",
        max_chars=NOTE_LENGTH,
        height=90,
        placeholder=words.NOTE_EXAMPLE,
    )
    sections = st.pills(
        words.PARTS_LABEL,
        list(SECTIONS),
        selection_mode="multi",
        default=list(SECTIONS),
        format_func=SECTIONS.__getitem__,
        key="reunion.parties",
    )
    options = BriefOptions(title, note, tuple(sections), site_address(FICHE))
    _show_downloads(MeetingDesk(desk.build, desk.catalog, desk.selection, options))


def _show_downloads(desk: MeetingDesk) -> None:
    st.caption(typography(words.ALWAYS_THERE))
    places = [column for _ in range(2) for column in st.columns(3)]
    for place, extension in zip(places, (*FORMATS, ARCHIVE), strict=True):
        with place:
            _show_button(desk, extension)


def _show_button(desk: MeetingDesk, extension: str) -> None:
    territory = desk.territory
    is_demo = desk.catalog.build.is_demo
    name = document_name(territory, desk.selection.year, extension, is_demo=is_demo)
    st.download_button(
        FORMATS.get(extension, words.ARCHIVE_LABEL),
        log_failures(name, _maker(desk, extension)),
        file_name=name,
        mime=MIMES.get(extension, "application/zip"),
        key=f"reunion.{extension}",
        on_click="ignore",
        icon="⬇",
        width="stretch",
    )
    st.caption(typography(words.DOCUMENTS[extension]))


def _maker(desk: MeetingDesk, extension: str) -> Callable[[], bytes]:
    if extension == ARCHIVE:
        return lambda: build_archive(desk.brief(), desk.catalog)
    return lambda: build_document(desk.brief(), desk.catalog, extension)
