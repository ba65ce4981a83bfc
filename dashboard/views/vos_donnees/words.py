"""Prose of the page « Vos données »."""

from __future__ import annotations

INTRODUCTION = (
    "Importer un fichier de votre conseil, de votre ARS ou de votre faculté remplace les "
    "estimations de ses territoires par vos comptages, sur toutes les pages. Les fichiers restent "
    "sur {place} et ne sont envoyés nulle part ; les noms, numéros RPPS, e-mails et téléphones ne "
    "sont jamais gardés, et les effectifs inférieurs à {threshold} ne sont pas publiés."
)
THIS_MACHINE = "ce poste"
THIS_SERVER = "le serveur de cet observatoire"

IN_DEMO = (
    "L’import est fermé ici : vous regardez les données fictives, et un fichier réel ne doit pas "
    "s’y mêler. Que faire : revenir aux données réelles, en bas de cette page."
)
DEMO = (
    "Un jeu entièrement inventé montre ce que chaque fichier apporte aux pages. Il est tenu à "
    "part : il ne remplace ni ne modifie aucune donnée réelle."
)

SEVERAL_SHEETS = "Plusieurs feuilles de ce classeur conviennent : choisissez celle à importer."
HEADERS = (
    "Ces en-têtes ne sont pas ceux du modèle : voici comment ils sont compris. Corrigez ce qui "
    "est faux, ou laissez de côté une colonne, puis confirmez."
)
HEADERS_CONFIRMED = "J’ai vérifié la lecture des en-têtes"
NOT_TAKEN = "ne pas prendre"
HOW_FR = {"synonyme": "nom connu", "approchant": "nom ressemblant", "choisi": "votre choix"}

NAME_HELP = (
    "Il désigne vos chiffres sur les pages, comme une source. Importer de nouveau sous le même "
    "nom remplace la version précédente, que l’historique garde."
)
PENDING = (
    "Les pages ne montrent pas encore tous les fichiers en vigueur : un import a été interrompu "
    "avant sa mise en service, ou les données livrées avec le logiciel ont changé. Que faire : "
    "reconstruire (une dizaine de secondes)."
)
UNDO = (
    "Les valeurs de ce fichier quittent toutes les pages ; {after}. L’historique garde la trace de "
    "l’import et de son annulation."
)
UNDO_TO_PREVIOUS = "la version qu’il avait remplacée redevient en vigueur"
UNDO_TO_ESTIMATES = "les valeurs publiées ou estimées reviennent"

STATES_FR = {"active": "en vigueur", "replaced": "remplacé", "undone": "annulé"}
ACTIONS_FR = {
    "import": "import",
    "annulation": "annulation",
    "refus": "refus",
    "inchange": "déjà importé, rien de changé",
}
