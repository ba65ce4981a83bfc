"""Fetching a file: resumed where it was cut, tried again, bounded, never twice for nothing."""

from __future__ import annotations

import hashlib
import json
import os
import ssl
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TypeVar
from urllib.parse import urljoin, urlsplit

import httpx
from tenacity import RetryCallState, Retrying, retry_if_exception_type, stop_after_attempt
from tenacity.wait import wait_random_exponential

from etl.connectors.faults import BY_HAND, PassingError, SourceError
from etl.settings import ConnectorSettings

Result = TypeVar("Result")
OnReceived = Callable[[int, int | None], None]

MB = 1_000_000
TRIES = 5
REDIRECTS = 5
# Longer than this and the site is asked another day.
LONGEST_WAIT_SECONDS = 300.0
BACKOFF_SECONDS = (1.0, 60.0)
# A file that is being written: what a cut left of it, and which file that was.
PARTIAL, PARTIAL_FACTS = "en-cours.partiel", "en-cours.json"
DOCUMENT_MB = 20
TELL_SECONDS = 0.3
USER_AGENT = "observatoire-msu (python -m etl refresh)"
PASSING = frozenset({408, 425, 429, 500, 502, 503, 504})


@dataclass(frozen=True)
class Validators:
    """What a site gives of a file to know it again: its ETag, its date, or empty texts."""

    etag: str = ""
    last_modified: str = ""

    @classmethod
    def of(cls, response: httpx.Response) -> Validators:
        """Those of an answer."""
        headers = response.headers
        return cls(headers.get("etag", ""), headers.get("last-modified", ""))

    @property
    def is_strong(self) -> bool:
        """Whether a part may be joined to another by it."""
        return bool(self.etag and not self.etag.startswith("W/")) or bool(self.last_modified)

    @property
    def released_on(self) -> str:
        """Day of the file, ISO; empty when it is not told."""
        try:
            return parsedate_to_datetime(self.last_modified).astimezone(UTC).date().isoformat()
        except (TypeError, ValueError):
            return ""

    def conditions(self) -> dict[str, str]:
        """Headers that ask for the file only if it is another one."""
        conditions = {"if-none-match": self.etag, "if-modified-since": self.last_modified}
        return {name: value for name, value in conditions.items() if value}


NO_VALIDATORS = Validators()


@dataclass(frozen=True)
class Fetched:
    """A file that was fetched whole: where it is, where it came from, what it is.

    ``size`` in bytes, ``validators`` as the site gave them.
    """

    path: Path
    url: str
    sha256: str
    size: int
    validators: Validators = field(default_factory=Validators)


@dataclass(frozen=True)
class Glimpse:
    """The beginning of a file, and what the site says of it; ``size`` in bytes, None if untold."""

    url: str
    head: bytes
    content_type: str
    size: int | None
    validators: Validators


class Fetcher:
    """Asks sites for files, through the proxy and the mirrors of the installation.

    Parameters
    ----------
    settings : proxy, authority, mirrors and delays
    sleep : waits for some seconds between two tries
    on_wait : told in French of each wait
    """

    def __init__(
        self,
        settings: ConnectorSettings,
        *,
        sleep: Callable[[float], None] = time.sleep,
        on_wait: Callable[[str], None] = lambda _: None,
    ) -> None:
        self.settings = settings
        self._sleep = sleep
        self._on_wait = on_wait
        self._client = httpx.Client(
            verify=_trust(settings.authority),
            proxy=settings.proxy or None,
            timeout=httpx.Timeout(settings.timeout_seconds),
            headers={"user-agent": USER_AGENT, "accept-encoding": "identity"},
        )

    def __enter__(self) -> Fetcher:
        """Keep connections open between two files."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close them."""
        self._client.close()

    def document(self, url: str) -> object:
        """Read a small JSON document.

        Raises
        ------
        SourceError
            When it cannot be had, or is no JSON.
        """
        content = self._tried(lambda: self._small(url))
        try:
            return json.loads(content)
        except ValueError as error:
            raise SourceError(
                f"{_site(url)} ne répond pas le document JSON attendu", BY_HAND
            ) from error

    def glimpse(self, url: str, length: int = 65_536) -> Glimpse:
        """Look at the beginning of a file, without fetching it."""
        return self._tried(lambda: self._glimpse(url, length))

    def fetch(
        self,
        url: str,
        folder: Path,
        max_mb: int,
        known: Validators = NO_VALIDATORS,
        on_received: OnReceived = lambda received, size: None,
    ) -> Fetched | None:
        """Fetch a file into a folder, from where the last try was cut; None when it is ``known``.

        ``on_received`` is told a few times a second how many bytes are there, of how many.

        Raises
        ------
        SourceError
            When the site refuses it, when it is too large, when every try was cut.
        """
        folder.mkdir(parents=True, exist_ok=True)
        return self._tried(lambda: self._fetch(url, folder, max_mb * MB, known, on_received))

    def _tried(self, ask: Callable[[], Result]) -> Result:
        """Ask again after a fault that may pass, later and later, or when the site says so."""
        tries = Retrying(
            stop=stop_after_attempt(TRIES),
            retry=retry_if_exception_type(PassingError),
            wait=_wait_seconds,
            sleep=self._sleep,
            before_sleep=self._tell,
            reraise=True,
        )
        return tries(ask)

    def _tell(self, state: RetryCallState) -> None:
        error = state.outcome and state.outcome.exception()
        wait = state.next_action.sleep if state.next_action else 0
        if isinstance(error, PassingError):
            self._on_wait(f"{error.why_fr} : nouvel essai dans {wait:.0f} s")

    @contextmanager
    def _answer(self, url: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        """The answer to a request, redirections followed one by one."""
        asked = url
        for _ in range(REDIRECTS + 1):
            with self._sent(self.settings.mirrored(asked), headers) as response:
                if not response.has_redirect_location:
                    _refuse(response, asked)
                    yield response
                    return
                target = urljoin(asked, response.headers["location"])
            if urlsplit(asked).scheme == "https" and urlsplit(target).scheme != "https":
                raise SourceError(f"{_site(url)} renvoie vers une adresse non chiffrée")
            asked = target
        raise SourceError(f"{_site(url)} renvoie sans fin d’une adresse à l’autre")

    @contextmanager
    def _sent(self, url: str, headers: Mapping[str, str]) -> Iterator[httpx.Response]:
        try:
            with self._client.stream("GET", url, headers=dict(headers)) as response:
                yield response
        except httpx.TimeoutException as error:
            raise PassingError(f"{_site(url)} ne répond pas à temps") from error
        except httpx.ProxyError as error:
            raise SourceError(
                f"le relais réseau refuse la demande vers {_site(url)}",
                "vérifier [connecteurs] relais dans reglages.toml, ou HTTPS_PROXY",
            ) from error
        except (httpx.NetworkError, httpx.RemoteProtocolError) as error:
            if _is_untrusted(error):
                raise SourceError(
                    f"le certificat de {_site(url)} n’est pas reconnu",
                    "si le réseau a sa propre autorité, nommer son fichier : [connecteurs] "
                    f"autorite dans reglages.toml ; sinon, {BY_HAND}",
                ) from error
            if isinstance(error, httpx.ConnectError):
                raise PassingError(f"{_site(url)} est injoignable depuis cette machine") from error
            raise PassingError(f"la liaison avec {_site(url)} a été coupée") from error
        except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
            raise SourceError(f"adresse illisible : « {url} »") from error
        except httpx.DecodingError as error:
            raise PassingError(f"la réponse de {_site(url)} est illisible") from error

    def _small(self, url: str) -> bytes:
        with self._answer(url, {"accept": "application/json"}) as response:
            content = bytearray()
            for piece in response.iter_bytes():
                content += piece
                if len(content) > DOCUMENT_MB * MB:
                    raise SourceError(f"la réponse de {_site(url)} est trop longue")
            return bytes(content)

    def _glimpse(self, url: str, length: int) -> Glimpse:
        with self._answer(url, {"range": f"bytes=0-{length - 1}"}) as response:
            head = bytearray()
            for piece in response.iter_bytes():
                head += piece
                if len(head) >= length:
                    break
            return Glimpse(
                url,
                bytes(head[:length]),
                response.headers.get("content-type", ""),
                _total_size(response, 0),
                Validators.of(response),
            )

    def _fetch(
        self, url: str, folder: Path, max_bytes: int, known: Validators, on_received: OnReceived
    ) -> Fetched | None:
        partial, facts = folder / PARTIAL, folder / PARTIAL_FACTS
        begun, validators = _begun(partial, facts, url)
        headers = known.conditions()
        if begun:
            headers = {
                "range": f"bytes={begun}-",
                "if-range": validators.etag or validators.last_modified,
            }
        with self._answer(url, headers) as response:
            if response.status_code == httpx.codes.NOT_MODIFIED:
                return None
            if response.status_code == httpx.codes.REQUESTED_RANGE_NOT_SATISFIABLE:
                facts.unlink(missing_ok=True)
                raise PassingError(f"le fichier de {_site(url)} a changé pendant sa lecture")
            validators = Validators.of(response)
            offset = _offset(response, begun)
            total = _total_size(response, offset)
            if total is not None and total > max_bytes:
                raise _too_large(url, max_bytes)
            facts.write_text(json.dumps({"url": url, **validators.__dict__}), encoding="utf-8")
            pieces = _told(response, offset, total, on_received)
            size = _write(pieces, partial, offset, max_bytes, url)
        if total is not None and size < total:
            raise PassingError(f"le fichier de {_site(url)} est arrivé incomplet")
        if not size:
            partial.unlink()
            facts.unlink(missing_ok=True)
            raise SourceError(f"{_site(url)} a rendu un fichier vide")
        facts.unlink(missing_ok=True)
        return Fetched(partial, url, digest(partial), size, validators)


def digest(path: Path) -> str:
    """SHA-256 of a file, read in pieces."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _trust(authority: Path | None) -> ssl.SSLContext:
    """Who is trusted: the usual authorities, and that of the network when there is one."""
    context = ssl.create_default_context()
    if authority is not None:
        try:
            context.load_verify_locations(authority)
        except (OSError, ssl.SSLError) as error:
            raise SourceError(
                f"le fichier de l’autorité « {authority.name} » est illisible",
                "corriger [connecteurs] autorite dans reglages.toml (fichier PEM)",
            ) from error
    return context


def _wait_seconds(state: RetryCallState) -> float:
    error = state.outcome and state.outcome.exception()
    if isinstance(error, PassingError) and error.wait_seconds is not None:
        return error.wait_seconds
    first, longest = BACKOFF_SECONDS
    return wait_random_exponential(multiplier=first, max=longest)(state)


def _refuse(response: httpx.Response, url: str) -> None:
    """Raise what the status of an answer means, unless it is the file."""
    status = response.status_code
    if status in (200, 206, 304, 416):
        return
    site = _site(url)
    if status in PASSING:
        wait = _retry_after(response)
        if wait is not None and wait > LONGEST_WAIT_SECONDS:
            raise SourceError(
                f"{site} demande d’attendre {wait / 60:.0f} min (réponse {status})",
                "recommencer après ce délai",
            )
        raise PassingError(f"{site} est occupé (réponse {status})", wait)
    if status in (404, 410):
        raise SourceError(f"{site} n’a plus ce fichier (réponse {status})")
    if status in (401, 403, 407):
        raise SourceError(
            f"{site} refuse l’accès (réponse {status})",
            f"vérifier le relais du réseau ([connecteurs] relais), ou {BY_HAND}",
        )
    raise SourceError(f"{site} ne donne pas le fichier (réponse {status})")


def _retry_after(response: httpx.Response) -> float | None:
    """Seconds that the site asks to wait, told as a number or as a date."""
    text = response.headers.get("retry-after", "").strip()
    if text.isdigit():
        return float(text)
    try:
        return max(0.0, (parsedate_to_datetime(text) - datetime.now(UTC)).total_seconds())
    except (TypeError, ValueError):
        return None


def _begun(partial: Path, facts: Path, url: str) -> tuple[int, Validators]:
    """How much of this very file is already there, and what it is known by."""
    try:
        told = json.loads(facts.read_text(encoding="utf-8"))
        validators = Validators(told["etag"], told["last_modified"])
        size = partial.stat().st_size
        if told["url"] == url and validators.is_strong and not validators.etag.startswith("W/"):
            return size, validators
    except (OSError, ValueError, KeyError, TypeError):
        pass
    partial.unlink(missing_ok=True)
    facts.unlink(missing_ok=True)
    return 0, Validators()


def _offset(response: httpx.Response, begun: int) -> int:
    """Where the answer begins in the file: 0 when the site sends it whole."""
    if response.status_code != httpx.codes.PARTIAL_CONTENT:
        return 0
    told = response.headers.get("content-range", "")
    if not told.startswith(f"bytes {begun}-"):
        raise PassingError("le site n’a pas repris le fichier où il avait été coupé")
    return begun


def _total_size(response: httpx.Response, offset: int) -> int | None:
    """Size of the whole file, in bytes; None when the site does not tell it."""
    total = response.headers.get("content-range", "").rpartition("/")[2]
    if total.isdigit():
        return int(total)
    length = response.headers.get("content-length", "")
    encoded = response.headers.get("content-encoding", "identity") != "identity"
    return int(length) + offset if length.isdigit() and not encoded else None


def _told(
    response: httpx.Response, offset: int, total: int | None, on_received: OnReceived
) -> Iterator[bytes]:
    """The pieces of an answer; how much has come is told from time to time."""
    received, told_at = offset, 0.0
    for piece in response.iter_bytes():
        received += len(piece)
        if time.monotonic() - told_at > TELL_SECONDS:
            on_received(received, total)
            told_at = time.monotonic()
        yield piece


def _write(pieces: Iterable[bytes], partial: Path, offset: int, max_bytes: int, url: str) -> int:
    """Add the answer to what is there; return the size of the file."""
    size = offset
    with partial.open("r+b" if offset else "wb") as file:
        file.seek(offset)
        file.truncate()
        for piece in pieces:
            size += len(piece)
            if size > max_bytes:
                raise _too_large(url, max_bytes)
            file.write(piece)
        file.flush()
        os.fsync(file.fileno())
    return size


def _too_large(url: str, max_bytes: int) -> SourceError:
    return SourceError(
        f"le fichier de {_site(url)} dépasse {max_bytes // MB} Mo, la taille admise",
        "vérifier l’adresse ; si le fichier a grandi, relever max_mb dans data/connecteurs.yml",
    )


def _site(url: str) -> str:
    return urlsplit(url).hostname or url


def _is_untrusted(error: BaseException) -> bool:
    """Whether a certificate is what stopped the connection."""
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return True
        seen = seen.__cause__ or seen.__context__
    return "CERTIFICATE_VERIFY_FAILED" in str(error)
