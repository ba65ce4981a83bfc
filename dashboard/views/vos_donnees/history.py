"""Files in force, the history of imports, the journal; undoing, rebuilding."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import streamlit as st

from dashboard.access.rights import Rights, allowed_territories
from dashboard.core.catalog import Catalog
from dashboard.core.formatting import moment_fr, period, plural, typography
from dashboard.queries.cache import ServedBuild
from dashboard.queries.kinds import KindSpec, fetch_kinds
from dashboard.ui.etl_process import Answer, run_etl, territories_option
from dashboard.ui.local_files import run_with_status
from dashboard.ui.tables import show_table
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.action import HISTORY, history_key
from dashboard.views.vos_donnees.draft import ImportDraft, Outcome, import_draft

Import = Mapping[str, Any]
LISTED = 6
LIST_HEIGHT_PX = 420
JOURNAL_LINES = 200


def local_files(catalog: Catalog) -> list[str]:
    """Names of the files in force, as the build holds them."""
    kinds = {"local", "demo"}
    return [source.title for source in catalog.sources.values() if source.kind in kinds]


def show_history(build: ServedBuild, catalog: Catalog, rights: Rights) -> None:
    """Files in force and the others, with what the visitor may do about them."""
    st.header("Fichiers en vigueur et historique", anchor=False)
    draft = import_draft()
    if draft.outcome and draft.outcome.where == "history":
        st.success(typography(draft.outcome.message_fr), icon=":material/check_circle:")
    if not (rights.can_undo or rights.sees_journal):
        _show_published(catalog)
        return
    history = _load_history(build, catalog, draft)
    if "imports" not in history:
        st.error(typography(history["message_fr"]))
        return
    kinds = fetch_kinds(build)
    imports = list(reversed(history["imports"]))
    if history["pending"] and rights.can_undo:
        _show_pending(draft)
    may_undo = rights.can_undo and not catalog.build.is_demo
    allowed = allowed_territories(rights, catalog)
    _show_active(draft, rights, kinds, imports, allowed if may_undo else frozenset())
    if imports:
        _show_all(kinds, imports)
    if rights.sees_journal and not catalog.build.is_demo:
        _show_journal(build, draft)


def _load_history(build: ServedBuild, catalog: Catalog, draft: ImportDraft) -> Answer:
    """What the ETL says of its imports; read again after a build or an action."""
    options = ["--json", *(["--demo"] if catalog.build.is_demo else [])]

    def read() -> Answer:
        with st.spinner("Lecture de l’historique…"):
            return run_etl(["imports", *options])

    return draft.remember(HISTORY, history_key(build, draft), read)


def _show_published(catalog: Catalog) -> None:
    sources = [source for source in catalog.sources.values() if source.kind in ("local", "demo")]
    if not sources:
        st.caption("Aucun fichier local n’est en vigueur.")
        return
    rows = [(source.title, source.publisher, period(source.published or "")) for source in sources]
    show_table("Fichiers en vigueur", ("Nom", "Importé par", "Importé le"), rows)


def _show_pending(draft: ImportDraft) -> None:
    st.warning(typography(words.PENDING))
    if st.button("Reconstruire", key="import.reconstruire"):
        answer = run_with_status(
            "Reconstruction", lambda on_step: run_etl(["build", "--json"], on_step)
        )
        if "build_id" not in answer:
            st.error(typography(answer["message_fr"]))
            return
        draft.acted(Outcome("history", "Les pages montrent maintenant tous les imports acceptés."))
        st.rerun()


def _show_active(
    draft: ImportDraft,
    rights: Rights,
    kinds: Mapping[str, KindSpec],
    imports: Sequence[Import],
    allowed: frozenset[str] | None,
) -> None:
    active = [entry for entry in imports if entry["state"] == "active"]
    if not active:
        st.caption("Aucun fichier local n’est en vigueur.")
        return
    asked = None
    with st.container(
        key="import.actifs", height=LIST_HEIGHT_PX if len(active) > LISTED else "content"
    ):
        for entry in active:
            with st.container(border=True, horizontal=True, vertical_alignment="center", wrap=True):
                st.markdown(typography(_entry_fr(kinds, entry)), width="stretch")
                if (allowed is None or set(entry["territory_ids"]) <= allowed) and _asks(entry):
                    asked = entry
    if asked:
        _undo(draft, rights, asked, allowed)


def _entry_fr(kinds: Mapping[str, KindSpec], entry: Import) -> str:
    return (
        f"**{_plain(entry['label_fr'])}** — {_kind_fr(kinds, entry)}, "
        f"{plural(entry['rows_n'], 'ligne')}, importé le {moment_fr(entry['imported_at'])} "
        f"par {_plain(entry['imported_by_fr'])}"
    )


def _asks(entry: Import) -> bool:
    """Button that explains, then asks to confirm; True when it was confirmed."""
    import_id = entry["import_id"]
    with st.popover("Annuler…", key=f"import.annuler.{import_id}"):
        back = words.UNDO_TO_PREVIOUS if entry["replaces"] else words.UNDO_TO_ESTIMATES
        st.markdown(typography(words.UNDO.format(after=back)))
        return st.button("Annuler cet import", key=f"import.confirmer.{import_id}", type="primary")


def _undo(
    draft: ImportDraft, rights: Rights, entry: Import, allowed: frozenset[str] | None
) -> None:
    options = ["--json", f"--who={rights.visitor.label_fr}", *territories_option(allowed)]
    arguments = ["undo", *options, "--", entry["import_id"]]
    answer = run_with_status(
        "Annulation", lambda on_step: run_etl(arguments, on_step), running="Annulation en cours"
    )
    if answer["state"] != "undone":
        draft.acted()
        st.error(typography(answer["message_fr"]))
        return
    back = words.UNDO_TO_PREVIOUS if entry["replaces"] else words.UNDO_TO_ESTIMATES
    draft.acted(Outcome("history", f"« {entry['label_fr']} » est annulé : {back}."))
    st.rerun()


def _show_all(kinds: Mapping[str, KindSpec], imports: Sequence[Import]) -> None:
    header = ("Nom", "Type", "Lignes", "Importé le", "Par", "État")
    rows = [
        (
            entry["label_fr"],
            _kind_fr(kinds, entry),
            str(entry["rows_n"]),
            moment_fr(entry["imported_at"]),
            entry["imported_by_fr"],
            words.STATES_FR[entry["state"]],
        )
        for entry in imports
    ]
    with st.expander(f"Historique ({plural(len(rows), 'import')})", key="import.historique"):
        show_table("Tous les imports, du plus récent au plus ancien", header, rows)


def _show_journal(build: ServedBuild, draft: ImportDraft) -> None:
    # Read when opened only, and each time something may have been written in it.
    panel = st.expander("Journal", key="import.journal", on_change="rerun")
    if not panel.open:
        return
    with panel:
        journal = draft.remember(
            "journal", history_key(build, draft), lambda: run_etl(["imports", "--json"])
        )
        if "journal" not in journal:
            st.error(typography(journal["message_fr"]))
        elif not journal["journal"]:
            st.caption("Rien n’a encore été importé, annulé ni refusé.")
        else:
            _show_journal_lines(journal["journal"])
        st.button(
            "Relire le journal", key="import.relire", on_click=draft.forget, args=("journal",)
        )


def _show_journal_lines(lines: Sequence[Mapping[str, Any]]) -> None:
    rows = [
        (
            moment_fr(line["at"]),
            words.ACTIONS_FR.get(line["action"], line["action"]),
            line["who_fr"],
            line.get("label_fr", ""),
            _journal_detail(line),
        )
        for line in reversed(lines[-JOURNAL_LINES:])
    ]
    listed = f", {JOURNAL_LINES} dernières lignes" if len(lines) > JOURNAL_LINES else ""
    show_table(
        f"Le journal, du plus récent au plus ancien{listed}",
        ("Quand", "Quoi", "Qui", "Nom du jeu", "Précision"),
        rows,
    )


def _journal_detail(line: Mapping[str, Any]) -> str:
    if line["action"] != "refus":
        return plural(int(line.get("rows_n", 0)), "ligne")
    count = plural(int(line.get("problems_n", 0)), "anomalie")
    columns = ", ".join(line.get("columns", ()))
    return f"{count} ({columns})" if columns else count


def _kind_fr(kinds: Mapping[str, KindSpec], entry: Import) -> str:
    kind = kinds.get(entry["kind_id"])
    return kind.label_fr if kind else entry["kind_id"]


def _plain(text: str) -> str:
    """Text without what Markdown would read as formatting."""
    for mark in "\\`*_[]$:<>#~":
        text = text.replace(mark, f"\\{mark}")
    return text
