"""Where lines stand: every step, every delay and every due date, on lines small enough to check."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.registers.follow_up import (
    NOT_DUE,
    DelayState,
    Lines,
    count_delay,
    delay_states,
    due_horizons,
    funnel,
    is_over,
    last_day,
    late_lines,
    months_after,
    partner_matrix,
    spread,
)
from models.registers.rates import Rate, indicator_rate
from models.registers.register import RegisterCount, RegisterDelay, RegisterIndicator, RegisterStep

TODAY = date(2026, 11, 24)
STEPS = (
    RegisterStep("contact", "Contact", "contact_on"),
    RegisterStep("dossier", "Dossier reçu", "file_on"),
    RegisterStep("visite", "Visite"),
    RegisterStep("decision", "Agréé", "decided_on", "kept"),
    RegisterStep("refus", "Refusé", "closed_on", "lost"),
)
DELAY = RegisterDelay("instruction", "Instruction", "dossier", "decision", 2, 6, "« 2 à 6 mois »")
SHARE = RegisterIndicator(
    "acceptation",
    "Part acceptée",
    "Dossiers agréés sur dossiers décidés.",
    "%",
    RegisterCount({"step": ("decision",)}),
    RegisterCount({"step": ("decision", "refus")}),
)


def lines(*rows: tuple[str | None, dict[str, str]], quantity=None, due=None) -> Lines:
    """Lines by step and dates by step, the rest unknown."""
    ranks = {step.step_id: rank for rank, step in enumerate(STEPS)}
    dates = np.full((len(rows), len(STEPS)), "NaT", dtype="datetime64[D]")
    for row, (_, known) in enumerate(rows):
        for step_id, day in known.items():
            dates[row, ranks[step_id]] = day
    return Lines(
        STEPS,
        np.array([-1 if step is None else ranks[step] for step, _ in rows], dtype=int),
        np.array([np.nan] * len(rows) if quantity is None else quantity, dtype=float),
        dates,
        np.array(due or ["NaT"] * len(rows), dtype="datetime64[D]"),
    )


def followed(found: Lines) -> np.ndarray:
    return ~found.ends("lost")


def reached(found) -> list[int]:
    return [stage.reached_n for stage in found.stages]


def test_a_line_reached_the_steps_before_the_one_where_it_stands():
    found = funnel(lines(("visite", {}), ("contact", {}), ("decision", {})), TODAY)
    assert reached(found) == [3, 2, 2, 1]
    assert [stage.standing_n for stage in found.stages] == [1, 0, 1, 1]


def test_a_lost_line_reached_the_last_step_that_bears_a_date_and_was_lost_there():
    lost = ("refus", {"contact": "2026-01-05", "dossier": "2026-02-05"})
    found = funnel(lines(lost, ("dossier", {})), TODAY)
    assert reached(found) == [2, 2, 0, 0]
    assert [stage.lost_n for stage in found.stages] == [0, 1, 0, 0]
    assert [(step.step_id, n) for step, n in found.lost] == [("refus", 1)]
    assert found.astray_n == 0


def test_a_lost_line_without_date_only_reached_the_first_step_and_is_counted_astray():
    found = funnel(lines(("refus", {"refus": "2026-03-01"})), TODAY)
    assert reached(found) == [1, 0, 0, 0]
    assert found.astray_n == 1


def test_with_one_step_on_the_way_a_line_is_lost_there_even_without_date():
    steps = (STEPS[0], STEPS[3], STEPS[4])
    dates = np.full((1, 3), "NaT", dtype="datetime64[D]")
    due = np.full(1, "NaT", dtype="datetime64[D]")
    found = funnel(Lines(steps, np.array([2]), np.array([1.0]), dates, due), TODAY)
    assert (found.stages[0].lost_n, found.astray_n) == (1, 0)


def test_only_the_steps_that_lost_lines_may_have_reached_are_at_least():
    found = funnel(lines(("refus", {}), ("visite", {})), TODAY)
    assert [found.is_floor(stage) for stage in found.stages] == [False, True, True, False]
    dated = funnel(lines(("refus", {"contact": "2026-01-01"}), ("visite", {})), TODAY)
    assert not any(dated.is_floor(stage) for stage in dated.stages)


def test_a_refusal_on_the_day_of_the_decision_is_not_a_grant():
    steps = (STEPS[0], STEPS[3], RegisterStep("refus", "Refusé", "decided_on", "lost"))
    dates = np.array([["2026-01-01", "2026-05-01", "2026-05-01"]], dtype="datetime64[D]")
    due = np.full(1, "NaT", dtype="datetime64[D]")
    found = funnel(Lines(steps, np.array([2]), np.array([1.0]), dates, due), TODAY)
    assert reached(found) == [1, 0]
    assert found.stages[0].lost_n == 1


def test_a_line_that_stands_somewhere_is_not_believed_to_have_gone_further():
    found = funnel(lines(("dossier", {"decision": "2026-03-01"})), TODAY)
    assert reached(found) == [1, 1, 0, 0]


def test_an_ending_is_not_reached_by_those_that_ended_otherwise():
    steps = (*STEPS[:4], RegisterStep("accord", "Accord partiel", None, "kept"))
    dates = np.full((1, 5), "NaT", dtype="datetime64[D]")
    due = np.full(1, "NaT", dtype="datetime64[D]")
    found = funnel(Lines(steps, np.array([4]), np.array([np.nan]), dates, due), TODAY)
    assert reached(found) == [1, 1, 1, 0, 1]


def test_a_date_to_come_says_nothing_yet():
    to_come = ("refus", {"dossier": "2027-01-01"})
    assert reached(funnel(lines(to_come), TODAY)) == [1, 0, 0, 0]


def test_a_line_without_step_is_counted_apart_and_its_dates_are_read():
    found = funnel(lines((None, {"dossier": "2026-01-01"}), (None, {})), TODAY)
    assert (found.unplaced_n, found.total_n) == (2, 2)
    assert reached(found) == [1, 1, 0, 0]


def test_a_line_counts_for_its_quantity():
    found = funnel(
        lines(("visite", {}), ("contact", {}), ("contact", {}), quantity=[12, 3, np.nan]), TODAY
    )
    assert reached(found) == [16, 12, 12, 0]
    assert found.total_n == 16


def test_days_are_those_between_the_dates_of_a_step_and_of_the_dated_one_before_it():
    rows = [
        ("decision", {"dossier": "2026-01-01", "decision": day})
        for day in ("2026-01-11", "2026-01-21", "2026-01-31")
    ]
    stages = funnel(lines(*rows, ("decision", {"decision": "2026-02-01"})), TODAY).stages
    spent = stages[3].since_previous
    assert spent is not None
    assert (spent.known_n, spent.q1_days, spent.median_days, spent.q3_days) == (3, 15, 20, 25)
    # No date on the visit: the decision is told from the file, and the visit has no time.
    assert stages[3].previous_fr == "Dossier reçu"
    assert stages[2].since_previous is None


def test_dates_in_the_wrong_order_are_not_a_time():
    slip = ("decision", {"dossier": "2026-03-01", "decision": "2026-01-01"})
    assert funnel(lines(slip), TODAY).stages[3].since_previous is None
    assert delay_states(lines(slip), DELAY, TODAY).tolist() == [DelayState.UNDATED]


def test_a_median_weighs_each_line_by_its_quantity():
    rows = [
        ("decision", {"dossier": "2026-01-01", "decision": day})
        for day in ("2026-01-11", "2026-03-01")
    ]
    spent = funnel(lines(*rows, quantity=[9, 1]), TODAY).stages[3].since_previous
    assert spent is not None
    assert (spent.known_n, spent.median_days) == (10, 10)


def test_those_who_stand_at_an_open_step_have_been_waiting_since_its_date():
    row = ("dossier", {"dossier": "2026-11-14"})
    stages = funnel(lines(row, ("decision", {"decision": "2026-01-01"})), TODAY).stages
    assert stages[1].waiting is not None
    assert stages[1].waiting.median_days == 10
    assert stages[3].waiting is None


DELAYS = {
    "contact, not begun": (("contact", {}), DelayState.NOT_STARTED),
    "file without date": (("dossier", {}), DelayState.UNDATED),
    "file without date, decided": (("decision", {"decision": "2026-05-01"}), DelayState.UNDATED),
    "decided without date": (("decision", {"dossier": "2026-01-01"}), DelayState.UNDATED),
    "refused on the way": (("refus", {"dossier": "2026-01-01"}), DelayState.CLOSED),
    "faster than the range": (
        ("decision", {"dossier": "2026-01-15", "decision": "2026-03-14"}),
        DelayState.FAST,
    ),
    "first day of the range": (
        ("decision", {"dossier": "2026-01-15", "decision": "2026-03-15"}),
        DelayState.IN_TIME,
    ),
    "last day of the range": (
        ("decision", {"dossier": "2026-01-15", "decision": "2026-07-15"}),
        DelayState.IN_TIME,
    ),
    "a day too many": (
        ("decision", {"dossier": "2026-01-15", "decision": "2026-07-16"}),
        DelayState.LATE,
    ),
    "open, last day": (("visite", {"dossier": "2026-05-24"}), DelayState.RUNNING),
    "open, a day too many": (("visite", {"dossier": "2026-05-23"}), DelayState.OVERDUE),
    "decision to come": (
        ("visite", {"dossier": "2026-05-23", "decision": "2026-12-01"}),
        DelayState.OVERDUE,
    ),
    "no step, no date": ((None, {}), DelayState.UNDATED),
}


@pytest.mark.parametrize(("row", "state"), DELAYS.values(), ids=DELAYS)
def test_a_delay_is_judged_on_its_dates_only(row, state):
    assert delay_states(lines(row), DELAY, TODAY).tolist() == [state]


def test_every_line_is_in_one_state_and_counted_for_its_quantity():
    found = lines(*(row for row, _ in DELAYS.values()), quantity=[2.0] * len(DELAYS))
    counted = count_delay(found, DELAY, TODAY)
    assert (counted.fast_n, counted.in_time_n, counted.late_n, counted.ended_n) == (2, 4, 2, 8)
    assert (counted.running_n, counted.overdue_n) == (2, 4)
    assert (counted.undated_n, counted.closed_n) == (8, 2)


@pytest.mark.parametrize(
    ("day", "horizon"),
    [
        ("2026-11-23", 0),
        ("2026-11-24", 1),
        ("2027-05-24", 1),
        ("2027-05-25", 2),
        ("2027-11-24", 2),
        ("2027-11-25", 3),
        ("2028-11-24", 3),
        ("2028-11-25", 4),
        ("NaT", NOT_DUE),
    ],
)
def test_a_due_date_is_in_the_first_horizon_that_holds_it(day, horizon):
    due = np.array([day], dtype="datetime64[D]")
    assert due_horizons(due, np.array([True]), TODAY).tolist() == [horizon]
    assert due_horizons(due, np.array([False]), TODAY).tolist() == [NOT_DUE]


def test_months_end_on_the_last_day_of_a_shorter_month():
    days = np.array(["2026-08-31", "2027-08-31", "2026-01-15", "NaT"], dtype="datetime64[D]")
    assert months_after(days, 6).astype(str).tolist() == [
        "2027-02-28",
        "2028-02-29",
        "2026-07-15",
        "NaT",
    ]


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.integers(0, 60))
def test_months_later_is_never_before_nor_more_than_three_days_off(day, months):
    later = months_after(np.array([day], dtype="datetime64[D]"), months).astype(object)[0]
    assert later >= day
    assert (later.year - day.year) * 12 + later.month - day.month == months
    assert day.day - 3 <= later.day <= day.day


def test_late_lines_are_those_past_due_or_past_a_delay_the_latest_first():
    found = lines(
        ("decision", {}),
        ("visite", {"dossier": "2026-05-20"}),
        ("refus", {}),
        ("visite", {"dossier": "2026-11-01"}),
        due=["2026-11-23", "NaT", "2020-01-01", "2027-01-01"],
    )
    late = late_lines(found, (DELAY,), followed(found), TODAY)
    assert [(line.index, line.delay, line.days) for line in late] == [(1, DELAY, 4), (0, None, 1)]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2026", date(2026, 12, 31)),
        ("2026-02", date(2026, 2, 28)),
        ("2028-02", date(2028, 2, 29)),
        ("2026-05-12", date(2026, 5, 12)),
    ],
)
def test_a_date_known_to_the_month_is_over_on_its_last_day(text, day):
    assert last_day(text) == day
    assert not is_over(text, day)
    assert is_over(text, day + timedelta(days=1))


def test_a_share_has_a_wilson_interval_and_none_without_denominator():
    rate = indicator_rate(SHARE, 9, 12)
    assert rate.value == pytest.approx(75)
    assert rate.low is not None
    assert rate.high is not None
    assert rate.low < 75 < rate.high
    assert indicator_rate(SHARE, 0, 0) == Rate(0, 0)


def test_sums_and_numerators_above_their_denominator_have_no_interval():
    summed = RegisterIndicator(
        "participants",
        "Participants par rencontre",
        "…",
        "participants",
        RegisterCount({}, "participants_n"),
        RegisterCount({}),
    )
    assert indicator_rate(summed, 90, 12) == Rate(90, 12, 7.5)
    # Those who answered stand together, by territory: an interval would be too narrow.
    assert indicator_rate(replace(summed, unit_fr="%"), 9, 12) == Rate(9, 12, 75)
    assert indicator_rate(SHARE, 15, 12) == Rate(15, 12, 125)


def test_a_count_has_no_value_beside_itself():
    count = RegisterIndicator("n", "Dossiers", "…", "dossiers", RegisterCount({}))
    assert indicator_rate(count, 7, None) == Rate(7)


def test_presence_says_which_family_is_missing():
    found = partner_matrix([("ars", "faculte"), ("ars",), ()], ("ars", "faculte"))
    assert found.tolist() == [[True, True], [True, False], [False, False]]


def test_no_line_is_a_funnel_of_zeros_and_nothing_late():
    found = lines()
    assert reached(funnel(found, TODAY)) == [0, 0, 0, 0]
    assert late_lines(found, (DELAY,), followed(found), TODAY) == ()
    assert due_horizons(found.due, followed(found), TODAY).tolist() == []


@given(
    st.lists(
        st.tuples(
            st.sampled_from([None, *(step.step_id for step in STEPS)]),
            st.dictionaries(
                st.sampled_from([step.step_id for step in STEPS if step.date_field]),
                st.sampled_from(["2025-01-01", "2026-06-01", "2027-01-01"]),
            ),
        )
    )
)
def test_each_stage_is_those_who_stand_there_were_lost_there_or_went_further(rows):
    found = funnel(lines(*rows), TODAY)
    assert all(stage.further_n >= 0 for stage in found.stages)
    lost = sum(n for _, n in found.lost)
    assert sum(stage.lost_n for stage in found.stages) + found.astray_n == lost
    standing = sum(stage.standing_n for stage in found.stages)
    assert standing + lost + found.unplaced_n == found.total_n == len(rows)


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 6)), min_size=1, max_size=12))
def test_days_are_spread_as_if_each_line_were_repeated_for_its_weight(lines):
    days, weight = (np.array(column, dtype=float) for column in zip(*lines, strict=True))
    found = spread(days, np.full(len(lines), np.datetime64("2026-01-01")), weight)
    repeated = np.repeat(days, weight.astype(int))
    if found is None:
        assert not len(repeated)
        return
    assert found.known_n == len(repeated)
    expected = np.quantile(repeated, (0.25, 0.5, 0.75))
    assert (found.q1_days, found.median_days, found.q3_days) == pytest.approx(expected)


def test_a_line_that_stands_for_millions_takes_no_more_room_than_another():
    found = spread(np.array([3.0]), np.array(["2026-01-01"], "datetime64[D]"), np.array([1e9]))
    assert (found.known_n, found.median_days) == (1_000_000_000, 3)
