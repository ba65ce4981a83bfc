"""Small tables in plain HTML: light, accessible to screen readers, with links."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import streamlit as st

from dashboard.core.catalog import Source
from dashboard.core.formatting import typography


@dataclass(frozen=True)
class Link:
    """A cell that is a link; ``outside`` opens another tab."""

    text: str
    href: str
    outside: bool = False


Cell = str | Link
# From this number of columns on, a small screen scrolls the table sideways.
WIDE_COLUMNS = 5


def source_cell(source: Source, text: str = "") -> Cell:
    """Cell of a source, a link where it has an address; its text is the citation by default."""
    text = text or source.citation
    return Link(text, source.url, outside=True) if source.url else text


def show_table(caption: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> None:
    """Show a table; columns after the first that hold figures are aligned to the right."""
    st.html(table_html(caption, header, rows))


def show_lines_table(
    key: str, caption: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]
) -> None:
    """Show a table whose cells hold sentences; it is wider than a phone, which scrolls it."""
    with st.container(key=key):
        show_table(caption, header, rows)


def table_html(caption: str, header: Sequence[str], rows: Sequence[Sequence[Cell]]) -> str:
    """HTML of a table, every text escaped; the first cell of a row is its heading.

    Raises
    ------
    ValueError
        When a row has not as many cells as the header.
    """
    for row in rows:
        if len(row) != len(header):
            raise ValueError(f"{len(row)} cells under {len(header)} headings: {row}")
    wide = " wide" if len(header) >= WIDE_COLUMNS else ""
    head = "".join(f'<th scope="col">{escape(text)}</th>' for text in header)
    body = "".join(
        f'<tr><th scope="row">{_cell(row[0])}</th>'
        f"{''.join(f'<td>{_cell(cell)}</td>' for cell in row[1:])}</tr>"
        for row in rows
    )
    label = escape(caption)
    return (
        f'<div class="table{wide}" role="region" aria-label="{label}" tabindex="0"><table>'
        f"<caption>{label}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(cell: Cell) -> str:
    if isinstance(cell, str):
        return escape(typography(cell))
    target = ' target="_blank" rel="noopener"' if cell.outside else ' target="_self"'
    return f'<a href="{escape(cell.href)}"{target}>{escape(typography(cell.text))}</a>'
