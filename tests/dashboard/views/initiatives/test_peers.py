"""Themes of similar territories, those that are missing here first."""

from __future__ import annotations

from dashboard.views.initiatives.peers import missing_first


def test_themes_that_miss_here_come_first_the_most_numerous_before_the_others():
    there = {"forum": 1, "aide": 5, "msu": 3, "rien": 0}
    assert missing_first(there, {"msu": 2, "forum": 0}) == (("aide", "forum"), ("msu",))
