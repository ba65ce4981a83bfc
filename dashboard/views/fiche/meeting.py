"""« Préparer ma réunion »: choose what a document holds, download it; nothing is made before."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import streamlit as st

from dashboard.briefs.brief import (
    FORMATS,
    MIMES,
    NOTE_LENGTH,
    SECTIONS,
    TITLE_LENGTH,
    Brief,
    BriefOptions,
    document_name,
    make_brief,
)
from dashboard.briefs.formats import build_archive, build_document
from dashboard.core.formatting import typography
from dashboard.core.registry import FICHE
from dashboard.queries.desk import Desk
from dashboard.ui.downloads import watched

WHAT: dict[str, str] = {
    "pdf": "deux pages A4 à imprimer, graphiques vectoriels, lisibles en gris, balisées",
    "pptx": "jusqu’à dix diapositives, graphiques modifiables, sources dans les commentaires",
    "xlsx": "toutes les valeurs avec intervalle, statut, source ; définitions ; mode d’emploi",
    "csv": "les mêmes lignes, pour un tableur français",
    "parquet": "les mêmes lignes, pour un logiciel statistique",
    "zip": "les cinq documents, sous des noms qui disent ce qu’ils sont",
}
ARCHIVE = "zip"


@dataclass(frozen=True)
class _Desk(Desk):
    """What the documents are made from, once a button is clicked."""

    options: BriefOptions

    def brief(self) -> Brief:
        return make_brief(self, self.options)


def show_meeting_form(desk: Desk) -> None:
    """Show the form, closed at first; what is typed stays in the session."""
    section = st.expander(
        "Préparer ma réunion : PDF, PowerPoint, Excel",
        key="reunion.ouvert",
        icon=":material/description:",
        on_change="rerun",
    )
    if section.open:
        with section:
            _show_form(desk)


def _show_form(desk: Desk) -> None:
    target, key = desk.target, desk.catalog.keys[desk.selection.key_id]
    st.markdown(
        typography(
            f"Vue du document : année {desk.selection.year}, cible « {target.label_fr} », "
            f"clé {key.label_fr.lower()}. Les changer dans le menu change aussi les documents."
        )
    )
    title = st.text_input(
        "Titre (facultatif)",
        key="reunion.titre",
        max_chars=TITLE_LENGTH,
        placeholder="Préparer la réunion du …",
    )
    note = st.text_area(
        "Note libre (facultative)",
        key="reunion.note",
        max_chars=NOTE_LENGTH,
        height=90,
        placeholder="Objet de la réunion, demandes, décisions attendues…",
    )
    sections = st.pills(
        "Parties du document",
        list(SECTIONS),
        selection_mode="multi",
        default=list(SECTIONS),
        format_func=SECTIONS.__getitem__,
        key="reunion.parties",
    )
    options = BriefOptions(title, note, tuple(sections), _site())
    _show_downloads(_Desk(desk.build, desk.catalog, desk.selection, options))


def _show_downloads(desk: _Desk) -> None:
    st.caption(
        typography(
            "Toujours présents : chiffres clés, constats, réserves, sources. Les valeurs sont les "
            "mêmes dans tous les documents ; les classeurs et tables les gardent toutes."
        )
    )
    places = [column for _ in range(2) for column in st.columns(3)]
    for place, extension in zip(places, (*FORMATS, ARCHIVE), strict=True):
        with place:
            _show_button(desk, extension)


def _show_button(desk: _Desk, extension: str) -> None:
    territory = desk.territory
    is_demo = desk.catalog.build.is_demo
    name = document_name(territory, desk.selection.year, extension, is_demo=is_demo)
    st.download_button(
        FORMATS.get(extension, "Tout, en une archive ZIP"),
        watched(name, _maker(desk, extension)),
        file_name=name,
        mime=MIMES.get(extension, "application/zip"),
        key=f"reunion.{extension}",
        on_click="ignore",
        icon="⬇",
        width="stretch",
    )
    st.caption(typography(WHAT[extension]))


def _maker(desk: _Desk, extension: str) -> Callable[[], bytes]:
    if extension == ARCHIVE:
        return lambda: build_archive(desk.brief(), desk.catalog)
    return lambda: build_document(desk.brief(), desk.catalog, extension)


def _site() -> str:
    """Address of the site, that of the page without its last part."""
    address = st.context.url or ""
    return address.split("?")[0].removesuffix("/").removesuffix(f"/{FICHE}")
