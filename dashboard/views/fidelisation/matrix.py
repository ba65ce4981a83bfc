"""Matrix of doctors by origin and région of practice, as a table of its own."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from html import escape

from dashboard.charts.palette import SEQUENTIAL_UP, sequential_breaks
from dashboard.core.catalog import Catalog
from dashboard.core.formatting import number
from dashboard.views.fidelisation.words import WITHHELD

NO_FLOW_MARK = "·"
NO_OTHERS: Mapping[str, str] = {}
PAPER, INK = "#ffffff", "#1b1f27"
# From this class on, the colour is dark enough for white figures.
FIRST_DARK = 3


@dataclass(frozen=True)
class MatrixCell:
    """Doctors of one origin in one région: those published, and whether others are withheld."""

    doctors_n: int = 0
    is_withheld: bool = False

    @property
    def text(self) -> str:
        """« 12 », « ≥ 12 », « masqué »."""
        if not self.doctors_n:
            return WITHHELD if self.is_withheld else NO_FLOW_MARK
        return f"≥\u00a0{number(self.doctors_n)}" if self.is_withheld else number(self.doctors_n)


def matrix_html(
    catalog: Catalog,
    matrix: Mapping[str, Mapping[str, MatrixCell]],
    caption: str,
    in_bold: Collection[str],
    corner: str,
    others: Mapping[str, str] = NO_OTHERS,
) -> str:
    """HTML of the matrix, every text escaped.

    ``in_bold`` are the territories selected, ``corner`` heads the origins; ``others`` names those
    that are no territory, in last rows.
    """
    places = {place for row in matrix.values() for place in row}
    # Codes put overseas first; most readers look for the others.
    columns = sorted((name for name in catalog.territories if name in places), key=_is_overseas)
    values = [cell.doctors_n for row in matrix.values() for cell in row.values() if cell.doctors_n]
    breaks = sequential_breaks(values) if values else ()
    # In the same order: those who stayed are on the diagonal.
    origins = sorted(catalog.territories, key=_is_overseas)
    rows = {name: catalog.territories[name].name_fr for name in origins} | dict(others)
    head = "".join(
        f'<th scope="col"{_mark(name in in_bold)}><span>{_name(catalog, name)}</span></th>'
        for name in columns
    )
    body = "".join(
        f'<tr{_mark(origin in in_bold)}><th scope="row">{escape(label)}</th>'
        + "".join(_cell(matrix[origin].get(name, MatrixCell()), breaks) for name in columns)
        + "</tr>"
        for origin, label in rows.items()
        if origin in matrix
    )
    label = escape(caption)
    return (
        f'<div class="table matrix" role="region" aria-label="{label}" tabindex="0"><table>'
        f"<caption>{label}</caption>"
        f'<thead><tr><th scope="col">{escape(corner)}</th>{head}</tr></thead>'
        f"<tbody>{body}</tbody></table></div>"
    )


def _cell(cell: MatrixCell, breaks: tuple[float, ...]) -> str:
    if not cell.doctors_n:
        return f'<td class="none">{cell.text}</td>'
    rank = sum(cell.doctors_n >= limit for limit in breaks)
    ink = PAPER if rank >= FIRST_DARK else INK
    return f'<td style="background:{SEQUENTIAL_UP[rank]};color:{ink}">{cell.text}</td>'


def _is_overseas(territory_id: str) -> bool:
    return territory_id.startswith("REG-") and territory_id < "REG-11"


def _name(catalog: Catalog, territory_id: str) -> str:
    return escape(catalog.territories[territory_id].name_fr)


def _mark(is_selected: bool) -> str:
    return ' class="selected"' if is_selected else ""
