"""The view of the page « Initiatives » and its parameters in the address. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from dashboard.core.address import Reader, one_of, read_fields, written_fields
from dashboard.core.formatting import plural
from dashboard.core.text import clean_name
from dashboard.views.initiatives.words import ENTRY_EXPECTED, SHEET_EXPECTED

TEXT_CHARACTERS = 80
ENTRY_CHARACTERS = 160
FIRST_YEAR, LAST_YEAR = 1900, 2100
LAST_SHEET = 99_999
YES = "oui"
# The id of an entry is unique in its source only: two files may use the same ids.
ENTRY_SEPARATOR = "~"

PARAMETERS: dict[str, str] = {
    "text": "recherche",
    "theme": "theme",
    "step": "statut",
    "family": "partenaire",
    "year": "annee_initiative",
    "is_wider": "elargir",
    "sheet": "feuille",
    "entry": "initiative",
}
INITIATIVE_PARAMETERS = frozenset(PARAMETERS.values())
# Always in the address, to tell the back button from a page just chosen in the menu.
ALWAYS_WRITTEN = ("sheet",)
FILTERS = ("text", "theme", "step", "family", "year")


@dataclass(frozen=True)
class InitiativeView:
    """Filters, sheet of the list (from 1), address of the initiative opened.

    An empty filter keeps everything; ``is_wider`` adds to a territory what holds for its région
    and for the nation.
    """

    text: str = ""
    theme: str = ""
    step: str = ""
    family: str = ""
    year: str = ""
    is_wider: bool = False
    sheet: int = 1
    entry: str = ""

    @property
    def has_filter(self) -> bool:
        """Whether a filter leaves something out, the territory apart."""
        return any(getattr(self, name) for name in FILTERS)

    def with_filter(self, name: str, value: object) -> InitiativeView:
        """Return the view with one filter changed, at its first sheet."""
        return replace(self, **{name: value}, sheet=1, entry="")  # type: ignore[arg-type]

    def without_filters(self) -> InitiativeView:
        """Return the view without filters; what it adds around the territory stays."""
        return InitiativeView(is_wider=self.is_wider)

    def at_sheet(self, sheet: int) -> InitiativeView:
        """Return the view at another sheet of the list."""
        return replace(self, sheet=sheet, entry="")

    def opened(self, entry: str) -> InitiativeView:
        """Return the view with one initiative opened, or closed when empty."""
        return replace(self, entry=entry)


@dataclass(frozen=True)
class InitiativeOptions:
    """Values of the filters that the register of the build has."""

    themes: tuple[str, ...]
    steps: tuple[str, ...]
    families: tuple[str, ...]

    def allows(self, view: InitiativeView) -> bool:
        """Whether the build still has the values of a view."""
        return (
            view.theme in ("", *self.themes)
            and view.step in ("", *self.steps)
            and view.family in ("", *self.families)
        )


def entry_address(entry_id: str, source_id: str) -> str:
    """Name of an initiative in an address."""
    return f"{entry_id}{ENTRY_SEPARATOR}{source_id}"


def entry_of(address: str) -> tuple[str, str]:
    """Id and source of the initiative an address names."""
    entry_id, _, source_id = address.rpartition(ENTRY_SEPARATOR)
    return entry_id, source_id


def clean_text(text: object) -> str:
    """Text of a search, as the address keeps it."""
    return clean_name(str(text or ""))[:TEXT_CHARACTERS]


def parse_initiative_view(
    parameters: Mapping[str, str], options: InitiativeOptions
) -> tuple[InitiativeView, tuple[str, ...]]:
    """Read the view; a value that cannot be read keeps its default and gives a French problem."""
    return read_fields(InitiativeView(), parameters, PARAMETERS, _readers(options))


def write_initiative_view(view: InitiativeView) -> dict[str, str]:
    """Write the sheet, and the fields that differ from the first view."""
    return written_fields(view, InitiativeView(), PARAMETERS, ALWAYS_WRITTEN, _written)


def _written(value: object) -> str:
    return YES if value is True else str(value)


def _readers(options: InitiativeOptions) -> dict[str, Reader]:
    """Label, values expected and reading of each field."""
    return {
        "text": (
            "Recherche",
            f"{plural(TEXT_CHARACTERS, 'caractère')} au plus",
            lambda text: clean_text(text) if len(text) <= TEXT_CHARACTERS else None,
        ),
        "theme": one_of("Thème", options.themes),
        "step": one_of("Statut", options.steps),
        "family": one_of("Partenaire", options.families),
        "year": ("Année", f"de {FIRST_YEAR} à {LAST_YEAR}", _year),
        "is_wider": ("Élargir", YES, lambda text: True if text == YES else None),
        "sheet": ("Page de la liste", SHEET_EXPECTED, _sheet),
        "entry": ("Initiative", ENTRY_EXPECTED, _entry),
    }


def _year(text: str) -> str | None:
    is_year = text.isascii() and text.isdecimal() and len(text) == len(str(FIRST_YEAR))
    return text if is_year and FIRST_YEAR <= int(text) <= LAST_YEAR else None


def _sheet(text: str) -> int | None:
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(LAST_SHEET))
    return int(text) if is_number and int(text) >= 1 else None


def _entry(text: str) -> str | None:
    return text if all(entry_of(text)) and len(text) <= ENTRY_CHARACTERS else None
