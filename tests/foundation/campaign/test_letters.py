"""The letters of the campaign: what they ask, what they promise, and the mail that carries them."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from urllib.parse import parse_qs, urlsplit

import pytest

from etl.campaign import campaign_recipients
from foundation.campaign.letters import (
    MAILTO_CHARACTERS,
    SENDER_BLANK,
    SITE_BLANK,
    Outcome,
    default_terms,
    letter,
    mailto,
)
from foundation.campaign.recipients import COUNCIL, FACULTY
from tests.support.paths import DATA

RECIPIENTS = campaign_recipients(DATA)
TERMS = default_terms(date(2026, 11, 29), 7)
ENGLISH = re.compile(r"\b(None|nan|the|Dear|January)\b")


def test_the_28_faculties_and_the_101_conseils_are_asked():
    kinds = [item.kind for item in RECIPIENTS.values()]
    assert (kinds.count(FACULTY), kinds.count(COUNCIL)) == (28, 101)
    assert len({item.file_part for item in RECIPIENTS.values()}) == 129


def test_a_departement_is_asked_whole_of_one_faculty_only():
    wholes = [name for item in RECIPIENTS.values() if item.kind == FACULTY for name in item.wholes]
    pieces = [name for item in RECIPIENTS.values() for name in item.pieces]
    assert len(wholes) == len(set(wholes)) == 96
    assert len(set(pieces)) == 5
    assert not set(wholes) & set(pieces)


@pytest.mark.parametrize("territory_id", RECIPIENTS)
def test_a_letter_asks_for_the_counts_of_its_recipient(territory_id):
    recipient = RECIPIENTS[territory_id]
    body = letter(recipient, TERMS).body
    assert all(f"– {name}" in body for name in recipient.wholes)
    assert not any(f"– {name}" in body for name in recipient.pieces)
    assert all(name in body for name in recipient.pieces)
    assert "1er janvier 2026" in body
    assert "10 janvier 2027" in body
    assert not ENGLISH.search(body)
    assert " :" not in body
    assert "« " not in body


def test_a_letter_says_what_is_published_and_what_is_not():
    body = letter(RECIPIENTS["SUB-040"], TERMS).body
    assert "inférieur à 7" in body
    assert "Aucun nom, numéro RPPS" in body
    assert "sans y mettre 0" in body


def test_what_the_answer_brings_is_said_only_when_it_is_known():
    recipient = RECIPIENTS["SUB-040"]
    assert "apporterait" not in letter(recipient, TERMS).body
    told = letter(recipient, TERMS, Outcome(56.2, 61.4, 10_000)).body
    assert "de 56 à 61 environ" in told
    assert "10\u202f000" in told


def test_what_is_not_known_of_the_installation_is_left_to_be_filled_in():
    blank = letter(RECIPIENTS["DEP-12"], TERMS).body
    assert SITE_BLANK in blank
    assert SENDER_BLANK in blank
    terms = replace(TERMS, site="https://msu.example/", sender="Conseil national de l’Ordre")
    filled = letter(RECIPIENTS["DEP-12"], terms).body
    assert "https://msu.example/vos-donnees?type=msu" in filled
    assert filled.endswith("Conseil national de l’Ordre")
    assert SITE_BLANK not in filled


@pytest.mark.parametrize("territory_id", RECIPIENTS)
def test_a_mail_opens_with_its_subject_and_a_text_short_enough(territory_id):
    link = mailto(RECIPIENTS[territory_id], replace(TERMS, sender="Fédération « des » MSU & co"))
    assert len(link) <= MAILTO_CHARACTERS
    assert link.isascii()
    assert " " not in link
    parts = parse_qs(urlsplit(link).query, strict_parsing=True)
    assert set(parts) == {"subject", "body"}
    assert RECIPIENTS[territory_id].name in parts["subject"][0]
    assert "10 janvier 2027" in parts["body"][0]
    assert "Fédération « des » MSU & co" in parts["body"][0]


def test_a_very_long_sender_does_not_make_the_mail_too_long():
    link = mailto(RECIPIENTS["SUB-040"], replace(TERMS, sender="é" * 400))
    assert len(link) <= MAILTO_CHARACTERS
    assert "10%20janvier%202027" in link
