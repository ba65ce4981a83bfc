"""Where the registers of a territory stand, in numbers that can leave the follow-up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import number, period, typography
from dashboard.profile.initiatives import REGISTER as INITIATIVES
from dashboard.profile.model import FollowedRegister, ProfileTable, ProfileValue
from dashboard.queries.desk import Desk
from dashboard.queries.register_counts import fetch_origins
from dashboard.queries.registers import fetch_entries, fetch_registers, fetch_standing
from dashboard.themes.registers import EntryFilter, LineOrigin, counted_noun, counts_lines, tally
from models.registers.follow_up import HORIZONS_MONTHS, NOT_DUE
from models.registers.register import Register

ACTIONS = "actions"
LISTED_MAX = 12
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
EVERY_STEP, OTHER_STEPS = "chaque étape", "chacune des autres étapes"


def followed_registers(desk: Desk, day: date) -> tuple[FollowedRegister, ...]:
    """Registers that have lines within the territory, initiatives apart, in their own order.

    A register whose lines stand for persons is told by département only: the number of a larger
    territory, less those of its départements, would give a small one back.
    """
    origins = fetch_origins(desk.build, desk.territory.territory_id)
    return tuple(
        _followed(desk, register, origins[register_id], day)
        for register_id, register in fetch_registers(desk.build).items()
        if register_id in origins
        and register_id != INITIATIVES
        and (not register.persons or desk.territory.level == "departement")
    )


def follow_up_table(followed: Sequence[FollowedRegister], threshold: int) -> ProfileTable:
    """The registers of a territory in one table."""
    texts = {
        text for item in followed for text in (*dict(item.steps).values(), item.due, item.late)
    }
    withheld = bool(texts & {WITHHELD, _small(threshold)})
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
            for item in followed
        ),
        note=typography(f"{NOTE}{SECRECY.format(threshold=threshold) if withheld else ''}"),
        source_ids=tuple(dict.fromkeys(name for item in followed for name in item.source_ids)),
    )


def actions_under_way(desk: Desk, day: date) -> ProfileTable | None:
    """Action sheets that are neither done nor given up, the latest first; None without any."""
    register = fetch_registers(desk.build).get(ACTIONS)
    if register is None or not register.due_steps:
        return None
    chosen = EntryFilter(desk.territory.territory_id, steps=register.due_steps)
    entries = fetch_entries(desk.build, ACTIONS, chosen, LISTED_MAX)
    rows = []
    for entry in entries:
        due = entry.date_due or ""
        past = " (dépassée)" if due and due < day.isoformat()[: len(due)] else ""
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
    threshold = desk.catalog.build.secrecy_threshold
    texts = number_texts(counts, more, threshold if register.persons else 0)
    return FollowedRegister(
        label=register.label_fr,
        total=texts[TOTAL],
        steps=_steps(
            {label: texts[label] for label in counts if counts[label] or register.persons}
        ),
        due=texts[DUE],
        late=texts[LATE],
        status=", ".join(
            STATUS_LABELS[status]
            for status in STATUS_LABELS
            if any(item.status == status for item in origins)
        ),
        source_ids=tuple(dict.fromkeys(item.source_id for item in origins)),
        values=_values(
            register, counts | more | {TOTAL: sum(counts.values())}, texts, origins, day
        ),
    )


def number_texts(
    counts: Mapping[str, int], more: Mapping[str, int | None], threshold: int
) -> dict[str, str]:
    """Numbers as they may be told: small ones are not, nor what would give one back.

    ``counts`` are apart from each other. Their sum is told when it leaves every small one free
    to be anything under the threshold. ``more`` are counts among them, None when not known: once
    one of ``counts`` is withheld, they could bound it and are withheld too.
    """
    told = {label: _told(count, threshold) for label, count in counts.items()}
    small = [count for count in counts.values() if count < threshold]
    largest = threshold - 1
    is_free = not small or largest <= sum(small) <= largest * (len(small) - 1)
    told[TOTAL] = _told(sum(counts.values()), threshold) if is_free else WITHHELD
    return told | {
        label: WITHHELD if small else _told(count, threshold) for label, count in more.items()
    }


def _steps(texts: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Steps and their numbers, those that are all withheld in one."""
    small = {label: text for label, text in texts.items() if text.startswith(SMALL)}
    told = [(label, text) for label, text in texts.items() if label not in small]
    if len(small) < GROUPED_FROM:
        return tuple(texts.items())
    return (*told, (OTHER_STEPS if told else EVERY_STEP, next(iter(small.values()))))


def _told(count: int | None, threshold: int) -> str:
    return number(count) if count is None or count >= threshold else _small(threshold)


def _small(threshold: int) -> str:
    return f"{SMALL} {threshold}"


def _values(
    register: Register,
    counts: Mapping[str, int | None],
    texts: Mapping[str, str],
    origins: Sequence[LineOrigin],
    day: date,
) -> tuple[ProfileValue, ...]:
    statuses = {item.status for item in origins}
    counted = counted_noun(register)[1]
    found = []
    for label, count in counts.items():
        told = count is not None and texts[label] == number(count)
        note = "aucune date connue" if count is None else texts[label]
        found.append(
            ProfileValue(
                label=f"{register.label_fr} : {label}",
                unit=counted if label not in (DUE, LATE) or counts_lines(register) else "lignes",
                decimals=0,
                value=count if told else None,
                status=next(iter(statuses)) if len(statuses) == 1 else None,
                period=day.isoformat(),
                source_ids=tuple(dict.fromkeys(item.source_id for item in origins)),
                note="" if told else note,
            )
        )
    return tuple(found)
