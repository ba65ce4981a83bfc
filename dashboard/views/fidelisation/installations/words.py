"""Prose of the part « Installations et départs »; figures are filled in from the warehouse."""

from __future__ import annotations

NO_IMPORT = (
    "Par département ou région, la CNAM diffuse les primo-installations, non reprises ici ; les "
    "départs ne sont publiés que pour la France. Le fichier « Installations et départs » de la "
    "page « Vos données » apporte les vôtres."
)

LOCAL_CHART = (
    "Installations vers le haut, départs vers le bas, ◆ solde. « masqué » : nombre non publié, "
    "sous le seuil de secret ou qui permettrait d’en déduire un autre. Une année sans barre ni "
    "mention n’est pas dans le fichier ; ce n’est pas un zéro."
)

ESTIMATE_CHART = (
    "Moyennes par an. **Plein** : publié. **Hachuré** : estimé, trait fin : intervalle à "
    "{level} %. Le solde compte tous les généralistes du RPPS, salariés compris ; les départs sont "
    "estimés sur les seuls libéraux. Ces estimations ne classent pas les territoires."
)
NATIONAL_CHART = (
    " Premières installations et cessations d’activité libérale sont comptées par la CNAM, dans "
    "d’autres champs et d’autres années : elles se lisent à côté, et leur différence n’est pas un "
    "solde."
)

NET_MAP = (
    "Le solde mêle entrées, sorties, changements de mode d’exercice et de département : ce n’est "
    "ni un nombre d’installations, ni un taux de fidélisation."
)

AGES = (
    "Deux champs différents, à ne pas comparer entre eux : généralistes libéraux fin 2019 "
    "(CartoSanté) ; médecins de toutes spécialités et de tous modes d’exercice au 1er janvier "
    "2022, par département d’inscription (RPPS)."
)
ALL_SPECIALTIES_MISSING = "Toutes spécialités : non publié à ce niveau (départements et France)."

AGE_STRUCTURE = (
    "Années dont le total est publié. « masqué » : la classe l’est chaque année ; « au moins » : "
    "certaines années."
)

DEPARTURES = """
**Ce que suppose ce calcul** (`{method}`), un ordre de grandeur qui ne classe pas les territoires :

- **central** : chaque année, {rate} % des effectifs de 60 ans et plus cessent leur activité (taux
  national : {cessations} cessations de 2021 pour {older} libéraux de 60 ans et plus), et chaque
  départ est remplacé dans cette tranche par un généraliste qui atteint 60 ans ;
- **borne basse** : seuls partent ceux qui avaient déjà 60 ans, à {low_rate} % par an (cessations de
  2022) ;
- **borne haute** : le calcul central, à {high_rate} % par an.

Le stock est celui du 31 décembre 2019 : les cinq premières années sont déjà écoulées. Les départs
avant 60 ans, les déménagements, le cumul emploi-retraite et les différences locales d’âge au-delà
de 60 ans n’y sont pas. Les effectifs plus récents par âge et par département, que diffuse la CNAM,
ne sont pas repris ici.
"""

METHOD = """
**Solde** : différence de deux effectifs du RPPS (DREES), observée. **Départs estimés**
(`{method}`) : {rate} % par an (± {margin} point) des généralistes libéraux de 60 ans et plus de fin
2019. **Entrées estimées** : solde + départs estimés, exactement. L’intervalle à {level} % tient au
taux de départ et au hasard des petits nombres (loi de Poisson) ; il ne couvre ni les départs avant
60 ans, ni les écarts administratifs du solde. Là où la baisse dépasse les départs estimés, entrées
et départs sont « n. d. ».
"""
VALIDATION_GAP = (
    "Les champs diffèrent, et aucune source ne décompose l’écart : l’estimation compte les entrées "
    "de tous modes d’exercice, salariés et réinstallations compris ; la CNAM, les seules premières "
    "installations en libéral."
)
