"""French names of territories with their article. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dashboard.core.catalog import LEVEL_NOUNS, Territory

# TNCC of the Code officiel géographique: what links « département » to its name.
LINKS: Mapping[int, str] = {
    0: "de ",
    1: "d’",
    2: "du ",
    3: "de la ",
    4: "des ",
    5: "de l’",
}
# The same, as the name stands alone: « la Creuse », « Paris ».
ARTICLES: Mapping[int, str] = {0: "", 1: "", 2: "le ", 3: "la ", 4: "les ", 5: "l’"}
PLURAL = 4


@dataclass(frozen=True)
class Name:
    """A territory in a sentence.

    ``of`` is « de l’Aveyron », ``alone`` « l’Aveyron », ``subject`` « le département de
    l’Aveyron », ``here`` « dans le département de l’Aveyron ».
    """

    of: str
    alone: str
    subject: str
    plural: bool = False

    @property
    def here(self) -> str:
        """Place in a sentence."""
        return f"dans {self.subject}"

    @property
    def starting(self) -> str:
        """Subject at the start of a sentence."""
        return capitalised(self.subject)

    @property
    def of_whole(self) -> str:
        """« du département de l’Aveyron », « de la région Occitanie », « de la France »."""
        return f"de {self.subject}" if self.subject.startswith("la ") else f"du {self.subject[3:]}"


def capitalised(text: str) -> str:
    """Text with a capital at its start, the rest as it is."""
    return f"{text[:1].upper()}{text[1:]}"


FRANCE = Name("de la France", "la France", "la France")


def name_of(territory: Territory) -> Name:
    """Name of a territory, from the article of the Code officiel géographique.

    A région and a subdivision are named as such: « la subdivision d’Angers », never « Angers ».
    """
    if territory.article_tncc is None:
        return FRANCE
    tncc = territory.article_tncc
    of = f"{LINKS[tncc]}{territory.name_fr}"
    noun = LEVEL_NOUNS[territory.level]
    # « la région Occitanie » stands beside its name; the others are linked to it.
    whole = territory.name_fr if territory.level == "region" else of
    subject = f"{'la' if noun.feminine else 'le'} {noun.one} {whole}"
    alone = f"{ARTICLES[tncc]}{territory.name_fr}" if territory.level == "departement" else subject
    return Name(of, alone, subject, plural=alone.startswith(ARTICLES[PLURAL]))
