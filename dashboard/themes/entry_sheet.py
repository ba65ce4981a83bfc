"""Sheet of an entry, laid out by its declaration, in French texts: for its page and its PDF."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from dashboard.core.catalog import Catalog
from dashboard.core.files import file_name, slug
from dashboard.core.formatting import period, typography
from dashboard.themes.registers import field_text, line_name, place_text, source_text, status_text
from models.registers.follow_up import is_over
from models.registers.register import Register, RegisterEntry, RegisterField, Role

SEPARATOR = ";"
EMPTY = "non renseigné"
OVERDUE = "dépassée"
# A mark may be as long as a file lets it be; the name of a file may not.
PART_CHARACTERS = 60
SHORT_TYPES = frozenset(
    {"territory", "territories", "period", "day", "year", "integer", "decimal", "code"}
)
# At the head or at the foot of a sheet, not among its fields.
PLACED: tuple[Role, ...] = ("entry", "title", "territory", "locator", "step")
# « indicator1_target »: the same fields several times over are the rows of a table.
NUMBERED = re.compile(r"([a-z_]+?)(\d+)_(\w+)")

PERSONS = (
    "Chaque ligne de ce registre représente des personnes, par un repère sans nom. Cette page la "
    "montre pour le suivi ; ailleurs, les nombres de moins de {threshold} sont dits « moins de "
    "{threshold} ». Ne pas diffuser ces lignes."
)


@dataclass(frozen=True)
class SheetField:
    """One field: no line when it is empty; ``is_list`` when each line is an item."""

    label: str
    lines: tuple[str, ...]
    is_list: bool = False

    @property
    def text(self) -> str:
        """The lines in one, « non renseigné » when there is none."""
        return " ; ".join(self.lines) or EMPTY


@dataclass(frozen=True)
class SheetStep:
    """One step of the procedure; ``when`` is empty when its day is unknown."""

    label: str
    when: str
    is_current: bool


@dataclass(frozen=True)
class SheetTable:
    """The same fields several times over, one row each; an empty one has no row."""

    label: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class EntrySheet:
    """Everything on a sheet; ``facts`` are short, ``texts`` have several lines."""

    register: str
    noun: str
    reference: str
    title: str
    place: str
    steps: tuple[SheetStep, ...]
    facts: tuple[SheetField, ...]
    texts: tuple[SheetField, ...]
    tables: tuple[SheetTable, ...]
    note: str
    origin: str
    is_demo: bool

    @property
    def step(self) -> str:
        """Label of the step the entry is at, empty when it is unknown."""
        return next((step.label for step in self.steps if step.is_current), "")


def entry_sheet(
    catalog: Catalog, register: Register, entry: RegisterEntry, day: date
) -> EntrySheet:
    """Sheet of an entry as it stands on a day, by which its due date may be past."""
    placed = {register.roles.get(role) for role in PLACED}
    placed |= {step.date_field for step in register.steps}
    declared = [item for item in register.fields if item.field_id not in placed]
    single = [item for item in declared if not NUMBERED.fullmatch(item.field_id)]
    fields = [(item, _field(catalog, register, entry, item, day)) for item in single]
    threshold = catalog.build.secrecy_threshold
    notes = (
        register.note_fr or "",
        PERSONS.format(threshold=threshold) if register.persons else "",
    )
    return EntrySheet(
        register=register.label_fr,
        noun=_headed(register.entry_fr[0]),
        reference=entry.entry_id,
        title=typography(line_name(register, entry)),
        place=place_text(catalog, entry),
        steps=_steps(register, entry),
        facts=tuple(field for item, field in fields if item.type in SHORT_TYPES),
        texts=tuple(field for item, field in fields if item.type not in SHORT_TYPES),
        tables=_tables(catalog, entry, [item for item in declared if item not in single]),
        note=typography(" ".join(text for text in notes if text)),
        origin=typography(
            f"Statut : {status_text(entry)}. Source : {source_text(catalog, entry)}."
        ),
        is_demo=catalog.build.is_demo,
    )


def entry_file_name(
    catalog: Catalog, register: Register, entry: RegisterEntry, extension: str
) -> str:
    """Name of a file that holds one entry: « actions_12-aveyron_a-001_2026-11-25.pdf »."""
    territory = catalog.territories.get(entry.territory_id)
    place = f"{territory.code} {territory.name_fr}" if territory else entry.territory_id
    demo = "demo" if catalog.build.is_demo else ""
    parts = (demo, register.register_id, place, entry.entry_id)
    return f"{file_name(catalog, *(slug(part)[:PART_CHARACTERS] for part in parts))}.{extension}"


def _steps(register: Register, entry: RegisterEntry) -> tuple[SheetStep, ...]:
    """Steps in order; one that loses entries is left out unless this entry ended there."""
    steps = []
    for step in register.steps:
        when = str(entry.fields.get(step.date_field, "")) if step.date_field else ""
        if step.ends == "lost" and step.step_id != entry.step and not when:
            continue
        steps.append(SheetStep(step.label_fr, _dated(when), step.step_id == entry.step))
    return tuple(steps)


def _field(
    catalog: Catalog, register: Register, entry: RegisterEntry, item: RegisterField, day: date
) -> SheetField:
    value = entry.fields.get(item.field_id)
    lines = () if value is None or value == "" else _lines(catalog, item, value)
    if lines and item.field_id == register.roles.get("due") and _is_past(register, entry, day):
        lines = (f"{lines[0]} ({OVERDUE})",)
    return SheetField(_headed(item.label_fr), lines, is_list=item.type == "list")


def _lines(catalog: Catalog, item: RegisterField, value: str | float) -> tuple[str, ...]:
    """A value in French, one line for each item of a list or each paragraph of a text."""
    text = str(value).strip()
    if item.type == "list":
        parts = text.split(SEPARATOR)
    elif item.type == "text":
        parts = text.splitlines()
    else:
        parts = [field_text(catalog, item, value)]
    return tuple(typography(part.strip()) for part in parts if part.strip())


def _tables(
    catalog: Catalog, entry: RegisterEntry, items: Sequence[RegisterField]
) -> tuple[SheetTable, ...]:
    """Fields that bear a number, in tables: one row for each number, one column for the rest."""
    grouped: dict[str, dict[str, list[RegisterField]]] = {}
    for item in items:
        parts = NUMBERED.fullmatch(item.field_id)
        if parts:
            grouped.setdefault(parts[1], {}).setdefault(parts[2], []).append(item)
    tables = []
    for rows in grouped.values():
        columns = next(iter(rows.values()))
        noun = _unnumbered(columns[0].label_fr)
        cells = [
            tuple(
                " ; ".join(_lines(catalog, item, entry.fields.get(item.field_id, ""))) or EMPTY
                for item in row
            )
            for row in rows.values()
            if any(entry.fields.get(item.field_id) not in (None, "") for item in row)
        ]
        header = [_headed(_column(item.label_fr, noun)) for item in columns]
        tables.append(SheetTable(f"{_headed(noun)}s", tuple(header), tuple(cells)))
    return tuple(tables)


def _unnumbered(label: str) -> str:
    return re.sub(r"\s*\d+$", "", label.replace("_", " "))


def _column(label: str, noun: str) -> str:
    """« Cible de l’indicateur 1 » is the column « Cible » of the table of indicators."""
    return re.sub(rf" (de l’|de la |du |de ){noun.lower()}$", "", _unnumbered(label))


def _is_past(register: Register, entry: RegisterEntry, day: date) -> bool:
    """Whether an entry still followed is past its due date."""
    ended = {step.step_id for step in register.steps if step.ends}
    due = entry.date_due or ""
    return bool(due) and entry.step not in ended and is_over(due, day)


def _dated(text: str) -> str:
    return period(text) if text else ""


def _headed(text: str) -> str:
    """A heading from the name of a column: « date_contact » is read « Date contact »."""
    words = text.replace("_", " ").strip()
    return typography(words[:1].upper() + words[1:])
