"""Sentences of « Fiche territoire », from values alone."""

from __future__ import annotations

import pytest

from dashboard.profile.model import ProfileValue
from dashboard.views.fiche.words import (
    interval_of,
    more_in_workbook,
    points_note,
    title_with_reserve,
    to_ask,
    with_interval,
)

ESTIMATE = ProfileValue(53, 17, 114, "estimated", label="MSU", unit="MSU", decimals=0)
COUNT = ProfileValue(32, status="observed", label="MSU", unit="MSU", decimals=0)
MISSING = ProfileValue(None, label="MSU", unit="MSU", decimals=0, ask="ARS, DREES.")


@pytest.mark.parametrize(
    ("value", "interval", "text", "ask"),
    [
        (ESTIMATE, "intervalle 17 à 114", "53\u00a0est. (17 à 114)", ""),
        (COUNT, "", "32", ""),
        (MISSING, "", "n.\u00a0d.", "à demander : ARS, DREES."),
    ],
)
def test_a_value_says_its_interval_or_whom_to_ask(value, interval, text, ask):
    assert (interval_of(value), with_interval(value), to_ask(value)) == (interval, text, ask)


def test_full_points_may_be_fictitious_in_the_demonstration_only():
    assert points_note(is_demo=False).endswith("pleins : comptées.")
    assert points_note(is_demo=True).endswith("pleins : comptées ou fictives.")


def test_an_initiative_keeps_the_reservation_of_its_source():
    assert title_with_reserve("Forum", "") == "Forum"
    assert title_with_reserve("Forum", "Déclaratif.") == "Forum. Réserve : Déclaratif."


def test_the_workbook_has_the_initiatives_that_the_table_leaves_out():
    assert more_in_workbook(1).startswith("1\u00a0autre initiative\u00a0:")
    assert more_in_workbook(7).startswith("7\u00a0autres initiatives\u00a0:")
