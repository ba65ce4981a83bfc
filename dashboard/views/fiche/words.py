"""French sentences of the page « Fiche territoire ». Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from dashboard.core.catalog import COVERAGE, STATUS_LABELS, YEARLY_INDICATORS
from dashboard.core.formatting import MISSING, number, plural, typography
from dashboard.core.names import capitalised
from dashboard.profile.model import (
    VERDICT_WORDS,
    KeyFigure,
    PeerRow,
    Profile,
    ProfileValue,
    TargetShare,
)
from dashboard.themes.situation import Situation
from foundation.french import day_fr

# The page, and the titles of its sections.

WHICH_TERRITORY = "Fiche territoire : quel territoire\u00a0?"
CHOOSE_TERRITORY = (
    "Choisir une région, un département ou une subdivision d’internat dans le champ "
    "« Territoire », ou un département sur la carte."
)
POSITIONS = "Chaque indicateur face à la France"
MAP_SECTION = "Carte et territoires voisins ou contenus"
SIMILAR_SECTION = "Territoires semblables, et pourquoi"
QUESTIONS_SECTION = "Questions à poser aux partenaires"
POSITIONS_SECTION = "Toutes les valeurs du graphique"
TARGETS_SECTION = "MSU face à chaque cible et à chaque clé"
STAGES_SECTION = "Places de stage par niveau"
RETENTION_SECTION = "Fidélisation et évolution des généralistes"
INITIATIVES_SECTION = "Initiatives recensées et suivi"
SOURCES_SECTION = "Sources et réserves"


def to_ask(value: ProfileValue) -> str:
    """Whom to ask for a missing value; empty when nobody is named."""
    return f"à demander : {value.ask}" if value.ask else ""


# Key figures.

DEFINITION = "Définition et méthode"


def points_note(*, is_demo: bool) -> str:
    """Key of the points of a trend."""
    solid = "comptées ou fictives" if is_demo else "comptées"
    return f"Points creux : années estimées ; pleins : {solid}."


# The key figure that is a balance of places.
BALANCE = "stages"


def interval_of(value: ProfileValue) -> str:
    """« intervalle à 80 % : 34 à 80 », « intervalle 17 à 114 »; empty when there is none."""
    if value.likely_text:
        return f"intervalle à 80 % : {value.likely_text}"
    return f"{value.interval_noun} {value.interval_text}" if value.interval_text else ""


def balance(places: float) -> str:
    """« 11 de plus que le besoin », « il en manquerait 4 »: a balance of places without sign."""
    whole = round(places)
    if whole > 0:
        return f"{number(whole)} de plus que le besoin"
    return f"il en manquerait {number(-whole)}" if whole < 0 else "égale au besoin"


def balance_bounds(value: ProfileValue) -> str:
    """Bounds of a balance of places, without sign; empty when there are none."""
    if value.low is None or value.high is None:
        return ""
    return f"bornes : {balance(value.low)}, {balance(value.high)}"


def beside_nation(figure: KeyFigure, rank: str) -> str:
    """The figure, or its rate, beside the nation, and its rank."""
    here, nation = figure.compared, figure.nation
    rate = "" if here == figure.value else f"{_rate_name(here)}{here.text} {here.unit}"
    gap = number(figure.gap_to_nation, here.decimals, signed=True)
    lines = [
        rate,
        f"France {nation.text}{_dated(here, nation)} (écart {gap}) : "
        f"{VERDICT_WORDS[figure.verdict]}",
        f"rang {rank}" if rank else "non classé",
    ]
    return typography(" · ".join(line for line in lines if line))


def _dated(here: ProfileValue, nation: ProfileValue) -> str:
    """« en 2024 »: the year of the national value, when it is not that of the figure."""
    return f" en {nation.period_text}" if nation.period != here.period else ""


def _rate_name(value: ProfileValue) -> str:
    """Name of a rate whose unit does not say what it is."""
    return "couverture " if value.indicator_id == COVERAGE else ""


def trend_ends(figure: KeyFigure) -> str:
    """First and last year of a trend."""
    ends = (figure.trend[0], figure.trend[-1])
    return typography(" ; ".join(f"{point.year} : {_at(figure, point.value)}" for point in ends))


def _at(figure: KeyFigure, value: float) -> str:
    if figure.figure_id == BALANCE:
        return balance(value)
    return replace(figure.value, value=value).text


# Positions beside the nation.

SPINE_HEADER = (
    "Indicateur",
    "Ici",
    "Intervalle",
    "France",
    "Région",
    "Constat",
    "Rang",
    "Statut",
    "Période",
    "Précision",
)


def spine_title(profile: Profile) -> str:
    """Title of the drawing for those who do not see it."""
    return f"{profile.title} : chaque indicateur face à la France"


def spine_caption(profile: Profile) -> str:
    """Caption of the values of the chart."""
    return f"{profile.territory.label} face à la France"


def save_chart(extension: str) -> str:
    """Label of the button that saves the chart as a picture."""
    return f"Télécharger ce graphique ({extension.upper()})"


# Targets.

TARGETS_NOTE = (
    "Part de la cible, situation face à elle et chances, puis ce qui manquerait, à 80 % et à 95 %. "
    "Les cibles ne comptent pas toutes le même champ : leurs réserves sont à la page « Données et "
    "méthode »."
)


def targets_caption(profile: Profile) -> str:
    """Caption of the shares of every target by every key."""
    return f"MSU {profile.name.of} face à sa part de chaque cible, par clé de répartition"


def target_share(share: TargetShare) -> str:
    """« part 41 : plutôt sous (7 chances sur 10) ; 12 manquants est. (80 % : …) (votre vue) »."""
    mark = " (votre vue)" if share.is_of_view else ""
    verdict = share.situation.short if share.situation else MISSING
    return typography(
        f"part {number(share.share_msu)} : {verdict} ; {with_interval(share.gap)}{mark}"
    )


# Other tables.

TOO_FEW_CRITERIA = "Trop peu de critères connus ici pour chercher des territoires semblables."
STAGE_HEADER = ("Niveau", "Besoin", "Offre", "Solde", "Constat", "MSU à recruter", "Statut")
STAGE_LINK = "Leviers et années"
QUESTIONS_CAPTION = "Questions à poser, et à qui"
QUESTIONS_HEADER = ("Question", "Pourquoi", "À qui")
SOURCES_CAPTION = "Sources citées dans cette fiche"
SOURCES_HEADER = ("N°", "Source", "Licence")


def stage_caption(year: int) -> str:
    """Caption of the stage places of the year that ends in ``year``."""
    return f"Places de stage, année {year - 1}-{year} (places-semestres)"


# A table says both intervals of the MSU, that at 80 % first.
PEERS_HEADER = ("Territoire", "Face à sa part", "Ce qui manquerait (80 %)")


def peer_situation(row: PeerRow) -> tuple[str, str]:
    """Situation of a territory with its chances, then what it would lack at 80 %."""
    if row.situation is None:
        return MISSING, MISSING
    return row.situation.short, row.situation.missing


def with_interval(value: ProfileValue) -> str:
    """« 53 est. (80 % : 34 à 80 ; 95 % : 17 à 114) », or with its only interval."""
    bounds = value.bounds_text
    return f"{value.marked_text} ({bounds})" if bounds else value.marked_text


def peer_value(value: ProfileValue, year: int) -> str:
    """A value as :func:`with_interval`, dated when it is not of the year that is shown."""
    text = with_interval(value)
    is_older = value.indicator_id in YEARLY_INDICATORS and value.period != str(year)
    return typography(f"{text}, en {value.period}") if is_older and value.period else text


def statuses_note(profile: Profile) -> str:
    """Statuses of the values of a profile."""
    marks = {"estimated": " (« est. », avec son intervalle)"}
    labels = ", ".join(f"{STATUS_LABELS[item]}{marks.get(item, '')}" for item in profile.statuses)
    return typography(f"Statuts des valeurs de cette fiche : {labels}.")


# Initiatives and registers.

LISTED = "Initiatives d’ici, puis plus larges"
LISTED_HEADER = ("Initiative", "Où", "Thème", "Année", "Avancement", "Source")
ELSEWHERE = "Thèmes recensés dans des territoires semblables, et non ici"
ELSEWHERE_HEADER = ("Thème", "Territoires semblables", "Exemple", "Source")
ELSEWHERE_NOTE = (
    "Territoires les plus semblables, voir la partie « Territoires semblables ». Un thème absent "
    "d’ici l’est du recensement, pas forcément du terrain."
)
NOTHING_ELSEWHERE = (
    "Aucun autre thème n’est recensé dans les territoires les plus semblables à celui-ci."
)
NO_REGISTER = (
    "Aucun registre local n’a de ligne ici. Que faire : importer le vôtre (agréments, fiches "
    "action, conventions…) à la page « Vos données », qui en donne le modèle."
)


def title_with_reserve(title: str, reserve: str) -> str:
    """Title of an initiative, and what its source holds back."""
    return f"{title}. Réserve : {reserve}" if reserve else title


def more_in_workbook(left_out: int) -> str:
    """How many initiatives the table leaves out."""
    more = plural(left_out, "autre initiative", "autres initiatives")
    return typography(f"{more} : voir le classeur Excel.")


# « Nous avons compté nos MSU »: one number without a file.

COUNT_SECTION = "Nous avons compté nos MSU : saisir le nombre"
COUNT_MSU, COUNT_DAY = "MSU comptés", "Au (jour/mois/année)"
COUNT_SOURCE = "Source du nombre"
COUNT_SOURCE_HELP = "Registre, liste ou courrier d’un organisme ; jamais le nom d’une personne."
COUNT_FUNCTION, COUNT_FUNCTION_EXAMPLE = "Qui le dit (fonction)", "Choisir ou écrire une fonction"
COUNT_SEND = "Enregistrer ce comptage"
COUNT_READING = "Contrôle du comptage…"
COUNT_DOUBTS = "Ce nombre est possible, mais surprenant :"
COUNT_CONFIRM = "Enregistrer quand même"
COUNT_MAP, COUNT_UNDO = "Voir sur la carte", "Annuler ce comptage"
COUNT_AGAIN = "Saisir un autre comptage"
COUNT_IN_DEMO = (
    "La saisie est fermée dans les données fictives : un vrai comptage ne doit pas s’y mêler."
)
COUNT_CLOSED = "La saisie est réservée aux comptes qui peuvent importer."
COUNT_NOT_MINE = (
    "Votre compte n’importe pas pour ce département. Que faire : transmettre le nombre à un "
    "administrateur de l’observatoire."
)


def count_introduction(of: str) -> str:
    """What typing a number does."""
    return (
        f"Le nombre de MSU {of}, 0 compris : il remplace l’estimation sur toutes les pages, et "
        "s’annule ici aussitôt, ou plus tard à la page « Vos données »."
    )


def count_stored(
    place: str, msu_n: int, day: date, before: Situation | None, threshold: int | None
) -> str:
    """That a count is stored, what stood there before; ``threshold`` when it is not published."""
    count = plural(msu_n, "MSU compté", "MSU comptés") if msu_n else "aucun MSU compté"
    stored = f"{capitalised(place)} : {count} au {day_fr(day)}, enregistré."
    if threshold is not None:
        return (
            f"{stored} Sous le seuil de {threshold}, le secret statistique interdit de le "
            "publier : les pages gardent l’estimation."
        )
    if before is None:
        return stored
    if before.is_counted:
        return f"{stored} Auparavant : {number(before.msu)} MSU en {before.period}."
    bounds = f"{number(before.low80)} à {number(before.high80)}"
    return (
        f"{stored} Auparavant : {number(before.msu)} MSU, estimés pour {before.period} "
        f"(80 % : {bounds})."
    )


def count_undone(is_replaced: bool) -> str:
    """What comes back once a count is undone."""
    after = "le comptage précédent est" if is_replaced else "les valeurs publiées ou estimées sont"
    return f"Comptage annulé : {after} de nouveau sur toutes les pages."


def count_refused(column: str, expected: str, remedy: str) -> str:
    """Why a count is refused, and what to do."""
    where = f"« {column} » : " if column else ""
    return f"{where}{expected} attendu. {remedy}"


def count_doubted(value: str, expected: str) -> str:
    """A value that is possible, and what was expected."""
    return f"{value}, alors que l’on attendait {expected}."


# « Préparer ma réunion ».

MEETING_SECTION = "Préparer ma réunion : PDF, PowerPoint, Excel, lettres"
TITLE_LABEL, TITLE_EXAMPLE = "Titre (facultatif)", "Réunion du …"
NOTE_LABEL = "Note libre (facultative)"
NOTE_EXAMPLE = "Objet de la réunion, demandes, décisions attendues…"
PARTS_LABEL = "Parties du document"
ALWAYS_THERE = (
    "Toujours présents : chiffres clés, constats, réserves, sources. Les valeurs sont les mêmes "
    "dans tous les documents ; les classeurs et tables les gardent toutes."
)
DOCUMENTS: dict[str, str] = {
    "page": "à lire à deux mètres : une phrase, carte, trois chiffres, trois demandes, ordre du "
    "jour, relevé à remplir",
    "pdf": "deux pages A4 à imprimer, graphiques vectoriels, lisibles en gris, balisées",
    "pptx": "un constat par diapositive, graphiques modifiables, sources dans les commentaires",
    "xlsx": "mode d’emploi, synthèse à lire, puis toutes les valeurs avec intervalle et source",
    "csv": "les mêmes lignes, pour un tableur français",
    "parquet": "les mêmes lignes, pour un logiciel statistique",
    "dmg": "demande du nombre de MSU, à compléter et à signer",
    "ars": "la même, avec les places de stage",
    "zip": "tous les documents, et chaque lettre avec son tableau à remplir",
}


def document_view(year: int, target_fr: str, key_fr: str) -> str:
    """Year, target and key of the documents."""
    return typography(
        f"Vue du document : année {year}, cible « {target_fr} », clé {key_fr.lower()}. Les changer "
        "change aussi les documents."
    )
