"""What the page « Suivi » shows, and how it is written in a URL: pure, no Streamlit."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from dashboard.core.address import Reader, one_of, read_fields, written_fields
from dashboard.core.text import clean_name
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
# Shown on the map instead of what each territory answered.
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
FOLLOW_UP_PARAMETERS = frozenset(PARAMETERS.values())
# Fields that change nothing to what is listed.
KEEPING_SHEET = ("section", "sheet", "horizon", "mapped")
# Always in the address, so that the back button is told from a page just chosen in the menu.
ALWAYS_WRITTEN = ("register_id",)


@dataclass(frozen=True)
class FollowUpView:
    """Register and part of the page; due dates up to a horizon, in months; what is listed.

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

    def with_field(self, name: str, value: object) -> FollowUpView:
        """Return the view with one field changed; another list starts at its first page."""
        view = self if name in KEEPING_SHEET else replace(self, sheet=1)
        if name == "register_id":
            view = replace(view, step="", text="", mapped="")
        changes: dict[str, Any] = {name: value}
        return replace(view, **changes)


@dataclass(frozen=True)
class FollowUpOptions:
    """The registers the build lets the page show."""

    registers: Mapping[str, Register]

    @property
    def steps(self) -> tuple[str, ...]:
        """Steps of all registers, each once."""
        found = (step for one in self.registers.values() for step in one.step_labels)
        return tuple(dict.fromkeys(found))

    def allows(self, view: FollowUpView) -> bool:
        """Whether the build still has what the view shows."""
        return not view.register_id or view.register_id in self.registers

    def resolved(self, view: FollowUpView, filled: Iterable[str]) -> FollowUpView:
        """The view with a register, the first that has lines here, and what that register has."""
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


def options_of(registers: Mapping[str, Register]) -> FollowUpOptions:
    """What the page may show for a build."""
    return FollowUpOptions({key: one for key, one in registers.items() if key != ELSEWHERE})


def parse_follow_up_view(
    parameters: Mapping[str, str], options: FollowUpOptions
) -> tuple[FollowUpView, tuple[str, ...]]:
    """Read the view; what cannot be read keeps its default and is told in French."""
    return read_fields(FollowUpView(), parameters, PARAMETERS, _readers(options))


def write_follow_up_view(view: FollowUpView) -> dict[str, str]:
    """Write the register, and what else differs from the first view."""
    return written_fields(view, FollowUpView(), PARAMETERS, ALWAYS_WRITTEN, str)


def clean_text(text: str) -> str:
    """What is searched, on one line and short enough for an address."""
    return clean_name(text)[:TEXT_CHARACTERS]


def _readers(options: FollowUpOptions) -> dict[str, Reader]:
    """Label, values expected and reading of each field."""
    horizons = tuple(map(str, HORIZONS_MONTHS))
    return {
        "register_id": one_of("Registre", tuple(options.registers)),
        "section": one_of("Partie", tuple(SECTIONS)),
        "horizon": (
            "Horizon des échéances, en mois",
            ", ".join(horizons),
            lambda text: int(text) if text in horizons else None,
        ),
        "step": one_of("Étape", options.steps),
        "text": _text("Recherche", TEXT_CHARACTERS),
        "sheet": ("Feuillet de la liste", f"un nombre de 1 à {SHEETS_MAX}", _sheet),
        "mapped": _text("Intitulé de la carte", TITLE_CHARACTERS),
    }


def _text(label: str, characters: int) -> Reader:
    def read(text: str) -> str | None:
        return clean_name(text) if len(text) <= characters else None

    return label, f"{characters} caractères au plus", read


def _sheet(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(SHEETS_MAX))
    return int(text) if is_number and 1 <= int(text) <= SHEETS_MAX else None
