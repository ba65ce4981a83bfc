"""Each source alone, against its site and its file: tries again, refuses, reads what drifted."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from etl.connectors.discovery import locate
from etl.connectors.faults import ShapeError, SourceError
from etl.connectors.fetching import NO_VALIDATORS, TRIES, Fetcher
from etl.connectors.readers import reader_of
from etl.connectors.reading import Context
from etl.connectors.refresh import Request, refresh
from etl.extract.reference import extract_territories
from etl.settings import Settings
from tests.support.official_faults import PAGE, SPECIMENS
from tests.support.official_sites import (
    CONNECTORS,
    Sites,
    every_file,
    network_settings,
    official_sites,
)
from tests.support.paths import DATA

# The header of the extraction is its first line, always.
REFUSES_A_TITLE = {"rpps-personnes"}
# Persons are told apart: a line twice is of the same one.
READS_A_LINE_TWICE = {"rpps-personnes"}
OTHER_BYTES = {
    "a page": lambda _: PAGE,
    "an answer of a portal": lambda _: b'{"error_code": "ODSQLError"}',
    "nothing": lambda _: b"",
    "half of it": lambda content: content[: len(content) // 2 + 20],
    "another source": lambda _: b"a;b\n1;2\n",
}


# A workbook has no encoding of its own.
TEXTS = [name for name, connector in CONNECTORS.items() if connector.format != "xlsx"]


@pytest.fixture(scope="module")
def everywhere(tmp_path_factory):
    """Sites shared by all the tests, and an installation that asks them."""
    folder = tmp_path_factory.mktemp("sources")
    with official_sites() as sites:
        choices = folder / "reglages.toml"
        choices.write_text(network_settings(sites, silence_seconds=1), encoding="utf-8")
        yield sites, Settings(data=DATA, raw=folder / "raw", choices=choices)


@dataclass
class Asked:
    """One source of these sites, the waits it cost, and the folder its files go to."""

    sites: Sites
    settings: Settings
    connector_id: str
    waits: list[float]

    def fetch(self, *faults: int | str) -> bytes | None:
        """Fetch the file of the source through faults; None when it has not changed."""
        self.sites.faults[self.connector_id] = [*faults]
        connector = CONNECTORS[self.connector_id]
        with Fetcher(self.settings.connectors(), sleep=self.waits.append) as fetcher:
            located = locate(connector, fetcher)
            fetched = fetcher.fetch(located.url, self.folder, connector.max_mb, NO_VALIDATORS)
        return fetched.path.read_bytes() if fetched else None

    @property
    def content(self) -> bytes:
        """The file as it is known."""
        return every_file()[self.connector_id]

    @property
    def folder(self) -> Path:
        """Where its parts are written."""
        return self.settings.raw / self.connector_id / "part"


@pytest.fixture(params=CONNECTORS)
def source(request, everywhere):
    sites, settings = everywhere
    yield Asked(sites, settings, request.param, [])
    sites.faults.clear()
    sites.requests.clear()
    sites.sent_n = 0
    shutil.rmtree(settings.raw, ignore_errors=True)


@pytest.fixture(scope="module")
def territories():
    return extract_territories(DATA / "reference")


@pytest.fixture(scope="module")
def read(territories, tmp_path_factory):
    """Read bytes as the file of a source: its tables as text, and what it says."""
    path = tmp_path_factory.mktemp("read") / "file"

    @cache
    def tables_of(connector_id: str, content: bytes) -> tuple[str, str]:
        connector = CONNECTORS[connector_id]
        path.write_bytes(content)
        context = Context.of(connector, territories, "2026-07-02")
        tables = reader_of(connector).read(path, context)
        text = "".join(frame.to_csv() for frame in tables.named().values())
        return text, " ".join(tables.notes_fr)

    return tables_of


def test_it_waits_as_long_as_the_site_asks(source):
    assert source.fetch(429, "ok") == source.content
    assert source.waits == [2.0]


def test_it_tries_again_later_and_later_after_two_faults(source):
    assert source.fetch(500, 500, "ok") == source.content
    assert len(source.waits) == 2


def test_a_file_that_was_cut_is_resumed_and_is_whole(source):
    assert source.fetch("cut", "cut", "ok") == source.content
    assert source.sites.sent_n < 2 * len(source.content)


def test_it_gives_up_after_some_tries(source):
    with pytest.raises(SourceError, match="est occupé"):
        source.fetch(503)
    assert len(source.waits) == TRIES - 1


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (404, "n’a plus ce fichier"),
        (403, "refuse l’accès"),
        ("empty", "fichier vide"),
        ("loop", "renvoie sans fin"),
        ("page", "n’est pas celui de cette source"),
    ],
)
def test_a_fault_of_its_site_is_said_and_nothing_is_kept(source, fault, message):
    source.sites.faults[source.connector_id] = [fault]
    request = Request((source.connector_id,))
    (outcome,) = refresh(source.settings, request, sleep=source.waits.append).outcomes
    assert outcome.state == "failed"
    assert message in outcome.message_fr
    assert "Que faire : " in outcome.message_fr
    kept = source.settings.raw / source.connector_id
    assert [path for path in kept.rglob("*") if path.is_file()] == []


@pytest.mark.parametrize("other", OTHER_BYTES)
def test_what_is_not_its_file_is_refused(source, read, other):
    with pytest.raises(ShapeError):
        read(source.connector_id, OTHER_BYTES[other](source.content))


def test_a_renamed_column_is_named(source, read):
    with pytest.raises(ShapeError, match="absente"):
        read(source.connector_id, SPECIMENS[source.connector_id].renamed())


def test_a_column_more_is_said_and_changes_nothing(source, read):
    specimen = SPECIMENS[source.connector_id]
    tables, notes = read(source.connector_id, specimen.wider())
    assert tables == read(source.connector_id, source.content)[0]
    assert "nouvelle" in notes


def test_a_line_above_the_header_changes_nothing_or_is_refused(source, read):
    specimen = SPECIMENS[source.connector_id]
    if source.connector_id in REFUSES_A_TITLE:
        with pytest.raises(ShapeError, match="absente"):
            read(source.connector_id, specimen.titled())
    else:
        assert (
            read(source.connector_id, specimen.titled())[0]
            == read(source.connector_id, source.content)[0]
        )


def test_lines_that_come_twice_are_refused_or_count_once(source, read):
    specimen = SPECIMENS[source.connector_id]
    if source.connector_id in READS_A_LINE_TWICE:
        assert (
            read(source.connector_id, specimen.doubled())[0]
            == read(source.connector_id, source.content)[0]
        )
    else:
        with pytest.raises(ShapeError, match="en double"):
            read(source.connector_id, specimen.doubled())


@pytest.mark.parametrize("source", TEXTS, indirect=True)
def test_text_in_windows_1252_is_refused(source, read):
    with pytest.raises(ShapeError, match="UTF-8"):
        read(source.connector_id, source.content.decode().encode("cp1252"))
