"""Official sources on « Données et méthode »: how they stand, who refreshes them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
import streamlit as st

from dashboard.access.rights import ELSEWHERE, LOCAL, Rights
from dashboard.themes.official import OfficialSource, good_at, standing
from dashboard.ui.etl_process import NOT_ALLOWED_FR, refresh_sources
from dashboard.views.donnees import official, refresh, words
from foundation.answers import (
    Advance,
    RefreshAnswer,
    SourceChange,
    SourceOutcome,
    SourceState,
    SourceStates,
    write_states,
)
from stores import OFFICIAL_STATE
from stores.files import FilesOfficial
from tests.dashboard.conftest import as_read, plain
from tests.support.official_files import Export
from tests.support.official_sites import CONNECTORS, network_settings, official_sites

ADMINISTRATOR = Rights(LOCAL, can_read=True, can_import=True, can_refresh=True)
READER = Rights(ELSEWHERE, can_read=True)
CONTRIBUTOR = Rights(ELSEWHERE, can_read=True, can_import=True, can_undo=True)
NOVEMBER = "2026-11-30T10:00:00Z"
SOURCE = OfficialSource("ameli-zones", "Z", "Zones", "CNAM", "https://x", 7)
PUBLISHED = replace(
    SOURCE,
    file="z.csv",
    released_on="2025-07-02",
    fetched_at="2025-08-01T06:00:00Z",
    last_year=2024,
)


def outcome(state: str, **fields: object) -> SourceOutcome:
    return SourceOutcome("ameli-zones", "CNAM, Zones", state, "", **fields)


FAILED = replace(
    outcome("failed"), message_fr="le site est injoignable. Que faire : --from DOSSIER."
)
WAITING = outcome(
    "confirm",
    file="ameli-zones/2026-11-30/ab-zones.csv",
    sha256="ab" * 32,
    reasons_fr=("3 valeurs changent de plus de 20 %",),
    changes=(SourceChange("Aveyron, 2024", "20", "60"), SourceChange("Lot, 2024", "9")),
    changes_n=3,
)


@pytest.fixture
def raw(tmp_path, monkeypatch) -> FilesOfficial:
    monkeypatch.setenv("MSU_RAW", str(tmp_path / "raw"))
    return FilesOfficial(tmp_path / "raw")


@pytest.fixture
def page(visit, raw, served_warehouse, monkeypatch) -> Callable[..., object]:
    """Open the tab with these rights, once the last refresh has left this."""

    def start(rights: Rights, *outcomes: SourceOutcome):
        states = tuple(SourceState(item, NOVEMBER, "") for item in outcomes)
        raw.write(OFFICIAL_STATE, [write_states(SourceStates(states))])
        monkeypatch.setattr(refresh, "current_rights", lambda: rights)
        shown = visit("donnees")
        shown.test.session_state["donnees.onglets"] = words.OFFICIAL
        shown.test.run()
        assert not shown.test.exception
        return shown

    return start


def said(shown) -> str:
    """Every text of the page."""
    kinds = ("markdown", "caption", "info", "success", "warning", "error")
    texts = [as_read(item.value) for kind in kinds for item in getattr(shown.test, kind)]
    return plain(" ".join([*texts, shown.html]))


def labels(shown) -> list[str]:
    return [button.label for button in shown.test.button]


@pytest.mark.parametrize(
    ("source", "state", "stands", "text"),
    [
        (SOURCE, "", "never", "jamais cherchée"),
        (SOURCE, "failed", "failed", "échec le 30 novembre 2026 ; rien n’en est publié"),
        (PUBLISHED, "", "fresh", "à jour au 1 août 2025"),
        (PUBLISHED, "unchanged", "fresh", "à jour au 30 novembre 2026"),
        (PUBLISHED, "failed", "failed", "échec le 30 novembre 2026 ; à jour au 1 août 2025"),
        (PUBLISHED, "confirm", "confirm", "à vérifier depuis le 30 novembre 2026"),
    ],
)
def test_how_a_source_stands_is_what_the_last_look_said_of_what_is_published(
    source, state, stands, text
):
    good = NOVEMBER if state == "unchanged" else ""
    look = SourceState(outcome(state), NOVEMBER, good) if state else None
    assert standing(source, look) == stands
    told = words.official_state(stands, good_at(source, look), NOVEMBER)
    assert plain(told).replace("1er", "1").startswith(text)


@pytest.mark.parametrize(
    ("today", "year"),
    [(date(2026, 7, 31), None), (date(2026, 8, 1), 2026), (date(2025, 12, 1), None)],
)
def test_an_edition_is_overdue_once_its_month_is_over(today, year):
    assert PUBLISHED.overdue_year(today) == year
    assert SOURCE.overdue_year(today) is None


def test_an_overdue_edition_is_said_at_the_top_of_the_page(visit, served_warehouse, monkeypatch):
    monkeypatch.setattr(official, "fetch_official_sources", lambda build: (PUBLISHED, SOURCE))
    monkeypatch.setattr(official, "today_in_paris", lambda: date(2026, 11, 30))
    (warning,) = visit("donnees", mode="essentiel").warnings
    assert plain(warning) == (
        "CNAM, Zones : une édition officielle est attendue depuis fin juillet 2026 ; celle du 2 "
        "juillet 2025 est publiée ici."
    )


def test_before_a_first_refresh_the_page_says_so_and_an_administrator_may_begin(page):
    shown = page(ADMINISTRATOR)
    assert "Aucune de ces séries n’a encore été cherchée" in said(shown)
    assert "jamais cherchée" in shown.html
    assert words.REFRESH in labels(shown)
    assert all(box.value for box in shown.test.checkbox)
    for box in shown.test.checkbox:
        box.uncheck()
    shown.test.run()
    assert next(b for b in shown.test.button if b.label == words.REFRESH).disabled


@pytest.mark.parametrize("rights", [READER, CONTRIBUTOR], ids=["reader", "contributor"])
def test_who_is_no_administrator_reads_the_state_and_may_do_nothing(page, rights):
    shown = page(rights, FAILED)
    assert "échec le 30 novembre 2026" in plain(shown.html)
    assert "injoignable" not in said(shown)
    assert words.REFRESH not in labels(shown)
    assert not shown.test.checkbox


def test_the_server_refuses_who_is_no_administrator_whatever_is_asked(monkeypatch):
    monkeypatch.setattr("dashboard.ui.etl_process.run_etl", pytest.fail)
    answer = refresh_sources(CONTRIBUTOR, ("ameli-zones",))
    assert (answer.state, answer.message_fr) == ("refused", NOT_ALLOWED_FR)


def test_an_administrator_reads_why_a_source_failed_and_what_to_do(page):
    shown = page(ADMINISTRATOR, FAILED)
    (error,) = shown.test.error
    assert "le site est injoignable. Que faire : --from DOSSIER." in plain(as_read(error.value))


def test_what_waits_is_shown_and_only_the_file_that_was_looked_at_is_accepted(page, monkeypatch):
    asked = []

    def answer(rights, connector_ids, sha256, control) -> RefreshAnswer:
        asked.append((tuple(connector_ids), sha256))
        return RefreshAnswer(state="built", sources=(outcome("published"),))

    monkeypatch.setattr(refresh, "refresh_sources", answer)
    shown = page(ADMINISTRATOR, WAITING)
    assert "3 valeurs changent de plus de 20 %" in said(shown)
    assert "Aveyron, 2024" in shown.html
    assert words.GONE in shown.html
    assert "Et 1 autre valeur." in said(shown)
    next(b for b in shown.test.button if b.label == words.ACCEPT).click().run()
    shown.is_sound()
    assert asked == [(("ameli-zones",), "ab" * 32)]
    assert "1 source publiée" in said(shown)


def test_a_refresh_is_begun_once_whether_or_not_its_asker_stays(page, monkeypatch):
    begun = []

    def leave(slot: str, work: Callable, *, on_tick: Callable) -> None:
        begun.append(slot)
        st.stop()

    monkeypatch.setattr(refresh, "follow_shared", leave)
    shown = page(ADMINISTRATOR)
    next(b for b in shown.test.button if b.label == words.REFRESH).click().run()
    # Meanwhile another administrator has seen its end, or has cancelled it.
    shown.test.run()
    assert begun == [refresh.SLOT]


def test_a_refresh_that_ends_as_one_comes_is_not_begun_again(page, monkeypatch):
    asked, runs = [], iter([True])
    monkeypatch.setattr(refresh, "is_running", lambda *_, **__: next(runs, False))
    monkeypatch.setattr(refresh, "refresh_sources", lambda *told: asked.append(told))
    shown = page(ADMINISTRATOR)
    assert words.REFRESH in labels(shown)
    assert (asked, list(runs)) == ([], [])


def test_a_damaged_state_is_no_state(page, raw):
    page(READER)
    raw.write(OFFICIAL_STATE, [b"{cut"])
    shown = page(READER)
    raw.write(OFFICIAL_STATE, [b"{cut"])
    shown.test.run()
    assert not shown.test.exception
    assert "jamais cherchée" in shown.html


@pytest.mark.parametrize(
    ("told", "text"),
    [
        (Advance(source="x"), "en attente"),
        (Advance("Lire", "x"), "Lire"),
        (Advance("", "x", 12_400_000, 71_000_000), "12,4 Mo reçus sur 71,0 Mo (17 %)"),
        (Advance("", "x", 500_000), "0,5 Mo reçus"),
        (Advance("", "x", 5, 10, "failed"), "échec"),
    ],
)
def test_how_far_a_source_is_is_told_in_words(told, text):
    assert plain(words.advance(told)) == text


def test_an_administrator_refreshes_then_sees_what_is_published(
    visit, own_installation, raw, monkeypatch
):
    monkeypatch.setattr(refresh, "current_rights", lambda: ADMINISTRATOR)
    monkeypatch.setenv("MSU_SETTINGS", str(own_installation.choices))
    with official_sites() as sites:
        own_installation.choices.write_text(network_settings(sites), encoding="utf-8")
        sites.faults["ameli-ages"] = [404]
        sites.files["ameli-zones"] = Export("effectif_medecin_zsd").content()[:-20]
        shown = visit("donnees")
        shown.test.session_state["donnees.onglets"] = words.OFFICIAL
        shown.test.run()
        next(b for b in shown.test.button if b.label == words.REFRESH).click().run()
    assert not shown.test.exception
    text = said(shown)
    published_n = len(CONNECTORS) - 2
    assert f"Actualisation terminée : {published_n} sources publiées, 2 échecs." in text
    assert "n’a plus ce fichier (réponse 404)" in text
    assert "édition du 2 juillet 2026" in plain(shown.html)
    assert plain(shown.html).count("échec le") == 2
