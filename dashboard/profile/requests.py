"""Three requests of a meeting, each with whom it is put to. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.core.formatting import typography
from dashboard.profile.model import Question

REQUESTS = 3


@dataclass(frozen=True)
class Partners:
    """Whom a territory asks.

    ``faculties`` are its subdivisions as « de Limoges », ``agencies`` its régions as
    « Nouvelle-Aquitaine », ``council`` is « de la Creuse », or empty beyond one département.
    """

    faculties: tuple[str, ...]
    agencies: tuple[str, ...]
    council: str = ""

    @property
    def faculty_fr(self) -> str:
        """« à la faculté : DMG de Limoges »."""
        if len(self.faculties) > MOST_NAMED:
            return f"aux {len(self.faculties)} facultés (DMG)"
        noun = "à la faculté" if len(self.faculties) == 1 else "aux facultés"
        return f"{noun} : DMG {' et '.join(self.faculties)}"

    @property
    def agency_fr(self) -> str:
        """« à l’ARS Nouvelle-Aquitaine »."""
        return f"{'à l’ARS' if len(self.agencies) == 1 else 'aux ARS'} {' et '.join(self.agencies)}"

    @property
    def council_fr(self) -> str:
        """« au conseil de l’Ordre : CDOM de la Creuse »."""
        return f"au conseil de l’Ordre : CDOM {self.council}" if self.council else "aux CDOM"


MOST_NAMED = 2


@dataclass(frozen=True)
class Request:
    """What is asked in a few words, and of whom."""

    addressee: str
    text: str


def requests(
    questions: Sequence[Question], partners: Partners, count_year: int, stage_year: int
) -> tuple[Request, ...]:
    """Three requests at most, one per partner first, out of the questions left open."""
    texts = _texts(partners, count_year, stage_year)
    left_open = {item.question_id for item in questions}
    known = [item for question_id, item in texts.items() if question_id in left_open]
    first: dict[str, Request] = {}
    for item in known:
        first.setdefault(item.addressee, item)
    others = [item for item in known if item not in first.values()]
    return tuple(
        Request(typography(item.addressee), typography(item.text))
        for item in [*first.values(), *others][:REQUESTS]
    )


def _texts(partners: Partners, count_year: int, stage_year: int) -> Mapping[str, Request]:
    """What each question becomes, the most useful first."""
    faculty, agency, council = partners.faculty_fr, partners.agency_fr, partners.council_fr
    return {
        "effectif": Request(
            faculty, f"le nombre exact de MSU en activité au 1er janvier {count_year}"
        ),
        "places": Request(
            agency,
            f"les places de stage agréées, ouvertes et pourvues en {stage_year - 1}-{stage_year}, "
            "par niveau",
        ),
        "installations": Request(
            council, "les installations et les arrêts de généralistes, par an, depuis 2022"
        ),
        "arrets": Request(council, "les arrêts d’activité de généralistes, par an, depuis 2022"),
        "agrements": Request(agency, "les agréments de MSU qui finissent dans les 24 mois"),
        "cohortes": Request(faculty, "où exercent, cinq ans après, les médecins formés ici"),
    }
