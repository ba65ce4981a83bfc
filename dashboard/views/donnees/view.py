"""View of the page « Données et méthode »: the definition shown, in the address."""

from __future__ import annotations

from dataclasses import dataclass

DEFINITION_PARAMETERS = frozenset({"definition"})


@dataclass(frozen=True)
class DefinitionView:
    """Indicator whose definition is shown; None for none."""

    indicator_id: str | None = None


def parse_definition_view(parameters: dict[str, str]) -> tuple[DefinitionView, tuple[str, ...]]:
    """View of an address; the page itself warns of an unknown indicator."""
    return DefinitionView(parameters.get("definition") or None), ()


def write_definition_view(view: DefinitionView) -> dict[str, str]:
    """Parameters of the address of a view."""
    return {"definition": view.indicator_id} if view.indicator_id else {}
