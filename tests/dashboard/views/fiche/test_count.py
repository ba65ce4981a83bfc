"""A département types its count on its profile: stored as an import, shown everywhere, undone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from dashboard.access.rights import ELSEWHERE, LOCAL, Rights, Visitor
from dashboard.ui import sign_in
from dashboard.views.fiche import count
from etl import store
from etl.imports.journal import read_journal
from foundation.answers import FileAnswer, FilePreview, Problem
from foundation.days import today_in_paris
from tests.dashboard.conftest import as_read

ALL_RIGHTS = Rights(
    LOCAL, can_read=True, can_import=True, can_undo=True, sees_journal=True, territories=None
)
READER = Rights(ELSEWHERE, can_read=True, reason_fr="L’import est fermé : essai.")
OF_LOZERE = Rights(
    Visitor(None, "contributeur", "CDOM de la Lozère", frozenset({"DEP-48"}), signed_in=True),
    can_read=True,
    can_import=True,
    can_undo=True,
    territories=frozenset({"DEP-48"}),
)
YEAR = str(today_in_paris().year)


@pytest.fixture
def profile(visit, own_installation, monkeypatch) -> Callable[..., object]:
    """Open the profile of the Creuse on an installation of its own, with these rights."""

    def start(rights: Rights = ALL_RIGHTS, territory: str = "DEP-23"):
        monkeypatch.setattr(sign_in, "current_rights", lambda: rights)
        monkeypatch.setattr(count, "current_rights", lambda: rights)
        return visit("fiche", territoire=territory)

    return start


def said(shown) -> str:
    kinds = ("markdown", "caption", "info", "success", "warning", "error")
    texts = [as_read(item.value) for kind in kinds for item in getattr(shown.test, kind)]
    html = re.sub(r"<[^>]+>", " ", shown.html)
    return re.sub(r"\s+", " ", " ".join([shown.title, *texts, html]))


def type_count(shown, msu: str, source: str = "Notre comptage"):
    shown.test.text_input(key="fiche.comptage.msu").set_value(msu)
    shown.test.text_input(key="fiche.comptage.source").set_value(source)
    function = "Secrétariat du conseil départemental"
    shown.test.selectbox(key="fiche.comptage.function").set_value(function)
    press(shown, "Enregistrer ce comptage")
    return shown


def press(shown, label: str):
    (found,) = [button for button in shown.test.button if button.label == label]
    found.click().run()
    return shown


def test_a_count_is_stored_as_an_import_changes_the_pages_and_is_undone(profile, installation):
    shown = profile()
    assert "en 2024" in shown.title
    assert shown.address["annee"] == "2024"
    type_count(shown, "16")
    shown.is_sound()
    assert "16 MSU comptés au" in said(shown)
    assert "estimés pour 2024 (80 % :" in said(shown)
    assert f"La Creuse compte 16 MSU en {YEAR}" in shown.title
    assert shown.address["annee"] == YEAR
    (entry,) = store.active(store.read_manifest(installation.store))
    assert (entry.kind_id, entry.territory_ids, entry.rows_n) == ("msu", ("DEP-23",), 1)
    (row,) = store.read_rows(installation.store, entry).to_dict("records")
    assert (row["total_msu"], row["origin_fr"]) == (16, "Notre comptage")
    assert row["declared_by_fr"] == "Secrétariat du conseil départemental"
    assert [line.action for line in read_journal(installation.store)] == ["import"]

    # The count comes first, the estimate and the dated nation beside it; the rate is there.
    first = shown.key_figures[0]
    for part in ("16 importé", "estimation de 2024", "MSU pour 100 000 hab.", "en 2024 (écart"):
        assert part in first, part
    cards = re.findall(r"<section.*?</section>", shown.html, re.S)
    assert 'class="card"' in cards[0]
    # A card that is estimated still wears its hatching.
    assert any('class="card estimated"' in card for card in cards)
    # A gap of one is that of the rounding of the share, never a lack that is confirmed.
    assert "à l’arrondi près" in shown.title
    # Neighbours keep their value, dated.
    assert re.search(r"est\. \(80 % : [^<]+\), en 2024", re.sub(r"\s+", " ", shown.html))

    press(shown, "Annuler ce comptage")
    shown.is_sound()
    assert "Comptage annulé" in said(shown)
    assert "en 2024" in shown.title
    assert shown.address["annee"] == "2024"
    assert store.active(store.read_manifest(installation.store)) == ()


def test_what_cannot_be_is_refused_in_french_and_writes_nothing(profile, installation):
    shown = profile()
    type_count(shown, "vingt et un", "Marie Dupont")
    assert not shown.test.exception
    told = said(shown)
    assert "Nombre de MSU : un nombre entier de 0 à 20 000 est attendu" in told
    assert "jamais le nom d’une personne" in told
    assert not installation.local.exists()


def test_a_surprising_count_is_confirmed_first(profile, monkeypatch):
    doubt = Problem("f", "", 2, "total", "2100", "au plus 120 généralistes", "Vérifier.")
    preview = FilePreview(
        "msu", "msu", "f", "0", "", (), "", "", 1, 1, 1, 0, needs_confirmation=False,
        matches=(), dropped=(), set_aside=(), refusals=(), warnings=(doubt,), rows=(),
    )  # fmt: skip
    stored = []
    monkeypatch.setattr(
        count, "preview_file", lambda *_: (FileAnswer(state="preview", preview=preview), b"")
    )
    monkeypatch.setattr(
        count,
        "import_file",
        lambda request, content, _: stored.append(content) or FileAnswer(state="failed"),
    )
    shown = type_count(profile(), "2100")
    assert "surprenant" in said(shown)
    assert "au plus 120 généralistes" in said(shown)
    assert stored == []
    press(shown, "Enregistrer quand même")
    assert b"23;" in stored[0]


def test_a_count_under_the_threshold_is_kept_and_not_published(profile, installation):
    shown = type_count(profile(), "3")
    shown.is_sound()
    assert "Sous le seuil de 5, le secret statistique interdit de le publier" in said(shown)
    assert "en 2024" in shown.title
    assert shown.address["annee"] == "2024"
    assert len(store.active(store.read_manifest(installation.store))) == 1


def test_a_count_of_none_is_published(profile, installation):
    shown = type_count(profile(), "0")
    shown.is_sound()
    assert "aucun MSU compté" in said(shown)
    assert "Sous le seuil" not in said(shown)
    assert shown.address["annee"] == "2026"
    assert len(store.active(store.read_manifest(installation.store))) == 1


@pytest.mark.parametrize(
    ("rights", "territory", "why"),
    [
        (READER, "DEP-23", "L’import est fermé : essai."),
        (OF_LOZERE, "DEP-23", "Votre compte n’importe pas pour ce département."),
    ],
)
def test_who_may_not_import_here_is_told_why_and_has_no_form(profile, rights, territory, why):
    shown = profile(rights, territory)
    shown.is_sound()
    assert why in said(shown)
    assert not [item for item in shown.test.text_input if item.key == "fiche.comptage.msu"]


def test_a_contributor_types_the_count_of_their_own_departement(profile):
    shown = profile(OF_LOZERE, "DEP-48")
    assert shown.test.text_input(key="fiche.comptage.msu").value == ""


def test_a_region_has_no_form(profile):
    shown = profile(territory="REG-76")
    assert "Nous avons compté" not in " ".join(item.label for item in shown.test.expander)
