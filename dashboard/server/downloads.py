"""Files made when they are asked for: for whom may read now, and not too often."""

from __future__ import annotations

from collections.abc import Callable

from streamlit.proto.BackMsg_pb2 import BackendOperationRequest
from streamlit.proto.ForwardMsg_pb2 import BackendOperationResponse
from streamlit.runtime import Runtime
from streamlit.runtime.backend_operation_handler import DeferredFileHandler
from streamlit.runtime.media_file_manager import MediaFileManager

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
        client = Runtime.instance().get_client(session_id) if Runtime.exists() else None
        context = client and client.client_context
        if not context:
            return texts.NO_READING
        headers = {name.lower(): text for name, text in context.headers}
        origin = Origin(context.remote_ip, headers)
        if not rights_of_connection(context.cookies, origin).can_read:
            return texts.NO_READING
        try:
            if configured_access().mode == "poste":
                return ""
            limits = configured_surface().rates
        except SettingsError:
            return texts.NO_READING
        wait = self.rates.wait(
            "document",
            (
                (f"session {session_id}", limits.documents),
                (f"adresse {context.remote_ip}", limits.documents_of_address),
            ),
        )
        return texts.too_often(wait) if wait else ""


class ClosedOperation:
    """What a page of Streamlit may ask of a developer's machine: to install files for agents."""

    def __init__(self, *_: object) -> None:
        """Take what Streamlit gives to the operation that it stands for."""

    async def handle(
        self, request: BackendOperationRequest, session_id: str
    ) -> BackendOperationResponse:
        """Refuse, whoever asks."""
        return BackendOperationResponse(request_id=request.request_id, error_msg=texts.UNKNOWN)
