"""How the headers of a file are understood; the user corrects and confirms."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from typing import Any

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.queries.kinds import KindSpec
from dashboard.ui import state
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.draft import ImportDraft

NOT_TAKEN = ""
COLUMNS_PER_ROW = 3


def show_headers(
    kind: KindSpec, draft: ImportDraft, preview: Mapping[str, Any], *, is_whole: bool
) -> bool:
    """One selector for each header that is not the template's; return whether all is confirmed.

    Confirming is offered once the file can be imported as it is read.
    """
    matches = preview.get("matches") or ()
    doubted = [match for match in matches if match["how"] != "exact"]
    left = [column for column in preview.get("dropped") or () if not column["personal"]]
    if not doubted and not left:
        return True
    st.markdown(f"**En-têtes.** {typography(words.HEADERS)}")
    choices = [(match["header"], match["column_id"], match["how"]) for match in doubted]
    choices += [(column["header"], NOT_TAKEN, "") for column in left]
    columns = st.columns(COLUMNS_PER_ROW)
    for index, (header, column_id, how) in enumerate(choices):
        with columns[index % COLUMNS_PER_ROW]:
            _choose_column(kind, draft, index, header, column_id, how)
    exact = [match["header"] for match in matches if match["how"] == "exact"]
    if exact:
        names = ", ".join(f"« {header} »" for header in exact)
        st.caption(typography(f"Reconnus tels quels : {names}."))
    if not (is_whole and preview["needs_confirmation"]):
        return is_whole
    return st.checkbox(words.HEADERS_CONFIRMED, key=f"import.confirme.{_digest(draft, choices)}")


def _choose_column(
    kind: KindSpec, draft: ImportDraft, index: int, header: str, column_id: str, how: str
) -> None:
    key = f"import.entete.{draft.rank}.{index}"
    state.seed(key, column_id)
    note = f" ({words.HOW_FR[how]})" if how else ""
    st.selectbox(
        typography(f"« {_plain(header)} »{note}"),
        (*kind.by_id, NOT_TAKEN),
        key=key,
        format_func=lambda item: kind.by_id[item].header_fr if item else words.NOT_TAKEN,
        filter_mode=None,
        on_change=state.change_draft,
        args=(key, _chooser(draft, header)),
    )


def _chooser(draft: ImportDraft, header: str) -> Callable[[str], None]:
    return lambda column_id: draft.columns.update({header: column_id})


def _plain(header: str) -> str:
    """Header without what a label would read as formatting."""
    for mark in "\\`*_[]$:<>":
        header = header.replace(mark, f"\\{mark}")
    return header


def _digest(draft: ImportDraft, choices: object) -> str:
    """Confirming holds for these headers of this file, read this way."""
    return hashlib.sha256(repr((draft.file, draft.sheet, choices)).encode()).hexdigest()[:12]
