"""What passes the doors, as Streamlit receives it."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest

from dashboard.server.doors import without_words


def received(query: str) -> dict[str, list[str]]:
    scope = without_words({"type": "http", "query_string": query.encode("ascii")})
    return parse_qs(scope["query_string"].decode("ascii"), keep_blank_values=True)


def test_the_answer_of_a_sign_in_service_is_passed_on_as_it_is() -> None:
    query = "code=4%2F0Adeu5B%2BW&state=xA%3D%3D&iss=https%3A%2F%2Fidp.example"

    assert received(query) == parse_qs(query)


def test_no_sentence_reaches_the_log_by_the_address_of_sign_in() -> None:
    query = "error=access_denied&error_description=Dr+Durand%0aERROR&error_uri=x&state=s"

    assert received(query) == {"error": ["access_denied"], "state": ["s"]}


@pytest.mark.parametrize("error", ["Dr+Durand", "%1b[31m", "a" * 41, "x%0ay", ""])
def test_an_error_that_is_no_code_is_called_unknown(error: str) -> None:
    assert received(f"error={error}") == {"error": ["unknown"]}
