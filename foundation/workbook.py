"""Workbooks whose bytes depend on their content only."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime

from openpyxl import Workbook
from openpyxl.writer.excel import ExcelWriter

from foundation.archive import WRITTEN_ON, redated

AUTHOR = "Observatoire des MSU"


def workbook_bytes(workbook: Workbook) -> bytes:
    """Serialise a workbook to the same bytes each time: fixed dates inside and in the archive."""
    workbook.properties.created = workbook.properties.modified = datetime(*WRITTEN_ON)
    workbook.properties.creator = AUTHOR
    raw = io.BytesIO()
    # Not Workbook.save, which writes the current time.
    ExcelWriter(workbook, zipfile.ZipFile(raw, "w")).save()
    return redated(raw.getvalue())
