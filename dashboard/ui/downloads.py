"""Download buttons: files are made when they are asked for."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st

logger = logging.getLogger(__name__)

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_csv_download(label: str, name: str, key: str, make: Callable[[], bytes]) -> None:
    """Button that makes the file only when it is clicked."""
    st.download_button(
        label, make, file_name=name, mime="text/csv", key=key, on_click="ignore", icon="⬇"
    )


def show_excel_download(name: str, key: str, make: Callable[[], bytes]) -> None:
    """Button « Excel » of a page: its workbook is made when it is clicked.

    ``name`` is without extension.
    """
    show_download("Excel", f"{name}.xlsx", EXCEL, key, make)


def show_download(label: str, name: str, mime: str, key: str, make: Callable[[], bytes]) -> None:
    """Button of a file that is made when it is clicked, whose failure is logged."""
    st.download_button(
        label,
        log_failures(name, make),
        file_name=name,
        mime=mime,
        key=key,
        on_click="ignore",
        icon="⬇",
    )


def show_pressed_download(key: str, name: str, make: Callable[[], bytes]) -> None:
    """Hidden button, which the buttons under a map or a chart press.

    The values stay on the server until then; ``name`` is without extension.
    """
    show_csv_download("CSV", f"{name}.csv", f"fichier.{key}", make)


def log_failures(what: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """Wrap the maker of a file so that its failure is logged with the name of the file.

    Streamlit runs it apart from the page and shows its own message, in English, which
    ``style.css`` replaces.
    """

    def make_or_log() -> bytes:
        try:
            return make()
        except Exception:
            logger.exception("file not made: %s", what)
            raise

    return make_or_log
