"""Prose of the page « Fidélisation »; figures are filled in from the warehouse."""

from __future__ import annotations

APPARENT = (
    "**Ce n’est pas un taux de fidélisation.** La fidélisation apparente (`fid-v1`) rapporte les "
    "généralistes qui entrent chaque année dans un territoire, d’où qu’ils viennent, aux internes "
    "qui y sont formés par an. Elle peut dépasser 100 et mêle des champs différents (tous modes "
    "d’exercice pour le solde, libéraux pour les départs). Elle tient lieu de mesure tant "
    "qu’aucune cohorte n’est connue : ordre de grandeur, à ne pas classer. Les subdivisions sont "
    "données par ordre alphabétique."
)

NO_COHORT = (
    "Aucune cohorte n’est importée, et **aucun taux d’installation par région, subdivision ou "
    "département d’internat n’est publié** : les cases restent vides plutôt que d’emprunter un "
    "autre chiffre. Le fichier « Devenir des cohortes » (territoire, promotion, délai, formés, "
    "installés) de votre faculté, de votre ARS ou de votre conseil les remplit, à la page "
    "« Vos données ». La matrice de la DREES par région de diplôme, publiée mais non reprise ici, "
    "prendra la même place, avec son propre périmètre."
)
COHORTS = (
    "Un taux se lit avec son **délai**, son **dénominateur** et la part des formés **sans "
    "installation connue**, qui ne sont comptés ni comme restés ni comme partis. Les périmètres "
    "(stage, subdivision d’internat, région de diplôme) ne se comparent ni ne se mélangent. "
    "Intervalles de Wilson à {level} %. Un taux dit où exercent ceux qui ont été formés ici, non "
    "pourquoi : il ne prouve pas un effet du stage."
)

PUBLISHED = (
    "Ce que d’autres ont publié sur l’installation, tel quel, avec sa réserve. Ces valeurs ne se "
    "comparent ni entre elles ni aux taux de cette page : région de naissance, intention, toutes "
    "spécialités, un seul territoire… chacune a son champ."
)
UNSOURCED = (
    "Un article non daté (vers 2024) avance « **jusqu’à 45 %** » d’installations sur le territoire "
    "de stage (Bretagne, Occitanie, départements bourguignons) : source introuvable malgré "
    "plusieurs recherches. C’est un plafond, pas une moyenne ; il n’entre dans aucun calcul."
)
