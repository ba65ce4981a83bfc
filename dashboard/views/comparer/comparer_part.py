"""Prose of the page « Comparer »."""

from __future__ import annotations

READING = (
    "La couleur ne dit pas « beaucoup » : elle dit **différent de la référence**. Une valeur dont "
    "l’intervalle contient la référence reste grise, « indéterminée » : la différence ne peut pas "
    "être affirmée. Une valeur estimée l’est toujours avec son intervalle à {level} % ; une "
    "estimation sans intervalle est indéterminée. Un comptage observé est comparé tel quel, à la "
    "précision affichée. Les nombres de MSU et de MSU manquants dépendent de la taille du "
    "territoire : ils ne sont pas comparés."
)
NO_TERRITORY = (
    "La France entière n’a ni voisins ni semblables : les huit {many} les plus peuplés sont "
    "proposés. Choisir un territoire dans le menu pour le comparer à sa région, à ses voisins ou à "
    "ses semblables, ou composer un groupe ci-dessous."
)
KEPT_GROUP = (
    "Le groupe enregistré est d’un autre niveau ({kept}) : revenir à ce niveau pour le retrouver ; "
    "ajouter un territoire ici commence un autre groupe."
)
FULL_GROUP = "Le groupe est complet : huit territoires au plus."
UNRANKED = (
    "La fidélisation apparente est un ordre de grandeur commun à toute une subdivision : elle ne "
    "se classe pas."
)
RANKS = (
    "Le rang du milieu suit la valeur centrale ; les **rangs possibles** sont ceux que les "
    "intervalles permettent : une place n’est acquise que sur les territoires dont tout "
    "l’intervalle est de l’autre côté. Rang 1 : {first}."
)
EXACT_RANKS = (
    "Rang 1 : {first}. Valeurs observées, comparées à la précision publiée ; deux valeurs égales "
    "partagent leur rang."
)
SIMILARITY = (
    "Cinq critères de même poids, chacun ramené à sa dispersion entre territoires du même niveau : "
    "population (en logarithme), densité de généralistes libéraux, part des généralistes libéraux "
    "de 60 ans et plus, part de la population en zone sous-dense (ZIP ou ZAC), internes pour "
    "100 000 habitants. La distance est l’écart moyen (quadratique) en écarts types : 0 pour deux "
    "territoires identiques. {interns}Ces critères décrivent le contexte ; ils ne contiennent ni "
    "les MSU ni la fidélisation."
)
INTERNS_OF_SUBDIVISION = (
    "Les internes sont ceux de la subdivision : ils comptent dans la distance, non comme raison. "
)
YEARS_ESTIMATED = (
    "D’une année à l’autre, une valeur estimée suit surtout le total national : sa pente ne "
    "prouve rien de propre au territoire. Même échelle pour tous."
)
ONE_PERIOD = "« {label} » n’est publié qu’à une période ({period}) : aucune évolution à montrer."
BUILT_TOGETHER = (
    "Lien en partie construit : l’indicateur « {made} », là où il est estimé, est calculé à partir "
    "de données voisines de l’indicateur « {source} ». L’alignement des points ne prouve rien."
)
SAME_COUNT = (
    "Lien construit : les deux indicateurs rapportent le même nombre de MSU à deux tailles "
    "différentes. L’alignement des points ne prouve rien."
)
