"""Where the lines of a register stand: steps reached, time spent, what is due and what is late."""

from __future__ import annotations

import calendar
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from models.registers.register import RegisterDelay, RegisterStep

DateArray = NDArray[np.datetime64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int_]
FloatArray = NDArray[np.float64]

HORIZONS_MONTHS = (6, 12, 24)
QUARTILES = (0.25, 0.5, 0.75)
NO_STEP = -1
NOT_DUE, PAST_DUE = -1, 0


@dataclass(frozen=True)
class Lines:
    """Lines of a register, aligned.

    ``step`` (n,) is the rank of the step where a line stands, -1 when unknown; ``quantity`` (n,)
    is how many a line stands for, NaN for one; ``dates`` (n, steps) and ``due`` (n,) are days,
    NaT when unknown.
    """

    steps: tuple[RegisterStep, ...]
    step: IntArray
    quantity: FloatArray
    dates: DateArray
    due: DateArray

    @property
    def weight(self) -> FloatArray:
        """How many each line stands for."""
        return np.where(np.isnan(self.quantity), 1.0, self.quantity)

    def ends(self, ending: str | None) -> BoolArray:
        """Lines that stand at a step that ends so; None is those still on their way."""
        ranks = [rank for rank, step in enumerate(self.steps) if step.ends == ending]
        return np.isin(self.step, ranks)


@dataclass(frozen=True)
class Spread:
    """Days taken, over those whose two dates are known."""

    known_n: int
    q1_days: float
    median_days: float
    q3_days: float


@dataclass(frozen=True)
class Stage:
    """One step of the way: ``reached_n`` = ``standing_n`` + ``lost_n`` + those gone further.

    ``since_previous`` is the time since the step before it that bears a date, named by
    ``previous_fr``; ``waiting`` is how long those who stand here have been waiting.
    """

    step: RegisterStep
    reached_n: int
    standing_n: int
    lost_n: int
    since_previous: Spread | None
    previous_fr: str | None
    waiting: Spread | None

    @property
    def further_n(self) -> int:
        """Those who went past this step."""
        return self.reached_n - self.standing_n - self.lost_n


@dataclass(frozen=True)
class Funnel:
    """Stages in order, and the lines that they leave out.

    Nothing but the first step is sure for a line lost without a date, unless there is no other:
    ``astray_n`` counts these lines. ``lost`` counts lines by the ending that lost them.
    """

    stages: tuple[Stage, ...]
    lost: tuple[tuple[RegisterStep, int], ...]
    total_n: int
    astray_n: int
    unplaced_n: int

    def is_floor(self, stage: Stage) -> bool:
        """Whether lines lost nobody knows where may have reached a stage."""
        is_first = stage is self.stages[0]
        return bool(self.astray_n) and stage.step.ends is None and not is_first


class DelayState(IntEnum):
    """What is known of the delay of a line; only dated lines are judged."""

    NOT_STARTED = 0
    UNDATED = 1
    CLOSED = 2
    FAST = 3
    IN_TIME = 4
    LATE = 5
    RUNNING = 6
    OVERDUE = 7


@dataclass(frozen=True)
class DelayCount:
    """Lines by what is known of one delay; ``fast_n`` took less than its shortest time."""

    delay: RegisterDelay
    fast_n: int
    in_time_n: int
    late_n: int
    running_n: int
    overdue_n: int
    undated_n: int
    closed_n: int

    @property
    def ended_n(self) -> int:
        """Lines whose delay is over, and known."""
        return self.fast_n + self.in_time_n + self.late_n

    @property
    def judged_n(self) -> int:
        """Lines whose lateness is known."""
        return self.ended_n + self.running_n + self.overdue_n


@dataclass(frozen=True)
class LateLine:
    """A line past its due date (``delay`` None) or past a delay, while it is still followed."""

    index: int
    delay: RegisterDelay | None
    days: int


def last_day(text: str) -> date:
    """Last day an ISO date may be: a year ends on 31 December, a month on its last day."""
    parts = [int(part) for part in text.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else 12
    day = parts[2] if len(parts) > 2 else calendar.monthrange(year, month)[1]
    return date(year, month, day)


def is_over(text: str, day: date) -> bool:
    """Whether an ISO date is past on a day; a year or a month is past after its last day."""
    return text < day.isoformat()[: len(text)]


def months_after(days: DateArray, months: int) -> DateArray:
    """Same day some months later, or the last of the month when it is shorter; NaT stays."""
    month = days.astype("datetime64[M]")
    later = month + np.timedelta64(months, "M")
    last = (later + np.timedelta64(1, "M")).astype("datetime64[D]") - np.timedelta64(1, "D")
    return np.minimum(later.astype("datetime64[D]") + (days - month), last)


def funnel(lines: Lines, today: date) -> Funnel:
    """How many reached each step, stand at it, were lost after it, and the days between them.

    A line reached the step where it stands and those before it, other endings apart; a lost line
    reached those that bear a date, and those before them. Dates to come say nothing yet.
    """
    weight, steps = lines.weight, lines.steps
    past = lines.dates <= np.datetime64(today)
    reached = _reached(lines, past)
    lost = lines.ends("lost")
    own = _own_dates(lines, past)
    way = [rank for rank, step in enumerate(steps) if step.ends != "lost"]
    furthest = np.full(len(lines.step), NO_STEP)
    for rank in way:
        furthest[lost & own[:, rank]] = rank
    on_the_way = [rank for rank in way if steps[rank].ends is None]
    if len(on_the_way) == 1:
        furthest[lost & (furthest == NO_STEP)] = on_the_way[0]
    stages = []
    for rank in way:
        standing = lines.step == rank
        before = _dated_before(steps, rank)
        waiting = np.where(standing & past[:, rank], lines.dates[:, rank], np.datetime64("NaT"))
        stages.append(
            Stage(
                steps[rank],
                _sum(weight, reached[:, rank]),
                _sum(weight, standing),
                _sum(weight, lost & (furthest == rank)),
                None if before is None else _between(lines, past, before, rank),
                None if before is None else steps[before].label_fr,
                None
                if steps[rank].ends
                else spread((np.datetime64(today) - waiting).astype(float), waiting, weight),
            )
        )
    return Funnel(
        tuple(stages),
        tuple(
            (step, _sum(weight, lines.step == rank))
            for rank, step in enumerate(steps)
            if step.ends == "lost"
        ),
        _sum(weight, np.ones(len(weight), dtype=bool)),
        _sum(weight, lost & (furthest == NO_STEP)),
        _sum(weight, lines.step == NO_STEP),
    )


def _reached(lines: Lines, past: BoolArray) -> BoolArray:
    """Whether each line reached each step of the way, (n, steps)."""
    reached = np.zeros(past.shape, dtype=bool)
    lost = lines.ends("lost")
    way = [rank for rank, step in enumerate(lines.steps) if step.ends != "lost"]
    own = _own_dates(lines, past)
    gone = np.zeros(len(lines.step), dtype=bool)
    for rank in reversed(way):
        # A date past the step where a line stands contradicts it: the step is believed.
        dated = own[:, rank] & (lost | (lines.step == NO_STEP) | (lines.step >= rank))
        here = (lines.step == rank) | dated
        reached[:, rank] = here | gone if lines.steps[rank].ends is None else here
        gone |= here
    if way:
        reached[:, way[0]] |= lost
    return reached


def _own_dates(lines: Lines, past: BoolArray) -> BoolArray:
    """Dates past, but for the steps that share theirs with the one where a line stands.

    A file refused on the day of the decision was not granted.
    """
    own = past.copy()
    for rank, step in enumerate(lines.steps):
        for other, same in enumerate(lines.steps):
            if other != rank and step.date_field and step.date_field == same.date_field:
                own[lines.step == other, rank] = False
    return own


def _dated_before(steps: Sequence[RegisterStep], rank: int) -> int | None:
    """Nearest step before one that bears a date and where lines do not end."""
    if steps[rank].date_field is None:
        return None
    before = [i for i in range(rank) if steps[i].date_field and steps[i].ends is None]
    return before[-1] if before else None


def _between(lines: Lines, past: BoolArray, first: int, second: int) -> Spread | None:
    """Days from a step to another, of the lines that bear both dates in this order."""
    days = (lines.dates[:, second] - lines.dates[:, first]).astype(float)
    known = past[:, first] & past[:, second] & (days >= 0)
    start = np.where(known, lines.dates[:, first], np.datetime64("NaT"))
    return spread(days, start, lines.weight)


def spread(days: FloatArray, known: DateArray, weight: FloatArray) -> Spread | None:
    """Median and quartiles of days where ``known`` is a date, each line for its weight."""
    chosen = ~np.isnat(known)
    counts = weight[chosen].astype(int)
    known_n = int(counts.sum())
    if not known_n:
        return None
    q1, median, q3 = _quantiles(days[chosen], counts)
    return Spread(known_n, q1, median, q3)


def _quantiles(days: FloatArray, counts: IntArray) -> list[float]:
    """Quartiles as numpy has them on days repeated, without the array that it would take."""
    order = np.argsort(days, kind="stable")
    ends = np.cumsum(counts[order])
    ranks = np.array(QUARTILES) * (ends[-1] - 1)
    below = days[order][np.searchsorted(ends, np.floor(ranks), side="right")]
    above = days[order][np.searchsorted(ends, np.ceil(ranks), side="right")]
    return [float(value) for value in below + (ranks - np.floor(ranks)) * (above - below)]


def delay_states(lines: Lines, delay: RegisterDelay, today: date) -> IntArray:
    """What is known of a delay for each line, as ``DelayState``, (n,)."""
    ranks = {step.step_id: rank for rank, step in enumerate(lines.steps)}
    first, last = ranks[delay.from_step], ranks[delay.to_step]
    now = np.datetime64(today)
    past = lines.dates <= now
    reached = _reached(lines, past) | (lines.step[:, None] == np.arange(len(lines.steps)))
    start, end = lines.dates[:, first], lines.dates[:, last]
    latest = months_after(start, delay.max_months)
    is_over = past[:, first] & past[:, last]
    stopped = ~lines.ends(None) & (lines.step != NO_STEP)
    # The first that holds wins; a date before the other one is a slip, not a delay.
    conditions = [
        is_over & (end < start),
        is_over & (end < months_after(start, delay.min_months)),
        is_over & (end <= latest),
        is_over,
        reached[:, last],
        stopped,
        past[:, first] & (now <= latest),
        past[:, first],
        reached[:, first] | (lines.step == NO_STEP),
    ]
    states = [
        DelayState.UNDATED,
        DelayState.FAST,
        DelayState.IN_TIME,
        DelayState.LATE,
        DelayState.UNDATED,
        DelayState.CLOSED,
        DelayState.RUNNING,
        DelayState.OVERDUE,
        DelayState.UNDATED,
    ]
    return np.select(conditions, [int(state) for state in states], int(DelayState.NOT_STARTED))


def count_delay(lines: Lines, delay: RegisterDelay, today: date) -> DelayCount:
    """Lines by what is known of a delay, each for its weight."""
    states = delay_states(lines, delay, today)
    by_state = {state: _sum(lines.weight, states == state) for state in DelayState}
    return DelayCount(
        delay,
        by_state[DelayState.FAST],
        by_state[DelayState.IN_TIME],
        by_state[DelayState.LATE],
        by_state[DelayState.RUNNING],
        by_state[DelayState.OVERDUE],
        by_state[DelayState.UNDATED],
        by_state[DelayState.CLOSED],
    )


def due_horizons(
    due: DateArray,
    is_followed: BoolArray,
    today: date,
    horizons_months: Sequence[int] = HORIZONS_MONTHS,
) -> IntArray:
    """Horizon of each due date: 0 past, then the rank of the first horizon that holds it.

    One more than the last horizon is later; -1 is a line without a due date, or whose due date
    is no longer followed. A due date of today is not past.
    """
    now = np.array(today, dtype="datetime64[D]")
    limits = [months_after(now, months) for months in horizons_months]
    rank = np.sum([due > limit for limit in limits], axis=0) + 1
    horizons = np.where(due < now, PAST_DUE, rank)
    return np.where(is_followed & ~np.isnat(due), horizons, NOT_DUE)


def late_lines(
    lines: Lines, delays: Sequence[RegisterDelay], is_followed: BoolArray, today: date
) -> tuple[LateLine, ...]:
    """Lines past their due date or past a delay while open, the latest first.

    A line late twice is there twice, once for each reason.
    """
    now = np.datetime64(today)
    overdue = np.flatnonzero(is_followed & (lines.due < now))
    reasons = [LateLine(int(i), None, int((now - lines.due[i]).astype(int))) for i in overdue]
    ranks = {step.step_id: rank for rank, step in enumerate(lines.steps)}
    for delay in delays:
        latest = months_after(lines.dates[:, ranks[delay.from_step]], delay.max_months)
        late = np.flatnonzero(delay_states(lines, delay, today) == DelayState.OVERDUE)
        reasons += [LateLine(int(i), delay, int((now - latest[i]).astype(int))) for i in late]
    return tuple(sorted(reasons, key=lambda line: (-line.days, line.index)))


def partner_matrix(families: Sequence[Collection[str]], family_ids: Sequence[str]) -> BoolArray:
    """Whether each line has a partner of each family, (lines, families)."""
    matrix = np.zeros((len(families), len(family_ids)), dtype=bool)
    for rank, line in enumerate(families):
        matrix[rank] = [family in line for family in family_ids]
    return matrix


def _sum(weight: FloatArray, chosen: BoolArray) -> int:
    return int(weight[chosen].sum())
