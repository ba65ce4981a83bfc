"""A set is what it covers and who gives it: nothing is replaced only because names are alike."""

from __future__ import annotations

from dataclasses import replace

import pytest

from etl import store
from etl.errors import ConfirmationError
from etl.imports.run import Importer, ImportRequest, label_of, new_entry, run_import
from etl.settings import Settings
from foundation.choices import Choices
from tests.support.importing import write_lines
from tests.support.paths import DATA

HEADER = "territoire;date;total"


@pytest.fixture
def own(tmp_path):
    choices = tmp_path / "reglages.toml"
    choices.touch()
    return Settings(
        data=DATA, warehouse=tmp_path / "warehouse", local=tmp_path / "local", choices=choices
    )


@pytest.fixture
def keep(own, tmp_path):
    """Accept lines without building: what is served is not looked at here."""

    def kept(*lines, name="modele_msu.csv", **changes):
        request = asked(tmp_path, *lines, name=name, **changes)
        importer = Importer(own)
        manifest = store.read_manifest(own.store)
        preview = importer.preview(request, manifest)
        placed = importer.place(request, preview, manifest)
        entry = new_entry(request, preview, placed.label_fr, store.digest_rows(preview.rows))
        entry = store.with_rows(own.store, entry, preview.rows)
        store.write_manifest(own.store, store.with_import(manifest, entry))
        return entry

    return kept


@pytest.fixture
def try_(own, tmp_path):
    def tried(*lines, **changes):
        return run_import(own, asked(tmp_path, *lines, **changes), dry_run=True)

    return tried


def asked(folder, *lines, name="modele_msu.csv", **changes):
    path = write_lines(folder, name, [HEADER, *lines])
    return replace(ImportRequest("msu", path), **changes)


def sentences(result):
    return [change.sentence_fr for change in result.changes]


def test_two_councils_that_send_the_template_back_are_both_kept(own, keep, try_):
    keep("81;2024;60")
    result = try_("82;2024;50")
    assert result.replaces is None
    assert result.label_fr == "modele_msu (Tarn-et-Garonne, 2024)"
    assert [entry.label_fr for entry in result.beside] == ["modele_msu"]
    keep("82;2024;50")
    assert len(store.active(store.read_manifest(own.store))) == 2


def test_two_years_of_one_file_name_are_both_kept(keep, try_):
    keep("81;2023;60")
    result = try_("81;2024;62")
    assert (result.replaces, result.label_fr) == (None, "modele_msu (Tarn, 2024)")


def test_the_same_name_from_other_hands_is_another_set(keep, try_):
    keep("81;2024;60", who_fr="CDOM du Tarn")
    assert try_("81;2024;62", who_fr="ARS").replaces is None


def test_a_new_version_is_told_value_by_value(keep, try_):
    entry = keep("81;2024;60", "82;2024;50")
    result = try_("81;2024;64", "46;2024;33")
    assert result.replaces.import_id == entry.import_id
    assert result.label_fr == "modele_msu"
    assert (result.lost_n, result.other_label_fr) == (1, "modele_msu (Lot, Tarn, 2024)")
    assert sentences(result) == [
        "Tarn-et-Garonne, 2024, « total » : 50 → n’aurait plus de valeur",
        "Tarn, 2024, « total » : 60 → 64",
    ]


def test_values_that_a_file_name_alone_would_lose_wait_for_a_confirmation(own, keep, tmp_path):
    keep("81;2024;60", "82;2024;50")
    with pytest.raises(ConfirmationError) as caught:
        run_import(own, asked(tmp_path, "81;2024;64"))
    assert caught.value.lost == ("Tarn-et-Garonne, 2024, « total » : 50 → n’aurait plus de valeur",)
    assert '--as "modele_msu (Tarn, 2024)"' in str(caught.value)


def test_what_another_set_gives_keeps_a_value(keep, try_):
    keep("82;2024;48", name="autre.csv")
    keep("81;2024;60", "82;2024;50")
    assert sentences(try_("81;2024;60")) == ["Tarn-et-Garonne, 2024, « total » : 50 → 48"]


def test_a_second_version_of_a_set_told_apart_replaces_it(keep, try_):
    keep("81;2024;60")
    entry = keep("82;2024;50")
    result = try_("82;2024;51")
    assert result.replaces.import_id == entry.import_id
    assert sentences(result) == ["Tarn-et-Garonne, 2024, « total » : 50 → 51"]


def test_a_name_that_is_given_replaces_the_set_of_that_name(keep, try_):
    entry = keep("81;2024;60", label_fr="MSU du Tarn")
    result = try_("82;2024;50", label_fr="MSU du Tarn")
    assert result.replaces.import_id == entry.import_id
    assert sentences(result) == ["Tarn, 2024, « total » : 60 → n’aurait plus de valeur"]


def test_the_values_of_other_hands_are_not_told(keep, try_):
    keep("81;2024;60", label_fr="MSU du Tarn", who_fr="ARS")
    result = try_(
        "82;2024;50",
        label_fr="MSU du Tarn",
        who_fr="CDOM",
        territories=frozenset({"DEP-81", "DEP-82"}),
    )
    (sentence,) = sentences(result)
    assert "60" not in sentence
    assert "n’aurait plus de valeur" in sentence


def test_the_name_of_the_sheet_that_was_chosen_is_in_that_of_the_set(tmp_path):
    path = tmp_path / "deux_feuilles.xlsx"
    named = [
        label_of(ImportRequest("msu", path, choices=Choices(sheets=(sheet,))))
        for sheet in ("2023", "2024")
    ]
    assert named == ["deux_feuilles – 2023", "deux_feuilles – 2024"]
