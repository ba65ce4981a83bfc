"""The import of a session: what is kept of it, and until when."""

from __future__ import annotations

from dashboard.views.vos_donnees.draft import ImportDraft, Outcome
from foundation.choices import Choices


def test_choices_belong_to_one_file():
    draft = ImportDraft()
    draft.take(("digest", "a.csv", "msu"), "a")
    draft.rename("Aveyron")
    draft.choose_column("Nombre", "total_msu")
    draft.choose_column("Nombre", "n1_msu")
    assert draft.choices.columns == (("Nombre", "n1_msu"),)
    draft.choose_sheets(("2025",))
    assert draft.choices == Choices(sheets=("2025",))
    draft.take(("digest", "a.csv", "msu"), "a")
    assert (draft.label_fr, draft.choices.sheets) == ("Aveyron", ("2025",))
    draft.take(("digest", "a.csv", "stages"), "a")
    assert (draft.label_fr, draft.choices) == ("a", Choices())


def test_headers_on_another_line_are_others_and_values_stay():
    draft = ImportDraft()
    draft.choose_column("Nombre", "total_msu")
    draft.give_value("period", " 2024 ")
    draft.choose_header_line(3)
    assert draft.choices == Choices(header_line=3, values=(("period", "2024"),))
    draft.give_value("period", " ")
    assert draft.choices.values == ()


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
