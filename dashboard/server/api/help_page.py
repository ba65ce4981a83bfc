"""The page of the API for a person, in French: one document, without any script nor other file."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from dashboard.core.catalog import STATUS_LABELS
from dashboard.core.formatting import typography
from dashboard.server.api import words
from dashboard.server.api.openapi import common_parameters
from dashboard.server.api.routes import API, COLUMNS, CONSTANTS, OPENAPI, PROFILE, ROUTES, Route

STYLE = (
    "body{font:1rem/1.5 sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#1c1b1a;"
    "background:#fff}"
    "h1{font-size:1.6rem}h2{font-size:1.25rem;margin-top:2rem}"
    "code,pre{background:#f2f1ef;overflow-wrap:anywhere}pre{padding:.5rem;white-space:pre-wrap}"
    "table{border-collapse:collapse;width:100%}"
    "th,td{text-align:left;vertical-align:top;border-bottom:1px solid #ccc;padding:.25rem .5rem}"
    "th{font-weight:600}"
    "@media (prefers-color-scheme: dark){body{color:#eee;background:#1c1b1a}"
    "code,pre{background:#333}a{color:#9cf}}"
)


def help_page(site: str) -> str:
    """The document; ``site`` is the public address of the site, empty when none is set."""
    sections = "".join(_section(route, site) for route in ROUTES.values())
    return (
        '<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8">'
        f'<meta name="viewport" content="width=device-width"><title>{_escaped(words.TITLE)}</title>'
        f"<style>{STYLE}</style></head><body><main><h1>{_escaped(words.TITLE)}</h1>"
        f"<p>{_escaped(words.SUMMARY)}</p><p>{_escaped(words.LICENCE)}</p>"
        f'<p><a href="{API}/{OPENAPI}">{_escaped(words.OPENAPI_LINK)}</a> · '
        f'<a href="/reutiliser">{_escaped(words.EXAMPLES_LINK)}</a></p>'
        f"<h2>{_escaped(words.RULES_TITLE)}</h2><ul>{_items(words.RULES)}</ul>"
        f"<h2>{_escaped(words.PARAMETERS_TITLE)}</h2>"
        + _table(
            words.PARAMETERS_HEADER,
            ((name, item["description"]) for name, item in common_parameters().items()),
        )
        + f"<h2>{_escaped(words.STATUSES_TITLE)}</h2>"
        + _table(words.STATUSES_HEADER, STATUS_LABELS.items())
        + f"<h2>{_escaped(words.PROFILE_TITLE)}</h2><p>{_escaped(words.PROFILE_TEXT)}</p>"
        + _link(f"{API}/territories/DEP-12/{PROFILE}", site)
        + sections
        + f"<h2>{_escaped(words.CONSTANTS_TITLE)}</h2>"
        + _table(
            words.COLUMNS_HEADER,
            ((name, item.type, item.description_fr) for name, item in CONSTANTS.items()),
        )
        + "</main></body></html>"
    )


def _section(route: Route, site: str) -> str:
    filters = _table(
        words.FILTERS_HEADER,
        ((item.column, item.description_fr, item.example) for item in route.filters),
    )
    columns = _table(
        words.COLUMNS_HEADER,
        ((name, COLUMNS[name].type, COLUMNS[name].description_fr) for name in route.columns),
    )
    return (
        f'<h2 id="{route.name}">{_escaped(route.title_fr)}</h2>'
        f"<p>{_escaped(route.description_fr)}</p>"
        + _link(route.path, site)
        + (filters if route.filters else "")
        + f"<details><summary>{_escaped(words.columns_of(len(route.columns)))}</summary>{columns}"
        "</details>"
    )


def _escaped(text: str) -> str:
    return escape(typography(text))


def _link(path: str, site: str) -> str:
    return f'<p><a href="{escape(path)}"><code>{escape(site + path)}</code></a></p>'


def _items(texts: Iterable[str]) -> str:
    return "".join(f"<li>{_escaped(text)}</li>" for text in texts)


def _table(header: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = "".join(f'<th scope="col">{_escaped(text)}</th>' for text in header)
    body = "".join(
        "<tr>"
        + "".join(
            f"<td><code>{escape(str(cell))}</code></td>"
            if rank == 0
            else f"<td>{_escaped(str(cell))}</td>"
            for rank, cell in enumerate(row)
        )
        + "</tr>"
        for row in rows
    )
    return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
