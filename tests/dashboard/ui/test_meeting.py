"""The documents of a meeting from any page: what one click gives, what is not made before it."""

from __future__ import annotations

import pytest
from streamlit.testing.v1 import AppTest

from dashboard.ui import words
from tests.support.patience import PATIENCE_SECONDS

PAGE = """
from dashboard.queries.catalog import fetch_catalog
from dashboard.ui import state
from dashboard.ui.meeting import show_meeting_bar

state.begin(fetch_catalog(state.served()))
show_meeting_bar(state.desk())
"""

pytestmark = pytest.mark.usefixtures("served_warehouse")


def opened(**parameters: str) -> AppTest:
    test = AppTest.from_string(PAGE, default_timeout=PATIENCE_SECONDS)
    for name, value in parameters.items():
        test.query_params[name] = value
    test.run()
    assert not test.exception
    return test


def labels(test: AppTest) -> list[str]:
    return [item.proto.label for item in test.get("download_button")]


def test_once_a_territory_is_chosen_its_page_is_one_click_away():
    assert labels(opened(territoire="23"))[0] == "Dossier, 1 page"


def test_the_two_pages_and_the_letters_are_beside():
    assert labels(opened(territoire="SUB-040"))[1:] == [
        "PDF, 2 pages",
        "Lettre à la faculté (Word)",
        "Lettre à l’ARS (Word)",
    ]


def test_the_nation_has_no_meeting():
    test = opened()
    assert labels(test) == []
    assert not test.button


def test_the_form_is_offered_with_its_other_documents():
    assert [item.label for item in opened(territoire="23").button] == [words.MEETING_FORM]


def test_nothing_is_made_before_a_click(monkeypatch):
    def refuse(*_):
        raise AssertionError("a document was made")

    monkeypatch.setattr("dashboard.ui.meeting.make_brief", refuse)
    opened(territoire="23")
