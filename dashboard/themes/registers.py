"""What the page « Suivi » says: titles, counts and texts of lines. No Streamlit."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.charts.palette import ramp
from dashboard.core.catalog import STATUS_LABELS, Catalog
from dashboard.core.formatting import interval, number, period, plural, quantity
from dashboard.queries.register_counts import LineOrigin
from models.registers.follow_up import BoolArray, DelayCount, IntArray, LateLine, Lines
from models.registers.rates import Rate
from models.registers.register import (
    Register,
    RegisterDelay,
    RegisterEntry,
    RegisterField,
    RegisterIndicator,
)

SEPARATOR = ";"
COUNT_PREFIXES = ("Nombre de ", "Nombre d’")
# Lines on their way, kept and lost: three hues, from light to dark along the steps.
STEP_COLORS: dict[str | None, tuple[str, ...]] = {
    None: ("#e4e7eb", "#c5cad1", "#a3abb5", "#808a96"),
    "kept": ("#1f5590", "#84aed7"),
    "lost": ("#d9923f", "#8a3f14"),
}
# Under it, a decimal says something.
SMALL = 10
LISTED_ORIGINS = 3
ORIGIN_WORDS = {
    "observed": ("ligne publiée", "lignes publiées"),
    "imported": ("ligne importée", "lignes importées"),
    "demo": ("ligne fictive", "lignes fictives"),
}


def counted_noun(register: Register) -> tuple[str, str]:
    """What the numbers of a register count, in the singular and in the plural.

    Lines, unless a field says how many each stands for: then what that field counts.
    """
    field = register.field_of("quantity")
    if field is None:
        return register.entry_fr
    label = field.label_fr
    for prefix in COUNT_PREFIXES:
        label = label.removeprefix(prefix)
    label = label if label[1:2].isupper() else label[:1].lower() + label[1:]
    return register.entry_fr if label == register.entry_fr[1] else (label, label)


def count(register: Register, n: int) -> str:
    """« 42 dossiers »."""
    return plural(n, *counted_noun(register))


def counts_lines(register: Register) -> bool:
    """Whether the numbers of a register count its lines: as many due dates as it counts."""
    return counted_noun(register) == register.entry_fr


def tally(register: Register, lines: Lines, chosen: BoolArray | IntArray) -> int:
    """How many due dates or late lines: a line that stands for several has as many.

    Unless it counts something else, as the doctors of a place: then it has one.
    """
    if counts_lines(register):
        return int(lines.weight[chosen].sum())
    return len(lines.step[chosen])


def count_lines(register: Register, n: int) -> str:
    """« 42 volets », or « 42 lignes » where a line may stand for several."""
    return plural(n, "ligne") if "quantity" in register.roles else plural(n, *register.entry_fr)


def finding(  # noqa: PLR0913
    register: Register, place: str, total: int, open_n: int | None, late_n: int, soon_n: int
) -> str:
    """Title of the page: how many, how many on their way, late, due within six months.

    ``open_n`` None is a register without steps.
    """
    among = []
    if open_n and open_n < total:
        among.append(f"{number(open_n)} {open_words(register)}")
    apart = ""
    if late_n and counts_lines(register):
        among.append(f"{number(late_n)} en retard")
    elif late_n:
        apart = f" ; {plural(late_n, 'ligne')} en retard"
    text = f"{register.label_fr}, {place} : {count(register, total)}"
    text += (f", dont {' et '.join(among)}" if among else "") + apart
    return text + (f" ; {plural(soon_n, 'échéance')} dans les six mois" if soon_n else "")


def open_words(register: Register) -> str:
    """« en cours », or the only step where lines are on their way: « au stade “Prévue” »."""
    steps = [step.label_fr for step in register.steps if step.ends is None]
    return f"au stade « {steps[0]} »" if len(steps) == 1 else "en cours"


def published_finding(register: Register, place: str, total: int) -> str:
    """Title of a register whose lines all come from documents: nothing of it is followed."""
    told = count(register, total)
    return f"{register.label_fr}, {place} : {told} dans des documents publiés"


def empty_finding(register: Register, place: str) -> str:
    """Title of the page when the register has no line in the territory."""
    return f"{register.label_fr}, {place} : aucune ligne connue"


def rate_text(indicator: RegisterIndicator, rate: Rate) -> str:
    """Value of an indicator, « n. d. » without denominator; that of a share with its « % »."""
    if rate.denominator is None:
        return number(rate.numerator, _decimals(rate.numerator))
    text = number(rate.value, _decimals(rate.value))
    return quantity(rate.value, "%", _decimals(rate.value)) if indicator.unit_fr == "%" else text


def _decimals(value: float | None) -> int:
    """One decimal for what is small and not whole."""
    return int(value is not None and abs(value) < SMALL and not float(value).is_integer())


def rate_lines(indicator: RegisterIndicator, rate: Rate) -> list[str]:
    """« 9 sur 12 », then the interval when there is one; the unit of what is not a share."""
    unit = "" if indicator.unit_fr == "%" else indicator.unit_fr
    if rate.denominator is None:
        return [unit]
    out_of = f"{number(rate.numerator)} sur {number(rate.denominator)}"
    bounds = interval(rate.low, rate.high)
    return [unit, out_of, f"intervalle {bounds}" if bounds else ""]


def delay_words(delay: RegisterDelay) -> str:
    """« 2 à 6 mois », « 6 mois au plus »."""
    if delay.min_months:
        return f"{number(delay.min_months)} à {quantity(delay.max_months, 'mois')}"
    return f"{quantity(delay.max_months, 'mois')} au plus"


def delay_row(found: DelayCount) -> tuple[str, ...]:
    """One delay as a row: its range, those ended by speed, those open, those not judged."""
    counts = (
        found.fast_n + found.in_time_n,
        found.late_n,
        found.running_n,
        found.overdue_n,
        found.undated_n,
        found.closed_n,
    )
    return (found.delay.label_fr, delay_words(found.delay), *map(number, counts))


def late_reason(late: LateLine) -> str:
    """Why a line is late."""
    if late.delay is None:
        return "échéance dépassée"
    return f"{late.delay.label_fr} : plus de {quantity(late.delay.max_months, 'mois')}"


def days_late(late: LateLine) -> str:
    """« 41 jours »."""
    return plural(late.days, "jour")


def horizon_labels(horizons_months: Sequence[int]) -> tuple[str, ...]:
    """Names of the horizons of due dates: past, up to each, later."""
    first, *others = horizons_months
    between = [
        f"de {number(low)} à {quantity(high, 'mois')}"
        for low, high in zip(horizons_months, others, strict=False)
    ]
    return (
        "dépassées",
        f"dans les {quantity(first, 'mois')}",
        *between,
        f"au-delà de {quantity(horizons_months[-1], 'mois')}",
    )


def origin_words(catalog: Catalog, origins: Sequence[LineOrigin]) -> str:
    """« 40 lignes importées (fichier A) ; 2 lignes publiées (source B) ; 3 autres sources »."""
    parts = []
    for origin in origins[:LISTED_ORIGINS]:
        words = plural(origin.lines_n, *ORIGIN_WORDS[origin.status])
        source = catalog.sources.get(origin.source_id)
        parts.append(f"{words} ({source.citation if source else origin.source_id})")
    more = len(origins) - LISTED_ORIGINS
    if more > 0:
        parts.append(plural(more, "autre source", "autres sources"))
    return " ; ".join(parts)


def field_text(catalog: Catalog, field: RegisterField, value: str | float | None) -> str:
    """A value as it is read: labels of codes, names of territories, French dates."""
    if value is None:
        return ""
    if field.type == "year":
        return str(int(value))
    if isinstance(value, int | float):
        return number(float(value), 0 if float(value).is_integer() else 2)
    if field.type in ("territory", "territories"):
        items = [_place(catalog, item) for item in value.split(SEPARATOR)]
    elif field.codes:
        items = [field.codes.get(item, item) for item in value.split(SEPARATOR)]
    elif field.type in ("day", "period"):
        items = [period(value)]
    else:
        items = value.split(SEPARATOR) if field.type == "list" else [value]
    return " ; ".join(items)


def step_text(register: Register, entry: RegisterEntry) -> str:
    """Label of the step where a line stands."""
    return register.step_labels.get(entry.step or "", "")


def place_text(catalog: Catalog, entry: RegisterEntry) -> str:
    """Territory of a line."""
    return _place(catalog, entry.territory_id)


def source_text(catalog: Catalog, entry: RegisterEntry) -> str:
    """Source of a line and where it stands in it."""
    source = catalog.sources.get(entry.source_id)
    return f"{source.citation if source else entry.source_id}, {entry.locator}"


def status_text(entry: RegisterEntry) -> str:
    """Status of a line."""
    return STATUS_LABELS[entry.status]


def _place(catalog: Catalog, territory_id: str) -> str:
    territory = catalog.territories.get(territory_id)
    return territory.label if territory else territory_id


def step_colors(register: Register) -> dict[str, str]:
    """Colour of each step on a map."""
    colors: dict[str, str] = {}
    for ending, hues in STEP_COLORS.items():
        steps = [step.step_id for step in register.steps if step.ends == ending]
        shown = ramp(hues, len(steps)) if len(steps) < len(hues) else hues
        colors |= {step: shown[min(rank, len(shown) - 1)] for rank, step in enumerate(steps)}
    return colors
