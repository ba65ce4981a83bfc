"""What is said of the flows of a territory: the period shown, who moved where, the finding."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from dashboard.core.catalog import Catalog, Territory
from dashboard.core.formatting import number, plural
from dashboard.themes.flows import FlowPeriod, FlowTotal, PublishedFlow
from models.retention.flows import Count, Places, counted
from models.territories.cells import NATION

NO_FLOW = (
    "Aucun flux de médecins n’est publié par subdivision d’internat en France, et aucun n’a été "
    "importé ici. Deux fichiers de la page « Vos données » remplissent cette partie : « Flux "
    "d’installation » (territoire de formation, territoire d’installation, cohorte, délai, "
    "effectif) et « Devenir des cohortes », qui donne le nombre de médecins formés. Leurs modèles "
    "à remplir se téléchargent sur cette page. La matrice de la DREES par lieu de diplôme, qui ne "
    "dit rien des subdivisions, s’y ajoutera par un connecteur."
)
RIBBONS = (
    "« Lieu masqué » réunit ceux que seuls des flux masqués diraient où trouver ; les arrivées "
    "masquées ne sont pas dessinées."
)
NATIONAL_RIBBONS = (
    "De la région de formation à la région d’installation : les flux publiés comptent {shown} "
    "médecins, sur {settled} installés. Une subdivision à cheval sur deux régions garde son nom."
)
ONLY_COHORTS = (
    "Les cohortes importées disent combien sont restés ou partis, sans dire où. Le fichier « Flux "
    "d’installation » de la page « Vos données » donne les lieux d’installation."
)
OTHER_PERIOD = (
    "Aucun flux n’est importé pour {wanted}. Cette partie montre {shown}, la dernière connue."
)
STAGE_ONLY = (
    "Les flux importés partent des départements de stage. Un médecin fait ses stages dans "
    "plusieurs départements : ils ne se somment pas. Que faire : choisir un département."
)
WITHHELD = (
    "{count} sur {all} ne sont pas publiés : leur effectif est inférieur à {threshold}, ou il "
    "permettrait de calculer un tel effectif. Un total qui les contient est écrit « au moins » ; "
    "un total dont tous les flux sont masqués est « n. d. », jamais 0."
)
NOTHING_WITHHELD = "Aucun flux n’est masqué."
RULES = (
    "« Restés » : installés dans le territoire où ils ont été formés, d’après le fichier des "
    "cohortes, ou les flux s’il n’en dit rien. « Arrivés » : formés ailleurs, d’après les flux "
    "seulement. Un département à cheval sur deux subdivisions compte, pour ceux que l’une d’elles "
    "a formés, comme la leur ; pour les autres, comme celle qui en couvre la plus grande part : "
    "personne n’est compté deux fois. Un couple absent d’un fichier n’y compte pour personne."
)
EXCESS = (
    "Les deux fichiers se contredisent : les flux publiés comptent {flows} installés, soit "
    "{excess} de plus que les {limit} de la cohorte. Rien n’est corrigé, les deux sont montrés. "
    "Que faire : vérifier que la cohorte, le délai et le périmètre sont les mêmes, qu’un médecin "
    "n’a qu’un lieu d’installation, et qu’une région n’est pas comptée avec ses départements."
)
EXCESS_SUM = (
    "Pour certains de ces territoires, les flux publiés comptent {excess} de plus que leur "
    "cohorte : les deux fichiers se contredisent, et les deux sont gardés. Que faire : choisir "
    "chaque subdivision pour voir laquelle."
)
MATRIX = (
    "Une ligne par territoire de formation, une colonne par région d’installation. « ≥ » : une "
    "partie des flux est masquée ; « masqué » : tous le sont ; « · » : aucun dans le fichier."
)


DELAYS = {1: "un an", 2: "deux ans", 3: "trois ans", 5: "cinq ans", 10: "dix ans"}
TRAINED_IN = {
    "subdivision": "subdivision d’internat",
    "stage": "département de stage",
    "region_diplome": "région de diplôme",
}
# From the surest meaning of « trained here » to the least.
PREFERRED = ("subdivision", "region_diplome", "stage")


@dataclass(frozen=True)
class Moves:
    """Published flows of a territory, nobody twice, and how many flows are withheld."""

    kept: tuple[PublishedFlow, ...]
    left: tuple[PublishedFlow, ...]
    came: tuple[PublishedFlow, ...]
    withheld_out: int
    withheld_in: int

    @property
    def shown(self) -> tuple[PublishedFlow, ...]:
        """Every published flow, those who stayed first."""
        return (*self.kept, *self.left, *self.came)


def nearest_period(
    periods: Sequence[FlowPeriod], scope: str, cohort: int | None, delay_years: int | None
) -> FlowPeriod | None:
    """The period asked for, else the latest of the same scope and delay, else the latest."""
    if not periods:
        return None
    return max(
        periods,
        key=lambda one: (
            one == (scope, cohort, delay_years),
            one.scope == scope,
            one.delay_years == delay_years,
            -PREFERRED.index(one.scope),
            one.cohort,
            one.delay_years,
        ),
    )


def period_label(period: FlowPeriod) -> str:
    """« la promotion 2020, cinq ans après »."""
    return f"la promotion {period.cohort}, {DELAYS[period.delay_years]} après"


def moves_of(territory_id: str, flows: Iterable[PublishedFlow], places: Places) -> Moves:
    """Who stayed, left and came; of the nation, who left the place where they trained."""
    by_origin: dict[str, list[PublishedFlow]] = {}
    for flow in flows:
        by_origin.setdefault(flow.origin_id, []).append(flow)
    everywhere = places.areas[NATION]
    kept: list[PublishedFlow] = []
    left: list[PublishedFlow] = []
    came: list[PublishedFlow] = []
    withheld_out = withheld_in = 0
    for origin_id, own in by_origin.items():
        area = places.areas[origin_id]
        zone = area if territory_id == NATION else places.areas[territory_id]
        if area <= zone:
            kept += counted(own, zone, places)
            left += counted(own, everywhere - zone, places)
            withheld_out += sum(flow.doctors_n is None for flow in own)
        else:
            came += counted(own, zone, places)
            withheld_in += sum(
                flow.doctors_n is None and places.landing(flow) <= zone for flow in own
            )
    return Moves(
        largest_first(kept), largest_first(left), largest_first(came), withheld_out, withheld_in
    )


def largest_first(flows: Iterable[PublishedFlow]) -> tuple[PublishedFlow, ...]:
    """Flows by falling number, then by place."""
    ordered = sorted(flows, key=lambda f: (-(f.doctors_n or 0), f.origin_id, f.destination_id))
    return tuple(ordered)


def doctors(flows: Iterable[PublishedFlow]) -> int:
    """Doctors of published flows."""
    return sum(flow.doctors_n or 0 for flow in flows)


def region_of(catalog: Catalog, territory_id: str) -> Territory:
    """Région of a territory; a subdivision on several régions stands for itself."""
    territory = catalog.territories[territory_id]
    if territory.region_id is None:
        return territory
    return catalog.territories[territory.region_id]


def said(count: Count) -> str:
    """« 25 », « au moins 25 », « n. d. »."""
    return f"au moins {number(count.n)}" if count.at_least else number(count.n)


def around(catalog: Catalog, territory: Territory, scope: str) -> str:
    """« sa subdivision d’internat », « ses subdivisions d’internat »."""
    noun = TRAINED_IN[scope]
    pieces = catalog.subdivisions_of.get(territory.territory_id, ())
    if scope == "subdivision" and (territory.level == "region" or len(pieces) > 1):
        return f"ses {noun.replace('subdivision', 'subdivisions')}"
    return f"sa {noun}"


def finding(
    catalog: Catalog, territory: Territory, total: FlowTotal | None, period: FlowPeriod
) -> str:
    """The finding of a territory, in one sentence."""
    label = territory.label
    after = f"{DELAYS[period.delay_years]} après"
    if total is None:
        return f"{label} : aucun flux publié, promotion {period.cohort}, {after}"
    if total.territory_id == NATION:
        return (
            f"{said(total.kept).capitalize()} des {number(total.trained_n)} médecins formés "
            f"exercent {after} dans leur {TRAINED_IN[period.scope]}, "
            f"{said(total.left)} dans une autre"
        )
    if total.kept.n is not None:
        trained = f"des {number(total.trained_n)} médecins" if total.trained_n else "médecins"
        text = f"{label} : {said(total.kept)} {trained} formés ici y exercent {after}"
        if total.left.n is not None:
            text += f", {said(total.left)} exercent ailleurs"
        if total.from_outside.n is not None:
            text += f", {said(total.from_outside)} sont venus d’ailleurs"
        return text
    parts = [
        f"{said(count)} {where}"
        for count, where in (
            (total.from_around, f"formés dans {around(catalog, territory, period.scope)}"),
            (total.from_outside, "formés ailleurs"),
        )
        if count.n is not None
    ]
    if not parts:
        return f"{label} : {plural(total.trained_n or 0, 'médecin formé', 'médecins formés')}"
    return f"{label} : parmi ceux qui y exercent {after}, {' et '.join(parts)}"


def excess_sentence(total: FlowTotal, alone: str, summed: str) -> str:
    """What to say of flows that exceed their cohort; empty when they do not."""
    if not total.excess_n:
        return ""
    excess = plural(total.excess_n, "médecin")
    if total.basis == "sum":
        return summed.format(excess=excess)
    settled = total.kept.n is not None and total.left.n is not None
    exact = settled and not (total.kept.at_least or total.left.at_least)
    limit = (
        f"{number((total.kept.n or 0) + (total.left.n or 0))} installés"
        if exact
        else f"{number(total.trained_n)} formés"
    )
    return alone.format(flows=said(total.flow_settled), excess=excess, limit=limit)
