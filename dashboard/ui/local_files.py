"""Sections without imported file: templates, fictitious data; progress of the ETL."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from dashboard.access.rights import Rights
from dashboard.core.catalog import Catalog
from dashboard.core.formatting import harmless_lines, typography
from dashboard.core.registry import VOS_DONNEES
from dashboard.queries.cache import NoWarehouseError, served_build
from dashboard.queries.kinds import read_template
from dashboard.ui import state
from dashboard.ui.downloads import EXCEL
from dashboard.ui.etl_process import OnStep, build_warehouse
from dashboard.ui.links import show_page_link
from dashboard.ui.sign_in import current_rights
from foundation.answers import AnswerT
from models.imports.kinds import ImportKind

DEMO_NOT_BUILT = (
    "Le jeu fictif n’est pas construit sur ce serveur. Que faire : demander à l’administrateur "
    "de lancer « python -m etl build --demo »."
)


def show_demo_button(rights: Rights, key: str) -> None:
    """Button that shows the page with the fictitious set, built at its first use."""
    is_built = _is_built()
    if not is_built and not rights.can_import:
        st.caption(typography(DEMO_NOT_BUILT))
        return
    if st.button("Montrer les données fictives", key=key):
        if not is_built and not _build():
            return
        state.show_demo(on=True)
        st.rerun()


def _is_built() -> bool:
    """Whether the fictitious set is built already."""
    try:
        served_build(demo=True)
    except NoWarehouseError:
        return False
    return True


def _build() -> bool:
    answer = run_with_status(
        "Construction du jeu fictif", lambda on_step: build_warehouse(on_step, demo=True)
    )
    if not answer.is_done:
        st.error(harmless_lines(answer.message_fr))
    return answer.is_done


def show_missing_file(catalog: Catalog, text: str, *, key: str) -> None:
    """Say which file brings what is not published; link to its import, offer the demonstration."""
    st.info(typography(text))
    with st.container(horizontal=True, vertical_alignment="center"):
        show_page_link(VOS_DONNEES, "Importer un fichier")
        if not catalog.build.is_demo:
            show_demo_button(current_rights(), f"fidelisation.{key}.fictif")


def show_templates(kind: ImportKind, key: str) -> None:
    """Buttons that download the templates of a kind."""
    for suffix, label, mime in (
        ("xlsx", "Modèle Excel", EXCEL),
        ("csv", "Modèle CSV", "text/csv"),
    ):
        st.download_button(
            label,
            partial(read_template, kind.kind_id, suffix),
            file_name=f"modele_{kind.kind_id}.{suffix}",
            mime=mime,
            key=f"{key}.{suffix}",
            on_click="ignore",
            icon="⬇",
        )


def run_with_status(what: str, run: Callable[[OnStep], AnswerT], *, running: str = "") -> AnswerT:
    """Run a command of the ETL, and show each step as it begins.

    ``running`` names the command while it runs, ``what`` once it has ended.
    """
    label = running or what
    with st.status(f"{label}…", expanded=False) as status:

        def on_step(step: str) -> None:
            status.update(label=f"{label} : {step[:1].lower()}{step[1:]}…")
            st.write(step)

        answer = run(on_step)
        status.update(
            label=f"{what} : {'terminé' if answer.is_done else 'arrêté'}",
            state="complete" if answer.is_done else "error",
        )
    return answer
