"""Plotly charts, with their alternative, their demo mark and the buttons under them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st

from dashboard.charts.marks import with_demo_mark
from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.files import file_name, to_csv
from dashboard.core.formatting import typography
from dashboard.ui.chart_tools import show_chart_tools
from dashboard.ui.downloads import show_pressed_download

CONFIG = {"displayModeBar": False, "locale": "fr"}
Rows = Sequence[Sequence[str]]


@dataclass(frozen=True)
class Caption:
    """Texts of the picture of a chart, which leaves its page.

    ``subtitle`` is the territory, the year and the unit; ``note`` the statuses, the intervals
    and the key of the colours; ``name`` the parts of the name of its files.
    """

    title: str
    subtitle: str
    name: Sequence[str]
    source_ids: Sequence[str]
    note: str = ""


@dataclass(frozen=True)
class Table:
    """The values of a chart, as text; ``rows`` is called when the file is asked for."""

    header: Sequence[str]
    rows: Callable[[], Rows]


def show_chart(
    catalog: Catalog,
    figure: dict[str, Any],
    *,
    key: str,
    alt: str,
    caption: Caption,
    table: Table,
) -> None:
    """Show a plotly chart, and under it the buttons for its picture, its values and its link.

    Parameters
    ----------
    catalog : sources, build, and whether the figures are fictitious
    figure : plain dict, without demo mark
    key : of the chart; those of its tools follow from it
    alt : content of the chart, and where its values are on the page
    caption : texts of the picture
    table : content of the CSV file, with statuses, sources and build
    """
    st.plotly_chart(
        with_demo_mark(figure) if catalog.build.is_demo else figure,
        key=key,
        config=CONFIG,
        alt=typography(alt),
    )
    _show_tools(catalog, key, caption, table)


def show_values(catalog: Catalog, *, key: str, caption: Caption, table: Table) -> None:
    """Show the buttons for the values and the link of a drawing without picture of its own."""
    _show_tools(catalog, key, caption, table, has_picture=False)


def status_note(codes: Iterable[str | None]) -> str:
    """« Statut : observé, estimé. » for the note of a caption; empty when nothing is published."""
    labels = dict.fromkeys(STATUS_LABELS[code] for code in codes if code)
    return f"Statut : {', '.join(labels)}." if labels else ""


def _show_tools(
    catalog: Catalog, key: str, caption: Caption, table: Table, *, has_picture: bool = True
) -> None:
    is_demo = catalog.build.is_demo
    name = file_name(catalog, *caption.name)
    cited = dict.fromkeys(caption.source_ids)
    show_pressed_download(key, name, lambda: to_csv(table.header, table.rows(), is_demo=is_demo))
    show_chart_tools(
        key,
        name=name,
        title=typography(caption.title),
        subtitle=typography(caption.subtitle),
        note=typography(caption.note),
        sources=typography(" ; ".join(catalog.sources[item].citation for item in cited)),
        has_picture=has_picture,
    )
