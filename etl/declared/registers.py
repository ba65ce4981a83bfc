"""``data/registers/<id>.yml``: what a register is, declared; every fault is refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints

from etl.declared.columns import Column
from etl.declared.entries import Entry, Slug, Text, load_document
from etl.errors import RegisterError
from models.registers.register import (
    Ending,
    Register,
    RegisterCount,
    RegisterDelay,
    RegisterIndicator,
    RegisterStep,
    Role,
)

FOLDER = "registers"
TERRITORY = "territory_id"
# Names the import and the warehouse give to columns of their own.
RESERVED = frozenset({"line", "source_id", "label_fr"})
# Types of field that may play each role.
ROLE_TYPES: Mapping[Role, tuple[str, ...]] = {
    "entry": ("text",),
    "title": ("text",),
    "summary": ("text",),
    "territory": ("territory",),
    "places": ("territories",),
    "theme": ("code",),
    "step": ("code",),
    "start": ("year", "period", "day"),
    "due": ("period", "day"),
    "quantity": ("integer", "decimal"),
    "partners": ("list",),
    "locator": ("text",),
}
FIELD_TYPES = frozenset(
    {"territory", "territories", "period", "day", "year", "integer", "decimal", "code", "list"}
    | {"text"}
)
KEYS: tuple[Role, ...] = ("entry", "territory")
System = Annotated[str, StringConstraints(pattern=r"^S\d\d$")]
# Entry, field and problem, as RegisterError takes them.
EntryFault = tuple[str, str, str]


class StepEntry(Entry):
    """One step of the procedure, in order."""

    step_id: Slug = Field(alias="id")
    label_fr: Text
    date_field: Slug | None = Field(default=None, alias="date")
    ends: Ending | None = None


class DelayEntry(Entry):
    """How many months may pass between two steps, and who says so."""

    delay_id: Slug = Field(alias="id")
    label_fr: Text
    from_step: Slug = Field(alias="from")
    to_step: Slug = Field(alias="to")
    min_months: int = Field(ge=0)
    max_months: int = Field(gt=0)
    basis_fr: Text


class CountEntry(Entry):
    """What is counted: the lines whose fields hold one of these values."""

    where: dict[str, list[Text]] = Field(default_factory=dict)
    sums: Slug | None = None


class IndicatorEntry(Entry):
    """A figure made of the lines."""

    indicator_id: Slug = Field(alias="id")
    label_fr: Text
    definition_fr: Text
    unit_fr: Text
    numerator: CountEntry
    denominator: CountEntry | None = None
    published_id: Slug | None = Field(default=None, alias="published")


class Declaration(Entry):
    """One register as its file declares it."""

    register_id: Slug = Field(alias="id")
    label_fr: Text
    entry_fr: tuple[Text, Text] = Field(strict=False)
    description_fr: Text
    note_fr: Text | None = None
    census_fr: Text | None = None
    persons: bool = False
    systems: tuple[System, ...] = Field(default=(), strict=False)
    order: int
    fields: tuple[Column, ...] = Field(strict=False, min_length=2)
    roles: dict[Role, Slug]
    steps: tuple[StepEntry, ...] = Field(default=(), strict=False)
    delays: tuple[DelayEntry, ...] = Field(default=(), strict=False)
    indicators: tuple[IndicatorEntry, ...] = Field(default=(), strict=False)
    due_steps: tuple[Slug, ...] | None = Field(default=None, strict=False)

    @property
    def by_id(self) -> dict[str, Column]:
        """Fields by identifier."""
        return {field.column_id: field for field in self.fields}

    def register(self) -> Register:
        """The declaration as the warehouse carries it."""
        return Register(
            register_id=self.register_id,
            label_fr=self.label_fr,
            entry_fr=self.entry_fr,
            description_fr=self.description_fr,
            fields=tuple(column.field() for column in self.fields),
            roles=self.roles,
            steps=tuple(RegisterStep(**step.model_dump()) for step in self.steps),
            delays=tuple(RegisterDelay(**delay.model_dump()) for delay in self.delays),
            indicators=tuple(map(_indicator, self.indicators)),
            due_steps=self._due_steps(),
            systems=self.systems,
            persons=self.persons,
            note_fr=" ".join(filter(None, (self.census_fr, self.note_fr))) or None,
            census_fr=self.census_fr,
        )

    def _due_steps(self) -> tuple[str, ...]:
        """Steps whose lines await their due date: those that end nothing, unless declared."""
        if self.due_steps is not None:
            return self.due_steps
        return tuple(step.step_id for step in self.steps if step.ends is None)


def _indicator(entry: IndicatorEntry) -> RegisterIndicator:
    return RegisterIndicator(
        indicator_id=entry.indicator_id,
        label_fr=entry.label_fr,
        definition_fr=entry.definition_fr,
        unit_fr=entry.unit_fr,
        numerator=_count(entry.numerator),
        denominator=_count(entry.denominator) if entry.denominator else None,
        published_id=entry.published_id,
    )


def _count(entry: CountEntry) -> RegisterCount:
    return RegisterCount({key: tuple(values) for key, values in entry.where.items()}, entry.sums)


def load_declarations(folder: Path) -> tuple[Declaration, ...]:
    """Read the declarations of ``folder`` (a ``data`` folder), in their own order.

    Raises
    ------
    RegisterError
        Names the file, the entry at fault and the reason.
    """
    declared = []
    for path in sorted((folder / FOLDER).glob("*.yml")):
        declaration = load_document(path, Declaration)
        for entry, field, problem in _faults(declaration, path.stem):
            raise RegisterError(str(path), entry, field, problem)
        declared.append(declaration)
    return tuple(sorted(declared, key=lambda item: (item.order, item.register_id)))


def _faults(declared: Declaration, stem: str) -> Iterator[EntryFault]:
    if declared.register_id != stem:
        problem = f"valeur lue « {declared.register_id} » ; le nom du fichier, « {stem} », attendu."
        yield declared.register_id, "id", problem
    yield from _field_faults(declared)
    yield from _role_faults(declared)
    yield from _step_faults(declared)
    yield from _delay_faults(declared)
    yield from _indicator_faults(declared)


def _field_faults(declared: Declaration) -> Iterator[EntryFault]:
    yield from _twice("fields", [field.column_id for field in declared.fields])
    yield from _twice("fields", [field.header_fr for field in declared.fields])
    for field in declared.fields:
        name = field.column_id
        if name in RESERVED:
            yield name, "id", f"nom réservé ; un nom hors de {_listed(RESERVED)} est attendu."
        if field.type not in FIELD_TYPES:
            problem = f"valeur lue « {field.type} » ; un type parmi {_listed(FIELD_TYPES)} attendu."
            yield name, "type", problem
        if (field.type == "code") > bool(field.codes):
            yield name, "codes", "champ absent ; les valeurs permises d’un code sont attendues."
        if field.type in ("territory", "territories") and not field.levels:
            yield name, "levels", "champ absent ; les niveaux de territoire permis sont attendus."
        if field.use != "stored" or field.measure:
            yield name, "use", "« use » et « measure » ne valent que dans kinds.yml ; à retirer."


def _role_faults(declared: Declaration) -> Iterator[EntryFault]:
    for role in KEYS:
        if role not in declared.roles:
            yield role, "roles", "rôle absent ; le champ qui le joue est attendu."
    for role, name in declared.roles.items():
        field = declared.by_id.get(name)
        if field is None:
            known = _listed(declared.by_id)
            yield role, "roles", f"champ lu « {name} », non déclaré ; un champ parmi {known}."
        elif field.type not in ROLE_TYPES[role]:
            expected = _listed(ROLE_TYPES[role])
            problem = f"champ « {name} » de type « {field.type} » ; un type parmi {expected}."
            yield role, "roles", problem
        elif role == "territory" and name != TERRITORY:
            yield role, "roles", f"champ lu « {name} » ; le champ « {TERRITORY} » est attendu."
    keys = {name for role, name in declared.roles.items() if role in KEYS}
    for field in declared.fields:
        if (field.column_id in keys) != (field.key and field.required):
            yield (
                field.column_id,
                "key",
                "les champs des rôles entry et territory, et eux seuls, sont « key: true » et "
                "« required: true ».",
            )


def _step_faults(declared: Declaration) -> Iterator[EntryFault]:
    name = declared.roles.get("step")
    steps = [step.step_id for step in declared.steps]
    if (name is None) != (not steps):
        yield "steps", "", "des étapes et le rôle « step » vont ensemble ; l’un des deux manque."
    elif name and steps != list(declared.by_id[name].codes):
        codes = ", ".join(declared.by_id[name].codes)
        problem = f"étapes lues : {', '.join(steps)} ; les codes du champ « {name} » : {codes}."
        yield "steps", "id", problem
    for step in declared.steps:
        if step.date_field and not _is_type(declared, step.date_field, ("day",)):
            problem = f"valeur lue « {step.date_field} » ; un champ déclaré de type « day »."
            yield step.step_id, "date", problem
    for due in declared.due_steps or ():
        if due not in steps:
            problem = f"valeur lue « {due} » ; une étape déclarée parmi {_listed(steps)}."
            yield "due_steps", "", problem


def _delay_faults(declared: Declaration) -> Iterator[EntryFault]:
    dated = {step.step_id for step in declared.steps if step.date_field}
    for delay in declared.delays:
        for field, step in (("from", delay.from_step), ("to", delay.to_step)):
            if step not in dated:
                problem = f"valeur lue « {step} » ; une étape datée parmi {_listed(dated)}."
                yield delay.delay_id, field, problem
        if delay.min_months > delay.max_months:
            problem = f"valeur lue « {delay.min_months} » ; au plus {delay.max_months} attendu."
            yield delay.delay_id, "min_months", problem


def _indicator_faults(declared: Declaration) -> Iterator[EntryFault]:
    yield from _twice("indicators", [item.indicator_id for item in declared.indicators])
    for item in declared.indicators:
        for side in (item.numerator, item.denominator):
            for problem in _count_faults(declared, side) if side else ():
                yield item.indicator_id, *problem


def _count_faults(declared: Declaration, count: CountEntry) -> Iterator[tuple[str, str]]:
    if count.sums and not _is_type(declared, count.sums, ("integer", "decimal")):
        yield "sums", f"valeur lue « {count.sums} » ; un champ numérique déclaré est attendu."
    for name, values in count.where.items():
        if not _is_type(declared, name, ("code", "list")):
            yield "where", f"champ lu « {name} » ; un champ déclaré de type code ou list attendu."
            continue
        codes = declared.by_id[name].codes
        for value in values:
            if codes and value not in codes:
                problem = f"valeur lue « {value} » ; un code de « {name} » : {', '.join(codes)}."
                yield "where", problem


def _is_type(declared: Declaration, name: str, types: tuple[str, ...]) -> bool:
    field = declared.by_id.get(name)
    return field is not None and field.type in types


def _twice(entry: str, names: list[str]) -> Iterator[EntryFault]:
    for name in sorted({name for name in names if names.count(name) > 1}):
        yield entry, "", f"« {name} » deux fois ; des noms distincts sont attendus."


def _listed(names: Iterable[str]) -> str:
    return ", ".join(sorted(names)) or "aucun"
