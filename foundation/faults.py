"""The first fault of an entry that pydantic refuses, in French."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from pydantic import BaseModel, ValidationError

SEEN_MAX = 80
# By type of pydantic: what a field expects, its bounds between braces.
EXPECTED_FR = {
    "literal_error": "une valeur parmi {expected}",
    "string_type": "un texte",
    "string_too_short": "un texte non vide",
    "string_pattern_mismatch": "un texte de la forme {pattern}",
    "int_type": "un nombre entier",
    "int_parsing": "un nombre entier",
    "float_type": "un nombre",
    "float_parsing": "un nombre, avec un point décimal",
    "finite_number": "un nombre fini",
    "bool_type": "true ou false",
    "greater_than": "un nombre supérieur à {gt}",
    "greater_than_equal": "un nombre au moins égal à {ge}",
    "less_than_equal": "un nombre au plus égal à {le}",
    "tuple_type": "une liste",
    "value_error": "{error}",
}


@dataclass(frozen=True)
class Fault:
    """Where an entry is at fault, how, the value read and what was expected in French.

    ``place`` holds the names of the fields and the ranks that lead to the value.
    """

    place: tuple[str | int, ...]
    kind: Literal["missing", "unknown", "value"]
    value: object
    expected_fr: str


def first_fault(error: ValidationError, expected_fr: Mapping[str, str] | None = None) -> Fault:
    """The first fault of a refused entry; ``expected_fr`` words some types in its own way."""
    first = error.errors()[0]
    sentence = (EXPECTED_FR | dict(expected_fr or {})).get(first["type"])
    expected = str(first["msg"]) if sentence is None else sentence.format(**first.get("ctx", {}))
    kinds: dict[str, Literal["missing", "unknown"]] = {
        "missing": "missing",
        "extra_forbidden": "unknown",
    }
    return Fault(
        place=first["loc"],
        kind=kinds.get(first["type"], "value"),
        value=first["input"],
        expected_fr=expected.replace(" or ", " ou "),
    )


def field_names(model: type[BaseModel]) -> list[str]:
    """Fields of a model under the names that a file gives them."""
    return [field.alias or name for name, field in model.model_fields.items()]


def quoted(value: object) -> str:
    """A value between guillemets, cut when it is long; « vide » for none."""
    text = "vide" if value is None else str(value)
    return f"« {text[:SEEN_MAX]}… »" if len(text) > SEEN_MAX else f"« {text} »"


def fault_message(place: Iterable[str], seen: str, expected: str, remedy: str) -> str:
    """The whole sentence: where (the empty parts left out), value read, value expected, remedy."""
    where = ", ".join(filter(None, place))
    return f"{where} — valeur lue : {seen} ; valeur attendue : {expected}. Que faire : {remedy}"


def file_message(
    file: str, sheet: str, line: int, column: str, value: str, expected: str, remedy: str
) -> str:
    """What is wrong in a file: the parts of its place that are empty, or 0, are left out."""
    place = (
        f"Fichier {file}",
        f"feuille « {sheet} »" if sheet else "",
        f"ligne {line}" if line else "",
        f"colonne « {column} »" if column else "",
    )
    return fault_message(place, f"« {value} »" if value else "vide", expected, remedy)
