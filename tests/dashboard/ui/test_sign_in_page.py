"""The page before the others: what it shows when nobody can sign in, and whom it lets pass."""

from __future__ import annotations

import pytest
from streamlit import user_info
from streamlit.testing.v1 import AppTest

from tests.support.patience import PATIENCE_SECONDS

LONG_SECRET = "x" * 32
SETTINGS = """
[acces]
mode = "serveur"
lecture = "restreinte"

[[acces.comptes]]
identifiant = "ars@etat.example"
role = "lecteur"
libelle = "ARS <b>"
"""
DECLARED = {"is_logged_in": True, "sub": "1", "email": "ars@etat.example"}


def page() -> None:
    import streamlit as st

    from dashboard.ui.sign_in import require_reading, show_sign_in

    require_reading()
    st.header("La page")
    show_sign_in()


@pytest.fixture
def visit(tmp_path, monkeypatch):
    """Run the page with these settings, this secret of [auth] and these claims."""

    def run(text: str = SETTINGS, secret: str | None = LONG_SECRET, **claims) -> AppTest:
        path = tmp_path / "reglages.toml"
        path.write_text(text, encoding="utf-8")
        monkeypatch.setenv("MSU_SETTINGS", str(path))
        test = AppTest.from_function(page, default_timeout=PATIENCE_SECONDS)
        if secret is not None:
            test.secrets["auth"] = {"cookie_secret": secret}
            known = {"is_logged_in": False} | claims
            monkeypatch.setattr(user_info, "_get_user_info", lambda: known)
        return test.run()

    return run


def shown(test: AppTest) -> str:
    parts = [item.proto.body for item in test.get("html")]
    return " ".join(parts + [item.value for item in (*test.warning, *test.error)])


def labels(test: AppTest) -> list[str]:
    return [button.label for button in test.button]


def test_without_accounts_the_page_asks_nothing(visit):
    test = visit("[secret]\nseuil = 5\n", secret=None)
    assert [item.value for item in test.header] == ["La page"]
    assert (labels(test), shown(test)) == ([], "")


def test_without_a_provider_the_page_says_who_must_act(visit):
    test = visit(secret=None)
    assert not test.header and not test.exception
    assert labels(test) == []
    assert "n’est pas configurée" in shown(test)


def test_a_visitor_who_is_not_signed_in_sees_only_the_button(visit):
    test = visit()
    assert not test.header
    assert labels(test) == ["Se connecter"]
    assert "réservée aux comptes déclarés" in shown(test)


def test_an_incomplete_provider_is_told_in_french_without_a_trace(visit):
    test = visit()
    test.button(key="compte.connexion").click().run()
    assert not test.exception
    assert "n’est pas configurée" in shown(test)


def test_a_declared_account_passes_and_its_label_is_only_text(visit):
    test = visit(**DECLARED)
    assert [item.value for item in test.header] == ["La page"]
    assert labels(test) == ["Se déconnecter"]
    assert "ARS &lt;b&gt;" in shown(test)
    assert "@" not in shown(test)


@pytest.mark.parametrize("secret", ["", "secret", LONG_SECRET[1:]])
def test_a_secret_that_could_be_guessed_vouches_for_nobody(visit, secret):
    test = visit(secret=secret, **DECLARED)
    assert not test.header
    assert labels(test) == []
    assert "trop court" in shown(test)


@pytest.mark.parametrize(
    ("claims", "identifier"),
    [
        ({"email": "other@etat.example"}, "other@etat.example"),
        ({"email": "other@etat.example", "email_verified": False}, "number-7"),
        ({}, "number-7"),
    ],
)
def test_an_undeclared_account_is_told_the_identifier_to_give(visit, claims, identifier):
    test = visit(is_logged_in=True, sub="number-7", **claims)
    assert not test.header
    assert labels(test) == ["Se déconnecter"]
    assert f"Identifiant\u00a0: {identifier}" in shown(test)


def test_settings_that_cannot_be_read_close_the_page_and_say_why(visit):
    test = visit('[acces]\nmode = "server"\n', **DECLARED)
    assert not test.header
    assert labels(test) == []
    assert "valeur lue\u00a0: «\u00a0server\u00a0»" in shown(test)
