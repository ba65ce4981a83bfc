"""The registers of ``data/*.yml``: typed, frozen, checked when they are read.

A register is a YAML list of entries. Sources, indicators, targets and keys carry an ``id``;
here it takes the name it has in the warehouse (``source_id``, ``indicator_id``…).
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, FiniteFloat, StringConstraints, ValidationError
from pydantic_core import ErrorDetails

from etl.errors import RegisterError

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
SourceId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]*$")]
IsoDate = Annotated[
    str,
    StringConstraints(pattern=r"^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$"),
]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]

SEEN_MAX = 80
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Entry(BaseModel):
    """One entry of a register: frozen, no unknown field, no silent conversion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Source(Entry):
    """A document or data set that figures are read from: publisher first, deposit second."""

    source_id: SourceId = Field(alias="id")
    title: Text
    publisher: Text
    deposit: Text | None = None
    url: Address | None
    licence: Literal["Licence Ouverte 2.0", "citation", "inconnue"]
    published: IsoDate | None
    period: Text | None
    kind: Literal["official", "survey", "press", "parliament", "research", "computation"]
    note: Text | None = None


class Indicator(Entry):
    """What an indicator counts, in which unit, and what it does not say."""

    indicator_id: Slug = Field(alias="id")
    label_fr: Text
    short_fr: Text
    definition_fr: Text
    unit_fr: Text
    decimals: int = Field(ge=0, le=3)
    direction: Literal["up", "down", "none"]
    additive: bool
    theme: Slug
    caveat_fr: Text
    source_ids: tuple[SourceId, ...] = Field(default=(), strict=False)
    publishes: Literal["figures", "computed", "imported"]
    map: bool


class Target(Entry):
    """A national number of MSU set or claimed for a horizon."""

    target_id: Slug = Field(alias="id")
    label_fr: Text
    value_msu: int = Field(gt=0)
    horizon: Text
    scope_fr: Text
    source_id: SourceId
    note_fr: Text | None = None
    default: bool


class Key(Entry):
    """A rule that shares a national target between départements."""

    key_id: Slug = Field(alias="id")
    label_fr: Text
    definition_fr: Text
    numerator: Slug
    caveat_fr: Text


class GlossaryTerm(Entry):
    """A term of the field and its definition."""

    term: Text
    definition_fr: Text


class Unpublished(Entry):
    """Something users look for that is not published, and whom to ask."""

    topic_fr: Text
    grain_fr: Text
    why_fr: Text
    ask_fr: Text


class KnownGap(Entry):
    """A published total that differs from the sum of its published parts."""

    indicator_id: Slug
    period: Text
    level: Literal["region", "departement", "subdivision"]
    published_value: FiniteFloat
    summed_value: FiniteFloat
    reason_fr: Text


@dataclass(frozen=True)
class Registers:
    """Every register of one ``data`` folder."""

    sources: tuple[Source, ...]
    indicators: tuple[Indicator, ...]
    targets: tuple[Target, ...]
    keys: tuple[Key, ...]
    glossary: tuple[GlossaryTerm, ...]
    unpublished: tuple[Unpublished, ...]
    known_gaps: tuple[KnownGap, ...]


EntryT = TypeVar("EntryT", bound=Entry)


def load_registers(folder: Path) -> Registers:
    """Read every register of ``folder`` and check that they agree with each other.

    Raises
    ------
    RegisterError
        At the first fault; the message names the file, the entry and the field.
    """
    registers = Registers(
        sources=load_sources(folder / "sources.yml"),
        indicators=load_indicators(folder / "indicators.yml"),
        targets=load_targets(folder / "targets.yml"),
        keys=load_keys(folder / "keys.yml"),
        glossary=load_glossary(folder / "glossaire.yml"),
        unpublished=load_unpublished(folder / "non_publie.yml"),
        known_gaps=load_known_gaps(folder / "known_gaps.yml"),
    )
    _check_references(folder, registers)
    return registers


def load_sources(path: Path) -> tuple[Source, ...]:
    """Read ``sources.yml``; raise RegisterError when an entry is not what it should be."""
    return load_entries(path, Source, lambda item: item.source_id)


def load_indicators(path: Path) -> tuple[Indicator, ...]:
    """Read ``indicators.yml``; raise RegisterError when an entry is not what it should be."""
    return load_entries(path, Indicator, lambda item: item.indicator_id)


def load_targets(path: Path) -> tuple[Target, ...]:
    """Read ``targets.yml``: exactly one target is the default; raise RegisterError otherwise."""
    targets = load_entries(path, Target, lambda item: item.target_id)
    chosen = [target.target_id for target in targets if target.default]
    if len(chosen) != 1:
        raise RegisterError(
            str(path),
            ", ".join(chosen),
            "default",
            f"{len(chosen)} objectif(s) par défaut ; un seul est attendu.",
        )
    return targets


def load_keys(path: Path) -> tuple[Key, ...]:
    """Read ``keys.yml``; raise RegisterError when an entry is not what it should be."""
    return load_entries(path, Key, lambda item: item.key_id)


def load_glossary(path: Path) -> tuple[GlossaryTerm, ...]:
    """Read ``glossaire.yml``; raise RegisterError when an entry is not what it should be."""
    return load_entries(path, GlossaryTerm, lambda item: item.term)


def load_unpublished(path: Path) -> tuple[Unpublished, ...]:
    """Read ``non_publie.yml``; raise RegisterError when an entry is not what it should be."""
    return load_entries(path, Unpublished, lambda item: item.topic_fr)


def load_known_gaps(path: Path) -> tuple[KnownGap, ...]:
    """Read ``known_gaps.yml``; raise RegisterError when an entry is not what it should be."""
    return load_entries(path, KnownGap, lambda item: (item.indicator_id, item.period, item.level))


def load_entries(
    path: Path, model: type[EntryT], identity: Callable[[EntryT], Hashable]
) -> tuple[EntryT, ...]:
    """Read a YAML list of entries, no two alike; raise RegisterError at the first fault."""
    items = []
    ranks: dict[Hashable, int] = {}
    for rank, raw in enumerate(_read(path), start=1):
        item = _entry(path, rank, raw, model)
        first = ranks.setdefault(identity(item), rank)
        if first != rank:
            raise RegisterError(
                str(path),
                _name(raw, rank),
                _identity_field(model),
                f"entrée n° {rank}, déjà prise par l’entrée n° {first} ; "
                "un identifiant unique est attendu.",
            )
        items.append(item)
    return tuple(items)


def load_document(path: Path, model: type[EntryT]) -> EntryT:
    """Read a YAML file that is one entry; raise RegisterError at its first fault."""
    return _entry(path, 1, _document(path), model)


def _read(path: Path) -> Sequence[object]:
    document = _document(path)
    if not isinstance(document, list):
        raise RegisterError(
            str(path), "", "", f"{_shown(document)} lu ; une liste d’entrées est attendue."
        )
    return document


def _document(path: Path) -> object:
    try:
        # The safe loader, in C where libyaml is there: the registers are a third of a second.
        return yaml.load(path.read_text(encoding="utf-8"), Loader=LOADER)  # noqa: S506
    except FileNotFoundError as error:
        raise RegisterError(
            str(path), "", "", "fichier absent. Que faire : le restaurer depuis le dépôt."
        ) from error
    except UnicodeDecodeError as error:
        raise RegisterError(
            str(path), "", "", "texte illisible. Que faire : réenregistrer le fichier en UTF-8."
        ) from error
    except yaml.YAMLError as error:
        raise RegisterError(str(path), "", "", _syntax_problem(error)) from error


def _syntax_problem(error: yaml.YAMLError) -> str:
    mark = getattr(error, "problem_mark", None)
    line = f"ligne {mark.line + 1}, colonne {mark.column + 1} : " if mark else ""
    return (
        f"{line}YAML illisible. Que faire : vérifier l’alignement, les guillemets et les « : » "
        "de cette ligne et de la précédente."
    )


def _entry(path: Path, rank: int, raw: object, model: type[EntryT]) -> EntryT:
    if not isinstance(raw, dict):
        raise RegisterError(
            str(path), f"n° {rank}", "", f"{_shown(raw)} lu ; des champs « nom: valeur » attendus."
        )
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"] if part != "[key]")
        raise RegisterError(str(path), _name(raw, rank), field, _problem(first, model)) from error


def _problem(error: ErrorDetails, model: type[Entry]) -> str:
    seen = _shown(error["input"])
    context = error.get("ctx", {})
    if error["type"] == "missing":
        return "champ absent ; une valeur est attendue (vide s’écrit « null » où c’est permis)."
    if error["type"] == "extra_forbidden":
        return f"champ inconnu, valeur lue {seen} ; champs attendus : {_fields(model)}."
    expected = {
        "literal_error": lambda: f"une valeur parmi {context['expected']}".replace(" or ", " ou "),
        "string_type": lambda: "un texte (entre guillemets s’il ressemble à un nombre)",
        "string_too_short": lambda: "un texte non vide",
        "string_pattern_mismatch": lambda: f"un texte de la forme {context['pattern']}",
        "int_type": lambda: "un nombre entier",
        "float_type": lambda: "un nombre",
        "finite_number": lambda: "un nombre fini",
        "bool_type": lambda: "true ou false",
        "greater_than": lambda: f"un nombre supérieur à {context['gt']}",
        "greater_than_equal": lambda: f"un nombre au moins égal à {context['ge']}",
        "less_than_equal": lambda: f"un nombre au plus égal à {context['le']}",
        "tuple_type": lambda: "une liste",
    }.get(error["type"], lambda: error["msg"])
    return f"valeur lue {seen} ; valeur attendue : {expected()}."


def _fields(model: type[Entry]) -> str:
    return ", ".join(field.alias or name for name, field in model.model_fields.items())


def _identity_field(model: type[Entry]) -> str:
    name, field = next(iter(model.model_fields.items()))
    return field.alias or name


def _name(raw: object, rank: int) -> str:
    if not isinstance(raw, dict):
        return f"n° {rank}"
    for field in ("id", "term", "topic_fr", "indicator_id"):
        if isinstance(raw.get(field), str):
            return str(raw[field])
    return f"n° {rank}"


def _shown(value: object) -> str:
    text = "vide" if value is None else str(value)
    return f"« {text[:SEEN_MAX]}… »" if len(text) > SEEN_MAX else f"« {text} »"


def _check_references(folder: Path, registers: Registers) -> None:
    sources = {source.source_id for source in registers.sources}
    indicators = {indicator.indicator_id for indicator in registers.indicators}
    for indicator in registers.indicators:
        for source_id in indicator.source_ids:
            _check_known(
                folder / "indicators.yml", indicator.indicator_id, "source_ids", source_id, sources
            )
    for target in registers.targets:
        _check_known(
            folder / "targets.yml", target.target_id, "source_id", target.source_id, sources
        )
    for key in registers.keys:
        _check_known(folder / "keys.yml", key.key_id, "numerator", key.numerator, indicators)
    for gap in registers.known_gaps:
        _check_known(
            folder / "known_gaps.yml",
            f"{gap.indicator_id} {gap.period}",
            "indicator_id",
            gap.indicator_id,
            indicators,
        )


def _check_known(path: Path, entry: str, field: str, value: str, known: set[str]) -> None:
    if value not in known:
        register = "indicators.yml" if field in ("numerator", "indicator_id") else "sources.yml"
        raise RegisterError(
            str(path),
            entry,
            field,
            f"valeur lue {_shown(value)} ; un identifiant déclaré dans {register} est attendu.",
        )
