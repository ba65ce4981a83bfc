"""Sentences of the page « Vos données », without a page."""

from __future__ import annotations

from typing import get_args

import pytest

from dashboard.core.formatting import moment_fr
from dashboard.views.vos_donnees import words
from etl.imports.journal import Action
from tests.dashboard.conftest import as_read
from tests.support.answers import import_record


@pytest.mark.parametrize(
    ("iso", "moment"),
    [
        ("2026-11-22T01:31:21Z", "22 novembre 2026 à 2 h 31"),
        ("2026-07-31T22:05:00Z", "1er août 2026 à 0 h 05"),
    ],
)
def test_moments_are_those_of_paris(iso, moment):
    assert moment_fr(iso).replace("\u00a0", " ") == moment


def test_undoing_an_import_says_what_comes_back():
    assert words.UNDO_TO_ESTIMATES in words.undone(import_record("1"))
    assert words.UNDO_TO_PREVIOUS in words.undone(import_record("2", replaces="1"))


@pytest.mark.parametrize(
    ("names", "sentence"),
    [
        ((), "Votre compte importe pour : aucun territoire."),
        (("Lozère (48)",), "Votre compte importe pour : Lozère (48)."),
        (tuple("abcdefgh"), "Votre compte importe pour : a, b, c, d, e, f et 2 autres."),
    ],
)
def test_an_account_reads_for_which_territories_it_imports(names, sentence):
    assert words.account_limits(names) == sentence


def test_personal_columns_agree_in_number():
    assert "Elle ressemble" in words.personal_columns(["Nom"])
    several = as_read(words.personal_columns(["Nom", "RPPS"]))
    assert "2\u00a0colonnes retirées : « Nom », « RPPS »" in several


def test_every_action_of_the_journal_has_its_french_name():
    assert words.ACTIONS_FR.keys() == set(get_args(Action))


def test_the_journal_says_what_was_published_in_spite_of_its_changes():
    assert as_read(words.journal_rows(2, "")) == "2\u00a0lignes"
    told = words.journal_rows(2, "12 valeurs changent")
    assert "malgré de grands changements : 12 valeurs changent" in told


def test_what_is_left_out_names_lines_then_columns():
    assert words.left_out(1, 0) == "Laissé de côté : 1\u00a0ligne mise de côté."
    assert words.left_out(2, 3) == (
        "Laissé de côté : 2\u00a0lignes mises de côté, 3\u00a0colonnes non prises."
    )
