"""Pages that come back to a server which has forgotten their session.

A server that was started again, or a session that waited too long, knows none of the widgets of a
page still on a screen: Streamlit then takes what was clicked for the first values of widgets never
seen, calls nothing, and drops the click in a fragment.
"""

from __future__ import annotations

from typing import Any

from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession


class ReturningSession(AppSession):
    """A session which draws the address of a page that comes back before it obeys its clicks."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._has_begun = False
        self._is_drawing_address = False
        self._held: list[ClientState] = []

    def request_rerun(self, client_state: ClientState | None) -> None:
        """Run the page; what a page that comes back asks waits until its address is drawn."""
        if self._is_drawing_address and client_state:
            self._held.append(client_state)
            return
        comes_back = not self._has_begun and client_state is not None and knows_page(client_state)
        self._has_begun = True
        if not comes_back or client_state is None:
            super().request_rerun(client_state)
            return
        self._is_drawing_address = True
        self._held.append(client_state)
        super().request_rerun(address_only(client_state))

    def _handle_scriptrunner_event_on_event_loop(self, *arguments: Any, **options: Any) -> None:
        super()._handle_scriptrunner_event_on_event_loop(*arguments, **options)
        # The runner is let go of once it is over, whatever stopped it.
        if self._is_drawing_address and self._scriptrunner is None:
            self._is_drawing_address = False
            held, self._held = self._held, []
            for client_state in held:
                super().request_rerun(client_state)


def knows_page(client_state: ClientState) -> bool:
    """Whether a demand comes from a page already drawn: it holds widgets, or a part of a page."""
    return bool(client_state.widget_states.widgets or client_state.fragment_id)


def address_only(client_state: ClientState) -> ClientState:
    """The demand of a page without what was clicked in it: as if its address was just opened."""
    address = ClientState()
    address.CopyFrom(client_state)
    address.ClearField("widget_states")
    address.ClearField("fragment_id")
    address.is_auto_rerun = False
    return address
