"""Sentences of installations and departures: no more than what is published."""

from __future__ import annotations

from dashboard.themes.installations import Installations
from dashboard.views.fidelisation.installations.imported import EXITS
from dashboard.views.fidelisation.installations.words import (
    departures_sentence,
    estimate_finding,
    estimate_note,
    local_finding,
    net_sentence,
    validation_sentence,
)
from models.retention.departures import Departures, departures
from tests.support.movements import row, years_of


def plain(text: str) -> str:
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def departures_in(years: int) -> list[Departures]:
    item = departures(40, 100, 0.14, 0.01, years)
    return [item] if item else []


def test_the_sentence_of_whole_years_gives_a_balance_and_that_of_others_does_not():
    whole = local_finding("Ain", years_of(row(2020, 10, 4), row(2021, 6, 15)))
    assert plain(whole) == (
        "Ain, fichiers importés, 2020 à 2021 : 16 installations, 19 départs ; solde −3"
    )
    partly = local_finding(
        "Ain",
        years_of(row(2020, 10), row(2022, 6, 5), withheld=[(2020, "ensemble", EXITS)]),
    )
    assert plain(partly) == (
        "Ain, fichiers importés, 2020 à 2022 : au moins 16 installations (1 année absente), "
        "au moins 5 départs (1 année masquée, 1 année absente)"
    )


def test_a_net_change_is_signed_with_its_dates_and_its_share():
    net = row(2022, field="rpps_all_modes", period="2022/2026", net_n=57.0, status="observed")
    assert plain(net_sentence("Creuse (23)", net, 36.3)) == (
        "Creuse (23) : **+57 généralistes** du 1er janvier 2022 au 1er janvier 2026 "
        "(+36,3 % de l’effectif), tous modes d’exercice (RPPS)."
    )
    assert "est." not in net_sentence("Creuse (23)", net, None)
    assert "n. d." in plain(net_sentence("Nulle part", None, None))


def test_an_estimate_that_is_not_possible_is_n_d_and_says_why():
    text = plain(estimate_finding(row(2022, field="rpps_and_liberal", net_n=-91.0)))
    assert "n. d." in text
    assert "dépasse" in text


def test_the_estimate_of_the_nation_stands_beside_the_published_installations():
    estimate = row(
        2022,
        11431.0,
        10400.0,
        field="rpps_and_liberal",
        period="2022/2026",
        duration_ans=4,
        entries_low_n=10359.0,
        entries_high_n=12505.0,
    )
    published = row(2022, 2357.0, field="liberal_first_installations")
    nation = Installations((estimate, published), frozenset())
    text = plain(validation_sentence(nation))
    assert "2 858 (de 2 590 à 3 126) entrées estimées par an" in text
    assert "2 357 premières installations libérales publiées en 2022" in text
    assert "soit +501 (+21 %)" in text
    assert validation_sentence(Installations((estimate,), frozenset())) == ""


def test_a_picture_has_the_sentences_of_the_page_without_their_marks():
    estimate = row(2022, 8.0, 4.0, field="rpps_and_liberal")
    for sentence in (
        lambda **mark: estimate_finding(estimate, **mark),
        lambda **mark: estimate_note(95, is_national=True, **mark),
        lambda **mark: departures_sentence("Ain", 40, None, departures_in(5), **mark),
    ):
        assert "**" in sentence()
        assert sentence(strong="") == sentence().replace("**", "")
