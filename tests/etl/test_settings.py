"""What the settings file of the installation may say: its threshold, its network."""

from __future__ import annotations

from pathlib import Path

import pytest

from etl.errors import DataError
from etl.settings import ConnectorSettings, Settings


@pytest.fixture
def settings(tmp_path):
    return Settings(choices=tmp_path / "reglages.toml")


@pytest.mark.parametrize("text", [None, "", "[acces]\nmode = 'ouvert'\n", "[secret]\n"])
def test_counts_under_five_are_withheld_unless_the_settings_say_more(settings, text):
    if text is not None:
        settings.choices.write_text(text, encoding="utf-8")
    assert settings.secrecy_threshold() == 5


@pytest.mark.parametrize("threshold", [5, 7, 11])
def test_a_threshold_from_five_to_eleven_is_taken(settings, threshold):
    settings.choices.write_text(f"[secret]\nseuil = {threshold}\n", encoding="utf-8")
    assert settings.secrecy_threshold() == threshold


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("[secret]\nseuil = 4\n", "4"),
        ("[secret]\nseuil = 12\n", "12"),
        ("[secret]\nseuil = 5.0\n", "5.0"),
        ("[secret]\nseuil = true\n", "True"),
        ('[secret]\nseuil = "x"\n', "x"),
        ("secret = 'oui'\n", "oui"),
    ],
)
def test_another_threshold_is_refused_with_the_name_of_the_file(settings, text, seen):
    settings.choices.write_text(text, encoding="utf-8")
    with pytest.raises(DataError) as caught:
        settings.secrecy_threshold()
    message = str(caught.value)
    assert "reglages.toml" in message
    assert f"valeur lue : « {seen} »" in message
    assert "un nombre entier de 5 à 11" in message
    assert "Que faire" in message


@pytest.mark.parametrize(
    ("content", "seen"),
    [
        (b"[secret\nseuil = 5", "TOML illisible, ligne 1"),
        ("seuil = 'é'".encode("latin-1"), "texte illisible"),
        (b"[secrets]\nseuil = 11\n", "section « secrets »"),
    ],
)
def test_a_settings_file_that_cannot_be_read_is_named(settings, content, seen):
    settings.choices.write_bytes(content)
    with pytest.raises(DataError, match=rf"reglages\.toml — valeur lue : « {seen}.*Que faire"):
        settings.secrecy_threshold()


def test_without_a_section_the_official_sites_are_asked_directly(settings):
    assert settings.connectors() == ConnectorSettings()


def test_a_relay_an_authority_and_mirrors_are_read(settings):
    settings.choices.write_text(
        '[connecteurs]\nrelais = "http://relais:3128"\nautorite = "/etc/a.pem"\n'
        'delai_secondes = 60\n[connecteurs.miroirs]\n"https://data.ameli.fr/" = "http://m/"\n',
        encoding="utf-8",
    )
    network = settings.connectors()
    assert (network.proxy, network.authority) == ("http://relais:3128", Path("/etc/a.pem"))
    assert network.mirrored("https://data.ameli.fr/api") == "http://m/api"
    assert network.timeout_seconds == 60


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ('[connecteurs]\nrelais = "relais:3128"\n', "relais:3128"),
        ("[connecteurs]\ndelai_secondes = 0\n", "0"),
        ("[connecteurs]\nautorite = 3\n", "3"),
        ('[connecteurs.miroirs]\n"data.ameli.fr" = "http://m/"\n', "data.ameli.fr"),
        ("connecteurs = 1\n", "1"),
    ],
)
def test_another_network_is_refused(settings, text, seen):
    settings.choices.write_text(text, encoding="utf-8")
    with pytest.raises(DataError, match=rf"reglages\.toml.*{seen}.*Que faire"):
        settings.connectors()
