"""Prose of the flows of doctors, on the page « Fidélisation »."""

from __future__ import annotations

NO_FLOW = (
    "Aucun flux de médecins n’est publié par subdivision d’internat en France, et aucun n’a été "
    "importé ici. Deux fichiers de la page « Vos données » remplissent cette partie : « Flux "
    "d’installation » (territoire de formation, territoire d’installation, cohorte, délai, "
    "effectif) et « Devenir des cohortes », qui donne le nombre de médecins formés. Leurs modèles "
    "à remplir se téléchargent sur cette page. La matrice de la DREES par lieu de diplôme, qui ne "
    "dit rien des subdivisions, s’y ajoutera par un connecteur."
)
RIBBONS = (
    "« Lieu masqué » réunit ceux que seuls des flux masqués diraient où trouver ; les arrivées "
    "masquées ne sont pas dessinées."
)
NATIONAL_RIBBONS = (
    "De la région de formation à la région d’installation : les flux publiés comptent {shown} "
    "médecins, sur {settled} installés. Une subdivision à cheval sur deux régions garde son nom."
)
ONLY_COHORTS = (
    "Les cohortes importées disent combien sont restés ou partis, sans dire où. Le fichier « Flux "
    "d’installation » de la page « Vos données » donne les lieux d’installation."
)
OTHER_PERIOD = (
    "Aucun flux n’est importé pour {wanted}. Cette partie montre {shown}, la dernière connue."
)
STAGE_ONLY = (
    "Les flux importés partent des départements de stage. Un médecin fait ses stages dans "
    "plusieurs départements : ils ne se somment pas. Que faire : choisir un département."
)
WITHHELD = (
    "{count} sur {all} ne sont pas publiés : leur effectif est inférieur à {threshold}, ou il "
    "permettrait de calculer un tel effectif. Un total qui les contient est écrit « au moins » ; "
    "un total dont tous les flux sont masqués est « n. d. », jamais 0."
)
NOTHING_WITHHELD = "Aucun flux n’est masqué."
RULES = (
    "« Restés » : installés dans le territoire où ils ont été formés, d’après le fichier des "
    "cohortes, ou les flux s’il n’en dit rien. « Arrivés » : formés ailleurs, d’après les flux "
    "seulement. Un département à cheval sur deux subdivisions compte, pour ceux que l’une d’elles "
    "a formés, comme la leur ; pour les autres, comme celle qui en couvre la plus grande part : "
    "personne n’est compté deux fois. Un couple absent d’un fichier n’y compte pour personne."
)
EXCESS = (
    "Les deux fichiers se contredisent : les flux publiés comptent {flows} installés, soit "
    "{excess} de plus que les {limit} de la cohorte. Rien n’est corrigé, les deux sont montrés. "
    "Que faire : vérifier que la cohorte, le délai et le périmètre sont les mêmes, qu’un médecin "
    "n’a qu’un lieu d’installation, et qu’une région n’est pas comptée avec ses départements."
)
EXCESS_SUM = (
    "Pour certains de ces territoires, les flux publiés comptent {excess} de plus que leur "
    "cohorte : les deux fichiers se contredisent, et les deux sont gardés. Que faire : choisir "
    "chaque subdivision pour voir laquelle."
)
MATRIX = (
    "Une ligne par territoire de formation, une colonne par région d’installation. « ≥ » : une "
    "partie des flux est masquée ; « masqué » : tous le sont ; « · » : aucun dans le fichier."
)
