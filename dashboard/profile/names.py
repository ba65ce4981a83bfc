"""French names of territories with their article. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.core.catalog import LEVEL_NOUNS, Territory

# TNCC of the Code officiel géographique: what links « département » to its name.
LINKS: dict[int, str] = {
    0: "de ",
    1: "d’",
    2: "du ",
    3: "de la ",
    4: "des ",
    5: "de l’",
}


@dataclass(frozen=True)
class Name:
    """A territory in a sentence.

    ``of`` is « de l’Aveyron », ``subject`` « le département de l’Aveyron », ``here`` « dans le
    département de l’Aveyron ».
    """

    of: str
    subject: str

    @property
    def here(self) -> str:
        """Place in a sentence."""
        return f"dans {self.subject}"

    @property
    def starting(self) -> str:
        """Subject at the start of a sentence."""
        return self.subject[0].upper() + self.subject[1:]

    @property
    def of_whole(self) -> str:
        """« du département de l’Aveyron », « de la région Occitanie »."""
        return f"de {self.subject}" if self.subject.startswith("la ") else f"du {self.subject[3:]}"


def name_of(territory: Territory, articles: Mapping[str, int]) -> Name:
    """Name of a territory; ``articles`` gives the TNCC of each.

    Raises
    ------
    KeyError
        When the territory has no article in the table.
    """
    of = f"{LINKS[articles[territory.territory_id]]}{territory.name_fr}"
    noun = LEVEL_NOUNS[territory.level]
    article = "la" if noun.feminine else "le"
    # « la région Occitanie » stands beside its name; the others are linked to it.
    whole = territory.name_fr if territory.level == "region" else of
    return Name(of, f"{article} {noun.one} {whole}")
