"""An import from end to end: taken whole or not at all, once, replaced, undone, told as JSON."""

from __future__ import annotations

import pandas as pd
import pytest

from etl import store
from etl.errors import CheckError, ConfirmationError, DataError, ImportStateError
from etl.imports import journal
from etl.imports import run as run_module
from etl.imports.run import ImportRequest, rebuild, run_import, undo_import
from etl.reading.preview import RefusedFileError
from etl.settings import Settings
from etl.status import is_pending
from tests.support.importing import (
    digests,
    few_draws,
    new_installation,
    read_served,
    take,
    write_lines,
)
from tests.support.processes import Running, answer_of, command, start

AVEYRON = ["territoire;date;total", "12;2024;61"]
LABEL = "CDOM de l’Aveyron"


@pytest.fixture(scope="module", autouse=True)
def _quick(warehouse):
    with few_draws():
        yield


@pytest.fixture
def own(warehouse, tmp_path):
    """An installation without any import, which serves the committed figures."""
    return new_installation(warehouse.settings, tmp_path)


@pytest.fixture(scope="module")
def story(warehouse, tmp_path_factory):
    """An installation through which a file is taken, taken again, replaced, undone and undone."""
    settings = new_installation(warehouse.settings, tmp_path_factory.mktemp("histoire"))
    rebuild(settings)
    told = {"settings": settings, "before": read_served(settings)}
    told["first"] = take(settings, "msu", AVEYRON, LABEL)
    told["imported"] = read_served(settings)
    kept = digests(settings.warehouse), (settings.local / "manifest.json").read_bytes()
    shuffled = ["", "Comptage au 1er janvier", *AVEYRON, "Total;;61"]
    told["again"] = take(settings, "msu", shuffled, "Autre nom")
    told["is_same"] = kept == (
        digests(settings.warehouse),
        (settings.local / "manifest.json").read_bytes(),
    )
    told["second"] = take(settings, "msu", [*AVEYRON[:1], "12;2024;64"], LABEL)
    told["replaced"] = read_served(settings)
    undo_import(settings, told["second"].entry.import_id)
    told["back"] = read_served(settings)
    undo_import(settings, told["first"].entry.import_id, who_fr="ARS")
    told["undone"] = read_served(settings)
    return told


def _msu(tables: dict[str, pd.DataFrame], territory_id: str = "DEP-12", period: str = "2024"):
    rows = tables["observation"]
    chosen = rows["indicator_id"].eq("msu") & rows["territory_id"].eq(territory_id)
    (row,) = rows[chosen & rows["period"].eq(period)].to_dict("records")
    return row


def _version(tables: dict[str, pd.DataFrame]) -> str:
    return tables["build"]["data_version"].item()


def _same_but_the_build(one: dict[str, pd.DataFrame], other: dict[str, pd.DataFrame]) -> None:
    assert one.keys() == other.keys()
    for name in one.keys() - {"build"}:
        pd.testing.assert_frame_equal(one[name], other[name], obj=name)


def test_an_accepted_file_is_served_at_once(story):
    assert story["first"].state == "accepted"
    assert story["first"].build.build_id == story["imported"]["build"]["build_id"].item()
    assert _msu(story["imported"])["value"] == 61
    assert _msu(story["before"])["value"] != 61
    assert _version(story["imported"]) != _version(story["before"])


def test_the_same_content_again_changes_nothing_even_under_another_name(story):
    assert story["again"].state == "unchanged"
    assert story["again"].entry == story["first"].entry
    assert story["again"].build is None
    assert story["is_same"]


def test_a_new_version_replaces_the_old_one_and_says_which(story):
    assert story["second"].replaces.import_id == story["first"].entry.import_id
    assert _msu(story["replaced"])["value"] == 64
    assert len(story["replaced"]["local_import"]) == 1


def test_undoing_a_version_serves_the_one_before(story):
    assert _version(story["back"]) == _version(story["imported"])
    _same_but_the_build(story["back"], story["imported"])


def test_undoing_everything_serves_what_was_served_before_any_import(story):
    assert _version(story["undone"]) == _version(story["before"])
    _same_but_the_build(story["undone"], story["before"])
    assert not is_pending(story["settings"])


def test_the_history_keeps_every_version_and_its_rows(story):
    settings = story["settings"]
    manifest = store.read_manifest(settings.store)
    assert [(entry.label_fr, entry.state) for entry in manifest] == [(LABEL, "undone")] * 2
    totals = [store.read_rows(settings.store, entry)["total_msu"].tolist() for entry in manifest]
    assert totals == [[61], [64]]


def test_the_journal_tells_each_step_and_who_took_it(story):
    lines = journal.read_journal(story["settings"].store)
    assert [(line.action, line.who_fr) for line in lines] == [
        ("import", "Poste local"),
        ("inchange", "Poste local"),
        ("import", "Poste local"),
        ("annulation", "Poste local"),
        ("annulation", "ARS"),
    ]
    assert lines[0].import_id == story["first"].entry.import_id
    assert lines[0].sha256 == story["first"].preview.sha256


def test_a_trial_writes_nothing_at_all(own):
    path = write_lines(own.local.parent, "msu.csv", AVEYRON)
    before = digests(own.local.parent)
    result = run_import(own, ImportRequest("msu", path), dry_run=True)
    assert (result.state, result.label_fr, len(result.preview.rows)) == ("preview", "msu", 1)
    assert digests(own.local.parent) == before
    assert not own.local.exists()


def test_a_refused_file_changes_nothing_and_its_cells_stay_out_of_the_journal(own):
    path = write_lines(own.local.parent, "msu.csv", [*AVEYRON, "Zorglubie;2024;soixante"])
    before = digests(own.warehouse)
    with pytest.raises(RefusedFileError) as caught:
        run_import(own, ImportRequest("msu", path, who_fr=LABEL))
    assert {problem.line for problem in caught.value.problems} == {3}
    assert digests(own.warehouse) == before
    assert store.read_manifest(own.store) == ()
    assert not (own.local / "files").exists()
    (line,) = journal.read_journal(own.store)
    assert (line.action, line.who_fr, line.problems_n) == ("refus", LABEL, 2)
    assert line.columns == ("territoire", "total")
    written = (own.local / "journal.jsonl").read_text(encoding="utf-8")
    assert "Zorglubie" not in written
    assert "soixante" not in written


def test_headers_recognised_by_likeness_wait_for_a_confirmation_without_a_trace(own):
    path = write_lines(own.local.parent, "msu.csv", ["dept;année;nb msu", "12;2024;61"])
    before = digests(own.warehouse)
    with pytest.raises(ConfirmationError) as caught:
        run_import(own, ImportRequest("msu", path))
    assert "« nb msu » → total" in caught.value.proposals
    assert journal.read_journal(own.store) == ()
    assert digests(own.warehouse) == before


@pytest.mark.parametrize("label", ["", "   ", "x" * 81, "Dr Jean Dupont 06 12 34 56 78"])
def test_a_name_that_cannot_be_a_label_is_refused(own, label):
    path = write_lines(own.local.parent, "msu.csv", AVEYRON)
    with pytest.raises(RefusedFileError, match="un nom de 1 à 80 caractères"):
        run_import(own, ImportRequest("msu", path, label_fr=label or " "))
    assert "Dupont" not in (own.local / "journal.jsonl").read_text(encoding="utf-8")


def test_territories_outside_the_remit_are_refused(own):
    path = write_lines(own.local.parent, "msu.csv", [*AVEYRON, "48;2024;7"])
    request = ImportRequest("msu", path, territories=frozenset({"DEP-12"}))
    with pytest.raises(RefusedFileError, match="Lozère.*un territoire de votre ressort"):
        run_import(own, request)


@pytest.fixture
def failing_check(monkeypatch):
    def fail(_: object) -> None:
        raise CheckError(["Un contrôle en échec."])

    monkeypatch.setattr("etl.checks.require_passed", fail)


@pytest.mark.usefixtures("failing_check")
def test_a_build_that_fails_its_checks_takes_nothing(own):
    before = digests(own.warehouse)
    with pytest.raises(CheckError):
        take(own, "msu", AVEYRON, LABEL)
    assert digests(own.warehouse) == before
    assert store.read_manifest(own.store) == ()
    assert list((own.local / "files").iterdir()) == []
    (line,) = journal.read_journal(own.store)
    assert (line.action, line.reason) == ("refus", "CheckError")
    assert not is_pending(own)


def test_a_settings_file_that_cannot_be_read_refuses_the_import(own):
    own.choices.write_text("[secret]\nseuil = 4\n", encoding="utf-8")
    before = digests(own.warehouse)
    with pytest.raises(DataError, match="de 5 à 11"):
        take(own, "msu", AVEYRON, LABEL)
    assert digests(own.warehouse) == before
    assert store.read_manifest(own.store) == ()


def test_a_journal_that_cannot_be_written_lets_nothing_change(own, monkeypatch):
    def fail(*_: object, **__: object) -> None:
        raise OSError("disque plein")

    before = digests(own.warehouse)
    monkeypatch.setattr(run_module.journal, "record", fail)
    with pytest.raises(OSError, match="disque plein"):
        take(own, "msu", AVEYRON, LABEL)
    assert store.read_manifest(own.store) == ()
    assert digests(own.warehouse) == before


def test_an_undo_that_cannot_be_is_told_and_recorded(own):
    before = digests(own.warehouse)
    with pytest.raises(ImportStateError, match="Import inconnu.*aucun"):
        undo_import(own, "inconnu", who_fr="ARS")
    (line,) = journal.read_journal(own.store)
    assert (line.action, line.who_fr, line.reason) == ("refus", "ARS", "ImportStateError")
    assert digests(own.warehouse) == before


def test_an_import_may_be_undone_by_who_has_the_right_even_when_its_rows_are_damaged(own):
    entry = take(own, "msu", [*AVEYRON, "48;2024;7"], LABEL).entry
    mine = frozenset({"DEP-12"})
    path = write_lines(own.local.parent, "msu.csv", [AVEYRON[0], "12;2024;62"])
    with pytest.raises(ImportStateError, match="hors de votre ressort"):
        run_import(own, ImportRequest("msu", path, label_fr=LABEL, territories=mine))
    with pytest.raises(ImportStateError, match="hors de votre ressort"):
        undo_import(own, entry.import_id, territories=mine)
    assert store.active(store.read_manifest(own.store)) == (entry,)
    (own.local / "files" / f"{entry.import_id}.parquet").write_bytes(b"PAR1")
    before = digests(own.warehouse)
    with pytest.raises(DataError, match="python -m etl repair --set-aside"):
        rebuild(own)
    assert digests(own.warehouse) == before
    undo_import(own, entry.import_id)
    assert _msu(read_served(own))["status"] == "estimated"


def _begin(settings: Settings, *arguments: str) -> Running:
    return start(settings, command, *arguments)


def test_two_imports_at_the_same_time_are_both_kept_and_both_served(own):
    one = write_lines(own.local.parent, "aveyron.csv", AVEYRON)
    other = write_lines(own.local.parent, "lozere.csv", [AVEYRON[0], "48;2024;7"])
    both = [_begin(own, "import", "msu", str(path), "--json") for path in (one, other)]
    answers = [answer_of(running) for running in both]
    assert [(code, answer["state"]) for code, answer in answers] == [(0, "accepted")] * 2
    manifest = store.read_manifest(own.store)
    assert sorted(entry.label_fr for entry in manifest) == ["aveyron", "lozere"]
    tables = read_served(own)
    assert [_msu(tables, name)["value"] for name in ("DEP-12", "DEP-48")] == [61, 7]
    assert not is_pending(own)
    code, again = answer_of(_begin(own, "import", "msu", str(one), "--json", "--as", "Encore"))
    assert (code, again["state"], again["build"]) == (0, "unchanged", None)
    assert again["import"]["label_fr"] == "aveyron"


def test_the_command_tells_a_trial_as_json_and_annotates_a_copy(own):
    path = write_lines(own.local.parent, "msu.csv", AVEYRON)
    copy = own.local.parent / "annote.xlsx"
    arguments = ("--dry-run", "--json", "--as", LABEL, "--annotated", str(copy))
    code, answer = answer_of(_begin(own, "import", "msu", str(path), *arguments))
    assert (code, answer["state"], answer["label_fr"]) == (0, "preview", LABEL)
    assert (answer["message_fr"], answer["refusals"], answer["replaces"]) == ("", [], None)
    assert answer["preview"]["kept_n"] == 1
    assert answer["preview"]["rows"][0]["territory_id"] == "DEP-12"
    assert (answer["import"], answer["build"]) == (None, None)
    assert copy.read_bytes().startswith(b"PK")
    assert not own.local.exists()


def test_the_command_tells_a_refusal_as_json_in_french_and_leaves_the_warehouse(own):
    path = write_lines(own.local.parent, "msu.csv", [AVEYRON[0], "12;2024;-3"])
    copy = own.local.parent / "annote.xlsx"
    before = digests(own.warehouse)
    arguments = ("--json", "--annotated", str(copy))
    code, answer = answer_of(_begin(own, "import", "msu", str(path), *arguments))
    assert (code, answer["state"]) == (1, "refused")
    assert (answer["import"], answer["build"]) == (None, None)
    (refusal,) = answer["refusals"]
    assert (refusal["line"], refusal["column"], refusal["value"]) == (2, "total", "-3")
    assert "Que faire" in answer["message_fr"]
    assert digests(own.warehouse) == before
    assert copy.read_bytes().startswith(b"PK")


def test_the_command_asks_for_a_confirmation_as_json(own):
    path = write_lines(own.local.parent, "msu.csv", ["dept;année;nb msu", "12;2024;61"])
    code, answer = answer_of(_begin(own, "import", "msu", str(path), "--json"))
    assert (code, answer["state"]) == (1, "confirm")
    assert "« nb msu » → total" in answer["proposals"]
    assert "--confirm" in answer["message_fr"]


def test_an_unknown_kind_is_refused_with_those_that_exist(own):
    with pytest.raises(ImportStateError, match="« inconnu ».*msu, msu_lignes, msu_indices, stages"):
        take(own, "inconnu", AVEYRON, LABEL)
