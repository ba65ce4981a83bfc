"""Exports: what leaves the page carries its sources, its status and its build."""

from __future__ import annotations

import logging
from collections.abc import Callable

import streamlit as st

logger = logging.getLogger(__name__)

EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def show_csv_download(label: str, name: str, key: str, make: Callable[[], bytes]) -> None:
    """Button that builds the file only when it is clicked."""
    st.download_button(
        label, make, file_name=name, mime="text/csv", key=key, on_click="ignore", icon="⬇"
    )


def show_pressed_download(key: str, name: str, make: Callable[[], bytes]) -> None:
    """Button out of sight that a map or a chart presses from the buttons under it.

    The values stay here until they are asked for; ``name`` is without extension.
    """
    show_csv_download("CSV", f"{name}.csv", f"fichier.{key}", make)


def watched(what: str, make: Callable[[], bytes]) -> Callable[[], bytes]:
    """A maker of a file whose failure leaves a trace in the log: which file, and why.

    Streamlit runs it apart from the page, which then says that it failed: its words, in English
    only, are those of ``style.css`` on the page.
    """

    def made() -> bytes:
        try:
            return make()
        except Exception:
            logger.exception("file not made: %s", what)
            raise

    return made
