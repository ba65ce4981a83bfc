"""Rights: every role, every territory, every way in that must stay closed."""

from __future__ import annotations

from pathlib import Path

import pytest

from dashboard.access.rights import (
    Origin,
    allowed_territories,
    closed_doors,
    distance_fr,
    rights_of,
)
from dashboard.access.settings import AccessSettings, configured_access, read_access
from foundation import settings_file
from foundation.settings_file import ROOT, SettingsError
from tests.support.catalogs import small_catalog

HOST = "127.0.0.1:8501"
HERE = Origin(None, {"Host": HOST, "Origin": f"http://{HOST}"})
FAR = Origin("192.0.2.7", {"Host": "observatoire.example"})
SERVER = """
[acces]
mode = "serveur"
lecture = "publique"

[[acces.comptes]]
identifiant = "Cdom12@Ordre.example"
role = "contributeur"
territoires = ["DEP-12", "DEP-48"]
libelle = "CDOM de l’Aveyron"

[[acces.comptes]]
identifiant = "admin@ordre.example"
role = "administrateur"
libelle = "Administration"

[[acces.comptes]]
identifiant = "f3a9-77"
role = "lecteur"
libelle = "ARS"
"""
ACCOUNT = """
[[acces.comptes]]
identifiant = "cdom12@ordre.example"
role = "contributeur"
territoires = ["DEP-12"]
libelle = "CDOM de l’Aveyron"
"""


@pytest.fixture
def read(tmp_path):
    """Settings read from a file of this text."""

    def settings(text: str | bytes) -> AccessSettings:
        path = tmp_path / "reglages.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_access(path)

    return settings


def signed_in(**claims):
    return {"is_logged_in": True, "sub": "anything"} | claims


@pytest.fixture
def catalog():
    """Two régions; SUB-001 holds A whole and half of B, SUB-002 the rest of B, C."""
    links = (
        ("DEP-01", "SUB-001", 1.0),
        ("DEP-02", "SUB-001", 0.5),
        ("DEP-02", "SUB-002", 0.5),
        ("DEP-03", "SUB-002", 1.0),
    )
    return small_catalog({"DEP-01": "REG-01", "DEP-02": "REG-01", "DEP-03": "REG-02"}, links)


@pytest.mark.parametrize("text", ["", "[secret]\nseuil = 5\n"])
def test_without_the_section_the_application_is_alone_on_its_machine(read, text):
    assert read(text).mode == "poste"


def test_without_the_file_the_application_is_alone_on_its_machine(tmp_path):
    assert read_access(tmp_path / "absent.toml").mode == "poste"


def test_a_named_file_that_does_not_exist_closes_the_doors(tmp_path, monkeypatch):
    monkeypatch.setenv("MSU_SETTINGS", str(tmp_path / "absent.toml"))
    with pytest.raises(SettingsError, match="absent.toml.*MSU_SETTINGS"):
        configured_access()


def test_the_named_file_is_read_and_otherwise_the_one_at_the_root(tmp_path, monkeypatch):
    path = tmp_path / "ailleurs.toml"
    path.write_text(SERVER, encoding="utf-8")
    monkeypatch.setenv("MSU_SETTINGS", str(path))
    assert configured_access().mode == "serveur"
    monkeypatch.delenv("MSU_SETTINGS")
    monkeypatch.setattr(settings_file, "ROOT", tmp_path)
    assert configured_access().mode == "poste"


def test_the_example_is_valid():
    settings = read_access(ROOT / "reglages.exemple.toml")
    assert settings.mode == "serveur"
    assert {account.role for account in settings.accounts} == {
        "lecteur",
        "contributeur",
        "administrateur",
    }


def test_the_mark_that_notepad_puts_at_the_head_of_a_file_is_read_over(read):
    assert read(b"\xef\xbb\xbf" + SERVER.encode()).mode == "serveur"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("[acces\n", "TOML illisible, ligne 1"),
        ("[acces]\nmode = ", "TOML illisible"),
        (b"[acces]\n# \xe9t\xe9\n", "UTF-8"),
        ('[acess]\nmode = "serveur"\n', r"section « acess » ; valeur attendue : \[acces\]"),
        ("acces = 3\n", "champs « nom = valeur »"),
        ("[acces]\n", "champ « mode » — valeur lue : champ absent"),
        ('[acces]\nmode = "server"\n', "champ « mode » — valeur lue : « server »"),
        ('[acces]\nmode = "serveur"\n', "champ « lecture » — valeur lue : champ absent"),
        ('[acces]\nmode = "serveur"\nlecture = "privée"\n', "« privée »"),
        ('[acces]\nmode = "serveur"\nlectures = "publique"\n', "champ inconnu.*mode, lecture"),
        ('[acces]\nmode = "poste"\nlecture = "restreinte"\n', "champ « mode »"),
    ],
)
def test_a_broken_file_says_what_is_wrong(read, text, told):
    with pytest.raises(SettingsError, match=told) as caught:
        read(text)
    assert str(caught.value).startswith("Fichier reglages.toml")
    assert "Que faire : " in str(caught.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('"contributeur"', '"admin"', "role » — valeur lue : « admin » ; .*« lecteur »"),
        ('["DEP-12"]', '["12"]', "territoires » — valeur lue : « 12 » ; .*« DEP-12 »"),
        ('["DEP-12"]', '["DEP-20"]', "« DEP-20 »"),
        ('["DEP-12"]', '["FR"]', "« FR »"),
        ('["DEP-12"]', "[]", "territoires » — valeur lue : vide"),
        ('territoires = ["DEP-12"]\n', "", "territoires » — valeur lue : vide"),
        ('"contributeur"', '"lecteur"', "aucun territoire : seul un contributeur"),
        ('"contributeur"', '"administrateur"', "aucun territoire : seul un contributeur"),
        ("libelle", "libellé", "TOML illisible"),
        ("libelle =", "label =", "libelle » — valeur lue : champ absent"),
        ('"CDOM de l’Aveyron"', '"--who"', "libelle » — valeur lue : « --who »"),
        ('"CDOM de l’Aveyron"', '"CDOM\\n12"', "libelle"),
        ('"cdom12@ordre.example"', '""', "identifiant » — valeur lue : non affichée"),
        ('"cdom12@ordre.example"', '"élise@ordre.example"', "non affichée"),
        ("role =", "rôles =", "TOML illisible"),
        ("role =", "roles =", "role » — valeur lue : champ absent"),
        ("role =", '"x@ordre.example" = 1\nrole =', "champ inconnu"),
    ],
)
def test_a_broken_account_is_named_by_its_rank_and_never_by_its_address(read, old, new, told):
    text = '[acces]\nmode = "serveur"\nlecture = "publique"\n' + ACCOUNT.replace(old, new)
    with pytest.raises(SettingsError, match=told) as caught:
        read(text)
    assert "TOML" in told or "compte n° 1" in str(caught.value)
    assert "ordre.example" not in str(caught.value)


def test_an_address_put_in_the_label_is_refused_without_being_shown(read):
    with pytest.raises(SettingsError, match="libelle") as caught:
        read(SERVER.replace("CDOM de l’Aveyron", "cdom12@ordre.example"))
    assert "ordre.example" not in str(caught.value)


def test_an_account_declared_twice_is_refused_whatever_its_case(read):
    with pytest.raises(SettingsError, match="compte n° 4 .*celui du compte n° 1"):
        read(SERVER + ACCOUNT.replace("cdom12", "CDOM12"))


def test_unreadable_settings_give_no_right_at_all():
    rights = closed_doors("pourquoi")
    assert not (rights.can_read or rights.can_import or rights.can_undo or rights.sees_journal)
    assert rights.territories == frozenset()
    assert rights.reason_fr == "pourquoi"


def test_alone_on_its_machine_everything_is_allowed():
    rights = rights_of(AccessSettings(mode="poste"), None, HERE)
    assert rights.can_read and rights.can_import and rights.can_undo and rights.sees_journal
    assert rights.territories is None
    assert (rights.visitor.label_fr, rights.reason_fr) == ("Poste local", "")


@pytest.mark.parametrize(
    ("address", "host"),
    [
        (None, "localhost:8501"),
        (None, "LOCALHOST"),
        (None, "[::1]:8501"),
        ("127.0.0.2", "127.0.0.1:80"),
        ("::ffff:127.0.0.1", "localhost:8501"),
    ],
)
def test_every_name_of_this_machine_is_this_machine(address, host):
    assert distance_fr(Origin(address, {"host": host, "origin": f"http://{host}"})) == ""


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"address": "192.168.1.20"}, "ne vient pas de ce poste"),
        ({"address": "172.17.0.1"}, "conteneur"),
        ({"address": "::ffff:192.168.1.20"}, "ne vient pas de ce poste"),
        ({"address": "no address"}, "ne vient pas de ce poste"),
        ({"X-Forwarded-For": "127.0.0.1"}, "x-forwarded-for"),
        ({"x-forwarded-host": HOST}, "x-forwarded-host"),
        ({"Forwarded": "for=127.0.0.1"}, "forwarded"),
        ({"X-Real-Ip": "127.0.0.1"}, "x-real-ip"),
        ({"Via": "1.1 proxy"}, "via"),
        ({"Host": "evil.example:8501", "Origin": "http://evil.example:8501"}, "localhost"),
        ({"Host": "localhost.evil.example", "Origin": "http://localhost.evil.example"}, "nom"),
        ({"Host": "192.168.1.2:8501", "Origin": "http://192.168.1.2:8501"}, "nom"),
        ({"Host": "user@[", "Origin": "http://user@["}, "nom"),
        ({"Host": ""}, "nom"),
        ({"Origin": "http://evil.example"}, "autre site"),
        ({"Origin": "http://127.0.0.1:3000"}, "autre site"),
        ({"Origin": "null"}, "autre site"),
        ({"Origin": ""}, "autre site"),
    ],
)
def test_whatever_does_not_come_straight_from_this_machine_only_reads(changes, why):
    headers = HERE.headers | {name: text for name, text in changes.items() if name != "address"}
    rights = rights_of(AccessSettings(mode="poste"), None, Origin(changes.get("address"), headers))
    assert rights.can_read
    assert not (rights.can_import or rights.can_undo or rights.sees_journal)
    assert rights.territories == frozenset()
    assert why in rights.reason_fr
    assert 'mode = "serveur"' in rights.reason_fr


def test_a_request_without_headers_is_not_taken_for_this_machine():
    assert distance_fr(Origin(None, {})) != ""


@pytest.mark.parametrize(
    ("claims", "role", "imports", "journal", "territories"),
    [
        (None, "lecteur", False, False, frozenset()),
        ({"is_logged_in": False, "email": "admin@ordre.example"}, "lecteur", False, False, set()),
        ({"email": "admin@ordre.example"}, "lecteur", False, False, set()),
        (signed_in(email="other@ordre.example"), "lecteur", False, False, set()),
        (signed_in(sub="f3a9-77"), "lecteur", False, False, set()),
        (
            signed_in(email="cdom12@ordre.example"),
            "contributeur",
            True,
            False,
            {"DEP-12", "DEP-48"},
        ),
        (signed_in(email="admin@ordre.example"), "administrateur", True, True, None),
    ],
)
def test_each_role_has_its_rights(read, claims, role, imports, journal, territories):
    if claims and "sub" not in claims:
        claims = {"sub": "anything"} | claims
    rights = rights_of(read(SERVER), claims, FAR)
    assert rights.visitor.role == role
    assert (rights.can_import, rights.can_undo) == (imports, imports)
    assert rights.sees_journal == journal
    assert rights.territories == territories
    assert rights.can_read and rights.with_accounts
    assert bool(rights.reason_fr) != imports


def test_on_a_server_this_machine_gives_no_right(read):
    assert not rights_of(read(SERVER), None, HERE).can_import


@pytest.mark.parametrize(
    ("claims", "reads", "label"),
    [
        (None, False, "Visiteur non connecté"),
        (signed_in(email="other@ordre.example"), False, "Compte non déclaré"),
        (signed_in(sub="f3a9-77"), True, "ARS"),
        (signed_in(email="CDOM12@ordre.example"), True, "CDOM de l’Aveyron"),
    ],
)
def test_restricted_reading_is_for_declared_accounts(read, claims, reads, label):
    rights = rights_of(read(SERVER.replace("publique", "restreinte")), claims, FAR)
    assert rights.can_read == reads
    assert rights.visitor.label_fr == label
    assert reads or "réservée aux comptes déclarés" in rights.reason_fr


@pytest.mark.parametrize(
    ("claims", "known"),
    [
        ({"email": "ADMIN@ORDRE.EXAMPLE", "email_verified": True}, True),
        ({"email": "admin@ordre.example", "email_verified": "true"}, True),
        ({"email": "admin@ordre.example"}, True),
        ({"email": "admin@ordre.example", "email_verified": False}, False),
        ({"email": "admin@ordre.example", "email_verified": "false"}, False),
        ({"email": "admin@ordre.example", "email_verified": None}, False),
        ({"email": "admin@ordre.example", "email_verified": []}, False),
        ({"email": ["admin@ordre.example"]}, False),
        ({"sub": "admin@ordre.example"}, False),
        ({"preferred_username": "admin@ordre.example"}, False),
        ({"email": "admın@ordre.example"}, False),
        ({"email": "admin@ordre.example "}, False),
    ],
)
def test_an_address_counts_only_when_it_is_verified(read, claims, known):
    visitor = rights_of(read(SERVER), signed_in(**claims), FAR).visitor
    assert (visitor.role == "administrateur") == known
    assert visitor.signed_in


def test_letters_that_only_look_alike_are_not_taken_for_one_another(read):
    text = SERVER.replace("admin@", "kadmin@")
    claims = signed_in(email="\u212aadmin@ordre.example")
    assert claims["email"].casefold() == "kadmin@ordre.example"
    assert rights_of(read(text), claims, FAR).visitor.account is None


@pytest.mark.parametrize("sub", ["F3A9-77", "f3a9-7", "f3a9-777"])
def test_a_sub_must_be_the_very_one(read, sub):
    assert rights_of(read(SERVER), signed_in(sub=sub), FAR).visitor.account is None


def test_an_account_declared_by_address_and_by_sub_has_the_narrower_right(read):
    claims = signed_in(sub="f3a9-77", email="admin@ordre.example")
    assert rights_of(read(SERVER), claims, FAR).visitor.role == "lecteur"


def test_no_reason_and_no_label_shows_an_address(read):
    settings = read(SERVER)
    for address in ("cdom12@ordre.example", "other@ordre.example"):
        rights = rights_of(settings, signed_in(email=address), FAR)
        assert "@" not in rights.reason_fr + rights.visitor.label_fr


@pytest.mark.parametrize(
    ("declared", "allowed"),
    [
        (["DEP-01"], {"DEP-01"}),
        (["REG-01"], {"REG-01", "DEP-01", "DEP-02", "SUB-001"}),
        (["SUB-001"], {"SUB-001", "DEP-01"}),
        (["DEP-01", "DEP-02"], {"DEP-01", "DEP-02", "SUB-001"}),
        (["REG-02", "DEP-02"], {"REG-02", "DEP-02", "DEP-03", "SUB-002"}),
        (["DEP-95"], set()),
    ],
)
def test_a_territory_includes_those_that_are_wholly_in_it(read, catalog, declared, allowed):
    listed = ", ".join(f'"{name}"' for name in declared)
    text = SERVER.replace('"DEP-12", "DEP-48"', listed)
    rights = rights_of(read(text), signed_in(email="cdom12@ordre.example"), FAR)
    assert allowed_territories(rights, catalog) == allowed


def test_an_administrator_has_no_limit_and_a_reader_no_territory(read, catalog):
    admin = rights_of(read(SERVER), signed_in(email="admin@ordre.example"), FAR)
    assert allowed_territories(admin, catalog) is None
    assert allowed_territories(rights_of(read(SERVER), None, FAR), catalog) == frozenset()


def test_a_folder_in_place_of_the_file_closes_the_doors(tmp_path: Path):
    with pytest.raises(SettingsError, match="fichier illisible"):
        read_access(tmp_path)
