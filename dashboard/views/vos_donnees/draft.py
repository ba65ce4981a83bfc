"""The import of a session: its file, its choices, what was read, its outcome."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from typing import Any, Literal, TypeVar

from dashboard.ui import state
from foundation.choices import Choices

Made = TypeVar("Made")

DRAFT = "_import"
LABEL_MAX = 80


@dataclass(frozen=True)
class Outcome:
    """Outcome of an import, an undo or a build, as the page says it.

    ``where`` is the part of the page that says it. ``map_parameters`` is the address of a map
    that shows the change; None when there is none.
    """

    where: Literal["import", "history"]
    message_fr: str
    details_fr: tuple[str, ...] = ()
    map_parameters: dict[str, str] | None = None


@dataclass
class ImportDraft:
    """Choices of one session, and what was computed from them.

    ``rank`` names the file box in use: a new rank is an empty box. ``actions`` counts what may
    have changed the history. ``recognised`` is the fingerprint of the file whose kind was
    recognised, unless its user chose the kind.
    """

    rank: int = 0
    actions: int = 0
    file: tuple[str, ...] = ()
    label_fr: str = ""
    sheet: str = ""
    columns: dict[str, str] = field(default_factory=dict)
    day: str = ""
    with_agreements: bool = True
    recognised: str = ""
    kind_is_chosen: bool = False
    outcome: Outcome | None = None
    made: dict[str, tuple[Hashable, Any]] = field(default_factory=dict)

    @property
    def choices(self) -> Choices:
        """Choices made of the file so far."""
        return Choices(
            sheets=(self.sheet,) if self.sheet else (),
            columns=tuple(self.columns.items()),
            values=(("date", self.day),) if self.day else (),
        )

    def take(self, file: tuple[str, ...], label_fr: str) -> None:
        """Start from a file; the choices made for another one are forgotten."""
        if file != self.file:
            self.file = file
            self.label_fr = label_fr
            self.sheet = ""
            self.columns = {}
            self.day = ""
            self.with_agreements = True
            self.outcome = None

    def choose_kind(self, kind_id: str) -> None:
        """Note that the user chose the kind of this file."""
        self.kind_is_chosen = True

    def give_day(self, day: str) -> None:
        """Give the date of a file that does not say it."""
        self.day = day.strip()

    def toggle_agreements(self) -> None:
        """Follow the agréments of a list too, or only count it."""
        self.with_agreements = not self.with_agreements

    def choose_sheet(self, sheet: str) -> None:
        """Read another sheet; its headers are its own."""
        self.sheet = sheet
        self.columns = {}

    def rename(self, label_fr: str) -> None:
        """Give the data set another name."""
        self.label_fr = label_fr

    def remember(self, slot: str, key: Hashable, make: Callable[[], Made]) -> Made:
        """Return what was made for this key, making it only if the slot holds another one."""
        if not self.holds(slot, key):
            self.made[slot] = (key, make())
        made: Made = self.made[slot][1]
        return made

    def holds(self, slot: str, key: Hashable) -> bool:
        """Whether a slot holds what was made for this key."""
        return slot in self.made and self.made[slot][0] == key

    def acted(self, outcome: Outcome | None = None) -> None:
        """Note that something was done, or refused: the history is to be read again."""
        self.actions += 1
        self.outcome = outcome

    def dismiss(self) -> None:
        """Stop saying what came of the last action."""
        self.outcome = None

    def restart(self) -> None:
        """Forget the file and what was read in it; the box is empty again."""
        self.rank += 1
        self.file = ()
        self.recognised = ""
        self.kind_is_chosen = False
        self.forget("preview")

    def forget(self, slot: str) -> None:
        """Forget what a slot holds."""
        self.made.pop(slot, None)


def import_draft() -> ImportDraft:
    """Import in progress in this session."""
    return state.session_object(DRAFT, ImportDraft)


def change_draft(key: str, change: Callable[[str], None]) -> None:
    """Give the new value of a widget to the import in progress."""
    change(str(state.widget_value(key)))
