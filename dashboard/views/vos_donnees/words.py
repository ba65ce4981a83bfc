"""Every sentence of the page « Vos données »."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from dashboard.core.formatting import harmless, moment_fr, number, plural
from foundation.answers import Doctors, FilePreview, ImportRecord

# The head of the page.

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
MEND_THE_BUILD = (
    "La construction la plus récente n’a pas pu être servie. Que faire, pour l’administrateur : "
    "« python -m etl check » dit ce qui est endommagé, « python -m etl build » publie une "
    "construction saine ; les fichiers importés ne sont pas touchés."
)


def title(files_n: int, *, is_demo: bool, estimated_of: str = "") -> str:
    """How many files are in force, and what that means when there is none.

    ``estimated_of`` is « de la Creuse » for a territory whose MSU are estimated.
    """
    if is_demo:
        return f"Vos données : {plural(files_n, 'fichier fictif', 'fichiers fictifs')} en vigueur"
    if not files_n:
        if estimated_of:
            return (
                f"Vos données : aucun fichier importé, les MSU {estimated_of} sont une estimation"
            )
        return "Vos données : aucun fichier importé, la plupart des départements sont estimés"
    files = plural(files_n, "fichier local", "fichiers locaux")
    return f"Vos données : {files} en vigueur"


def introduction(threshold: int, *, on_server: bool) -> str:
    """What importing does, where the files stay, what is never published."""
    place = THIS_SERVER if on_server else THIS_MACHINE
    return INTRODUCTION.format(place=place, threshold=threshold)


# The kind of file, and the file.

DROP_FILE = "1. Déposer le fichier"
CHOOSE_KIND = "2. Type de fichier"
RECOGNISING = "Reconnaissance du type de fichier…"
RECOGNISED = (
    "Type reconnu aux en-têtes et aux valeurs du fichier ; vous pouvez en choisir un autre."
)
NOT_RECOGNISED = (
    "Ce fichier ne ressemble à aucun type connu. Que faire : choisir son type, ou reprendre un "
    "modèle ci-dessous."
)
WHICH_KIND = "Ce fichier peut être de plusieurs types. Lequel est-ce ?"
FILE_BUTTON = "Choisir un fichier"
FILE_BOX = "Fichier CSV, Excel (.xlsx, .xls, .xlsm, .xlsb) ou LibreOffice (.ods), 50 Mo au plus"
KEPT_FILE = "Fichier gardé le temps de votre visite"
REMOVE_FILE = "Retirer ce fichier"
READING_CANCELLED = "Lecture annulée : rien n’a été enregistré."
READING = "Lecture et contrôle du fichier…"
COLUMNS = "Colonnes de ce fichier"
LISTED_TERRITORIES = 6


def account_limits(names: Sequence[str]) -> str:
    """The territories that an account may import for."""
    more = len(names) - LISTED_TERRITORIES
    listed = ", ".join(names[:LISTED_TERRITORIES]) + (f" et {more} autres" if more > 0 else "")
    return f"Votre compte importe pour : {listed or 'aucun territoire'}."


# What importing the file would do.

SHEETS, CHOOSE_SHEETS, CHOOSE = "Feuilles à importer", "Choisir une feuille ou plusieurs", "Choisir"
SEVERAL_SHEETS = (
    "Plusieurs feuilles de ce classeur conviennent : choisissez celle à importer, ou celles qui se "
    "lisent ensemble."
)
FIRST_LINES = "Les premières lignes, telles qu’elles sont écrites"
HEADER_LINE = "Ligne des en-têtes"
OTHER_READING = "Le début du fichier, et la ligne de ses en-têtes"
VALUES = "Pour tout le fichier."
VALUES_HELP = "Ce que ses lignes ne disent pas : une valeur vaut pour toutes."
AS_WRITTEN = "Lire le tableau tel qu’il est écrit, sans mettre ses colonnes en lignes"
FILL_DOWN = "Recopier le nom d’un groupe sur les lignes vides au-dessous de lui"
LEAVES_HIDDEN = "Laisser de côté les lignes que le tableur masque ou filtre"
ADDS_UP = "Additionner les lignes d’un même territoire à une même date (communes, lieux de stage…)"
RANGES_APART = "Prendre les fourchettes (« 40 à 50 ») comme indices, à côté des comptages"
OF_TWO_YEARS = "Année que vaut une année double (« 2023-2024 ») dans ce fichier"
OF_TWO_YEARS_FR = {"first": "la première (2023)", "last": "la dernière (2024)"}
COUNT_BY = "Ce qui distingue deux médecins de la liste"
COUNT_BY_FR = {
    "number": "leur numéro (RPPS, ADELI), qui n’est pas gardé",
    "name": "leur nom, qui n’est pas gardé",
    "line": "leur ligne : une ligne, un médecin",
}
TELL_HEADERS = (
    "Dites ce que contient chaque colonne du fichier ; laissez « ne pas prendre » aux autres."
)
READING_CONFIRMED = "J’ai vérifié comment le fichier est lu"
HEADERS = (
    "Ces en-têtes ne sont pas ceux du modèle : voici comment ils sont compris. Corrigez ce qui "
    "est faux, ou laissez de côté une colonne, puis confirmez."
)
HEADERS_CONFIRMED = "J’ai vérifié la lecture des en-têtes"
NOT_KEPT = "Ce qui n’est pas pris"
NOT_TAKEN = "ne pas prendre"
HOW_FR = {
    "synonyme": "nom connu",
    "approchant": "nom ressemblant",
    "choisi": "votre choix",
    "valeurs": "d’après ses cellules",
    "retenu": "comme la dernière fois",
}
COPY = "Copie annotée du fichier (Excel)"
COPY_HELP = "Votre fichier, colonnes personnelles masquées, chaque remarque sur sa cellule."


def read_as(preview: FilePreview) -> str:
    """How the file was read: sheet, separator, encoding, line of the headers."""
    parts = [f"Fichier {harmless(preview.file)}"]
    if preview.sheet:
        parts.append(f"feuille « {harmless(preview.sheet)} »")
    if preview.separator:
        mark = {"\t": "tabulation"}.get(preview.separator, f"« {harmless(preview.separator)} »")
        parts.append(f"séparateur {mark}, encodage {preview.encoding}")
    return f"{', '.join(parts)}, en-têtes lus à la ligne {preview.header_line}."


def column_name(header: str, label: str) -> str:
    """Header of a column in the template, and in French when it is a code."""
    return f"{header} ({label})" if "_" in header else header


def column_values(codes: Mapping[str, str]) -> str:
    """Values that a column may hold, in French, each with its code."""
    if not codes:
        return ""
    named = (code if code == label else f"{label} ({code})" for code, label in codes.items())
    return f" Valeurs : {', '.join(named)}."


def value_label(label: str, *, is_required: bool) -> str:
    """Label of a value of the whole file."""
    return label if is_required else f"{label} (facultatif)"


def example(text: str) -> str:
    """What an empty field may hold, which nobody takes for its value."""
    return f"par exemple {text}" if text else ""


def value_origin(origin: str) -> str:
    """Where a value of the whole file was read."""
    return {
        "titre": "Lu dans le titre du fichier : à corriger si c’est faux.",
        "feuille": "Lu dans le nom de la feuille : à corriger si c’est faux.",
        "nom": "Lu dans le nom du fichier : à corriger si c’est faux.",
        "retenu": "Comme pour le dernier fichier de cette forme.",
    }.get(origin, "")


def tell_us(labels: Sequence[str]) -> str:
    """What the user has to show in a file whose layout is unknown."""
    names = [f"« {label} »" for label in labels]
    listed = " et ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
    return (
        f"Dites-nous où lire {listed} : choisissez ci-dessous la colonne qui convient, ou donnez "
        "une valeur pour tout le fichier. Rien n’a été écrit."
    )


def read_thus(sentences: Sequence[str]) -> str:
    """How the shape of a table was understood."""
    return f"Lu ainsi : {' ; '.join(sentences)}."


def lines_of(lines_fr: str, lines_n: int) -> str:
    """Lines that have something in common, with how many they are."""
    if not lines_n or not lines_fr:
        return "fichier"
    if lines_n == 1:
        return f"ligne {lines_fr}"
    return f"{number(lines_n)} lignes : {lines_fr}"


def doctors(read: Doctors) -> str:
    """How many doctors of a list are counted, and why the others are not, in the open."""
    counted = plural(read.counted_n, "compté", "comptés")
    sentence = f"{plural(read.read_n, 'médecin lu', 'médecins lus')}, {counted}"
    if not read.left_out:
        return f"{sentence}."
    why = " ; ".join(
        f"{number(count)} ({reason.replace(' : non compté', '')})"
        for reason, count in read.left_out
    )
    return f"{sentence}. Non comptés : {why}."


def agreements(lines_n: int) -> str:
    """Label of the box that follows the agréments of a list too."""
    files = plural(lines_n, "agrément", "agréments")
    return f"Suivre aussi {files} et leurs échéances, sans nom (page « Suivi »)"


def clues(lines_n: int) -> str:
    """That the ranges of a file are imported as clues, beside its counts."""
    lines = plural(lines_n, "fourchette sera importée", "fourchettes seront importées")
    return f"{lines} aussi, comme indices sur le nombre de MSU, sans remplacer l’estimation."


def clues_taken(lines_n: int) -> str:
    """That the ranges of a file were imported as clues."""
    return f"{plural(lines_n, 'indice importé', 'indices importés')} à côté des comptages."


def followed(lines_n: int) -> str:
    """That the agréments of a list are followed too."""
    files = plural(lines_n, "agrément suivi", "agréments suivis")
    return f"{files} avec leurs échéances : voir la page « Suivi »."


def refusal(lines_n: int | None) -> str:
    """That the file is not imported, and how many lines to correct when it could be read."""
    what = "" if lines_n is None else f" : {plural(lines_n, 'ligne')} à corriger"
    return f"Ce fichier n’est pas importé{what}. Rien n’a été écrit."


def doubts(count: int) -> str:
    """How many points to look at before importing."""
    return f"{plural(count, 'point')} à vérifier : l’import reste possible."


def personal_columns(headers: Sequence[str]) -> str:
    """The columns left out because they look like personal data."""
    names = ", ".join(f"« {harmless(header)} »" for header in headers)
    count = plural(len(headers), "colonne retirée", "colonnes retirées")
    if len(headers) == 1:
        why = "Elle ressemble à une donnée personnelle : elle n’est ni gardée, ni montrée."
    else:
        why = (
            "Elles ressemblent à des données personnelles : elles ne sont ni gardées, ni montrées."
        )
    return f"{count} : {names}. {why}"


def left_out(lines_n: int, columns_n: int) -> str:
    """How many lines and columns are not taken."""
    parts = [plural(lines_n, "ligne mise de côté", "lignes mises de côté")] if lines_n else []
    if columns_n:
        parts.append(plural(columns_n, "colonne non prise", "colonnes non prises"))
    return f"Laissé de côté : {', '.join(parts)}."


def recognised_headers(headers: Sequence[str]) -> str:
    """The headers that are those of the template."""
    names = ", ".join(f"« {harmless(header)} »" for header in headers)
    return f"Reconnus tels quels : {names}."


def first_rows(rows_n: int, kept_n: int) -> str:
    """Caption of the rows to be stored."""
    return "Ce qui sera enregistré" + (f" ({rows_n} premières lignes)" if kept_n > rows_n else "")


# The import.

NAME = "Nom du jeu de données"
NAME_HELP = (
    "Il désigne vos chiffres sur les pages, comme une source. Un nom que vous donnez remplace le "
    "jeu de ce nom, que l’historique garde ; celui du fichier ne remplace qu’un jeu du même "
    "organisme sur les mêmes territoires et dates."
)


def replaced_version(entry: ImportRecord) -> str:
    """The version whose place the import would take."""
    return (
        f"« {harmless(entry.label_fr)} » remplace la version du {moment_fr(entry.imported_at)} "
        f"({harmless(entry.imported_by_fr)}), que l’historique garde."
    )


def kept_beside(entries: Sequence[ImportRecord]) -> str:
    """Sets of the same file name that stay in force beside the new one."""
    names = ", ".join(
        f"« {harmless(entry.label_fr)} » ({harmless(entry.imported_by_fr)})" for entry in entries
    )
    verb = "reste" if len(entries) == 1 else "restent"
    return f"{names} {verb} en vigueur à côté de ce jeu, qui couvre d’autres territoires ou dates."


def keep_both(label_fr: str) -> str:
    """Button that gives the new set a name under which the one before stays."""
    return f"Garder les deux jeux : nommer celui-ci « {harmless(label_fr)} »"


def changes(changes_n: int, lost_n: int) -> str:
    """How many values in force the import would change, and how many would be lost."""
    values = plural(changes_n, "valeur en vigueur change", "valeurs en vigueur changent")
    lost = f", dont {number(lost_n)} n’aurait plus de valeur" if lost_n == 1 else ""
    if lost_n > 1:
        lost = f", dont {number(lost_n)} n’auraient plus de valeur"
    return f"À l’import, {values}{lost}."


CHANGES = "Ce que l’import remplace"
CHANGES_HEADER = ("Territoire", "Aujourd’hui", "Après l’import", "Période", "Mesure")
NO_VALUE = "plus de valeur"


def unchanged(entry: ImportRecord) -> str:
    """That the same file is in force already."""
    return (
        f"Ce fichier est déjà en vigueur sous le nom « {harmless(entry.label_fr)} » (importé le "
        f"{moment_fr(entry.imported_at)}) : rien n’a changé."
    )


def imported_count(territory_fr: str, msu_n: int, label_fr: str) -> str:
    """A file of one count: « Aveyron (12) : 61 MSU importés sous le nom « CDOM ». »."""
    count = plural(msu_n, "MSU importé", "MSU importés")
    return f"{territory_fr} : {count} sous le nom « {harmless(label_fr)} »."


def imported_rows(entry: ImportRecord) -> str:
    """A file of several rows: how many, for how many territories."""
    rows = plural(entry.rows_n, "ligne importée", "lignes importées")
    places = plural(len(entry.territory_ids), "territoire")
    return f"« {harmless(entry.label_fr)} » : {rows}, {places}."


def change(place_fr: str, indicator_fr: str, when_fr: str, now_fr: str, before_fr: str) -> str:
    """A value that the pages now show otherwise."""
    return f"{place_fr}, {indicator_fr} {when_fr} : {now_fr} (auparavant {before_fr})."


def withheld(threshold: int) -> str:
    """Why a value that was imported is not shown."""
    return f"non publié, sous le seuil de {threshold}"


def more_rows(count: int) -> str:
    """How many other rows changed."""
    return f"… et {plural(count, 'autre ligne', 'autres lignes')}."


# Files in force, history and journal.

HISTORY = "Fichiers en vigueur et historique"
READING_HISTORY = "Lecture de l’historique…"
ACTIVE_LIST = "Fichiers en vigueur"
NO_FILE = "Aucun fichier local n’est en vigueur."
EMPTY_JOURNAL = "Rien n’a encore été importé, annulé, refusé ni actualisé."
PENDING = (
    "Les pages ne montrent pas encore tous les fichiers en vigueur : un import a été interrompu "
    "avant sa mise en service, ou les données livrées avec le logiciel ont changé. Que faire : "
    "reconstruire (une dizaine de secondes)."
)
BUILT_AGAIN = "Les pages montrent maintenant tous les imports acceptés."
UNDO = (
    "Les valeurs de ce fichier quittent toutes les pages ; {after}. L’historique garde la trace de "
    "l’import et de son annulation."
)
UNDO_TO_PREVIOUS = "la version qu’il avait remplacée redevient en vigueur"
UNDO_TO_ESTIMATES = "les valeurs publiées ou estimées reviennent"
ALL_IMPORTS = "Tous les imports, du plus récent au plus ancien"
STATES_FR = {"active": "en vigueur", "replaced": "remplacé", "undone": "annulé"}
ACTIONS_FR = {
    "import": "import",
    "annulation": "annulation",
    "refus": "refus",
    "inchange": "déjà importé, rien de changé",
    "reparation": "historique rétabli",
    "actualisation": "source officielle actualisée",
}
ACCEPTED_CHANGES = "publiée malgré de grands changements : {reason}"


def active_import(label: str, kind_fr: str, rows_n: int | None, imported_at: str, by: str) -> str:
    """A file in force, in Markdown: its name, its kind, its author.

    ``rows_n`` is None when the visitor may not know it.
    """
    size = "" if rows_n is None else f", {plural(rows_n, 'ligne')}"
    return (
        f"**{harmless(label)}** — {kind_fr}{size}, importé le {moment_fr(imported_at)} par "
        f"{harmless(by)}"
    )


def after_undo(entry: ImportRecord) -> str:
    """What comes back when an import is undone."""
    return UNDO_TO_PREVIOUS if entry.replaces else UNDO_TO_ESTIMATES


def undo(entry: ImportRecord) -> str:
    """What undoing an import does."""
    return UNDO.format(after=after_undo(entry))


def undone(entry: ImportRecord) -> str:
    """That an import is undone, and what comes back."""
    return f"« {harmless(entry.label_fr)} » est annulé : {after_undo(entry)}."


def journal_rows(rows_n: int, reason: str) -> str:
    """How many lines an action brought, and what its author accepted in spite of."""
    accepted = ACCEPTED_CHANGES.format(reason=reason) if reason else ""
    return " ; ".join(filter(None, [plural(rows_n, "ligne"), accepted]))


def journal_caption(lines_n: int, listed_n: int) -> str:
    """Caption of the journal, and how many lines are listed when some are not."""
    listed = f", {number(listed_n)} dernières lignes" if lines_n > listed_n else ""
    return f"Le journal, du plus récent au plus ancien{listed}"


# The demonstration.

DEMO_TITLE = "Voir le produit avec des données fictives"
DEMO = (
    "Un jeu entièrement inventé montre ce que chaque fichier apporte aux pages. Il est tenu à "
    "part : il ne remplace ni ne modifie aucune donnée réelle."
)
