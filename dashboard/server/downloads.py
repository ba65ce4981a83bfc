"""Files and rows sent when they are asked for: to whom may read now, and not too often."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime import Runtime
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.dataframe_chunk_handler import DataframeChunkHandler
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.session_manager import ClientContext

from dashboard.access.identity import rights_of_connection
from dashboard.access.rights import Origin
from dashboard.access.settings import configured_access
from dashboard.access.surface import configured_surface
from dashboard.server import texts
from dashboard.server.rates import Rates
from foundation.settings_file import SettingsError


class GuardedDownloads(DeferredFileHandler):
    """What makes the files of the buttons, which Streamlit asks nobody about."""

    rates = Rates()

    def __init__(self, get_media_file_mgr: Callable[[], MediaFileManager]) -> None:
        super().__init__(get_media_file_mgr)

    async def handle(
        self, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        """Make a file for a session that may have it; say why not otherwise."""
        refusal = self.refusal(session_id)
        if refusal:
            return BackendOperationResponse(request_id=request.request_id, error_msg=refusal)
        answer = await super().handle(request, session_id)
        if answer.error_msg:
            answer.error_msg = texts.NOT_MADE
        return answer

    def refusal(self, session_id: str) -> str:
        """Why a session may not have a file now, in French; empty when it may."""
        refusal = refusal_to_read(session_id)
        if refusal:
            return refusal
        try:
            if configured_access().mode == "poste":
                return ""
            limits = configured_surface().rates
        except SettingsError:
            return texts.NO_READING
        context = _context_of(session_id)
        address = context.remote_ip if context else ""
        wait = self.rates.wait(
            "document",
            (
                (f"session {session_id}", limits.documents),
                (f"adresse {address}", limits.documents_of_address),
            ),
        )
        return texts.too_often(wait) if wait else ""


class GuardedRows(DataframeChunkHandler):
    """What sends the next rows of a long table: Streamlit asks nobody about them either."""

    async def handle(
        self, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        """Send rows to a session that may still read."""
        refusal = refusal_to_read(session_id)
        if refusal:
            return BackendOperationResponse(request_id=request.request_id, error_msg=refusal)
        return await super().handle(request, session_id)


def refusal_to_read(session_id: str) -> str:
    """Why a session may not read now, in French; empty when it may."""
    context = _context_of(session_id)
    if context is None:
        return texts.NO_READING
    headers = {name.lower(): text for name, text in context.headers}
    rights = rights_of_connection(context.cookies, Origin(context.remote_ip, headers))
    return "" if rights.can_read else texts.NO_READING


def _context_of(session_id: str) -> ClientContext | None:
    client = Runtime.instance().get_client(session_id) if Runtime.exists() else None
    return client.client_context if client else None


class ClosedOperation:
    """What a page of Streamlit may ask of a developer's machine: to install files for agents."""

    def __init__(self, *_: object) -> None:
        """Take what Streamlit gives to the operation that it stands for."""

    async def handle(
        self, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        """Refuse, whoever asks."""
        return BackendOperationResponse(request_id=request.request_id, error_msg=texts.UNKNOWN)
