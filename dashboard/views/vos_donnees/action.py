"""Importing for good: the name of the data set, the steps, what changed."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from dashboard.core.formatting import typography
from dashboard.core.moments import moment_fr
from dashboard.queries import cached
from dashboard.queries.connection import ServedBuild
from dashboard.queries.kinds import KindSpec
from dashboard.ui import state
from dashboard.ui.etl_process import Answer, FileRequest, import_file
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.draft import ImportDraft, Outcome
from dashboard.views.vos_donnees.import_changes import (
    changes_fr,
    history_after,
    imported_fr,
    map_parameters,
)
from dashboard.views.vos_donnees.preview import Reading

LABEL_MAX = 80
HISTORY = "history"
DONE = {"accepted", "unchanged", "undone"}


def show_confirmation(
    build: ServedBuild,
    kind: KindSpec,
    draft: ImportDraft,
    request: FileRequest,
    content: bytes,
    reading: Reading,
    *,
    ready: bool,
) -> None:
    """Name of the data set, and the button that imports it."""
    key = f"import.nom.{draft.rank}"
    state.seed(key, draft.label_fr)
    st.text_input(
        "Nom du jeu de données",
        key=key,
        max_chars=LABEL_MAX,
        help=words.NAME_HELP,
        on_change=state.change_draft,
        args=(key, draft.rename),
    )
    replaced = reading.answer.get("replaces")
    if replaced:
        st.info(
            typography(
                f"« {replaced['label_fr']} » remplace la version du "
                f"{moment_fr(replaced['imported_at'])} ({replaced['imported_by_fr']}), que "
                "l’historique garde."
            )
        )
    if not st.button("Importer", key="import.lancer", type="primary", disabled=not ready):
        return
    answer = run_shown("Import en cours", lambda on_step: import_file(request, content, on_step))
    if answer["state"] not in DONE:
        draft.acted()
        st.error(typography(answer["message_fr"]))
        return
    draft.restart()
    held = draft.holds(HISTORY, history_key(build, draft))
    history = draft.made[HISTORY][1] if held else {}
    draft.acted(_outcome(build, kind, answer))
    if "imports" in history:
        _keep_history(draft, history_after(history, answer))
    st.rerun()


def history_key(build: ServedBuild, draft: ImportDraft) -> tuple[ServedBuild, int]:
    """What the history read holds for: a build, and the actions of this session."""
    return build, draft.actions


def _keep_history(draft: ImportDraft, history: Answer) -> None:
    """Spare a process: the history is known, unless someone else imported meanwhile."""
    after = state.served()
    active = [entry for entry in history["imports"] if entry["state"] == "active"]
    sources = cached.load_catalog(after).sources.values()
    if len(active) == sum(source.kind == "local" for source in sources):
        draft.remember(HISTORY, history_key(after, draft), lambda: history)


def show_import_outcome(draft: ImportDraft) -> bool:
    """Say what the last import changed, until another file is asked for."""
    outcome = draft.outcome
    if outcome is None or outcome.where != "import":
        return False
    st.success(typography(outcome.message_fr), icon=":material/check_circle:")
    if outcome.details_fr:
        st.markdown(typography("\n".join(f"- {detail}" for detail in outcome.details_fr)))
    with st.container(key="import.suite", horizontal=True, vertical_alignment="center"):
        if outcome.map_parameters:
            st.page_link(
                "views/carte/carte.py",
                label="Voir sur la carte",
                icon=":material/map:",
                query_params=outcome.map_parameters,
            )
        st.button("Importer un autre fichier", key="import.autre", on_click=draft.dismiss)
    return True


def run_shown(label: str, run: Callable[[Callable[[str], None]], Answer]) -> Answer:
    """Run a command of the ETL, its steps shown as they begin."""
    with st.status(f"{label}…", expanded=False) as status:

        def on_step(step: str) -> None:
            status.update(label=f"{label} : {step[:1].lower()}{step[1:]}…")
            st.write(step)

        answer = run(on_step)
        done = answer.get("state") in DONE or "build_id" in answer
        status.update(
            label=f"{label.removesuffix(' en cours')} : {'terminé' if done else 'arrêté'}",
            state="complete" if done else "error",
        )
    return answer


def _outcome(before: ServedBuild, kind: KindSpec, answer: Answer) -> Outcome:
    entry = answer["import"]
    after = state.served()
    catalog = cached.load_catalog(after)
    parameters = map_parameters(catalog, state.current(catalog), kind, answer["preview"])
    if answer["state"] == "unchanged":
        message = (
            f"Ce fichier est déjà en vigueur sous le nom « {entry['label_fr']} » (importé le "
            f"{moment_fr(entry['imported_at'])}) : rien n’a changé."
        )
        return Outcome("import", message, (), parameters)
    changes = changes_fr(before, after, catalog, kind, answer["preview"])
    return Outcome("import", imported_fr(catalog, kind, answer), changes, parameters)
