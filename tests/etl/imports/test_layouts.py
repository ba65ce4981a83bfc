"""What a user said of the layout of a file is proposed for the next one, and never more."""

from __future__ import annotations

import pytest

from etl.imports.layouts import FILE, read_layouts, remember
from etl.imports.prepare import prepare
from foundation.answers import FileValue
from tests.support.imports import KINDS, LOOKUP, choices_of, stored_kind

SECRET = "Relevé confidentiel"


@pytest.fixture
def folder(tmp_path):
    kept = tmp_path / "local"
    kept.mkdir()
    return kept


def read(path, folder, kind_id="msu", **choices):
    kind = KINDS[kind_id]
    layouts = read_layouts(folder)
    chosen = choices_of(**choices)
    return prepare(path, kind, stored_kind(kind), LOOKUP, choices=chosen, layouts=layouts)


def kept(preview, folder, kind_id="msu"):
    remember(folder, preview.layout, KINDS[kind_id], preview.choices)


MAPPING = {"alpha": "territory_id", "beta": "period", "gamma": "total_msu"}


def test_a_mapping_is_proposed_for_the_next_file_of_the_same_layout(write, folder):
    kept(read(write("alpha;beta;gamma", "12;2023;58"), folder, columns=MAPPING), folder)
    preview = read(write("Alpha ;beta;gamma", "46;2024;33", name="autre.csv"), folder)
    assert preview.rows["total_msu"].tolist() == [33]
    assert {match.how for match in preview.matches} == {"retenu"}
    assert {header.how for header in preview.headers} == {"retenu"}
    assert preview.needs_confirmation


def test_what_is_remembered_stays_so_when_it_is_used_and_is_lost_to_another_choice(write, folder):
    path = write("territoire;date;un;deux", "12;2023;58;59")
    kept(read(path, folder, columns={"un": "total_msu"}), folder)
    kept(read(path, folder), folder)
    assert read(path, folder).rows["total_msu"].tolist() == [58]
    again = read(path, folder, columns={"deux": "total_msu"})
    assert again.rows["total_msu"].tolist() == [59]
    kept(again, folder)
    assert read(path, folder).rows["total_msu"].tolist() == [59]


def test_another_layout_or_another_kind_is_not_concerned(write, folder):
    path = write("alpha;beta;gamma", "12;2023;58")
    kept(read(path, folder, columns=MAPPING), folder)
    other = write("alpha;gamma;beta;delta", "12;58;2023;1", name="autre.csv")
    with pytest.raises(Exception, match="aucun en-tête reconnu"):
        read(other, folder)
    with pytest.raises(Exception, match="aucun en-tête reconnu"):
        read(path, folder, kind_id="installations")


def test_an_indicator_is_remembered_and_a_date_is_not(write, folder):
    path = write("territoire;valeur", "12;243")
    values = {"indicateur": "mg_rpps", "periode": "2023", "emplacement": SECRET}
    kept(read(path, folder, "valeurs", values=values), folder, "valeurs")
    preview = read(path, folder, "valeurs", values={"periode": "2024"})
    assert FileValue("indicator_id", "indicator", "mg_rpps", "retenu") in preview.values
    assert preview.rows["locator"].tolist() == ["msu.csv"]
    assert preview.needs_confirmation


def test_nothing_of_a_file_is_written_but_digests_and_identifiers(write, folder):
    path = write("territoire;Secteur du Dr Machin;date", "12;61;2024")
    choices = {"columns": {"Secteur du Dr Machin": "total_msu"}}
    kept(read(path, folder, **choices), folder)
    written = (folder / FILE).read_text(encoding="utf-8")
    assert "total_msu" in written
    for text in ("Machin", "Secteur", "secteur", "12", "fichier"):
        assert f'"{text}"' not in written
        assert "Machin" not in written


def test_a_damaged_memory_prevents_nothing(write, folder):
    (folder / FILE).write_text("{", encoding="utf-8")
    path = write("territoire;date;total", "12;2024;61")
    preview = read(path, folder)
    assert preview.rows["total_msu"].tolist() == [61]
    kept(preview, folder / "absent")
    assert not (folder / "absent").exists()
