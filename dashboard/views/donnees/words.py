"""Prose of the page « Données et méthode »; figures are filled in from the warehouse."""

from __future__ import annotations

INTRODUCTION = (
    "Chaque valeur porte un **statut** : *observé* (publié, avec sa source), *importé* (fichier "
    "local), *estimé* (notre calcul, avec son intervalle) ou *fictif* (démonstration). Une valeur "
    "qui n’est pas publiée s’écrit « n. d. » ; elle n’est jamais remplacée par zéro. Sur les "
    "cartes, les valeurs estimées sont hachurées."
)

ESTIMATION = """
**Ce qui est connu.** Le CNGE publie un nombre national de MSU ; aucune série par département ou
par région n’est publiée. Quelques comptages locaux existent, cités plus bas.

**Ce que fait la méthode `msu-v1`.** Pour chaque année comptée, le total national est réparti entre
les 28 subdivisions d’internat par un mélange de deux clés, les internes en formation et les
généralistes libéraux, à {blend_pct} % et {gp_pct} % ; puis, dans chaque subdivision, entre ses
départements par les généralistes libéraux (CNAM 2024, la même clé pour toutes les années, afin
qu’aucune évolution locale ne vienne d’un changement de clé). Les comptages locaux publiés
remplacent l’estimation de leur année et le reste est réparti de nouveau : la somme est toujours
le total national, à l’unité près.

**Comment l’erreur est mesurée.** Chaque lieu dont un comptage est publié est estimé par un mélange
choisi sans lui ({points} comptages, {places} lieux). L’erreur médiane est d’un facteur
{median_factor}, l’écart type du logarithme de {log_rmse} ({log_rmse_with_excluded} en gardant les
comptages écartés ci-dessous). L’intervalle à {interval_level} % d’un
département va de l’estimation divisée par {interval_factor} environ à l’estimation multipliée par
autant ; il est obtenu par {draws} tirages qui respectent tous le total national. Chaque tirage
emploie l’une de deux clés admissibles, à chances égales : les généralistes libéraux, ou ceux de
tous modes d’exercice (RPPS 2026). Là où elles s’écartent, comme à Mayotte ou en Guyane où beaucoup
sont salariés, l’intervalle est plus large : aucun comptage publié ne dit laquelle suivre.
L’intervalle d’une région ou d’une subdivision vient de ces mêmes tirages, et non d’une somme de
bornes.

**Pourquoi ce mélange.** L’erreur dépend peu du mélange : entre « généralistes seuls » et « internes
seuls », elle varie moins que ce que {places} lieux permettent de distinguer. Parmi les mélanges à
moins d’une erreur type du meilleur, celui du milieu est retenu.

**Ce que l’estimation ne dit pas.** Elle ne peut pas classer deux départements d’une même
subdivision : leur rapport de MSU par généraliste est le même par construction. Les comptages locaux
publiés le sont peut-être parce qu’ils sont bons. Un territoire dont l’intervalle contient la part
de la cible est dit « indéterminé ».
"""

APPARENT_RETENTION = """
Faute de cohortes publiées, l’observatoire montre la **fidélisation apparente** (`fid-v1`) : les
généralistes qui entrent chaque année dans un territoire, pour 100 internes qui y sont formés
par an.

- **Entrées par an** = un quart du solde des généralistes de 2022 à 2026 (RPPS, DREES) + départs
  estimés, soit {cessation_rate} % par an des généralistes libéraux de 60 ans et plus (CartoSanté
  2019).
- **Internes formés par an** = moyenne des postes offerts des promotions 2020 à 2022, CESP compris.
- **Intervalle à {interval_level} %** : taux de départ à ± {cessation_rate_margin} point, postes
  pourvus de {fill_low} à {fill_high} %, entrées tirées dans une loi de Poisson.

Elle compte toutes les entrées, où que les médecins aient été formés : elle peut dépasser 100 et
**n’est pas un taux de fidélisation**. Les champs diffèrent (tous modes d’exercice pour le solde,
libéraux pour les départs). Les régions qui partagent une subdivision ont une valeur commune.
"""

APPORTIONMENT = (
    "Une cible nationale est partagée entre les 101 départements en proportion d’une clé, en "
    "nombres entiers dont la somme est exactement la cible (plus forts restes, égalités "
    "départagées par le code). La part d’une région ou d’une subdivision est la somme de ses "
    "départements ; un département à cheval sur deux subdivisions est partagé selon le poids "
    "ci-dessous. Manque = part de la cible moins MSU ; couverture = MSU rapportés à la part."
)
