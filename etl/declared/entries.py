"""YAML files of entries: the reader, and the types that every declared entry uses."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Sequence
from pathlib import Path
from typing import Annotated, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, StringConstraints, ValidationError

from etl.errors import RegisterError
from foundation.faults import Fault, field_names, first_fault, quoted

Text = Annotated[str, StringConstraints(min_length=1, strip_whitespace=True)]
Slug = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
SourceId = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9-]*$")]

# YAML takes « 2024 » or « non » for something else than text.
EXPECTED_FR = {"string_type": "un texte (entre guillemets s’il ressemble à un nombre)"}
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class Entry(BaseModel):
    """One entry of a register: frozen, no unknown field, no silent conversion."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


EntryT = TypeVar("EntryT", bound=Entry)


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
                field_names(model)[0],
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
            str(path), "", "", f"{quoted(document)} lu ; une liste d’entrées est attendue."
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
            str(path), f"n° {rank}", "", f"{quoted(raw)} lu ; des champs « nom: valeur » attendus."
        )
    try:
        return model.model_validate(raw)
    except ValidationError as error:
        fault = first_fault(error, EXPECTED_FR)
        field = ".".join(str(part) for part in fault.place if part != "[key]")
        raise RegisterError(str(path), _name(raw, rank), field, _problem(fault, model)) from error


def _problem(fault: Fault, model: type[Entry]) -> str:
    if fault.kind == "missing":
        return "champ absent ; une valeur est attendue (vide s’écrit « null » où c’est permis)."
    seen = quoted(fault.value)
    if fault.kind == "unknown":
        names = ", ".join(field_names(model))
        return f"champ inconnu, valeur lue {seen} ; champs attendus : {names}."
    return f"valeur lue {seen} ; valeur attendue : {fault.expected_fr}."


def _name(raw: object, rank: int) -> str:
    if not isinstance(raw, dict):
        return f"n° {rank}"
    for field in ("id", "term", "topic_fr", "indicator_id"):
        if isinstance(raw.get(field), str):
            return str(raw[field])
    return f"n° {rank}"
