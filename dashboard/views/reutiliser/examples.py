"""Addresses and programs to copy, made from what is selected."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from dashboard.core.catalog import BuildInfo, Territory
from dashboard.core.selection import DATA_SET, DEMO
from dashboard.views.reutiliser import words

OBSERVATIONS = "/api/v1/observations"
Texts = list[tuple[str, str]]


@dataclass(frozen=True)
class Example:
    """How a tool reads the figures.

    ``texts`` gives, from their address and their name, what is to be copied: label, text.
    """

    tool: str
    steps: str
    texts: Callable[[str, str], Texts]
    after: str = ""


def figures_address(
    site: str,
    indicator_id: str,
    scope: Territory,
    departements: Sequence[str],
    build: BuildInfo,
) -> str:
    """Address of the latest values of an indicator, for the départements looked at together."""
    asked = {"indicator_id": indicator_id}
    if scope.level == "national":
        asked["level"] = "departement"
    elif scope.level == "region":
        asked |= {"level": "departement", "region_id": scope.territory_id}
    else:
        asked["territory_id"] = ",".join(departements)
    asked |= {"latest": "true", "format": "csv"}
    if build.is_demo:
        asked[DATA_SET] = DEMO
    return f"{site}{OBSERVATIONS}?{urlencode(asked, safe=',')}"


def gdal_source(address: str) -> str:
    """The address as GDAL, which QGIS reads with, opens it: CSV, without a file of its own."""
    return f"CSV:/vsicurl_streaming/{address}"


def excel_texts(address: str, name: str) -> Texts:
    """The address to paste, and the request of Power Query."""
    return [
        (words.ADDRESS_LABEL, address),
        (words.POWER_QUERY_LABEL, words.POWER_QUERY.format(address=address)),
    ]


def r_texts(address: str, name: str) -> Texts:
    """A program of R, without a package."""
    return [(words.PROGRAM_LABEL, words.R.format(address=address, name=name))]


def python_texts(address: str, name: str) -> Texts:
    """A program of Python, with pandas."""
    return [(words.PROGRAM_LABEL, words.PYTHON.format(address=address, name=name))]


def qgis_texts(address: str, name: str) -> Texts:
    """The source of a layer, and a program for the console of QGIS."""
    source = gdal_source(address)
    return [
        (words.LAYER_LABEL, source),
        (words.CONSOLE_LABEL, words.QGIS.format(source=source, name=name)),
    ]


EXAMPLES = (
    Example("Excel", words.EXCEL_STEPS, excel_texts, words.EXCEL_AFTER),
    Example("R", words.R_STEPS, r_texts),
    Example("Python", words.PYTHON_STEPS, python_texts),
    Example("QGIS", words.QGIS_STEPS, qgis_texts, words.QGIS_AFTER),
)
