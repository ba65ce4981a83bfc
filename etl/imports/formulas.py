"""Cells of a workbook whose formula shows no value: the reader gives them as empty.

Left so, a count whose formula failed would pass for a count that is not known.
"""

from __future__ import annotations

import html
import re
import zipfile

NO_VALUE = "#SANS VALEUR"
FAILED = re.compile(rb"<c\s([^>]*\bt=[\"']e[\"'][^>]*)>(?:(?!</c>).)*?<v>([^<]*)</v>", re.DOTALL)
UNCOMPUTED = re.compile(
    rb"<c\s((?:(?!\bt=[\"']str[\"'])[^>])*)>\s*<f\b(?:[^>]*/>|[^>]*>[^<]*</f>)"
    rb"\s*(?:<v>\s*</v>|<v\s*/>)?\s*</c>"
)
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
        cells = {
            address: html.unescape(shown.decode("utf-8", "replace"))
            for place, shown in FAILED.findall(content)
            if (address := _address(place))
        }
        cells |= {
            address: NO_VALUE
            for place in UNCOMPUTED.findall(content)
            if (address := _address(place))
        }
        if cells:
            found[name] = cells
    return found


def rank(letters: bytes) -> int:
    """Rank of a column, from 1: A is 1, AA is 27."""
    total = 0
    for letter in letters:
        total = total * 26 + letter - 64
    return total


def _address(place: bytes) -> Address | None:
    found = ADDRESS.search(place)
    return (int(found[2]) - 1, rank(found[1]) - 1) if found else None


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
