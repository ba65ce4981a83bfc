"""Whom a count is asked of: the 28 faculties, the 101 conseils de l’Ordre, an agency (ARS)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from foundation.french import file_part

Kind = Literal["faculte", "cdom", "ars"]
FACULTY: Kind = "faculte"
COUNCIL: Kind = "cdom"
AGENCY: Kind = "ars"
KINDS: Mapping[str, Kind] = {"SUB": FACULTY, "REG": AGENCY}


@dataclass(frozen=True)
class Recipient:
    """A body that can count, under the territory it answers for.

    ``wholes`` are the départements asked for, as an import reads them; ``pieces`` those that a
    faculty shares with another, of which it can only count its own part.
    """

    territory_id: str
    label: str
    wholes: tuple[str, ...]
    pieces: tuple[str, ...] = ()

    @property
    def kind(self) -> Kind:
        """Faculty or conseil, as the register of the campaign codes it, or agency."""
        return KINDS.get(self.territory_id[:3], COUNCIL)

    @property
    def name(self) -> str:
        """Name without what sets it apart from another: « Dijon », « Ain »."""
        return self.label.rsplit(" (", 1)[0]

    @property
    def file_part(self) -> str:
        """Its part of a file name: « dijon », « 01-ain »."""
        code = f"{self.territory_id[4:]}-" if self.kind == COUNCIL else ""
        return f"{code}{file_part(self.name)}"


def recipients(labels: Mapping[str, str], links: Iterable[tuple[str, str]]) -> dict[str, Recipient]:
    """Every faculty, then every conseil, by territory.

    Parameters
    ----------
    labels : label of each département and subdivision, by identifier
    links : (département, subdivision that holds it, in whole or in part)
    """
    pairs = sorted(set(links))
    holders: dict[str, list[str]] = {}
    for departement, subdivision in pairs:
        holders.setdefault(departement, []).append(subdivision)
    found = {}
    for subdivision in sorted({pair[1] for pair in pairs}):
        inside = [departement for departement, holder in pairs if holder == subdivision]
        found[subdivision] = Recipient(
            subdivision,
            labels[subdivision],
            tuple(labels[item] for item in inside if len(holders[item]) == 1),
            tuple(labels[item] for item in inside if len(holders[item]) > 1),
        )
    for departement in holders:
        found[departement] = Recipient(departement, labels[departement], (labels[departement],))
    return found
