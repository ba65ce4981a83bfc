"""The record of what users see: what its comparison tells, and what it takes out of a text."""

from __future__ import annotations

from datetime import date

import pytest

from tests.support.differences import PAYLOADS, differences
from tests.support.neutral import Neutral
from tests.support.record import main

UID = "d9cfc80b-4076-53f2-bcfc-4f5f066ee25c"
DAY = date(2026, 11, 9)


@pytest.fixture
def records(tmp_path):
    """Two records, alike."""
    folders = (tmp_path / "before", tmp_path / "after")
    for folder in folders:
        (folder / "pages" / "FR").mkdir(parents=True)
        (folder / "pages" / "FR" / "carte.txt").write_text("un\ndeux\ntrois\n", encoding="utf-8")
    return folders


def keep(record, digest, text):
    """Keep a long text in a record, named by its one page."""
    (record / PAYLOADS).mkdir(exist_ok=True)
    (record / PAYLOADS / f"{digest}.txt").write_text(text, encoding="utf-8")
    (record / "pages" / "FR" / "carte.txt").write_text(f"  spec: @{digest}\n", encoding="utf-8")


def test_two_records_alike_do_not_differ(records, capsys):
    assert differences(*records) == []
    assert main(["--compare", *map(str, records)]) == 0
    assert capsys.readouterr().out == "No difference.\n"


def test_a_changed_line_is_shown_with_its_file(records, capsys):
    (records[1] / "pages" / "FR" / "carte.txt").write_text("un\n2\ntrois\n", encoding="utf-8")
    assert main(["--compare", *map(str, records)]) == 1
    shown = capsys.readouterr().out.splitlines()
    assert "-deux" in shown
    assert "+2" in shown
    assert "  pages/FR/carte.txt" in shown


def test_the_end_of_a_line_is_compared_too(records):
    (records[1] / "pages" / "FR" / "carte.txt").write_bytes(b"un\r\ndeux\ntrois\n")
    assert "+un\\r" in differences(*records)


@pytest.mark.parametrize(("side", "name"), [(0, "before"), (1, "after")])
def test_a_file_that_one_record_lacks_is_named(records, side, name):
    (records[side] / "pages" / "FR" / "suivi.txt").write_text("là", encoding="utf-8")
    (line,) = differences(*records)
    assert line.endswith(f"{name}: pages/FR/suivi.txt")
    assert differences(*records, common=True) == []


def test_a_long_text_kept_beside_its_page_is_read_in_its_place(records):
    keep(records[0], "a" * 16, "couleur\nrouge")
    keep(records[1], "b" * 16, "couleur\nbleu")
    lines = differences(*records)
    assert "-    rouge" in lines
    assert "+    bleu" in lines
    assert "-    couleur" not in lines


def test_a_long_difference_is_cut_short(records):
    for record, text in zip(records, ("a", "b"), strict=True):
        lines = "\n".join(f"{text}{number}" for number in range(1000))
        (record / "pages" / "FR" / "carte.txt").write_text(lines, encoding="utf-8")
    lines = differences(*records)
    assert "… (more lines differ)" in lines
    assert len(lines) < 100


def test_a_difference_repeated_from_page_to_page_is_shown_once(records):
    for record, text in zip(records, ("un", "deux"), strict=True):
        for name in ("carte", "fiche", "suivi"):
            (record / "pages" / "FR" / f"{name}.txt").write_text(f"{name}\n{text}\n")
    lines = differences(*records)
    assert lines.count("+deux") == 1
    assert lines[-3:] == [f"  pages/FR/{name}.txt" for name in ("carte", "fiche", "suivi")]


@pytest.mark.parametrize(
    ("text", "neutral"),
    [
        ("construction 20261109T193434483-d1dd48 du 9 novembre 2026", "<build> du <today>"),
        ("importé le 9 novembre 2026 à 19 h 03", "importé le <today> à <time>"),
        ("20261109T193442129-actions-e0ae0a", "<moment>-actions-e0ae0a"),
        ("20261109T193442129-e0ae0a, données 0123456789", "<build>, données <version>"),
        (f"DTSTAMP:20261109T000000Z\r\nUID:{UID}", "DTSTAMP:<moment>\r\nUID:<event>"),
        (f"LAST-MODIFIED:20261109T000000Z\r\nUID:{UID}", f"LAST-MODIFIED:<moment>\r\nUID:{UID}"),
        ("$$ID-0123456789abcdef0123456789abcdef-carte.valeurs", "carte.valeurs"),
        ("/somewhere/warehouse, 2026-11-09T19:34:38Z", "<folder>/warehouse, <today>T<time>Z"),
        ("échéance au 10 novembre 2026, 19 h 03", "échéance au 10 novembre 2026, 19 h 03"),
        ("19 novembre 2026", "19 novembre 2026"),
    ],
)
def test_what_the_moment_decides_is_replaced_and_nothing_else(text, neutral):
    words = {"construction 20261109T193434483-d1dd48": "<build>", "/somewhere": "<folder>"}
    assert Neutral(words, (DAY,))(text) == neutral


def test_a_folder_that_holds_something_else_is_not_replaced(tmp_path):
    (tmp_path / "mine.txt").touch()
    with pytest.raises(FileExistsError):
        main([str(tmp_path)])
    assert (tmp_path / "mine.txt").is_file()
