"""Rows as JSON, CSV or Parquet, the links between pages, and the digest of an answer."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

import pyarrow.csv
import pyarrow.parquet
from starlette.responses import Response

from dashboard.core.catalog import BuildInfo
from dashboard.core.files import file_name
from dashboard.queries.cache import ServedBuild, cursor_of
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.published import Asked, count_rows, json_rows, table_rows
from dashboard.server.api import words
from dashboard.server.api.asking import (
    BUILD,
    MEDIA_TYPES,
    MOST_ROWS,
    PAGE,
    Paging,
    Question,
)
from dashboard.server.api.problems import ProblemError
from dashboard.server.api.routes import (
    API,
    COLUMNS,
    PROFILE,
    PROFILE_BLOCKS,
    ROUTES,
    Route,
)
from dashboard.server.api.turns import Stopped

# To change when an answer to the same question changes for the same build.
REVISION = "2"


@dataclass(frozen=True)
class Content:
    """An answer as it is sent."""

    body: bytes
    media_type: str
    headers: Mapping[str, str] = field(default_factory=dict)

    def response(self, etag: str) -> Response:
        """The answer, with what lets it be asked again without being sent."""
        headers = {**caching(etag), **self.headers}
        return Response(self.body, media_type=self.media_type, headers=headers)


def caching(etag: str) -> dict[str, str]:
    """What caches are told: to ask each time, which costs nothing while the build is the same."""
    return {"etag": etag, "cache-control": "private, no-cache", "vary": "Accept, Cookie"}


def digest_of(build: ServedBuild, path: str, question: Question) -> str:
    """Tag of an answer: the same while the build and the question are."""
    facts = (REVISION, build.build_id, build.version, path, question.format, question.parameters)
    return f'W/"{hashlib.sha256(repr(facts).encode()).hexdigest()[:32]}"'


def is_same(etag: str, asked: str) -> bool:
    """Whether a header ``If-None-Match`` names a tag."""
    named = {text.strip().removeprefix("W/") for text in asked.split(",")}
    return "*" in named or etag.removeprefix("W/") in named


def rows_of(
    build: ServedBuild, site: str, route: Route, question: Question
) -> Callable[[Stopped], Content]:
    """What makes the answer of a route.

    Raises, when it is called
    -------------------------
    ProblemError
        When a file would be incomplete.
    """

    def make(stopped: Stopped) -> Content:
        cursor = stopped.watch(cursor_of(build))
        paging = question.paging
        asked = Asked(
            route.name,
            route.columns,
            route.order,
            dict(question.filters),
            question.latest,
            paging.size,
            paging.offset,
        )
        total = count_rows(cursor, asked)
        if question.format != "json" and not paging.is_asked and total > MOST_ROWS:
            detail = words.too_many_rows(total, MOST_ROWS)
            raise ProblemError(400, words.TOO_MANY_ROWS, detail)
        info = fetch_catalog(build).build
        links = page_links(site + route.path, question, total, info.build_id)
        headers = {
            "x-total-count": str(total),
            "link": ", ".join(f'<{url}>; rel="{name}"' for name, url in links.items()),
            **told_of(info),
        }
        if question.format != "json":
            return _file(build, stopped, route, asked, question, headers)
        around = {**envelope(info), "pagination": _pagination(paging, total), "links": links}
        return Content(
            _document(around, {"data": json_rows(cursor, asked)}), MEDIA_TYPES["json"], headers
        )

    return make


def profile_of(
    build: ServedBuild, site: str, territory_id: str, question: Question
) -> Callable[[Stopped], Content]:
    """What makes the profile of a territory: the latest value of each indicator, and its blocks.

    A file has the values only.
    """

    def make(stopped: Stopped) -> Content:
        cursor = stopped.watch(cursor_of(build))
        catalog = fetch_catalog(build)
        info = catalog.build
        here = {"territory_id": (territory_id,)}
        headers = told_of(info)
        blocks: dict[str, list[str]] = {}
        for name, route_name in PROFILE_BLOCKS.items():
            route = ROUTES[route_name]
            filters = dict(here)
            if name == "gaps":
                filters["period"] = (str(max(catalog.national_years, default=0)),)
            asked = Asked(
                route_name, route.columns, route.order, filters, name == "values", MOST_ROWS
            )
            if question.format != "json":
                return _file(build, stopped, route, asked, question, headers, territory_id)
            blocks[name] = json_rows(cursor, asked)
        link = f"{site}{API}/territories/{territory_id}/{PROFILE}"
        if question.parameters:
            link = f"{link}?{urlencode(question.parameters)}"
        places = ROUTES["territories"]
        (place,) = json_rows(cursor, Asked(places.name, places.columns, places.order, dict(here)))
        around = {**envelope(info), "territory": json.loads(place), "links": {"self": link}}
        return Content(_document(around, blocks), MEDIA_TYPES["json"], headers)

    return make


def envelope(info: BuildInfo) -> dict[str, object]:
    """What stands around the rows: the build, whether it is fictitious, the licence."""
    return {
        "build": {
            "build_id": info.build_id,
            "built_on": info.built_on_iso,
            "data_version": info.data_version,
            "is_demo": info.is_demo,
            "secrecy_threshold_n": info.secrecy_threshold,
            "notice_fr": words.FICTITIOUS if info.is_demo else words.PUBLISHED,
        },
        "licence_fr": words.LICENCE,
    }


def told_of(info: BuildInfo) -> dict[str, str]:
    """Headers that say which build answers, and whether it is fictitious."""
    return {
        "x-build-id": info.build_id,
        "x-data-set": "demonstration" if info.is_demo else "published",
    }


def page_links(address: str, question: Question, total: int, build_id: str) -> dict[str, str]:
    """Addresses of the pages, of the same build: a page of another would not follow this one."""
    page, size = question.paging.page, question.paging.size
    last = max(1, -(-total // size))
    pages = {"self": page, "first": 1, "prev": page - 1, "next": page + 1, "last": last}
    given = {name: text for name, text in question.parameters if name not in (PAGE, BUILD)}
    return {
        name: f"{address}?{urlencode({**given, PAGE: number, BUILD: build_id})}"
        for name, number in pages.items()
        if name == "self" or 1 <= number <= last
    }


def _pagination(paging: Paging, total: int) -> dict[str, int]:
    return {
        "page": paging.page,
        "page_size": paging.size,
        "total": total,
        "pages": -(-total // paging.size),
    }


def _document(around: Mapping[str, object], blocks: Mapping[str, list[str]]) -> bytes:
    """A JSON document whose rows the database wrote."""
    head = json.dumps(around, ensure_ascii=False)
    rows = (f'"{name}": [{",".join(texts)}]' for name, texts in blocks.items())
    return f"{head[:-1]}, {', '.join(rows)}}}".encode()


def _file(
    build: ServedBuild,
    stopped: Stopped,
    route: Route,
    asked: Asked,
    question: Question,
    headers: Mapping[str, str],
    *parts: str,
) -> Content:
    """Rows as a file, each with its build and whether it is fictitious."""
    is_csv = question.format == "csv"
    catalog = fetch_catalog(build)
    texts = [name for name in route.columns if COLUMNS[name].type == "string"] if is_csv else []
    constants = {"is_demo": catalog.build.is_demo, "build_id": catalog.build.build_id}
    table = table_rows(stopped.watch(cursor_of(build)), asked, texts, constants)
    content = io.BytesIO()
    if is_csv:
        pyarrow.csv.write_csv(table, content)
    else:
        pyarrow.parquet.write_table(table, content)
    told = "demonstration" if catalog.build.is_demo else ""
    name = f"{file_name(catalog, route.name, *parts, told)}.{question.format}"
    media_type = MEDIA_TYPES[question.format] + ("; charset=utf-8" if is_csv else "")
    disposition = f'attachment; filename="{name}"'
    return Content(content.getvalue(), media_type, {**headers, "content-disposition": disposition})
