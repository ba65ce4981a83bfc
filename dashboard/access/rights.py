"""Who may read, import and undo: the account, and where the request comes from.

Every doubt closes a door: settings that cannot be read, an account that is not declared, a page
that was not opened on the machine itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv6Address, ip_address
from urllib.parse import urlsplit

from dashboard.access.settings import AccessSettings, Account, Role
from dashboard.core.catalog import Catalog
from foundation.settings_file import EXAMPLE_FILE, SETTINGS_FILE

THIS_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
RELAYS = frozenset({"forwarded", "via", "x-real-ip", "x-client-ip", "cf-connecting-ip"})


@dataclass(frozen=True)
class Origin:
    """Where a request comes from: address of the connection (None: this machine), headers."""

    address: str | None
    headers: Mapping[str, str]


@dataclass(frozen=True)
class Visitor:
    """Who is there; ``label_fr`` is what the journal writes, never the identifier."""

    account: Account | None
    role: Role
    label_fr: str
    territories: frozenset[str] | None
    signed_in: bool = False


@dataclass(frozen=True)
class Rights:
    """What a visitor may do, and why not.

    ``territories`` are those declared for the account, None for all; see
    ``allowed_territories``. ``with_accounts`` tells whether signing in makes a difference.
    """

    visitor: Visitor
    can_read: bool
    can_import: bool = False
    can_undo: bool = False
    sees_journal: bool = False
    can_refresh: bool = False
    territories: frozenset[str] | None = frozenset()
    reason_fr: str = ""
    with_accounts: bool = False


LOCAL = Visitor(None, "administrateur", "Poste local", None)
ELSEWHERE = Visitor(None, "lecteur", "Visiteur d’un autre poste", frozenset())
SIGNED_OUT = Visitor(None, "lecteur", "Visiteur non connecté", frozenset())
UNDECLARED = Visitor(None, "lecteur", "Compte non déclaré", frozenset(), signed_in=True)


def visitor_of(settings: AccessSettings, claims: Mapping[str, object] | None) -> Visitor:
    """Who the claims of the identity provider name; None or signed out is an unknown visitor."""
    if not claims or claims.get("is_logged_in") is not True:
        return SIGNED_OUT
    held = [account for account in settings.accounts if account.is_held_by(claims)]
    # One person could be declared twice, by address and by sub: the narrower right wins.
    account = min(held, key=lambda one: _rank(one.role), default=None)
    if account is None:
        return UNDECLARED
    limits = None if account.role == "administrateur" else frozenset(account.territories)
    return Visitor(account, account.role, account.label_fr, limits, signed_in=True)


def rights_of(
    settings: AccessSettings, claims: Mapping[str, object] | None, origin: Origin
) -> Rights:
    """What a visitor may do, from the settings, the claims of the provider and the request."""
    if settings.mode == "poste":
        return _rights_alone(origin)
    visitor = visitor_of(settings, claims)
    restricted = settings.reading != "publique"
    if visitor.account is None:
        return Rights(
            visitor,
            can_read=not restricted,
            reason_fr=_undeclared_fr(visitor, restricted),
            with_accounts=True,
        )
    contributes = visitor.role != "lecteur"
    return Rights(
        visitor,
        can_read=True,
        can_import=contributes,
        can_undo=contributes,
        sees_journal=visitor.role == "administrateur",
        can_refresh=visitor.role == "administrateur",
        territories=visitor.territories,
        reason_fr="" if contributes else "Ce compte a le rôle « lecteur » : il n’importe pas.",
        with_accounts=True,
    )


def closed_doors(reason_fr: str) -> Rights:
    """No right at all, and why: the settings could not be read."""
    return Rights(SIGNED_OUT, can_read=False, reason_fr=reason_fr)


def distance_fr(origin: Origin) -> str:
    """Why a request does not come straight from this machine; empty when it does.

    The address of the connection is not enough: a proxy of this machine, or a foreign name that
    leads here, would pass for it.
    """
    headers = {name.lower(): value for name, value in origin.headers.items()}
    relay = next((n for n in headers if n in RELAYS or n.startswith("x-forwarded")), None)
    if relay:
        return f"elle passe par un relais (en-tête « {relay} »)"
    if origin.address is not None and not _is_loopback(origin.address):
        return "la connexion ne vient pas de ce poste (c’est aussi le cas dans un conteneur)"
    host = headers.get("host", "")
    if _hostname(host) not in THIS_MACHINE:
        return "elle n’est pas ouverte sous le nom « localhost » ou « 127.0.0.1 »"
    if headers.get("origin", "").partition("://")[2] != host:
        return "la demande vient d’un autre site"
    return ""


def allowed_territories(rights: Rights, catalog: Catalog) -> frozenset[str] | None:
    """Every territory that a file may name; None when there is no limit.

    A région includes its départements, a subdivision those that are wholly in it; a subdivision
    is included when all its départements are.
    """
    if rights.territories is None:
        return None
    declared = rights.territories & catalog.territories.keys()
    departements = {
        inside for item in declared for inside in catalog.departements_in(item, whole=True)
    }
    subdivisions = {
        item
        for item in catalog.level_ids["subdivision"]
        if departements.issuperset(catalog.departements_in(item))
    }
    return frozenset(declared | departements | subdivisions)


def _rights_alone(origin: Origin) -> Rights:
    distance = distance_fr(origin)
    if not distance:
        return Rights(
            LOCAL,
            can_read=True,
            can_import=True,
            can_undo=True,
            sees_journal=True,
            can_refresh=True,
            territories=None,
        )
    return Rights(
        ELSEWHERE,
        can_read=True,
        reason_fr=(
            "L’import est fermé : l’application est en mode « poste », et cette page n’est pas "
            f"ouverte directement sur le poste où elle tourne : {distance}. Que faire : sur ce "
            "poste, l’ouvrir par http://localhost ; sur un serveur ou dans un conteneur, écrire "
            f'mode = "serveur" dans {SETTINGS_FILE} (modèle : {EXAMPLE_FILE}).'
        ),
    )


def _undeclared_fr(visitor: Visitor, restricted: bool) -> str:
    what = "La lecture est réservée" if restricted else "L’import est réservé"
    if visitor.signed_in:
        return (
            f"{what} aux comptes déclarés, et le vôtre ne l’est pas. Que faire : transmettre "
            "votre identifiant à l’administrateur de l’observatoire."
        )
    return f"{what} aux comptes déclarés. Que faire : se connecter."


def _rank(role: Role) -> int:
    return ("lecteur", "contributeur", "administrateur").index(role)


def _hostname(host: str) -> str | None:
    try:
        return urlsplit(f"//{host}").hostname
    except ValueError:
        return None


def _is_loopback(address: str) -> bool:
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv6Address) and parsed.ipv4_mapped:
        return parsed.ipv4_mapped.is_loopback
    return parsed.is_loopback
