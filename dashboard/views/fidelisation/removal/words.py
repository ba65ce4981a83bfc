"""Sentences of « Et sans eux ? »: no more than the bounds allow. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.catalog import Catalog
from dashboard.core.formatting import interval, number, period, plural, quantity, typography
from dashboard.core.values import Measure
from dashboard.views.fidelisation.removal.scenario import (
    EFFECT,
    FLOWS,
    STAGES,
    RemovalDepartement,
    Scenario,
)
from models.retention.removal import BELOW, FALLS, FOOTPRINT_PCT, HOLDS, UNDETERMINED, Footprint

# --- Controls and reading

CHOOSE = {
    "internes": (
        "Choisir une subdivision, ici, sur la carte ou dans le menu : les internes qu’elle forme "
        "sont retirés, et la densité de chaque département est recalculée."
    ),
    "msu": (
        "Choisir un département ou une subdivision, ici ou dans le menu : les MSU d’ici sont "
        "retirés, et la densité de chaque département est recalculée."
    ),
}
ORIGIN = "Lieu de formation"
REGION_TABLE = "Les subdivisions de ma région : ce que chacune perdrait"
NO_DEPARTEMENT = "aucun"
EFFECT_WORDS = {
    "internes": (
        "**Scénario estimé, sans donnée locale.** L’effet moyen que l’Insee a estimé quand des "
        "postes d’internes ont changé d’université est appliqué à la part des internes formés "
        "ici, supposés formés **ailleurs en France**. Ce n’est ni une prévision, ni le nombre de "
        "médecins formés ici, ni un taux de fidélisation. L’intervalle laisse de côté "
        "l’incertitude de l’effet lui-même."
    ),
    "msu": (
        "**Scénario estimé, sans donnée locale.** Les MSU d’ici sont supposés recevoir autant "
        "d’internes que les autres ; ces internes seraient formés **ailleurs en France**. Un "
        "interne tourne dans toute sa subdivision : la perte y est répartie, et non ici seulement. "
        "Là où le nombre de MSU est lui-même estimé, le résultat ne dit rien de propre au "
        "territoire. L’intervalle laisse de côté l’incertitude de l’effet lui-même."
    ),
}
FLOWS_WORDS = (
    "**Comptage importé.** Les médecins formés ici sont retirés un à un des départements où vos "
    "fichiers les disent installés. Rien n’est dit de ceux qui les auraient remplacés."
)
STAGES_WORDS = (
    "**Comptage importé.** Les médecins qui ont fait leur stage ici et s’y sont installés sont "
    "retirés du département. Rien n’est dit de ceux qui les auraient remplacés."
)
OVERVIEW = (
    "Plus une subdivision forme d’internes pour ses généralistes, plus sa couleur est foncée. "
    "Là où des flux d’installation sont importés, choisir la subdivision montre leur comptage."
)
THRESHOLD = (
    "Seuil : **votre choix, et non une norme**. Aucun seuil officiel de densité n’a été trouvé (le "
    "zonage repose sur l’accessibilité). Valeur de départ : {default}, soit {part} de la densité "
    "nationale ({national}), à l’unité."
)
UNKNOWN_MSU = (
    "Le nombre de MSU d’ici en {year} n’est pas connu : n. d. Choisir dans le menu une autre année "
    "du comptage des MSU, ou importer le vôtre."
)


def removal_reading(scenario: Scenario) -> str:
    """How to read a scenario, by its basis."""
    if scenario.basis == EFFECT:
        return EFFECT_WORDS[scenario.removed_kind]
    return FLOWS_WORDS if scenario.basis == FLOWS else STAGES_WORDS


# --- Finding and threshold

STRONG = "**"
NAMED = 6
VERDICTS = {
    FALLS: "passe sous le seuil",
    UNDETERMINED: "indéterminé",
    HOLDS: "reste au seuil ou au-dessus",
    BELOW: "déjà sous le seuil",
    None: "n. d.",
}
DENSITY_UNIT = "MG pour 100 000 hab."


def removal_finding(catalog: Catalog, scenario: Scenario) -> str:
    """Who is removed and how many, in one sentence."""
    label = catalog.territories[scenario.origin_id].label
    return typography(f"{label}{_removed(scenario)}")


def _removed(scenario: Scenario) -> str:
    if scenario.basis == EFFECT:
        who = "les internes" if scenario.removed_kind == "internes" else "les internes de ses MSU"
        many = f"environ {number(scenario.total.value)} généralistes libéraux de moins"
        return (
            f", scénario : si {who} de {plural(scenario.promotions, 'promotion')} avaient été "
            f"formés ailleurs, {many} dans la subdivision (est., intervalle "
            f"{bounds(scenario.total)})"
        )
    least = scenario.total.high is None
    count = plural(round(scenario.total.value or 0), "médecin")
    many = f"d’au moins {count}" if least else f"de {count}"
    places = sum(bool(place.removed.value) for place in scenario.touched)
    when = f"{cohorts_label(scenario)}, {plural(scenario.cohorts[0].delay_years, 'an')} après"
    if scenario.basis == FLOWS:
        where = f"formés ici et installés dans {plural(places, 'département')}"
    else:
        where = "ayant fait leur stage ici et installés dans le département"
    if not scenario.total.value and least:
        return f" : effectif masqué des médecins {where}"
    return f" : retrait {many} {where} ({when})"


def threshold_sentence(catalog: Catalog, scenario: Scenario) -> str:
    """Which départements fall under the threshold, and which may."""
    threshold = f"{threshold_label(scenario.threshold)} {DENSITY_UNIT}"
    falling = scenario.departements_with(FALLS)
    unsure = scenario.departements_with(UNDETERMINED)
    estimated = scenario.basis == EFFECT
    inside = " dans tout l’intervalle" if estimated else ""
    if falling:
        verb = "passe" if len(falling) == 1 else "passent"
        first = (
            f"**{plural(len(falling), 'département')}** {verb} dessous{inside} : "
            f"{names(catalog, falling)}"
        )
    else:
        first = f"**aucun département** ne passe dessous{inside}"
    text = f"Au seuil choisi, {threshold}, {first}."
    if unsure:
        verb = "est" if len(unsure) == 1 else "sont"
        text += (
            f" **{number(len(unsure))}** {verb} **indéterminé{'s' if len(unsure) > 1 else ''}**, "
            f"{'le seuil étant dans l’intervalle' if estimated else 'un effectif y étant masqué'}"
            f" : {names(catalog, unsure)}."
        )
    # A masked count alone adds nothing on a département that was under the threshold already.
    below = [place for place in scenario.departements_with(BELOW) if place.removed.value]
    if below:
        were = "était déjà dessous" if len(below) == 1 else "étaient déjà dessous"
        text += f" {number(len(below))} {were} : {names(catalog, below)}."
    return typography(text)


def threshold_label(threshold: float) -> str:
    """Threshold without a useless decimal."""
    return number(threshold, 0 if threshold == round(threshold) else 1)


def counted(place: RemovalDepartement) -> str:
    """Doctors removed, as counted: those withheld are not among them."""
    count = number(place.removed.value)
    if not place.is_partial:
        return count
    return f"au moins {count}" if place.removed.value else "masqué"


def removed_decimals(place: RemovalDepartement) -> int:
    """Decimals of an estimated number of GPs: a few GPs keep one."""
    return 0 if (place.removed.value or 0.0) >= 10 else 1


def names(catalog: Catalog, departements: Sequence[RemovalDepartement]) -> str:
    """Names of some départements; the first ones when there are many."""
    labels = [catalog.territories[place.territory_id].label for place in departements]
    if len(labels) > NAMED:
        labels[NAMED - 1 :] = [f"{len(labels) - NAMED + 1} autres"]
    return " et ".join([", ".join(labels[:-1]), labels[-1]] if len(labels) > 1 else labels)


def bounds(figure: Measure, decimals: int = 0) -> str:
    """Interval of a figure; « au moins … » when nothing bounds it above."""
    if figure.high is None and figure.low is not None:
        return f"au moins {number(figure.low, decimals)}"
    return interval(figure.low, figure.high, decimals)


def cohorts_label(scenario: Scenario) -> str:
    """« promotion 2020 », « promotions 2018, 2019 et 2020 »."""
    years = [str(cohort.cohort) for cohort in scenario.cohorts]
    if len(years) == 1:
        return f"promotion {years[0]}"
    return f"promotions {', '.join(years[:-1])} et {years[-1]}"


def outside_sentence(scenario: Scenario) -> str:
    """Doctors settled out of the département of their stage, at an unknown destination."""
    region = [cohort.region_n for cohort in scenario.cohorts]
    elsewhere = [cohort.elsewhere_n for cohort in scenario.cohorts]
    return typography(
        f"Ailleurs dans la région : {_sum(region)} ; ailleurs en France : {_sum(elsewhere)}. Leur "
        "département n’est pas connu : ils ne sont retirés nulle part."
    )


def _sum(counts: Sequence[int | None]) -> str:
    published = [count for count in counts if count is not None]
    if not published:
        return number(None)
    least = "" if len(published) == len(counts) else "au moins "
    return f"{least}{plural(sum(published), 'médecin')}"


# --- Maps, table and file

LOSS_UNIT = "% des MG libéraux de la subdivision"
LOSS_MAP_TITLE = "Généralistes libéraux en moins, internes formés ailleurs"
BASES = {
    EFFECT: "effet moyen publié par l’Insee",
    FLOWS: "flux d’installation importés",
    STAGES: "cohortes de stage importées",
}
DOWNLOAD = "Télécharger tous les départements (CSV)"
PARTIAL_NOTE = "effectif masqué : au moins ce nombre"


def density_map_subtitle(when: str, threshold: float) -> str:
    """Subtitle of the map of published densities: period and limit between the two hues."""
    return f"{period(when)}, seuil {threshold_label(threshold)} entre les deux teintes"


# --- Footprint

NO_FOOTPRINT = {
    "internes": (
        "Empreinte à {part} : n. d. Elle demande de savoir où exercent les médecins formés ici : "
        "le fichier « Flux d’installation » de la page « Vos données » l’apporte."
    ),
    "msu": (
        "Empreinte à {part} : n. d. Le fichier « Flux d’installation » de la page « Vos données » "
        "l’apporte, avec ce territoire pour origine."
    ),
}
FOOTPRINT_ALTERNATIVE = (
    "Départements où sont installés les médecins formés ici ; valeurs ci-dessous"
)


def footprint_sentence(footprint: Footprint, strong: str = STRONG) -> str:
    """How many départements hold the footprint, and what the withheld counts leave open.

    ``strong`` marks what matters for Markdown; an empty one gives the same text for a picture.
    """
    part = quantity(FOOTPRINT_PCT, "%")
    if not footprint.size:
        return typography(f"Empreinte à {part} : n. d., tous les effectifs sont masqués.")
    hold = "réunit" if footprint.size == 1 else "réunissent"
    text = (
        f"{strong}Empreinte à {part} : {plural(footprint.size, 'département')}{strong} {hold} "
        f"{quantity(footprint.cumulative_pct[footprint.size - 1], '%', 1)} des "
        f"{number(footprint.published_n)} médecins dont le département d’installation est publié."
    )
    if not footprint.withheld_n and footprint.settled_n in (None, footprint.published_n):
        return typography(text)
    if footprint.withheld_n:
        text += (
            f" {plural(footprint.withheld_n, 'département')} "
            f"{'a un effectif masqué' if footprint.withheld_n == 1 else 'ont un effectif masqué'} "
            "(secret)."
        )
    if footprint.of_settled_pct is None:
        return typography(text + " L’empreinte de tous les installés n’est pas connue.")
    text += (
        f" Rapporté aux {number(footprint.settled_n)} installés en tout, ce groupe en réunit "
        f"{quantity(footprint.of_settled_pct, '%', 1)} ; l’empreinte de tous les installés compte "
        f"{_size(footprint)}."
    )
    return typography(text)


def _size(footprint: Footprint) -> str:
    least, most = footprint.at_least, footprint.at_most
    if least is not None and least == most:
        return f"donc {plural(least, 'département')}"
    parts = []
    if least is not None:
        parts.append(f"au moins {plural(least, 'département')}")
    parts.append(
        "un nombre maximal que le secret ne permet pas de dire"
        if most is None
        else f"au plus {number(most)}"
    )
    return " et ".join(parts)


def footprint_caption() -> str:
    """Caption of the table of the footprint."""
    return f"Empreinte à {quantity(FOOTPRINT_PCT, '%')} des effectifs publiés"


def footprint_picture_title(label: str, footprint: Footprint) -> str:
    """Title of the picture of the footprint of a place."""
    share = quantity(footprint.cumulative_pct[footprint.size - 1], "%", 1)
    verb = "réunit" if footprint.size == 1 else "réunissent"
    return (
        f"{label} : {plural(footprint.size, 'département')} {verb} {share} des médecins formés "
        "dont le département d’installation est publié"
    )


# --- Method and sources

METHOD_TITLE = "Méthode, limites et sources"
DENSITY_METHOD = (
    "**Densité sans eux** = densité publiée × (généralistes libéraux − retirés) ÷ généralistes "
    "libéraux. La population par laquelle la CNAM a divisé est ainsi gardée : sans retrait, la "
    "densité est exactement la densité publiée. Elle est arrondie à la décimale publiée, puis "
    "comparée au seuil."
)
EFFECT_METHOD = (
    "**Généralistes en moins** = {formula}. Les installés d’une promotion sont pris égaux aux "
    "premières installations d’une année. Les généralistes en moins sont répartis entre les "
    "départements de la subdivision selon leurs généralistes libéraux : **la même proportion "
    "partout**, car rien de publié ne dit où, dans la subdivision. Un département sur deux "
    "subdivisions compte pour sa part dans chacune."
)
EFFECT_LIMITS = (
    "**Limites.** L’effet ({effect} point de la part des généralistes libéraux de ces promotions "
    "installés dans la zone de l’université douze ans après, pour un point de la part des "
    "internes) est une moyenne, estimée quand des postes ont été déplacés entre universités, de "
    "2004 à 2007. Retirer toute une subdivision extrapole, en supposant l’effet proportionnel. La "
    "zone de l’université y est remplacée par la subdivision. Chaque promotion est prise avec tout "
    "son effet, celui de la douzième année. Les médecins que gagneraient les autres subdivisions "
    "ne sont pas montrés."
)
EFFECT_INTERVAL = (
    "**Intervalle.** {share} Installations par an : de {low} ({low_year}, peu après l’internat "
    "des promotions étudiées) à {high} ({high_year}, dernière année publiée, valeur centrale). Les "
    "bornes sont multipliées entre elles. **L’incertitude de l’effet lui-même n’y est pas** : la "
    "notice lue n’en donne pas. L’intervalle réel est donc plus large, et « dans tout "
    "l’intervalle » ne veut pas dire certain."
)
SHARE_INTERVAL = {
    "internes": "Part des internes : postes pourvus entre {fill} et 100 %, ici comme ailleurs.",
    "msu": "Part des MSU : intervalle du nombre de MSU d’ici, quand il est estimé.",
}
COUNTED_LIMITS = (
    "**Limites.** Les cohortes importées comptent les installés, quel que soit leur mode "
    "d’exercice, alors que la densité ne compte que les libéraux : s’il y a des salariés parmi "
    "eux, la baisse est surestimée. L’installation est celle de la fin du délai : qui est parti "
    "depuis est retiré à tort. Un effectif masqué (secret) n’est pas retiré : le nombre retiré est "
    "« au moins » celui affiché, et la densité « au plus » celle affichée."
)
INPUTS_TABLE = "Ce dont part le calcul"
EFFECT_POINT = "Effet d’un point d’internes, douze ans après (points)"
SETTLERS = "Premières installations libérales de généralistes"
INTERN_SHARE = "Part des internes : postes offerts, CESP compris"
INTERNS_LOCATOR = "somme des trois promotions, par subdivision"


def effect_formula(scenario: Scenario, effect_pts: float, settlers: float) -> str:
    """Loss of the average effect as a product of numbers."""
    who = "internes" if scenario.removed_kind == "internes" else "MSU"
    share = scenario.share_pct.value if scenario.share_pct else None
    return (
        f"{number(scenario.promotions)} promotions × {number(effect_pts, 1)} × "
        f"{quantity(share, '%', 2)} des {who} × "
        f"{number(settlers)} premières installations libérales par an "
        f"= {number(scenario.total.value)}"
    )
