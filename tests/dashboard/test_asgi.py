"""The server: a French document, a geometry kept for good by browsers, the rest untouched."""

from __future__ import annotations

import asyncio
import gzip
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import pytest

from dashboard import asgi
from dashboard.core.registry import SITE
from dashboard.core.selection import UNKNOWN_PAGE
from tests.support.patience import PATIENCE_SECONDS

# A file of outlines is named by what it holds.
FEW = b'{"levels": {}}'
MANY = b'{"levels": "' + b"M0 0" * 5_000 + b'"}'
OUTLINES = f"carte-{sha256(FEW).hexdigest()[:12]}.json"
DEMONSTRATION_OUTLINES = f"carte-aires-{sha256(FEW).hexdigest()[:12]}.json"

# Driven by hand: starlette's TestClient would need one more package.
HTML = {"accept": "text/html,application/xhtml+xml", "accept-encoding": "gzip, br"}
STREAMLIT_HTML = b'<!DOCTYPE html><html lang="en"><head><title>Streamlit</title></head></html>'


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes


async def _ask(app, path: str, headers: dict[str, str], method: str) -> Answer:
    sent = []
    requests = [{"type": "http.request", "body": b"", "more_body": False}]

    async def receive():
        return requests.pop() if requests else await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "headers": [(k.encode(), v.encode()) for k, v in {"host": "127.0.0.1", **headers}.items()],
        "client": ("127.0.0.1", 50_000),
        "server": ("127.0.0.1", 8600),
    }
    await app(scope, receive, send)
    start, *chunks = sent
    received = {key.decode().lower(): value.decode() for key, value in start["headers"]}
    return Answer(start["status"], received, b"".join(c.get("body", b"") for c in chunks))


@pytest.fixture(scope="module")
def ask() -> Iterator[Callable[..., Answer]]:
    """Ask the real application, which can be started only once in a process."""
    loop = asyncio.new_event_loop()
    orders, replies = asyncio.Queue(), asyncio.Queue()
    scope = {"type": "lifespan", "asgi": {"version": "3.0"}, "state": {}}
    task = loop.create_task(asgi.app(scope, orders.get, replies.put))

    def order(kind: str) -> None:
        orders.put_nowait({"type": f"lifespan.{kind}"})
        reply = loop.run_until_complete(asyncio.wait_for(replies.get(), PATIENCE_SECONDS))
        assert reply["type"] == f"lifespan.{kind}.complete"

    def run(path: str, headers: dict[str, str] | None = None, method: str = "GET") -> Answer:
        asked = _ask(asgi.app, path, headers or {}, method)
        return loop.run_until_complete(asyncio.wait_for(asked, PATIENCE_SECONDS))

    order("startup")
    yield run
    order("shutdown")
    loop.run_until_complete(asyncio.wait_for(task, PATIENCE_SECONDS))
    loop.close()


@pytest.fixture
def outlines(tmp_path, monkeypatch) -> Path:
    """A small file of outlines in the warehouse served, and one of the demonstration."""
    monkeypatch.setenv("MSU_WAREHOUSE", str(tmp_path))
    for folder, name in ((tmp_path, OUTLINES), (tmp_path / "demo", DEMONSTRATION_OUTLINES)):
        path = folder / "geometry" / name
        path.parent.mkdir(parents=True)
        path.write_bytes(FEW)
    (tmp_path / "geometry" / "autre.json").write_text("{}", encoding="utf-8")
    return tmp_path / "geometry" / OUTLINES


def plain_app(body: bytes, content_type: str, status: int = 200, chunks: int = 1):
    """An ASGI application that sends one body, in chunks, and remembers what it was asked."""
    seen = []

    async def app(scope, receive, send):
        seen.append(scope)
        headers = [
            (b"content-type", content_type.encode()),
            (b"content-length", str(len(body)).encode()),
        ]
        await send({"type": "http.response.start", "status": status, "headers": headers})
        size = -(-len(body) // chunks)
        parts = [body[start : start + size] for start in range(0, len(body), size)]
        for rank, part in enumerate(parts, 1):
            more = rank < len(parts)
            await send({"type": "http.response.body", "body": part, "more_body": more})

    return app, seen


def test_the_document_becomes_french():
    document = asgi.french_document(STREAMLIT_HTML).decode()
    assert '<html lang="fr">' in document
    assert f"<title>{SITE}</title>" in document
    assert 'lang="en"' not in document
    assert document.index("<script>") < document.index("<title>")


def test_only_the_document_itself_is_changed():
    twice = STREAMLIT_HTML + b'<p lang="en"><title>Streamlit</title></p>'
    assert asgi.french_document(twice).endswith(b'<p lang="en"><title>Streamlit</title></p>')


@pytest.mark.parametrize("path", ["/", "/carte", "/donnees"])
def test_every_page_is_served_as_a_french_document(ask, path):
    answer = ask(path, HTML)
    document = answer.body.decode()
    assert answer.status == 200
    assert re.search(r'<html[^>]* lang="fr"', document)
    assert f"<title>{SITE}</title>" in document
    assert "<title>Streamlit" not in document
    assert int(answer.headers["content-length"]) == len(answer.body)
    assert "content-encoding" not in answer.headers


def test_the_outlines_are_kept_for_good_by_browsers(ask, outlines):
    answer = ask(f"/app/static/geo/{outlines.name}")
    assert answer.status == 200
    assert answer.body == outlines.read_bytes()
    assert "immutable" in answer.headers["cache-control"]
    assert f"max-age={asgi.YEAR_IN_SECONDS}" in answer.headers["cache-control"]


def test_a_browser_that_has_the_document_receives_it_whole_with_its_scripts(ask):
    first = ask("/carte", HTML)
    again = ask("/carte", HTML | {"if-modified-since": "Fri, 01 Jan 2100 00:00:00 GMT"})
    assert again.status == 200
    assert "etag" not in first.headers
    assert "sha256-" in again.headers["content-security-policy"]


def test_the_outlines_may_travel_compressed(ask, outlines):
    many = outlines.with_name(f"carte-{sha256(MANY).hexdigest()[:12]}.json")
    many.write_bytes(MANY)
    answer = ask(f"/app/static/geo/{many.name}", {"accept-encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert gzip.decompress(answer.body) == MANY


def test_the_outlines_of_the_demonstration_are_served_too(ask, outlines):
    assert ask(f"/app/static/geo/{DEMONSTRATION_OUTLINES}").status == 200


@pytest.mark.parametrize("name", ["carte-000000000000.json", "autre.json"])
def test_outlines_that_do_not_exist_are_not_remembered(ask, outlines, name):
    answer = ask(f"/app/static/geo/{name}")
    assert answer.status == 404
    assert "immutable" not in answer.headers.get("cache-control", "")


@pytest.mark.parametrize("path", ["/", "/_stcore/health"])
def test_nothing_else_is_kept_for_good(ask, path):
    assert "immutable" not in ask(path).headers.get("cache-control", "")


@pytest.mark.parametrize("name", ["../app.py", "%2e%2e/app.py", "../../state.py"])
def test_the_outlines_do_not_leave_their_folder(ask, outlines, name):
    answer = ask(f"/app/static/geo/{name}")
    assert b"import" not in answer.body or b"<html" in answer.body


@pytest.mark.parametrize("chunks", [1, 2, 7])
def test_a_document_sent_in_pieces_is_rewritten_whole(chunks):
    app, _ = plain_app(STREAMLIT_HTML, "text/html; charset=utf-8", chunks=chunks)
    answer = asyncio.run(_ask(asgi.FrenchDocument(app), "/", HTML, "GET"))
    document = answer.body.decode()
    assert document.startswith('<!DOCTYPE html><html lang="fr"><head>')
    assert f"<title>{SITE}</title>" in document
    assert document.endswith("></head></html>")
    assert int(answer.headers["content-length"]) == len(answer.body)


@pytest.mark.parametrize(
    ("content_type", "status"), [("application/json", 200), ("text/html", 404), ("text/html", 304)]
)
def test_other_answers_are_left_as_they_are(content_type, status):
    app, _ = plain_app(STREAMLIT_HTML, content_type, status)
    answer = asyncio.run(_ask(asgi.FrenchDocument(app), "/", HTML, "GET"))
    assert answer.status == status
    assert answer.body == STREAMLIT_HTML


@pytest.mark.parametrize(("method", "accept"), [("POST", "text/html"), ("GET", "application/json")])
def test_requests_that_do_not_ask_for_a_document_are_left_as_they_are(method, accept):
    app, seen = plain_app(STREAMLIT_HTML, "text/html")
    headers = {"accept": accept, "accept-encoding": "gzip"}
    answer = asyncio.run(_ask(asgi.FrenchDocument(app), "/", headers, method))
    assert answer.body == STREAMLIT_HTML
    assert (b"accept-encoding", b"gzip") in seen[0]["headers"]


@pytest.mark.parametrize("path", ["/auth/login", "/auth/logout", "/oauth2callback"])
def test_a_browser_on_its_way_to_sign_in_or_out_is_not_sent_back_to_the_pages(path):
    app, seen = plain_app(b"on the way", "text/plain", 302)
    answer = asyncio.run(_ask(asgi.FrenchDocument(app), path, HTML, "GET"))
    assert [scope["path"] for scope in seen] == [path]
    assert answer.status == 302
    assert "location" not in answer.headers


@pytest.mark.parametrize("path", ["/auth", "/auth/other", "/oauth2callback/other"])
def test_an_address_that_looks_like_them_is_still_an_unknown_page(path):
    app, seen = plain_app(b"on the way", "text/plain")
    answer = asyncio.run(_ask(asgi.FrenchDocument(app), path, HTML, "GET"))
    assert (answer.status, seen) == (307, [])
    assert answer.headers["location"].startswith(f"/?{UNKNOWN_PAGE}=")


def test_a_failed_sign_in_is_told_in_french():
    app, _ = plain_app(b"Authentication error", "text/plain", 400)
    answer = asyncio.run(_ask(asgi.FrenchSignInFailure(app), "/auth/login", HTML, "GET"))
    assert answer.status == 400
    assert "Connexion impossible" in answer.body.decode()
    assert b"Authentication error" not in answer.body
    assert int(answer.headers["content-length"]) == len(answer.body)


@pytest.mark.parametrize(("path", "status"), [("/auth/login", 200), ("/carte", 400)])
def test_other_answers_are_not_taken_for_a_failed_sign_in(path, status):
    app, _ = plain_app(b"other", "text/plain", status)
    answer = asyncio.run(_ask(asgi.FrenchSignInFailure(app), path, HTML, "GET"))
    assert (answer.status, answer.body) == (status, b"other")
