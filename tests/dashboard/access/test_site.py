"""The public address of the settings file: printed, or none; never that of one computer."""

from __future__ import annotations

import pytest

from dashboard.access.settings import public_address, read_access, read_site
from foundation.settings_file import SettingsError


def settings(tmp_path, text: str):
    path = tmp_path / "reglages.toml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("text", ["", "[site]\n", '[acces]\nmode = "poste"\n'])
def test_no_address_is_printed_until_one_is_set(tmp_path, text):
    assert read_site(settings(tmp_path, text)) == ""


@pytest.mark.parametrize(
    "address", ["https://observatoire.example", "https://ars.example:8443/msu", "http://a-b.fr/"]
)
def test_a_public_address_is_read_without_its_last_slash(tmp_path, address):
    path = settings(tmp_path, f'[site]\nadresse = "{address}"\n')
    assert read_site(path) == address.rstrip("/")


@pytest.mark.parametrize(
    "address",
    [
        "http://localhost:8501",
        "http://127.0.0.1:8501",
        "https://[::1]/",
        "observatoire.example",
        "",
    ],
)
def test_the_address_of_one_computer_is_refused(tmp_path, address):
    path = settings(tmp_path, f'[site]\nadresse = "{address}"\n')
    with pytest.raises(SettingsError, match="observatoire.example"):
        read_site(path)
    with pytest.raises(SettingsError):
        read_access(path)


def test_a_misspelt_field_is_said(tmp_path):
    with pytest.raises(SettingsError, match="adresse"):
        read_site(settings(tmp_path, '[site]\nadrese = "https://a.fr"\n'))


def test_the_file_is_the_one_that_is_named(tmp_path, monkeypatch):
    path = settings(tmp_path, '[site]\nadresse = "https://observatoire.example"\n')
    monkeypatch.setenv("MSU_SETTINGS", str(path))
    assert public_address() == "https://observatoire.example"
