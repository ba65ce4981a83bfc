"""The questions a council could put: each depends on what is known."""

from __future__ import annotations

from dataclasses import replace

import pytest

from dashboard.core.names import Name
from dashboard.profile.questions import TOPICS, Facts, questions
from dashboard.profile.readings import MISSING_TOPICS, Topic
from dashboard.queries.cache import served_build
from dashboard.queries.method import fetch_table
from tests.support.situations import situation, words

NAME = Name("de l’Isère", "l’Isère", "le département de l’Isère")
SURE = Facts(
    level="departement",
    msu_status="observed",
    situation=situation("counted_above", None),
    target_fr="10 000 MSU d’ici 2018",
    has_places=True,
    has_rates=True,
    has_zoning=True,
    subdivisions=("de Grenoble",),
    older_text="",
)
REGISTER = {topic: Topic(topic, f"pourquoi {topic}.", f"à qui {topic}") for topic in TOPICS}


def asked(**changes) -> dict[str, str]:
    found = questions(NAME, replace(SURE, **changes), REGISTER)
    return {item.question_id: item.text for item in found}


@pytest.mark.parametrize(
    ("question_id", "changes"),
    [
        ("effectif", {"msu_status": "estimated"}),
        ("effectif", {"msu_status": None}),
        ("recrutement", {"situation": situation("probably_below", 0.93)}),
        ("recrutement", {"situation": situation("counted_below", None)}),
        ("places", {"has_places": False}),
        ("cohortes", {"has_rates": False}),
        ("zonage", {"has_zoning": False}),
        ("partage", {"subdivisions": ("de Grenoble", "de Lyon")}),
    ],
)
def test_a_question_is_put_when_its_answer_is_missing_only(question_id, changes):
    assert question_id not in asked()
    assert question_id in asked(**changes)


def test_what_no_source_gives_is_always_asked():
    assert set(asked()) == {"agrements", "internes", "installations"}
    assert "internes" not in asked(level="region")


@pytest.mark.parametrize(
    ("verdict_id", "p_below"),
    [("rather_below", 0.7), ("undecided", 0.5), ("probably_above", 0.1)],
)
def test_a_shortage_that_is_not_probable_asks_for_no_recruitment(verdict_id, p_below):
    assert "recrutement" not in asked(situation=situation(verdict_id, p_below))


def test_the_recruitment_is_asked_with_the_verdict_its_chances_and_what_would_be_missing():
    facts = replace(SURE, situation=situation("probably_below", 0.93, low80=10, high80=20))
    (why,) = (
        item.why for item in questions(NAME, facts, REGISTER) if item.question_id == "recrutement"
    )
    assert words(why) == (
        "Cible choisie, 10 000 MSU d’ici 2018 : probablement sous sa part (9 chances sur 10) ; "
        "il manquerait 20 à 30 MSU sur 40."
    )


def test_a_question_names_the_territory_says_why_and_whom_to_ask():
    (first, *_) = questions(NAME, replace(SURE, msu_status="estimated"), REGISTER)
    assert "dans le département de l’Isère" in first.text
    assert first.text.endswith("?")
    assert first.why
    assert first.ask == "à qui Effectif de MSU par département"


def test_two_subdivisions_are_both_named():
    text = asked(subdivisions=("de Grenoble", "de Lyon"))["partage"]
    assert "les subdivisions de Grenoble et de Lyon" in text


def test_every_topic_is_in_the_register_of_what_is_not_published(served_warehouse):
    topics = set(fetch_table(served_build(), "unpublished")["topic_fr"])
    assert set(TOPICS) <= topics
    assert set(MISSING_TOPICS.values()) <= topics
