"""Where the lines of a register stand, worked out once for all who look at them."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np
import pytest

from models.registers.follow_up import Lines
from models.registers.register import Register, RegisterDelay, RegisterField, RegisterStep
from models.registers.standing import Standing

TODAY = date(2026, 11, 25)
NEVER = "NaT"


def _field(name: str) -> RegisterField:
    return RegisterField(name, name, "text", name)


STEPS = (
    RegisterStep("asked", "Demandé", "asked_on"),
    RegisterStep("granted", "Accordé", "granted_on", "kept"),
)
REGISTER = Register(
    "essai",
    "Essai",
    ("dossier", "dossiers"),
    "Un dossier par ligne.",
    (_field("entry_id"),),
    {"entry": "entry_id"},
    STEPS,
    (RegisterDelay("delai", "Délai", "asked", "granted", 0, 3, "Usage"),),
    due_steps=("granted",),
)


@pytest.fixture
def standing() -> Standing:
    """Asked long ago; asked lately; granted and expired; granted and valid; granted, undated."""
    dates = [
        ["2026-01-05", NEVER],
        ["2026-11-01", NEVER],
        ["2020-01-05", "2020-02-05"],
        ["2026-01-05", "2026-07-05"],
        [NEVER, NEVER],
    ]
    due = [NEVER, NEVER, "2023-02-05", "2027-02-05", NEVER]
    lines = Lines(
        STEPS,
        np.array([0, 0, 1, 1, 1]),
        np.array([np.nan, 1, 4, 1, 1]),
        np.array(dates, dtype="datetime64[D]"),
        np.array(due, dtype="datetime64[D]"),
    )
    return Standing(REGISTER, lines, TODAY)


def test_only_the_lines_of_the_awaited_steps_are_followed(standing):
    assert standing.is_followed.tolist() == [False, False, True, True, True]
    every = Standing(replace(REGISTER, due_steps=()), standing.lines, TODAY)
    assert every.is_followed.all()


def test_a_line_is_late_by_its_due_date_or_by_a_delay(standing):
    assert [line.index for line in standing.late] == [2, 0]
    assert standing.is_late.tolist() == [True, False, True, False, False]
    assert standing.horizons.tolist() == [-1, -1, 0, 1, -1]


def test_the_delays_and_the_funnel_are_those_of_the_lines(standing):
    (delay,) = standing.delays
    assert (delay.in_time_n, delay.late_n, delay.running_n, delay.overdue_n) == (4, 1, 1, 1)
    assert delay.judged_n == 7
    assert [stage.reached_n for stage in standing.funnel.stages] == [8, 6]


def test_what_was_worked_out_is_kept(standing):
    assert standing.late is standing.late
    assert standing.funnel is standing.funnel
    assert standing.delays is standing.delays
