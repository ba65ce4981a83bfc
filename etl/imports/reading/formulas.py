"""Cells of a workbook whose formula shows no value: the reader gives them as empty.

Left so, a count whose formula failed would pass for a count that is not known.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator

NO_VALUE = "#SANS VALEUR"
# Every part is bounded and stops at the next tag: no content makes the search long.
CELL = re.compile(
    rb"<c\s([^<>]{0,300})>(<f\b[^<>]{0,300}(?:/>|>[^<]{0,9000}</f>))?"
    rb"(?:<v>([^<]{0,300})</v>|<v\s?/>)?</c>"
)
TYPE = re.compile(rb"\bt=[\"'](\w+)[\"']")
MAY_FAIL = re.compile(rb"<f\b|\bt=[\"']e[\"']")
ADDRESS = re.compile(rb"\br=[\"']([A-Z]{1,3})(\d{1,7})[\"']")
SHEET = re.compile(r"<sheet\s[^>]*>")
RELATION = re.compile(r"<Relationship\s[^>]*>")

Address = tuple[int, int]


def cells_without_value(archive: zipfile.ZipFile) -> dict[str, dict[Address, str]]:
    """What the spreadsheet shows in cells that hold no value (« #N/A »), by sheet.

    Addresses are (row, column), from 0. A formula that was never computed shows « #SANS VALEUR ».
    """
    found = {}
    for name, part in _parts(archive).items():
        content = archive.read(part)
        if MAY_FAIL.search(content):
            found[name] = dict(_without_value(content))
    return found


def _without_value(content: bytes) -> Iterator[tuple[Address, str]]:
    for cell in CELL.finditer(content):
        attributes, formula, value = cell.groups()
        named = TYPE.search(attributes)
        kind = named[1] if named else b""
        place = ADDRESS.search(attributes)
        if place is None:
            continue
        address = int(place[2]) - 1, rank(place[1]) - 1
        if kind == b"e":
            yield address, html.unescape((value or b"").decode("utf-8", "replace")) or NO_VALUE
        elif formula and not value and kind != b"str":
            yield address, NO_VALUE


def rank(letters: bytes) -> int:
    """Rank of a column, from 1: A is 1, AA is 27."""
    total = 0
    for letter in letters:
        total = total * 26 + letter - 64
    return total


def _parts(archive: zipfile.ZipFile) -> dict[str, str]:
    """Part of the archive that holds each sheet, by name of the sheet."""
    relations = _text(archive, "xl/_rels/workbook.xml.rels")
    targets = {
        _attribute(tag, "Id"): _attribute(tag, "Target") for tag in RELATION.findall(relations)
    }
    sheets = {
        html.unescape(_attribute(tag, "name")): targets.get(_attribute(tag, "r:id"), "")
        for tag in SHEET.findall(_text(archive, "xl/workbook.xml"))
    }
    parts = {
        name: target.removeprefix("/") if target.startswith("/") else f"xl/{target}"
        for name, target in sheets.items()
    }
    present = set(archive.namelist())
    return {name: part for name, part in parts.items() if part in present}


def _text(archive: zipfile.ZipFile, part: str) -> str:
    try:
        return archive.read(part).decode("utf-8", "replace")
    except KeyError:
        return ""


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf"\s{name}=[\"']([^\"']*)[\"']", tag)
    return found[1] if found else ""
