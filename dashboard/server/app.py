"""Streamlit as an ASGI application, with what it keeps of its visitors bounded."""

from __future__ import annotations

import streamlit as st
from starlette.types import ASGIApp
from streamlit import config, net_util
from streamlit.runtime import Runtime, RuntimeConfig, app_session, websocket_session_manager
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage
from streamlit.web.cache_storage_manager_config import create_default_cache_storage_manager

from dashboard.server.comebacks import ReturningSession
from dashboard.server.doors import Doors
from dashboard.server.downloads import ClosedOperation, GuardedDownloads, GuardedRows
from dashboard.server.failures import Failures
from dashboard.server.headers import Headers
from dashboard.server.sessions import Sessions
from dashboard.server.uploads import BoundedUploads, SessionsAtRest, Uploads


class Observatory(st.App):
    """Streamlit with our own keepers of files and of sessions."""

    def _create_runtime(self) -> Runtime:
        """What ``st.App`` creates, but for the keepers and the sessions."""
        websocket_session_manager.AppSession = ReturningSession  # type: ignore[misc]
        uploads = BoundedUploads("/_stcore/upload_file")
        return Runtime(
            RuntimeConfig(
                script_path=str(self._resolve_script_path()),
                media_file_storage=MemoryMediaFileStorage("/media"),
                uploaded_file_manager=uploads,
                cache_storage_manager=create_default_cache_storage_manager(),
                session_storage=SessionsAtRest(
                    uploads, ttl_seconds=config.get_option("server.disconnectedSessionTTL")
                ),
                on_script_error=self._on_script_error,
            )
        )


def guarded(app: ASGIApp) -> ASGIApp:
    """An application behind everything that judges a demand, the outermost first."""
    keep_at_home()
    return Headers(Failures(Doors(Sessions(Uploads(app)))))


def keep_at_home() -> None:
    """Take from Streamlit what would leave the machine, and what makes files without asking who.

    It asks a site of Amazon for the address of its machine when it wonders whether an origin is
    its own, during which nobody is answered: :mod:`dashboard.server.doors` decides instead.
    """
    net_util.get_external_ip = lambda: None
    net_util.get_internal_ip = lambda: None
    app_session.DeferredFileHandler = GuardedDownloads  # type: ignore[misc]
    app_session.DataframeChunkHandler = GuardedRows  # type: ignore[misc]
    app_session.InstallSkillsHandler = ClosedOperation  # type: ignore[assignment,misc]
    app_session.DismissSkillsNudgeHandler = ClosedOperation  # type: ignore[assignment,misc]
