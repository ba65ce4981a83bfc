"""Sentences of the flows of interns: finding, figures, pictures, matrix and files. Pure."""

from __future__ import annotations

from dashboard.core.catalog import Catalog, Territory
from dashboard.core.formatting import number, plural, typography
from dashboard.themes.flows import FlowPeriod, FlowTotal
from dashboard.themes.retention import SCOPES
from models.retention.flows import Count
from models.territories.cells import NATION

DELAYS = {1: "un an", 2: "deux ans", 3: "trois ans", 5: "cinq ans", 10: "dix ans"}
TRAINED_IN = {
    "subdivision": "subdivision d’internat",
    "stage": "département de stage",
    "region_diplome": "région de diplôme",
}
WITHHELD = "masqué"
TRAINED_AT = "Formés à…"

# --- Files, missing, withheld or contradictory

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
    "De la région de formation à la région d’installation : les flux publiés comptent {drawn} "
    "médecins, sur {settled} installés. Une subdivision à cheval sur deux régions garde son nom."
)
ONLY_COHORTS = (
    "Les cohortes importées disent combien sont restés ou partis, sans dire où. Le fichier « Flux "
    "d’installation » de la page « Vos données » donne les lieux d’installation."
)
OTHER_PERIOD = (
    "Aucun flux n’est importé pour {wanted}. Cette partie montre {drawn}, la dernière connue."
)
STAGE_ONLY = (
    "Les flux importés partent des départements de stage. Un médecin fait ses stages dans "
    "plusieurs départements : ils ne se somment pas. Que faire : choisir un département."
)
SOME_WITHHELD = (
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
# --- Pictures

RIBBON_KEY = "Vert : restés. Orange : partis. Bleu : arrivés. Gris : lieu masqué ou inconnu."
RIBBON_ALTERNATIVE = (
    "Où s’installent ceux qui sont formés ici, d’où viennent les autres ; "
    "les valeurs sont dans la table plus bas"
)
ARC_ALTERNATIVE = "Carte des flux de médecins ; les valeurs sont dans la table plus bas"
DOWNLOAD = "Télécharger tous les flux (CSV)"


def arc_legend(largest_n: int | None) -> str:
    """How to read the arcs; ``largest_n`` is how many of the flows are drawn, None for all."""
    many = "" if largest_n is None else f", les {largest_n} flux les plus nombreux"
    return f"du clair (formation) au foncé (installation){many}"


def arc_picture_title(territory: Territory) -> str:
    """Title of the values of the arcs."""
    return f"Carte des flux de médecins, {territory.label}"


def picture_subtitle(territory: Territory, period: FlowPeriod) -> str:
    """Subtitle of the pictures: territory, period and unit."""
    return f"{territory.label}, {period_label(period)}, {TRAINED_IN[period.scope]}, médecins"


def ribbon_note(drawn_n: int, settled_n: int | None, *, is_national: bool) -> str:
    """Note on the doctors that the ribbons leave out."""
    if not is_national:
        return RIBBONS
    return NATIONAL_RIBBONS.format(drawn=number(drawn_n), settled=number(settled_n))


# --- Matrix and table


def matrix_title(published_n: int, withheld_n: int) -> str:
    """Heading over the matrix: how many flows are published and withheld."""
    published = plural(published_n, "flux publié", "flux publiés")
    return typography(f"Qui s’installe où : {published}, {number(withheld_n)} masqués")


def matrix_caption(period: FlowPeriod) -> str:
    """Caption of the matrix."""
    return f"Médecins par territoire de formation et région d’installation, {period_label(period)}"


def withheld_sentence(withheld_n: int, flows_n: int, threshold: int) -> str:
    """How many flows are withheld, and why."""
    if not withheld_n:
        return NOTHING_WITHHELD
    return typography(
        SOME_WITHHELD.format(
            count=plural(withheld_n, "flux", "flux"), all=number(flows_n), threshold=threshold
        )
    )


# --- Finding and period


def period_label(period: FlowPeriod) -> str:
    """« la promotion 2020, cinq ans après »."""
    return f"la promotion {period.cohort}, {DELAYS[period.delay_years]} après"


def other_period(wanted: FlowPeriod, drawn: FlowPeriod) -> str:
    """Why the part shows a period that is not the one of the view."""
    return typography(
        OTHER_PERIOD.format(
            wanted=_period_beside(wanted, drawn), drawn=_period_beside(drawn, wanted)
        )
    )


def _period_beside(period: FlowPeriod, other: FlowPeriod) -> str:
    """A period, with its meaning of « formé ici » where the other has another."""
    scope = "" if period.scope == other.scope else f" ({SCOPES[period.scope]})"
    return f"{period_label(period)}{scope}"


def count_words(count: Count) -> str:
    """« 25 », « au moins 25 », « n. d. »."""
    return f"au moins {number(count.n)}" if count.at_least else number(count.n)


def around(catalog: Catalog, territory: Territory, scope: str) -> str:
    """« sa subdivision d’internat », « ses subdivisions d’internat »."""
    pieces = catalog.subdivisions_of.get(territory.territory_id, ())
    if scope == "subdivision" and (territory.level == "region" or len(pieces) > 1):
        return "ses subdivisions d’internat"
    return f"sa {TRAINED_IN[scope]}"


def flow_finding(
    catalog: Catalog, territory: Territory, total: FlowTotal | None, period: FlowPeriod
) -> str:
    """The finding of a territory, in one sentence."""
    label = territory.label
    after = f"{DELAYS[period.delay_years]} après"
    if total is None:
        return f"{label} : aucun flux publié, promotion {period.cohort}, {after}"
    if total.territory_id == NATION:
        return (
            f"{count_words(total.kept).capitalize()} des {number(total.trained_n)} médecins formés "
            f"exercent {after} dans leur {TRAINED_IN[period.scope]}, "
            f"{count_words(total.left)} dans une autre"
        )
    if total.kept.n is not None:
        trained = f"des {number(total.trained_n)} médecins" if total.trained_n else "médecins"
        text = f"{label} : {count_words(total.kept)} {trained} formés ici y exercent {after}"
        if total.left.n is not None:
            text += f", {count_words(total.left)} exercent ailleurs"
        if total.from_outside.n is not None:
            text += f", {count_words(total.from_outside)} sont venus d’ailleurs"
        return text
    parts = [
        f"{count_words(count)} {where}"
        for count, where in (
            (total.from_around, f"formés dans {around(catalog, territory, period.scope)}"),
            (total.from_outside, "formés ailleurs"),
        )
        if count.n is not None
    ]
    if not parts:
        return f"{label} : {plural(total.trained_n or 0, 'médecin formé', 'médecins formés')}"
    return f"{label} : parmi ceux qui y exercent {after}, {' et '.join(parts)}"


def excess_sentence(total: FlowTotal) -> str:
    """Warning on flows that exceed their cohort; empty when they do not."""
    if not total.excess_n:
        return ""
    excess = plural(total.excess_n, "médecin")
    if total.basis == "sum":
        return typography(EXCESS_SUM.format(excess=excess))
    settled = total.kept.n is not None and total.left.n is not None
    is_exact = settled and not (total.kept.at_least or total.left.at_least)
    limit = (
        f"{number((total.kept.n or 0) + (total.left.n or 0))} installés"
        if is_exact
        else f"{number(total.trained_n)} formés"
    )
    flows = count_words(total.flow_settled)
    return typography(EXCESS.format(flows=flows, excess=excess, limit=limit))
