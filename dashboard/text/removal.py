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
        "**Scénario estimé, sans donnée locale.** L’effet moyen que l’Insee a mesuré quand des "
        "postes d’internes ont changé d’université est appliqué à la part des internes formés "
        "ici, supposés formés **ailleurs en France**. Ce n’est ni une prévision, ni le nombre de "
        "médecins formés ici, ni un taux de fidélisation."
    ),
    "msu": (
        "**Scénario estimé, sans donnée locale.** Les MSU d’ici sont supposés recevoir autant "
        "d’internes que les autres ; ces internes seraient formés **ailleurs en France**. Un "
        "interne tourne dans toute sa subdivision : la perte y est répartie, et non ici seulement. "
        "Là où le nombre de MSU est lui-même estimé, le résultat ne dit rien de propre au "
        "territoire."
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
    "Seuil : **votre choix, et non une norme**. Aucun seuil officiel de densité n’est publié (le "
    "zonage repose sur l’accessibilité). Valeur de départ : {default}, soit 80 % de la densité "
    "nationale ({national}), à l’unité."
)

NO_FOOTPRINT = {
    "internes": (
        "Empreinte à 70 % : n. d. Elle demande de savoir où exercent les médecins formés ici : le "
        "fichier « Flux d’installation » de la page « Vos données » l’apporte."
    ),
    "msu": (
        "Empreinte à 70 % : n. d. Le fichier « Flux d’installation » de la page « Vos données » "
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
    "**Généralistes en moins** = {formula}. Ils sont répartis entre les départements de la "
    "subdivision selon leurs généralistes libéraux : **la même proportion partout**, car rien de "
    "publié ne dit où, dans la subdivision. Un département sur deux subdivisions compte pour sa "
    "part dans chacune."
)
EFFECT_LIMITS = (
    "**Limites.** L’effet (0,4 point de la part nationale des généralistes libéraux installés "
    "douze ans après, pour un point de la part des internes) a été mesuré sur les promotions 2004 "
    "à 2007, pour des variations de quelques points autour de ce qui existait : retirer toute une "
    "subdivision extrapole, en supposant l’effet proportionnel. La zone de l’université y est "
    "remplacée par la subdivision. Chaque promotion est prise avec tout son effet, celui de la "
    "douzième année. Les médecins que gagneraient les autres subdivisions ne sont pas montrés."
)
EFFECT_INTERVAL = (
    "**Intervalle.** Part des internes : postes pourvus entre {fill} et 100 %, ici et ailleurs. "
    "Installations par an : de {low} ({low_year}, quand s’installaient les promotions mesurées) à "
    "{high} ({high_year}, dernière année publiée, valeur centrale). Les bornes sont multipliées "
    "entre elles. **L’incertitude de l’effet lui-même n’y est pas** : la notice lue n’en donne "
    "pas. L’intervalle réel est donc plus large, et « dans tout l’intervalle » ne veut pas dire "
    "certain."
)
COUNTED_LIMITS = (
    "**Limites.** Les cohortes importées comptent les installés, quel que soit leur mode "
    "d’exercice, alors que la densité ne compte que les libéraux : s’il y a des salariés parmi "
    "eux, la baisse est surestimée. L’installation est celle de la fin du délai : qui est parti "
    "depuis est retiré à tort. Un effectif masqué (secret) n’est pas retiré : le nombre retiré est "
    "« au moins » celui affiché, et la densité « au plus » celle affichée."
)
