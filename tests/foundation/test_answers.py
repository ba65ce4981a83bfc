"""Answers of the ETL: what is written is what is read, and nothing else is an answer."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from foundation.answers import (
    Answer,
    BuildAnswer,
    FileAnswer,
    HistoryAnswer,
    JournalLine,
    Problem,
    SourceOutcome,
    SourceState,
    SourceStates,
    UndoAnswer,
    read_answer,
    read_states,
    write_answer,
    write_states,
)
from tests.support.answers import import_record

ANSWERS = [
    FileAnswer(
        state="refused",
        message_fr="non",
        refusals=(Problem("a.csv", "", 2, "total", "x", "un nombre", "Corriger."),),
        sheets=("2024", "2025"),
        replaces=import_record("1"),
    ),
    FileAnswer(state="accepted", entry=import_record("1")),
    BuildAnswer(state="built", build_id="b", file="b.duckdb", row_counts={"target": 5}),
    UndoAnswer(state="undone"),
    HistoryAnswer(
        state="read",
        imports=(import_record("1"),),
        journal=(JournalLine("2026-01-31T23:30:00Z", "refus", "ARS", columns=("total",)),),
        pending=True,
    ),
]


@pytest.mark.parametrize("answer", ANSWERS, ids=lambda answer: answer.state)
def test_an_answer_is_read_as_it_was_written(answer):
    written = write_answer(answer)
    assert "\n" not in written
    assert read_answer(written.encode(), type(answer)) == answer


def test_the_entry_of_the_history_is_called_import():
    written = json.loads(write_answer(FileAnswer(state="accepted", entry=import_record("1"))))
    assert written["import"]["import_id"] == "1"


@pytest.mark.parametrize("text", [b"", b"[1]", b"{}", b'{"state": "unheard of"}', b"no json"])
def test_anything_else_is_no_answer(text):
    with pytest.raises(ValueError):
        read_answer(text, FileAnswer)


def test_what_was_asked_for_is_done_or_not():
    states = ("accepted", "unchanged", "undone", "built", "preview", "refused", "failed")
    assert [Answer(state=state).is_done for state in states] == [True] * 4 + [False] * 3


NOW = "2026-11-30T10:00:00Z"
STATE = SourceState(SourceOutcome("zones", "CNAM, Zones", "failed", "non"), NOW, "")


def test_what_came_of_the_last_look_at_each_source_is_read_as_it_was_written():
    states = SourceStates((STATE, replace(STATE, good_at=NOW)))
    assert read_states(write_states(states)) == states


@pytest.mark.parametrize("content", [None, b"", b"{", b"[]", b'{"sources": [1]}', b"\xff"])
def test_nothing_is_known_of_the_sources_from_a_damaged_document(content):
    assert read_states(content) == SourceStates()


@pytest.mark.parametrize("text", ["hier", "2026-13-30T10:00:00Z", "9999-12-31T23:30:00Z"])
def test_nor_of_the_source_whose_times_no_page_could_tell(text):
    spoiled = (replace(STATE, tried_at=text), replace(STATE, good_at=text), STATE)
    assert read_states(write_states(SourceStates(spoiled))) == SourceStates((STATE,))
