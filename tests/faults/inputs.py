"""Files made to cost much and say little, each small on the disk."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
HEADER = b"territoire;date;total\n"
BOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">%s<sheets>'
    '<sheet name="Feuille" sheetId="1" r:id="rId1"/></sheets></workbook>'
)
PARTS = {
    "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
    '<Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>'
    "</Types>",
    "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
    f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{OFFICE}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="rId2" Type="{OFFICE}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>",
}
HEADERS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>territoire</t></is></c><c r="B1" t="inlineStr">'
    '<is><t>date</t></is></c><c r="C1" t="inlineStr"><is><t>total</t></is></c></row>'
)
LINE = '<row r="2"><c r="A2"><v>12</v></c><c r="B2"><v>2024</v></c><c r="C2"><v>61</v></c></row>'


def workbook(
    rows: str = LINE, *, after: str = "", strings: str = "<si><t>x</t></si>", properties: str = ""
) -> bytes:
    """A workbook of one sheet, whose rows are written as they are given under the headers."""
    sheet = f'<worksheet xmlns="{MAIN}"><sheetData>{HEADERS}{rows}</sheetData>{after}</worksheet>'
    parts = PARTS | {
        "xl/workbook.xml": BOOK % properties,
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{strings}</sst>',
        "xl/worksheets/sheet1.xml": sheet,
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def lying(content: bytes, declared: int) -> bytes:
    """An archive whose directory declares the last part shorter, with the digest of that part."""
    directory = content.rindex(b"PK\x01\x02")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        last = archive.infolist()[-1]
        start = archive.read(last)[:declared]
    digest = zipfile.crc32(start).to_bytes(4, "little")
    size = declared.to_bytes(4, "little")
    return (
        content[: directory + 16]
        + digest
        + content[directory + 20 : directory + 24]
        + size
        + content[directory + 28 :]
    )


def cell(attributes: str) -> Callable[[], bytes]:
    """A workbook with one cell more, addressed as an attacker would."""
    return lambda: workbook(f"{LINE}<row><c {attributes}><v>1</v></c></row>")


WORKBOOKS: dict[str, tuple[Callable[[], bytes], str]] = {
    "menteur": (lambda: lying(workbook("<row/>" * 3_000_000), 400), "annonce 400 octets"),
    "loin": (cell('r="BZZ20000"'), "colonnes"),
    "loin, espace": (cell('r = "BZZ20000"'), "colonnes"),
    "loin, minuscules": (cell('r="bzz20000"'), "colonnes"),
    "loin, saut de ligne": (cell('r=\n"BZZ20000"'), "colonnes"),
    "loin, entité": (cell('r="&#66;ZZ20000"'), "colonnes"),
    "loin, deux attributs": (cell('t="n" r="BZZ20000"'), "colonnes"),
    "bas": (cell('r="A1048576"'), "lignes"),
    "ligne lointaine": (
        lambda: workbook('<row r="1048576"><c><v>1</v></c></row>'),
        "lignes",
    ),
    "sans adresse": (lambda: workbook(f"<row>{'<c><v>1</v></c>' * 150_000}</row>"), "colonnes"),
    "préfixe": (
        lambda: workbook(f'<row><x:c xmlns:x="{MAIN}" r="BZZ20000"><x:v>1</x:v></x:c></row>'),
        "colonnes",
    ),
    "fusions": (
        lambda: workbook(
            LINE + '<row r="400000"><c r="A400000"><v>1</v></c></row>',
            after="<mergeCells>" + "<mergeCell ref='A2:A1048576'/>" * 5_000 + "</mergeCells>",
        ),
        "cellules",
    ),
    "chaîne répétée": (
        lambda: workbook(
            "<row><c t='s'><v>0</v></c></row>" * 60_000,
            strings=f"<si><t>{'é' * 32_000}</t></si>",
        ),
        "dépasse",
    ),
    "texte long": (
        lambda: workbook(f'<row><c t="inlineStr"><is><t>{"é" * 40_000}</t></is></c></row>'),
        "40\u202f000 caractères",
    ),
    "profond": (lambda: workbook("<a>" * 200_000 + "</a>" * 200_000), "Fichier"),
    "entités": (
        lambda: workbook(properties="<!DOCTYPE a [<!ENTITY b 'c'>]>"),
        "endommagé",
    ),
    "adresse absurde": (cell('r="1A"'), "endommagé"),
}
TEXTS: dict[str, tuple[Callable[[], bytes], str]] = {
    "une ligne": (lambda: b"a" * 5_000_000, "une ligne de 5\u202f000\u202f000 caractères"),
    "cellule de 200 Ko": (
        lambda: HEADER + b"12;2024;" + b"x" * 200_000 + b"\n",
        "une cellule de",
    ),
    "cellule de 40 000": (
        lambda: HEADER + b"12;2024;" + b"x" * 40_000 + b"\n",
        "une cellule de 40\u202f000 caractères",
    ),
    "16 384 colonnes": (
        lambda: HEADER + b";".join([b"1"] * 16_384) + b"\n",
        "16\u202f384 colonnes",
    ),
    "600 000 lignes": (lambda: HEADER + b"12;2024;61\n" * 600_000, "lignes"),
    "octets nuls": (lambda: HEADER + b"12;2024;61\n" * 200_000 + b"\x00\x00", "binaire"),
    "cellules sans fin": (lambda: HEADER + (b";" * 150 + b"\n") * 90_000, "cellules"),
    "creux": (lambda: b"\x00" * 5_000_000, "un tableau"),
}


def special_files(folder: Path) -> dict[str, Path]:
    """Names that lead to something else than a file of bytes."""
    paths = {
        name: folder / f"{name}.csv" for name in ("tube", "zero", "dossier", "lien", "processus")
    }
    os.mkfifo(paths["tube"])
    paths["zero"].symlink_to("/dev/zero")
    paths["dossier"].mkdir()
    paths["lien"].symlink_to(paths["tube"])
    paths["processus"].symlink_to("/proc/self/pagemap")
    return paths
