"""The sheet of one entry of a register as a PDF, after the declaration of the register."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from dashboard.briefs.brief import safe_text
from dashboard.briefs.typeset import printable, typeset
from dashboard.core.catalog import Catalog
from dashboard.core.files import FICTITIOUS
from dashboard.core.formatting import period
from dashboard.core.registry import SITE
from dashboard.themes.entry_sheet import EMPTY, EntrySheet, SheetField, entry_sheet
from foundation.days import today_in_paris
from models.registers.register import Register, RegisterEntry

TEMPLATE = Path(__file__).parent / "entry.typ"
TEXT_LENGTH = 4000


def build_entry_pdf(
    catalog: Catalog, register: Register, entry: RegisterEntry, day: date | None = None
) -> bytes:
    """Typeset the sheet of an entry, on as many A4 pages as it needs.

    Raises
    ------
    typst.TypstError
        When the template is wrong; a text of the entry never makes it fail.
    """
    made_on = day or today_in_paris()
    return typeset(
        TEMPLATE,
        "entry",
        document(catalog, entry_sheet(catalog, register, entry, made_on), made_on),
    )


def document(catalog: Catalog, sheet: EntrySheet, day: date) -> dict[str, Any]:
    """Texts of the template."""
    info = catalog.build
    build = f"données {info.data_version}, construction {info.build_id}"
    demo = f" · {FICTITIOUS}" if sheet.is_demo else ""
    return {
        "site_name": SITE,
        "kind": _safe(sheet.register),
        "reference": _safe(f"{sheet.noun} {sheet.reference}"),
        "title": _safe(sheet.title),
        "place": _safe(sheet.place),
        "steps": [
            {"label": _safe(step.label), "when": _safe(step.when), "current": step.is_current}
            for step in sheet.steps
        ],
        "step": _safe(sheet.step),
        "facts": [_field(item) for item in sheet.facts],
        "texts": [_field(item) for item in sheet.texts],
        "tables": [
            {
                "label": _safe(item.label),
                "header": [_safe(text) for text in item.header],
                "rows": [[_safe(text) for text in row] for row in item.rows],
            }
            for item in sheet.tables
        ],
        "note": _safe(sheet.note),
        "origin": _safe(sheet.origin),
        "empty": EMPTY,
        "demo": sheet.is_demo,
        "demo_mark": FICTITIOUS,
        "demo_sentence": f"{FICTITIOUS} : jeu de démonstration, à ne pas citer.",
        "footer": f"{SITE} · {period(day.isoformat())} · {build}{demo}",
    }


def _field(item: SheetField) -> dict[str, Any]:
    return {
        "label": _safe(item.label),
        "lines": [_safe(line) for line in item.lines],
        "list": item.is_list,
    }


def _safe(text: str) -> str:
    return printable(safe_text(text, TEXT_LENGTH)[0])
