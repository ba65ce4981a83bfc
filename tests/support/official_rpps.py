"""Invented extractions of the RPPS in the real layout: no person of theirs, numbers in 999."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tests.support.official_files import DEPARTEMENTS, Place, invented

HEADER = (
    "Type d'identifiant PP|Identifiant PP|Identification nationale PP|Code civilité d'exercice|"
    "Libellé civilité d'exercice|Code civilité|Libellé civilité|Nom d'exercice|Prénom d'exercice|"
    "Code profession|Libellé profession|Code catégorie professionnelle|"
    "Libellé catégorie professionnelle|Code type savoir-faire|Libellé type savoir-faire|"
    "Code savoir-faire|Libellé savoir-faire|Code mode exercice|Libellé mode exercice|"
    "Numéro SIRET site|Numéro SIREN site|Numéro FINESS site|"
    "Numéro FINESS établissement juridique|Identifiant technique de la structure|"
    "Raison sociale site|Enseigne commerciale site|Complément destinataire (coord. structure)|"
    "Complément point géographique (coord. structure)|Numéro Voie (coord. structure)|"
    "Indice répétition voie (coord. structure)|Code type de voie (coord. structure)|"
    "Libellé type de voie (coord. structure)|Libellé Voie (coord. structure)|"
    "Mention distribution (coord. structure)|Bureau cedex (coord. structure)|"
    "Code postal (coord. structure)|Code commune (coord. structure)|"
    "Libellé commune (coord. structure)|Code pays (coord. structure)|"
    "Libellé pays (coord. structure)|Téléphone (coord. structure)|"
    "Téléphone 2 (coord. structure)|Télécopie (coord. structure)|"
    "Adresse e-mail (coord. structure)|Code Département (structure)|"
    "Libellé Département (structure)|Ancien identifiant de la structure|"
    "Autorité d'enregistrement|Code secteur d'activité|Libellé secteur d'activité|"
    "Code section tableau pharmaciens|Libellé section tableau pharmaciens|Code rôle|Libellé rôle|"
    "Code genre activité|Libellé genre activité"
)
NAMES = HEADER.split("|")
# A doctor in practice: what every line of the invented files has.
GP = {
    "Type d'identifiant PP": "8",
    "Nom d'exercice": "EXEMPLE",
    "Prénom d'exercice": "Alix",
    "Code profession": "10",
    "Libellé profession": "Médecin",
    "Code catégorie professionnelle": "C",
    "Code type savoir-faire": "S",
    "Code savoir-faire": "SM54",
    "Libellé savoir-faire": "Médecine Générale",
    "Code mode exercice": "L",
    "Code secteur d'activité": "SA07",
    "Code genre activité": "GENR01",
}
SITE, POSTCODE, COMMUNE = (
    "Identifiant technique de la structure",
    "Code postal (coord. structure)",
    "Code commune (coord. structure)",
)
# Arrondissements stand for their commune.
COMMUNES = {"75": "75112", "69": "69385", "13": "13205", "2A": "2A004", "2B": "2B033"}


@dataclass
class Extraction:
    """The lines of an extraction, that a test may spoil: fields by the name of their column."""

    growth: float = 1.0
    header: list[str] = field(default_factory=lambda: list(NAMES))
    lines: list[dict[str, str]] = field(default_factory=list)

    def __post_init__(self) -> None:
        for place in DEPARTEMENTS:
            for rank in range(self.gps(place)):
                self.add(place, f"{place.code}-{rank}")

    def gps(self, place: Place) -> int:
        """GPs of a département."""
        return round(self.growth * invented("rpps", place.code))

    def add(self, place: Place, person: str, **fields: str) -> None:
        """Add a line of a GP."""
        self.lines.append(gp_line(place.code, person) | fields)

    def content(self, encoding: str = "utf-8", end: str = "\n", trail: str = "") -> bytes:
        """The file."""
        rows = ["|".join(self.header)]
        rows += ["|".join(line.get(name, "") for name in self.header) for line in self.lines]
        return "".join(f"{row}{trail}{end}" for row in rows).encode(encoding)


def gp_line(departement: str, person: str) -> dict[str, str]:
    """A line of a liberal GP alone in a surgery."""
    commune = COMMUNES.get(departement, f"{departement}001"[:5])
    return {
        **GP,
        "Identifiant PP": f"999{person}",
        "Identification nationale PP": f"8999{person}",
        SITE: f"R-{person}",
        "Raison sociale site": 'CABINET "LES TILLEULS',
        COMMUNE: commune,
        POSTCODE: commune.replace("A", "0").replace("B", "0"),
    }


def many_lines(lines_n: int) -> Iterator[str]:
    """Lines of a large extraction, header first, always the same: one in fifteen is of a GP.

    As in the real one, most have an address, a structure and labels; persons have 1.3 lines.
    """
    yield HEADER
    kinds = [_template(kind) for kind in _kinds()]
    communes = [COMMUNES.get(place.code, f"{place.code}001"[:5]) for place in DEPARTEMENTS]
    for rank in range(lines_n):
        person = 99_900_000_000 + rank * 10 // 13
        # Numbers without a common factor: no two dimensions go together.
        yield kinds[person * 7 % 15].format(
            person=person,
            site=person // 3 * 10 + rank % 13,
            commune=communes[person * 31 % 101] if person % 11 else "",
            mode="LS"[person % 5 == 0],
            sector=("SA07", "SA08", "SA52", "SA05")[person * 3 % 4],
            name=rank % 9973,
        )


def _kinds() -> Iterator[Mapping[str, str]]:
    yield GP
    yield GP | {"Code savoir-faire": "SM04", "Libellé savoir-faire": "Cardiologie"}
    for code, label in (("60", "Infirmier"), ("70", "Masseur-Kinésithérapeute")) * 6:
        yield {
            "Type d'identifiant PP": "8",
            "Code profession": code,
            "Libellé profession": label,
            "Code catégorie professionnelle": "C",
            "Code genre activité": "GENR01",
        }
    yield GP | {"Code catégorie professionnelle": "E"}


def _template(kind: Mapping[str, str]) -> str:
    fields = {
        "Code civilité d'exercice": "DR",
        "Libellé civilité d'exercice": "Docteur",
        "Code civilité": "MME",
        "Libellé civilité": "Madame",
        "Libellé catégorie professionnelle": "Civil",
        "Libellé mode exercice": "Libéral",
        "Numéro SIREN site": "999999999",
        "Numéro SIRET site": "99999999900011",
        "Numéro FINESS site": "999000001",
        "Raison sociale site": 'CABINET "LES TILLEULS',
        "Numéro Voie (coord. structure)": "12",
        "Libellé type de voie (coord. structure)": "Rue",
        "Libellé Voie (coord. structure)": "DE L'EXEMPLE NUMERO {name}",
        "Bureau cedex (coord. structure)": "{commune} VILLE EXEMPLE",
        "Libellé commune (coord. structure)": "Ville-Exemple-sur-Rivière",
        "Libellé pays (coord. structure)": "France",
        "Téléphone (coord. structure)": "0300000001",
        "Adresse e-mail (coord. structure)": "alix.{name}@exemple.test",
        "Autorité d'enregistrement": "CNOM/CNOM/ARS",
        "Libellé secteur d'activité": "Cabinet individuel",
        "Libellé genre activité": "Activité standard de soin ou de pharmacien",
        **kind,
        "Identifiant PP": "{person}",
        "Identification nationale PP": "8{person}",
        "Nom d'exercice": "EXEMPLE-{name}",
        "Prénom d'exercice": "Alix",
        "Code mode exercice": "{mode}",
        "Code secteur d'activité": "{sector}",
        SITE: "R{site}",
        COMMUNE: "{commune}",
        POSTCODE: "{commune}",
    }
    return "|".join(fields.get(name, "") for name in NAMES)
