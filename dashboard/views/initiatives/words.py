"""What the page « Initiatives » says in sentences: what is recorded, never what exists. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboard.core.catalog import Territory
from dashboard.core.formatting import number, plural, typography
from models.registers.register import Register, RegisterEntry
from models.territories.cells import NATION

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


IN_PLACE = "en_place"
NOT_DATED = "année non dite"


@dataclass(frozen=True)
class Found:
    """Initiatives of a choice: its own, those it adds from around, and all those published."""

    own_n: int
    wider_n: int
    total_n: int
    in_place_n: int


def finding(found: Found, territory: Territory, *, has_filter: bool) -> str:
    """Title of the page: how many initiatives here, of how many."""
    is_nation = territory.territory_id == NATION
    label = "France" if is_nation else territory.label
    shown = found.own_n + found.wider_n
    of_all = f"sur {number(found.total_n)}"
    in_place = f"dont {number(found.in_place_n)} en place"
    if not shown:
        answers = " ne répond à ces choix" if has_filter else ""
        return typography(f"{label} : aucune initiative recensée{answers}, {of_all} publiées")
    if has_filter:
        answer = "répond" if shown == 1 else "répondent"
        told = f"{label} : {initiatives(shown)} {of_all} {answer} à ces choix"
        return typography(f"{told}{_of_which(found)}, {in_place}")
    recorded = "recensée" if shown == 1 else "recensées"
    told = f"{label} : {initiatives(shown)} {recorded}{_of_which(found)}"
    return typography(f"{told}, {in_place}" if is_nation else f"{told}, {of_all}, {in_place}")


def _of_which(found: Found) -> str:
    """How many of those shown come from around the territory."""
    if not found.wider_n:
        return ""
    return f" ({number(found.wider_n)} pour la région ou la nation)"


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


def year_of(entry: RegisterEntry, register: Register) -> str:
    """Year of an initiative, and how it is known."""
    if entry.year is None:
        return NOT_DATED
    basis = code_label(register, "year_basis", str(entry.fields.get("year_basis", "")))
    return f"{entry.year} ({basis[0].lower()}{basis[1:]})" if basis else str(entry.year)


def code_label(register: Register, field_id: str, code: str) -> str:
    """French label of a code of a field; the code itself when the register does not know it."""
    field = register.by_id.get(field_id)
    return (field.codes or {}).get(code, code) if field else code


def sheets_n(entries_n: int, per_sheet: int) -> int:
    """Sheets of the list, one at least."""
    return max(1, -(-entries_n // per_sheet))


@dataclass(frozen=True)
class Measure:
    """What an initiative says was measured, before and after.

    ``before`` and ``after`` are words; values and years are None when the source gives none.
    """

    entry: RegisterEntry
    what: str
    before: str
    after: str
    before_value: float | None
    after_value: float | None
    before_year: str
    after_year: str

    @property
    def is_drawn(self) -> bool:
        """Whether both ends are numbers of the same thing."""
        return self.before_value is not None and self.after_value is not None


def measures(entries: Sequence[RegisterEntry]) -> tuple[Measure, ...]:
    """Initiatives that state an after, those that state a before too first; nothing is computed."""
    found = [_measure(entry) for entry in entries if entry.fields.get("after_fr")]
    return tuple(sorted(found, key=lambda item: (not item.is_drawn, not item.before)))


def _measure(entry: RegisterEntry) -> Measure:
    fields = entry.fields
    return Measure(
        entry=entry,
        what=str(fields.get("measured_fr", "")),
        before=str(fields.get("before_fr", "")),
        after=str(fields["after_fr"]),
        before_value=_number(fields.get("before_value")),
        after_value=_number(fields.get("after_value")),
        before_year=_year(fields.get("before_year")),
        after_year=_year(fields.get("after_year")),
    )


def _number(value: object) -> float | None:
    return float(str(value)) if value not in (None, "") else None


def _year(value: object) -> str:
    return "" if value in (None, "") else str(int(float(str(value))))


def missing_first(
    themes_there: Mapping[str, int], themes_here: Mapping[str, int]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Themes present there and absent here, then those present in both, most numerous first."""
    present = sorted(
        (theme for theme, count in themes_there.items() if count),
        key=lambda theme: (-themes_there[theme], theme),
    )
    missing = tuple(theme for theme in present if not themes_here.get(theme))
    return missing, tuple(theme for theme in present if theme not in missing)
