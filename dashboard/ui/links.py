"""Links to the pages of the dashboard."""

from __future__ import annotations

import streamlit as st

from dashboard.access.settings import public_address
from dashboard.core.registry import page_of


def show_page_link(slug: str, label: str = "") -> None:
    """Link to a page under its icon; its title is the label by default."""
    page = page_of(slug)
    st.page_link(page.script, label=label or page.title, icon=page.icon)


def open_page(slug: str) -> None:
    """Leave for another page."""
    st.switch_page(page_of(slug).script)


def site_address() -> str:
    """Public address of the site, for what is printed or sent; empty when none is set.

    The address of the page that is open is often that of this very computer.
    """
    return public_address()
