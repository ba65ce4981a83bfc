"""Sections of a page, drawn only when they are open."""

from __future__ import annotations

import html
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

import streamlit as st

Page = TypeVar("Page")


@dataclass(frozen=True)
class Section(Generic[Page]):
    """A section of a page: key of its widget, title, function that draws it.

    The title is a text, or a function of the page that gives it.
    """

    key: str
    title: str | Callable[[Page], str]
    show: Callable[[Page], None]
    is_open: bool = False


def show_sections(page: Page, sections: Sequence[Section[Page]]) -> None:
    """Show the sections of a page one under the other, each drawn when it is open."""
    for section in sections:
        show_section(section, page)


def show_section(section: Section[Page], page: Page) -> None:
    """Show one section, drawn when it is open."""
    title = section.title if isinstance(section.title, str) else section.title(page)
    expander = st.expander(title, key=section.key, expanded=section.is_open, on_change="rerun")
    if expander.open:
        with expander:
            # The outline of the page, for who reads it by its headings: Streamlit's title of a
            # section that folds is none.
            st.html(f'<h2 class="outline-only">{html.escape(title)}</h2>')
            section.show(page)
