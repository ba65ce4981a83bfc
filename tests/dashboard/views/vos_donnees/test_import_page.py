"""What the page of imports remembers and says, without a page."""

from __future__ import annotations

import pytest

from dashboard.core.formatting import moment_fr
from dashboard.queries.kinds import read_kinds, read_template
from dashboard.views.vos_donnees.action import history_after
from dashboard.views.vos_donnees.draft import ImportDraft, Outcome
from etl.declared.kinds import load_kinds
from tests.support.paths import DATA


def test_choices_belong_to_one_file():
    draft = ImportDraft()
    draft.take(("digest", "a.csv", "msu"), "a")
    draft.rename("Aveyron")
    draft.columns["Nombre"] = "total_msu"
    draft.choose_sheet("2025")
    assert draft.columns == {}
    draft.take(("digest", "a.csv", "msu"), "a")
    assert (draft.label_fr, draft.sheet) == ("Aveyron", "2025")
    draft.take(("digest", "a.csv", "stages"), "a")
    assert (draft.label_fr, draft.sheet) == ("a", "")


def test_what_was_made_is_kept_for_its_key_only():
    draft = ImportDraft()
    made = []

    def make() -> int:
        made.append(len(made))
        return made[-1]

    assert [draft.remember("preview", key, make) for key in ("a", "a", "b", "a")] == [0, 0, 1, 2]


def test_removing_a_file_empties_the_box_and_forgets_what_was_read():
    draft = ImportDraft()
    draft.take(("digest",), "a")
    draft.remember("preview", 1, lambda: "content")
    draft.restart()
    assert draft.rank == 1
    assert draft.made == {}


def test_a_file_dropped_after_an_import_stops_saying_what_came_of_it():
    draft = ImportDraft()
    draft.acted(Outcome("import", "fait"))
    assert draft.outcome
    draft.take(("digest",), "a")
    assert draft.outcome is None


def test_the_history_follows_an_import_without_being_read_again():
    first = {"import_id": "1", "state": "active", "replaces": None}
    second = {"import_id": "2", "state": "active", "replaces": "1"}
    history = {"imports": [first], "pending": True}
    after = history_after(history, {"state": "accepted", "import": second})
    assert after == {"imports": [first | {"state": "replaced"}, second], "pending": False}
    assert history_after(history, {"state": "unchanged", "import": first}) == history


@pytest.mark.parametrize(
    ("iso", "told"),
    [
        ("2026-11-22T01:31:21Z", "22 novembre 2026 à 2 h 31"),
        ("2026-07-31T22:05:00Z", "1er août 2026 à 0 h 05"),
    ],
)
def test_moments_are_told_in_the_time_of_paris(iso, told):
    assert moment_fr(iso).replace("\u00a0", " ") == told


def test_the_page_reads_the_same_kinds_as_the_import():
    page, imports = read_kinds(DATA), load_kinds(DATA)
    assert list(page) == list(imports)
    for kind_id, kind in imports.items():
        shown = page[kind_id]
        assert (shown.label_fr, shown.stores) == (kind.label_fr, kind.stores)
        assert [(c.column_id, c.header_fr, c.required) for c in shown.columns] == [
            (c.column_id, c.header_fr, c.required) for c in kind.columns
        ]


def test_only_the_anonymous_list_is_counted_rather_than_stored():
    assert [kind.kind_id for kind in read_kinds(DATA).values() if kind.is_counted] == ["msu_lignes"]


@pytest.mark.parametrize(("suffix", "start"), [("xlsx", b"PK"), ("csv", b"\xef\xbb\xbf")])
def test_every_kind_has_its_templates(suffix, start):
    for kind_id in read_kinds(DATA):
        assert read_template(kind_id, suffix).startswith(start), kind_id
