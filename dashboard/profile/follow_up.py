"""Registers of a territory, in numbers that give no small count of persons back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import number, period, typography
from dashboard.profile.initiatives import REGISTER as INITIATIVES
from dashboard.profile.model import FollowedRegister, ProfileTable, ProfileValue
from dashboard.queries.desk import Desk
from dashboard.queries.register_counts import (
    fetch_origins,
    fetch_reserved_counts,
    fetch_reserved_sources,
)
from dashboard.queries.registers import fetch_entries, fetch_registers, fetch_standing
from dashboard.themes.registers import (
    EntryFilter,
    LineOrigin,
    ReservedCount,
    counted_noun,
    counts_lines,
    tally,
)
from models.registers.follow_up import HORIZONS_MONTHS, NOT_DUE, is_over
from models.registers.register import Register
from models.secrecy.disclosure import Disclosure, disclose

ACTIONS = "actions"
MOST_ACTIONS = 12
# Horizons of the due dates up to twelve months, those past left out.
WITHIN_A_YEAR = tuple(range(1, HORIZONS_MONTHS.index(12) + 2))
WITHHELD, SMALL = "non dit", "moins de"
GROUPED_FROM = 3
HEADER = ("Registre", "Nombre", "Par étape", "Échéance dans 12 mois", "En retard", "Statut")
NOTE = "Lignes des fichiers importés ou publiés pour ce territoire ; « n. d. » : sans date connue."
SECRECY = (
    " « Moins de {threshold} » tait un petit nombre de personnes, zéro compris ; « non dit », ce "
    "qui le rendrait."
)
TOTAL, DUE, LATE = "Ensemble", "Échéance dans les 12 mois", "En retard"
NO_STEP = "Étape non dite"
EVERY_STEP, OTHER_STEPS = "chaque étape", "chacune des autres étapes"


def followed_registers(desk: Desk, day: date) -> tuple[FollowedRegister, ...]:
    """Registers that have lines within the territory, initiatives apart, in their own order.

    A register whose lines stand for persons is given by département only: the number of a larger
    territory, less those of its départements, would give a small one back.
    """
    origins = fetch_origins(desk.build, desk.territory.territory_id)
    is_seen = desk.build.shows_lines_of(desk.territory.territory_id)
    followed = []
    for register_id, register in fetch_registers(desk.build).items():
        if register_id == INITIATIVES:
            continue
        if register.persons and desk.territory.level != "departement":
            continue
        counts = (
            fetch_reserved_counts(desk.build, register_id, desk.territory.territory_id)
            if register.persons and not is_seen
            else ()
        )
        if counts:
            followed.append(_reserved(desk, register, counts, day))
        elif register_id in origins:
            followed.append(_followed(desk, register, origins[register_id], day))
    return tuple(followed)


def follow_up_table(registers: Sequence[FollowedRegister], threshold: int) -> ProfileTable:
    """The registers of a territory in one table."""
    secrecy = SECRECY.format(threshold=threshold)
    return ProfileTable(
        title="Registres suivis ici",
        header=HEADER,
        rows=tuple(
            (
                item.label,
                item.total,
                " ; ".join(f"{label} : {text}" for label, text in item.steps),
                item.due,
                item.late,
                item.status,
            )
            for item in registers
        ),
        note=typography(NOTE + (secrecy if any(item.is_partial for item in registers) else "")),
        source_ids=tuple(dict.fromkeys(name for item in registers for name in item.source_ids)),
    )


def actions_under_way(desk: Desk, day: date) -> ProfileTable | None:
    """Action sheets that are neither done nor given up, the latest first; None without any."""
    register = fetch_registers(desk.build).get(ACTIONS)
    if register is None or not register.due_steps:
        return None
    under_way = EntryFilter(desk.territory.territory_id, steps=register.due_steps)
    entries = fetch_entries(desk.build, ACTIONS, under_way, MOST_ACTIONS)
    rows = []
    for entry in entries:
        due = entry.date_due or ""
        past = " (dépassée)" if due and is_over(due, day) else ""
        rows.append(
            (
                typography(entry.title_fr),
                register.step_labels.get(entry.step or "", ""),
                f"{period(due)}{past}" if due else "non renseignée",
                STATUS_LABELS[entry.status],
            )
        )
    if not rows:
        return None
    return ProfileTable(
        title="Fiches action en cours",
        header=("Action", "Avancement", "Échéance", "Statut"),
        rows=tuple(rows),
        source_ids=tuple(dict.fromkeys(entry.source_id for entry in entries)),
    )


def _followed(
    desk: Desk, register: Register, origins: Sequence[LineOrigin], day: date
) -> FollowedRegister:
    standing = fetch_standing(desk.build, register.register_id, desk.territory.territory_id, day)
    lines = standing.lines
    counts = {
        step.label_fr: int(lines.weight[lines.step == rank].sum())
        for rank, step in enumerate(register.steps)
    } or {register.entry_fr[1]: int(lines.weight.sum())}
    has_due = bool((standing.horizons != NOT_DUE).any())
    has_dates = has_due or bool(register.delays and not np.all(np.isnat(lines.dates)))
    within_a_year = np.isin(standing.horizons, WITHIN_A_YEAR)
    more = {
        DUE: tally(register, lines, within_a_year) if has_due else None,
        LATE: tally(register, lines, standing.is_late) if has_dates else None,
    }
    threshold = desk.catalog.build.secrecy_threshold if register.persons else 0
    disclosures = disclose(counts, more, threshold)
    steps = {
        label: _Number(count, disclosures.counts[label], threshold)
        for label, count in counts.items()
    }
    apart = {
        label: _Number(count, disclosures.more[label], threshold) for label, count in more.items()
    }
    total = _Number(sum(counts.values()), disclosures.total, threshold)
    return FollowedRegister(
        label=register.label_fr,
        total=total.text,
        steps=_steps(
            {label: item for label, item in steps.items() if item.count or register.persons}
        ),
        due=apart[DUE].text,
        late=apart[LATE].text,
        status=", ".join(
            STATUS_LABELS[status]
            for status in STATUS_LABELS
            if any(item.status == status for item in origins)
        ),
        source_ids=tuple(dict.fromkeys(item.source_id for item in origins)),
        values=_values(register, steps | apart | {TOTAL: total}, origins, day),
        is_partial=disclosures.is_partial,
    )


def _reserved(
    desk: Desk, register: Register, counts: Sequence[ReservedCount], day: date
) -> FollowedRegister:
    """A register of persons as published: its lines are for those who have a right on them."""
    threshold = desk.catalog.build.secrecy_threshold
    numbers = {
        TOTAL if item.step is None else register.step_labels.get(item.step, NO_STEP): _Number(
            item.entries_n, _disclosure(item), threshold
        )
        for item in counts
    }
    total = numbers.pop(TOTAL)
    sources = tuple(
        LineOrigin(item.status, source_id, 0)
        for item in counts[:1]
        for source_id in fetch_reserved_sources(desk.build, register.register_id)
    )
    return FollowedRegister(
        label=register.label_fr,
        total=total.text,
        steps=_steps(numbers or {register.entry_fr[1]: total}),
        due=WITHHELD,
        late=WITHHELD,
        status=STATUS_LABELS[counts[0].status],
        source_ids=tuple(item.source_id for item in sources),
        values=_values(register, numbers | {TOTAL: total}, sources, day),
        is_partial=True,
    )


def _disclosure(item: ReservedCount) -> Disclosure:
    if item.entries_n is not None:
        return Disclosure.EXACT
    return Disclosure.SMALL if item.is_small else Disclosure.WITHHELD


@dataclass(frozen=True)
class _Number:
    """A number of a register, None when unknown, and how much of it may be given."""

    count: int | None
    disclosure: Disclosure
    threshold: int

    @property
    def text(self) -> str:
        """The number, « moins de 5 » or « non dit »."""
        if self.disclosure is Disclosure.EXACT:
            return number(self.count)
        is_small = self.disclosure is Disclosure.SMALL
        return f"{SMALL} {self.threshold}" if is_small else WITHHELD

    @property
    def value(self) -> int | None:
        """The number where it may be given."""
        return self.count if self.disclosure is Disclosure.EXACT else None

    @property
    def note(self) -> str:
        """Why there is no value, empty when there is one."""
        if self.count is None and self.disclosure is Disclosure.EXACT:
            return "aucune date connue"
        return "" if self.value is not None else self.text


def _steps(numbers: Mapping[str, _Number]) -> tuple[tuple[str, str], ...]:
    """Steps and the texts of their numbers; three small ones or more are grouped."""
    small = [item for item in numbers.values() if item.disclosure is Disclosure.SMALL]
    if len(small) < GROUPED_FROM:
        return tuple((label, item.text) for label, item in numbers.items())
    others = tuple((label, item.text) for label, item in numbers.items() if item not in small)
    return (*others, (OTHER_STEPS if others else EVERY_STEP, small[0].text))


def _values(
    register: Register,
    numbers: Mapping[str, _Number],
    origins: Sequence[LineOrigin],
    day: date,
) -> tuple[ProfileValue, ...]:
    statuses = {item.status for item in origins}
    noun = counted_noun(register)[1]
    return tuple(
        ProfileValue(
            label=f"{register.label_fr} : {label}",
            unit=noun if label not in (DUE, LATE) or counts_lines(register) else "lignes",
            decimals=0,
            value=item.value,
            status=next(iter(statuses)) if len(statuses) == 1 else None,
            period=day.isoformat(),
            source_ids=tuple(dict.fromkeys(origin.source_id for origin in origins)),
            note=item.note,
        )
        for label, item in numbers.items()
    )
