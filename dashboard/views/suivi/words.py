"""Prose of the page « Suivi »."""

from __future__ import annotations

EMPTY = (
    "Aucune ligne de ce registre n’est connue ici. Rien n’est publié à ce sujet ligne par ligne : "
    "ce sont vos propres fichiers qui le remplissent. Que faire : télécharger le modèle, le "
    "remplir, puis l’importer."
)
EMPTY_HERE = (
    "Aucune ligne de ce registre ne porte sur ce territoire. {elsewhere} dans les autres "
    "territoires : les choisir dans le menu, ou « France entière » pour toutes les voir. Pour "
    "ajouter les vôtres : télécharger le modèle, le remplir, puis l’importer."
)
PERSONS = (
    "Chaque ligne de ce registre représente des personnes, par un repère sans nom. Cette page la "
    "montre pour le suivi ; ailleurs, les nombres de moins de {threshold} sont dits « moins de "
    "{threshold} ». Ne pas diffuser ces lignes."
)
PERSONS_CSV = "lignes de suivi, une par personne : à ne pas diffuser"
FUNNEL = "Une ligne a atteint l’étape où elle se trouve et celles qui la précèdent."
DAYS = (
    "Jours : la médiane et, entre parenthèses, ce que met la moitié centrale, là où les deux "
    "dates sont connues."
)
ASTRAY = (
    "Perte sans date : {count}. L’étape où elle a eu lieu est inconnue, les suites sont donc des "
    "minimums (« au moins »)."
)
UNPLACED = "Sans étape : {count}, dans le total mais hors du parcours."
UNKNOWN = "n. d., faute de ligne qui le dise : {names}."
PUBLISHED = (
    "Ces lignes viennent de documents publiés : leur état est celui de la date du document, pas "
    "celui d’aujourd’hui."
)
DELAYS = (
    "Seules les lignes datées sont jugées : une ligne sans date n’est ni à l’heure ni en retard."
)
NO_DUE = "Aucune échéance datée parmi les lignes encore suivies."
CALENDAR = (
    "Le fichier iCalendar se lit dans Outlook, Thunderbird, Google Agenda ou Apple Calendrier : un "
    "jour entier par échéance, sans alarme. L’importer de nouveau met l’agenda à jour."
)
TRUNCATED = (
    "Les deux fichiers s’arrêtent aux {count} premières échéances. Pour les avoir toutes : choisir "
    "un territoire plus petit ou un horizon plus court."
)
NO_LATE = "Aucun retard parmi les lignes datées."
FACULTY_MISSING = (
    "Faculté absente : {count} sur {total} ne la nomment pas. Un partenaire non saisi paraît "
    "absent ; le vérifier avant de le dire."
)
FACULTY_THERE = "La faculté est nommée partout où des partenaires le sont."
NO_PARTNERS = "Aucune ligne ne nomme de partenaire."
NO_FAMILIES = "Aucune famille de partenaires n’est déclarée dans cette version des données."
MAP_COUNTS = (
    "Chaque cercle est un nombre de lignes : il dit où l’on suit, pas où l’on agit le plus."
)
MAP_STEPS = (
    "Un territoire sans ligne est resté hors du registre : il n’est ni « oui » ni « non ». Le "
    "silence n’est pas l’absence."
)
WIDER = "{count} sur plusieurs départements ou sur la France : hors des cercles, dans la liste."
NO_ANSWER = "Aucune ligne ne répond à cette recherche. Que faire : effacer un mot ou une étape."
SEVERAL_ORIGINS = (
    "Ces nombres réunissent {sources} : {origins}. Elles peuvent parler des mêmes cas à des "
    "dates différentes ; la liste donne la source de chaque ligne."
)
