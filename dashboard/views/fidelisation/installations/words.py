"""Sentences of the part « Installations et départs ». Pure.

Functions with an argument ``strong`` mark what matters for Markdown; an empty one gives the same
text for a picture.
"""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.formatting import interval, number, period, plural, quantity, typography
from dashboard.core.values import Value
from dashboard.themes.diploma import LIBERAL, RPPS, WAYS, OlderShare, count_trend, older_way
from dashboard.themes.installations import (
    ESTIMATE,
    FIRST_INSTALLATIONS,
    Installations,
    Movement,
    figure_words,
    per_year,
    row_of,
)
from dashboard.views.fidelisation.installations.imported import (
    ENTRIES,
    EXITS,
    LocalYear,
    TotalOverYears,
    total_of,
)
from models.retention.departures import METHOD_ID, Departures

STRONG = "**"

# --- Imported years

LOCAL_TITLE = "Installations et départs, année par année"
LOCAL_CHART = (
    "Installations vers le haut, départs vers le bas, ◆ solde. « masqué » : nombre non publié, "
    "sous le seuil de secret ou qui permettrait d’en déduire un autre. Une année sans barre ni "
    "mention n’est pas dans le fichier ; ce n’est pas un zéro."
)
AGE_STRUCTURE = (
    "Années dont le total est publié. « masqué » : la classe l’est chaque année ; « au moins » : "
    "certaines années."
)


def local_finding(label: str, years: Sequence[LocalYear]) -> str:
    """Totals of the imported files, no more than they publish; without its final stop."""
    entries, exits = total_of(years, ENTRIES), total_of(years, EXITS)
    span = str(years[0].year)
    if len(years) > 1:
        span = f"{span} à {years[-1].year}"
    text = (
        f"{label}, fichiers importés, {span} : "
        f"{_total(entries, 'installation')}, {_total(exits, 'départ')}"
    )
    if entries.is_whole and exits.is_whole:
        text += f" ; solde {number(entries.count - exits.count, signed=True)}"
    return typography(text)


def _total(total: TotalOverYears, noun: str) -> str:
    gaps = []
    if total.withheld:
        gaps.append(plural(total.withheld, "année masquée", "années masquées"))
    if total.absent:
        gaps.append(plural(total.absent, "année absente", "années absentes"))
    if gaps and not total.count:
        return f"{noun}s n. d. ({', '.join(gaps)})"
    start = "au moins " if gaps else ""
    return f"{start}{plural(total.count, noun)}" + (f" ({', '.join(gaps)})" if gaps else "")


def local_alternative(label: str) -> str:
    """Text alternative of the chart of the imported years."""
    return f"Installations et départs par année, {label} ; valeurs dans le tableau"


def local_caption(label: str) -> str:
    """Caption of the table of the imported years."""
    return f"Installations et départs, {label}, fichiers importés"


def colour_key(names: Sequence[str], *, by_age: bool) -> str:
    """Names of the colours, from the lightest, for a picture without its legend."""
    if not by_age:
        return "Vert : installations. Brun : départs."
    return f"Du bleu clair au foncé : {', '.join(names[:-1])}. Gris : {names[-1]}."


def age_structure_caption(label: str) -> str:
    """Caption of the table of ages."""
    return f"Âge à l’installation et au départ, {label}"


# --- Estimate from the net change

ESTIMATE_TITLE = "Entrées, départs et solde, par an"
ESTIMATE_ALTERNATIVE = "Entrées et départs estimés par an, solde observé ; valeurs en étiquette"
ESTIMATE_CHART = (
    "Moyennes par an. {strong}Plein{strong} : publié. {strong}Hachuré{strong} : estimé, trait "
    "fin : intervalle à {level} %. Le solde compte tous les généralistes du RPPS, salariés "
    "compris ; les départs sont estimés sur les seuls libéraux. Ces estimations ne classent pas "
    "les territoires."
)
NATIONAL_CHART = (
    " Premières installations et cessations d’activité libérale sont comptées par la CNAM, dans "
    "d’autres champs et d’autres années : elles se lisent à côté, et leur différence n’est pas un "
    "solde."
)
# Bars of the counts published for the nation, by field.
NATIONAL_BARS = {
    FIRST_INSTALLATIONS: "Premières installations {year}",
    "liberal_cessations": "Cessations {year}",
    "liberal_cessations_one_year_on": "Cessations {year}, 1 an de recul",
}
NO_IMPORT = (
    "Par département ou région, la CNAM ne publie que les premières installations, à part ; les "
    "départs ne sont publiés que pour la France. Le fichier « Installations et départs » de la "
    "page « Vos données » apporte les vôtres."
)


def net_sentence(label: str, net: Movement | None, change_pct: float | None) -> str:
    """Net change of a territory between two dates, with its share of the GPs."""
    if net is None or net.net_n is None:
        return typography(f"{label} : solde des généralistes n. d.")
    first, last = net.period.split("/")
    decimals = 1 if net.net_n % 1 else 0
    count = f"{number(net.net_n, decimals, signed=True)} "
    noun = "généraliste" if abs(net.net_n) < 2 else "généralistes"
    share = "" if change_pct is None else f" ({number(change_pct, 1, signed=True)} % de l’effectif)"
    mark = ", est." if net.status == "estimated" else ""
    return typography(
        f"{label} : **{count}{noun}** du 1er janvier {first} au 1er janvier {last}{share}{mark}, "
        "tous modes d’exercice (RPPS)."
    )


def estimate_finding(estimate: Movement | None, strong: str = STRONG) -> str:
    """Entries and exits per year, as orders of magnitude; without its final stop."""
    if estimate is None or estimate.entries_n is None:
        return typography(
            "Entrées et départs estimés : n. d. La baisse dépasse les départs que le taux "
            "national de cessation explique"
        )
    entries, exits = side_words(estimate)
    return typography(
        f"Ordre de grandeur par an (est.) : entrées {strong}{entries}{strong}, "
        f"départs {strong}{exits}{strong}"
    )


def side_words(row: Movement) -> tuple[str, str]:
    """Entries and exits per year with their intervals."""
    entries = (row.entries_n, row.entries_low_n, row.entries_high_n)
    exits = (row.exits_n, row.exits_low_n, row.exits_high_n)
    first, second = (
        figure_words(*(per_year(end, row) for end in ends)) for ends in (entries, exits)
    )
    return first, second


def estimate_note(level_pct: float, *, is_national: bool, strong: str = STRONG) -> str:
    """How to read the bars of the estimate."""
    note = ESTIMATE_CHART.format(level=number(level_pct), strong=strong)
    return note + (NATIONAL_CHART if is_national else "")


# --- Official series

FIRST_TITLE = "Premières installations en libéral, par an"
FIRST_NOT_REFRESHED = (
    "**Premières installations par département : séries officielles pas encore actualisées.** La "
    "CNAM les publie chaque année depuis 2014."
)
FIRST_NOT_HERE = (
    "n. d. pour ce territoire : la CNAM publie les départements, les régions et la France."
)
FIRST_NOTE = (
    "Généralistes installés en cabinet libéral pour la première fois dans l’année, actifs au "
    "31 décembre, hors médecins à expertise particulière (CNAM). Ni salariés, ni réinstallations, "
    "ni origine des médecins : ce n’est pas une fidélisation."
)
FIRST_HEADER = ("Année", "Premières installations", "Statut", "Source", "Où")
GP_AGES_TITLE = "Âge des généralistes, année par année"
AGES_NOT_REFRESHED = (
    "**Âge des généralistes par département et par année : séries officielles pas encore "
    "actualisées.** La DREES (RPPS, tous modes) et la CNAM (libéraux) les publient."
)
AGES_NOT_HERE = (
    "n. d. pour ce territoire : les âges sont publiés par département, par région et pour la "
    "France."
)
GP_AGES_NOTE = (
    "Part des 60 ans et plus : intervalle de Wilson à 95 %, pour le hasard des petits nombres. "
    "DREES (tous modes d’exercice, 1er janvier) et CNAM (libéraux, 31 décembre) comptent deux "
    "champs, qui ne se comparent ni ne s’enchaînent."
)
GP_AGES_HEADER = ("Âge", "Généralistes", "Part", "Statut", "Source")
GP_FIELDS: dict[str, str] = {
    RPPS: "tous modes d’exercice, 1er janvier (RPPS, DREES)",
    LIBERAL: "libéraux, 31 décembre (CNAM)",
}


def first_finding(label: str, series: Sequence[Value], strong: str = STRONG) -> str:
    """Installations of the last year, and which way they go since the first one."""
    last = series[-1]
    count = plural(round(last.value), "première installation", "premières installations")
    text = f"{label} : {strong}{count}{strong} en libéral en {last.period}"
    trend = count_trend(series)
    if trend is None:
        return typography(f"{text}.")
    way = f"{strong}{WAYS[trend.way]}{strong}"
    text += f" ({number(trend.first.value)} en {trend.first.period}) : {way}"
    if trend.way == "unclear":
        text += ", un écart de cette taille peut tenir au hasard des petits nombres"
    return typography(f"{text}.")


def first_alternative(label: str) -> str:
    """Text alternative of the chart of first installations."""
    return f"Premières installations par année, {label} ; valeurs dans le tableau"


def first_subtitle(series: Sequence[Value]) -> str:
    """Years of the picture of first installations."""
    years = " à ".join(dict.fromkeys((series[0].period, series[-1].period)))
    return typography(f"{years}, généralistes libéraux, hors MEP")


def first_caption(label: str) -> str:
    """Caption of the table of first installations."""
    return f"Premières installations en libéral, {label}"


def older_finding(
    label: str, field: str, shares: Sequence[OlderShare], strong: str = STRONG
) -> str:
    """Share of those aged 60 or more in the last year, beside the first one."""
    last = shares[-1]
    text = (
        f"{label}, {field}, {last.year} : {strong}{quantity(last.value, '%')}{strong} "
        f"({interval(last.low, last.high)}) de 60 ans et plus, {number(last.older_n)} sur "
        f"{number(last.doctors_n)}"
    )
    first = shares[0]
    if first.year < last.year:
        text += f" ; {quantity(first.value, '%')} en {first.year}, {WAYS[older_way(shares)]}"
    return typography(f"{text}.")


def older_alternative(field: str) -> str:
    """Text alternative of the chart of the share of those aged 60 or more."""
    return f"Part des 60 ans et plus par année, {field} ; valeurs dans le fichier"


def older_subtitle(label: str, shares: Sequence[OlderShare]) -> str:
    """Years and unit of the picture of that share."""
    years = " à ".join(dict.fromkeys((str(shares[0].year), str(shares[-1].year))))
    return typography(f"{label}, {years}, en % des généralistes")


def older_hover(share: OlderShare) -> str:
    """Tooltip of one year of that share."""
    return typography(
        f"{share.year} : {quantity(share.value, '%', 1)} ({interval(share.low, share.high, 1)})"
        f"<br>{number(share.older_n)} sur {number(share.doctors_n)}"
    )


def ages_caption(label: str, field: str, year: int) -> str:
    """Caption of the table of ages."""
    return typography(f"Âge des généralistes, {label}, {year}, {field}")


# --- Net change

NET_TITLE = "Solde des généralistes de 2022 à 2026"
NET_MAP = (
    "Le solde mêle entrées, sorties, changements de mode d’exercice et de département : ce n’est "
    "ni un nombre d’installations, ni un taux de fidélisation."
)

# --- Ages

AGES_TITLE = "Âge des médecins en exercice"
AGES_TABLE = "Médecins de 60 ans et plus"
AGES_KEY = "Brun : territoire choisi ; gris : sa région et la France ; hachuré : estimation."
AGES = (
    "Deux champs différents, à ne pas comparer entre eux : généralistes libéraux fin 2019 "
    "(CartoSanté) ; médecins de toutes spécialités et de tous modes d’exercice au 1er janvier "
    "2022, par département d’inscription (RPPS)."
)
ALL_SPECIALTIES_MISSING = "Toutes spécialités : non publié à ce niveau (départements et France)."


def ages_alternative(title: str) -> str:
    """Text alternative of the chart of shares of those aged 60 or more."""
    return f"{title} : part des 60 ans et plus ; valeurs dans le tableau"


# --- Departures to expect

DEPARTURES_TITLE = "Départs attendus en 5 et 10 ans, à partir de fin 2019"
DEPARTURES_ALTERNATIVE = (
    "Départs attendus en 5 et 10 ans, avec leur intervalle ; valeurs dans le tableau"
)
DEPARTURES_UNKNOWN = "Départs attendus : n. d. (effectif par âge inconnu)."
DEPARTURES_CAVEAT = "ordre de grandeur, ne classe pas les territoires"
DEPARTURES = """
**Ce que suppose ce calcul** (`{method}`), un ordre de grandeur qui ne classe pas les territoires :

- **central** : chaque année, {rate} % des effectifs de 60 ans et plus cessent leur activité (taux
  national : {cessations} cessations de 2021 pour {older} libéraux de 60 ans et plus), et chaque
  départ est remplacé dans cette tranche par un généraliste qui atteint 60 ans ;
- **borne basse** : seuls partent ceux qui avaient déjà 60 ans, à {low_rate} % par an (cessations de
  2022) ;
- **borne haute** : le calcul central, à {high_rate} % par an.

Le stock est celui du 31 décembre 2019 : les cinq premières années sont déjà écoulées. Les départs
avant 60 ans, les déménagements, le cumul emploi-retraite et les différences locales d’âge au-delà
de 60 ans n’y sont pas. Les effectifs plus récents par âge et par département, de la DREES et de la
CNAM, ne sont pas repris dans ce calcul.
"""


def departures_sentence(
    label: str,
    older: float,
    gps: float | None,
    departures: Sequence[Departures],
    strong: str = STRONG,
) -> str:
    """How many of those aged 60 or more may leave, as a range."""
    of_all = "" if gps is None else f" sur {number(gps)}"
    ranges = " ; ".join(
        f"de {strong}{number(item.low)} à {number(item.high)}{strong} départs en {item.years} ans "
        f"(central : {number(item.value)})"
        for item in departures
    )
    count = plural(round(older), "généraliste libéral", "généralistes libéraux")
    return typography(
        f"{label} : {count} de 60 ans et plus{of_all} au 31 décembre 2019. "
        f"Attendus à partir de cette date (est.) : {ranges}."
    )


def departures_table_caption(label: str) -> str:
    """Caption of the table of departures."""
    return f"Départs attendus de généralistes libéraux, {label}"


def departures_name(years: int) -> str:
    """Name of the departures of a horizon in a file."""
    return f"Départs attendus en {years} ans de généralistes libéraux"


def departures_picture_title(label: str, departures: Sequence[Departures]) -> str:
    """Title of the picture of departures, with the range of each horizon."""
    ranges = " ; ".join(
        f"de {interval(item.low, item.high)} en {item.years} ans" for item in departures
    )
    return f"{label} : départs attendus de généralistes libéraux (est.), {ranges}"


def departures_picture_subtitle(label: str) -> str:
    """Subtitle of the picture of departures."""
    return f"{label}, à partir du 31 décembre 2019, médecins"


def departures_picture_note(sentence: str) -> str:
    """Note of the picture of departures, after its sentence."""
    return (
        f"{sentence} Hachuré : estimation ; trait : intervalle. Un ordre de grandeur, qui ne "
        f"classe pas les territoires. Méthode {METHOD_ID}."
    )


# --- Sources and rows

SOURCES_TITLE = "D’où viennent ces chiffres"
METHOD = """
**Solde** : différence de deux effectifs du RPPS (DREES), observée. **Départs estimés**
(`{method}`) : {rate} % par an (± {margin} point) des généralistes libéraux de 60 ans et plus de fin
2019. **Entrées estimées** : solde + départs estimés, exactement. L’intervalle à {level} % tient au
taux de départ et au hasard des petits nombres (loi de Poisson) ; il ne couvre ni les départs avant
60 ans, ni les écarts administratifs du solde. Là où la baisse dépasse les départs estimés, entrées
et départs sont « n. d. ».
"""
VALIDATION_GAP = (
    "Les champs diffèrent, et aucune source ne décompose l’écart : l’estimation compte les entrées "
    "de tous modes d’exercice, salariés et réinstallations compris ; la CNAM, les seules premières "
    "installations en libéral."
)
MOVEMENTS_DOWNLOAD = "Télécharger installations et départs (CSV)"
MOVEMENTS_WITHHELD = "Dans le fichier, « masqué » : nombre sous le seuil de secret."


def validation_sentence(nation: Installations) -> str:
    """Compare the estimate of the nation with the liberal installations that are published."""
    estimate, published = row_of(nation, ESTIMATE), row_of(nation, FIRST_INSTALLATIONS)
    if estimate is None or published is None or None in (estimate.entries_n, published.entries_n):
        return ""
    mean = estimate.entries_n / estimate.duration_ans  # type: ignore[operator]
    gap = mean - published.entries_n  # type: ignore[operator]
    words, _ = side_words(estimate)
    share = 100 * gap / published.entries_n  # type: ignore[operator]
    return typography(
        f"Épreuve par la somme nationale : {words} entrées estimées par an "
        f"({period(estimate.period)}), pour {number(published.entries_n)} premières installations "
        f"libérales publiées en {published.period}, soit {number(gap, signed=True)} "
        f"({number(share, signed=True)} %). "
    )


def movements_caption(label: str) -> str:
    """Caption of the table of the rows that no file brought."""
    return f"Ce qui est publié et estimé, {label} (généralistes, sur toute la période)"
