"""The Excel file of the page, made when it is asked for."""

from __future__ import annotations

import streamlit as st

from dashboard.briefs.placement_xlsx import placement_xlsx
from dashboard.core.files import file_name
from dashboard.themes.placement import entry_label
from dashboard.ui.downloads import EXCEL, log_failures
from dashboard.views.placer import words
from dashboard.views.placer.page import PlacerPage


def show_workbook(page: PlacerPage) -> None:
    """Button of the workbook."""
    name = file_name(
        page.catalog, "placer", page.placement.place, entry_label(page.placement.entry)
    )
    st.download_button(
        words.DOWNLOAD,
        log_failures(f"{name}.xlsx", lambda: placement_xlsx(page.placement, page.catalog)),
        file_name=f"{name}.xlsx",
        mime=EXCEL,
        key="placer.xlsx",
        on_click="ignore",
        icon="⬇",
        type="primary",
    )
