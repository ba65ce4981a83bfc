"""Tests wait for conditions, and give up after the one limit of ``tests/support/patience.py``."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.paths import ROOT

TESTS = ROOT / "tests"
# Fractions pass: they are times that must go by, for something not to happen meanwhile.
OWN_LIMIT = re.compile(
    r"(timeout|limit_seconds|wait_seconds)=[1-9]|wait_for_timeout\(|set_default_timeout\(\d"
    r"|wait_for\(\w[^\n]*, \d+\)"
)


def waits_of_its_own(source: str) -> list[str]:
    """Every line that gives up after a time of its own, or waits for time to go by."""
    return [line.strip() for line in source.splitlines() if OWN_LIMIT.search(line)]


@pytest.mark.parametrize(
    "line",
    [
        "expect(page.locator('h1')).to_be_visible(timeout=20_000)",
        "process.wait(timeout=10)",
        "page.wait_for_timeout(500)",
        "context.set_default_timeout(30_000)",
        "answer = run_etl(['import'], limit_seconds=30)",
        "reply = await asyncio.wait_for(asked, 20)",
    ],
)
def test_the_rule_sees_each_way_to_wait_for_time(line):
    assert waits_of_its_own(line) == [line]


@pytest.mark.parametrize(
    "line", ["process.wait(timeout=PATIENCE_SECONDS)", "waiting.join(timeout=0.2)"]
)
def test_the_rule_lets_the_one_limit_and_a_moment_pass(line):
    assert waits_of_its_own(line) == []


def test_no_test_has_a_limit_of_its_own():
    # The measures are of time: they are run by hand.
    skipped = {Path(__file__), *(TESTS / "bench").rglob("*.py")}
    waits = {
        path.relative_to(TESTS).as_posix(): lines
        for path in {*TESTS.rglob("*.py")} - skipped
        if (lines := waits_of_its_own(path.read_text(encoding="utf-8")))
    }
    assert waits == {}
