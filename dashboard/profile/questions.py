"""Questions a council could put to its partners, from the data and from the gaps. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from dashboard.core.formatting import typography
from dashboard.core.names import Name
from dashboard.profile.model import Question
from dashboard.profile.readings import Topic
from dashboard.themes.situation import BELOW, Situation

COUNT = "Effectif de MSU par département"
AGE = "Âge et intention d’arrêt des MSU"
PLACES = "Offre de stages (niveau 1, SASPAS, femme-enfant, 2e cycle)"
COHORT = "Fidélisation par région ou faculté d’internat"
FLOWS = "Installations et départs de généralistes"
INTERNS = "Affectation des internes par département"
ZONING = "Zonage médecin 2026"
SHARED = "Part des départements partagés entre deux subdivisions"
TOPICS = (COUNT, AGE, PLACES, COHORT, FLOWS, INTERNS, ZONING, SHARED)


@dataclass(frozen=True)
class Facts:
    """Facts of a profile on which its questions depend.

    ``subdivisions`` are those of the territory, as « de Toulouse »; ``older_text`` is the share
    of liberal GPs aged 60 and over, with its year; ``first_text`` the first installations of the
    last year, once the official series are there.
    """

    level: str
    msu_status: str | None
    situation: Situation | None
    target_fr: str
    has_places: bool
    has_rates: bool
    has_zoning: bool
    subdivisions: tuple[str, ...]
    older_text: str
    first_text: str = ""


def questions(name: Name, facts: Facts, topics: Mapping[str, Topic]) -> tuple[Question, ...]:
    """Questions that the profile leaves open, most useful first; each says why and to whom."""
    return tuple(
        Question(question_id, typography(text), typography(why), typography(topics[topic].ask_fr))
        for question_id, text, why, topic in _questions(name, facts, topics)
    )


def _questions(
    name: Name, facts: Facts, topics: Mapping[str, Topic]
) -> Iterator[tuple[str, str, str, str]]:
    if facts.msu_status in (None, "estimated"):
        yield (
            "effectif",
            f"Combien de MSU agréés exercent {name.here} au 1er janvier ?",
            f"L’effectif affiché est une estimation. {topics[COUNT].why_fr}"
            if facts.msu_status
            else topics[COUNT].why_fr,
            COUNT,
        )
    situation = facts.situation
    if situation and situation.is_decided and situation.verdict_id in BELOW:
        yield (
            "recrutement",
            f"Quelles candidatures de MSU sont en cours {name.here}, et pour quelle date ?",
            f"Cible choisie, {facts.target_fr} : {situation.detail} ; {situation.missing}.",
            COUNT,
        )
    older = (
        f" {facts.older_text} des généralistes libéraux y avaient 60 ans et plus."
        if facts.older_text
        else ""
    )
    yield (
        "agrements",
        f"Combien d’agréments de MSU arrivent à échéance {name.here} dans les 24 mois, et "
        "combien de MSU comptent s’arrêter ?",
        f"{topics[AGE].why_fr}{older}",
        AGE,
    )
    if not facts.has_places:
        yield (
            "places",
            "Combien de places de stage sont agréées, ouvertes, financées et pourvues "
            f"{name.here}, par niveau (2e cycle, niveau 1, SASPAS, santé femme-enfant, docteur "
            "junior) ?",
            f"L’offre affichée est calculée à partir des MSU. {topics[PLACES].why_fr}",
            PLACES,
        )
    if facts.level == "departement":
        yield (
            "internes",
            "Combien d’internes de médecine générale sont affectés à chaque semestre "
            f"{name.here} ?",
            topics[INTERNS].why_fr,
            INTERNS,
        )
    if not facts.has_rates:
        yield (
            "cohortes",
            f"Où exercent, trois et cinq ans après, les médecins formés {name.here} ?",
            f"Aucune cohorte n’est connue ici. {topics[COHORT].why_fr}",
            COHORT,
        )
    if facts.first_text:
        yield (
            "arrets",
            f"Combien de généralistes ont cessé leur activité {name.here}, par an, depuis 2022 ?",
            f"{facts.first_text} ; les départs ne sont publiés que pour la France.",
            FLOWS,
        )
    else:
        yield (
            "installations",
            "Combien de généralistes se sont installés et combien ont cessé leur activité "
            f"{name.here}, par an, depuis 2022 ?",
            topics[FLOWS].why_fr,
            FLOWS,
        )
    if not facts.has_zoning:
        yield (
            "zonage",
            f"Quelle part de la population vit en zone sous-dense (ZIP ou ZAC) {name.here} ?",
            topics[ZONING].why_fr,
            ZONING,
        )
    if facts.level == "departement" and len(facts.subdivisions) > 1:
        yield (
            "partage",
            f"Comment les internes se répartissent-ils entre les subdivisions "
            f"{' et '.join(facts.subdivisions)} ?",
            topics[SHARED].why_fr,
            SHARED,
        )
