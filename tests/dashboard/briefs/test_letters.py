"""Letters of a meeting: to whom, what they ask, where they are."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest

from dashboard.briefs.formats import build_archive, build_document
from dashboard.queries.cache import served_build
from dashboard.queries.catalog import fetch_catalog
from tests.support.briefs import brief_of, plain

pytestmark = pytest.mark.usefixtures("served_warehouse")


def words_of(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    return plain(" ".join(item.text for item in document.paragraphs))


def test_the_letter_to_the_faculty_asks_for_the_count_of_the_subdivision():
    catalog = fetch_catalog(served_build())
    text = words_of(build_document(brief_of("DEP-23"), catalog, "dmg"))
    assert "Département de médecine générale" in text
    assert "Subdivision d’internat : Limoges" in text
    assert "Creuse (23)" in text


def test_the_letter_to_the_ars_asks_for_the_territory_and_its_stage_places():
    catalog = fetch_catalog(served_build())
    text = words_of(build_document(brief_of("DEP-23"), catalog, "ars"))
    assert "Agence régionale de santé" in text
    assert "Nouvelle-Aquitaine" in text
    assert "Creuse (23)" in text
    assert "Gironde" not in text
    assert "places de stage agréées, ouvertes et pourvues" in text


def test_a_territory_of_several_faculties_and_regions_writes_to_each():
    letters = brief_of("REG-27").letters
    assert [item.recipient.name for item in letters if item.kind == "dmg"] == [
        "Besançon",
        "Dijon",
    ]
    # A subdivision writes to the agency of each of its régions.
    shared = {item.recipient.name for item in brief_of("SUB-040").letters if item.kind == "ars"}
    assert shared


def test_the_archive_holds_each_letter_with_its_table():
    catalog = fetch_catalog(served_build())
    names = zipfile.ZipFile(io.BytesIO(build_archive(brief_of("DEP-12"), catalog))).namelist()
    letters = [name for name in names if name.startswith("lettres/")]
    assert len([name for name in letters if name.endswith(".docx")]) == len(
        [name for name in letters if name.endswith(".xlsx")]
    )
    assert any("occitanie" in name for name in letters)


def test_without_a_public_address_the_letter_leaves_a_blank():
    from dashboard.briefs.brief import BriefOptions, make_brief
    from dashboard.core.selection import default_selection
    from dashboard.queries.desk import Desk

    build = served_build()
    catalog = fetch_catalog(build)
    selection = default_selection(catalog).with_value("territory_id", "DEP-23")
    brief = make_brief(Desk(build, catalog, selection), BriefOptions())
    assert brief.link == ""
    text = words_of(build_document(brief, catalog, "dmg"))
    assert "[adresse de l’observatoire]" in text
    assert "http" not in text
