"""What a register is: the lines of a follow-up, described by a declaration.

A declaration says which fields a line has and which roles they play; the list, the map, the
funnel, the due dates, the matrix and the indicators all follow from it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

FieldType = Literal[
    "territory",
    "territories",
    "period",
    "published_period",
    "semester",
    "day",
    "year",
    "integer",
    "decimal",
    "code",
    "list",
    "text",
    "indicator",
    "source",
]
Role = Literal[
    "entry",
    "title",
    "summary",
    "territory",
    "places",
    "theme",
    "step",
    "start",
    "due",
    "quantity",
    "partners",
    "locator",
]
Ending = Literal["kept", "lost"]


@dataclass(frozen=True)
class RegisterField:
    """One field of a line, and the column it fills in a file.

    ``codes`` maps each value allowed to its French label; ``example`` is fictitious.
    """

    field_id: str
    label_fr: str
    type: FieldType
    definition_fr: str
    required: bool = False
    codes: Mapping[str, str] | None = None
    header_fr: str = ""
    example: str = ""


@dataclass(frozen=True)
class RegisterStep:
    """One step of a procedure, in order.

    ``date_field`` holds the day a line reached it; ``ends`` says that a line stops there, for
    good (« kept ») or not (« lost »).
    """

    step_id: str
    label_fr: str
    date_field: str | None = None
    ends: Ending | None = None


@dataclass(frozen=True)
class RegisterDelay:
    """The months a line may take between the dates of two steps; a longer one is late."""

    delay_id: str
    label_fr: str
    from_step: str
    to_step: str
    min_months: int
    max_months: int
    basis_fr: str


@dataclass(frozen=True)
class RegisterCount:
    """Lines, or the sum of a field over lines, whose fields hold one of the values ``where``.

    ``sums`` None counts lines, each for its quantity when the register has one.
    """

    where: Mapping[str, tuple[str, ...]]
    sums: str | None = None


@dataclass(frozen=True)
class RegisterIndicator:
    """A figure made of the lines; without a denominator it is a count, in ``unit_fr``."""

    indicator_id: str
    label_fr: str
    definition_fr: str
    unit_fr: str
    numerator: RegisterCount
    denominator: RegisterCount | None = None
    published_id: str | None = None


@dataclass(frozen=True)
class Register:
    """The declaration of one register, as the warehouse carries it.

    ``due_steps`` are the steps whose lines await their due date: the others are not late.
    ``entry_fr`` is what one line is called, in the singular and in the plural. ``persons`` says
    that lines stand for persons: small counts then never leave their own page.
    """

    register_id: str
    label_fr: str
    entry_fr: tuple[str, str]
    description_fr: str
    fields: tuple[RegisterField, ...]
    roles: Mapping[Role, str]
    steps: tuple[RegisterStep, ...] = ()
    delays: tuple[RegisterDelay, ...] = ()
    indicators: tuple[RegisterIndicator, ...] = ()
    due_steps: tuple[str, ...] = ()
    systems: tuple[str, ...] = ()
    persons: bool = False
    note_fr: str | None = None
    # First sentence of the note, where the documents have no room for more.
    census_fr: str | None = None

    @cached_property
    def by_id(self) -> dict[str, RegisterField]:
        """Fields by identifier."""
        return {field.field_id: field for field in self.fields}

    @cached_property
    def step_labels(self) -> dict[str, str]:
        """Label of each step, in order."""
        return {step.step_id: step.label_fr for step in self.steps}

    def field_of(self, role: Role) -> RegisterField | None:
        """Field that plays a role, None when no field does."""
        field_id = self.roles.get(role)
        return self.by_id[field_id] if field_id else None


@dataclass(frozen=True)
class RegisterEntry:
    """One line of a register, as the warehouse carries it.

    Dates are ISO text: a year, a month or a day. ``fields`` holds every field that is filled, by
    identifier, codes as codes. ``departement_ids`` are the départements it concerns, none for the
    nation.
    """

    register_id: str
    entry_id: str
    territory_id: str
    title_fr: str
    step: str | None
    date_start: str | None
    date_due: str | None
    quantity: float | None
    fields: Mapping[str, str | float]
    status: str
    source_id: str
    locator: str
    theme: str | None
    year: int | None
    partners: tuple[str, ...]
    departement_ids: tuple[str, ...]
    partner_families: tuple[str, ...] = ()
