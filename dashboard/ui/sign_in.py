"""Sign in, sign out, and the page shown in place of the others to who may not read."""

from __future__ import annotations

from collections.abc import Mapping
from html import escape

import streamlit as st
from streamlit.errors import StreamlitAuthError

from dashboard.access.identity import SECRET_CHARACTERS, identity_of, is_over, sign_out
from dashboard.access.rights import Origin, Rights, closed_doors, rights_of
from dashboard.access.settings import configured_access, verified_address
from dashboard.access.surface import configured_surface
from dashboard.core.formatting import typography
from dashboard.core.registry import SITE
from foundation.settings_file import EXAMPLE_FILE, SettingsError

CARD_WIDTH_PX = 520
HELP = (
    "Le compte est celui que vous avez chez le fournisseur d’identité de cet observatoire. Son "
    "administrateur déclare qui lit et qui importe."
)
NO_PROVIDER = (
    "La connexion n’est pas configurée sur ce serveur. Que faire : prévenir l’administrateur de "
    "l’observatoire, qui remplit la section [auth] de .streamlit/secrets.toml "
    f"(modèle : {EXAMPLE_FILE})."
)
WEAK_SECRET = (
    "La connexion est fermée : le « cookie_secret » de la section [auth] est trop court. Que "
    f"faire : l’administrateur en met un d’au moins {SECRET_CHARACTERS} caractères tirés au hasard."
)


def current_rights() -> Rights:
    """Rights of the visitor; read again at each call, so that a change takes effect."""
    try:
        settings = configured_access()
        configured_surface()
        claims = _claims()
    except SettingsError as error:
        return closed_doors(str(error))
    return rights_of(settings, claims, _origin())


def require_reading() -> None:
    """Stop the run on a page that only offers to sign in, unless the visitor may read."""
    rights = current_rights()
    if rights.can_read:
        return
    card = st.container(horizontal_alignment="center").container(border=True, width=CARD_WIDTH_PX)
    with card:
        st.title(SITE)
        if rights.with_accounts:
            st.html(f"<p>{escape(typography(rights.reason_fr))}</p>")
            show_sign_in(rights)
            st.html(f'<p class="note">{HELP}</p>')
        else:
            st.error(typography(rights.reason_fr))
    st.stop()


def show_sign_in(rights: Rights | None = None) -> None:
    """Show the account of the visitor and the button that signs in or out, where accounts exist."""
    rights = rights or current_rights()
    if not rights.with_accounts:
        return
    if rights.visitor.signed_in:
        st.html(f'<p class="note">{_account_html(rights)}</p>')
        if st.button("Se déconnecter", key="compte.deconnexion"):
            sign_out(st.context.cookies)
            st.logout()
        return
    fault = provider_fault()
    if fault:
        st.warning(typography(fault))
    elif st.button("Se connecter", key="compte.connexion"):
        _sign_in()


def provider_fault() -> str:
    """Why nobody can sign in, in French; empty when everything seems to be in place."""
    # Streamlit adds this field when there is a section [auth], and only then.
    if "is_logged_in" not in st.user:
        return NO_PROVIDER
    secret = st.secrets["auth"].get("cookie_secret", "")
    return WEAK_SECRET if len(str(secret)) < SECRET_CHARACTERS else ""


def _sign_in() -> None:
    try:
        st.login()
    except StreamlitAuthError:
        st.warning(typography(NO_PROVIDER))


def _claims() -> Mapping[str, object] | None:
    """Claims of the provider about the visitor; None when they could be forged, or are over."""
    if provider_fault():
        return None
    identity = identity_of(st.context.cookies)
    return None if identity is not None and is_over(identity) else dict(st.user)


def _origin() -> Origin:
    return Origin(st.context.ip_address, st.context.headers.to_dict())


def _account_html(rights: Rights) -> str:
    visitor = rights.visitor
    if visitor.account:
        return f"Connecté\u00a0: <strong>{escape(visitor.label_fr)}</strong> ({visitor.role})"
    # Shown to its holder only, who gives it to the administrator; written nowhere.
    presented = verified_address(dict(st.user)) or st.user.get("sub") or "aucun"
    return f"Compte non déclaré. Identifiant\u00a0: {escape(str(presented))}"
