"""What the part « Installations et départs » says in sentences. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.core.formatting import interval, number, period, plural, typography
from dashboard.queries.installations import Installations, Movement
from dashboard.themes.installations import ENTRIES, EXITS, LocalYear, Total, total_of
from models.retention.departures import Departures

NET, ESTIMATE = "rpps_all_modes", "rpps_and_liberal"
FIRST_INSTALLATIONS = "liberal_first_installations"
FIELDS: dict[str, str] = {
    "local_file": "fichier local",
    NET: "RPPS, tous modes d’exercice",
    ESTIMATE: "solde RPPS (tous modes) et départs estimés (libéraux)",
    FIRST_INSTALLATIONS: "premières installations libérales (CNAM)",
    "liberal_cessations": "cessations libérales, hors déménagements (CNAM)",
    "liberal_cessations_one_year_on": "cessations libérales, un an de recul (CNAM)",
}


def row_of(found: Installations, field_id: str) -> Movement | None:
    """Latest row of a field, None when the territory has none."""
    rows = found.of_field(field_id)
    return rows[-1] if rows else None


def per_year(value: float | None, row: Movement) -> float | None:
    """A count of a period as a yearly mean."""
    return None if value is None else value / row.duration_ans


def decimals_of(value: float | None) -> int:
    """Small means keep a decimal: 1,4 departures a year are not 1."""
    return 1 if value is not None and abs(value) < 10 else 0


def figure_words(value: float | None, low: float | None, high: float | None) -> str:
    """« 20 (de 16 à 25) »; « n. d. » when unknown."""
    decimals = decimals_of(value)
    bounds = interval(low, high, decimals)
    return number(value, decimals) + (f" (de {bounds})" if bounds else "")


def net_sentence(label: str, net: Movement | None, change_pct: float | None) -> str:
    """Net change of a territory between two dates."""
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


def estimate_sentence(estimate: Movement | None) -> str:
    """Entries and exits per year, as orders of magnitude."""
    if estimate is None or estimate.entries_n is None:
        return typography(
            "Entrées et départs estimés : n. d. La baisse dépasse les départs que le taux "
            "national de cessation explique."
        )
    entries, exits = side_words(estimate)
    return typography(
        f"Ordre de grandeur par an (est.) : entrées **{entries}**, départs **{exits}**."
    )


def side_words(row: Movement) -> tuple[str, str]:
    """Entries and exits per year with their intervals."""
    entries = (row.entries_n, row.entries_low_n, row.entries_high_n)
    exits = (row.exits_n, row.exits_low_n, row.exits_high_n)
    first, second = (
        figure_words(*(per_year(end, row) for end in ends)) for ends in (entries, exits)
    )
    return first, second


def local_sentence(label: str, years: Sequence[LocalYear]) -> str:
    """What the imported files count, no more than they publish."""
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
    return typography(f"{text}.")


def _total(total: Total, noun: str) -> str:
    gaps = []
    if total.withheld:
        gaps.append(plural(total.withheld, "année masquée", "années masquées"))
    if total.absent:
        gaps.append(plural(total.absent, "année absente", "années absentes"))
    if gaps and not total.count:
        return f"{noun}s n. d. ({', '.join(gaps)})"
    start = "au moins " if gaps else ""
    return f"{start}{plural(total.count, noun)}" + (f" ({', '.join(gaps)})" if gaps else "")


def validation_sentence(nation: Installations) -> str:
    """The estimate of the nation beside the liberal installations that are published."""
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


def departures_sentence(
    label: str, older: float, gps: float | None, found: Sequence[Departures]
) -> str:
    """How many of those aged 60 or more may leave, as a range."""
    of_all = "" if gps is None else f" sur {number(gps)}"
    ranges = " ; ".join(
        f"de **{number(item.low)} à {number(item.high)}** départs en {item.years} ans "
        f"(central : {number(item.value)})"
        for item in found
    )
    count = plural(round(older), "généraliste libéral", "généralistes libéraux")
    return typography(
        f"{label} : {count} de 60 ans et plus{of_all} au 31 décembre 2019. "
        f"Attendus à partir de cette date (est.) : {ranges}."
    )
