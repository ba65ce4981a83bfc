"""Prose of the page « Initiatives »."""

from __future__ import annotations

SEARCH_HELP = "Rechercher un mot"
COMMON_WORDS = (
    "Ces mots sont trop courants pour être cherchés : la liste ne tient compte que des autres "
    "choix."
)
NOTHING_FOUND = (
    "Aucune initiative recensée ne répond à tous ces choix. Que faire : {advice}. "
    "Aucune initiative recensée ne veut pas dire aucune initiative."
)
ADVICE_FILTERS = "retirer un filtre ou écrire un mot plus court"
ADVICE_WIDER = "ajouter celles de la région et de la nation"
ADVICE_TERRITORY = "choisir la région ou la France entière dans le menu"
NOTHING_PUBLISHED = (
    "Aucune initiative n’est publiée dans cette construction. Que faire : importer les vôtres "
    "depuis la page « Vos données », registre « Initiatives »."
)
MAP_PLACE = (
    "Le lieu est le centre du département, jamais une adresse : les sources n’en donnent pas. "
    "Des disques qui se toucheraient n’en font qu’un, qui dit de quels départements il s’agit. "
    "Un clic ouvre le département."
)
MAP_DOTS = (
    "Un point par initiative, rangé autour du centre de son département, qui n’est pas son "
    "adresse. Un clic ouvre sa fiche."
)
MAP_CLOSE_DISCS = (
    "Le lieu est le centre du département, jamais une adresse. Un clic ouvre le département ; "
    "des filtres qui laissent moins de {most} initiatives les montrent une à une."
)
AROUND = "nombre dans les départements limitrophes"
BESIDE = "Hors de la carte"
BESIDE_NOTE = "Pour une région, plusieurs départements ou la nation"
NO_MAP_DEPARTEMENTS = (
    "Sans initiative propre recensée dans ce choix : {count}. Le recensement ne dit pas qu’il ne "
    "s’y passe rien."
)
SAME_TERRITORY = (
    "Les initiatives des territoires semblables (population, densité, âge des médecins, zonage, "
    "internes), par thème : d’abord les thèmes présents chez eux et absents {here}. Semblable ne "
    "veut pas dire que la même action y donnerait le même effet."
)
NO_PEERS = "Trop peu d’indicateurs sont publiés pour dire à quels territoires {here} ressemble."
CHOOSE_TERRITORY = (
    "Choisir un département, une région ou une subdivision dans le menu : cette partie montre "
    "alors les initiatives des territoires semblables que le vôtre n’a pas."
)
PEERS_WITHOUT = (
    "Aucune initiative n’est recensée dans les territoires semblables à celui-ci : {names}. "
    "Le recensement est déclaratif et incomplet."
)
PARTNERS = (
    "Combien d’initiatives en place nomment chaque famille de partenaires, parmi celles qui en "
    "nomment au moins un. Celles dont la source rapporte un effet, chiffré ou non : {effects} ; "
    "{named} d’entre elles nomment leurs partenaires. C’est une présence, pas une efficacité : le "
    "recensement ne mesure pas l’effet des partenaires, et il ne nomme pas toujours tous ceux "
    "d’une initiative."
)
MATRIX = (
    "Une ligne par initiative de la feuille affichée, une colonne par famille de partenaires. "
    "« ● » : nommée par la source ; « · » : non nommée, ce qui ne prouve pas son absence ; "
    "« n. d. » : la source ne nomme aucun partenaire."
)
NO_FACULTY = (
    "Faculté absente : {absent} des {named} initiatives de ce choix qui nomment leurs partenaires "
    "ne nomment ni faculté, ni université, ni DMG. La source peut l’avoir passée sous silence."
)
BEFORE_AFTER = (
    "Un avant et un après ne sont pas la preuve d’un effet : rien ne dit ce qui se serait passé "
    "sans l’initiative, et ces chiffres sont déclarés par ceux qui l’ont menée."
)
NO_BEFORE_AFTER = (
    "Aucune initiative de ce choix n’a de chiffre mesuré avant et après. Que faire : effacer les "
    "filtres, ou choisir la France entière."
)
CENSUS = (
    "Le silence n’est pas une absence : un département sans initiative ici est « aucune "
    "initiative recensée », jamais « aucune initiative », et les sources ne disent pas quels "
    "conseils ont répondu. L’importation de vos propres initiatives, depuis la page « Vos "
    "données », met ce registre à jour."
)
SILENT = "Sans initiative propre recensée ({count} départements) : {names}."
