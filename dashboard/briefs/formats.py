"""A brief in each format; the libraries of a format are imported when it is made."""

from __future__ import annotations

import io
import zipfile

from dashboard.briefs.brief import FORMATS, LETTERS, Brief
from dashboard.core.catalog import Catalog
from dashboard.core.files import FICTITIOUS, decimal, to_csv

LETTER_FOLDER = "lettres"


def build_document(brief: Brief, catalog: Catalog, extension: str) -> bytes:
    """Bytes of a document.

    Parameters
    ----------
    extension : page, pdf, pptx, xlsx, csv, parquet, dmg or ars

    Raises
    ------
    KeyError
        For another extension.
    """
    if extension == "page":
        from dashboard.briefs.one_page import build_one_page

        return build_one_page(brief)
    if extension in LETTERS:
        from foundation.campaign.docx import letter_docx

        return letter_docx(next(item.text for item in brief.letters if item.kind == extension))
    if extension == "pdf":
        from dashboard.briefs.pdf import build_pdf

        return build_pdf(brief)
    if extension == "pptx":
        from dashboard.briefs.pptx import build_pptx

        return build_pptx(brief)
    if extension == "xlsx":
        from dashboard.briefs.xlsx import build_xlsx

        return build_xlsx(brief, catalog)
    return {"csv": build_csv, "parquet": build_parquet}[extension](brief)


def build_archive(brief: Brief, catalog: Catalog) -> bytes:
    """Every format of a brief in one ZIP file, and every letter with its table."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for extension in FORMATS:
            if extension not in LETTERS:
                content = build_document(brief, catalog, extension)
                archive.writestr(brief.file_name(extension), content)
        for item in brief.letters:
            for name, content in item.files.items():
                archive.writestr(f"{LETTER_FOLDER}/{name}", content)
    return buffer.getvalue()


BOUNDS = ("borne_basse_80", "borne_haute_80", "borne_basse_95", "borne_haute_95")
HEADER = (
    "section",
    "territoire_id",
    "territoire",
    "libelle",
    "detail",
    "valeur",
    "borne_basse",
    "borne_haute",
    *BOUNDS,
    "situation",
    "probabilite_sous_part",
    "unite",
    "statut",
    "periode",
    "source",
    "emplacement",
    "methode",
    "note",
    "version_donnees",
    "construction",
    "lien",
)
NUMBERS = ("valeur", "borne_basse", "borne_haute", *BOUNDS, "probabilite_sous_part")


def build_csv(brief: Brief) -> bytes:
    """CSV for a French spreadsheet; a missing value is « n. d. »."""
    rows = [
        tuple(
            _text(item, 2 if name == "probabilite_sous_part" else row.value.decimals)
            for name, item in zip(HEADER, cells, strict=True)
        )
        for row, cells in zip(brief.rows, _cells(brief), strict=True)
    ]
    value = HEADER.index("valeur")
    rows = [(*row[:value], row[value] or "n. d.", *row[value + 1 :]) for row in rows]
    return to_csv(HEADER, rows, is_demo=brief.profile.is_demo)


def build_parquet(brief: Brief) -> bytes:
    """Parquet of the same rows: numbers as numbers, missing as null; build in the metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = zip(*_cells(brief), strict=True)
    types = [pa.float64() if name in NUMBERS else pa.string() for name in HEADER]
    arrays = [pa.array(list(column), kind) for column, kind in zip(columns, types, strict=True)]
    names = list(HEADER)
    if brief.profile.is_demo:
        names.insert(0, "avertissement")
        arrays.insert(0, pa.array([FICTITIOUS] * len(brief.rows), pa.string()))
    table = pa.table(arrays, names=names).replace_schema_metadata(
        {"titre": brief.title, "construction": brief.build_text, "date": brief.day.isoformat()}
    )
    buffer = io.BytesIO()
    pq.write_table(table, buffer)
    return buffer.getvalue()


def _cells(brief: Brief) -> list[tuple[str | float | None, ...]]:
    build = brief.profile.build
    return [
        (
            row.section,
            row.territory_id,
            row.territory,
            row.label,
            row.detail,
            _rounded(row.value.value, row.value.decimals),
            _rounded(row.value.low, row.value.decimals),
            _rounded(row.value.high, row.value.decimals),
            *row.bounds,
            row.verdict,
            row.p_below,
            row.value.unit,
            row.value.status_text,
            row.value.period,
            " ; ".join(row.sources),
            row.value.locator,
            row.value.method_id or "",
            row.value.note,
            build.data_version,
            build.build_id,
            brief.link,
        )
        for row in brief.rows
    ]


def _text(cell: str | float | None, decimals: int) -> str:
    return cell if isinstance(cell, str) else decimal(cell, decimals)


def _rounded(value: float | None, decimals: int) -> float | None:
    return None if value is None else round(float(value), decimals)
