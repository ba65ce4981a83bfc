"""What importing a file would do: counts, refusals, doubts, headers, first rows."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import streamlit as st

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import number, period, plural, typography
from dashboard.queries.kinds import ColumnSpec, KindSpec
from dashboard.ui import state
from dashboard.ui.downloads import EXCEL
from dashboard.ui.etl_process import FAILED, Answer
from dashboard.ui.tables import show_table
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.draft import ImportDraft, change_draft

TALL_ROWS = 8
TABLE_HEIGHT_PX = 360
MANY_ASIDE = re.compile(r"(\d+) lignes, dont la première est la ligne \d+$")
PROBLEM_HEADER = ("Ligne", "Colonne", "Valeur lue", "Valeur attendue", "Que faire")


@dataclass(frozen=True)
class Reading:
    """Answer of the ETL about a file, and its annotated copy (empty when there is none)."""

    answer: Answer
    annotated: bytes

    @property
    def preview(self) -> Mapping[str, Any]:
        """What could be read of the file; empty when nothing could."""
        return self.answer.get("preview") or {}

    @property
    def refusals(self) -> Sequence[Mapping[str, Any]]:
        """Why the file is refused."""
        return self.answer.get("refusals") or ()

    @property
    def sheets(self) -> list[str]:
        """Sheets to choose from; one only is no choice."""
        return list(self.preview.get("sheets") or self.rival_sheets)

    @property
    def rival_sheets(self) -> list[str]:
        """Sheets between which the ETL asks to choose: it names them in what it read."""
        for problem in self.refusals:
            if problem["value"].startswith("plusieurs feuilles"):
                return re.findall(r"« (.+?) »", problem["value"])
        return []


def is_ready(reading: Reading) -> bool:
    """Whether nothing in the file prevents its import."""
    return reading.answer.get("state") == "preview"


def show_preview(catalog: Catalog, kind: KindSpec, draft: ImportDraft, reading: Reading) -> bool:
    """Show everything that was read; return whether the headers are confirmed."""
    if reading.answer.get("state") == FAILED:
        st.error(typography(reading.answer["message_fr"]))
        return False
    _show_counts(kind, reading)
    _show_refusals(reading)
    _choose_sheet(draft, reading)
    _show_problems("À vérifier", "warnings", reading.preview.get("warnings") or ())
    confirmed = show_headers(kind, draft, reading.preview, is_whole=is_ready(reading))
    _show_rows(catalog, kind, reading.preview)
    _show_left_out(reading.preview)
    _show_annotated(reading)
    return confirmed


def _show_counts(kind: KindSpec, reading: Reading) -> None:
    preview = reading.preview
    if not preview.get("read_n"):
        return
    kept = ("comptage à enregistrer", "comptages à enregistrer")
    counts = (
        (preview["read_n"], "ligne lue", "lignes lues"),
        (preview["kept_n"], *(kept if kind.is_counted else ("à enregistrer",) * 2)),
        (_aside_n(preview["set_aside"]), "mise de côté", "mises de côté"),
        (preview["refused_n"], "refusée", "refusées"),
    )
    cards = "".join(
        f'<section class="card"><p class="value">{number(count)}</p>'
        f'<p class="label">{escape(one if count < 2 else many)}</p></section>'
        for count, one, many in counts
    )
    st.html(f'<div class="cards import-counts">{cards}</div>')
    st.caption(typography(_read_as(preview)))


def _aside_n(aside: Sequence[Mapping[str, Any]]) -> int:
    """Lines set aside; a reason met many times is told once, with its count."""
    told_once = (MANY_ASIDE.match(line["text"]) for line in aside)
    return sum(int(found[1]) if found else 1 for found in told_once)


def _read_as(preview: Mapping[str, Any]) -> str:
    parts = [f"Fichier {preview['file']}"]
    if preview["sheet"]:
        parts.append(f"feuille « {preview['sheet']} »")
    if preview["separator"]:
        mark = {"\t": "tabulation"}.get(preview["separator"], f"« {preview['separator']} »")
        parts.append(f"séparateur {mark}, encodage {preview['encoding']}")
    return f"{', '.join(parts)}, en-têtes lus à la ligne {preview['header_line']}."


def _show_refusals(reading: Reading) -> None:
    if is_ready(reading):
        return
    if reading.rival_sheets:
        st.info(typography(words.SEVERAL_SHEETS))
        return
    if not reading.refusals:
        st.error(typography(reading.answer.get("message_fr", "")))
        return
    lines = {problem["line"] for problem in reading.refusals if problem["line"]}
    what = f" : {plural(len(lines), 'ligne')} à corriger" if reading.preview.get("read_n") else ""
    st.error(typography(f"Ce fichier n’est pas importé{what}. Rien n’a été écrit."))
    _show_problems("Refusé", "refusals", reading.refusals)


def _show_problems(title: str, key: str, problems: Sequence[Mapping[str, Any]]) -> None:
    if not problems:
        return
    if key == "warnings":
        count = plural(len(problems), "point")
        st.warning(typography(f"{count} à vérifier : l’import reste possible."))
    rows = [
        (
            number(problem["line"]) if problem["line"] else "fichier",
            problem["column"] or "—",
            problem["value"] or "(vide)",
            problem["expected_fr"],
            problem["remedy_fr"],
        )
        for problem in problems
    ]
    first = problems[0]
    place = f"{first['file']}, feuille « {first['sheet']} »" if first["sheet"] else first["file"]
    with _box(f"import.{key}", len(rows)):
        show_table(f"{title} dans {place}", PROBLEM_HEADER, rows)


def _choose_sheet(draft: ImportDraft, reading: Reading) -> None:
    sheets = reading.sheets
    if len(sheets) < 2:
        return
    key = f"import.feuille.{draft.rank}"
    current = reading.preview.get("sheet") or draft.sheet or None
    state.seed(key, current)
    st.selectbox(
        "Feuille à importer",
        sheets,
        # Without a choice yet, none is made; afterwards, none cannot be chosen again.
        index=0 if current else None,
        key=key,
        placeholder="Choisir une feuille",
        filter_mode=None,
        on_change=change_draft,
        args=(key, draft.choose_sheet),
    )


def _show_rows(catalog: Catalog, kind: KindSpec, preview: Mapping[str, Any]) -> None:
    rows = preview.get("rows") or ()
    if not rows:
        return
    filled = [
        column
        for column in kind.stored_columns.values()
        if any(row[column.column_id] is not None for row in rows)
    ]
    shown = [
        ["calculée" if kind.is_counted else str(row["line"])]
        + [cell_fr(catalog, column, row[column.column_id]) for column in filled]
        for row in rows
    ]
    more = preview["kept_n"] - len(rows)
    caption = "Ce qui sera enregistré" + (f" ({len(rows)} premières lignes)" if more > 0 else "")
    with _box("import.lignes", len(shown)):
        show_table(caption, ("Ligne", *(column.header_fr for column in filled)), shown)


def cell_fr(catalog: Catalog, column: ColumnSpec, value: object) -> str:
    """Stored value as a person reads it: territories, indicators and dates by their names."""
    if value is None:
        return ""
    text = str(value)
    if column.type == "territory" and text in catalog.territories:
        return catalog.territories[text].label
    if column.type == "indicator" and text in catalog.indicators:
        return catalog.indicators[text].label_fr
    if column.type in ("period", "semester"):
        return period(text)
    if column.type == "integer":
        return number(float(text))
    return text.removesuffix(".0").replace(".", ",") if column.type == "decimal" else text


def _show_left_out(preview: Mapping[str, Any]) -> None:
    dropped = preview.get("dropped") or ()
    personal = [column["header"] for column in dropped if column["personal"]]
    if personal:
        names = ", ".join(f"« {header} »" for header in personal)
        st.info(
            typography(
                f"{plural(len(personal), 'colonne retirée', 'colonnes retirées')} : {names}. "
                "Elle ressemble à une donnée personnelle : elle n’est ni gardée, ni montrée."
                if len(personal) == 1
                else f"{plural(len(personal), 'colonne retirée', 'colonnes retirées')} : {names}. "
                "Elles ressemblent à des données personnelles : elles ne sont ni gardées, ni "
                "montrées."
            ),
            icon=":material/lock:",
        )
    aside = preview.get("set_aside") or ()
    others = [column for column in dropped if not column["personal"]]
    if not aside and not others:
        return
    parts = [plural(len(aside), "ligne mise de côté", "lignes mises de côté")] if aside else []
    if others:
        parts.append(plural(len(others), "colonne non prise", "colonnes non prises"))
    rows = [(f"ligne {line['line']}", line["text"], line["why_fr"]) for line in aside]
    rows += [(f"colonne « {column['header']} »", "", column["why_fr"]) for column in others]
    with st.expander(typography(", ".join(parts)), key="import.ecarts"):
        show_table("Ce qui n’est pas pris", ("Où", "Contenu", "Pourquoi"), rows)


def _show_annotated(reading: Reading) -> None:
    if not reading.annotated:
        return
    st.download_button(
        "Copie annotée du fichier (Excel)",
        reading.annotated,
        file_name="copie_annotee.xlsx",
        mime=EXCEL,
        key="import.copie",
        on_click="ignore",
        icon="⬇",
        help="Votre fichier, colonnes personnelles masquées, chaque remarque sur sa cellule.",
    )


def _box(key: str, rows_n: int) -> Any:
    """A long table scrolls in its own box."""
    return st.container(key=key, height=TABLE_HEIGHT_PX if rows_n > TALL_ROWS else "content")


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
        on_change=change_draft,
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
