"""Sentences of the page « Données et méthode »; their figures come from the warehouse."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.core.catalog import Source
from dashboard.core.formatting import (
    MISSING,
    moment_fr,
    number,
    period,
    plural,
    quantity,
    typography,
)
from dashboard.core.names import Name, capitalised
from dashboard.themes.official import Standing
from foundation.answers import Advance, RefreshAnswer
from foundation.french import MONTHS

OPEN_PROFILE = "Ouvrir la fiche"
OWN_HEADER = ("Indicateur", "Valeur", "Période", "Statut", "Source")


def own_answer(name: Name, values_n: int, indicators_n: int, sources_n: int) -> str:
    """How many indicators are published for the territory, from how many sources."""
    verb = "est publié" if values_n < 2 else "sont publiés"
    count = f"{number(values_n)} des {plural(indicators_n, 'indicateur')}"
    return typography(
        f"{capitalised(name.alone)} : {count} {verb}, d’après {plural(sources_n, 'source')}."
    )


def estimates_sentence(names: Sequence[str]) -> str:
    """Which values are no counts."""
    if not names:
        return ""
    listed = " ; ".join(names)
    return typography(f"Estimés par l’Observatoire, avec leur intervalle : {listed}.")


def own_caption(label: str) -> str:
    """Caption of the values of the territory."""
    return typography(f"{label} : ce que montrent la carte et les comparaisons, et d’où cela vient")


INTRODUCTION = typography(
    "Chaque valeur porte un **statut** : *observé* (publié, avec sa source), *importé* (fichier "
    "local), *estimé* (notre calcul, avec son intervalle) ou *fictif* (démonstration). Une valeur "
    "qui n’est pas publiée s’écrit « n. d. » ; elle n’est jamais remplacée par zéro. Sur les "
    "cartes, les valeurs estimées sont hachurées."
)

# --- Tabs -------------------------------------------------------------------------------------

INDICATORS = "Indicateurs"
SOURCES = "Sources"
ESTIMATION = "Estimation des MSU"
RETENTION = "Fidélisation"
TARGETS = "Cibles et clés"
UNPUBLISHED = "Ce qui n’est pas publié"
GLOSSARY = "Glossaire"
PACKAGE = "Télécharger tout le jeu de données"

# --- Definition of an indicator ---------------------------------------------------------------

DIRECTIONS = {"up": "plus, c’est mieux", "down": "moins, c’est mieux", "none": "sans sens"}
LEVELS = {
    "national": "France",
    "region": "{} régions",
    "departement": "{} départements",
    "subdivision": "{} subdivisions",
}


def unknown_indicator(text: str) -> str:
    """Warning for an indicator of the address that does not exist; its start is quoted."""
    return f"Indicateur inconnu dans l’adresse : « {text[:60]} ». La liste complète est ci-dessous."


def coverage_words(level: str, territories: int, years: tuple[int, int] | None) -> str:
    """« 101 départements (2010 à 2024) »."""
    return f"{LEVELS[level].format(number(territories))} ({years_words(years)})"


def years_words(years: tuple[int, int] | None) -> str:
    """« 2024 », « 2010 à 2024 », « n. d. » without a year."""
    if years is None:
        return MISSING
    first, last = years
    return str(first) if first == last else f"{first} à {last}"


def licence_words(source: Source) -> str:
    """Licence of a source, when it was published and where it was read."""
    parts = [f"Licence : {source.licence}"]
    if source.published:
        parts.append(f"publié : {period(source.published)}")
    if source.deposit:
        parts.append(f"lu dans {source.deposit}")
    return " ; ".join(parts)


# --- Tables -----------------------------------------------------------------------------------

INDICATORS_HEADER = ("Indicateur", "Définition", "Unité", "À savoir", "Années", "Sources")
COMPUTED = "calculé"
SOURCES_HEADER = ("Source", "Éditeur", "Publié", "Licence", "Lu dans", "Identifiant")
KINDS = {
    "official": "Statistique et textes officiels",
    "survey": "Enquêtes et recensements (CNGE, SNEMG, ISNAR-IMG…)",
    "research": "Recherche et thèses",
    "parliament": "Parlement",
    "press": "Presse",
    "computation": "Calculs",
}
TARGETS_CAPTION = "Cibles nationales"
TARGETS_HEADER = ("Cible", "MSU", "Échéance", "Ce qui est compté", "Source", "Réserve")
KEYS_CAPTION = "Clés de répartition"
KEYS_HEADER = ("Clé", "Définition", "Réserve")
SHARED_CAPTION = "Départements à cheval sur deux subdivisions"
SHARED_HEADER = ("Département", "Subdivision", "Poids", "Fondement")
UNPUBLISHED_CAPTION = "Ce qui n’est pas publié, et à qui le demander"
UNPUBLISHED_HEADER = (
    "Ce qui manque",
    "À quelle maille",
    "Ce qui a été cherché",
    "À qui le demander",
)
GAPS_CAPTION = "Totaux publiés qui diffèrent de la somme de leurs parties"
GAPS_HEADER = ("Indicateur", "Période", "Total publié", "Somme", "Explication")
GLOSSARY_HEADER = ("Terme", "Définition")

APPORTIONMENT = typography(
    "Une cible nationale est partagée entre les 101 départements en proportion d’une clé, en "
    "nombres entiers dont la somme est exactement la cible (plus forts restes, égalités "
    "départagées par le code). La part d’une région ou d’une subdivision est la somme de ses "
    "départements ; un département à cheval sur deux subdivisions est partagé selon le poids "
    "ci-dessous. Manque = part de la cible moins MSU ; couverture = MSU rapportés à la part."
)

PACKAGE_FORMATS = {"csv": "CSV (tableur, QGIS, R)", "parquet": "Parquet (R, Python, DuckDB)"}


def package_text(*, is_demo: bool, threshold_n: int) -> str:
    """What is in the package, and what is not."""
    fictitious = (
        "**Données fictives** : ce paquet est celui de la démonstration, et il le dit. "
        if is_demo
        else ""
    )
    return typography(
        f"{fictitious}Tout le schéma publié, une table par fichier, avec sa description "
        "(Frictionless Data Package : types, unités, clés, sources, licences, réserves) et les "
        f"contours en GeoJSON. Les effectifs importés inférieurs à {number(threshold_n)} sont "
        "tus ; les lignes des registres de personnes n’y sont pas. Le premier clic prend quelques "
        "secondes."
    )


# --- Methods ----------------------------------------------------------------------------------

COUNTS_CAPTION = (
    "Ce que l’on sait des MSU de quelques territoires, et ce que la méthode dit sans eux"
)
COUNTS_HEADER = (
    "Lieu",
    "Ce qui est publié",
    "Erreur admise",
    "Motif de cette erreur",
    "MSU publiés",
    "Estimés sans ce lieu",
    "Intervalle à 80 %",
    "Intervalle à 95 %",
    "Publié / estimé",
    "msu-v1",
    "Juge la méthode",
    "Source",
    "Où",
)
EVIDENCE_KINDS = {
    "count": "un comptage",
    "range": "une fourchette",
    "share": "une part des MSU de la subdivision",
    "share_of_gps": "une part des généralistes",
    "students_per_msu": "un nombre d’étudiants par MSU",
    "at_least": "un minorant",
}
SCORES_CAPTION = "Comptages laissés de côté tour à tour : erreurs de msu-v2 et de msu-v1"
SCORES_HEADER = (
    "Comptages",
    "Méthode",
    "Ajustée sur",
    "Laissé de côté",
    "Nombre",
    "Erreur (écart type du logarithme)",
    "Score logarithmique (plus haut, mieux)",
    "CRPS (plus bas, mieux)",
    "Dans l’intervalle à 50 %",
    "à 80 %",
    "à 95 %",
)
SCORE_WORDS = {
    "v1_points": "les 13 points de msu-v1",
    "sound": "comptages sûrs",
    "all": "tous les éléments",
    "found_since": "comptages trouvés depuis",
    "own_points": "ces 13 points seulement",
    "all_evidence": "tous les éléments",
    "earlier_evidence": "tous les autres éléments",
    "place": "le lieu",
    "cluster": "le lieu et ses voisins",
    "since": "les six à la fois",
}
WORLDS_CAPTION = "Mondes simulés, où la vérité est connue"
WORLDS_HEADER = (
    "Monde",
    "Simulés",
    "Poids des internes",
    "Écart d’une subdivision",
    "Écart d’un département",
    "Persistance (années)",
    "Dans l’intervalle à 50 %",
    "à 80 %",
    "à 95 %",
    "Sous leur part, parmi les nommés « probablement sous »",
    "Au-dessus, parmi les nommés « probablement au-dessus »",
)
SCORES_NOTE = (
    "**Sur ses treize points, msu-v2 n’est pas meilleure que msu-v1 ; le gain vient de la "
    "persistance des comptages d’une année à l’autre, des voisins et des éléments que msu-v1 "
    "écarte.** Sans les voisins, le gain sur les comptages sûrs est faible. L’erreur de définition "
    "de 10 % et les promotions pourvues ont été fixées en connaissant les six comptages trouvés "
    "depuis : ils sont encourageants, ils ne prouvent rien. Ces tableaux sont refaits par "
    "`make validate`."
)
_ESTIMATION = """
**Ce qui est connu.** Le CNGE publie un nombre national de MSU ; aucune série par département ou
par région n’est publiée. Quelques comptages, parts et minorants locaux existent, cités plus bas.

**Ce que fait la méthode `msu-v2`.** La part de chaque territoire dans le total national suit un
mélange d’internes et de généralistes entre les 28 subdivisions, puis les généralistes à
l’intérieur, corrigés de deux écarts : l’un commun à la subdivision, l’autre propre au département.
Ces écarts durent, et chaque élément connu les précise : il sert donc à ses voisins et aux autres
années. Chaque élément est lu avec son erreur : 10 % de plus, car une faculté et le CNGE ne comptent
pas exactement les mêmes médecins, et 15 % communs à tous les comptages de presse. {evidence}
éléments et {bounds} minorants sont employés ; un comptage importé compte à 2 % près, et un comptage
retenu par le secret n’entre nulle part.

**Ce que les éléments disent des réglages.** Poids des internes {blend} ± {blend_sd} ; écart d’une
subdivision {sigma_subdivision} ± {sigma_subdivision_sd}, d’un département {sigma_departement} ±
{sigma_departement_sd} (en logarithme) ; persistance {memory} ± {memory_sd} ans. Aucun n’est
choisi : {draws} tirages les font varier ensemble.

**Ce qui est publié.** La moyenne des tirages, en nombres entiers dont la somme est toujours le
total national ; les intervalles à 50, 80 et 95 % ; la probabilité d’être sous la part d’une cible.
L’intervalle d’un département va environ de l’estimation divisée par {factor_80} à l’estimation
multipliée par autant à 80 %, par {factor_95} à 95 %. Un comptage publié ou importé de l’année la
remplace : c’est un fait, sans probabilité.

**Comment un territoire est nommé.** « Probablement » à partir de 8 chances sur 10, « plutôt » à
partir de 6, « indécis » entre 4 et 6. Le nombre d’erreurs attendu parmi ceux qui sont nommés est
affiché avec eux.

**Ce que l’estimation ne dit pas.** Elle ne classe pas les territoires : deux départements dont les
intervalles se recouvrent ne sont pas départagés. L’écart entre départements d’une même subdivision
repose sur peu de comptages. La persistance de 2010 à 2024 repose sur Lyon, l’Aveyron et Angers. Un
comptage importé loin de son estimation entraîne sa subdivision avec lui.
"""


def estimation(parameters: Mapping[str, float]) -> str:
    """The method ``msu-v2``, with its parameters as used by the build."""
    decimals = {"memory": 0, "memory_sd": 0, "evidence": 0, "bounds": 0, "draws": 0}
    values = {
        name.replace("interval_", ""): number(value, decimals.get(name, 2))
        for name, value in parameters.items()
    }
    return typography(_ESTIMATION).format_map(values)


_RETENTION = """
**Taux mesurés.** La page « Fidélisation » montre d’abord ce que des enquêtes ont mesuré auprès
d’anciens internes. Un taux est celui des **personnes interrogées**, jamais celui de la région où
elles exercent ; ailleurs, « non mesuré ».

- **Comparables** : exercer dans la région, 3 à 6 ans après, parmi tous les répondants. Les autres
  mesures (installés seulement, début d’activité, intention) sont nommées et ne
  partagent aucune échelle.
- **Intervalle de Wilson à {interval_level} %**, quand l’effectif est publié : le seul hasard des
  réponses. Ceux qui sont restés répondent sans doute plus volontiers.

**Ce que l’observatoire ne publie plus.** La « fidélisation apparente » (`fid-v1`) rapportait des
entrées estimées aux internes formés. Ces entrées étaient faites pour 91 % de départs supposés, et
l’ordre qu’elle donnait est l’inverse de celui que mesurent les enquêtes. Le renouvellement (entrées
÷ départs supposés = 1 + solde ÷ départs supposés) est du côté du solde, par construction, et le
suit de si près (corrélation de 0,98 entre subdivisions) que le **solde des généralistes**, observé,
suffit.

**Entrées et départs estimés** (`flux-v1`, partie « Installations et départs ») : départs =
{cessation_rate} % par an des généralistes libéraux de 60 ans et plus (CartoSanté 2019), à ±
{cessation_rate_margin} point ; entrées = solde 2022-2026 + départs, tirées dans une loi de Poisson.
"""


def retention(parameters: Mapping[str, float]) -> str:
    """What is measured, what is not published any more, and ``flux-v1`` with its parameters."""
    return typography(_RETENTION).format(
        cessation_rate=number(parameters["cessation_rate"], 1),
        cessation_rate_margin=number(parameters["cessation_rate_margin"], 1),
        interval_level=number(parameters["interval_level"]),
    )


# --- Official sources -------------------------------------------------------------------------

OFFICIAL = "Sources officielles"
CHANGES = "Ce qui a changé"
OFFICIAL_INTRODUCTION = typography(
    "Certaines séries ne sont publiées que par l’organisme qui les produit. Elles sont cherchées "
    "chez lui à la demande d’un administrateur, contrôlées, puis publiées ici avec leur source."
)
NEVER_REFRESHED = typography(
    "Aucune de ces séries n’a encore été cherchée : les pages montrent les chiffres livrés avec "
    "l’observatoire, et disent ce qui leur manque."
)
OFFICIAL_CAPTION = "Ce qui est publié ici de chaque source officielle"
OFFICIAL_HEADER = ("Source", "État", "Édition publiée ici, et la suivante")
FOR_ADMINISTRATORS = typography(
    "Un administrateur de l’observatoire actualise ces sources, sur cette page ou par "
    "« python -m etl refresh »."
)
NOT_IN_DEMO = typography(
    "La démonstration montre des données fictives : quitter la démonstration pour actualiser."
)
REFRESH = "Actualiser"
WHICH_SOURCES = "Sources à actualiser"
WITHOUT_NETWORK = typography(
    "Sans accès au réseau depuis ce serveur : télécharger les fichiers avec un navigateur, les "
    "déposer dans un dossier, puis lancer « python -m etl refresh --from DOSSIER »."
)
REFRESHING = "Actualisation en cours : rien n’est publié avant que tout soit lu et contrôlé"
REFRESHING_HEADER = ("Source", "Où elle en est")
RESULT = "Résultat de l’actualisation"
RESULT_HEADER = ("Source", "Résultat", "Fichier retenu")
ACCEPT = "Accepter et publier"
BUILDING = "Construction"
PENDING_SOURCE = "en attente"
SOURCE_STATES = {
    "published": "lue",
    "unchanged": "rien de nouveau",
    "confirm": "attend votre accord",
    "failed": "échec",
    "absent": "aucun fichier",
}
RESULT_STATES = {
    "published": "publiée",
    "unchanged": "déjà à jour",
    "confirm": "attend votre accord, ci-dessous",
    "failed": "échec, ci-dessous",
    "absent": "aucun fichier",
}
CHANGED_CAPTION = "Ce que ce fichier changerait, les plus grands écarts d’abord"
CHANGED_HEADER = ("Où", "Publié", "Lu")
GONE = "absente"


def day_of(iso: str) -> str:
    """Day in Paris of a UTC time: « 30 novembre 2026 »."""
    return moment_fr(iso).rpartition(" à ")[0]


def official_state(standing: Standing, good_at: str, tried_at: str) -> str:
    """« à jour au … », « échec le … ; à jour au … », or that the source was never looked for."""
    if standing == "never":
        return "jamais cherchée"
    good = f"à jour au {day_of(good_at)}" if good_at else "rien n’en est publié"
    if standing == "fresh":
        return good
    tried = day_of(tried_at)
    what = f"échec le {tried}" if standing == "failed" else f"à vérifier depuis le {tried}"
    return f"{what} ; {good}"


def official_edition(
    last_year: int | None, released_on: str, expected_month: int, overdue_year: int | None
) -> str:
    """« jusqu’en 2025, édition du 2 juillet 2026 ; la suivante avant fin juillet 2027 »."""
    month = MONTHS[expected_month - 1]
    if last_year is None:
        return f"aucune ; il en paraît une chaque année avant fin {month}"
    edition = f", édition du {period(released_on)}" if released_on else ""
    due = f"chaque année avant fin {month}"
    if overdue_year:
        due = f"attendue depuis fin {month} {overdue_year}"
    return f"jusqu’en {last_year}{edition} ; la suivante : {due}"


def overdue(name: str, expected_month: int, year: int, released_on: str) -> str:
    """An official edition that was due is not published here."""
    month = MONTHS[expected_month - 1]
    return typography(
        f"{name} : une édition officielle est attendue depuis fin {month} {year} ; celle du "
        f"{period(released_on)} est publiée ici."
    )


def official_title(standings: Sequence[Standing]) -> str:
    """Title of the section: how many sources are up to date, fail or wait."""
    counts = (
        (standings.count("fresh"), "à jour"),
        (standings.count("failed"), "en échec"),
        (standings.count("confirm"), "à vérifier"),
    )
    parts = [f"{number(count)} {what}" for count, what in counts if count]
    return typography(f"{OFFICIAL} : {', '.join(parts) or 'jamais cherchées'}")


def advance(told: Advance) -> str:
    """How far a source is: what came of it, the bytes received, the step, or nothing yet."""
    if told.state:
        return SOURCE_STATES.get(told.state, told.state)
    if told.received:
        return received(told.received, told.size)
    return typography(told.step) or PENDING_SOURCE


def received(done: int, size: int | None) -> str:
    """« 12,4 Mo sur 71,0 Mo (17 %) », in megabytes."""
    text = f"{quantity(done / 1e6, 'Mo', 1)} reçus"
    if not size:
        return text
    return f"{text} sur {quantity(size / 1e6, 'Mo', 1)} ({quantity(100 * done / size, '%')})"


def refreshed(answer: RefreshAnswer) -> str:
    """What came of a refresh, in one sentence."""
    states = [source.state for source in answer.sources]
    counts = (
        ("published", "source publiée", "sources publiées"),
        ("unchanged", "source déjà à jour", "sources déjà à jour"),
        ("failed", "échec", "échecs"),
        ("confirm", "source à vérifier", "sources à vérifier"),
    )
    told = [
        plural(states.count(state), one, many) for state, one, many in counts if state in states
    ]
    served = "Les pages montrent la nouvelle construction." if answer.build else NOTHING_MOVED
    return typography(f"Actualisation terminée : {', '.join(told)}. {served}")


NOTHING_MOVED = "Ce que montrent les pages n’a pas changé."


def kept_file(file: str, released_on: str, last_year: int | None) -> str:
    """The file that was taken: its name, its day, the last year it tells."""
    if not file:
        return MISSING
    parts = [file.rpartition("/")[2], period(released_on) if released_on else ""]
    parts.append(f"jusqu’en {last_year}" if last_year else "")
    return ", ".join(filter(None, parts))


def failure(name: str, tried_at: str) -> str:
    """Heading of a source that failed."""
    return typography(f"{name} : échec le {moment_fr(tried_at)}")


def waiting(name: str, file: str) -> str:
    """Heading of a source that waits to be accepted."""
    return typography(f"{name} : le fichier « {file} » est lu, il attend votre accord.")


def more_changes(count: int) -> str:
    """How many changes are not listed."""
    return typography(f"Et {plural(count, 'autre valeur', 'autres valeurs')}.")


# --- What changed -----------------------------------------------------------------------------

CHANGES_INTRODUCTION = typography(
    "Ce qui diffère entre deux constructions des données, indicateur par indicateur. Une "
    "estimation est recalculée à chaque construction ; une valeur retirée n’est pas redite."
)
ONE_BUILD = "Une seule construction est gardée : il n’y a rien à comparer."
COMPARING = "Comparaison des deux constructions"
NOTHING_CHANGED = "Aucune valeur ne diffère entre ces deux constructions."
BEFORE, AFTER = "Avant", "Après"
CHANGES_CAPTION = "Valeurs ajoutées, retirées et changées, par indicateur"
CHANGES_HEADER = ("Indicateur", "Ajoutées", "Retirées", "Changées")
LARGEST_HEADER = ("Indicateur", "Territoire", "Période", "Avant", "Après", "Source")
CHANGES_CSV_HEADER = (
    "indicateur",
    "identifiant",
    "territoire",
    "code",
    "periode",
    "source",
    "mouvement",
    "avant",
    "apres",
    "unite",
)
ADDED, REMOVED, CHANGED = "ajoutée", "retirée", "changée"
WITHDRAWN = "n’est plus publiée"
FOR_THE_CHANGELOG = "Texte pour la partie « Données » du journal des versions"


def largest_caption(shown_n: int, moved_n: int) -> str:
    """Caption of the largest moves."""
    if shown_n == moved_n:
        return f"Les {number(moved_n)} valeurs qui diffèrent, les plus grands écarts d’abord"
    return f"Les plus grands écarts de chaque indicateur : {number(shown_n)} sur {number(moved_n)}"


def changelog_line(label: str, added_n: int, removed_n: int, changed_n: int) -> str:
    """One line of « Données » in the changelog, in Markdown."""
    counts = ((added_n, ADDED), (removed_n, REMOVED), (changed_n, CHANGED))
    told = [plural(count, f"valeur {what}", f"valeurs {what}s") for count, what in counts if count]
    return f"- {label} : {', '.join(told)}."
