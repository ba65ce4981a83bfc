"""The whole published schema, as an archive to download."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from threading import Lock

import streamlit as st

from dashboard.core.files import file_name
from dashboard.core.registry import REUTILISER
from dashboard.queries.cache import ServedBuild, kept_per_build
from dashboard.ui.downloads import show_download
from dashboard.ui.etl_process import export_package
from dashboard.ui.links import show_page_link
from dashboard.views.donnees import words
from dashboard.views.donnees.page import MethodPage

ZIP = "application/zip"
# A second visitor waits for the archive of the first, rather than have another process make it.
ONE_AT_A_TIME = Lock()


def show_package(page: MethodPage) -> None:
    """Show what is in the package, and its buttons; it is made when one is clicked."""
    info = page.catalog.build
    st.markdown(words.package_text(is_demo=info.is_demo, threshold_n=info.secrecy_threshold))
    with st.container(horizontal=True, vertical_alignment="center"):
        for format_id, label in words.PACKAGE_FORMATS.items():
            told = "demonstration" if info.is_demo else ""
            name = f"{file_name(page.catalog, 'observatoire-msu', told, format_id)}.zip"
            make = partial(package_bytes, page.build, format_id, is_demo=info.is_demo)
            show_download(label, name, ZIP, f"donnees.paquet.{format_id}", make)
        show_page_link(REUTILISER)


def package_bytes(build: ServedBuild, format_id: str, *, is_demo: bool) -> bytes:
    """The archive of a build, made once by a process of its own: the page is not held up."""
    with ONE_AT_A_TIME:
        # Whatever lines a visitor sees on the pages, the archive is the same: it is kept once.
        return _kept_package(replace(build, sight=frozenset()), format_id, is_demo)


@kept_per_build
def _kept_package(build: ServedBuild, format_id: str, is_demo: bool) -> bytes:
    return export_package(build.build_id, format_id, demo=is_demo)
