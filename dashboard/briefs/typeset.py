"""Texts and pictures typeset by one engine: its fonts embedded, its texts never read as markup."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

DOCUMENTS_REMEMBERED = 10
# A word longer than this would run out of its column: it may then be cut anywhere.
LONG_WORD = re.compile(r"\S{28,}")
# Letters that the fonts of the document hold: Latin, Greek, Cyrillic, Hebrew, Arabic, signs.
UNKNOWN = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u017f\u0192\u0218-\u021b\u0300-\u0304\u0308\u0386-\u03ce"
    "\u0410-\u044f\u05d0-\u05ea\u0621-\u063a\u0641-\u064a\u2010-\u2015\u2018-\u201e\u2020-\u2022"
    "\u2026\u202f\u2030\u2039\u203a\u20ac\u2122\u2190-\u2193\u2212\u2248\u2260\u2264\u2265\u25a1]"
)


def typeset(template: Path, name: str, data: Mapping[str, Any]) -> bytes:
    """Typeset plain data, which the template reads under ``name``, as an accessible PDF.

    Raises
    ------
    typst.TypstError
        When the template is wrong; a text of the reader never makes it fail.
    """
    import typst

    compiler = typst.Compiler(
        template.read_bytes(),
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[_font_folder()]),
        sys_inputs={name: json.dumps(data, ensure_ascii=False)},
    )
    pdf = compiler.compile(format="pdf", pdf_standards="ua-1")
    assert isinstance(pdf, bytes)  # noqa: S101
    _forget_documents()
    return pdf


def render_picture(svg: str) -> bytes:
    """The PNG of a picture, for slides: 200 points per inch."""
    import typst

    compiler = typst.Compiler(
        b"#set page(width: auto, height: auto, margin: 0pt)\n#image(bytes(sys.inputs.svg), "
        b'format: "svg", width: 420pt)',
        font_paths=typst.Fonts(include_system_fonts=False, font_paths=[_font_folder()]),
        sys_inputs={"svg": svg},
    )
    png = compiler.compile(format="png", ppi=200)
    assert isinstance(png, bytes)  # noqa: S101
    _forget_documents()
    return png


def printable(text: str) -> str:
    """A text of the reader with the letters our fonts hold, its long words breakable."""
    legible = UNKNOWN.sub("□", text)
    return LONG_WORD.sub(lambda match: "\u200b".join(match[0]), legible)


def _forget_documents() -> None:
    """Have the engine drop what it remembers of the documents before: 40 MB each, up to ten.

    It drops what the last ten documents did not use, and another document uses next to nothing of
    it: ten of a blank page cost a twentieth of a second.
    """
    import typst

    fonts = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False)
    for _ in range(DOCUMENTS_REMEMBERED + 1):
        typst.Compiler(b" ", font_paths=fonts).compile(format="pdf")


def _font_folder() -> Path:
    import font_source_sans_pro

    return Path(font_source_sans_pro.__file__).parent / "files"
