"""French sentences of the page « Initiatives »: about what is recorded, never what exists. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.core.catalog import Territory
from dashboard.core.formatting import number, plural, typography
from dashboard.core.names import Name, capitalised
from models.registers.register import Register, RegisterEntry
from models.territories.cells import NATION

# Filters.

SEARCH_LABEL = "Rechercher dans les initiatives"
SEARCH_HELP = "Rechercher un mot"
CLEAR_FILTERS = "Effacer les filtres"
COMMON_WORDS = (
    "Ces mots sont trop courants pour être cherchés : la liste ne tient compte que des autres "
    "choix."
)
WIDER: dict[str, str] = {
    "region": "Avec celles de la nation ou de plusieurs régions",
    "departement": "Avec celles qui valent pour sa région ou pour la nation",
    "subdivision": "Avec celles qui valent pour sa région ou pour la nation",
}
SHEET_EXPECTED = "un nombre à partir de 1"
ENTRY_EXPECTED = "un repère et une source, séparés par « ~ »"

# List.

NO_REGISTER_TITLE = "Aucune initiative publiée"
NOTHING_PUBLISHED = (
    "Aucune initiative n’est publiée dans cette construction. Que faire : importer les vôtres "
    "depuis la page « Vos données », registre « Initiatives »."
)
ADVICE_FILTERS = "retirer un filtre ou écrire un mot plus court"
ADVICE_WIDER = "ajouter celles de la région et de la nation"
ADVICE_TERRITORY = "choisir la région ou la France entière dans le menu"
CLOSEST_FIRST = "les plus proches de la recherche"
LATEST_FIRST = "les plus récentes"
OWN_FIRST = "celles d’ici, puis de la région et de la nation"
CLOSE = "Fermer et revenir à la liste"
NOT_DATED = "année non dite"

# Map.

MAP_PLACE = (
    "Le lieu est le centre du département, jamais une adresse : les sources n’en donnent pas. "
    "Un disque peut réunir des départements voisins, qu’il nomme. Un clic ouvre le département."
)
MAP_DOTS = (
    "Un point par initiative, rangé autour du centre de son département, qui n’est pas son "
    "adresse. Un clic ouvre sa fiche."
)
MAP_TABLE_TITLE = "Table de la carte"
MAP_TABLE_HEADER = ("Département", "Initiatives recensées")
NONE_RECORDED = "aucune recensée"
DISCS_KEY = "initiatives d’un département, par leur nombre"
AROUND_KEY = "nombre dans les départements limitrophes"
WIDER_CAPTION = "Pour une région, plusieurs départements ou la nation"
WIDER_HEADER = ("Portée", "Initiatives")
NATION_WIDE = "Nation, ou plusieurs régions"
THEMES, MAIN_THEMES = "Thèmes de ce choix", "Principaux thèmes de ce choix"
THEMES_HEADER = ("Thème", "Initiatives")

# Similar territories.

PEERS_SECTION = "Ce qu’ont tenté des territoires semblables"
PEERS = (
    "Les initiatives des territoires semblables (population, densité, âge des médecins, zonage, "
    "internes), par thème : d’abord les thèmes présents chez eux et absents dans ce territoire. "
    "Semblable ne veut pas dire que la même action y donnerait le même effet."
)
CHOOSE_TERRITORY = (
    "Choisir un département, une région ou une subdivision dans le menu : cette partie montre "
    "alors les initiatives des territoires semblables que le vôtre n’a pas."
)
PEERS_HEADER = ("Thème", "Chez les semblables", "Où", "Ici")
PEERS_CARDS = "Leurs initiatives, les thèmes absents ici d’abord"

# Partners.

PARTNERS_SECTION = "Partenaires des initiatives"
PARTNERS_HEADER = (
    "Famille de partenaires",
    "Initiatives en place",
    "Part de celles qui en nomment",
    "Dont un effet est rapporté",
)
NO_PARTNER = "Aucune initiative en place de ce choix ne nomme ses partenaires."
MATRIX_CAPTION = "Qui est nommé, initiative par initiative"
MATRIX = (
    "Une ligne par initiative de la feuille affichée, une colonne par famille de partenaires. "
    "« ● » : nommée par la source ; « · » : non nommée, ce qui ne prouve pas son absence ; "
    "« n. d. » : la source ne nomme aucun partenaire."
)

# Before and after.

MEASURES_SECTION = "Avant et après : les chiffres que les sources donnent"
MEASURES_CAPTION = "Chiffres avant et après, tels que les sources les donnent"
MEASURES_HEADER = ("Initiative", "Lieu", "Ce qui est mesuré", "Avant", "Après", "Réserve", "Source")
BEFORE_AFTER = (
    "Un avant et un après ne sont pas la preuve d’un effet : rien ne dit ce qui se serait passé "
    "sans l’initiative, et ces chiffres sont déclarés par ceux qui l’ont menée."
)
NO_BEFORE_AFTER = (
    "Aucune initiative de ce choix n’a de chiffre mesuré avant et après. Que faire : effacer les "
    "filtres, ou choisir la France entière."
)
NOT_SAID = "non dit"

# Census.

CENSUS_SECTION = "Sources du recensement, et ce qu’il ne dit pas"
CENSUS = (
    "Un département sans initiative ici peut en avoir : elles n’ont pas été recensées, et les "
    "sources ne disent pas quels conseils ont répondu. L’importation de vos propres initiatives, "
    "depuis la page « Vos données », met ce registre à jour."
)
ANSWERS_CAPTION = "Qui a répondu au recensement"
ANSWERS_HEADER = ("Enquête", "Réponses", "Interrogés", "Ce qu’en dit la source", "Source")
SOURCES_CAPTION = "Sources des initiatives"
SOURCES_HEADER = ("Source", "Initiatives", "Statut")


@dataclass(frozen=True)
class ChoiceCounts:
    """Initiatives of a choice: inside the territory, wider, in place; all those published."""

    inside_n: int
    wider_n: int
    total_n: int
    in_place_n: int


DATED = (
    "Recensement déclaratif, de 2016 pour l’essentiel : « en place » veut dire en place à la date "
    "de la source."
)
ADD_ONE = "Ajouter une initiative"
CARE_ASIDE = (
    "Les initiatives sur l’organisation des soins (délégations, télémédecine, permanence, "
    "coopérations hospitalières) sont en présentation « Expert »."
)


@dataclass(frozen=True)
class Around:
    """Initiatives of a territory, those of its région or the nation; and their main theme.

    ``theme`` is the label of the most numerous here or, in its absence, in the région.
    """

    here_n: int
    wider_n: int
    theme: str
    theme_n: int


def answer(name: Name, around: Around, *, has_region: bool) -> str:
    """Answer for a territory: what is recorded here, and what holds for more than it.

    ``has_region`` when it lies in a région, and is not one.
    """
    subject = capitalised(name.alone)
    verb = "recensée" if around.here_n == 1 else "recensées"
    here = f"{initiatives(around.here_n)} {verb}" if around.here_n else "aucune initiative recensée"
    where = "toute sa région ou toute la France" if has_region else "toute la France"
    return typography(f"{subject} : {here} ; {number(around.wider_n)} pour {where}.")


def theme_sentence(around: Around) -> str:
    """The theme most often recorded here or around; empty without one."""
    if not around.theme:
        return ""
    where = "ici" if around.here_n else "autour"
    return typography(
        f"Thème le plus fréquent {where} : {uncapitalised(around.theme)} "
        f"({number(around.theme_n)})."
    )


def uncapitalised(label: str) -> str:
    """A label inside a sentence."""
    return f"{label[:1].lower()}{label[1:]}"


def headline(counts: ChoiceCounts, territory: Territory, *, has_filter: bool) -> str:
    """Title of the page: how many initiatives here, of how many."""
    is_nation = territory.territory_id == NATION
    label = "France" if is_nation else territory.label
    chosen_n = counts.inside_n + counts.wider_n
    of_all = f"sur {number(counts.total_n)}"
    in_place = f"dont {number(counts.in_place_n)} en place à la date de leur source"
    if not chosen_n:
        answers = " ne répond à ces choix" if has_filter else ""
        return typography(f"{label} : aucune initiative recensée{answers}, {of_all} publiées")
    if has_filter:
        answer = "répond" if chosen_n == 1 else "répondent"
        text = f"{label} : {initiatives(chosen_n)} {of_all} {answer} à ces choix"
        return typography(f"{text}{_of_which(counts)}, {in_place}")
    recorded = "recensée" if chosen_n == 1 else "recensées"
    text = f"{label} : {initiatives(chosen_n)} {recorded}{_of_which(counts)}"
    return typography(f"{text}, {in_place}" if is_nation else f"{text}, {of_all}, {in_place}")


def _of_which(counts: ChoiceCounts) -> str:
    """How many of a choice come from around the territory."""
    if not counts.wider_n:
        return ""
    return f" ({number(counts.wider_n)} pour la région ou la nation)"


def list_heading(
    count: int, *, is_search: bool, sheet: int, last: int, is_wider: bool = False
) -> str:
    """How many initiatives are listed, in which order, and which part of them is read."""
    if count <= 1:
        return initiatives(count)
    part = f", page {number(sheet)} sur {number(last)}" if last > 1 else ""
    if is_wider and not is_search:
        return f"{initiatives(count)} : {OWN_FIRST}{part}"
    order = CLOSEST_FIRST if is_search else LATEST_FIRST
    return f"{initiatives(count)}, {order} d’abord{part}"


def no_result(advice: Sequence[str]) -> str:
    """What to do when no initiative answers, the nearest step first."""
    return typography(
        f"Aucune initiative recensée ne répond à tous ces choix. Que faire : {', ou '.join(advice)}"
        ". Aucune initiative recensée ne veut pas dire aucune initiative."
    )


def unknown_initiative(address: str) -> str:
    """Said when an address names no initiative."""
    return (
        f"Initiative inconnue : « {address[:60]} ». Elle a pu être retirée ; la liste donne celles "
        "qui sont publiées."
    )


def download(count: int) -> str:
    """Label of the file of a choice."""
    return f"Télécharger la liste ({count})"


def sheet_of(sheet: int, last: int) -> str:
    """Sheet that is read, and how many there are."""
    return typography(f"Page {number(sheet)} sur {number(last)}")


def map_close_discs(most: int) -> str:
    """Note of a map of discs seen closer: from how few initiatives they are points."""
    return (
        "Le lieu est le centre du département, jamais une adresse. Un clic ouvre le département ; "
        f"des filtres qui laissent moins de {most} initiatives les montrent une à une."
    )


def map_alternative(label: str) -> str:
    """The map in words, for those who do not see it."""
    return f"Carte des initiatives, {label} ; les valeurs sont dans la table"


def map_table(label: str) -> str:
    """Caption of the numbers of the map."""
    return f"Initiatives propres à un département, {label}"


def outside_map(count: int) -> str:
    """How many initiatives have no place on the map."""
    return typography(f"Hors de la carte : {initiatives(count) if count else 'aucune initiative'}")


def silent_on_map(departements_n: int) -> str:
    """How many départements of the territory have nothing of their own recorded."""
    count = plural(departements_n, "département")
    return typography(
        f"Sans initiative propre recensée dans ce choix : {count}. Le recensement ne dit pas qu’il "
        "ne s’y passe rien."
    )


def place_tooltip(names: Sequence[str], count: int) -> str:
    """Tooltip of a disc; the initiatives of a cluster are those of its départements."""
    noun = f"initiative{'s' if count > 1 else ''}"
    return f"{', '.join(names)}\n{number(count)} {noun}"


def no_peers(label: str) -> str:
    """Said when a territory has no similar one."""
    return typography(
        f"Trop peu d’indicateurs sont publiés pour dire à quels territoires {label} ressemble."
    )


def peers_without(names: Sequence[str]) -> str:
    """Said when the similar territories have no initiative."""
    return typography(
        "Aucune initiative n’est recensée dans les territoires semblables à celui-ci : "
        f"{', '.join(names)}. Le recensement est déclaratif et incomplet."
    )


def peers_caption(missing_n: int) -> str:
    """Caption of the themes of the similar territories: how many are missing here."""
    if not missing_n:
        return "Thèmes présents chez eux : tous ont déjà une initiative ici"
    count = plural(missing_n, "thème présent", "thèmes présents")
    return f"{count} chez eux et sans initiative propre ici"


def here_and_wider(inside_n: int, wider_n: int) -> str:
    """Initiatives of a theme here, and those of the région or of the nation."""
    inside = number(inside_n) if inside_n else NONE_RECORDED
    return inside + (f" ; {number(wider_n)} pour la région ou la nation" if wider_n else "")


def partners(effects_n: int, named_n: int) -> str:
    """What the table of partners counts, and what it does not prove."""
    effects = plural(effects_n, "initiative") if effects_n else "aucune"
    return typography(
        "Combien d’initiatives en place nomment chaque famille de partenaires, parmi celles qui "
        "en nomment au moins un. Celles dont la source rapporte un effet, chiffré ou non : "
        f"{effects} ; {number(named_n)} d’entre elles nomment leurs partenaires. C’est une "
        "présence, pas une efficacité : le recensement ne mesure pas l’effet des partenaires, et "
        "il ne nomme pas toujours tous ceux d’une initiative."
    )


def partners_caption(in_place_n: int, named_n: int) -> str:
    """Caption of the families of partners."""
    return (
        f"Présents dans les {initiatives(in_place_n)} en place, dont {number(named_n)} nomment "
        "leurs partenaires"
    )


def no_faculty(absent_n: int, named_n: int) -> str:
    """How many initiatives name no faculty."""
    return typography(
        f"Faculté absente : {number(absent_n)} des {number(named_n)} initiatives de ce choix qui "
        "nomment leurs partenaires ne nomment ni faculté, ni université, ni DMG. La source peut "
        "l’avoir passée sous silence."
    )


def silent_departements(names: Sequence[str]) -> str:
    """Départements without an initiative of their own."""
    return typography(
        f"Sans initiative propre recensée ({number(len(names))} départements) : {', '.join(names)}."
    )


def initiatives(count: int) -> str:
    """« 3 initiatives »."""
    return plural(count, "initiative")


def place_of(entry: RegisterEntry, territories: Mapping[str, Territory]) -> str:
    """Where an initiative is: the words of its source, or the name of its territory."""
    territory = territories[entry.territory_id]
    place = str(entry.fields.get("place_fr", ""))
    if not place:
        return territory.label
    # A commune says nothing without its département; the nation adds nothing to a place.
    if entry.territory_id == NATION or territory.name_fr in place:
        return place
    return f"{place}, {territory.label}"


def step_of(label: str, year: int | None, *, is_dated: bool) -> str:
    """« En place en 2016 »: a state is that of the year of its source."""
    return f"{label} en {year}" if label and is_dated and year is not None else label


def year_of(entry: RegisterEntry, register: Register) -> str:
    """Year of an initiative, and where it comes from."""
    if entry.year is None:
        return NOT_DATED
    basis = code_label(register, "year_basis", str(entry.fields.get("year_basis", "")))
    return f"{entry.year} ({basis[0].lower()}{basis[1:]})" if basis else str(entry.year)


def code_label(register: Register, field_id: str, code: str) -> str:
    """French label of a code of a field; the code itself when the register does not know it."""
    field = register.by_id.get(field_id)
    return (field.codes or {}).get(code, code) if field else code
