"""Who a connection speaks for: the signed cookie of Streamlit, read again at each demand."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from itsdangerous import BadData, URLSafeTimedSerializer
from streamlit.auth_util import get_cookie_with_chunks, get_origin_from_redirect_uri
from streamlit.runtime.secrets import secrets_singleton
from streamlit.web.server.server_util import get_cookie_secret
from streamlit.web.server.starlette.starlette_server_config import USER_COOKIE_NAME
from streamlit.web.server.starlette.starlette_websocket import _parse_decoded_user_cookie

from dashboard.access.rights import Origin, Rights, closed_doors, rights_of
from dashboard.access.settings import configured_access
from dashboard.access.sign_ins import SignIn, sign_ins
from dashboard.access.surface import configured_surface
from foundation.settings_file import SettingsError

# Whoever guesses the secret signs cookies in anyone's name.
SECRET_CHARACTERS = 32


@dataclass(frozen=True)
class Identity:
    """The sign-in of a cookie, and what the provider said of its visitor."""

    sign_in: SignIn
    claims: Mapping[str, object]


def is_secret_weak() -> bool:
    """Whether the secret of the cookies could be guessed, or there is no provider at all."""
    if not secrets_singleton.load_if_toml_exists() or not secrets_singleton.get("auth"):
        return True
    return len(str(secrets_singleton["auth"].get("cookie_secret", ""))) < SECRET_CHARACTERS


def identity_of(cookies: Mapping[str, str]) -> Identity | None:
    """Identity that the cookies of a connection prove; None when they prove none.

    The digest is that of what was signed, never of the text of the cookie: one signature can be
    written in several ways.
    """
    if is_secret_weak() or USER_COOKIE_NAME not in cookies:
        return None
    secret = get_cookie_secret()
    dates: list[float] = []

    def read(name: str) -> bytes | None:
        try:
            value, at = URLSafeTimedSerializer(secret, salt=name).loads(
                cookies.get(name, ""), return_timestamp=True
            )
        except (BadData, ValueError):
            return None
        dates.append(at.timestamp())
        return value.encode() if isinstance(value, str) else None

    signed = get_cookie_with_chunks(read, USER_COOKIE_NAME)
    claims = signed and _parse_decoded_user_cookie(signed, get_origin_from_redirect_uri() or "")
    if not signed or not claims or claims.get("is_logged_in") is not True:
        return None
    # A long cookie is signed in pieces: the oldest one says when.
    made_at = min(dates)
    digest = hashlib.sha256(signed + str(int(made_at)).encode()).hexdigest()
    return Identity(SignIn(digest, made_at), claims)


def is_over(identity: Identity) -> bool:
    """Whether the sign-in has ended: signed out, idle or too old.

    Raises
    ------
    SettingsError
        When the settings cannot be read.
    """
    return sign_ins().is_over(identity.sign_in, configured_surface().sessions)


def sign_out(cookies: Mapping[str, str]) -> None:
    """End the sign-in of these cookies for good, wherever they are shown again."""
    identity = identity_of(cookies)
    if identity is not None:
        sign_ins().end(identity.sign_in)


def rights_of_connection(cookies: Mapping[str, str], origin: Origin) -> Rights:
    """Rights of whoever holds these cookies, by the settings and the sign-ins of this moment."""
    try:
        settings = configured_access()
        identity = None if settings.mode == "poste" else identity_of(cookies)
        if identity is not None and is_over(identity):
            identity = None
    except SettingsError as error:
        return closed_doors(str(error))
    return rights_of(settings, None if identity is None else identity.claims, origin)
