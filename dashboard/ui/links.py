"""Links to the pages of the dashboard."""

from __future__ import annotations

import streamlit as st

from dashboard.core.registry import page_of


def show_page_link(slug: str, label: str = "") -> None:
    """Link to a page under its icon; its title is the label by default."""
    page = page_of(slug)
    st.page_link(page.script, label=label or page.title, icon=page.icon)


def open_page(slug: str) -> None:
    """Leave for another page."""
    st.switch_page(page_of(slug).script)


def site_address(slug: str) -> str:
    """Address of the site, that of the page that is open without its last part."""
    address = st.context.url or ""
    return address.split("?")[0].removesuffix("/").removesuffix(f"/{page_of(slug).url_path}")
