"""Letters and tables as files: they open, are the same twice, and hold what they should."""

from __future__ import annotations

import io
import zipfile
from datetime import date
from pathlib import Path
from xml.etree import ElementTree

import pytest
from docx import Document
from openpyxl import load_workbook

from etl.campaign import campaign_recipients
from foundation.campaign.docx import letter_docx
from foundation.campaign.files import campaign_archive, campaign_files
from foundation.campaign.letters import default_terms, letter
from foundation.campaign.recipients import FACULTY
from foundation.campaign.template import filled_template
from tests.support.paths import DATA

RECIPIENTS = campaign_recipients(DATA)
FACULTIES = [item for item in RECIPIENTS.values() if item.kind == FACULTY]
TERMS = default_terms(date(2026, 11, 29), 5)
TEMPLATE = (DATA / "templates" / "msu.xlsx").read_bytes()


@pytest.fixture(scope="module")
def files() -> dict[str, bytes]:
    return campaign_files(FACULTIES, TERMS, TEMPLATE, {})


def test_each_faculty_has_its_letter_and_its_table(files):
    assert len(files) == 56
    assert {Path(name).parent.as_posix() for name in files} == {"facultes"}
    assert "facultes/courrier_msu_clermont-ferrand.docx" in files
    assert "facultes/comptage_msu_clermont-ferrand.xlsx" in files


@pytest.mark.parametrize("recipient", FACULTIES, ids=lambda item: item.territory_id)
def test_a_letter_opens_in_a_word_processor(recipient):
    content = letter_docx(letter(recipient, TERMS))
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert package.testzip() is None
        assert "word/document.xml" in package.namelist()
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                ElementTree.fromstring(package.read(name))
    document = Document(io.BytesIO(content))
    text = "\n".join(item.text for item in document.paragraphs)
    assert all(name in text for name in recipient.wholes)
    assert f"Objet\u00a0: {letter(recipient, TERMS).subject}" in text
    assert round(document.sections[0].page_width.cm, 1) == 21
    assert document.core_properties.language == "fr-FR"


def test_a_table_holds_the_territories_of_its_recipient_and_no_count():
    recipient = RECIPIENTS["SUB-026"]
    book = load_workbook(io.BytesIO(filled_template(TEMPLATE, recipient, TERMS.counted_on)))
    header, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert [row[0] for row in rows] == [*recipient.wholes, recipient.label]
    total = header.index("total")
    assert all(row[total] is None for row in rows)
    assert {row[header.index("date")] for row in rows} == {"01/01/2026"}
    assert not any("EXEMPLE" in str(cell) for row in rows for cell in row)
    assert all(name in str(rows[-1]) for name in recipient.pieces)
    assert book.worksheets[0].data_validations.dataValidation


def test_a_conseil_has_one_line():
    recipient = RECIPIENTS["DEP-2A"]
    book = load_workbook(io.BytesIO(filled_template(TEMPLATE, recipient, TERMS.counted_on)))
    assert [row[0] for row in book.worksheets[0].iter_rows(min_row=2, values_only=True)] == [
        "Corse-du-Sud (2A)"
    ]


def test_the_same_campaign_gives_the_same_bytes():
    some = FACULTIES[:2]
    first, second = (campaign_archive(some, TERMS, TEMPLATE, {}) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert len(archive.namelist()) == 4
