"""A warehouse whose every free text of users is hostile, and what a page makes of it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

import duckdb
from google.protobuf.message import Message
from streamlit.testing.v1 import AppTest

from dashboard.core.registry import PAGES
from dashboard.core.selection import DEMO, EXPERT
from etl.settings import Settings
from stores import find_served, lines_in_progress
from tests.support.importing import copy_build, new_installation, serve_again
from tests.support.paths import ROOT
from tests.support.patience import PATIENCE_SECONDS

APP = ROOT / "dashboard" / "app.py"
NAMED_OTHERWISE = {spec.slug for spec in PAGES if spec.url_path not in ("", spec.slug)}

PAYLOAD = (
    "ZQ ![p](https://mauvais.example/p.png) [l](https://mauvais.example/l) "
    "<img src=https://mauvais.example/i> <b>gras</b> https://mauvais.example/auto "
    "www.mauvais.example "
    "$x^2$ :red[rouge] :material/bug_report: :smile: **fort** `code` ~~non~~ [^1] # titre | t |"
)
# What Streamlit would read as formatting, were it not escaped.
READ_AS_FORMATTING = re.compile(
    r"(?<!\\)\]\(https|(?<!\\)<(?:img|b>)|https?://mauvais|www\.mauvais|(?<!\\)\$x|(?<!\\):red"
    r"|(?<!\\):material/|(?<!\\):smile|(?<!\\)\*\*fort|(?<!\\)`code|(?<!\\)~~non|(?<!\\)\[\^1"
)
# Fields of Streamlit's messages that are read as Markdown, whatever the element.
MARKDOWN_FIELDS = {"body", "label", "help", "captions", "text", "content"}
MINE = "('demo', 'local')"
IMPORTED = "('demo', 'imported')"
COLUMNS = {
    "source": ("title", "publisher", "note"),
    "observation": ("locator", "note_fr"),
    "correction": ("reason_fr", "signed_by_fr"),
    "msu_clue": ("locator", "note_fr"),
    "flow": ("locator",),
    "flow_total": ("locator",),
    "cohort": ("locator",),
    "installation": ("locator", "note_fr"),
    "retention": ("locator",),
    "stage_place": ("locator",),
}


def hostile_installation(served: Settings, folder: Path) -> Settings:
    """An installation whose demonstration holds hostile texts, and its warehouse is as it was."""
    settings = new_installation(served, folder)
    serve_again(served.for_demo(), settings.for_demo().warehouse)
    serve_hostile(settings.for_demo())
    return settings


def serve_hostile(settings: Settings) -> None:
    """Serve a copy of a build whose free texts of users hold the payload."""
    kept = settings.store
    served = find_served(kept)
    build_id = f"{served.build.build_id[:-6]}ba4d00"
    with kept.building(build_id) as path:
        copy_build(served.path, path)
        with duckdb.connect(str(path)) as connection:
            connection.execute("UPDATE pub.build SET build_id = $id", {"id": build_id})
            declared = _free_fields(connection)
            _spoil(connection)
            _spoil_lines(connection, declared)
        with duckdb.connect(str(lines_in_progress(path))) as connection:
            _spoil_lines(connection, declared)
        kept.publish(path, build_id, served.build.outlines)


def _spoil(connection: duckdb.DuckDBPyConnection) -> None:
    for table, columns in COLUMNS.items():
        kind, mine = ("kind", MINE) if table == "source" else ("status", IMPORTED)
        for column in columns:
            connection.execute(
                f"UPDATE pub.{table} SET {column} = $text WHERE {kind} IN {mine} "
                f"AND {column} IS NOT NULL",
                {"text": PAYLOAD},
            )
    connection.execute("UPDATE pub.local_import SET label_fr = $text", {"text": PAYLOAD})


def _spoil_lines(connection: duckdb.DuckDBPyConnection, free: Mapping[str, set[str]]) -> None:
    for column in ("title_fr", "locator"):
        connection.execute(
            f"UPDATE pub.register_entry SET {column} = $text WHERE status IN {IMPORTED} "
            f"AND {column} IS NOT NULL",
            {"text": PAYLOAD},
        )
    rows = connection.sql(
        f"SELECT rowid, register_id, fields_json FROM pub.register_entry WHERE status IN {IMPORTED}"
    ).fetchall()
    for rowid, register_id, text in rows:
        fields = {
            name: PAYLOAD
            if name in free[register_id] and isinstance(value, str) and value
            else value
            for name, value in json.loads(text).items()
        }
        connection.execute(
            "UPDATE pub.register_entry SET fields_json = $text WHERE rowid = $rowid",
            {"text": json.dumps(fields, ensure_ascii=False), "rowid": rowid},
        )


def _free_fields(connection: duckdb.DuckDBPyConnection) -> dict[str, set[str]]:
    """Fields of each register that hold what somebody typed."""
    rows = connection.sql("SELECT register_id, declaration_json FROM pub.register").fetchall()
    return {
        register_id: {
            field.get("field_id") or field.get("id")
            for field in json.loads(text).get("fields", [])
            if field.get("type") in ("text", "list") and not field.get("codes")
        }
        for register_id, text in rows
    }


def read_as_markdown(tree: Any) -> Iterator[tuple[str, str]]:
    """Every text of a page that Streamlit reads as Markdown, and what holds it."""
    for node in _nodes(tree):
        proto = getattr(node, "proto", None)
        if not isinstance(proto, Message) or proto.DESCRIPTOR.name == "Html":
            continue
        yield from _texts(proto, proto.DESCRIPTOR.name)


def _nodes(node: Any) -> Iterator[Any]:
    yield node
    for child in getattr(node, "children", {}).values():
        yield from _nodes(child)


def _texts(message: Message, where: str) -> Iterator[tuple[str, str]]:
    for field, value in message.ListFields():
        wanted = field.name in MARKDOWN_FIELDS or (
            field.name == "options" and message.DESCRIPTOR.name == "Radio"
        )
        values = (
            value
            if not isinstance(value, str | Message) and hasattr(value, "__iter__")
            else [value]
        )
        for one in values:
            if isinstance(one, str) and wanted:
                yield f"{where}.{field.name}", one
            elif isinstance(one, Message):
                yield from _texts(one, f"{where}.{field.name}")


def formatting_in(text: str) -> str:
    """What of a text would be read as formatting, with what surrounds it; empty when inert."""
    found = READ_AS_FORMATTING.search(text)
    return text[max(0, found.start() - 60) : found.end() + 40] if found else ""


def visited(page: str, parameters: Mapping[str, str]) -> AppTest:
    """A page of the demonstration, every part open, seen by an expert."""
    test = AppTest.from_file(str(APP), default_timeout=PATIENCE_SECONDS)
    for key in open_parts():
        test.session_state[key] = True
    for name, value in ({"mode": EXPERT, "donnees": DEMO} | dict(parameters)).items():
        test.query_params[name] = value
    if page in NAMED_OTHERWISE:
        # Before a first run, AppTest only knows a page by the name of its file.
        test.run()
    return test.switch_page(f"views/{page}/{page}.py").run()


def open_parts() -> set[str]:
    """Keys of the parts of pages that open, as the pages write them."""
    written = re.compile(r'"([a-z_]+(?:\.[a-z_]+)*\.(?:ouvert|methode))"')
    sources = (ROOT / "dashboard").rglob("*.py")
    return {key for path in sources for key in written.findall(path.read_text(encoding="utf-8"))}


def addresses(pages: Iterable[str]) -> Iterator[tuple[str, dict[str, str]]]:
    """Every page, then « Suivi » for registers of each shape, part by part."""
    for page in pages:
        yield page, {"territoire": "DEP-12"}
    for register in ("actions", "agrements", "echanges", "conventions", "criteres", "aides"):
        for part in ("liste", "parcours", "echeances", "partenaires", "carte"):
            yield "suivi", {"registre": register, "partie": part}
