"""The funnel as it is drawn: parts that sum to those who reached a step, words that say so."""

from __future__ import annotations

from dataclasses import replace

from dashboard.views.suivi.figures import days_words, plot_funnel, stage_words
from models.registers.follow_up import Funnel, Spread, Stage
from models.registers.register import RegisterStep

SPENT = Spread(30, 41, 62, 90)
CONTACT = Stage(RegisterStep("contact", "Contact"), 1040, 8, 32, None, None, None)
FILE = Stage(RegisterStep("dossier", "Dossier reçu"), 1000, 0, 0, SPENT, "Contact", None)
KEPT = Stage(RegisterStep("decision", "Agréé", None, "kept"), 1000, 1000, 0, None, None, None)
FUNNEL = Funnel((CONTACT, FILE, KEPT), (), 1040, 0, 0)


def test_the_parts_of_a_bar_sum_to_those_who_reached_its_step():
    series = plot_funnel(FUNNEL, "dossiers")["data"]
    assert [sum(values) for values in zip(*(one["x"] for one in series), strict=True)] == [
        1040,
        1000,
        1000,
    ]
    assert [one["name"] for one in series] == [
        "allés plus loin",
        "s’y trouvent",
        "perdus ensuite",
    ]


def test_what_a_bar_says_is_above_it_from_top_to_bottom():
    layout = plot_funnel(FUNNEL, "dossiers")["layout"]
    texts = [
        one["text"].replace("\u202f", " ").replace("\u00a0", " ") for one in layout["annotations"]
    ]
    assert texts[0] == "<b>Contact</b> : 1 040, dont 8 s’y trouvent et 32 perdus ensuite"
    assert "62 jours (41 à 90) après « Contact »" in texts[1]
    # An ending is where lines stay: « s’y trouvent » would say the same number twice.
    assert texts[2] == "<b>Agréé</b> : 1 000"
    bottom, top = layout["yaxis"]["range"]
    assert bottom > top


def test_lines_lost_nobody_knows_where_make_the_next_steps_at_least():
    astray = replace(FUNNEL, astray_n=3)
    assert stage_words(FILE, astray).startswith("au moins")
    assert not stage_words(CONTACT, astray).startswith("au moins")
    assert not stage_words(FILE, FUNNEL).startswith("au moins")


def test_few_dates_are_counted_instead_of_quartiles():
    assert days_words(replace(SPENT, known_n=3)) == "62 jours (3 datés)"
    assert days_words(Spread(1, 1, 1, 1)) == "1 jour (1 daté)"
    assert days_words(SPENT) == "62 jours (41 à 90)"


def test_a_part_that_no_step_has_is_not_in_the_legend():
    kept = Funnel((KEPT,), (), 1000, 0, 0)
    assert [one["name"] for one in plot_funnel(kept, "dossiers")["data"]] == ["s’y trouvent"]


def test_one_is_singular_and_all_are_not_said_twice():
    alone = replace(CONTACT, reached_n=1, standing_n=1, lost_n=0)
    assert stage_words(alone, FUNNEL) == "1 s’y trouve"
    assert stage_words(replace(alone, reached_n=3, lost_n=1), FUNNEL) == (
        "3, dont 1 s’y trouve et 1 perdu ensuite"
    )


def test_lines_that_all_count_for_nothing_are_drawn_as_nothing():
    nothing = replace(CONTACT, reached_n=0, standing_n=0, lost_n=0)
    series = plot_funnel(Funnel((nothing,), (), 0, 0, 0), "dossiers")["data"]
    assert [one["x"] for one in series] == [[0], [0], [0]]
