"""Where the lines of a register stand on a day, each measure computed once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np

from models.registers.follow_up import (
    BoolArray,
    DelayCount,
    Funnel,
    IntArray,
    LateLine,
    Lines,
    count_delay,
    due_horizons,
    funnel,
    late_lines,
)
from models.registers.register import Register


@dataclass(frozen=True)
class Standing:
    """Where the lines of a register stand on a day."""

    register: Register
    lines: Lines
    today: date

    @cached_property
    def is_followed(self) -> BoolArray:
        """Lines whose due date is awaited: all of them in a register without steps."""
        due = self.register.due_steps
        if not due:
            return np.ones(len(self.lines.step), dtype=bool)
        ranks = [rank for rank, step in enumerate(self.register.steps) if step.step_id in due]
        return np.isin(self.lines.step, ranks)

    @cached_property
    def late(self) -> tuple[LateLine, ...]:
        """Late lines, the latest first."""
        return late_lines(self.lines, self.register.delays, self.is_followed, self.today)

    @cached_property
    def is_late(self) -> BoolArray:
        """Lines that are late, for one reason or for several."""
        is_late = np.zeros(len(self.lines.step), dtype=bool)
        is_late[[line.index for line in self.late]] = True
        return is_late

    @cached_property
    def horizons(self) -> IntArray:
        """Horizon of the due date of each line."""
        return due_horizons(self.lines.due, self.is_followed, self.today)

    @cached_property
    def funnel(self) -> Funnel:
        """How many reached each step."""
        return funnel(self.lines, self.today)

    @cached_property
    def delays(self) -> tuple[DelayCount, ...]:
        """Lines by what is known of each delay."""
        return tuple(count_delay(self.lines, item, self.today) for item in self.register.delays)
