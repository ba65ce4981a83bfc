"""One document of a brief in one format; what makes it is only imported when it is asked for."""

from __future__ import annotations

import io
import zipfile

from dashboard.briefs.brief import FORMATS, Brief
from dashboard.core.catalog import Catalog


def build_document(brief: Brief, catalog: Catalog, extension: str) -> bytes:
    """Bytes of a document.

    Parameters
    ----------
    extension : pdf, pptx, xlsx, csv or parquet

    Raises
    ------
    KeyError
        For another extension.
    """
    makers = {
        "pdf": _pdf,
        "pptx": _pptx,
        "xlsx": _xlsx,
        "csv": _csv,
        "parquet": _parquet,
    }
    return makers[extension](brief, catalog)


def build_archive(brief: Brief, catalog: Catalog) -> bytes:
    """Every format of a brief in one ZIP file."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for extension in FORMATS:
            content = build_document(brief, catalog, extension)
            archive.writestr(brief.file_name(extension), content)
    return buffer.getvalue()


def _pdf(brief: Brief, catalog: Catalog) -> bytes:
    from dashboard.briefs.pdf import build_pdf

    return build_pdf(brief)


def _pptx(brief: Brief, catalog: Catalog) -> bytes:
    from dashboard.briefs.pptx import build_pptx

    return build_pptx(brief)


def _xlsx(brief: Brief, catalog: Catalog) -> bytes:
    from dashboard.briefs.xlsx import build_xlsx

    return build_xlsx(brief, catalog)


def _csv(brief: Brief, catalog: Catalog) -> bytes:
    from dashboard.briefs.tables import build_csv

    return build_csv(brief)


def _parquet(brief: Brief, catalog: Catalog) -> bytes:
    from dashboard.briefs.tables import build_parquet

    return build_parquet(brief)
