"""Prose of « Et sans eux ? »; figures are filled in from the warehouse."""

from __future__ import annotations

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

EFFECT = {
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
OVERVIEW = (
    "Plus une subdivision forme d’internes pour ses généralistes, plus sa couleur est foncée. "
    "Là où des flux d’installation sont importés, choisir la subdivision montre leur comptage."
)
FLOWS = (
    "**Comptage importé.** Les médecins formés ici sont retirés un à un des départements où vos "
    "fichiers les disent installés. Rien n’est dit de ceux qui les auraient remplacés."
)
STAGES = (
    "**Comptage importé.** Les médecins qui ont fait leur stage ici et s’y sont installés sont "
    "retirés du département. Rien n’est dit de ceux qui les auraient remplacés."
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
