"""A view of a page, field by field, from the parameters of its address and back: pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import fields, replace
from typing import Any, TypeVar

View = TypeVar("View")
# Label, values expected, and reading of a text: None when it cannot be read.
Reader = tuple[str, str, Callable[[str], object | None]]
SHOWN_CHARACTERS = 40


def read_fields(
    first: View,
    parameters: Mapping[str, str],
    names: Mapping[str, str],
    readers: Mapping[str, Reader],
    shown: Callable[[str], str] = lambda text: f"« {text[:SHOWN_CHARACTERS]} »",
) -> tuple[View, tuple[str, ...]]:
    """Read a view; what cannot be read keeps the value of ``first`` and is told in French.

    ``names`` gives the parameter of each field; ``shown`` quotes a value that is refused.
    """
    view: Any = first
    problems = []
    for name, (label, expected, read) in readers.items():
        if names[name] not in parameters:
            continue
        text = parameters[names[name]].strip()
        value = read(text)
        if value is None:
            problems.append(
                f"{label} : valeur impossible dans l’adresse, "
                f"{shown(text) if text else '(valeur vide)'}. "
                f"Valeurs possibles : {expected}. La valeur habituelle est affichée."
            )
        else:
            view = replace(view, **{name: value})
    return view, tuple(problems)


def written_fields(
    view: Any,
    first: Any,
    names: Mapping[str, str],
    always: Collection[str],
    write: Callable[[object], str],
) -> dict[str, str]:
    """Parameters of the fields always written, and of those that differ from ``first``."""
    return {
        names[field.name]: write(getattr(view, field.name))
        for field in fields(view)
        if field.name in always or getattr(view, field.name) != getattr(first, field.name)
    }


def one_of(label: str, allowed: tuple[str, ...]) -> Reader:
    """Reader of one value among a few."""
    return label, ", ".join(allowed), lambda text: text if text in allowed else None
