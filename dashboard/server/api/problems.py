"""Refusals, as RFC 9457 has them: ``application/problem+json``, in French."""

from __future__ import annotations

import json

from starlette.responses import Response

PROBLEM = "application/problem+json"


class ProblemError(Exception):
    """A request that is refused: status of the answer, title, what to do, headers to add."""

    def __init__(self, status: int, title: str, detail: str, **headers: str) -> None:
        self.status, self.title, self.detail = status, title, detail
        self.headers = {name.replace("_", "-"): text for name, text in headers.items()}
        super().__init__(title)


def problem_response(error: ProblemError) -> Response:
    """The answer that tells a refusal."""
    document = {
        "type": "about:blank",
        "title": error.title,
        "status": error.status,
        "detail": error.detail,
    }
    headers = {"cache-control": "no-store", "vary": "Accept, Cookie", **error.headers}
    return Response(
        json.dumps(document, ensure_ascii=False),
        status_code=error.status,
        media_type=PROBLEM,
        headers=headers,
    )
