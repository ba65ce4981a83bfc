"""View of the page « Suivi »: its fields, and their parameters in the address."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboard.core.address import Reader, one_of, read_fields, written_fields
from dashboard.core.text import clean_name
from dashboard.views.suivi.words import HORIZON_FIELD
from models.registers.follow_up import HORIZONS_MONTHS
from models.registers.register import Register

# Has a page of its own.
ELSEWHERE = "initiatives"
STEPS, DUE, PARTNERS, MAP, LIST = "parcours", "echeances", "partenaires", "carte", "liste"
SECTIONS: dict[str, str] = {
    STEPS: "Parcours",
    DUE: "Échéances et retards",
    PARTNERS: "Partenaires",
    MAP: "Carte",
    LIST: "Liste",
}
# On the map, instead of what each territory answered.
COUNTS_MAP = "nombre"
TEXT_CHARACTERS = 80
TITLE_CHARACTERS = 160
SHEETS_MAX = 4000

PARAMETERS: dict[str, str] = {
    "register_id": "registre",
    "section": "partie",
    "horizon": "horizon",
    "step": "etape",
    "text": "recherche",
    "sheet": "feuillet",
    "mapped": "carte_de",
}
VIEW_PARAMETERS = frozenset(PARAMETERS.values())
# Fields that leave the list as it is.
KEEPING_SHEET = ("section", "sheet", "horizon", "mapped")
# Always in the address: a page just chosen in the menu has none, the back button has one.
ALWAYS_WRITTEN = ("register_id",)


@dataclass(frozen=True)
class RegisterView:
    """Register and part of the page; due dates up to a horizon, in months; lines of the list.

    ``register_id`` and ``section`` are empty until one is chosen; ``step`` empty is every step;
    ``sheet`` is the page of the list, from 1; ``mapped`` is the title whose answers the map
    shows, empty for the first.
    """

    register_id: str = ""
    section: str = ""
    horizon: int = HORIZONS_MONTHS[1]
    step: str = ""
    text: str = ""
    sheet: int = 1
    mapped: str = ""

    def with_field(self, name: str, value: object) -> RegisterView:
        """Return the view with one field changed; another list starts at its first page."""
        view = self if name in KEEPING_SHEET else replace(self, sheet=1)
        if name == "register_id":
            view = replace(view, step="", text="", mapped="")
        changes: dict[str, Any] = {name: value}
        return replace(view, **changes)


@dataclass(frozen=True)
class RegisterOptions:
    """The registers that the page can show."""

    registers: Mapping[str, Register]

    @property
    def steps(self) -> tuple[str, ...]:
        """Steps of all registers, each once."""
        steps = (step for register in self.registers.values() for step in register.step_labels)
        return tuple(dict.fromkeys(steps))

    def allows(self, view: RegisterView) -> bool:
        """Whether the build still has the register of the view."""
        return not view.register_id or view.register_id in self.registers

    def resolved(self, view: RegisterView, filled: Iterable[str]) -> RegisterView:
        """The view with a register, by default the first filled, and what this register has."""
        first = next(iter(filled), next(iter(self.registers)))
        register = self.registers[view.register_id or first]
        possible = sections_of(register)
        return replace(
            view,
            register_id=register.register_id,
            section=view.section if view.section in possible else possible[0],
            step=view.step if view.step in register.step_labels else "",
        )


def sections_of(register: Register) -> tuple[str, ...]:
    """Parts of the page that the declaration of a register makes possible."""
    has_due = "due" in register.roles or bool(register.delays)
    possible = {
        STEPS: bool(register.steps),
        DUE: has_due,
        PARTNERS: "partners" in register.roles,
        MAP: True,
        LIST: True,
    }
    return tuple(section for section, is_possible in possible.items() if is_possible)


def options_of(registers: Mapping[str, Register]) -> RegisterOptions:
    """Registers of the page, those that have a page of their own apart."""
    return RegisterOptions({key: item for key, item in registers.items() if key != ELSEWHERE})


def parse_view(
    parameters: Mapping[str, str], options: RegisterOptions
) -> tuple[RegisterView, tuple[str, ...]]:
    """Read the view; what cannot be read keeps its default and is a problem, in French."""
    return read_fields(RegisterView(), parameters, PARAMETERS, _readers(options))


def write_view(view: RegisterView) -> dict[str, str]:
    """Write the register, and what else differs from the first view."""
    return written_fields(view, RegisterView(), PARAMETERS, ALWAYS_WRITTEN, str)


def clean_text(text: str) -> str:
    """Text of a search, on one line and short enough for an address."""
    return clean_name(text)[:TEXT_CHARACTERS]


def _readers(options: RegisterOptions) -> dict[str, Reader]:
    """Label, values expected and reading of each field."""
    horizons = tuple(map(str, HORIZONS_MONTHS))
    return {
        "register_id": one_of("Registre", tuple(options.registers)),
        "section": one_of("Partie", tuple(SECTIONS)),
        "horizon": (
            HORIZON_FIELD,
            ", ".join(horizons),
            lambda text: int(text) if text in horizons else None,
        ),
        "step": one_of("Étape", options.steps),
        "text": _text("Recherche", TEXT_CHARACTERS),
        "sheet": ("Page de la liste", f"un nombre de 1 à {SHEETS_MAX}", _sheet),
        "mapped": _text("Intitulé de la carte", TITLE_CHARACTERS),
    }


def _text(label: str, characters: int) -> Reader:
    def read(text: str) -> str | None:
        return clean_name(text) if len(text) <= characters else None

    return label, f"{characters} caractères au plus", read


def _sheet(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(SHEETS_MAX))
    return int(text) if is_number and 1 <= int(text) <= SHEETS_MAX else None
