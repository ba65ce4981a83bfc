"""The API: each route answers what its document says, to whom may read, and nothing else."""

from __future__ import annotations

import asyncio
import csv
import io
import json
import re
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

import duckdb
import pyarrow.parquet
import pytest
from jsonschema import Draft202012Validator

from dashboard.access import identity
from dashboard.queries import cache
from dashboard.queries.cache import served_build
from dashboard.queries.published import STATEMENTS
from dashboard.server.api import api as api_module
from dashboard.server.api import words
from dashboard.server.api.api import Api, is_api
from dashboard.server.api.help_page import help_page
from dashboard.server.api.openapi import openapi_document, schema_name
from dashboard.server.api.problems import ProblemError
from dashboard.server.api.routes import API, COLUMNS, CONSTANTS, PROFILE_BLOCKS, ROUTES
from dashboard.server.api.turns import Stopped, Turns
from stores import reserved_path
from tests.support.patience import PATIENCE_SECONDS

DOCUMENT = openapi_document("")
RESTRICTED = """
[acces]
mode = "serveur"
lecture = "restreinte"
[[acces.comptes]]
identifiant = "lecteur"
role = "lecteur"
libelle = "ARS Exemple"
"""
PUBLIC = RESTRICTED.replace("restreinte", "publique")


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> dict:
        return json.loads(self.body)

    @property
    def problem(self) -> str:
        assert self.headers["content-type"] == "application/problem+json"
        document = self.json
        assert document["status"] == self.status
        validator("Problem").validate(document)
        return document["detail"]


async def _asked(app, path: str, method: str, headers: dict[str, str], client: str) -> Answer:
    sent = []

    async def receive():
        return await asyncio.Event().wait()

    async def send(message):
        sent.append(message)

    where = urlsplit(path)
    scope = {
        "type": "http",
        "method": method,
        "path": where.path,
        "query_string": where.query.encode("utf-8"),
        "scheme": "http",
        "headers": [(k.encode(), v.encode()) for k, v in {"host": "127.0.0.1", **headers}.items()],
        "client": (client, 50_000),
    }
    await asyncio.wait_for(app(scope, receive, send), PATIENCE_SECONDS)
    start, *chunks = sent
    received = {key.decode().lower(): value.decode() for key, value in start["headers"]}
    return Answer(start["status"], received, b"".join(c.get("body", b"") for c in chunks))


def ask(path: str, method: str = "GET", app: Api | None = None, **headers: str) -> Answer:
    client = headers.pop("client", "127.0.0.1")
    named = {name.replace("_", "-"): text for name, text in headers.items()}
    return asyncio.run(_asked(app or Api(), API + path, method, named, client))


def validator(name: str) -> Draft202012Validator:
    reference = {"$ref": f"#/components/schemas/{name}", **DOCUMENT}
    return Draft202012Validator(reference)


@pytest.fixture(autouse=True)
def served(served_demonstration) -> None:
    """The published build, and the demonstration with its withheld counts and reserved lines."""


@pytest.fixture
def settings(tmp_path, monkeypatch) -> Callable[[str], None]:
    def write(text: str) -> None:
        (tmp_path / "reglages.toml").write_text(text, encoding="utf-8")
        monkeypatch.setenv("MSU_SETTINGS", str(tmp_path / "reglages.toml"))

    return write


# Contract


def test_the_document_names_each_route_each_column_and_each_parameter():
    assert DOCUMENT["openapi"] == "3.1.0"
    assert set(DOCUMENT["paths"]) == {
        *(f"/{name}" for name in ROUTES),
        "/territories/{territory_id}/profile",
    }
    for schema in DOCUMENT["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for path, operations in DOCUMENT["paths"].items():
        for parameter in operations["get"]["parameters"]:
            assert parameter["description"], (path, parameter)
            Draft202012Validator.check_schema(parameter["schema"])
    assert (
        len({item["get"]["operationId"] for item in DOCUMENT["paths"].values()}) == len(ROUTES) + 1
    )
    used = {name for route in ROUTES.values() for name in route.columns}
    assert used == set(COLUMNS)


@pytest.mark.parametrize("data_set", ["", "donnees=demo"])
@pytest.mark.parametrize("name", ROUTES)
def test_each_route_answers_what_its_document_says(name, data_set):
    answer = ask(f"/{name}?page_size=200&{data_set}".rstrip("&"))
    assert answer.status == 200
    validator("Around").validate(answer.json)
    rows = answer.json["data"]
    validator(schema_name(name)).evolve(
        schema={"type": "array", "items": {"$ref": f"#/components/schemas/{schema_name(name)}"},
                **DOCUMENT}
    ).validate(rows)  # fmt: skip
    assert all(list(row) == list(ROUTES[name].columns) for row in rows)
    assert answer.json["pagination"]["total"] == int(answer.headers["x-total-count"])
    assert answer.json["build"]["is_demo"] == bool(data_set)
    assert answer.headers["x-data-set"] == ("demonstration" if data_set else "published")
    assert ("DONNÉES FICTIVES" in answer.json["build"]["notice_fr"]) == bool(data_set)


@pytest.mark.parametrize("name", ROUTES)
def test_the_three_formats_have_the_same_rows(name):
    path = f"/{name}?donnees=demo&page=1&page_size=50"
    rows = ask(path).json["data"]
    columns = [*ROUTES[name].columns, *CONSTANTS]
    parquet = pyarrow.parquet.read_table(io.BytesIO(ask(f"{path}&format=parquet").body))
    assert parquet.column_names == columns
    plain = [{key: row[key] for key in ROUTES[name].columns} for row in parquet.to_pylist()]
    assert plain == rows
    answer = ask(f"{path}&format=csv")
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    lines = list(csv.DictReader(io.StringIO(answer.body.decode("utf-8"))))
    assert len(lines) == len(rows)
    for line, row in zip(lines, rows, strict=True):
        assert list(line) == columns
        assert line["is_demo"] == "true" and line["build_id"]
        assert all((line[key] == "") == (row[key] in (None, "")) for key in row)


def test_a_profile_answers_what_its_document_says():
    answer = ask("/territories/DEP-12/profile")
    assert answer.json["territory"]["name_fr"] == "Aveyron"
    for block, route in PROFILE_BLOCKS.items():
        for row in answer.json[block]:
            validator(schema_name(route)).validate(row)
    values = answer.json["values"]
    assert len(values) > 20
    assert len({row["indicator_id"] for row in values}) == len(values)
    assert {row["territory_id"] for row in values} == {"DEP-12"}
    assert {row["period"] for row in answer.json["gaps"]} == {"2024"}
    lines = ask("/territories/DEP-12/profile?format=csv").body.decode("utf-8").splitlines()
    assert len(lines) == len(values) + 1


@pytest.mark.parametrize("name", ["observations", "gaps", "installations", "retention-surveys"])
def test_every_value_has_its_source_its_place_its_status_and_its_period(name):
    for row in ask(f"/{name}?page_size=3000").json["data"]:
        for column in ("source_id", "source_fr", "licence", "locator", "status", "period"):
            assert row[column], (name, column, row)
        if row["status"] == "estimated" and name == "observations":
            assert row["method_id"] is not None


def test_the_values_are_those_of_the_published_schema(warehouse):
    answer = ask("/observations?indicator_id=msu&territory_id=DEP-12&period_year=2024")
    (row,) = answer.json["data"]
    with duckdb.connect(str(warehouse.path), read_only=True) as connection:
        expected = connection.execute(
            """
            SELECT value, low, high, status, source_id, locator FROM pub.observation
            WHERE indicator_id = 'msu' AND territory_id = 'DEP-12' AND period = '2024'
            """
        ).fetchall()[0]
    assert (
        tuple(row[key] for key in ("value", "low", "high", "status", "source_id", "locator"))
        == expected
    )


# Questions


@pytest.mark.parametrize(
    ("query", "column", "accepted"),
    [
        ("level=region", "level", {"region"}),
        ("territory_id=DEP-12,DEP-48", "territory_id", {"DEP-12", "DEP-48"}),
        ("region_id=REG-76&level=departement", "region_id", {"REG-76"}),
        ("indicator_id=apl_mg", "indicator_id", {"apl_mg"}),
        ("period_year=2023,2024", "period_year", {2023, 2024}),
        ("status=estimated", "status", {"estimated"}),
    ],
)
def test_a_filter_chooses_rows(query, column, accepted):
    rows = ask(f"/observations?{query}").json["data"]
    assert {row[column] for row in rows} == accepted


def test_the_latest_value_of_each_indicator_is_one():
    rows = ask("/observations?latest=true&indicator_id=msu&level=departement&page_size=500")
    assert len(rows.json["data"]) == 101
    assert {row["period"] for row in rows.json["data"]} == {"2024"}


def test_the_pages_make_the_whole_without_a_double():
    seen, path = [], "/gaps?territory_id=DEP-12&page_size=97"
    while path:
        answer = ask(path)
        seen += answer.json["data"]
        path = answer.json["links"].get("next", "").removeprefix(API)
    assert len(seen) == answer.json["pagination"]["total"] == 280
    keys = {tuple(row[key] for key in ROUTES["gaps"].order) for row in seen}
    assert len(keys) == len(seen)
    assert 'rel="prev"' in answer.headers["link"]


def test_the_order_of_a_route_tells_its_rows_apart(warehouse):
    with duckdb.connect(str(warehouse.path), read_only=True) as connection:
        keys = dict(
            connection.execute(
                """
                SELECT table_name, constraint_column_names FROM duckdb_constraints()
                WHERE schema_name = 'pub' AND constraint_type = 'PRIMARY KEY'
                """
            ).fetchall()
        )
    for name, statement in STATEMENTS.items():
        (table, *_) = re.findall(r"pub\.(\w+)", statement)
        assert set(keys.get(table, ())) <= set(ROUTES[name].order), name


def test_a_file_that_would_be_incomplete_is_refused_and_a_page_of_it_is_not():
    refused = ask("/gaps?format=csv")
    assert refused.status == 400
    assert "serait incomplet" in refused.problem
    page = ask("/gaps?format=csv&page=1")
    assert page.body.count(b"\n") == 10_001
    assert 'rel="next"' in page.headers["link"]


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("text/csv", "text/csv; charset=utf-8"),
        ("text/csv, */*;q=0.1", "text/csv; charset=utf-8"),
        ("application/vnd.apache.parquet", "application/vnd.apache.parquet"),
        ("text/csv;q=0.2, application/json;q=0.9", "application/json"),
        ("text/html,application/xhtml+xml", "application/json"),
        ("text/csv;q=zzz", None),
        ("application/xml", None),
    ],
)
def test_the_header_accept_chooses_the_format(accept, media_type):
    answer = ask("/targets", accept=accept)
    assert answer.status == (200 if media_type else 406)
    if media_type:
        assert answer.headers["content-type"] == media_type
    assert ask("/targets?format=csv", accept="application/xml").status == 200


@pytest.mark.parametrize("path", ["", "/targets", "/territories/DEP-12/profile"])
def test_the_links_of_the_demonstration_stay_in_it(path):
    described = {"openapi", "aide"}
    for query, is_inside in (("?donnees=demo", True), ("", False)):
        links = ask(f"{path}{query}").json["links"]
        told = {"donnees=demo" in url for name, url in links.items() if name not in described}
        assert told == {is_inside}


def test_what_has_not_changed_is_not_sent_again(monkeypatch):
    first = ask("/targets")
    again = ask("/targets", if_none_match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert again.headers["etag"] == first.headers["etag"]
    for other in ("/targets?format=csv", "/targets?donnees=demo", "/keys", "/targets?page_size=2"):
        assert ask(other).headers["etag"] != first.headers["etag"], other
    build = replace(served_build(), version="another")
    monkeypatch.setattr(api_module, "served_build", lambda demo: build)
    assert ask("/targets", if_none_match=first.headers["etag"]).status == 200


def test_a_page_of_another_build_is_refused():
    answer = ask("/targets?build_id=20260101T000000000-abcdef")
    assert answer.status == 409
    assert "recommencer à la première page" in answer.problem
    assert ask(f"/targets?build_id={served_build().build_id}").status == 200


# Refusals


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("/observations?indicateur=msu", "« indicateur » n’est pas un paramètre"),
        ("/observations?level=departement&level=region", "plusieurs fois"),
        ("/observations?indicator_id=msu'--", "« msu'-- » n’est pas connu"),
        ("/observations?indicator_id=1%20OR%201=1", "n’est pas connu"),
        ("/observations?territory_id=DEP-12);DROP%20TABLE%20pub.observation", "n’est pas connu"),
        ("/observations?territory_id=DEP-12,,DEP-48", "«  » n’est pas connu"),
        ("/observations?period_year=2024;SELECT", "un nombre entier"),
        ("/observations?period_year=-1", "un nombre entier"),
        ("/observations?period_year=٢٠٢٤", "La demande ne peut pas être lue"),
        ("/observations?status=%00", "n’est pas connu"),
        ("/observations?page=0", "de 1 à 10000"),
        ("/observations?page=99999999999999999999", "de 1 à 10000"),
        ("/observations?page_size=10001", "de 1 à 10000"),
        ("/observations?page_size=1e3", "de 1 à 10000"),
        ("/observations?latest=oui", "true, 1, false, 0"),
        ("/observations?format=xlsx", "json, csv, parquet"),
        ("/observations?donnees=autre", "« autre » n’est pas connu"),
        ("/observations?%ff=1", "La demande ne peut pas être lue"),
        ("/territories/DEP-12/profile?level=region", "n’est pas un paramètre"),
        ("/aide?a=1", "n’est pas un paramètre"),
    ],
)
def test_what_is_not_understood_is_refused_in_french(path, told):
    answer = ask(path)
    assert answer.status == 400
    assert told in answer.problem


def test_a_long_value_is_quoted_in_part_and_a_long_question_refused():
    assert len(ask(f"/observations?status={'x' * 3_000}").problem) < 250
    assert ask(f"/observations?status={'x' * 5_000}").status == 414
    assert ask("/observations?" + "&".join(f"p{n}=1" for n in range(50))).status == 400


@pytest.mark.parametrize(
    "path",
    [
        "/inconnu",
        "/observations/",
        "/observations/DEP-12",
        "//observations",
        "/../observations",
        "/./targets",
        "/OBSERVATIONS",
        "/territories/DEP-99/profile",
        "/territories//profile",
        "/territories/DEP-12/profile/",
        "/territories/..%2f..%2fetc/profile",
        "/register_entry",
        "/registers",
    ],
)
def test_an_address_that_is_none_is_told_in_french(path):
    answer = ask(path)
    assert answer.status == 404
    assert "Cette adresse n’existe pas" in answer.problem


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "QUERY"])
def test_only_reading_is_answered(method):
    answer = ask("/targets", method, origin="https://ailleurs.example")
    assert (answer.status, answer.headers["allow"]) == (405, "GET, HEAD")
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_head_has_the_headers_and_no_body():
    whole, head = ask("/targets"), ask("/targets", "HEAD")
    assert head.body == b""
    same = ("content-length", "etag", "link", "content-type", "x-total-count")
    assert [head.headers[name] for name in same] == [whole.headers[name] for name in same]
    assert ask("/inconnu", "HEAD").body == b""


def test_a_part_that_is_asked_for_is_the_whole():
    answer = ask("/targets", range="bytes=0-10")
    assert answer.status == 200
    assert answer.json["data"]


def test_no_other_site_may_read_an_answer():
    answer = ask("/targets", origin="https://ailleurs.example")
    assert not [name for name in answer.headers if name.startswith("access-control")]


def test_a_failure_is_told_without_what_was_asked(monkeypatch, caplog):
    def fail(*_: object) -> None:
        raise RuntimeError("secret")

    monkeypatch.setattr(api_module, "question_of", fail)
    answer = ask("/targets")
    assert answer.status == 500
    assert answer.problem == words.FAILED_DETAIL
    assert "RuntimeError" in caplog.text and "secret" not in caplog.text


def test_without_a_build_it_says_so(monkeypatch, tmp_path):
    monkeypatch.setenv("MSU_WAREHOUSE", str(tmp_path))
    answer = ask("/targets")
    assert answer.status == 503
    assert answer.problem == words.NO_BUILD_DETAIL


# Who may read, and what nobody may


@pytest.mark.parametrize("path", ["", "/aide", "/openapi.json", *(f"/{name}" for name in ROUTES)])
def test_a_site_that_is_read_signed_in_asks_the_same_of_its_api(settings, path):
    settings(RESTRICTED)
    answer = ask(path)
    assert answer.status == 403
    assert answer.problem == words.NO_READING_DETAIL


def test_whoever_is_signed_in_reads_and_no_more_once_it_is_over(settings, monkeypatch):
    settings(RESTRICTED)
    reader = identity.Identity(
        identity.SignIn("digest", 0.0), {"is_logged_in": True, "sub": "lecteur"}
    )
    over: list[bool] = []
    monkeypatch.setattr(identity, "identity_of", lambda cookies: reader if cookies else None)
    monkeypatch.setattr(identity, "is_over", lambda one: bool(over))
    assert ask("/targets", cookie="_streamlit_user=a").status == 200
    over.append(True)
    assert ask("/targets", cookie="_streamlit_user=a").status == 403


def test_settings_that_cannot_be_read_close_the_door(settings):
    settings("[acces\nmode=")
    assert ask("/targets").status == 403


def test_whoever_asks_too_often_is_told_when_to_come_back(settings):
    settings(PUBLIC + "\n[limites]\napi_par_minute_adresse = 3\n")
    api = Api(Turns(refusal_seconds=0))
    answers = [ask("/targets", app=api, client="10.0.0.1") for _ in range(5)]
    assert [answer.status for answer in answers] == [200, 200, 200, 429, 429]
    assert int(answers[-1].headers["retry-after"]) > 0
    assert "réessayer dans" in answers[-1].problem
    assert ask("/targets", app=api, client="10.0.0.2").status == 200


@pytest.fixture(scope="module")
def reserved(demonstration) -> list[str]:
    """What the lines that stand for persons say of themselves, in the demonstration."""
    build = demonstration.for_demo().store.pointer()
    path = reserved_path(demonstration.for_demo().store.local_path(build))
    with duckdb.connect(str(path), read_only=True) as connection:
        rows = connection.execute("SELECT DISTINCT entry_id FROM pub.register_entry").fetchall()
    return [entry for (entry,) in rows]


def test_no_line_that_stands_for_a_person_is_served_even_to_an_administrator(reserved):
    assert len(reserved) > 100
    for name in ROUTES:
        text = ask(f"/{name}?donnees=demo&page_size=10000").body.decode("utf-8")
        assert not set(re.findall(r'"([^"]*)"', text)) & set(reserved), name


def test_a_withheld_count_is_in_no_answer(demonstration):
    build = demonstration.for_demo().store.pointer()
    path = demonstration.for_demo().store.local_path(build)
    with duckdb.connect(str(path), read_only=True) as connection:
        withheld = connection.execute(
            "SELECT territory_id, period FROM pub.withheld_cell WHERE kind_id = 'msu'"
        ).fetchall()
        published = connection.execute("SELECT count(*) FROM pub.observation").fetchall()[0][0]
    assert withheld
    total = ask("/observations?donnees=demo&page_size=1").json["pagination"]["total"]
    assert total == published
    rates = ask("/retention?donnees=demo&page_size=10000").json["data"]
    hidden = [row for row in rates if row["missing"] == "withheld"]
    assert hidden
    assert all(row["rate_pct"] is None for row in hidden)


# The page for a person


def test_the_page_names_each_route_and_needs_nothing_else():
    page = help_page("https://observatoire.example")
    assert all(f'id="{name}"' in page for name in ROUTES)
    assert "<script" not in page and "src=" not in page and 'rel="stylesheet"' not in page
    answer = ask("/aide")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert ask("", accept="text/html").body == answer.body
    root = ask("").json
    assert root["links"]["observations"] == f"{API}/observations"
    assert ask("/openapi.json").json["paths"].keys() == DOCUMENT["paths"].keys()


@pytest.mark.parametrize(
    ("path", "is_one"),
    [("/api/v1", True), ("/api/v1/x", True), ("/api/v10", False), ("/api", False), ("/", False)],
)
def test_the_addresses_of_the_api_are_told_from_those_of_the_pages(path, is_one):
    assert is_api(path) == is_one


# Turns


async def _never() -> dict[str, str]:
    return await asyncio.Event().wait()


def _endless(stopped: Stopped) -> None:
    with duckdb.connect() as connection:
        statement = "SELECT count(*) FROM range(1000000) AS a, range(1000000) AS b"
        stopped.watch(connection).execute(statement).fetchall()


@pytest.fixture
def turns() -> Iterator[Turns]:
    turns = Turns(seconds=0.3, most=3, most_of_address=2, refusal_seconds=0)
    yield turns
    turns._thread.shutdown()


def test_a_query_that_lasts_is_stopped_and_the_next_one_is_answered(turns):
    async def run() -> int | None:
        with pytest.raises(ProblemError) as refused:
            await turns.take("a", _never, _endless)
        assert (refused.value.status, refused.value.title) == (503, words.TOO_LONG)
        assert refused.value.headers["retry-after"]
        turns.seconds = PATIENCE_SECONDS
        return await turns.take("a", _never, lambda stopped: 1)

    assert asyncio.run(run()) == 1


def test_a_query_whose_visitor_has_left_is_stopped(turns):
    async def gone() -> dict[str, str]:
        return {"type": "http.disconnect"}

    async def run() -> int | None:
        turns.seconds = PATIENCE_SECONDS
        assert await turns.take("a", gone, _endless) is None
        return await turns.take("a", _never, lambda stopped: 1)

    assert asyncio.run(run()) == 1


def test_some_wait_others_are_sent_away_and_one_address_has_its_share(turns):
    release = threading.Event()

    async def run() -> None:
        turns.seconds = PATIENCE_SECONDS
        first = [
            asyncio.create_task(turns.take(who, _never, lambda _: release.wait()))
            for who in ("a", "a", "b")
        ]
        await asyncio.sleep(0)
        for who in ("a", "b", "c"):
            with pytest.raises(ProblemError) as refused:
                await turns.take(who, _never, lambda _: None)
            assert refused.value.headers["retry-after"]
        release.set()
        assert await asyncio.gather(*first) == [True, True, True]
        assert not turns._open

    asyncio.run(run())


def test_the_demonstration_is_seen_as_an_anonymous_reader_sees_it():
    assert api_module.build_of(is_demo=True).sight == frozenset()
    assert cache.served_build(demo=True).sight is None
