"""Context of the page « Suivi »: its view, its registers and where their lines stand."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from dashboard.core.registry import SUIVI
from dashboard.queries.desk import Desk
from dashboard.queries.register_counts import (
    fetch_origins,
    fetch_reserved_counts,
    fetch_reserved_registers,
)
from dashboard.queries.registers import fetch_registers, fetch_standing
from dashboard.themes.registers import LineOrigin, ReservedCount, tally
from dashboard.ui import state
from dashboard.views.suivi import words
from dashboard.views.suivi.view import (
    VIEW_PARAMETERS,
    RegisterView,
    options_of,
    parse_view,
    write_view,
)
from foundation.days import today_in_paris
from models.registers.follow_up import NOT_DUE, BoolArray, IntArray, LateLine, Lines
from models.registers.register import Register
from models.registers.standing import Standing

# What a council keeps itself: the register to begin with where no file was imported.
FIRST = "agrements"
ELIGIBILITY = "criteres"
SOON = 1


@dataclass(frozen=True)
class RegisterPage(Desk):
    """A desk with the view of the page; ``origins`` are those of the lines of the territory."""

    view: RegisterView
    registers: Mapping[str, Register]
    origins: Mapping[str, tuple[LineOrigin, ...]]
    today: date

    @property
    def register(self) -> Register:
        """The register of the view."""
        return self.registers[self.view.register_id]

    @property
    def followed(self) -> words.Followed:
        """Lines of the territory in all its registers."""
        local = {key: _local_n(items) for key, items in self.origins.items()}
        local = {key: count for key, count in local.items() if count and key in self.registers}
        standings = {key: self._standing(key) for key in local}
        known = sum(_total_n(items) for key, items in self.origins.items() if key in self.registers)
        return words.Followed(
            lines_n=sum(local.values()),
            registers_n=len(local),
            late_n=sum(
                tally(self.registers[key], item.lines, item.is_late)
                for key, item in standings.items()
            ),
            soon_n=sum(
                tally(self.registers[key], item.lines, item.horizons == SOON)
                for key, item in standings.items()
            ),
            published_n=known - sum(local.values()),
        )

    def _standing(self, register_id: str) -> Standing:
        return fetch_standing(self.build, register_id, self.selection.territory_id, self.today)

    def lines_n(self, register_id: str) -> int:
        """How many lines a register has in the territory."""
        return sum(origin.lines_n for origin in self.origins.get(register_id, ()))

    @property
    def is_reserved(self) -> bool:
        """Whether the register has lines here or elsewhere that this visitor may not see."""
        return (
            self.register.persons
            and self.view.register_id in fetch_reserved_registers(self.build)
            and not self.build.shows_lines_of(self.selection.territory_id)
        )

    @property
    def reserved_counts(self) -> tuple[ReservedCount, ...]:
        """Numbers published of the lines that this visitor may not see."""
        return fetch_reserved_counts(self.build, self.view.register_id, self.selection.territory_id)

    @property
    def register_origins(self) -> tuple[LineOrigin, ...]:
        """Where the lines of the register of the view come from."""
        return self.origins.get(self.view.register_id, ())

    @property
    def source_ids(self) -> tuple[str, ...]:
        """Sources of the lines, the largest first."""
        return tuple(dict.fromkeys(origin.source_id for origin in self.register_origins))

    @property
    def statuses(self) -> tuple[str, ...]:
        """Statuses of the lines, each once."""
        return tuple(dict.fromkeys(origin.status for origin in self.register_origins))

    @cached_property
    def standing(self) -> Standing:
        """Where the lines of the register stand, shared between sessions."""
        return self._standing(self.view.register_id)

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
        """Whether lateness can be computed."""
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
        """Date of the situation shown."""
        return words.situation_date(self.today, is_published=self.is_published)

    def weigh(self, mask: BoolArray | IntArray) -> int:
        """Total weight of the selected lines."""
        return int(self.lines.weight[mask].sum())

    def tally(self, mask: BoolArray | IntArray) -> int:
        """Due dates or late lines among the selected lines."""
        return tally(self.register, self.lines, mask)


def _local_n(origins: Sequence[LineOrigin]) -> int:
    """Lines that do not come from a published document."""
    return sum(item.lines_n for item in origins if item.status != "observed")


def _total_n(origins: Sequence[LineOrigin]) -> int:
    return sum(item.lines_n for item in origins)


def _first_registers(
    registers: Mapping[str, Register], origins: Mapping[str, tuple[LineOrigin, ...]]
) -> list[str]:
    """Registers to open on: those that hold local lines, then the one to begin with."""
    local = [item for item in registers if _local_n(origins.get(item, ()))]
    return [*local, *([FIRST] if FIRST in registers else [])]


def load_page() -> tuple[RegisterPage, tuple[str, ...]]:
    """Context of this run, and what was wrong in the address of the page."""
    desk = state.desk()
    options = options_of(fetch_registers(desk.build))
    origins = fetch_origins(desk.build, desk.selection.territory_id)
    filled = _first_registers(options.registers, origins)

    def parse(parameters: dict[str, str]) -> tuple[RegisterView, tuple[str, ...]]:
        view, problems = parse_view(parameters, options)
        # Resolved at once: the register shown stays when the territory changes.
        return options.resolved(view, filled), problems

    view, problems = state.begin_page(SUIVI, VIEW_PARAMETERS, parse, write_view, options.allows)
    page = RegisterPage(
        desk.build,
        desk.catalog,
        desk.selection,
        view=options.resolved(view, filled),
        registers=options.registers,
        origins=origins,
        today=today_in_paris(),
    )
    return page, problems


def widget_key(name: str) -> str:
    """Key of the widget of one field of the view."""
    return f"suivi.{name}"


def change_from_widget(name: str) -> None:
    """Take the new value of a widget as one field of the view."""
    change_view(name, state.widget_value(widget_key(name)))


def change_view(name: str, value: object) -> None:
    """Change one field of the view."""
    state.change_page(SUIVI, lambda view: view.with_field(name, value))
