"""Nobody in: addresses, origins, files, sign-ins, connections, headers, asked without a browser."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, suppress
from tempfile import TemporaryFile
from threading import Thread

import httpx
import pytest
from websockets.exceptions import WebSocketException
from websockets.sync.client import connect

from tests.support.patience import PATIENCE_SECONDS
from tests.support.served import ADMINISTRATOR, CONTRIBUTOR, READER, ROLES, Served, serving

FOREIGN = "https://ailleurs.example"
MEGABYTE = 1024 * 1024
ROWS = b"departement;date;nombre\n12;2024-12-31;61\n"
CLOSED = (
    "/_stcore/metrics",
    "/_stcore/metrics/",
    "/_stcore/script-health-check",
    "/_stcore/agent/interact",
    "/_stcore/agent/openapi.json",
    "/_stcore/agent/mcp",
    "/_stcore/agent/mcp/",
    "/_stcore/agent/autre",
    "/carte/_stcore/agent/mcp",
    "/carte/_stcore/health",
    "/_stcore/bidi-components/a/b.js",
    "/_stcore/allowed-message-origins",
    "/_stcore/",
    "/_stcore",
    "/_stcore/health/",
    "/_STCORE/metrics",
    "/%5fstcore/metrics",
    "/_stcore/./metrics",
    "//_stcore/metrics",
    "/_stcore//metrics",
    "/component/a/index.html",
    "/docs",
    "/openapi.json",
    "/static/js/absent.js",
    "/app/static/absent.css",
    "/app/static/../app.py",
    "/index.html",
    "/.streamlit/secrets.toml",
)
OPEN = (
    "/",
    "/carte",
    "/vos-donnees",
    "/_stcore/health",
    "/_stcore/host-config",
    "/favicon.png",
    "/app/static/style.css",
    "/sante",
)
METHODS = ("POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE")


@pytest.fixture(scope="module")
def server(demonstration, tmp_path_factory) -> Iterator[Served]:
    """A server in mode « serveur », on a demonstration; nothing of it may leave the machine."""
    with serving(tmp_path_factory.mktemp("surface") / "site", demonstration) as served:
        yield served
        assert served.outside == "", "something left the machine"
        assert "Traceback" not in served.log


@pytest.fixture(autouse=True)
def settings(server) -> Iterator[None]:
    """Each test begins with the same accounts."""
    server.restrict()
    yield
    server.restrict()


def until(condition: Callable[[], bool]) -> bool:
    """Whether a condition comes true before patience ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False


# Addresses


@pytest.mark.fault(
    "lire les mesures, l’interface des agents, un chemin détourné", "404 en français"
)
@pytest.mark.parametrize("role", ROLES)
def test_an_address_that_no_page_needs_does_not_exist(server, role):
    cookies = server.cookies(ROLES[role])
    for path in CLOSED:
        answer = server.ask("GET", path, cookies=cookies)
        assert answer.status_code in (400, 404), (path, answer.status_code)
        assert "Adresse inconnue" in answer.text or answer.status_code == 400, path
        for origin in (server.base, FOREIGN):
            posted = server.ask(
                "POST", path, cookies=cookies, headers={"Origin": origin}, content=b"{}"
            )
            assert posted.status_code in (400, 404, 405), (path, posted.status_code)


@pytest.mark.fault("interroger une page par une autre méthode", "405, rien n’est fait")
@pytest.mark.parametrize("role", ROLES)
def test_a_page_is_read_and_nothing_else(server, role):
    cookies = server.cookies(ROLES[role])
    for path in OPEN:
        assert server.ask("GET", path, cookies=cookies).status_code == 200, path
        for method in METHODS:
            answer = server.ask(method, path, cookies=cookies)
            assert answer.status_code == 405, (method, path)


@pytest.mark.fault("en-têtes absents d’une réponse", "chaque réponse, refus compris, les a")
def test_every_answer_has_its_headers(server):
    for path in (*OPEN, *CLOSED[:5], "/auth/logout", "/media/absent.pdf"):
        answer = server.ask("GET", path, headers={"Accept": "text/html"})
        policy = answer.headers["content-security-policy"]
        scripts = next(part for part in policy.split("; ") if part.startswith("script-src"))
        assert "'unsafe-inline'" not in scripts and "'unsafe-eval'" not in scripts
        assert "frame-ancestors 'none'" in policy and answer.headers["x-frame-options"] == "DENY"
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["referrer-policy"] == "same-origin"
        assert "geolocation=()" in answer.headers["permissions-policy"]
        assert "access-control-allow-origin" not in answer.headers
        assert "uvicorn" not in answer.headers.get("server", "")
        assert "strict-transport-security" not in answer.headers


@pytest.mark.fault("servir par TLS, être montré dans un autre site", "Secure, HSTS, sites nommés")
def test_behind_tls_cookies_are_secure_and_frames_are_those_of_the_settings(server):
    tls = {"X-Forwarded-Proto": "https"}
    answer = server.ask("GET", "/_stcore/health", headers=tls)
    assert "max-age" in answer.headers["strict-transport-security"]
    assert answer.headers["set-cookie"].endswith("; Secure")
    server.restrict(more='\n[site]\ncadres = ["https://intranet.example"]\n')
    answer = server.ask("GET", "/carte", headers=tls | {"Accept": "text/html"})
    policy = answer.headers["content-security-policy"]
    assert "frame-ancestors 'self' https://intranet.example" in policy
    assert "x-frame-options" not in answer.headers


# Websockets


@pytest.mark.fault("ouvrir un websocket depuis un autre site", "refusé aussitôt, rien ne sort")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize(
    "origin",
    [FOREIGN, "null", "http://127.0.0.1.ailleurs.example", "http://ailleurs.example:80", "a", ""],
)
def test_a_foreign_websocket_is_refused_at_once(server, role, origin):
    started = time.monotonic()
    with (
        pytest.raises(WebSocketException),
        server.visit("carte", server.cookies(ROLES[role]), Origin=origin),
    ):
        pass
    assert time.monotonic() - started < PATIENCE_SECONDS / 2
    assert server.outside == ""


def test_the_site_of_the_settings_is_our_own(server):
    with (
        pytest.raises(WebSocketException),
        server.visit("carte", Origin="https://observatoire.example"),
    ):
        pass
    server.restrict(more='\n[site]\nadresse = "https://observatoire.example"\n')
    with server.visit("carte", Origin="https://observatoire.example") as visit:
        assert visit.session_id
    assert server.outside == ""


@pytest.mark.fault("ouvrir des pages sans fin depuis une adresse", "refusé au-delà du réglage")
def test_an_address_opens_so_many_pages(server):
    server.restrict(more="\n[limites]\npages_par_adresse = 2\n")
    with ExitStack() as stack:
        for _ in range(2):
            stack.enter_context(server.visit())
        with pytest.raises(WebSocketException), server.visit():
            pass
    assert until(lambda: opens(server))


def opens(server: Served) -> bool:
    """Whether a page opens."""
    try:
        with server.visit():
            return True
    except WebSocketException:
        return False


# Files


def send(server: Served, address: str, cookies: dict, origin: str = "", size: int = 0):
    headers = {"X-Xsrftoken": cookies["_streamlit_xsrf"], "Origin": origin or server.base}
    with TemporaryFile() as content:
        content.write(ROWS)
        # A large file is sent as it is read: ten of them at once would be held here too.
        content.truncate(max(size, len(ROWS)))
        content.seek(0)
        return server.ask(
            "PUT", address, cookies=cookies, headers=headers, files={"file": ("a.csv", content)}
        )


@pytest.mark.fault("déposer un fichier sans droit d’importer", "403 en français, rien en mémoire")
@pytest.mark.parametrize("role", ["anonyme", "lecteur"])
@pytest.mark.parametrize("page", ["", "vos-donnees"])
def test_who_may_not_import_sends_no_file(server, role, page):
    cookies = server.cookies(ROLES[role])
    with server.visit(page, cookies) as visit:
        assert visit.addresses(3) == []
        address = f"/_stcore/upload_file/{visit.session_id}/numero"
        before = server.memory_mb()
        for _ in range(10):
            answer = send(server, address, cookies, size=49 * MEGABYTE)
            assert answer.status_code == 403 and "Refusé" in answer.text
        assert server.memory_mb() - before < 49


def test_a_contributor_sends_a_file_to_the_page_that_expects_one(server):
    cookies = server.cookies(CONTRIBUTOR)
    with server.visit("vos-donnees", cookies) as visit:
        (address,) = visit.addresses()
        assert send(server, address, cookies).status_code == 204
        assert send(server, address, cookies, origin=FOREIGN).status_code == 403
        # The same session, someone else's cookie, an address that was not given.
        assert send(server, address, server.cookies(ADMINISTRATOR)).status_code == 403
        assert send(server, address, server.cookies()).status_code == 403
        assert send(server, address + "0", cookies).status_code == 403
        server.restrict(without=CONTRIBUTOR)
        assert send(server, address, cookies).status_code == 403


@pytest.mark.fault("déposer depuis une page qui n’attend pas de fichier", "403")
def test_only_the_page_of_imports_expects_a_file(server):
    cookies = server.cookies(CONTRIBUTOR)
    with server.visit("carte", cookies) as visit:
        assert visit.addresses() == []
        address = f"/_stcore/upload_file/{visit.session_id}/numero"
        assert send(server, address, cookies).status_code == 403


@pytest.mark.fault("remplir la mémoire : 10 × 49 Mo", "un fichier par page, le reste refusé")
def test_ten_large_files_do_not_fill_the_memory(server):
    cookies = server.cookies(CONTRIBUTOR)
    with server.visit("vos-donnees", cookies) as visit:
        addresses = [*visit.addresses(5), *visit.addresses(5)]
        before = server.memory_mb()
        answers: list[int] = []

        def send_one(address: str) -> None:
            answer = send(server, address, cookies, size=49 * MEGABYTE)
            answers.append(answer.status_code)

        threads = [Thread(target=send_one, args=(address,)) for address in addresses]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert set(answers) <= {204, 403, 429, 503} and len(answers) == 10
        assert answers.count(204) <= 5
        assert server.memory_mb() - before < 4 * 49
    # The files of a closed session go.
    assert until(lambda: server.memory_mb() - before < 2 * 49)


@pytest.mark.fault("mentir sur la taille d’un fichier, ou n’en rien dire", "413, 400")
def test_a_size_is_what_it_says(server):
    cookies = server.cookies(CONTRIBUTOR)
    with server.visit("vos-donnees", cookies) as visit:
        (address,) = visit.addresses()
        assert send(server, address, cookies, size=52 * MEGABYTE).status_code == 413

        def endless() -> Iterator[bytes]:
            yield b'--a\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
            for _ in range(60):
                yield b"x" * MEGABYTE

        headers = {
            "X-Xsrftoken": cookies["_streamlit_xsrf"],
            "Content-Type": "multipart/form-data; boundary=a",
        }
        with suppress(httpx.WriteError, httpx.RemoteProtocolError, httpx.ReadError):
            answer = server.ask("PUT", address, cookies=cookies, headers=headers, content=endless())
            assert answer.status_code == 413 and "dépasse" in answer.text


@pytest.mark.long
@pytest.mark.fault("déposer un fichier lettre par lettre", "refusé à la fin du délai")
def test_a_file_that_never_ends_is_dropped(server):
    server.restrict(more="\n[depots]\ndelai_secondes = 10\n")
    cookies = server.cookies(CONTRIBUTOR)
    with server.visit("vos-donnees", cookies) as visit:
        (address,) = visit.addresses()

        def slow() -> Iterator[bytes]:
            yield b'--a\r\nContent-Disposition: form-data; name="f"; filename="f.csv"\r\n\r\n'
            while True:
                time.sleep(0.5)
                yield b"x"

        headers = {
            "X-Xsrftoken": cookies["_streamlit_xsrf"],
            "Content-Type": "multipart/form-data; boundary=a",
        }
        started = time.monotonic()
        with suppress(httpx.WriteError, httpx.RemoteProtocolError, httpx.ReadError):
            answer = server.ask("PUT", address, cookies=cookies, headers=headers, content=slow())
            assert answer.status_code == 408
        assert time.monotonic() - started < PATIENCE_SECONDS


@pytest.mark.fault("déposer sans cesse", "429, « réessayer dans … s »")
def test_files_are_not_sent_without_end(server):
    server.restrict(more="\n[limites]\ndepots_par_minute = 2\n")
    cookies = server.cookies(CONTRIBUTOR)
    with server.visit("vos-donnees", cookies) as visit:
        (address,) = visit.addresses()
        assert [send(server, address, cookies).status_code for _ in range(2)] == [204, 204]
        refused = send(server, address, cookies)
        assert refused.status_code == 429 and "réessayer dans" in refused.text
        assert int(refused.headers["retry-after"]) in range(1, 61)


# Documents


@pytest.mark.fault("fabriquer des documents sans cesse", "« réessayer dans … s »")
def test_documents_are_not_made_without_end(server):
    server.restrict(more="\n[limites]\ndocuments_par_minute = 2\n")
    with server.visit("fiche", server.cookies(READER)) as visit:
        visit.query = "territoire=DEP-12"
        visit.run()
        made = visit.files["CSV"]
        assert [bool(visit.document(made)[0]) for _ in range(3)] == [True, True, False]
        assert "réessayer dans" in visit.document(made)[1]


@pytest.mark.fault("télécharger après le retrait de son compte", "refusé, fragments compris")
def test_an_account_that_is_withdrawn_loses_what_is_open(server):
    server.restrict("restreinte")
    cookies = server.cookies(READER)
    with ExitStack() as stack:
        fiche = stack.enter_context(server.visit("fiche", cookies))
        fiche.query = "territoire=DEP-12"
        fiche.run()
        retention = stack.enter_context(server.visit("fidelisation", cookies))
        retention.query = "mode=expert"
        retention.run()
        address, _ = fiche.document(fiche.files["CSV"])
        assert server.ask("GET", address, cookies=cookies).status_code == 200
        (fragment,) = retention.fragments
        assert "Présentation" in retention.run(fragment)
        server.restrict("restreinte", without=READER)
        assert fiche.document(fiche.files["CSV"]) == (
            "",
            "Refusé : la lecture est réservée aux comptes déclarés. Que faire : se connecter.",
        )
        assert server.ask("GET", address, cookies=cookies).status_code == 403
        assert "Présentation" not in retention.run(fragment)


# Sign-ins


@pytest.mark.fault("rejouer un cookie après s’être déconnecté", "plus aucun droit")
def test_a_cookie_gives_nothing_after_its_visitor_signed_out(server):
    cookies = server.cookies(ADMINISTRATOR)
    with server.visit("vos-donnees", cookies) as visit:
        assert visit.addresses()
        left = server.ask(
            "GET", "/auth/logout", cookies=cookies, headers={"Sec-Fetch-Site": "same-origin"}
        )
        assert left.status_code == 302
        # The page that was open, then a new one; the cookie written in another way.
        visit.run()
        assert "Se connecter" in "\n".join(visit.texts)
        (tail,) = cookies["_streamlit_user"][-1:]
        others = [cookies["_streamlit_user"][:-1] + letter for letter in {tail, "A", "B", "C", "g"}]
        for value in others:
            with server.visit("vos-donnees", cookies | {"_streamlit_user": value}) as again:
                assert again.addresses() == []
                assert "Se déconnecter" not in "\n".join(again.texts)
    # Signing in again is another sign-in.
    with server.visit("vos-donnees", server.cookies(ADMINISTRATOR)) as back:
        assert back.addresses()


@pytest.mark.fault("déconnecter quelqu’un depuis un autre site", "403, il reste connecté")
def test_nobody_is_signed_out_by_another_site(server):
    cookies = server.cookies(ADMINISTRATOR)
    for headers in (
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Referer": f"{FOREIGN}/page"},
        {"Origin": FOREIGN},
    ):
        for path in ("/auth/logout", "/auth/login"):
            answer = server.ask("GET", path, cookies=cookies, headers=headers)
            assert answer.status_code == 403 and 'lang="fr"' in answer.text
            assert "set-cookie" not in answer.headers
    with server.visit("vos-donnees", cookies) as visit:
        assert visit.addresses()


# Connections


@pytest.mark.fault("200 connexions à moitié ouvertes, 180 descripteurs", "tous sont servis")
def test_half_open_connections_lock_nobody_out(demonstration, tmp_path):
    with serving(tmp_path / "site", demonstration, descriptors=180) as server, ExitStack() as stack:
        opened = []
        for rank in range(200):
            connection = stack.enter_context(
                socket.create_connection(("127.0.0.1", server.port), timeout=PATIENCE_SECONDS)
            )
            connection.sendall(b"GET / HTTP/1.1\r\nHost: a\r\n" if rank % 2 else b"")
            opened.append(connection)
        assert server.ask("GET", "/carte").status_code == 200
        assert until(lambda: all(map(is_closed, opened)))
        assert server.ask("GET", "/carte").status_code == 200
        assert len(server.log.splitlines()) < 20


def is_closed(connection: socket.socket) -> bool:
    """Whether the other end has closed a connection."""
    connection.setblocking(False)
    try:
        return connection.recv(1) == b""
    except BlockingIOError:
        return False
    except OSError:
        return True


@pytest.mark.fault("dire autre chose que du HTTP", "400 en français, un journal court")
def test_what_is_not_http_is_refused_in_french(server):
    before = len(server.log.splitlines())
    for _ in range(50):
        with socket.create_connection(("127.0.0.1", server.port)) as connection:
            connection.sendall(b"\x16\x03\x01 bonjour\r\n\r\n")
            received = b"".join(iter(lambda: connection.recv(4096), b""))
            assert b"Demande HTTP invalide" in received
    assert len(server.log.splitlines()) - before < 5


# API


@pytest.mark.fault("lire l’API d’un site qui se lit connecté", "refusé, comme ses pages")
def test_the_api_is_read_by_whoever_may_read_the_pages(server):
    path = "/api/v1/targets"
    assert server.ask("GET", path).status_code == 200
    server.restrict("restreinte")
    refused = server.ask("GET", path)
    assert refused.status_code == 403
    assert refused.headers["content-type"] == "application/problem+json"
    assert "se connecter" in refused.json()["detail"]
    for account in ROLES.values():
        answer = server.ask("GET", path, cookies=server.cookies(account))
        assert answer.status_code == (200 if account else 403), account
    cookies = server.cookies(READER)
    server.ask("GET", "/auth/logout", cookies=cookies, headers={"Sec-Fetch-Site": "same-origin"})
    assert server.ask("GET", path, cookies=cookies).status_code == 403


def test_beside_the_api_there_is_nothing_and_it_has_no_websocket(server):
    for path in ("/api", "/api/", "/api/v2", "/api/v1.json", "/API/v1", "/carte/api/v1/targets"):
        for accept in ("*/*", "text/html"):
            answer = server.ask("GET", path, headers={"Accept": accept})
            assert answer.status_code == 404 and "Adresse inconnue" in answer.text, path
    for path in ("/api/v1/%2e%2e/sante", "/api/v1/..%2f..%2fapp.py", "/api/v1//targets"):
        assert server.ask("GET", path).status_code in (400, 404), path
    address = f"ws://127.0.0.1:{server.port}/api/v1/targets"
    with pytest.raises(WebSocketException), connect(address, additional_headers={}):
        pass


def test_an_answer_of_the_api_has_the_headers_of_safety_and_of_no_other_site(server):
    for path in ("/api/v1/targets", "/api/v1/aide", "/api/v1/absent"):
        headers = server.ask("GET", path, headers={"Origin": FOREIGN}).headers
        assert headers["x-content-type-options"] == "nosniff"
        assert "default-src 'self'" in headers["content-security-policy"]
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert not [name for name in headers if name.startswith("access-control")]


@pytest.mark.fault("poser 200 grandes questions à l’API", "les pages s’ouvrent pendant ce temps")
def test_pages_open_while_two_hundred_questions_wait(server):
    server.restrict(more="\n[limites]\napi_par_minute_adresse = 100000\n")
    path = f"{server.base}/api/v1/gaps?donnees=demo&page_size=10000&page={{}}"
    answers: list[int] = []
    # A client of its own for each would cost more than the answers.
    limits = httpx.Limits(max_connections=None)
    with httpx.Client(timeout=PATIENCE_SECONDS, limits=limits) as client:
        threads = [
            Thread(
                target=lambda rank=rank: answers.append(client.get(path.format(rank)).status_code)
            )
            for rank in [1, 2, 3, 4] * 50
        ]
        for thread in threads:
            thread.start()
        assert opens(server)
        is_waiting = any(thread.is_alive() for thread in threads)
        for thread in threads:
            thread.join()
    assert is_waiting, "the page waited for all of them"
    assert len(answers) == 200
    assert set(answers) <= {200, 503}
    assert until(lambda: server.ask("GET", "/api/v1/keys").status_code == 200)
