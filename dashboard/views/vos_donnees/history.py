"""Files in force, history of imports, journal; undo, rebuild."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import streamlit as st

from dashboard.access.rights import Rights, allowed_territories
from dashboard.core.catalog import Catalog
from dashboard.core.formatting import harmless_lines, moment_fr, number, period, plural, typography
from dashboard.queries.cache import ServedBuild
from dashboard.queries.kinds import fetch_kinds
from dashboard.ui.etl_process import build_warehouse, read_history, undo_import
from dashboard.ui.local_files import run_with_status
from dashboard.ui.spoken import let_scroll
from dashboard.ui.tables import show_table
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.action import HISTORY, history_key
from dashboard.views.vos_donnees.draft import ImportDraft, Outcome, import_draft
from foundation.answers import HistoryAnswer, ImportRecord, JournalLine
from models.imports.kinds import ImportKind

LISTED = 6
LIST_HEIGHT_PX = 420
JOURNAL_LINES = 200
REFRESHED = "actualisation"


def local_files(catalog: Catalog) -> list[str]:
    """Names of the files in force, as the build holds them."""
    kinds = {"local", "demo"}
    return [source.title for source in catalog.sources.values() if source.kind in kinds]


def show_history(build: ServedBuild, catalog: Catalog, rights: Rights) -> None:
    """Files in force and the others, with what the visitor may do about them."""
    st.header(words.HISTORY, anchor=False)
    draft = import_draft()
    if draft.outcome and draft.outcome.where == "history":
        st.success(typography(draft.outcome.message_fr), icon=":material/check_circle:")
    if not (rights.can_undo or rights.sees_journal):
        _show_published(catalog)
        return
    history = _load_history(build, catalog, draft)
    if history.state != "read":
        st.error(harmless_lines(history.message_fr))
        return
    kinds = fetch_kinds(build)
    imports = history.imports[::-1]
    if history.pending and rights.can_undo:
        _show_pending(draft)
    may_undo = rights.can_undo and not catalog.build.is_demo
    allowed = allowed_territories(rights, catalog)
    _show_active(draft, rights, kinds, imports, allowed if may_undo else frozenset())
    if imports:
        _show_all(kinds, imports, allowed)
    if rights.sees_journal and not catalog.build.is_demo:
        _show_journal(build, draft)


def _load_history(build: ServedBuild, catalog: Catalog, draft: ImportDraft) -> HistoryAnswer:
    """History of the imports; read again after a build or an action."""

    def read() -> HistoryAnswer:
        with st.spinner(words.READING_HISTORY):
            return read_history(demo=catalog.build.is_demo)

    return draft.remember(HISTORY, history_key(build, draft), read)


def _show_published(catalog: Catalog) -> None:
    sources = [source for source in catalog.sources.values() if source.kind in ("local", "demo")]
    if not sources:
        st.caption(words.NO_FILE)
        return
    rows = [(source.title, source.publisher, period(source.published or "")) for source in sources]
    show_table("Fichiers en vigueur", ("Nom", "Importé par", "Importé le"), rows)


def _show_pending(draft: ImportDraft) -> None:
    st.warning(typography(words.PENDING))
    if st.button("Reconstruire", key="import.reconstruire"):
        answer = run_with_status("Reconstruction", build_warehouse)
        if not answer.is_done:
            st.error(harmless_lines(answer.message_fr))
            return
        draft.acted(Outcome("history", words.BUILT_AGAIN))
        st.rerun()


def _show_active(
    draft: ImportDraft,
    rights: Rights,
    kinds: Mapping[str, ImportKind],
    imports: Sequence[ImportRecord],
    allowed: frozenset[str] | None,
) -> None:
    active = [entry for entry in imports if entry.state == "active"]
    if not active:
        st.caption(words.NO_FILE)
        return
    to_undo = None
    with st.container(
        key="import.actifs", height=LIST_HEIGHT_PX if len(active) > LISTED else "content"
    ):
        for entry in active:
            with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=True):
                st.markdown(typography(_entry_fr(kinds, entry, allowed)), width="stretch")
                if (allowed is None or set(entry.territory_ids) <= allowed) and _confirms(entry):
                    to_undo = entry
    let_scroll("import.actifs", ".st-key-import-actifs", words.ACTIVE_LIST)
    if to_undo:
        _undo(draft, rights, to_undo, allowed)


def _rows_n(entry: ImportRecord, allowed: frozenset[str] | None) -> int | None:
    """Number of lines of an import; None for who has no right on all that it covers.

    The lines of a register may stand for persons: how many there are is a small count.
    """
    is_own = allowed is None or set(entry.territory_ids) <= allowed
    return entry.rows_n if is_own else None


def _entry_fr(
    kinds: Mapping[str, ImportKind], entry: ImportRecord, allowed: frozenset[str] | None
) -> str:
    return words.active_import(
        entry.label_fr,
        _kind_fr(kinds, entry),
        _rows_n(entry, allowed),
        entry.imported_at,
        entry.imported_by_fr,
    )


def _confirms(entry: ImportRecord) -> bool:
    """Button that explains, then asks to confirm; True when it was confirmed."""
    import_id = entry.import_id
    with st.popover("Annuler…", key=f"import.annuler.{import_id}"):
        st.markdown(typography(words.undo(entry)))
        return st.button("Annuler cet import", key=f"import.confirmer.{import_id}", type="primary")


def _undo(
    draft: ImportDraft, rights: Rights, entry: ImportRecord, allowed: frozenset[str] | None
) -> None:
    who_fr = rights.visitor.label_fr
    answer = run_with_status(
        "Annulation",
        lambda on_step: undo_import(entry.import_id, who_fr, allowed, on_step),
        running="Annulation en cours",
    )
    if not answer.is_done:
        draft.acted()
        st.error(harmless_lines(answer.message_fr))
        return
    draft.acted(Outcome("history", words.undone(entry)))
    st.rerun()


def _show_all(
    kinds: Mapping[str, ImportKind],
    imports: Sequence[ImportRecord],
    allowed: frozenset[str] | None,
) -> None:
    header = ("Nom", "Type", "Lignes", "Importé le", "Par", "État")
    rows = [
        (
            entry.label_fr,
            _kind_fr(kinds, entry),
            number(_rows_n(entry, allowed)),
            moment_fr(entry.imported_at),
            entry.imported_by_fr,
            words.STATES_FR[entry.state],
        )
        for entry in imports
    ]
    with st.expander(f"Historique ({plural(len(rows), 'import')})", key="import.historique"):
        show_table(words.ALL_IMPORTS, header, rows)


def _show_journal(build: ServedBuild, draft: ImportDraft) -> None:
    # Read when opened only, and each time something may have been written in it.
    panel = st.expander("Journal", key="import.journal", on_change="rerun")
    if not panel.open:
        return
    with panel:
        history = draft.remember("journal", history_key(build, draft), read_history)
        if history.state != "read":
            st.error(harmless_lines(history.message_fr))
        elif not history.journal:
            st.caption(words.EMPTY_JOURNAL)
        else:
            _show_journal_lines(fetch_kinds(build), history.journal)
        st.button(
            "Relire le journal", key="import.relire", on_click=draft.forget, args=("journal",)
        )


def _show_journal_lines(kinds: Mapping[str, ImportKind], lines: Sequence[JournalLine]) -> None:
    rows = [
        (
            moment_fr(line.at),
            words.ACTIONS_FR.get(line.action, line.action),
            line.who_fr,
            line.label_fr,
            _journal_detail(line, kinds.get(line.kind_id)),
        )
        for line in reversed(lines[-JOURNAL_LINES:])
    ]
    show_table(
        words.journal_caption(len(lines), JOURNAL_LINES),
        ("Quand", "Quoi", "Qui", "Nom du jeu", "Précision"),
        rows,
    )


def _journal_detail(line: JournalLine, kind: ImportKind | None) -> str:
    if line.action != "refus":
        accepted = line.reason if line.action == REFRESHED else ""
        return words.journal_rows(line.rows_n, accepted)
    count = plural(line.problems_n, "anomalie")
    labels = {field.header_fr: field.label_fr for field in kind.fields} if kind else {}
    columns = ", ".join(labels.get(column, column) for column in line.columns)
    return f"{count} ({columns})" if columns else count


def _kind_fr(kinds: Mapping[str, ImportKind], entry: ImportRecord) -> str:
    kind = kinds.get(entry.kind_id)
    return kind.label_fr if kind else entry.kind_id
