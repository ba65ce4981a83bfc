"""The address of the database: where it is read, and what is never said of it."""

from __future__ import annotations

import logging
import pickle
import traceback

import pytest

from etl.errors import RefusedByStoreError
from foundation.settings_file import SettingsError
from stores import Place, StoreError, UnreachableStoreError
from stores.choice import demo_place, storage_url, store_of
from stores.database import MIGRATIONS, MISADDRESSED_FR, NEWER_FR, Database
from stores.files import FilesStore
from stores.postgres import PostgresStore
from tests.support.postgresql import PASSWORD, free_port

ADDRESS = "postgresql://observatoire@base.example/observatoire"


@pytest.fixture
def choices(tmp_path, monkeypatch):
    monkeypatch.delenv("MSU_STORAGE_URL", raising=False)
    monkeypatch.delenv("MSU_STORAGE_URL_FILE", raising=False)
    return tmp_path / "reglages.toml"


def test_without_an_address_the_folders_are_the_store(choices, tmp_path):
    assert storage_url(choices) == ""
    assert isinstance(store_of(Place(tmp_path, tmp_path)), FilesStore)


@pytest.mark.parametrize("scheme", ["postgresql", "postgres"])
def test_the_settings_file_says_the_address(choices, tmp_path, scheme):
    address = ADDRESS.replace("postgresql", scheme)
    choices.write_text(f'[stockage]\nurl = "{address}"\n', encoding="utf-8")
    assert storage_url(choices) == address
    place = Place(tmp_path, tmp_path, address)
    assert isinstance(store_of(place), PostgresStore)
    assert demo_place(place).url == address


def test_a_variable_or_a_file_of_secrets_says_it_before_the_settings(
    choices, tmp_path, monkeypatch
):
    choices.write_text('[stockage]\nurl = "postgresql://autre/base"\n', encoding="utf-8")
    secret = tmp_path / "secret"
    secret.write_text(f"{ADDRESS}\n", encoding="utf-8")
    monkeypatch.setenv("MSU_STORAGE_URL_FILE", str(secret))
    assert storage_url(choices) == ADDRESS
    monkeypatch.setenv("MSU_STORAGE_URL", f"{ADDRESS}2")
    assert storage_url(choices) == f"{ADDRESS}2"


@pytest.mark.parametrize("url", [f"mysql://u:{PASSWORD}@base/x", f"u:{PASSWORD}@base", 7, True])
def test_another_address_is_refused_without_being_quoted(choices, url):
    value = f'"{url}"' if isinstance(url, str) else str(url).lower()
    choices.write_text(f"[stockage]\nurl = {value}\n", encoding="utf-8")
    with pytest.raises(SettingsError, match="postgresql://compte@machine/base") as told:
        storage_url(choices)
    assert PASSWORD not in str(told.value)


def test_a_file_of_secrets_that_is_absent_is_told_by_its_name(choices, tmp_path, monkeypatch):
    monkeypatch.setenv("MSU_STORAGE_URL_FILE", str(tmp_path / "absent"))
    with pytest.raises(SettingsError, match="absent.*MSU_STORAGE_URL_FILE"):
        storage_url(choices)


def _unknown_password(server) -> str:
    return server.url().replace(PASSWORD, f"{PASSWORD}-faux")


ADDRESSES = {
    "nobody listens": lambda server: server.url().replace(str(server.port), str(free_port())),
    "a wrong password": _unknown_password,
    "no such database": lambda server: server.url("absente"),
    "an unreadable port": lambda server: server.url().replace(str(server.port), "port"),
    "a broken escape": lambda server: server.url().replace(PASSWORD, f"%zz{PASSWORD}"),
    "an unknown option": lambda server: f"{server.url()}?password={PASSWORD}&inconnu=1",
}


@pytest.mark.parametrize("case", ADDRESSES)
def test_the_password_is_in_no_message_no_log_and_no_trace(postgresql, caplog, tmp_path, case):
    url = ADDRESSES[case](postgresql)
    database = Database(url, "observatoire")
    with (
        caplog.at_level(logging.DEBUG),
        pytest.raises(StoreError) as told,
        database.connection(patience_seconds=0),
    ):
        pytest.fail("connected")
    trace = "".join(traceback.format_exception(told.value))
    place = Place(tmp_path, tmp_path, url)
    said = [str(told.value), trace, caplog.text, repr(database), repr(place), repr(store_of(place))]
    assert not any(PASSWORD in text for text in said)
    assert caplog.text


def test_a_command_says_in_french_that_the_database_does_not_answer():
    error = RefusedByStoreError(str(UnreachableStoreError()))
    assert str(error) == (
        "La base de données ne répond pas, les imports sont suspendus. Que faire : recommencer "
        "dans quelques minutes ; si cela se répète, prévenir l’administrateur."
    )
    assert str(pickle.loads(pickle.dumps(error))) == str(error)
    assert "lisible" in MISADDRESSED_FR


def test_tables_are_made_once_whoever_comes_first(postgresql):
    database = Database(postgresql.new_database(), "observatoire")
    numbers = [(number,) for number in range(1, len([*MIGRATIONS.glob("*.sql")]) + 1)]
    with database.connection() as first, database.connection() as second:
        for connection in (first, second):
            rows = connection.execute("SELECT number FROM migration").fetchall()
            assert rows == numbers


def test_a_database_of_a_newer_version_is_left_alone(postgresql):
    database = Database(postgresql.new_database(), "observatoire")
    with database.connection() as connection:
        connection.execute("INSERT INTO migration (number) VALUES (99)")
    with pytest.raises(StoreError, match=NEWER_FR), database.connection():
        pytest.fail("a newer database was used")
