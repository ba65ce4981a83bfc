"""What an audit of the packages says: checked or not, vulnerable or not."""

from __future__ import annotations

import json

import pytest

from tests.support.audit import NOT_CHECKED, findings, main

SKIPPED = {"name": "a", "skip_reason": "not found"}
SOUND = {"name": "b", "version": "1", "vulns": []}
BAD = {"name": "c", "version": "2", "vulns": [{"id": "PYSEC-1"}]}


@pytest.mark.parametrize("report", ["", "{}", json.dumps({"dependencies": [SKIPPED]})])
def test_without_a_database_it_says_that_nothing_was_checked(report):
    assert findings(report).line() == NOT_CHECKED


def test_a_vulnerable_package_is_named():
    found = findings(json.dumps({"dependencies": [SKIPPED, SOUND, BAD]}))
    assert found.checked == 2
    assert found.vulnerable == ("c 2 (PYSEC-1)",)


def test_a_tool_that_is_absent_checks_nothing(capsys):
    assert main("/nonexistent/pip-audit") == 0
    assert NOT_CHECKED in capsys.readouterr().out
