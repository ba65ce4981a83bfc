"""What every part of the page « Suivi » is drawn from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboard.core.formatting import period, today_in_paris
from dashboard.core.registry import SUIVI
from dashboard.queries.desk import Desk
from dashboard.queries.register_counts import fetch_origins
from dashboard.queries.registers import fetch_registers, fetch_standing
from dashboard.themes.registers import LineOrigin, tally
from dashboard.ui import state
from dashboard.views.suivi.view import (
    FOLLOW_UP_PARAMETERS,
    FollowUpView,
    options_of,
    parse_follow_up_view,
    write_follow_up_view,
)
from models.registers.follow_up import NOT_DUE, BoolArray, IntArray, LateLine, Lines
from models.registers.register import Register
from models.registers.standing import Standing

FOLLOW_UP_MAP = "suivi.carte"


@dataclass(frozen=True)
class FollowUpPage(Desk):
    """Build, selection, view and registers; ``origins`` are those of the lines of the territory."""

    view: FollowUpView
    registers: Mapping[str, Register]
    origins: Mapping[str, tuple[LineOrigin, ...]]
    today: date

    @property
    def register(self) -> Register:
        """The register chosen."""
        return self.registers[self.view.register_id]

    def lines_n(self, register_id: str) -> int:
        """How many lines a register has in the territory."""
        return sum(origin.lines_n for origin in self.origins.get(register_id, ()))

    @property
    def own_origins(self) -> tuple[LineOrigin, ...]:
        """Where the lines of the register chosen come from."""
        return self.origins.get(self.view.register_id, ())

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Sources of the lines, the largest first."""
        return tuple(dict.fromkeys(origin.source_id for origin in self.own_origins))

    @property
    def statuses(self) -> tuple[str, ...]:
        """Statuses of the lines, each once."""
        return tuple(dict.fromkeys(origin.status for origin in self.own_origins))

    @cached_property
    def standing(self) -> Standing:
        """Where the lines of the register stand, shared with those who look at the same ones."""
        return fetch_standing(
            self.build, self.view.register_id, self.selection.territory_id, self.today
        )

    @property
    def lines(self) -> Lines:
        """Lines of the register in the territory, as arrays."""
        return self.standing.lines

    @property
    def is_published(self) -> bool:
        """Whether every line comes from a document: they say how things were, not how they are."""
        return self.statuses == ("observed",)

    @property
    def has_due(self) -> bool:
        """Whether a line still followed has a due date."""
        return bool((self.horizons != NOT_DUE).any())

    @property
    def is_dated(self) -> bool:
        """Whether a line can be told late or in time."""
        return self.has_due or any(delay.judged_n for delay in self.standing.delays)

    @property
    def late(self) -> tuple[LateLine, ...]:
        """Late lines, the latest first."""
        return self.standing.late

    @property
    def horizons(self) -> IntArray:
        """Horizon of the due date of each line."""
        return self.standing.horizons

    @property
    def when_fr(self) -> str:
        """When things were so: today, or when the documents say."""
        if self.is_published:
            return "à la date des documents"
        return f"au {period(self.today.isoformat())}"

    def weigh(self, chosen: BoolArray | IntArray) -> int:
        """How many some lines stand for."""
        return int(self.lines.weight[chosen].sum())

    def tally(self, chosen: BoolArray | IntArray) -> int:
        """How many due dates or late lines some lines are."""
        return tally(self.register, self.lines, chosen)


def follow_up_page() -> tuple[FollowUpPage, tuple[str, ...]]:
    """What the page is drawn from, and what was wrong in its address."""
    desk = state.desk()

    options = options_of(fetch_registers(desk.build))
    origins = fetch_origins(desk.build, desk.selection.territory_id)
    filled = [register_id for register_id in options.registers if register_id in origins]

    def parse(known: dict[str, str]) -> tuple[FollowUpView, tuple[str, ...]]:
        view, problems = parse_follow_up_view(known, options)
        # Written at once: the register shown stays when the territory changes.
        return options.resolved(view, filled), problems

    view, problems = state.begin_page(
        SUIVI, FOLLOW_UP_PARAMETERS, parse, write_follow_up_view, options.allows
    )
    page = FollowUpPage(
        desk.build,
        desk.catalog,
        desk.selection,
        options.resolved(view, filled),
        options.registers,
        origins,
        today_in_paris(),
    )
    return page, problems


def widget_key(name: str) -> str:
    """Key of the widget of one field of the view."""
    return f"suivi.{name}"


def change_from_widget(name: str) -> None:
    """Take the new value of a widget as one field of the view."""
    value = state.widget_value(widget_key(name))
    change_view(name, value)


def change_view(name: str, value: object) -> None:
    """Change one field of the view."""
    state.change_page(SUIVI, lambda view: view.with_field(name, value))
