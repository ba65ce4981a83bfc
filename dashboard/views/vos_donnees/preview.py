"""What importing the file would do: what is set aside, counts, faults, first rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import harmless_lines, number, period, typography
from dashboard.ui import state
from dashboard.ui.downloads import EXCEL
from dashboard.ui.tables import show_table
from dashboard.views.vos_donnees import faults, words
from dashboard.views.vos_donnees.draft import CLUES, ImportDraft
from dashboard.views.vos_donnees.reading import (
    ask_columns,
    ask_header_line,
    ask_shape,
    ask_sheets,
    ask_values,
    confirm,
    is_to_be_laid,
    missing_columns,
    show_first_lines,
)
from foundation.answers import FileAnswer, FilePreview, Problem
from models.imports.kinds import ImportKind
from models.registers.register import RegisterField

TALL_ROWS = 8
TABLE_HEIGHT_PX = 360
PROBLEM_HEADER = ("Lignes", "Colonne", "Valeur lue", "Valeur attendue", "Que faire")


@dataclass(frozen=True)
class Reading:
    """Answer of the ETL about a file, and its annotated copy (empty when there is none)."""

    answer: FileAnswer
    annotated: bytes

    @property
    def is_whole(self) -> bool:
        """Whether nothing in the file prevents its import."""
        return self.answer.state == "preview"


def show_preview(catalog: Catalog, kind: ImportKind, draft: ImportDraft, reading: Reading) -> bool:
    """Show the reading of the file; return whether it can be imported as it is read."""
    answer = reading.answer
    if answer.state == "failed":
        st.error(harmless_lines(answer.message_fr))
        return False
    preview = answer.preview
    is_to_lay = is_to_be_laid(kind, preview)
    if preview and preview.read_n:
        _show_left_out(preview)
        _show_counts(kind, preview)
        _show_doctors(preview)
    if preview and is_to_lay:
        st.warning(typography(words.tell_us([f.label_fr for f in missing_columns(kind, preview)])))
        show_first_lines(preview)
    elif not reading.is_whole:
        _show_refusals(answer)
    ask_sheets(draft, answer)
    if preview is None:
        return reading.is_whole
    ask_values(catalog, kind, draft, preview)
    ask_shape(draft, preview)
    if preview.warnings:
        st.warning(typography(words.doubts(len(preview.warnings))))
        _show_problems("À vérifier", "warnings", preview.warnings)
    has_headers = ask_columns(kind, draft, preview)
    if is_to_lay:
        ask_header_line(draft, preview)
    else:
        with st.expander(words.OTHER_READING, key="import.autrement"):
            show_first_lines(preview)
            ask_header_line(draft, preview)
    if preview.rows:
        _show_rows(catalog, kind, preview)
    _offer_agreements(draft, answer)
    if reading.annotated:
        _offer_copy(reading.annotated)
    return reading.is_whole and confirm(draft, preview, has_headers=has_headers)


def _show_counts(kind: ImportKind, preview: FilePreview) -> None:
    kept = ("comptage à enregistrer", "comptages à enregistrer")
    counts = (
        (preview.read_n, "ligne lue", "lignes lues"),
        (preview.kept_n, *(kept if kind.is_counted else ("à enregistrer",) * 2)),
        (sum(line.lines_n for line in preview.set_aside), "mise de côté", "mises de côté"),
        (preview.refused_n, "refusée", "refusées"),
    )
    cards = "".join(
        f'<section class="card"><p class="value">{number(count)}</p>'
        f'<p class="label">{escape(one if count < 2 else many)}</p></section>'
        for count, one, many in counts
    )
    st.html(f'<div class="cards import-counts">{cards}</div>')
    st.caption(typography(words.read_as(preview)))


def _show_doctors(preview: FilePreview) -> None:
    if preview.doctors:
        st.markdown(typography(words.doctors(preview.doctors)))


def _offer_agreements(draft: ImportDraft, answer: FileAnswer) -> None:
    """Follow the agréments of a list too, with their due dates."""
    if answer.companion is None:
        return
    if answer.companion.kind_id == CLUES:
        st.info(typography(words.clues(answer.companion.kept_n)), icon=":material/info:")
        return
    key = f"import.agrements.{draft.rank}"
    state.seed(key, draft.with_agreements)
    st.checkbox(
        typography(words.agreements(answer.companion.kept_n)),
        key=key,
        on_change=draft.toggle_agreements,
    )


def _show_refusals(answer: FileAnswer) -> None:
    if answer.sheets:
        st.info(typography(words.SEVERAL_SHEETS))
        return
    if not answer.refusals:
        st.error(harmless_lines(answer.message_fr))
        return
    lines = {problem.line for problem in answer.refusals if problem.line}
    was_read = answer.preview is not None and answer.preview.read_n > 0
    st.error(typography(words.refusal(len(lines) if was_read else None)))
    _show_problems("Refusé", "refusals", answer.refusals)


def _show_problems(title: str, key: str, problems: Sequence[Problem]) -> None:
    groups = faults.grouped(problems)
    rows = [
        (
            words.lines_of(faults.lines_fr(fault.lines), len(fault.lines)),
            fault.column or "—",
            faults.values_fr(fault.values),
            fault.expected_fr,
            fault.remedy_fr,
        )
        for fault in groups
    ]
    first = problems[0]
    place = f"{first.file}, feuille « {first.sheet} »" if first.sheet else first.file
    with _box(f"import.{key}", len(rows)):
        show_table(f"{title} dans {place}", PROBLEM_HEADER, rows)


def _show_rows(catalog: Catalog, kind: ImportKind, preview: FilePreview) -> None:
    filled = [
        field
        for field in kind.stored_fields
        if any(row[field.field_id] is not None for row in preview.rows)
    ]
    rows = [
        ["calculée" if kind.is_counted else str(row["line"])]
        + [cell_fr(catalog, field, row[field.field_id]) for field in filled]
        for row in preview.rows
    ]
    with _box("import.lignes", len(rows)):
        show_table(
            words.first_rows(len(rows), preview.kept_n),
            ("Ligne", *(field.label_fr for field in filled)),
            rows,
        )


def cell_fr(catalog: Catalog, field: RegisterField, value: object) -> str:
    """Stored value as a person reads it: territories, indicators and dates by their names."""
    if value is None:
        return ""
    text = str(value)
    if field.type == "code" and field.codes:
        return field.codes.get(text, text)
    if field.type == "territory" and text in catalog.territories:
        return catalog.territories[text].label
    if field.type == "indicator" and text in catalog.indicators:
        return catalog.indicators[text].label_fr
    if field.type in ("period", "semester"):
        return period(text)
    if field.type == "integer":
        return number(float(text))
    return text.removesuffix(".0").replace(".", ",") if field.type == "decimal" else text


def _show_left_out(preview: FilePreview) -> None:
    """What is not taken, in the open: nothing goes astray in a folded part."""
    personal = [column.header for column in preview.dropped if column.personal]
    if personal:
        st.info(typography(words.personal_columns(personal)), icon=":material/lock:")
    aside = faults.set_aside(preview.set_aside)
    others = [column for column in preview.dropped if not column.personal]
    if not aside and not others:
        return
    lines_n = sum(group.lines_n for group in aside)
    st.info(typography(words.left_out(lines_n, len(others))), icon=":material/filter_alt:")
    rows = [
        (words.lines_of(group.lines_fr, group.lines_n), group.text, group.why_fr) for group in aside
    ]
    rows += [(f"colonne « {column.header} »", "", column.why_fr) for column in others]
    with _box("import.ecarts", len(rows)):
        show_table(words.NOT_KEPT, ("Où", "Contenu", "Pourquoi"), rows)


def _offer_copy(annotated: bytes) -> None:
    st.download_button(
        words.COPY,
        annotated,
        file_name="copie_annotee.xlsx",
        mime=EXCEL,
        key="import.copie",
        on_click="ignore",
        icon="⬇",
        help=words.COPY_HELP,
    )


def _box(key: str, rows_n: int) -> Any:
    """A long table scrolls in its own box."""
    return st.container(key=key, height=TABLE_HEIGHT_PX if rows_n > TALL_ROWS else "content")
