"""What is deployed: an image of the whole application, under no privilege, by the one command."""

from __future__ import annotations

import re
import tomllib

import pytest

from tests.support.paths import ROOT

DOCKERFILE = (ROOT / "Dockerfile").read_text(encoding="utf-8")
SERVICE = (ROOT / "deploy" / "observatoire.service").read_text(encoding="utf-8")
NGINX = (ROOT / "deploy" / "nginx.conf").read_text(encoding="utf-8")
COMMAND = "python -m dashboard serve"


def test_the_image_has_every_package():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    names = project["tool"]["setuptools"]["packages"]["find"]["include"]
    for name in names:
        folder = name.rstrip("*")
        assert f"COPY {folder} {folder}" in DOCKERFILE


def test_nothing_runs_as_root():
    assert re.search(r"^USER (?!root|0)\S+$", DOCKERFILE, re.M)
    assert "\nUser=observatoire\n" in SERVICE
    assert "\nNoNewPrivileges=true\n" in SERVICE


@pytest.mark.parametrize("text", [DOCKERFILE, SERVICE, (ROOT / "Makefile").read_text()])
def test_one_command_serves(text):
    assert COMMAND in text or COMMAND.removeprefix("python") in text
    assert "uvicorn" not in text


def test_the_image_says_whether_it_is_well():
    assert "HEALTHCHECK" in DOCKERFILE
    assert "/_stcore/health" in DOCKERFILE


def test_the_proxy_drops_what_never_ends_and_claims_nothing_for_visitors():
    for directive in ("client_header_timeout", "client_body_timeout", "limit_conn connections"):
        assert directive in NGINX
    assert "proxy_set_header X-Forwarded-For $remote_addr;" in NGINX
    assert "hash $remote_addr consistent;" in NGINX
