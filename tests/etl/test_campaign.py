"""The tables of the campaign import as they are once filled; the command writes all or nothing."""

from __future__ import annotations

import io
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from etl import campaign
from etl.campaign import campaign_recipients, campaign_terms, write_campaign
from etl.errors import EtlError
from etl.imports.templates import territory_label
from etl.settings import Settings
from foundation.campaign.letters import default_terms
from foundation.campaign.recipients import FACULTY
from foundation.campaign.template import filled_template
from tests.support.imports import LOOKUP, read
from tests.support.paths import DATA

RECIPIENTS = campaign_recipients(DATA)
TEMPLATE = (DATA / "templates" / "msu.xlsx").read_bytes()
TERMS = default_terms(date(2026, 11, 21), 5)
IDS = {
    territory_label(row.level, row.code, row.name_fr): row.territory_id
    for row in LOOKUP.territories.itertuples()
}


def answered(folder: Path, territory_id: str, counts: dict[str, object]) -> Path:
    """The table of a recipient, with some of its counts."""
    content = filled_template(TEMPLATE, RECIPIENTS[territory_id], TERMS.counted_on)
    book = load_workbook(io.BytesIO(content))
    sheet = book.worksheets[0]
    total = [cell.value for cell in sheet[1]].index("total") + 1
    for row in range(2, sheet.max_row + 1):
        sheet.cell(row, total).value = counts.get(str(sheet.cell(row, 1).value))
    path = folder / "reponse.xlsx"
    book.save(path)
    return path


@pytest.mark.parametrize("territory_id", RECIPIENTS)
def test_a_filled_table_is_imported_as_it_is(territory_id, tmp_path):
    recipient = RECIPIENTS[territory_id]
    asked = [*recipient.wholes, *([recipient.label] if recipient.kind == FACULTY else [])]
    counts = {label: 40 + rank for rank, label in enumerate(asked)}
    preview = read(answered(tmp_path, territory_id, dict(counts)), "msu")
    assert preview.refusals + preview.proposals == ()
    assert [item.why_fr for item in preview.set_aside] == []
    found = dict(zip(preview.rows["territory_id"], preview.rows["total_msu"], strict=True))
    assert found == {IDS[label]: count for label, count in counts.items()}
    assert set(preview.rows["period"]) == {"2026-01-01"}


def test_a_line_left_blank_is_set_aside_and_is_not_a_zero(tmp_path):
    path = answered(tmp_path, "SUB-040", {"Aveyron (12)": 61, "Lot (46)": 0})
    preview = read(path, "msu")
    assert preview.refusals == ()
    found = dict(zip(preview.rows["territory_id"], preview.rows["total_msu"], strict=True))
    assert found == {"DEP-12": 61, "DEP-46": 0}
    assert {item.why_fr for item in preview.set_aside} == {"ligne à remplir, laissée vide"}
    assert len(preview.set_aside) == len(RECIPIENTS["SUB-040"].wholes) + 1 - 2


def test_a_line_of_another_file_without_its_total_is_still_refused(tmp_path):
    path = tmp_path / "msu.csv"
    path.write_text("territoire;date;total\n12;2024;61\n46;2024;\n", encoding="utf-8")
    (problem,) = read(path, "msu").refusals
    assert problem.column == "total"


def test_a_line_whose_total_alone_is_missing_is_refused(tmp_path):
    path = tmp_path / "msu.csv"
    lines = "territoire;date;total;N1;commentaire\n12;2024;61;;\n46;2024;;30;À REMPLIR\n"
    path.write_text(lines, encoding="utf-8")
    (problem,) = read(path, "msu").refusals
    assert problem.line == 3


@pytest.fixture
def settings(tmp_path) -> Settings:
    return Settings(data=DATA, choices=tmp_path / "reglages.toml")


def test_the_command_writes_a_letter_and_a_table_for_each_faculty(settings, tmp_path):
    folder = tmp_path / "envois" / "campagne"
    assert write_campaign(settings, folder, TERMS, with_councils=False) == 56
    assert len(list((folder / "facultes").glob("*.docx"))) == 28
    assert len(list((folder / "facultes").glob("*.xlsx"))) == 28
    assert [path.name for path in folder.parent.iterdir()] == ["campagne"]


def test_a_folder_that_holds_something_is_left_alone(settings, tmp_path):
    kept = tmp_path / "campagne" / "a_garder.txt"
    kept.parent.mkdir()
    kept.write_text("déjà là", encoding="utf-8")
    with pytest.raises(EtlError, match="choisir un autre dossier"):
        write_campaign(settings, kept.parent, TERMS, with_councils=False)
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]


def test_an_empty_folder_is_filled(settings, tmp_path):
    folder = tmp_path / "campagne"
    folder.mkdir()
    assert write_campaign(settings, folder, TERMS, with_councils=False) == 56


def test_nothing_is_left_when_a_file_cannot_be_made(settings, tmp_path, monkeypatch):
    def fail(*_: object) -> dict[str, bytes]:
        return {"facultes/a.txt": b"a", "facultes": b"not a folder"}

    monkeypatch.setattr(campaign, "campaign_files", fail)
    with pytest.raises(OSError, match="facultes"):
        write_campaign(settings, tmp_path / "campagne", TERMS, with_councils=False)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("counted_on", "answer_by", "told"),
    [("demain", None, "--counted-on"), (None, "31/12/2027", "--answer-by"),
     (None, "2020-01-01", "est passé")],
)  # fmt: skip
def test_a_day_that_is_none_or_is_past_is_refused(settings, counted_on, answer_by, told):
    with pytest.raises(EtlError, match=told):
        campaign_terms(settings, counted_on, answer_by, "", "")


def test_the_days_asked_for_are_those_of_the_letters(settings):
    terms = campaign_terms(settings, "2025-01-01", "2999-12-31", "Ordre", "https://msu.example")
    assert (terms.counted_on, terms.answer_by) == (date(2025, 1, 1), date(2999, 12, 31))
    assert (terms.sender, terms.site) == ("Ordre", "https://msu.example")
