"""What importing a file would do: counts, refusals, doubts, headers, first rows."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import harmless, harmless_lines, number, period, typography
from dashboard.ui import state
from dashboard.ui.downloads import EXCEL
from dashboard.ui.tables import show_table
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.draft import ImportDraft, change_draft
from foundation.answers import FileAnswer, FilePreview, Problem
from models.imports.kinds import ImportKind
from models.registers.register import RegisterField

TALL_ROWS = 8
TABLE_HEIGHT_PX = 360
PROBLEM_HEADER = ("Ligne", "Colonne", "Valeur lue", "Valeur attendue", "Que faire")
NOT_TAKEN = ""
COLUMNS_PER_ROW = 3


@dataclass(frozen=True)
class Reading:
    """Answer of the ETL about a file, and its annotated copy (empty when there is none)."""

    answer: FileAnswer
    annotated: bytes

    @property
    def is_whole(self) -> bool:
        """Whether nothing in the file prevents its import."""
        return self.answer.state == "preview"

    @property
    def sheets(self) -> tuple[str, ...]:
        """Sheets to choose from; one only is no choice."""
        preview = self.answer.preview
        return (preview.sheets if preview else ()) or self.answer.sheets


def show_preview(catalog: Catalog, kind: ImportKind, draft: ImportDraft, reading: Reading) -> bool:
    """Show the reading of the file; return whether it can be imported as it is read."""
    answer = reading.answer
    if answer.state == "failed":
        st.error(harmless_lines(answer.message_fr))
        return False
    preview = answer.preview
    if preview:
        _ask_day(draft, preview)
    if preview and preview.read_n:
        _show_counts(kind, preview)
        _show_doctors(preview)
    if not reading.is_whole:
        _show_refusals(answer)
    _choose_sheet(draft, reading)
    if preview is None:
        return reading.is_whole
    if preview.warnings:
        st.warning(typography(words.doubts(len(preview.warnings))))
        _show_problems("À vérifier", "warnings", preview.warnings)
    is_confirmed = _show_headers(kind, draft, preview, is_whole=reading.is_whole)
    if preview.rows:
        _show_rows(catalog, kind, preview)
    _show_left_out(preview)
    _offer_agreements(draft, answer)
    if reading.annotated:
        _offer_copy(reading.annotated)
    return reading.is_whole and is_confirmed


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


def _ask_day(draft: ImportDraft, preview: FilePreview) -> None:
    """The date of a file that has no column for it, as it was read; its user may change it."""
    date = next((value for value in preview.values if value.type == "period"), None)
    if date is None:
        return
    key = f"import.date.{draft.rank}"
    state.seed(key, draft.day or written_day(date.value))
    st.text_input(
        words.DAY,
        key=key,
        max_chars=20,
        placeholder=words.DAY_EXAMPLE,
        help=words.DAY_HELP,
        on_change=change_draft,
        args=(key, draft.give_day),
        width=320,
    )
    if origin := words.day_origin(date.origin):
        st.caption(typography(origin))


def written_day(text: str) -> str:
    """A date in ISO form as a person types it: « 15/11/2026 », « 11/2026 », « 2026 »."""
    return "/".join(reversed(text.split("-"))) if text else ""


def _show_doctors(preview: FilePreview) -> None:
    if preview.doctors:
        st.markdown(typography(words.doctors(preview.doctors)))


def _offer_agreements(draft: ImportDraft, answer: FileAnswer) -> None:
    """Follow the agréments of a list too, with their due dates."""
    if answer.companion is None:
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
    rows = [
        (
            number(problem.line) if problem.line else "fichier",
            problem.column or "—",
            problem.value or "(vide)",
            problem.expected_fr,
            problem.remedy_fr,
        )
        for problem in problems
    ]
    first = problems[0]
    place = f"{first.file}, feuille « {first.sheet} »" if first.sheet else first.file
    with _box(f"import.{key}", len(rows)):
        show_table(f"{title} dans {place}", PROBLEM_HEADER, rows)


def _choose_sheet(draft: ImportDraft, reading: Reading) -> None:
    if len(reading.sheets) < 2:
        return
    key = f"import.feuille.{draft.rank}"
    preview = reading.answer.preview
    current = (preview.sheet if preview else "") or draft.sheet or None
    state.seed(key, current)
    st.selectbox(
        "Feuille à importer",
        reading.sheets,
        # Without a choice yet, none is made; afterwards, none cannot be chosen again.
        index=0 if current else None,
        key=key,
        placeholder="Choisir une feuille",
        filter_mode=None,
        on_change=change_draft,
        args=(key, draft.choose_sheet),
    )


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
    personal = [column.header for column in preview.dropped if column.personal]
    if personal:
        st.info(typography(words.personal_columns(personal)), icon=":material/lock:")
    aside = preview.set_aside
    others = [column for column in preview.dropped if not column.personal]
    if not aside and not others:
        return
    rows = [(f"ligne {line.line}", line.text, line.why_fr) for line in aside]
    rows += [(f"colonne « {column.header} »", "", column.why_fr) for column in others]
    with st.expander(typography(words.left_out(len(aside), len(others))), key="import.ecarts"):
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


def _show_headers(
    kind: ImportKind, draft: ImportDraft, preview: FilePreview, *, is_whole: bool
) -> bool:
    """One selector for each header that is not the template's; return whether all is confirmed.

    Confirming is offered once the file can be imported as it is read.
    """
    doubted = [match for match in preview.matches if match.how != "exact"]
    unknown = [column for column in preview.dropped if not column.personal]
    if not doubted and not unknown:
        return True
    st.markdown(f"**En-têtes.** {typography(words.HEADERS)}")
    choices = [(match.header, match.column_id, str(match.how)) for match in doubted]
    choices += [(column.header, NOT_TAKEN, "") for column in unknown]
    columns = st.columns(COLUMNS_PER_ROW)
    for index, (header, column_id, how) in enumerate(choices):
        with columns[index % COLUMNS_PER_ROW]:
            _choose_column(kind, draft, index, header, column_id, how)
    exact = [match.header for match in preview.matches if match.how == "exact"]
    if exact:
        st.caption(typography(words.recognised_headers(exact)))
    if not (is_whole and preview.needs_confirmation):
        return is_whole
    return st.checkbox(words.HEADERS_CONFIRMED, key=f"import.confirme.{_digest(draft, choices)}")


def _choose_column(
    kind: ImportKind, draft: ImportDraft, index: int, header: str, column_id: str, how: str
) -> None:
    key = f"import.entete.{draft.rank}.{index}"
    state.seed(key, column_id)
    note = f" ({words.HOW_FR[how]})" if how else ""
    st.selectbox(
        typography(f"« {harmless(header)} »{note}"),
        (*kind.by_id, NOT_TAKEN),
        key=key,
        format_func=lambda item: kind.by_id[item].label_fr if item else words.NOT_TAKEN,
        filter_mode=None,
        on_change=change_draft,
        args=(key, _chooser(draft, header)),
    )


def _chooser(draft: ImportDraft, header: str) -> Callable[[str], None]:
    return lambda column_id: draft.columns.update({header: column_id})


def _digest(draft: ImportDraft, choices: object) -> str:
    """Confirming holds for these headers of this file, read this way."""
    return hashlib.sha256(repr((draft.file, draft.sheet, choices)).encode()).hexdigest()[:12]
