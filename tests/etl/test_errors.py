"""Errors say where, what and what to do; they cross processes whole."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from etl.errors import (
    CheckError,
    DamagedStoreError,
    DataError,
    NoBuildError,
    OtherVersionError,
    RegisterError,
)


def test_a_data_error_says_where_what_and_what_to_do():
    error = DataError("msu.csv", 3, "value", "abc", "un nombre", "Corriger la cellule.")
    for part in ("msu.csv", "ligne 3", "« value »", "« abc »", "un nombre", "Corriger la cellule."):
        assert part in str(error)


@pytest.mark.parametrize(
    "error",
    [
        DataError("a.csv", 1, "b", "c", "d", "e"),
        RegisterError("a.yml", "b", "c", "d"),
        CheckError(["a", "b"]),
        NoBuildError(Path("a")),
        DamagedStoreError(["a"], "b"),
        OtherVersionError("du 30 novembre 2026"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_an_error_survives_the_passage_to_another_process(error):
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
