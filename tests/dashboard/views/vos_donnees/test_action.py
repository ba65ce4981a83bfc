"""What an import changes in the history, without a page."""

from __future__ import annotations

from dataclasses import replace

from dashboard.views.vos_donnees.action import history_after
from foundation.answers import FileAnswer, HistoryAnswer
from tests.support.answers import import_record


def test_the_history_follows_an_import_without_being_read_again():
    first, second = import_record("1"), import_record("2", replaces="1")
    history = HistoryAnswer(state="read", imports=(first,), pending=True)
    after = history_after(history, FileAnswer(state="accepted", entry=second))
    assert after.imports == (replace(first, state="replaced"), second)
    assert not after.pending
    assert history_after(history, FileAnswer(state="unchanged", entry=first)) == history


def test_the_history_follows_what_an_import_brings_besides():
    counts, ranges = import_record("1"), import_record("2", stores="msu_indices")
    newer = import_record("3", stores="msu_indices", replaces="2")
    history = HistoryAnswer(state="read", imports=(counts, ranges))
    after = history_after(history, FileAnswer(state="accepted", entry=counts, others=(newer,)))
    assert after.imports == (counts, replace(ranges, state="replaced"), newer)
