"""A link to « Vos données » may ask for a kind of file."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from dashboard.access.rights import LOCAL, Rights
from dashboard.ui import sign_in, state

ADMINISTRATOR = Rights(LOCAL, can_read=True, can_import=True, territories=None)


@pytest.fixture
def follow(visit, served_warehouse, monkeypatch) -> Callable[..., object]:
    """Follow a link to the page, from another one."""
    monkeypatch.setattr(sign_in, "current_rights", lambda: ADMINISTRATOR)

    def start(kind_id: str):
        shown = visit("carte")
        shown.test.query_params["type"] = kind_id
        return shown.go("vos_donnees")

    return start


def kind(shown) -> str:
    return shown.test.selectbox(key=state.IMPORT_KIND).value


def test_a_link_opens_the_kind_that_it_asks_for(follow):
    shown = follow("sollicitations")
    shown.is_sound()
    assert kind(shown) == "sollicitations"
    assert "type" not in shown.address


def test_the_choice_is_then_the_users(follow):
    shown = follow("sollicitations").choose(state.IMPORT_KIND, "stages")
    shown.is_sound()
    assert kind(shown) == "stages"


def test_an_unknown_kind_is_told(follow):
    shown = follow("autre")
    shown.is_sound()
    assert ["« autre »" in text for text in shown.warnings] == [True]
