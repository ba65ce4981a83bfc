"""An entry laid out by its declaration, in French texts: what its page and its PDF both show."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from dashboard.formatting import number, period, typography
from dashboard.model import STATUS_LABELS, Catalog, plain
from models.registers import Register, RegisterEntry, RegisterField, Role

EMPTY = "non renseigné"
OVERDUE = "dépassée"
SHORT_TYPES = frozenset(
    {"territory", "territories", "period", "day", "year", "integer", "decimal", "code"}
)
# Shown at the head or at the foot of a sheet, not among its fields.
PLACED: tuple[Role, ...] = ("entry", "title", "summary", "territory", "locator")
DATED = re.compile(r"\d{4}(-\d{2}){0,2}")


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
    """One step of the procedure; ``when`` is empty when its day is not known."""

    label: str
    when: str
    is_current: bool


@dataclass(frozen=True)
class EntrySheet:
    """Everything a sheet shows; ``facts`` are short, ``texts`` are read line by line."""

    register: str
    noun: str
    reference: str
    title: str
    summary: str
    place: str
    steps: tuple[SheetStep, ...]
    facts: tuple[SheetField, ...]
    texts: tuple[SheetField, ...]
    note: str
    status: str
    source: str
    locator: str
    is_demo: bool

    @property
    def step(self) -> str:
        """Label of the step the entry is at, empty when it is not known."""
        return next((step.label for step in self.steps if step.is_current), "")

    @property
    def origin(self) -> str:
        """« Statut : importé. Source : …, ligne 12. »."""
        where = f", {self.locator}" if self.locator else ""
        return typography(f"Statut : {self.status}. Source : {self.source}{where}.")


def entry_sheet(
    catalog: Catalog, register: Register, entry: RegisterEntry, day: date
) -> EntrySheet:
    """Sheet of an entry, as it stands on a day: a due date before it is said to be past."""
    placed = {register.roles.get(role) for role in PLACED}
    placed |= {step.date_field for step in register.steps}
    placed |= {register.roles.get("step")} if register.steps else set()
    shown = [item for item in register.fields if item.field_id not in placed]
    fields = [(item, _field(catalog, register, entry, item, day)) for item in shown]
    summary = register.field_of("summary")
    return EntrySheet(
        register=register.label_fr,
        noun=_headed(register.entry_fr[0]),
        reference=entry.entry_id,
        title=typography(entry.title_fr),
        summary=typography(str(entry.fields.get(summary.field_id, "")) if summary else ""),
        place=_place(catalog, entry.territory_id),
        steps=_steps(register, entry),
        facts=tuple(found for item, found in fields if item.type in SHORT_TYPES),
        texts=tuple(found for item, found in fields if item.type not in SHORT_TYPES),
        note=typography(register.note_fr or ""),
        status=STATUS_LABELS.get(entry.status, entry.status),
        source=_source(catalog, entry.source_id),
        locator=entry.locator,
        is_demo=catalog.build.is_demo,
    )


def entry_file_name(
    catalog: Catalog, register: Register, entry: RegisterEntry, extension: str
) -> str:
    """Name of a file that holds one entry: « actions_12-aveyron_a-001_2026-11-25.pdf »."""
    territory = catalog.territories.get(entry.territory_id)
    place = f"{territory.code} {territory.name_fr}" if territory else entry.territory_id
    demo = ["demo"] if catalog.build.is_demo else []
    words = [*demo, register.register_id, place, entry.entry_id]
    named = [re.sub(r"[^a-z0-9]+", "-", plain(word)).strip("-")[:60] for word in words]
    return (
        "_".join([*(word for word in named if word), catalog.build.built_on_iso]) + f".{extension}"
    )


def _steps(register: Register, entry: RegisterEntry) -> tuple[SheetStep, ...]:
    """Steps in order; one that ends badly is only told when the entry ended there."""
    found = []
    for step in register.steps:
        when = str(entry.fields.get(step.date_field, "")) if step.date_field else ""
        if step.ends == "lost" and step.step_id != entry.step and not when:
            continue
        found.append(SheetStep(step.label_fr, _dated(when), step.step_id == entry.step))
    return tuple(found)


def _field(
    catalog: Catalog, register: Register, entry: RegisterEntry, item: RegisterField, day: date
) -> SheetField:
    value = entry.fields.get(item.field_id)
    lines = () if value is None or value == "" else _lines(catalog, item, value)
    if lines and item.field_id == register.roles.get("due") and _is_past(register, entry, day):
        lines = (f"{lines[0]} ({OVERDUE})",)
    return SheetField(_headed(item.label_fr), lines, is_list=item.type == "list")


def _lines(catalog: Catalog, item: RegisterField, value: str | float) -> tuple[str, ...]:
    """A value as it is read, one line for each item of a list or each paragraph of a text."""
    if item.type in ("integer", "decimal"):
        amount = float(value)
        return (number(amount, 0 if amount.is_integer() else 1),)
    if item.type == "year":
        return (str(int(value)),)
    text = str(value).strip()
    if item.type in ("day", "period"):
        return (_dated(text),)
    if item.type == "code":
        return (typography((item.codes or {}).get(text, text)),)
    if item.type in ("territory", "territories"):
        return (", ".join(_place(catalog, part) for part in _parts(text)),)
    parts = _parts(text) if item.type == "list" else text.splitlines()
    return tuple(typography(part.strip()) for part in parts if part.strip())


def _is_past(register: Register, entry: RegisterEntry, day: date) -> bool:
    """Whether the due date is over: a year or a month is over when its last day is."""
    ended = {step.step_id for step in register.steps if step.ends}
    due = entry.date_due
    return bool(due) and entry.step not in ended and str(due) < day.isoformat()[: len(str(due))]


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _dated(text: str) -> str:
    return period(text) if DATED.fullmatch(text) else text


def _place(catalog: Catalog, territory_id: str) -> str:
    territory = catalog.territories.get(territory_id)
    return territory.label if territory else territory_id


def _source(catalog: Catalog, source_id: str) -> str:
    source = catalog.sources.get(source_id)
    return source.citation if source else source_id


def _headed(text: str) -> str:
    """A heading from the name of a column: « date_contact » is read « Date contact »."""
    words = text.replace("_", " ").strip()
    return typography(words[:1].upper() + words[1:])
