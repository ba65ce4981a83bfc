"""The application: who may read, how often, and the answer to each address."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

import duckdb
from starlette.responses import HTMLResponse, Response
from starlette.types import Message, Receive, Scope, Send

from dashboard.access.identity import rights_of_connection
from dashboard.access.settings import configured_access
from dashboard.access.surface import configured_surface
from dashboard.core.registry import SITE
from dashboard.core.selection import DATA_SET, DEMO
from dashboard.queries.cache import NoWarehouseError, ServedBuild, is_still_sound, served_build
from dashboard.queries.catalog import fetch_catalog
from dashboard.server.api import words
from dashboard.server.api.answering import (
    Content,
    caching,
    digest_of,
    envelope,
    is_same,
    profile_of,
    rows_of,
)
from dashboard.server.api.asking import (
    COMMON,
    Question,
    known_parameters,
    question_of,
    read_parameters,
    reads_demo,
    refuse_unknown,
)
from dashboard.server.api.help_page import help_page
from dashboard.server.api.openapi import openapi_document
from dashboard.server.api.problems import ProblemError, problem_response
from dashboard.server.api.routes import API, HELP, OPENAPI, PROFILE, ROUTES, Route
from dashboard.server.api.turns import Stopped, Turns
from dashboard.server.rates import Rates
from dashboard.server.requests import (
    address_of,
    configured_site,
    cookies_of,
    headers_of,
    origin_of,
)
from foundation.settings_file import SettingsError

READING = ("GET", "HEAD")
logger = logging.getLogger(__name__)


@dataclass
class Api:
    """Answer what is asked under ``/api/v1``, as anybody who reads the pages may see it."""

    turns: Turns = field(default_factory=Turns)
    rates: Rates = field(default_factory=Rates)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; a refusal and a failure are told as problems."""
        if scope["method"] == "HEAD":
            send = without_body(send)
        try:
            response = await self._answer(scope, receive)
        except ProblemError as error:
            response = problem_response(error)
        except NoWarehouseError:
            response = problem_response(ProblemError(503, words.NO_BUILD, words.NO_BUILD_DETAIL))
        except Exception as error:
            # What kind only: the message may hold what was asked.
            logger.exception("the API failed: %s", type(error).__name__, exc_info=False)
            response = problem_response(ProblemError(500, words.FAILED, words.FAILED_DETAIL))
        if response is not None:
            await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response | None:
        if scope["method"] not in READING:
            raise ProblemError(
                405, words.WRONG_METHOD, words.WRONG_METHOD_DETAIL, allow=", ".join(READING)
            )
        await self.turns.enter(address_of(scope))
        if not rights_of_connection(cookies_of(scope), origin_of(scope)).can_read:
            raise ProblemError(403, words.NO_READING, words.NO_READING_DETAIL)
        await self._count(scope)
        parameters = read_parameters(scope.get("query_string", b""))
        parts = tuple(scope["path"].removeprefix(API).removeprefix("/").split("/"))
        document = _document_of(parts, parameters, headers_of(scope).get("accept", ""))
        if document is not None:
            return document
        route, territory_id = _route_of(parts)
        known = known_parameters(route, of_profile=bool(territory_id))
        refuse_unknown(parameters, known)
        return await self._rows(scope, receive, route, territory_id, parameters)

    async def _rows(
        self,
        scope: Scope,
        receive: Receive,
        route: Route,
        territory_id: str,
        parameters: dict[str, str],
    ) -> Response | None:
        build = build_of(reads_demo(parameters))
        catalog = fetch_catalog(build)
        if territory_id and territory_id not in catalog.territories:
            raise ProblemError(404, words.UNKNOWN_ROUTE, words.UNKNOWN_ROUTE_DETAIL)
        headers = headers_of(scope)
        asked = route if not territory_id else replace(route, filters=())
        question = question_of(asked, parameters, headers.get("accept", ""), catalog)
        if question.build_id not in ("", build.build_id):
            raise ProblemError(409, words.OTHER_BUILD, words.OTHER_BUILD_DETAIL)
        etag = digest_of(build, scope["path"], question)
        if is_same(etag, headers.get("if-none-match", "")):
            return Response(status_code=304, headers=caching(etag))
        make = _maker(build, route, territory_id, question)
        content = await self.turns.take(address_of(scope), receive, _sound(build, make))
        # Nobody waits for what is not there.
        return None if content is None else content.response(etag)

    async def _count(self, scope: Scope) -> None:
        """Count a request of an address; whoever is alone on a computer asks as it likes."""
        try:
            if configured_access().mode == "poste":
                return
            most = configured_surface().rates.api_of_address
        except SettingsError:
            raise ProblemError(403, words.NO_READING, words.NO_READING_DETAIL) from None
        wait = self.rates.wait("api", ((f"adresse {address_of(scope)}", most),))
        if wait:
            await self.turns.slow_down()
            detail = words.too_often(wait)
            raise ProblemError(429, words.TOO_OFTEN, detail, retry_after=str(wait))


def is_api(path: str) -> bool:
    """Whether an address is one of the API."""
    return path == API or path.startswith(f"{API}/")


def build_of(is_demo: bool) -> ServedBuild:
    """The build served, as an anonymous reader sees it: without any line that stands for a person.

    Raises
    ------
    NoWarehouseError
        When nothing sound has been published.
    """
    return replace(served_build(demo=is_demo), sight=frozenset())


def without_body(send: Send) -> Send:
    """What sends the headers of an answer only."""

    async def send_headers(message: Message) -> None:
        await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

    return send_headers


def _maker(
    build: ServedBuild, route: Route, territory_id: str, question: Question
) -> Callable[[Stopped], Content]:
    site = configured_site()
    if territory_id:
        return profile_of(build, site, territory_id, question)
    return rows_of(build, site, route, question)


def _sound(build: ServedBuild, make: Callable[[Stopped], Content]) -> Callable[[Stopped], Content]:
    """What makes an answer; a build that proves damaged is looked at again, and said not to be."""

    def make_or_look(stopped: Stopped) -> Content:
        try:
            return make(stopped)
        except duckdb.Error:
            if not stopped.is_set and not is_still_sound(build):
                raise NoWarehouseError("the build is damaged") from None
            raise

    return make_or_look


def _document_of(
    parts: tuple[str, ...], parameters: dict[str, str], accept: str
) -> Response | None:
    """The documents of the API: its root, its OpenAPI, its page for a person."""
    if parts not in ((HELP,), (OPENAPI,), ("",)):
        return None
    refuse_unknown(parameters, () if parts != ("",) else COMMON[:2])
    site = configured_site()
    kept = {"cache-control": "private, no-cache", "vary": "Accept, Cookie"}
    if parts == (HELP,) or (parts == ("",) and "text/html" in accept):
        return HTMLResponse(help_page(site), headers=kept)
    if parts == (OPENAPI,):
        document = openapi_document(site)
    else:
        is_demo = reads_demo(parameters)
        info = fetch_catalog(build_of(is_demo)).build
        # What is reached from the demonstration is of the demonstration.
        end = f"?{urlencode({DATA_SET: DEMO})}" if is_demo else ""
        paths = {"self": API, **{name: route.path for name, route in ROUTES.items()}}
        links = {name: f"{site}{path}{end}" for name, path in paths.items()}
        links |= {"openapi": f"{site}{API}/{OPENAPI}", "aide": f"{site}{API}/{HELP}"}
        document = {"title": SITE, **envelope(info), "links": links}
    content = json.dumps(document, ensure_ascii=False)
    return Response(content, media_type="application/json", headers=kept)


def _route_of(parts: tuple[str, ...]) -> tuple[Route, str]:
    """Route of an address, and the territory of a profile, empty otherwise."""
    if len(parts) == 1 and parts[0] in ROUTES:
        return ROUTES[parts[0]], ""
    if len(parts) == 3 and parts[0] == "territories" and parts[2] == PROFILE and parts[1]:
        return ROUTES["observations"], parts[1]
    raise ProblemError(404, words.UNKNOWN_ROUTE, words.UNKNOWN_ROUTE_DETAIL)
