"""« Préparer ma réunion »: choose what a document holds, download it; nothing is made before."""

from __future__ import annotations

import streamlit as st

from dashboard.briefs.brief import (
    FORMATS,
    NOTE_LENGTH,
    SECTIONS,
    TITLE_LENGTH,
    BriefOptions,
)
from dashboard.core.formatting import typography
from dashboard.queries.desk import Desk
from dashboard.ui.links import site_address
from dashboard.ui.meeting import ARCHIVE, FORM_KEY, MeetingDesk, show_document_button
from dashboard.views.fiche import words

IN_A_ROW = 3


def show_meeting_form(desk: Desk) -> None:
    """Show the form, closed at first; what is typed stays in the session."""
    section = st.expander(
        words.MEETING_SECTION,
        key=FORM_KEY,
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
    options = BriefOptions(title, note, tuple(sections), site_address())
    _show_downloads(MeetingDesk(desk.build, desk.catalog, desk.selection, options))


def _show_downloads(desk: MeetingDesk) -> None:
    st.caption(typography(words.ALWAYS_THERE))
    formats = (*FORMATS, ARCHIVE)
    for first in range(0, len(formats), IN_A_ROW):
        row = formats[first : first + IN_A_ROW]
        for place, format_id in zip(st.columns(IN_A_ROW), row, strict=False):
            with place:
                show_document_button(desk, format_id, key=f"reunion.{format_id}")
                st.caption(typography(words.DOCUMENTS[format_id]))
