"""Faults of a file, each told once with all its lines. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from foundation.answers import Problem, SetAside

VALUES_SHOWN = 3
RANGES_SHOWN = 12


@dataclass(frozen=True)
class Fault:
    """One fault and the lines that have it; ``values`` are the first ones read, without repeat."""

    lines: tuple[int, ...]
    column: str
    values: tuple[str, ...]
    expected_fr: str
    remedy_fr: str


@dataclass(frozen=True)
class Aside:
    """Lines left out for one reason; ``text`` is what the first says."""

    lines_n: int
    lines_fr: str
    text: str
    why_fr: str


def grouped(problems: Iterable[Problem]) -> tuple[Fault, ...]:
    """Faults in the order of their first line, those that say the same together."""
    groups: dict[tuple[str, str, str], list[Problem]] = {}
    for problem in problems:
        key = (problem.column, problem.expected_fr, problem.remedy_fr)
        groups.setdefault(key, []).append(problem)
    return tuple(
        Fault(
            lines=tuple(sorted({problem.line for problem in group if problem.line})),
            column=column,
            values=tuple(dict.fromkeys(problem.value for problem in group)),
            expected_fr=expected,
            remedy_fr=remedy,
        )
        for (column, expected, remedy), group in groups.items()
    )


def set_aside(lines: Iterable[SetAside]) -> tuple[Aside, ...]:
    """Lines left out, those that are for the same reason together."""
    groups: dict[str, list[SetAside]] = {}
    for line in lines:
        groups.setdefault(line.why_fr, []).append(line)
    return tuple(
        Aside(
            lines_n=sum(line.lines_n for line in group),
            lines_fr=lines_fr(
                [number for line in group for number in range(line.line, line.line + line.lines_n)]
            ),
            text=next((line.text for line in group if line.text), ""),
            why_fr=why,
        )
        for why, group in groups.items()
    )


def lines_fr(lines: Sequence[int]) -> str:
    """Numbers of lines as a person writes them: « 2 à 107, 110 et 112 »."""
    ranges: list[list[int]] = []
    for line in sorted(set(lines)):
        if ranges and line == ranges[-1][1] + 1:
            ranges[-1][1] = line
        else:
            ranges.append([line, line])
    names = [str(first) if first == last else f"{first} à {last}" for first, last in ranges]
    if len(names) > RANGES_SHOWN:
        return f"{', '.join(names[:RANGES_SHOWN])}…"
    return " et ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def values_fr(values: Sequence[str]) -> str:
    """The first values that have a fault."""
    shown = [value or "(vide)" for value in values[:VALUES_SHOWN]]
    return ", ".join(shown) + ("…" if len(values) > VALUES_SHOWN else "")
