"""Kind of file, templates, file box."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import partial
from pathlib import PurePath

import streamlit as st

from dashboard.access.rights import Rights, allowed_territories
from dashboard.core.catalog import Catalog
from dashboard.core.formatting import harmless, typography
from dashboard.queries.cache import ServedBuild
from dashboard.queries.kinds import fetch_kinds
from dashboard.server.uploads import Deposit, expect_file, held_file, release_file
from dashboard.ui import state
from dashboard.ui.etl_process import FileRequest, preview_file, recognise_file
from dashboard.ui.jobs import follow
from dashboard.ui.local_files import show_templates
from dashboard.ui.spoken import name_control
from dashboard.ui.tables import show_table
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.action import show_confirmation, show_import_outcome
from dashboard.views.vos_donnees.draft import (
    LABEL_MAX,
    ImportDraft,
    change_draft,
    import_draft,
)
from dashboard.views.vos_donnees.preview import Reading, show_preview
from foundation.answers import KindGuess, RecognitionAnswer
from models.imports.kinds import ImportKind

# Its only text is drawn by the style sheet: Streamlit speaks English here.
FILE_BUTTON = '[data-testid="stFileUploaderDropzone"] > span button'
SUFFIXES = ("csv", "txt", "tsv", "xlsx", "xls", "xlsm", "xlsb", "ods")
# Two kinds this near in score are told apart by the user.
CLOSE = 0.05
TYPES_FR = {
    "territory": "territoire",
    "period": "date",
    "published_period": "période affichée",
    "semester": "semestre",
    "year": "année",
    "integer": "nombre entier",
    "decimal": "nombre",
    "code": "code",
    "text": "texte",
    "indicator": "indicateur",
    "source": "source",
    "day": "date au jour près",
    "list": "textes séparés par « ; »",
    "territories": "territoires séparés par « ; »",
}


def show_import(build: ServedBuild, catalog: Catalog, rights: Rights) -> None:
    """Go from the file to its import, one step after the other; its kind is recognised."""
    draft = import_draft()
    if show_import_outcome(draft):
        return
    allowed = allowed_territories(rights, catalog)
    _show_limits(catalog, rights)
    st.header(words.DROP_FILE, anchor=False)
    file = _ask_file(draft)
    kinds = fetch_kinds(build)
    if file is None:
        _choose_kind(kinds, draft)
        return
    content = file.content
    digest = hashlib.sha256(content).hexdigest()
    guesses = _recognise(build, kinds, draft, file.name, content)
    if not _is_settled(kinds, draft, digest, guesses):
        return
    kind = _choose_kind(kinds, draft, guesses)
    draft.take((digest, file.name, kind.kind_id), PurePath(file.name).stem[:LABEL_MAX])
    request = FileRequest(
        kind_id=kind.kind_id,
        name=file.name,
        label_fr=draft.label_fr,
        who_fr=rights.visitor.label_fr,
        territories=allowed,
        choices=draft.choices,
    )
    reading = _read(build, draft, request, content)
    st.header("3. Vérifier", anchor=False)
    is_ready = show_preview(catalog, kind, draft, reading)
    st.header("4. Importer", anchor=False)
    show_confirmation(build, kind, draft, request, content, reading.answer, is_ready=is_ready)


def _ask_file(draft: ImportDraft) -> Deposit | None:
    """The file in the box, or the one dropped before a visit to another page."""
    expect_file()
    key = f"import.fichier.{draft.rank}"
    dropped = st.file_uploader(
        words.FILE_BOX, type=SUFFIXES, key=key, on_change=_take_file, args=(draft, key)
    )
    name_control("import.fichier", FILE_BUTTON, words.FILE_BUTTON)
    if dropped is not None:
        draft.file_id = dropped.file_id
    file = held_file(draft.file_id)
    if file is None:
        return None
    with st.container(horizontal=True, vertical_alignment="center"):
        if dropped is None:
            st.markdown(typography(f"{words.KEPT_FILE} : « {harmless(file.name)} »"))
        st.button(words.REMOVE_FILE, key="import.retirer", on_click=_remove_file, args=(draft,))
    return file


def _take_file(draft: ImportDraft, key: str) -> None:
    """Take what is in the box; one that was emptied by its user holds nothing any more."""
    dropped = state.widget_value(key)
    if dropped is None:
        _remove_file(draft)
    else:
        draft.file_id = dropped.file_id


def _remove_file(draft: ImportDraft) -> None:
    release_file(draft.file_id)
    draft.restart()


def _read(build: ServedBuild, draft: ImportDraft, request: FileRequest, content: bytes) -> Reading:
    """Reading of the file, kept for the session until the file or a choice changes."""
    key = (build.build_id, draft.file, request)

    def make() -> Reading:
        with st.spinner(words.READING):
            answer = follow(
                "import.lecture",
                key,
                lambda control: preview_file(request, content, control),
                on_cancel=partial(_cancel_reading, draft),
            )
        return Reading(*answer)

    return draft.remember("preview", key, make)


def _cancel_reading(draft: ImportDraft) -> None:
    """Let go of a file that takes too long to read."""
    _remove_file(draft)
    st.toast(words.READING_CANCELLED)


def _show_limits(catalog: Catalog, rights: Rights) -> None:
    if rights.territories is None:
        return
    names = [
        catalog.territories[item].label
        for item in sorted(rights.territories)
        if item in catalog.territories
    ]
    st.caption(typography(words.account_limits(names)))


def _recognise(
    build: ServedBuild,
    kinds: Mapping[str, ImportKind],
    draft: ImportDraft,
    name: str,
    content: bytes,
) -> tuple[KindGuess, ...]:
    """Kinds that the file may be, the likeliest first; asked once for a file."""
    if draft.kind_is_chosen:
        return ()

    key = (build.build_id, hashlib.sha256(content).hexdigest())

    def make() -> RecognitionAnswer:
        with st.spinner(words.RECOGNISING):
            return follow(
                "import.reconnaissance",
                key,
                lambda control: recognise_file(name, content, control),
                on_cancel=partial(_cancel_reading, draft),
            )

    answer = draft.remember("recognition", key, make)
    return tuple(guess for guess in answer.kinds if guess.kind_id in kinds)


def close_guesses(guesses: Sequence[KindGuess]) -> tuple[KindGuess, ...]:
    """Kinds between which only the user can tell: as whole as the best, and nearly as likely."""
    if not guesses:
        return ()
    best = guesses[0]
    return tuple(
        guess
        for guess in guesses
        if guess.is_whole == best.is_whole and best.score - guess.score < CLOSE
    )


def _is_settled(
    kinds: Mapping[str, ImportKind],
    draft: ImportDraft,
    digest: str,
    guesses: Sequence[KindGuess],
) -> bool:
    """Take the kind recognised for a file, once; ask which one when two are close."""
    if draft.kind_is_chosen or draft.recognised == digest:
        return True
    close = close_guesses(guesses)
    chosen: str | None = close[0].kind_id if close else None
    if len(close) > 1:
        chosen = st.radio(
            words.WHICH_KIND,
            [guess.kind_id for guess in close],
            index=None,
            key=f"import.hesitation.{draft.rank}",
            format_func=lambda item: kinds[item].label_fr,
        )
        if chosen is None:
            return False
    if chosen is not None:
        state.seed(state.IMPORT_KIND, chosen)
    draft.recognised = digest
    if len(close) > 1:
        # The question is answered: it is not asked again under the answer.
        st.rerun()
    return True


def _choose_kind(
    kinds: dict[str, ImportKind], draft: ImportDraft, guesses: Sequence[KindGuess] = ()
) -> ImportKind:
    st.header(words.CHOOSE_KIND, anchor=False)
    kind_id = st.selectbox(
        "Type de fichier",
        tuple(kinds),
        key=state.IMPORT_KIND,
        format_func=lambda item: kinds[item].label_fr,
        filter_mode=None,
        label_visibility="collapsed",
        # Looking at templates, before any file, chooses nothing.
        on_change=change_draft if draft.recognised else None,
        args=(state.IMPORT_KIND, draft.choose_kind) if draft.recognised else None,
    )
    kind = kinds[kind_id]
    if any(guess.kind_id == kind_id for guess in guesses):
        st.caption(typography(words.RECOGNISED))
    elif draft.recognised and not draft.kind_is_chosen:
        st.warning(typography(words.NOT_RECOGNISED))
    st.markdown(typography(kind.description_fr))
    with st.container(horizontal=True):
        show_templates(kind, "import.modele")
    with st.expander(words.COLUMNS, key="import.colonnes"):
        _show_columns(kind)
    return kind


def _show_columns(kind: ImportKind) -> None:
    rows = [
        (
            words.column_name(column.header_fr, column.label_fr),
            "oui" if column.required else "non",
            TYPES_FR[column.type],
            column.definition_fr + words.column_values(column.codes or {}),
            column.example,
        )
        for column in kind.fields
    ]
    show_table(
        f"Colonnes : {kind.label_fr}",
        ("Colonne", "Obligatoire", "Contenu", "Définition", "Exemple fictif"),
        rows,
    )
