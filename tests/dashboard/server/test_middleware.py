"""What each answer says, what is refused, how often one may ask, what a failure looks like."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from starlette.exceptions import HTTPException

from dashboard.server import headers, uploads
from dashboard.server.failures import Failures
from dashboard.server.rates import Rates
from dashboard.server.requests import comes_from_own_page, is_own_origin
from dashboard.server.serving import Repeated, backlog, most_connections
from dashboard.server.sessions import without_sign_in
from dashboard.server.uploads import BoundedUploads, UploadRefusedError

HOST = "observatoire.example"
SOMEONE = "jeanne.dupont@exemple.example"


@pytest.fixture(autouse=True)
def settings(tmp_path, monkeypatch) -> None:
    path = tmp_path / "reglages.toml"
    path.write_text('[acces]\nmode = "serveur"\nlecture = "publique"\n', encoding="utf-8")
    monkeypatch.setenv("MSU_SETTINGS", str(path))


def scope_of(path: str = "/", kind: str = "http", **named: str) -> dict[str, Any]:
    asked = {"host": HOST} | {name.replace("_", "-"): text for name, text in named.items()}
    pairs = [(name.encode(), text.encode()) for name, text in asked.items()]
    return {"type": kind, "method": "GET", "path": path, "scheme": "http", "headers": pairs}


@pytest.mark.parametrize(
    ("origin", "is_own"),
    [
        (f"http://{HOST}", True),
        (f"https://{HOST}", True),
        (f"https://{HOST.upper()}", True),
        (f"https://{HOST}:443", True),
        (f"https://{HOST}:8443", False),
        (f"https://{HOST}.ailleurs.example", False),
        (f"https://ailleurs.example/{HOST}", False),
        (f"https://{HOST}@ailleurs.example", False),
        (f"https://a@{HOST}", False),
        (f"ftp://{HOST}", False),
        (f"file:///{HOST}", False),
        ("null", False),
        ("", False),
        ("https://[", False),
        ("https://observatoire.example:abc", False),
    ],
)
def test_our_own_origin_is_our_host_and_nothing_that_looks_like_it(origin, is_own):
    assert is_own_origin(origin, scope_of()) is is_own


def test_the_name_that_a_proxy_was_asked_for_is_ours():
    assert is_own_origin("https://public.example", scope_of(x_forwarded_host="public.example"))
    assert not is_own_origin("https://b.example", scope_of(x_forwarded_host="public.example"))


@pytest.mark.parametrize(
    ("said", "is_own"),
    [
        ({"sec_fetch_site": "same-origin"}, True),
        ({"sec_fetch_site": "none"}, False),
        ({"sec_fetch_site": "cross-site", "referer": f"http://{HOST}/"}, False),
        ({"referer": f"http://{HOST}/carte"}, True),
        ({"referer": "http://ailleurs.example/"}, False),
        ({}, False),
    ],
)
def test_a_page_of_ours_asked(said, is_own):
    assert comes_from_own_page(scope_of(**said)) is is_own


def test_a_policy_names_its_own_scripts_and_no_host_that_is_none():
    hashes = headers.script_hashes("<head><script>a()</script><script src='b'></script></head>")
    said = headers.policy(hashes.split(), (), 'a"; script-src *', encrypted=True)
    assert "script-src *" not in said
    assert f"'{hashes}'" in said
    assert "'unsafe-inline'" not in said.partition("style-src")[0]


def test_the_cookies_of_a_sign_in_are_left_out_and_no_other():
    scope = scope_of(cookie="_streamlit_user=a; _streamlit_user_1=b; mon_territoire=DEP-12")
    kept = dict(without_sign_in(scope)["headers"])
    assert kept[b"cookie"] == b"mon_territoire=DEP-12"


def test_whoever_asks_too_often_is_told_when_to_come_back():
    rates = Rates()
    limits = (("session 1", 2), ("adresse 1", 3))
    assert [rates.wait("a", limits) for _ in range(2)] == [0, 0]
    assert 1 <= rates.wait("a", limits) <= 60
    # Another session of the same address, until the address has asked enough.
    assert rates.wait("a", (("session 2", 2), ("adresse 1", 3))) == 0
    assert rates.wait("a", (("session 3", 2), ("adresse 1", 3))) > 0
    assert rates.wait("b", limits) == 0


async def answer_of(app: Callable[..., Awaitable[None]], scope: dict) -> list[dict]:
    sent: list[dict] = []

    async def send(message: dict) -> None:
        sent.append(message)

    async def receive() -> dict:
        return {"type": "http.request", "body": b"", "more_body": False}

    await app(scope, receive, send)
    return sent


def test_a_failure_is_a_page_in_french_whose_cause_is_in_the_log(caplog):
    async def fail(scope: dict, receive: object, send: object) -> None:
        raise ValueError(SOMEONE)

    with caplog.at_level(logging.ERROR):
        start, body = asyncio.run(answer_of(Failures(fail), scope_of()))
    assert start["status"] == 500
    assert "réessayer" in body["body"].decode()
    assert "ValueError" in caplog.text and "test_middleware.py" in caplog.text
    assert SOMEONE not in caplog.text


def test_the_failure_that_streamlit_answers_itself_is_in_french_too():
    async def answer(scope: dict, receive: object, send: Callable) -> None:
        await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b"Internal Server Error"})

    _, body = asyncio.run(answer_of(Failures(answer), scope_of()))
    assert b"Internal" not in body["body"]


def test_a_websocket_that_fails_is_closed():
    async def fail(scope: dict, receive: object, send: object) -> None:
        raise ValueError

    (closed,) = asyncio.run(answer_of(Failures(fail), scope_of(kind="websocket")))
    assert closed == {"type": "websocket.close", "code": 1011}


# Files


def test_an_address_is_given_to_a_page_that_expects_a_file_and_only_there():
    files = BoundedUploads("/depots")
    assert files.get_upload_urls("a", ["1.csv"]) == []
    files.expect("a")
    (given,) = files.get_upload_urls("a", ["1.csv"])
    assert files.is_expected("a", given.file_id)
    assert not files.is_expected("b", given.file_id)
    files.forget("a")
    assert not files.is_expected("a", given.file_id)


def test_room_is_counted_while_files_come():
    files = BoundedUploads("/depots")
    with files.room("a", 60, 100):
        with pytest.raises(UploadRefusedError) as full, files.room("b", 60, 100):
            pass
        assert full.value.status == 503
        with pytest.raises(UploadRefusedError) as busy, files.room("a", 1, 100):
            pass
        assert busy.value.status == 429
    with files.room("b", 60, 100):
        pass


@pytest.mark.parametrize("length", ["-1", "1e3", "１２", "abc", " 5"])
def test_a_size_that_is_no_number_is_refused(length):
    with pytest.raises(UploadRefusedError) as refused:
        uploads.declared_size(
            {"headers": [(b"content-length", length.encode("utf-8"))], "type": "http"}
        )
    assert refused.value.status == 400


def test_what_comes_beyond_its_size_or_never_comes_is_an_answer():
    async def too_much() -> dict:
        return {"type": "http.request", "body": b"x" * 10, "more_body": True}

    async def never() -> dict:
        return await asyncio.Event().wait()  # type: ignore[return-value]

    with pytest.raises(HTTPException) as large:
        asyncio.run(uploads.bounded_receive(too_much, 9, 60)())
    with pytest.raises(HTTPException) as late:
        asyncio.run(uploads.bounded_receive(never, 9, 0)())
    assert (large.value.status_code, late.value.status_code) == (413, 408)


# Connections


@pytest.mark.parametrize("limit", [64, 180, 1_024, 1_048_576])
def test_what_waits_leaves_room_for_the_server_itself(limit):
    assert 8 <= backlog(limit) <= 128


def test_some_connections_are_always_possible():
    assert most_connections() >= 16


def test_one_warning_in_a_while_is_written():
    calm = Repeated()
    bad = logging.LogRecord("a", logging.WARNING, "", 0, "Invalid HTTP request received.", (), None)
    other = logging.LogRecord("a", logging.ERROR, "", 0, "request", (), None)
    assert [calm.filter(bad), calm.filter(bad), calm.filter(other)] == [True, False, True]
