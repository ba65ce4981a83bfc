"""Prose of the page « Stages »; figures are filled in from the warehouse."""

from __future__ import annotations

UNIT = (
    "Place-semestre : un stagiaire reçu pendant un semestre. La cible, la clé et l’année du "
    "comptage du menu ne servent pas sur cette page."
)

HYPOTHESES = (
    "**Hypothèse, et non donnée publiée** : ce que vaut chaque levier une fois changé. Les "
    "valeurs de référence sont celles de la méthode `stages-v1`. Un levier fixé n’a plus "
    "d’intervalle : l’intervalle affiché ne porte que sur les autres. Vider un champ rétablit "
    "sa référence."
)

WATERFALL = (
    "Les leviers sont comptés l’un après l’autre, dans l’ordre affiché, chacun ajouté aux "
    "précédents : leur somme est exactement l’écart entre les deux soldes. Un autre ordre "
    "partagerait autrement ce que deux leviers font ensemble."
)

RECRUITMENT = (
    "Plus petit nombre de MSU qui comble le manque de ce niveau, si chacun y offre toutes ses "
    "places du même genre. Ces nombres ne s’additionnent ni d’un niveau à l’autre (niveau 1, "
    "SASPAS et femme-enfant puisent dans les mêmes places), ni d’un territoire à l’autre."
)

YEARS = (
    "Besoin et offre en places-semestres, bandes : intervalles. **Tirets** : le besoin repose sur "
    "une promotion interpolée (2015 à 2019, postes non publiés). **Trait vertical** : novembre "
    "2026, début de la quatrième année. Le niveau 1 culmine en 2017-2018 : la maquette de 2017 "
    "l’avance d’un an, et deux promotions le font à la fois. {offer}"
)
LATEST_OFFER = (
    "Après {year}, aucun comptage national de MSU n’est publié : sans import local, l’offre reste "
    "celle des MSU de {year}."
)

METHOD = """
**Besoin.** Internes de chaque promotion (postes pourvus de 2010 à 2014, offerts de 2020 à 2026,
interpolés entre les deux) × semestres que demande leur maquette × part de ces semestres en ville.
Dans une subdivision, les internes sont partagés entre les départements par les généralistes
libéraux : le besoin d’un département est sa part de celui de la subdivision, non un droit à des
internes. Redoublements, congés et changements de subdivision ne sont pas comptés.

**Offre.** Places importées là où elles sont connues ; ailleurs, MSU × places par MSU (stages
réalisés rapportés aux MSU de 2015 à 2018, au niveau national). Les places de docteur junior
reposent sur une seule région qui a compté ses volontaires : leur intervalle va de la moitié au
double.

**Deuxième cycle.** Le nombre d’étudiants n’est publié que pour la France et de 2015 à 2018 :
ailleurs, le besoin est « n. d. ».

**Intervalle.** Chaque grandeur incertaine est portée seule à ses deux bornes, et les écarts sont
combinés comme ceux d’erreurs indépendantes. L’intervalle de la tension (besoin ÷ offre) est celui
du solde, rapporté à l’offre.

**Points publiés qui ne servent pas de référence.** Le nombre d’étudiants de 3e cycle par MSU
(tableau ci-dessous ; l’instruction de 2022 en demande 3 au plus) n’est pas un nombre de places :
rapporté aux MSU, il compterait trois fois plus d’étudiants que le DES de médecine générale n’en a.
Les « plus de 9 000 » MSU demandés en 2010 (tribune ISNAR-IMG / ANEMF) sont une solution de ces
formules parmi d’autres : leurs hypothèses n’ont pas été publiées, et ne sont pas reconstituées.
"""

NO_PLACE = (
    "Places agréées, ouvertes, financées et pourvues : aucune n’est importée pour ce territoire et "
    "cette année. Le fichier « Places de stage » de la page « Vos données » les apporte."
)
LOST = "le frein est à l’étape où la barre raccourcit le plus."
CHAIN_MISSING = (
    "« n. d. » : nombre absent du fichier, ou masqué parce qu’il est sous le seuil de secret."
)

OBSERVED = (
    "Stages réalisés et part de la promotion qui les a faits, France entière. Aucune série par "
    "territoire n’est publiée ; la seule proportion citée par un département est donnée à part, "
    "sans dénominateur connu."
)

DUTIES = (
    "Montants tels que les sources les donnent, à leur date : ils ne sont ni actualisés, ni "
    "comparables entre eux (périodicités et stagiaires différents). Les conditions d’agrément "
    "(ancienneté, délai, validité, formation) viennent d’un article non daté, de faible "
    "fiabilité : à vérifier auprès de l’ARS et de la faculté."
)

BLANK_ZONES = (
    "Un département figure en tête quand une partie de sa population vit en zone d’intervention "
    "prioritaire (ZIP) et que **personne ne publie ni n’a importé** de comptage complet de ses "
    "MSU. Ce silence n’est pas une absence de MSU : c’est là qu’il faut d’abord compter, puis "
    "recruter. La population en ZIP est la part publiée, multipliée par la population municipale, "
    "à la centaine près."
)
BLANK_ZONES_FILES = (
    "Les fichiers « Comptages de MSU » et « Places de stage » de la page « Vos données » "
    "remplissent ces colonnes. À la maille de la commune, rien n’est publié : les zones sans stage "
    "d’un département se lisent dans le fichier de l’ARS ou du département de médecine générale."
)

NATIONAL_NEED = (
    "La tribune de 2010 demandait « plus de 9 000 » MSU pour que tout interne passe un an en ville "
    "et que tout externe y fasse un stage. Elle a publié ces deux conditions et ce total, **jamais "
    "ses hypothèses**. Les voici toutes, à changer : le résultat est une simulation, ni un "
    "objectif ni une prévision. Le calcul par niveau et par territoire, docteurs juniors compris, "
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
NEED_BOTH = (
    "Un MSU qui reçoit des internes et des externes ne compte qu’une fois : le nombre saisi est "
    "ramené à ce que demande le plus petit des deux cycles."
)
