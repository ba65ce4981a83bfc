"""Files being imported: who may send them, how much, how long they stay.

Streamlit takes a file from whoever names a session, keeps it in memory without limit, and lets it
there when its session has gone.
"""

from __future__ import annotations

import asyncio
import threading
import time
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit import config
from streamlit.runtime import Runtime
from streamlit.runtime.memory_session_storage import MemorySessionStorage
from streamlit.runtime.memory_uploaded_file_manager import MemoryUploadedFileManager
from streamlit.runtime.scriptrunner_utils.script_run_context import get_script_run_ctx
from streamlit.runtime.session_manager import SessionInfo
from streamlit.runtime.uploaded_file_manager import UploadedFileRec, UploadFileUrlInfo

from dashboard.access.identity import identity_of, rights_of_connection
from dashboard.access.surface import SurfaceSettings, configured_surface
from dashboard.server import texts
from dashboard.server.doors import UPLOADS
from dashboard.server.rates import Rates
from dashboard.server.requests import address_of, cookies_of, headers_of, origin_of
from foundation.settings_file import SettingsError

MEGABYTE = 1024 * 1024
# What a form adds around its file.
AROUND_BYTES = MEGABYTE
# A reader whose network fails for a moment comes back to the same session, and to its file.
GRACE_SECONDS = 60
# A deposit that meets another of the same page may be tried again soon.
ONE_AT_A_TIME_SECONDS = 5
# Addresses given for files that were never sent.
ADDRESSES_KEPT = 8
# A file that stops coming is dropped sooner than a slow one.
SILENCE_SECONDS = 20
FRENCH = {
    400: texts.REFUSED,
    403: texts.NO_IMPORT,
    408: texts.TOO_SLOW,
    413: texts.TOO_LARGE,
}


class UploadRefusedError(Exception):
    """A file is refused: the status of the answer and its text."""

    def __init__(self, status: int, text: str, wait: int = 0) -> None:
        self.status, self.text, self.wait = status, text, wait
        super().__init__(text)


class BoundedUploads(MemoryUploadedFileManager):
    """The files of the sessions whose page expects one: the latest of each, within a quota."""

    def __init__(self, endpoint: str) -> None:
        super().__init__(endpoint)
        self._expected: dict[str, deque[str]] = {}
        self._coming: dict[str, int] = {}
        self._rules = threading.Lock()

    def expect(self, session_id: str) -> None:
        """Open the door of a session: its page shows where to drop a file."""
        with self._rules:
            self._expected.setdefault(session_id, deque(maxlen=ADDRESSES_KEPT))

    def forget(self, session_id: str) -> None:
        """Close the door of a session: its page shows no such place any more."""
        with self._rules:
            self._expected.pop(session_id, None)

    def is_expected(self, session_id: str, file_id: str) -> bool:
        """Whether this address was given to the page of this session."""
        with self._rules:
            return file_id in self._expected.get(session_id, ())

    def get_upload_urls(
        self, session_id: str, file_names: Sequence[str]
    ) -> list[UploadFileUrlInfo]:
        """Addresses for files, given to a page that expects some."""
        with self._rules:
            given = self._expected.get(session_id)
            if given is None:
                return []
            addresses = super().get_upload_urls(session_id, file_names[:ADDRESSES_KEPT])
            given.extend(address.file_id for address in addresses)
            return addresses

    @contextmanager
    def room(self, session_id: str, size: int, total: int) -> Iterator[None]:
        """Keep room for a file of ``size`` bytes while it comes, within ``total``.

        Raises
        ------
        UploadRefusedError
            When the session sends another one, or when the files of all leave no room.
        """
        with self._rules:
            if session_id in self._coming:
                raise UploadRefusedError(429, texts.ONE_AT_A_TIME, wait=ONE_AT_A_TIME_SECONDS)
            if self.held_bytes + sum(self._coming.values()) + size > total:
                raise UploadRefusedError(503, texts.FULL, wait=60)
            self._coming[session_id] = size
        try:
            yield
        finally:
            with self._rules:
                del self._coming[session_id]

    @property
    def held_bytes(self) -> int:
        """Memory of all the files."""
        return self._total_bytes

    def add_file(self, session_id: str, file: UploadedFileRec) -> None:
        """Keep a file in place of those that the session had sent; a session that left has none."""
        self.remove_session_files(session_id)
        if not Runtime.exists() or Runtime.instance().is_active_session(session_id):
            super().add_file(session_id, file)


class SessionsAtRest(MemorySessionStorage):
    """Sessions whose visitor left, kept for a moment in case of a return; their files are not."""

    def __init__(self, uploads: BoundedUploads, ttl_seconds: int) -> None:
        super().__init__(ttl_seconds=ttl_seconds)
        self._uploads = uploads

    def save(self, session_info: SessionInfo) -> None:
        """Keep a session; its files go when it has not come back after a moment."""
        super().save(session_info)
        try:
            loop = asyncio.get_running_loop()
        except RuntimeError:
            self._drop_files(session_info.session.id)
        else:
            loop.call_later(GRACE_SECONDS, self._drop_files, session_info.session.id)

    def _drop_files(self, session_id: str) -> None:
        if not Runtime.exists() or not Runtime.instance().is_active_session(session_id):
            self._uploads.forget(session_id)
            self._uploads.remove_session_files(session_id)


def expect_file() -> None:
    """Let the page being drawn receive a file."""
    uploads, session_id = _of_this_run()
    if uploads is not None:
        uploads.expect(session_id)


def forget_files() -> None:
    """Let the page being drawn receive no file any more."""
    uploads, session_id = _of_this_run()
    if uploads is not None:
        uploads.forget(session_id)


@dataclass(frozen=True)
class Deposit:
    """A file as its visitor gave it, which the server holds in memory for their session."""

    name: str
    content: bytes


def held_file(file_id: str) -> Deposit | None:
    """The file that the session being drawn gave; None when it is held no more."""
    context = get_script_run_ctx(suppress_warning=True)
    if context is None or not file_id:
        return None
    records = context.uploaded_file_mgr.get_files(context.session_id, [file_id])
    return Deposit(records[0].name, records[0].data) if records else None


def release_file(file_id: str) -> None:
    """Let go of a file of the session being drawn."""
    context = get_script_run_ctx(suppress_warning=True)
    uploads = context and context.uploaded_file_mgr
    if context is not None and isinstance(uploads, MemoryUploadedFileManager):
        uploads.remove_file(context.session_id, file_id)


def _of_this_run() -> tuple[BoundedUploads | None, str]:
    """The files of the server and the session being drawn; none outside of our server."""
    context = get_script_run_ctx(suppress_warning=True)
    uploads = Runtime.instance().uploaded_file_mgr if Runtime.exists() else None
    is_ours = context is not None and isinstance(uploads, BoundedUploads)
    return (uploads, context.session_id) if is_ours else (None, "")  # type: ignore[union-attr,return-value]


@dataclass
class Uploads:
    """Judge a file before it is read, and count what comes while it is."""

    app: ASGIApp
    rates: Rates = field(default_factory=Rates)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass what is no file on; pass a file on when its sender may import."""
        if scope["type"] != "http" or not scope["path"].startswith(UPLOADS):
            await self.app(scope, receive, send)
            return
        try:
            uploads, session_id = accepted(scope)
            if scope["method"] == "DELETE":
                await self.app(scope, receive, send_in_french(scope, receive, send))
                return
            settings = configured_surface()
            self._count(scope, session_id, settings)
            size = declared_size(scope)
            with uploads.room(session_id, size, settings.uploads.total_mb * MEGABYTE):
                bounded = bounded_receive(receive, size, settings.uploads.seconds)
                await self.app(scope, bounded, send_in_french(scope, receive, send))
        except UploadRefusedError as refusal:
            wait = {"retry_after": str(refusal.wait)} if refusal.wait else {}
            await texts.line(refusal.text, refusal.status, **wait)(scope, receive, send)
        except SettingsError:
            await texts.line(texts.NO_IMPORT, 403)(scope, receive, send)

    def _count(self, scope: Scope, session_id: str, settings: SurfaceSettings) -> None:
        rates = settings.rates
        wait = self.rates.wait(
            "depot",
            (
                (f"session {session_id}", rates.deposits),
                (f"adresse {address_of(scope)}", rates.deposits_of_address),
            ),
        )
        if wait:
            raise UploadRefusedError(429, texts.too_often(wait), wait)


def accepted(scope: Scope) -> tuple[BoundedUploads, str]:
    """The files of the server and the session of a demand whose sender may import.

    Raises
    ------
    UploadRefusedError
        When the session has gone, is someone else's, shows no place for a file, or when its
        visitor may not import.
    """
    refused = UploadRefusedError(403, texts.NO_IMPORT)
    session_id, _, file_id = scope["path"].removeprefix(UPLOADS).partition("/")
    runtime = Runtime.instance() if Runtime.exists() else None
    session = runtime and runtime.get_app_session(session_id)
    if runtime is None or not session:
        raise refused
    uploads = runtime.uploaded_file_mgr
    if not isinstance(uploads, BoundedUploads) or not uploads.is_expected(session_id, file_id):
        raise refused
    cookies = cookies_of(scope)
    identity = identity_of(cookies)
    owner = {key: text for key, text in session._user_info.items() if key != "tokens"}
    if owner != dict(identity.claims if identity else {}):
        raise refused
    if not rights_of_connection(cookies, origin_of(scope)).can_import:
        raise refused
    return uploads, session_id


def declared_size(scope: Scope) -> int:
    """Size that a demand says it has (bytes); the largest accepted when it does not say.

    Raises
    ------
    UploadRefusedError
        When it is no size, or too large a one.
    """
    largest = int(config.get_option("server.maxUploadSize")) * MEGABYTE + AROUND_BYTES
    declared = headers_of(scope).get("content-length")
    if declared is None:
        return largest
    if not declared.isascii() or not declared.isdigit():
        raise UploadRefusedError(400, texts.NOT_A_LENGTH)
    if int(declared) > largest:
        raise UploadRefusedError(413, texts.TOO_LARGE)
    return int(declared)


def bounded_receive(receive: Receive, size: int, seconds: float) -> Receive:
    """What receives a body of at most ``size`` bytes, within ``seconds`` and without long silence.

    What goes beyond is an answer of its own, whatever reads the body.
    """
    end = time.monotonic() + seconds
    received = 0

    async def bounded() -> Message:
        nonlocal received
        left = min(end - time.monotonic(), SILENCE_SECONDS)
        try:
            message = await asyncio.wait_for(receive(), max(left, 0))
        except TimeoutError:
            raise HTTPException(408) from None
        received += len(message.get("body", b""))
        if received > size:
            raise HTTPException(413)
        return message

    return bounded


def send_in_french(scope: Scope, receive: Receive, send: Send) -> Send:
    """What sends an answer on, in French when it is a refusal."""
    refused = False

    async def french(message: Message) -> None:
        nonlocal refused
        if message["type"] == "http.response.start" and message["status"] >= 400:
            refused = True
            status = message["status"]
            text = FRENCH.get(status, texts.REFUSED)
            await texts.line(text, status)(scope, receive, send)
        elif not refused:
            await send(message)

    return french
