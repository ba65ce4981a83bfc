"""CSV as a French spreadsheet reads it: no Streamlit."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Sequence

from dashboard.charts.marks import FICTITIOUS

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
NUMBER = re.compile(r"-?\d+(,\d+)?")


def to_csv(header: Sequence[str], rows: Sequence[Sequence[str]], *, is_demo: bool = False) -> bytes:
    """CSV that a French spreadsheet opens as it is: UTF-8 with BOM, semicolons, decimal comma.

    A cell that a spreadsheet would run as a formula is preceded by an apostrophe. Every line of
    a demonstration says that it is fictitious.
    """
    if is_demo:
        header = ("avertissement", *header)
        rows = [(FICTITIOUS, *row) for row in rows]
    buffer = io.StringIO()
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow(header)
    writer.writerows([[_inert(cell) for cell in row] for row in rows])
    return buffer.getvalue().encode("utf-8-sig")


def decimal(value: float | None, decimals: int) -> str:
    """A number with a decimal comma and no separator of thousands; empty when missing."""
    # + 0.0: a rounded -0.2 is 0, not -0.
    return "" if value is None else f"{round(value, decimals) + 0.0:.{decimals}f}".replace(".", ",")


def _inert(cell: str) -> str:
    runs = cell.startswith(FORMULA_STARTS) and not NUMBER.fullmatch(cell)
    return f"'{cell}" if runs else cell
