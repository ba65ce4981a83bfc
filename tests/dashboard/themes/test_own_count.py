"""A number of MSU typed without a file: what is accepted, what is refused, the file it makes."""

from __future__ import annotations

from datetime import date

import pytest

from dashboard.core.catalog import Territory
from dashboard.themes.own_count import read_own_count

CREUSE = Territory("DEP-23", "departement", "23", "Creuse", "REG-75", 115_000, 3)
TODAY = date(2026, 11, 30)
TYPED = {
    "msu": "21",
    "day": "15/11/2026",
    "source": "Registre du conseil",
    "function": "Secrétariat du conseil départemental",
}


def problems(**typed: str) -> str:
    count, found = read_own_count(CREUSE, TYPED | typed, TODAY)
    assert count is None
    return " ".join(found).replace("\u00a0", " ").replace("\u202f", " ")


def test_a_count_becomes_the_one_line_of_a_file():
    count, found = read_own_count(CREUSE, TYPED, TODAY)
    assert found == ()
    assert count is not None
    assert count.file().decode().splitlines() == [
        "territoire;date;total;origine;fonction",
        "23;15/11/2026;21;Registre du conseil;Secrétariat du conseil départemental",
    ]
    assert count.label_fr == "Creuse, comptage saisi au 15/11/2026"


@pytest.mark.parametrize("text", ["0", "21", " 21 ", "1 234", "1\u202f234"])
def test_none_is_a_count_as_any_other(text):
    count, _ = read_own_count(CREUSE, TYPED | {"msu": text}, TODAY)
    assert count is not None
    assert count.msu_n == int("".join(text.split()))


@pytest.mark.parametrize("text", ["", "vingt", "21,5", "-3", "21 MSU", "99999999"])
def test_anything_else_than_a_whole_number_is_refused(text):
    assert "un nombre entier de 0 à 20 000" in problems(msu=text)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("31/02/2026", "écrire jour/mois/année"),
        ("2026", "écrire jour/mois/année"),
        ("01/12/2026", "au plus tard aujourd’hui, le 30/11/2026"),
        ("01/01/2015", "à moins de 5 ans"),
    ],
)
def test_a_day_that_cannot_be_says_why(text, why):
    assert why in problems(day=text)


@pytest.mark.parametrize("text", ["Dr Martin", "Marie Dupont", "DUPONT Marie", "Mme Dupont"])
@pytest.mark.parametrize("field", ["source", "function"])
def test_a_person_is_never_named(field, text):
    assert "jamais le nom d’une personne" in problems(**{field: text})


def test_who_says_so_is_asked_for_and_every_fault_is_told_at_once():
    told = problems(msu="?", day="?", function="")
    for start in ("Nombre de MSU :", "Date du comptage :", "Qui le dit : à remplir"):
        assert start in told
