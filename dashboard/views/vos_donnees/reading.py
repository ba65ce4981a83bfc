"""How a file is read, and what its user may say of it: sheets, headers, columns, values, shape."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import harmless, typography
from dashboard.ui import state
from dashboard.ui.tables import show_table
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.draft import ImportDraft, change_draft
from foundation.answers import FileAnswer, FilePreview, FileValue, Header
from foundation.choices import CountBy, OfTwoYears
from models.imports.kinds import ImportKind
from models.registers.register import RegisterField

NOT_TAKEN = ""
COLUMNS_PER_ROW = 3
VALUE_MAX = 200
CELL_MAX = 40
LAST_HEADER_LINE = 1000
OF_TWO_YEARS: tuple[OfTwoYears, ...] = ("first", "last")
COUNT_BY: tuple[CountBy, ...] = ("number", "name", "line")


def missing_columns(kind: ImportKind, preview: FilePreview) -> tuple[RegisterField, ...]:
    """Columns without which the file cannot be read, and which nothing fills yet."""
    filled = {match.column_id for match in preview.matches}
    filled |= {value.column_id for value in preview.values if value.value}
    filled |= {header.column_id for header in preview.headers}
    return tuple(f for f in kind.fields if f.required and f.field_id not in filled)


def is_to_be_laid(kind: ImportKind, preview: FilePreview | None) -> bool:
    """Whether the user has to say where things are before any line can be read."""
    return (
        preview is not None
        and not preview.read_n
        and bool(preview.headers)
        and bool(missing_columns(kind, preview))
    )


def ask_sheets(draft: ImportDraft, answer: FileAnswer) -> None:
    """The sheets to read: one, or several together."""
    preview = answer.preview
    sheets = (preview.sheets if preview else ()) or answer.sheets
    if len(sheets) < 2:
        return
    key = f"import.feuilles.{draft.rank}"
    chosen = draft.choices.sheets or ((preview.sheet,) if preview else ())
    state.seed(key, [sheet for sheet in sheets if sheet in chosen])
    st.multiselect(
        words.SHEETS,
        sheets,
        key=key,
        placeholder=words.CHOOSE_SHEETS,
        filter_mode=None,
        # Streamlit would say it in English.
        select_all=False,
        on_change=_take_sheets,
        args=(draft, sheets, key),
    )


def _take_sheets(draft: ImportDraft, sheets: Sequence[str], key: str) -> None:
    chosen = state.widget_value(key)
    draft.choose_sheets(tuple(sheet for sheet in sheets if sheet in chosen))


def show_first_lines(preview: FilePreview) -> None:
    """The first lines of the sheet, as they are written."""
    if not preview.lines:
        return
    width = max(len(line) for line in preview.lines)
    rows = [
        (str(number), *(_short(cell) for cell in line), *[""] * (width - len(line)))
        for number, line in enumerate(preview.lines, 1)
    ]
    header = ("Ligne", *(f"Colonne {number}" for number in range(1, width + 1)))
    with st.container(key="import.premieres"):
        show_table(words.FIRST_LINES, header, rows)


def _short(text: str) -> str:
    return text if len(text) <= CELL_MAX else f"{text[: CELL_MAX - 1]}…"


def ask_header_line(draft: ImportDraft, preview: FilePreview) -> None:
    """The line of the headers, when it was not read where it is."""
    key = f"import.ligne_entete.{draft.rank}"
    state.seed(key, max(1, preview.header_line))
    st.number_input(
        words.HEADER_LINE,
        min_value=1,
        max_value=LAST_HEADER_LINE,
        step=1,
        key=key,
        on_change=_take_header_line,
        args=(draft, key),
        width=260,
    )


def _take_header_line(draft: ImportDraft, key: str) -> None:
    draft.choose_header_line(int(state.widget_value(key) or 0))


def ask_values(
    catalog: Catalog, kind: ImportKind, draft: ImportDraft, preview: FilePreview
) -> None:
    """What the file does not say on each line, given once for all of them."""
    values = [value for value in preview.values if value.column_id in kind.by_id]
    if not values:
        return
    st.markdown(f"**{words.VALUES}** {words.VALUES_HELP}")
    columns = st.columns(COLUMNS_PER_ROW)
    for index, value in enumerate(values):
        with columns[index % COLUMNS_PER_ROW]:
            _ask_value(catalog, kind.by_id[value.column_id], draft, value)


def _ask_value(
    catalog: Catalog, field: RegisterField, draft: ImportDraft, value: FileValue
) -> None:
    key = f"import.valeur.{field.field_id}.{draft.rank}"
    given = dict(draft.choices.values).get(field.field_id, "")
    options = _options(catalog, field)
    take = partial(draft.give_value, field.field_id)
    label = words.value_label(field.label_fr, is_required=field.required)
    if options:
        held = given or value.value
        state.seed(key, held if held in options else None)
        st.selectbox(
            label,
            tuple(options),
            index=None,
            key=key,
            format_func=lambda item: options.get(item, item),
            placeholder=words.CHOOSE,
            on_change=_take_option,
            args=(key, take),
        )
    else:
        state.seed(key, given or written(field, value.value))
        st.text_input(
            label,
            key=key,
            max_chars=VALUE_MAX,
            placeholder=words.example(field.example),
            on_change=change_draft,
            args=(key, take),
        )
    if origin := words.value_origin(value.origin):
        st.caption(typography(origin))


def _take_option(key: str, take: Any) -> None:
    take(str(state.widget_value(key) or ""))


def _options(catalog: Catalog, field: RegisterField) -> dict[str, str]:
    """Values that a column may hold, with their French names; none when any text may do."""
    if field.type == "indicator":
        return {item: indicator.label_fr for item, indicator in catalog.indicators.items()}
    return dict(field.codes or {}) if field.type == "code" else {}


def written(field: RegisterField, text: str) -> str:
    """A value of the file as a person types it: « 15/11/2026 », « 11/2026 », « 2026 »."""
    if field.type in ("period", "day", "semester"):
        return "/".join(reversed(text.split("-"))) if text else ""
    return text


def ask_shape(draft: ImportDraft, preview: FilePreview) -> None:
    """How the table was understood, « lu ainsi », and the other ways to read it."""
    if preview.shapes:
        sentences = [harmless(shape.sentence_fr) for shape in preview.shapes]
        st.info(typography(words.read_thus(sentences)), icon=":material/table_rows:")
    choices = draft.choices
    is_spread = any(shape.shape_id in ("colonnes", "croix") for shape in preview.shapes)
    if is_spread or choices.as_written:
        _ask_flag(draft, "as_written", words.AS_WRITTEN, is_on=choices.as_written)
    if "fill_down" in preview.offers or choices.fill_down:
        _ask_flag(draft, "fill_down", words.FILL_DOWN, is_on=choices.fill_down)
    if "leaves_hidden" in preview.offers or choices.leaves_hidden:
        _ask_flag(draft, "leaves_hidden", words.LEAVES_HIDDEN, is_on=choices.leaves_hidden)
    if "adds_up" in preview.offers or choices.adds_up:
        _ask_flag(draft, "adds_up", words.ADDS_UP, is_on=choices.adds_up)
    if "ranges_apart" in preview.offers or choices.ranges_apart:
        _ask_flag(draft, "ranges_apart", words.RANGES_APART, is_on=choices.ranges_apart)
    if "of_two_years" in preview.offers or choices.of_two_years:
        _ask_year(draft)
    if preview.count_by:
        key = f"import.compter.{draft.rank}"
        state.seed(key, preview.count_by)
        st.selectbox(
            words.COUNT_BY,
            COUNT_BY,
            key=key,
            format_func=lambda item: words.COUNT_BY_FR[item],
            filter_mode=None,
            on_change=change_draft,
            args=(key, lambda how: draft.choose(count_by=how)),
            width=420,
        )


def _ask_year(draft: ImportDraft) -> None:
    key = f"import.annee.{draft.rank}"
    state.seed(key, draft.choices.of_two_years or None)
    st.selectbox(
        typography(words.OF_TWO_YEARS),
        OF_TWO_YEARS,
        index=None,
        key=key,
        format_func=lambda item: words.OF_TWO_YEARS_FR[item],
        filter_mode=None,
        placeholder=words.CHOOSE,
        on_change=_take_option,
        args=(key, lambda which: draft.choose(of_two_years=which)),
        width=420,
    )


def _ask_flag(draft: ImportDraft, name: str, label: str, *, is_on: bool) -> None:
    key = f"import.{name}.{draft.rank}"
    state.seed(key, is_on)
    st.checkbox(
        typography(label),
        key=key,
        on_change=_take_flag,
        args=(draft, name, key),
    )


def _take_flag(draft: ImportDraft, name: str, key: str) -> None:
    draft.choose(**{name: bool(state.widget_value(key))})


def ask_columns(kind: ImportKind, draft: ImportDraft, preview: FilePreview) -> bool:
    """One selector for each header that is not the template's; whether there is any."""
    headers = [h for h in preview.headers if is_asked(h)]
    if not headers:
        return False
    is_laid = not is_to_be_laid(kind, preview)
    st.markdown(f"**En-têtes.** {typography(words.HEADERS if is_laid else words.TELL_HEADERS)}")
    columns = st.columns(COLUMNS_PER_ROW)
    for index, header in enumerate(headers):
        with columns[index % COLUMNS_PER_ROW]:
            _ask_column(kind, draft, header)
    exact = [header.header for header in preview.headers if header.how == "exact"]
    if exact:
        st.caption(typography(words.recognised_headers(exact)))
    return True


def is_asked(header: Header) -> bool:
    """Whether the user may say what a header fills: the others are certain, or cannot be taken."""
    return header.how != "exact" and not header.is_spread and not header.personal


def _ask_column(kind: ImportKind, draft: ImportDraft, header: Header) -> None:
    key = f"import.entete.{draft.rank}.{header.index}"
    state.seed(key, header.column_id if header.column_id in kind.by_id else NOT_TAKEN)
    note = f" ({words.HOW_FR[header.how]})" if header.how else ""
    st.selectbox(
        typography(f"« {harmless(header.header)} »{note}"),
        (*kind.by_id, NOT_TAKEN),
        key=key,
        format_func=lambda item: kind.by_id[item].label_fr if item else words.NOT_TAKEN,
        filter_mode=None,
        on_change=change_draft,
        args=(key, partial(draft.choose_column, header.header)),
    )


def confirm(draft: ImportDraft, preview: FilePreview, *, has_headers: bool) -> bool:
    """One confirmation of all that was understood; whether it was given, or needs none."""
    shapes = [shape for shape in preview.shapes if shape.needs_confirmation]
    if not (preview.needs_confirmation or shapes):
        return True
    is_plain = has_headers and not shapes and not preview.values
    label = words.HEADERS_CONFIRMED if is_plain else words.READING_CONFIRMED
    understood = (draft.choices, preview.headers, preview.values, preview.shapes)
    return st.checkbox(label, key=f"import.confirme.{_digest(draft, understood)}")


def _digest(draft: ImportDraft, understood: Sequence[object]) -> str:
    """Confirming holds for this file, read this way."""
    return hashlib.sha256(repr((draft.file, understood)).encode()).hexdigest()[:12]
