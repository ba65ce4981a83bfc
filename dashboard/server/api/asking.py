"""What a request asks for: route, format, rows, page; each doubt is a refusal in French."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from typing import Literal, get_args
from urllib.parse import parse_qsl

from dashboard.core.catalog import Catalog
from dashboard.core.selection import DATA_SET, DEMO
from dashboard.server.api import words
from dashboard.server.api.problems import ProblemError
from dashboard.server.api.routes import Filter, Route

Format = Literal["json", "csv", "parquet"]
FORMATS: tuple[Format, ...] = get_args(Format)
MEDIA_TYPES: dict[Format, str] = {
    "json": "application/json",
    "csv": "text/csv",
    "parquet": "application/vnd.apache.parquet",
}
# Rows of a page of JSON unless told, and the most that any answer holds.
PAGE_ROWS, MOST_ROWS = 1_000, 10_000
MOST_PAGES = 10_000
LONGEST_QUERY = 4_096
MOST_PARAMETERS = 20
LATEST, PAGE, PAGE_SIZE, BUILD, FORMAT = "latest", "page", "page_size", "build_id", "format"
COMMON = (FORMAT, DATA_SET, BUILD)
PAGING = (PAGE, PAGE_SIZE)
WHOLE = re.compile(r"[0-9]{1,6}")
WEIGHT = re.compile(r"(0(\.[0-9]{0,3})?|1(\.0{0,3})?)")
BOOLEANS = {"true": True, "1": True, "false": False, "0": False}


@dataclass(frozen=True)
class Paging:
    """Rows of a page; ``page`` counts from 1, ``is_asked`` tells whether one was asked for."""

    page: int = 1
    size: int = PAGE_ROWS
    is_asked: bool = False

    @property
    def offset(self) -> int:
        """Rows before the page."""
        return (self.page - 1) * self.size


@dataclass(frozen=True)
class Question:
    """A request as it is understood.

    ``parameters`` are those it gave, in order, to write the links of the other pages; ``filters``
    the values accepted by column.
    """

    format: Format
    is_demo: bool = False
    paging: Paging = field(default_factory=Paging)
    filters: tuple[tuple[str, tuple[str | int, ...]], ...] = ()
    latest: bool = False
    build_id: str = ""
    parameters: tuple[tuple[str, str], ...] = ()


def read_parameters(query: bytes) -> dict[str, str]:
    """Parameters of a query, each given once.

    Raises
    ------
    ProblemError
        When it is too long, cannot be read, or gives one twice.
    """
    if len(query) > LONGEST_QUERY:
        raise ProblemError(414, words.TOO_LONG_QUERY, words.TOO_LONG_QUERY_DETAIL)
    try:
        pairs = parse_qsl(
            query.decode("ascii"),
            keep_blank_values=True,
            errors="strict",
            max_num_fields=MOST_PARAMETERS,
        )
    except ValueError as error:
        raise ProblemError(400, words.WRONG_PARAMETER, words.UNREADABLE_QUERY) from error
    parameters: dict[str, str] = {}
    for name, text in pairs:
        if name in parameters:
            raise ProblemError(400, words.WRONG_PARAMETER, words.repeated(name))
        parameters[name] = text
    return parameters


def refuse_unknown(parameters: Iterable[str], known: Collection[str]) -> None:
    """Refuse a parameter that an address does not have.

    Raises
    ------
    ProblemError
        With the ones that it has.
    """
    for name in parameters:
        if name not in known:
            detail = words.unknown_parameter(name, known)
            raise ProblemError(400, words.WRONG_PARAMETER, detail)


def known_parameters(route: Route, *, of_profile: bool = False) -> tuple[str, ...]:
    """Parameters of a route, in the order in which they are told."""
    if of_profile:
        return COMMON
    filters = tuple(item.column for item in route.filters)
    return (*filters, *((LATEST,) if route.has_latest else ()), *PAGING, *COMMON)


def reads_demo(parameters: dict[str, str]) -> bool:
    """Whether the demonstration is asked for, as the pages write it.

    Raises
    ------
    ProblemError
        When it is neither the demonstration nor nothing.
    """
    text = parameters.get(DATA_SET, "")
    if text not in ("", DEMO):
        raise wrong(DATA_SET, text, DEMO)
    return text == DEMO


def question_of(
    route: Route, parameters: dict[str, str], accept: str, catalog: Catalog
) -> Question:
    """What a request asks of a route.

    Raises
    ------
    ProblemError
        When a parameter is not of the route, or has a value that does not exist.
    """
    format_id = format_of(parameters.get(FORMAT), accept)
    filters = tuple(
        (item.column, accepted(item, parameters[item.column], catalog))
        for item in route.filters
        if item.column in parameters
    )
    return Question(
        format=format_id,
        is_demo=reads_demo(parameters),
        paging=paging_of(parameters, format_id),
        filters=filters,
        latest=_boolean(LATEST, parameters.get(LATEST, "false")),
        build_id=parameters.get(BUILD, ""),
        parameters=tuple(parameters.items()),
    )


def accepted(item: Filter, text: str, catalog: Catalog) -> tuple[str | int, ...]:
    """Values of a filter, which commas separate.

    Raises
    ------
    ProblemError
        At the first that does not exist.
    """
    values = [value.strip() for value in text.split(",")]
    if item.choices is None:
        return tuple(_whole(item.column, value, "un nombre entier") for value in values)
    choices = tuple(item.choices(catalog))
    for value in values:
        if value not in choices:
            shown = words.listed(choices) if len(choices) <= 12 else f"comme {item.example}"
            raise wrong(item.column, value, shown)
    return tuple(values)


def paging_of(parameters: dict[str, str], format_id: Format) -> Paging:
    """The page that is asked for; a file holds as many rows as an answer may.

    Raises
    ------
    ProblemError
        When it is no page.
    """
    size = PAGE_ROWS if format_id == "json" else MOST_ROWS
    if PAGE_SIZE in parameters:
        size = _between(PAGE_SIZE, parameters[PAGE_SIZE], MOST_ROWS)
    page = _between(PAGE, parameters.get(PAGE, "1"), MOST_PAGES)
    return Paging(page, size, is_asked=PAGE in parameters or PAGE_SIZE in parameters)


def format_of(asked: str | None, accept: str) -> Format:
    """Format of an answer: what ``format`` says, or else the header ``Accept``.

    Raises
    ------
    ProblemError
        When none of the accepted ones is served.
    """
    if asked is not None:
        for format_id in FORMATS:
            if asked == format_id:
                return format_id
        raise wrong(FORMAT, asked, words.listed(FORMATS))
    if not accept.strip():
        return "json"
    chosen = max(FORMATS, key=lambda format_id: _wish(accept, MEDIA_TYPES[format_id]))
    if _wish(accept, MEDIA_TYPES[chosen])[0] > 0:
        return chosen
    # A browser that opens the address reads JSON.
    if "text/html" in accept:
        return "json"
    raise ProblemError(406, words.NOT_ACCEPTABLE, words.NOT_ACCEPTABLE_DETAIL)


def _wish(accept: str, media_type: str) -> tuple[float, int]:
    """How much a header wishes a type, from 0 to 1, and how precisely it names it."""
    ranges = ("*/*", f"{media_type.partition('/')[0]}/*", media_type)
    wishes: dict[str, float] = {}
    for part in accept.split(","):
        name, *options = (text.strip().lower() for text in part.split(";"))
        weight = next((text[2:] for text in options if text.startswith("q=")), "1")
        wishes[name] = float(weight) if WEIGHT.fullmatch(weight) else 0
    precise = [rank for rank, name in enumerate(ranges) if name in wishes]
    return (wishes[ranges[precise[-1]]], precise[-1]) if precise else (0, 0)


def wrong(name: str, value: str, expected: str) -> ProblemError:
    """The refusal of a value."""
    return ProblemError(400, words.WRONG_PARAMETER, words.unknown_value(name, value, expected))


def _whole(name: str, text: str, expected: str) -> int:
    if not WHOLE.fullmatch(text):
        raise wrong(name, text, expected)
    return int(text)


def _between(name: str, text: str, most: int) -> int:
    expected = f"un nombre entier de 1 à {most}"
    number = _whole(name, text, expected)
    if not 1 <= number <= most:
        raise wrong(name, text, expected)
    return number


def _boolean(name: str, text: str) -> bool:
    if text not in BOOLEANS:
        raise wrong(name, text, words.listed(BOOLEANS))
    return BOOLEANS[text]
