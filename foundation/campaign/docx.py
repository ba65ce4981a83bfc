"""A letter for a word processor: A4, in French, its parts as paragraphs."""

from __future__ import annotations

import io
from datetime import datetime

from docx import Document
from docx.document import Document as Letterhead
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from foundation.archive import redated
from foundation.campaign.letters import CLOSING, GREETING, Letter, Paragraph
from foundation.french import day_fr

FONT = "Arial"
LANGUAGE = "fr-FR"
AUTHOR = "Observatoire territorial des MSU"
# Space after a paragraph, and after the last item of a list.
PARAGRAPH = Pt(7)


def letter_docx(letter: Letter) -> bytes:
    """The letter as a .docx file; the same letter gives the same bytes."""
    document = Document()
    _set_page(document)
    _set_properties(document, letter)
    document.add_paragraph(letter.sender)
    document.add_paragraph("\n".join(letter.address))
    document.add_paragraph(f"Le {day_fr(letter.written_on)}")
    document.add_paragraph().add_run(f"Objet\u00a0: {letter.subject}").bold = True
    document.add_paragraph(GREETING)
    for item in letter.paragraphs:
        _add(document, item)
    document.add_paragraph(CLOSING)
    document.add_paragraph(letter.sender)
    buffer = io.BytesIO()
    document.save(buffer)
    return redated(buffer.getvalue())


def _add(document: Letterhead, item: Paragraph) -> None:
    paragraph = document.add_paragraph()
    if item.heading:
        paragraph.add_run(f"{item.heading}. ").bold = True
    paragraph.add_run(item.text)
    for rank, line in enumerate(item.items, start=1):
        bullet = document.add_paragraph(line, style="List Bullet")
        bullet.paragraph_format.space_after = PARAGRAPH if rank == len(item.items) else Pt(0)


def _set_page(document: Letterhead) -> None:
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.5)
    section.top_margin = section.bottom_margin = Cm(2)
    style = document.styles["Normal"]
    style.font.name, style.font.size = FONT, Pt(10.5)
    style.paragraph_format.space_after = PARAGRAPH
    # The proofing language of the template is English, in its defaults.
    for language in document.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LANGUAGE)


def _set_properties(document: Letterhead, letter: Letter) -> None:
    properties = document.core_properties
    properties.author = properties.last_modified_by = AUTHOR
    properties.title, properties.language = letter.subject, LANGUAGE
    properties.comments = ""
    written = datetime(letter.written_on.year, letter.written_on.month, letter.written_on.day)
    properties.created = properties.modified = written
