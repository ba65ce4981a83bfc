"""Kind of file, templates, file box."""

from __future__ import annotations

import hashlib
from pathlib import PurePath

import streamlit as st

from dashboard.access.rights import Rights, allowed_territories
from dashboard.core.catalog import Catalog
from dashboard.core.formatting import typography
from dashboard.queries.cache import ServedBuild
from dashboard.queries.kinds import fetch_kinds
from dashboard.ui.etl_process import FileRequest, preview_file
from dashboard.ui.local_files import show_templates
from dashboard.ui.tables import show_table
from dashboard.views.vos_donnees import words
from dashboard.views.vos_donnees.action import show_confirmation, show_import_outcome
from dashboard.views.vos_donnees.draft import LABEL_MAX, ImportDraft, import_draft
from dashboard.views.vos_donnees.preview import Reading, show_preview
from models.imports.kinds import ImportKind

SUFFIXES = ("csv", "txt", "tsv", "xlsx")
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
    """Go from the choice of a kind to the import, one step after the other."""
    draft = import_draft()
    if show_import_outcome(draft):
        return
    allowed = allowed_territories(rights, catalog)
    _show_limits(catalog, rights)
    kind = _choose_kind(fetch_kinds(build))
    st.header(words.DROP_FILE, anchor=False)
    file = st.file_uploader(
        words.FILE_BOX,
        type=SUFFIXES,
        key=f"import.fichier.{draft.rank}",
    )
    if file is None:
        return
    st.button("Retirer ce fichier", key="import.retirer", on_click=draft.restart)
    content = file.getvalue()
    digest = hashlib.sha256(content).hexdigest()
    draft.take((digest, file.name, kind.kind_id), PurePath(file.name).stem[:LABEL_MAX])
    request = FileRequest(
        kind_id=kind.kind_id,
        name=file.name,
        label_fr=draft.label_fr,
        sheet=draft.sheet,
        columns=tuple(draft.columns.items()),
        who_fr=rights.visitor.label_fr,
        territories=allowed,
    )
    reading = _read(build, draft, request, content)
    st.header("3. Vérifier", anchor=False)
    is_ready = show_preview(catalog, kind, draft, reading)
    st.header("4. Importer", anchor=False)
    show_confirmation(build, kind, draft, request, content, reading.answer, is_ready=is_ready)


def _read(build: ServedBuild, draft: ImportDraft, request: FileRequest, content: bytes) -> Reading:
    """Reading of the file, kept for the session until the file or a choice changes."""

    def make() -> Reading:
        with st.spinner(words.READING):
            return Reading(*preview_file(request, content))

    key = (build.build_id, draft.file, request)
    return draft.remember("preview", key, make)


def _show_limits(catalog: Catalog, rights: Rights) -> None:
    if rights.territories is None:
        return
    names = [
        catalog.territories[item].label
        for item in sorted(rights.territories)
        if item in catalog.territories
    ]
    st.caption(typography(words.account_limits(names)))


def _choose_kind(kinds: dict[str, ImportKind]) -> ImportKind:
    st.header(words.CHOOSE_KIND, anchor=False)
    kind_id = st.selectbox(
        "Type de fichier",
        tuple(kinds),
        key="import.type",
        format_func=lambda item: kinds[item].label_fr,
        filter_mode=None,
        label_visibility="collapsed",
    )
    kind = kinds[kind_id]
    st.markdown(typography(kind.description_fr))
    with st.container(horizontal=True):
        show_templates(kind, "import.modele")
    with st.expander(words.COLUMNS, key="import.colonnes"):
        _show_columns(kind)
    return kind


def _show_columns(kind: ImportKind) -> None:
    rows = [
        (
            column.header_fr,
            "oui" if column.required else "non",
            TYPES_FR[column.type],
            column.definition_fr
            + (f" Valeurs : {', '.join(column.codes)}." if column.codes else ""),
            column.example,
        )
        for column in kind.fields
    ]
    show_table(
        f"Colonnes : {kind.label_fr}",
        ("Colonne", "Obligatoire", "Contenu", "Définition", "Exemple fictif"),
        rows,
    )
