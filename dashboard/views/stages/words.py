"""French sentences of the page « Stages », section by section."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from dashboard.core.catalog import LEVEL_LABELS, LEVEL_NOUNS
from dashboard.core.formatting import interval, number, plural, quantity, typography
from dashboard.core.values import Measure
from dashboard.themes.situation import ORDER, errors_text
from dashboard.themes.stages import (
    LEVEL_NAMES,
    OF_LEVEL,
    UNIT,
    VERDICT_WORDS,
    Balance,
    year_label,
)
from models.msu.blank_zones import Zone, is_blank
from models.msu.decision import DECIDED_VERDICTS, Verdict, expected_errors

# Titles of the sections.
LEVERS_TITLE = "Leviers : changer les hypothèses"
RECRUITMENT_TITLE = "Combien de MSU faut-il recruter ici\u00a0?"
NATIONAL_NEED_TITLE = "Refaire le calcul du besoin national"
BLANK_ZONES_TITLE = "Zones sous-denses où aucun MSU n’est connu"
YEARS_TITLE = "Besoin et offre d’année en année"
PLACES_TITLE = "Places agréées, ouvertes, financées, pourvues"
OBSERVED_TITLE = "Stages réalisés de 2012 à 2018, France entière"
FEES_TITLE = "Honoraires et obligations des MSU, datés et sourcés"
METHOD_TITLE = "Méthode, maquettes et hypothèses"


def table_title(level: str) -> str:
    """Title of the section that lists every territory of a level."""
    return f"Toutes les valeurs, {LEVEL_LABELS[level].lower()}"


# Top of the page: selectors, key figures, maps.
UNIT_NOTE = "Place-semestre : un stagiaire reçu pendant un semestre."
FRANCE = "En France"
PLACE_JUNIORS = "Où placer les docteurs juniors"
ROUNDED = "arrondi : le détail est au dixième dans le fichier"
UNDER_ONE = "il manque moins d’une place"
NOTHING_IF_COVERED = "0 si l’offre couvre le besoin"
CLOSES_THE_GAP = "pour combler le manque"
METHOD_BELOW = "Calcul de l’Observatoire, exposé en bas de cette page en présentation « Expert »."
COHORT_BASES = {
    "filled": "postes pourvus",
    "offered": "postes offerts",
    "interpolated": "promotion interpolée",
}
CHANCES_TITLE = "L’offre de places suffit-elle ?"
SAME_INSIDE = (
    "Carte par subdivision : le rapport de l’offre estimée au besoin y est le même partout par "
    "construction ; seules des places importées distinguent ses départements."
)
COMMON_ERRORS = (
    "Les places par MSU, mal connues, sont supposées les mêmes partout : si elles sont "
    "surestimées, les erreurs iront toutes dans le même sens."
)
P_SHORT = "Chances sur 100 que des places manquent"
OFFER_IS_KNOWN = "sans objet (offre connue)"
MISSING_TITLE = "Places manquantes"


def bounds_sentence(balance: Balance) -> str:
    """Need and offer of the territory with their bounds; what would settle them."""
    need, offer = balance.need, balance.offer
    if need.value is None or offer.value is None:
        return ""
    known = "Offre connue." if balance.is_known else "L’offre est une estimation : un fichier des "
    ending = "" if balance.is_known else "places ouvertes (page « Vos données ») la remplacerait."
    return typography(
        f"Il faut {_with_bounds(need)} {UNIT}, l’offre serait de {_with_bounds(offer)}. "
        f"{known}{ending}"
    )


def _with_bounds(figure: Measure) -> str:
    bounds = interval(figure.low, figure.high)
    return f"{number(figure.value)} ({bounds})" if bounds else number(figure.value)


def inside_sentence(balances: Sequence[Balance]) -> str:
    """How many subdivisions of a région have each class."""
    verdicts = [balance.verdict for balance in balances if balance.verdict is not None]
    if len(verdicts) < 2:
        return ""
    noun = LEVEL_NOUNS["subdivision"]
    return typography(
        f"Sur ses {plural(len(verdicts), noun.one, noun.many)} : {_by_class(verdicts)}."
    )


def _by_class(verdicts: Sequence[Verdict]) -> str:
    return ", ".join(
        f"{VERDICT_WORDS[item]} pour {number(verdicts.count(item))}"
        for item in ORDER
        if item in verdicts
    )


def scope_caption(label: str, level_id: str, year: int, *, is_nation: bool) -> str:
    """Caption of the short table: which territories, how to see the others."""
    how = "" if is_nation else " « France », dans « Mon territoire », montre les régions."
    return typography(f"{label} : {LEVEL_NAMES[level_id]}, {year_label(year)}. {UNIT_NOTE}{how}")


def workbook_finding(label: str, level_id: str, year: int) -> str:
    """Title of the workbook."""
    return f"{label} : places de stage, {LEVEL_NAMES[level_id]}, {year_label(year)}"


SCOPE_HEADER = ("Territoire", "Besoin", "Offre", "Constat", "MSU à recruter")


def year_option(year: str) -> str:
    """Year of training in its selector."""
    return f"Année {year_label(int(year))} (novembre à octobre)"


def map_subtitle(level_id: str, year: int, *, changed: bool) -> str:
    """Level and year of the maps, and whether some levers are not at their reference."""
    ending = ", avec vos hypothèses" if changed else ""
    return f"{LEVEL_NAMES[level_id]}, {year_label(year)}{ending}"


def need_and_offer(balance: Balance) -> str:
    """Need and offer of a territory, beside its missing places."""
    return f"besoin {number(balance.need.value)}, offre {number(balance.offer.value)}"


def chances_note(balance: Balance) -> str | None:
    """Chances, then the tension, beside the class of a territory on the map."""
    if balance.verdict is None:
        return None
    tension = balance.tension.value
    parts = [balance.chances or "offre connue"]
    if tension is not None:
        parts.append(f"besoin égal à {quantity(tension, '%')} de l’offre")
    return typography(" ; ".join(parts))


def class_counts(balances: Sequence[Balance], level: str) -> str:
    """Count the territories of the map by class, then the errors to expect among those named."""
    verdicts = [balance.verdict for balance in balances if balance.verdict is not None]
    noun = LEVEL_NOUNS[level]
    if not verdicts:
        return f"Probabilité connue : {noun.no_one}."
    return typography(
        f"Sur {plural(len(verdicts), noun.one, noun.many)} : {_by_class(verdicts)}. "
        f"{_errors(balances, level)}"
    )


def _errors(balances: Sequence[Balance], level: str) -> str:
    named = [
        balance.p_short
        for balance in balances
        if balance.p_short is not None and balance.verdict in DECIDED_VERDICTS
    ]
    noun = LEVEL_NOUNS[level]
    if not named:
        return f"{noun.no_one[0].upper()}{noun.no_one[1:]} n’atteint 8 chances sur 10."
    agreed = "nommée" if noun.feminine else "nommé"
    some = plural(len(named), f"{noun.one} {agreed}", f"{noun.many} {agreed}s")
    return (
        f"Parmi les {some} « probablement », {errors_text(expected_errors(named))}. {COMMON_ERRORS}"
    )


def own_subdivisions(label: str, names: Sequence[str], balances: Sequence[Balance]) -> str:
    """Class of each subdivision of a département, after its name."""
    some = [f"{name}, {item.detail}" for name, item in zip(names, balances, strict=True)]
    noun = "subdivision" if len(some) == 1 else "subdivisions"
    return f"{label}, {noun} : {' ; '.join(some)}."


def fourth_year_sentence(before: Balance, after: Balance, juniors: Balance) -> str:
    """What November 2026 adds to the need of a territory; empty when it is not known."""
    if None in (before.need.value, after.need.value, juniors.need.value):
        return ""
    return typography(
        f"À partir de novembre {before.year}, la quatrième année demande "
        f"{number(juniors.need.value)} {UNIT} de docteur junior : le besoin de 3e cycle passe de "
        f"{number(before.need.value)} ({year_label(before.year)}) à {number(after.need.value)} "
        f"({year_label(after.year)})."
    )


# Levers.
HYPOTHESES = (
    "Changer un levier, c’est poser une **hypothèse** : le résultat n’est plus une donnée publiée. "
    "Sous chaque champ, la valeur de départ du calcul et les valeurs possibles. Les bornes et les "
    "chances ne portent alors que sur les leviers laissés à leur départ. Vider un champ rétablit "
    "sa valeur de départ."
)
NEED_GROUP, OFFER_GROUP, STUDENTS_GROUP = "Ce qu’il faut", "Ce qui est offert", "2e cycle"
BY_MAQUETTE = "selon les maquettes"
AS_LIBERAL_GPS = "comme les généralistes installés"
NO_SUCH_STAGE = "pas de ce stage cette année-là"
_LEVELS = {"n1": "niveau 1", "saspas": "SASPAS", "sfe": "femme et enfant", "dj": "docteur junior"}
# Label and unit of each lever.
LEVERS: Mapping[str, tuple[str, str]] = {
    "intake": ("Taille des promotions", "% de la référence"),
    **{
        f"{level_id}_semesters": (f"Semestres, {level}", "par interne")
        for level_id, level in _LEVELS.items()
    },
    **{
        f"{level_id}_ambulatory": (f"En ville, {level}", "% des semestres")
        for level_id, level in _LEVELS.items()
    },
    "dj_zip_zac": ("Docteurs juniors en zone sous-dense", "% d’entre eux"),
    "msu": ("Nombre de MSU", "% de la référence"),
    "third_cycle_places": ("Internes reçus", "par MSU et par an"),
    "sfe_part": ("dont femme et enfant", "% de ces internes"),
    "n1_tilt": ("Niveau 1, en plus ou en moins", "points de %"),
    "dj_places": ("Docteurs juniors reçus", "par MSU et par an"),
    "cycle2_places": ("Externes reçus", "par MSU et par an"),
    "cycle2_weeks": ("Durée du stage", "semaines"),
}
CONTRIBUTIONS_UNKNOWN = (
    "Contribution des leviers : n. d., le solde de ce territoire n’est pas connu."
)
REFERENCE_BALANCE, CHANGED_BALANCE = "Solde de référence", "Solde avec vos hypothèses"
WATERFALL_TITLE = "Ce que chaque levier ajoute au solde des places de stage"
WATERFALL_ALT = "Cascade : du solde de référence à celui de vos hypothèses ; valeurs ci-dessous"
WATERFALL_NOTE = "Calcul du simulateur, sans bornes."
WATERFALL = (
    "Les leviers sont comptés l’un après l’autre, dans l’ordre affiché, chacun ajouté aux "
    "précédents : leur somme est exactement l’écart entre les deux soldes. Un autre ordre "
    "partagerait autrement ce que deux leviers font ensemble."
)


def hypothesis(label: str, value: str, reference: str) -> str:
    """« Taille des promotions : 110 % … (référence : 100) »."""
    return f"{label} : {value} (référence : {reference})"


def changed_hypotheses(hypotheses: Sequence[str]) -> str:
    """The levers that are not at their reference."""
    return f"Hypothèses modifiées : {' ; '.join(hypotheses)}."


def waterfall_table(territory: str, level: str) -> str:
    """Caption of the table of the contributions."""
    return f"Ce que chaque levier ajoute au solde, {territory}, {level}"


def impossible_value(label: str, text: str, expected: str, default: str) -> str:
    """Problem of a parameter of the address, and the value shown in its place."""
    value = f"« {text[:40]} »" if text else "(valeur vide)"
    return (
        f"{label} : valeur impossible dans l’adresse, {value}. "
        f"Valeurs possibles : {expected}. Vue affichée : {default}."
    )


# Recruitment.
RECRUITMENT = (
    "Plus petit nombre de MSU qui comble le manque de ce niveau, si chacun y offre toutes ses "
    "places du même genre. Ces nombres ne s’additionnent ni d’un niveau à l’autre (niveau 1, "
    "SASPAS et femme-enfant puisent dans les mêmes places), ni d’un territoire à l’autre."
)
SHORTFALL_MAP_LINK = "Voir la carte du manque avec cette cible"
FREE_VALUE = "valeur calculée ici, sans source publiée."


def recruitment_sentence(balance: Balance, label: str) -> str:
    """How many MSU close the gap of a level."""
    recruit, of_level = balance.recruit, OF_LEVEL[balance.level_id]
    start = f"{label}, {year_label(balance.year)}, places {of_level}"
    if recruit.value is None or recruit.high is None:
        return typography(f"{start} : nombre de MSU à recruter n. d. (solde inconnu).")
    bounds = interval(recruit.low, recruit.high)
    if recruit.high == 0:
        return typography(f"{start} : aucun MSU à recruter, d’une borne à l’autre.")
    count = f"{number(recruit.value)} MSU" if recruit.value else "aucun MSU"
    if not recruit.low:
        return typography(
            f"{start} : **{count}** à recruter d’après l’estimation ; selon les hypothèses, de "
            f"{bounds} MSU."
        )
    return typography(f"{start} : **{count}** à recruter (bornes {bounds}).")


def need_target_sentence(year: int, target_msu: int) -> str:
    """MSU that the national need of a year asks for, before the link to their map."""
    return typography(
        f"Au nombre de places par MSU retenu ici, le besoin national de {year_label(year)} "
        f"demanderait {number(target_msu)} MSU en tout : le plus grand de deux nombres, celui des "
        "stages d’internes et celui des docteurs juniors. "
    )


# National need.
NATIONAL_NEED = (
    "La tribune de 2010 demandait « plus de 9 000 » MSU pour que tout interne passe un an en ville "
    "et que tout externe y fasse un stage. Elle a publié ces deux conditions et ce total, **jamais "
    "ses hypothèses**. Les voici toutes, à changer : le résultat est une simulation, ni une "
    "cible ni une prévision. Le calcul par niveau et par territoire, docteurs juniors compris, "
    "est celui du reste de la page."
)
NEED_STARTS = {
    "2010": "Une combinaison qui redonne 9 000",
    "publie": "Les derniers effectifs publiés",
}
NEED_NOTES = {
    "2010": (
        "Combinaison choisie ici parmi d’autres : elle retrouve l’ordre de grandeur de 2010, elle "
        "ne reconstitue pas le calcul des auteurs."
    ),
    "publie": (
        "Publiés : {interns} inscrits au DES de médecine générale ({interns_date}) et {students} "
        "étudiants par promotion, déduits de {done} stages pour {share} % de la promotion "
        "({done_date}). Tout le reste est une hypothèse."
    ),
}
NEED_START_LABEL = "Partir de"
NEED_FIELDS = {
    "interns_n": "Internes de médecine générale",
    "ambulatory_semesters": "Semestres en ville",
    "maquette_semesters": "Semestres de la maquette",
    "msu_per_post": "MSU par poste d’interne",
    "posts_per_msu": "Internes à la fois par MSU",
    "students_n": "Externes par promotion",
    "weeks_per_student": "Semaines de stage par externe",
    "weeks_per_msu": "Semaines par MSU et par an",
    "both_msu": "MSU faisant les deux",
    "reserve_pct": "Réserve (%)",
}
NEED_INCOMPLETE = "Remplir chaque hypothèse ; les semestres en ville font partie de la maquette."
NEED_TABLE = "Besoin national de MSU, simulation"
NEED_POSTS = "Postes d’internes en ville"
NEED_THIRD_CYCLE = "MSU pour les internes"
NEED_SECOND_CYCLE = "MSU pour les externes"
NEED_BOTH = "MSU faisant les deux"
NEED_BOTH_ONCE = f"{NEED_BOTH}, comptés une fois"
NEED_RESERVE = "Réserve"
NEED_TOTAL = "Besoin total"
NEED_BOTH_NOTE = (
    "Un MSU qui reçoit des internes et des externes ne compte qu’une fois : le nombre saisi est "
    "ramené à ce que demande le plus petit des deux cycles."
)
NO_NEED = "Sans étudiant ni interne, il n’y a pas de besoin."
NEED_MAP_LINK = "Le partager entre les départements et les subdivisions"


def counted_share(counted_msu: float, period_fr: str, share_pct: float) -> str:
    """Latest national count beside the simulated need."""
    return (
        f"Le CNGE a compté {number(counted_msu)} MSU en {period_fr} : "
        f"{quantity(share_pct, '%')} de ce besoin simulé."
    )


# Under-served départements.
BLANK_ZONES = (
    "Un département figure en tête quand une partie de sa population vit en zone d’intervention "
    "prioritaire (ZIP) et que **personne ne publie ni n’a importé** de comptage complet de ses "
    "MSU. Il y en a peut-être : c’est là qu’il faut d’abord compter, puis "
    "recruter. La population en ZIP est la part publiée, multipliée par la population municipale, "
    "à la centaine près."
)
BLANK_ZONES_FILES = (
    "Les fichiers « Comptages de MSU » et « Places de stage » de la page « Vos données » "
    "remplissent ces colonnes. À la maille de la commune, rien n’est publié : les zones sans stage "
    "d’un département se lisent dans le fichier de l’ARS ou du département de médecine générale."
)
GAP_TO_TARGET = "Face à sa part de la cible (à 80 %)"
COUNT_KNOWLEDGE = {
    "unknown": "aucun comptage connu",
    "withheld": "compté, non publié (petit effectif ou protection)",
    "partial": "comptage partiel",
    "counted": "compté",
}


def blank_zones_table(label: str) -> str:
    """Caption of the table of the départements."""
    return f"Zones sous-denses et MSU connus, {label}"


def blank_zones_sentence(zones: Sequence[Zone], label: str) -> str:
    """How many départements have people in a ZIP, and how many of them no full count of MSU."""
    unzoned = sum(zone.zip_pct is None for zone in zones)
    text = f"**{label} : {_zoned([zone for zone in zones if zone.zip_pct])}.**"
    if unzoned:
        text += f" Zonage non publié ici pour {plural(unzoned, 'département')}."
    return typography(text)


def _zoned(zones: Sequence[Zone]) -> str:
    if not zones:
        return "aucune population en ZIP connue"
    verb = "a" if len(zones) < 2 else "ont"
    head = f"{plural(len(zones), 'département')} {verb} une population en ZIP"
    blank = [zone for zone in zones if is_blank(zone)]
    if not blank:
        return f"{head}, tous avec un comptage de MSU"
    people = number(sum(zone.zip_hab or 0 for zone in blank))
    return (
        f"{head}, dont {number(len(blank))} sans comptage complet de MSU connu "
        f"({people} habitants en ZIP)"
    )


# Table of the territories.
def table_alt(level: str) -> str:
    """Alternative of the table of the territories."""
    return f"Besoin et offre de places de stage, {LEVEL_LABELS[level].lower()}"


def picture_note(statuses: Iterable[str], hypotheses: Sequence[str]) -> str:
    """Statuses of the offer behind a picture, and the levers that are not at their reference."""
    note = f"Statut de l’offre : {', '.join(statuses) or 'n. d.'}."
    return f"{note} {changed_hypotheses(hypotheses)}" if hypotheses else note


# Years.
YEARS = (
    "Besoin et offre en places-semestres, bandes : hypothèses basse et haute. **Tirets** : le "
    "besoin repose sur une promotion interpolée (2015 et 2016, postes non lus). **Trait vertical** "
    ": novembre 2026, début de la quatrième année. Le niveau 1 culmine en 2017-2018 : la maquette "
    "de 2017 l’avance d’un an, et deux promotions le font à la fois. {offer}"
)
LATEST_OFFER = (
    "Après {year}, aucun comptage national de MSU n’est publié : sans import local, l’offre reste "
    "celle des MSU de {year}."
)
YEARS_KEY = (
    "Besoin : ronds, trait orange, en pointillés où une promotion est interpolée. Offre : carrés, "
    "trait bleu. Bandes : hypothèses basse et haute. Trait vertical : novembre 2026."
)
COHORTS = {"filled": "pourvues", "offered": "offertes", "interpolated": "interpolées"}


def years_alt(level: str) -> str:
    """Alternative of the chart of a level."""
    return f"Besoin et offre par année, {level}"


def years_picture(level: str) -> str:
    """Title of the picture of a level."""
    return f"Besoin et offre de places de stage, {level}"


# Places.
NO_PLACE = (
    "Places agréées, ouvertes, financées et pourvues : aucune n’est importée pour ce territoire et "
    "cette année. Le fichier « Places de stage » de la page « Vos données » les apporte."
)
CHAIN_MISSING = (
    "« n. d. » : nombre absent du fichier, ou masqué parce qu’il est sous le seuil de secret."
)
PLACES_PICTURE = "Places de stage en ville, de l’agrément à l’interne"
PLACES_ALT = "Places agréées, ouvertes, financées et pourvues, par niveau ; valeurs ci-dessous"


def places_table(label: str, year: int) -> str:
    """Caption of the table of the places of a year."""
    return f"Places de stage en ville, {label}, {year_label(year)}"


def latest_semester(when: str) -> str:
    """How to read the bars of the latest semester of a year."""
    return (
        f"Semestre de {when}, le dernier connu de cette année : "
        "le frein est à l’étape où la barre raccourcit le plus."
    )


def places_note(statuses: Iterable[str]) -> str:
    """Statuses of the places of a picture, and why some are missing."""
    return f"Statut : {', '.join(statuses)}. « n. d. » : absent du fichier, ou masqué."


# Stages done and fees.
OBSERVED = (
    "Stages réalisés et part de la promotion qui les a faits, France entière. Aucune série par "
    "territoire n’est publiée ; la seule proportion citée par un département est donnée à part, "
    "sans dénominateur connu."
)
SHARES_PICTURE = "Part de la promotion qui a fait chaque stage"
SHARES_ALT = "Part de la promotion qui a fait chaque stage, par année ; valeurs ci-dessous"
SHARES_NOTE = "Valeurs publiées ; chaque période est placée à l’année où elle finit."
OBSERVED_TABLE = "Stages réalisés et parts de la promotion, France entière"
FEES_TABLE = "Honoraires, budgets et conditions usuelles, France entière"
FEES = (
    "Montants tels que les sources les donnent, à leur date : ils ne sont ni actualisés, ni "
    "comparables entre eux (périodicités et stagiaires différents). Les conditions d’agrément "
    "(ancienneté, délai, validité, formation) viennent d’un article non daté, de faible "
    "fiabilité : à vérifier auprès de l’ARS et de la faculté."
)


def shares_subtitle(first: str, last: str) -> str:
    """Place, unit and periods of the shares."""
    return f"France entière, en % de la promotion, {first} à {last}"


# Method.
METHOD = """
**Besoin.** Internes de chaque promotion (postes pourvus de 2010 à 2014 et de 2017 à 2023,
offerts ensuite, interpolés en 2015 et 2016) × semestres que demande leur maquette × part de ces
semestres en ville. Dans une subdivision, les internes sont partagés entre les départements par les
généralistes libéraux : le besoin d’un département est sa part de celui de la subdivision, non un
droit à des internes. Redoublements, congés et changements de subdivision ne sont pas comptés.

**Offre.** Places importées là où elles sont connues ; ailleurs, MSU × places par MSU (stages
réalisés rapportés aux MSU de 2015 à 2018, au niveau national). Les places de docteur junior
reposent sur une seule région qui a compté ses volontaires : leurs bornes vont de la moitié au
double.

**Deuxième cycle.** Le nombre d’étudiants n’est publié que pour la France et de 2015 à 2018 :
ailleurs, le besoin est « n. d. ».

**Bornes.** Chaque grandeur incertaine est portée seule à son hypothèse basse puis haute, et les
écarts sont combinés comme ceux d’erreurs indépendantes. Ces hypothèses sont de natures diverses
(intervalle des MSU, années extrêmes, moitié et double) : les bornes ne sont pas un intervalle à
95 %.

**Chances que des places manquent.** Les MSU sont tirés de leur loi (`msu-v2`), les places par MSU
autour de leur valeur (5 % au moins ; de la moitié au double pour les docteurs juniors), et de même
le partage entre niveaux, les promotions et les parts en ville entre leurs bornes. L’erreur des
places par MSU est commune à tous les territoires. Au-dessus de 8 chances sur 10 la page dit
« probablement », au-dessus de 6 « plutôt » ; entre 4 et 6, « indécis ». Une offre importée est un
fait, sans probabilité.

**Points publiés qui ne servent pas de référence.** Le nombre d’étudiants de 3e cycle par MSU
(tableau ci-dessous ; l’instruction de 2022 en demande 3 au plus) n’est pas un nombre de places :
rapporté aux MSU, il compterait trois fois plus d’étudiants que le DES de médecine générale n’en a.
Les « plus de 9 000 » MSU demandés en 2010 (tribune ISNAR-IMG / ANEMF) sont une solution de ces
formules parmi d’autres : leurs hypothèses n’ont pas été publiées, et ne sont pas reconstituées.
"""
BASIS = "Ce sur quoi elle repose"
MAQUETTES_TABLE = "Ce que demandent les maquettes"
SHARE_STATUS = {"source": "dit par le texte", "hypothese": "hypothèse"}
PARAMETERS_TABLE = "Paramètres du calcul"
