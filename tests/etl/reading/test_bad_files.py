"""Every file of tests/data/bad is refused, for the reason it was made for, and nothing else."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
import yaml

from etl.reading import archive, safety
from tests.support.imports import outcome

BAD = Path(__file__).resolve().parents[1] / "bad"
REASONS = yaml.safe_load((BAD / "reasons.yml").read_text(encoding="utf-8"))


def test_every_bad_file_has_its_reason_and_every_reason_its_file():
    files = {path.name for path in BAD.iterdir()} - {"reasons.yml"}
    assert files == {reason["file"] for reason in REASONS}
    assert len(REASONS) == len(files)


def test_the_bad_files_are_many_and_of_every_kind():
    assert len(REASONS) >= 60
    assert len({reason["kind"] for reason in REASONS}) == 9


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason["file"])
def test_a_bad_file_is_refused_for_its_reason(reason):
    choices = {name: reason[name] for name in ("sheet", "columns") if name in reason}
    result = outcome(BAD / reason["file"], reason["kind"], **choices)
    told = [p for p in result.problems if reason["reason"].lower() in p.message_fr.lower()]
    assert told, result.messages
    assert len(result.problems) == reason.get("problems", 1), result.messages
    assert told[0].line == reason.get("line", 0)
    assert told[0].column == reason.get("column", "")


@pytest.mark.parametrize("reason", REASONS, ids=lambda reason: reason["file"])
def test_a_refusal_says_the_file_and_what_to_do_and_keeps_no_row(reason):
    choices = {name: reason[name] for name in ("sheet", "columns") if name in reason}
    result = outcome(BAD / reason["file"], reason["kind"], **choices)
    assert all(reason["file"] in message for message in result.messages)
    assert all(problem.remedy_fr[0].isupper() for problem in result.problems)
    assert all(problem.remedy_fr.endswith((".", "?")) for problem in result.problems)
    assert result.preview is None or result.preview.rows.empty


def test_a_file_over_50_mb_is_refused_unread(tmp_path):
    path = tmp_path / "trop_gros.csv"
    with path.open("wb") as file:
        file.truncate(safety.FILE_MAX + 1)
    assert "au plus 50 Mo" in outcome(path, "msu").messages[0]


def test_a_text_of_500_001_lines_is_refused(tmp_path):
    path = tmp_path / "trop_long.csv"
    path.write_text("territoire;date;total\n" + "12;2024;61\n" * (safety.ROWS_MAX + 1))
    assert "au plus 500 000 lignes" in outcome(path, "msu").messages[0]


def test_a_workbook_of_51_sheets_is_refused(tmp_path):
    book = openpyxl.Workbook()
    for _ in range(safety.SHEETS_MAX):
        book.create_sheet()
    path = tmp_path / "trop_de_feuilles.xlsx"
    book.save(path)
    assert "au plus 50 feuilles" in outcome(path, "msu").messages[0]


def test_a_zip_bomb_is_refused(tmp_path):
    path = tmp_path / "bombe.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("xl/workbook.xml", b"<workbook/>")
        packed.writestr("xl/worksheets/sheet1.xml", b"0" * (archive.RATIO_FLOOR + 1))
    assert "une fois décompressé" in outcome(path, "msu").messages[0]


@pytest.fixture
def rewrite(tmp_path):
    """Save a workbook whose parts were changed by a function of their name and content."""

    def save(change):
        source, path = tmp_path / "source.xlsx", tmp_path / "classeur.xlsx"
        book = openpyxl.Workbook()
        for row in (["territoire", "date", "total"], [12, 2024, 61]):
            book.active.append(row)
        book["Sheet"]["A1048576"] = 1
        book.save(source)
        with zipfile.ZipFile(source) as read, zipfile.ZipFile(path, "w") as written:
            for name in read.namelist():
                written.writestr(*change(name, read.read(name)))
        return path

    return save


def test_a_sheet_kept_elsewhere_in_the_archive_is_measured_too(rewrite):
    def move(name, content):
        return name.replace("xl/worksheets/sheet1.xml", "xl/ailleurs.bin"), content.replace(
            b"worksheets/sheet1.xml", b"ailleurs.bin"
        )

    assert "au plus 500\u202f000 lignes" in outcome(rewrite(move), "msu").messages[0]


def test_a_sheet_that_cannot_be_measured_is_refused(rewrite):
    def widen(name, content):
        wide = "worksheets" in name and name.endswith("sheet1.xml")
        return name, content.decode().encode("utf-16") if wide else content

    assert "classeur endommagé" in outcome(rewrite(widen), "msu").messages[0]


def test_an_archive_that_lies_about_its_sizes_is_refused(tmp_path):
    path = tmp_path / "menteur.xlsx"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 5000)
    packed = path.read_bytes()
    size = packed.index(b"PK\x01\x02") + 24
    path.write_bytes(packed[:size] + (10).to_bytes(4, "little") + packed[size + 4 :])
    assert (
        "une partie annonce 10 octets et dépasse cette taille" in outcome(path, "msu").messages[0]
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("../../etc/passwd.csv", "Fichier passwd.csv,"),
        ("C:\\Users\\x\\msu.csv", "Fichier msu.csv,"),
        ("a\nb\x1b[31m.csv", "Fichier ab[31m.csv,"),
    ],
)
def test_a_name_with_tricks_is_told_without_them(tmp_path, name, told):
    path = tmp_path / "depot.bin"
    path.write_text("territoire;date;total\n12;2024;-1\n", encoding="utf-8")
    assert outcome(path, "msu", name=name).messages[0].startswith(told)
