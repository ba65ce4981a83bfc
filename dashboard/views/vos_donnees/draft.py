"""The import of a session: its file, its choices, what was read, its outcome."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass, field, replace
from typing import Any, Literal, TypeVar

from dashboard.ui import state
from foundation.choices import Choices

Made = TypeVar("Made")

DRAFT = "_import"
LABEL_MAX = 80
# Kind of the ranges that a file of counts also holds.
CLUES = "msu_indices"


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

    ``rank`` names the file box in use: a new rank is an empty box. ``file_id`` is the name under
    which the server holds the file, which outlives a visit to another page. ``actions`` counts what
    may have changed the history. ``recognised`` is the fingerprint of the file whose kind was
    recognised, unless its user chose the kind.
    """

    rank: int = 0
    actions: int = 0
    file_id: str = ""
    file: tuple[str, ...] = ()
    label_fr: str = ""
    choices: Choices = Choices()
    with_agreements: bool = True
    recognised: str = ""
    kind_is_chosen: bool = False
    outcome: Outcome | None = None
    made: dict[str, tuple[Hashable, Any]] = field(default_factory=dict)

    def take(self, file: tuple[str, ...], label_fr: str) -> None:
        """Start from a file; the choices made for another one are forgotten."""
        if file != self.file:
            self.file = file
            self.label_fr = label_fr
            self.choices = Choices()
            self.with_agreements = True
            self.outcome = None

    def choose_kind(self, kind_id: str) -> None:
        """Note that the user chose the kind of this file."""
        self.kind_is_chosen = True

    def give_value(self, column_id: str, text: str) -> None:
        """Give a value for all the lines of the file; an empty one is taken back."""
        values = dict(self.choices.values) | {column_id: text.strip()}
        kept = tuple((column, value) for column, value in values.items() if value)
        self.choices = replace(self.choices, values=kept)

    def choose_column(self, header: str, column_id: str) -> None:
        """Say which column a header fills; none leaves it out."""
        columns = self.choices.by_header | {header: column_id}
        self.choices = replace(self.choices, columns=tuple(columns.items()))

    def choose(self, **choices: Any) -> None:
        """Make choices about the way the file is laid out."""
        self.choices = replace(self.choices, **choices)

    def toggle_agreements(self) -> None:
        """Follow the agréments of a list too, or only count it."""
        self.with_agreements = not self.with_agreements

    def choose_sheets(self, sheets: tuple[str, ...]) -> None:
        """Read other sheets; their headers are their own."""
        self.choices = replace(self.choices, sheets=sheets, header_line=0, columns=())

    def choose_header_line(self, line: int) -> None:
        """Read the headers on another line; they are others."""
        self.choices = replace(self.choices, header_line=line, columns=())

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
        self.file_id = ""
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
