"""« Vos données » without a browser: what is read, refused, imported, undone, and by whom."""

from __future__ import annotations

import re
from collections.abc import Callable

import openpyxl
import pytest

from dashboard.access.rights import ELSEWHERE, LOCAL, Rights, Visitor
from dashboard.ui import sign_in
from dashboard.views.vos_donnees import form, words
from dashboard.views.vos_donnees import history as import_history
from etl import store
from etl.declared.kinds import load_kinds
from etl.demo.build import demo_files
from foundation.answers import (
    BuildAnswer,
    Change,
    FileAnswer,
    HistoryAnswer,
    KindGuess,
    RecognitionAnswer,
)
from tests.dashboard.conftest import as_read, plain
from tests.support.answers import import_record
from tests.support.paths import DATA

KINDS = load_kinds(DATA)
ADMINISTRATOR = Rights(
    LOCAL, can_read=True, can_import=True, can_undo=True, sees_journal=True, territories=None
)
READER = Rights(ELSEWHERE, can_read=True, reason_fr="L’import est fermé : essai.")
OF_LOZERE = frozenset({"DEP-48"})
CONTRIBUTOR = Rights(
    Visitor(None, "contributeur", "CDOM de la Lozère", OF_LOZERE, signed_in=True),
    can_read=True,
    can_import=True,
    can_undo=True,
    territories=OF_LOZERE,
)
ENGLISH = re.compile(r"\b(Upload|Browse|Drag|Limit|Running|Choose|Select|file|sheet|import_id)\b")
EXACT = "territoire;date;total\n12;2025;61\n"
WITH_SYNONYMS = "Département;Année;Nombre de MSU;Nom\n12;2025;61;Dupont Marie\n"
REFUSED = "territoire;date;total\n12;2025;soixante\n"


@pytest.fixture
def page(visit, own_installation, monkeypatch) -> Callable[..., object]:
    """Open the page on an installation of its own, with these rights."""

    def start(rights: Rights = ADMINISTRATOR):
        monkeypatch.setattr(sign_in, "current_rights", lambda: rights)
        return visit("vos_donnees")

    return start


def deposit(shown, text: str, name: str = "msu_12.csv"):
    box = shown.test.file_uploader[0]
    box.set_value((name, text.encode(), "text/csv")).run()
    return shown


def press(shown, label: str):
    found = [button for button in shown.test.button if button.label == label]
    assert len(found) == 1, [button.label for button in shown.test.button]
    assert not found[0].disabled, label
    found[0].click().run()
    return shown


def button(shown, label: str):
    return next(button for button in shown.test.button if button.label == label)


def said(shown) -> str:
    """Every text of the page."""
    kinds = ("markdown", "caption", "info", "success", "warning", "error")
    texts = [as_read(item.value) for kind in kinds for item in getattr(shown.test, kind)]
    return re.sub(r"\s+", " ", " ".join([shown.title, *texts, shown.html]))


def test_the_page_is_sound_and_french(page):
    shown = page()
    shown.is_sound()
    assert "aucun fichier importé" in shown.title
    assert shown.headings == [
        "1. Déposer le fichier",
        "2. Type de fichier",
        "Fichiers en vigueur et historique",
        "Voir le produit avec des données fictives",
    ]
    assert "inférieurs à 5 ne sont pas publiés" in said(shown)
    assert not ENGLISH.search(re.sub(r"<[^>]+>", " ", said(shown)))


def test_every_kind_has_its_columns_and_its_two_templates(page, no_history):
    shown = page(CONTRIBUTOR)
    kinds = shown.test.selectbox(key="import.type").options
    assert len(kinds) == len(KINDS)
    for label in kinds:
        shown.test.selectbox(key="import.type").select(label).run()
        shown.is_sound()
        assert f"Colonnes : {label}" in shown.html
        labels = [item.proto.label for item in shown.test.get("download_button")]
        assert labels == ["Modèle Excel", "Modèle CSV"]


def test_who_may_not_import_is_told_why_and_has_no_form(page):
    shown = page(READER)
    shown.is_sound()
    assert "L’import est fermé : essai." in said(shown)
    assert len(shown.test.file_uploader) == 0
    assert "Journal" not in " ".join(item.label for item in shown.test.expander)


def test_only_an_administrator_sees_the_journal(page):
    def panels(rights: Rights) -> str:
        return " ".join(item.label for item in page(rights).test.expander)

    assert "Journal" in panels(ADMINISTRATOR)
    assert "Journal" not in panels(CONTRIBUTOR)


def test_a_preview_writes_nothing_and_asks_to_confirm_the_headers(page, installation):
    shown = deposit(page(), WITH_SYNONYMS)
    shown.is_sound()
    text = said(shown)
    assert "1 colonne retirée : « Nom »" in text
    assert "Dupont" not in text
    assert "Aveyron (12)" in text
    labels = [item.label for item in shown.test.selectbox]
    assert any("Nombre de MSU" in label and "nom connu" in label for label in labels)
    assert button(shown, "Importer").disabled
    assert not installation.local.exists()
    shown.test.checkbox[0].check().run()
    assert not button(shown, "Importer").disabled


def test_an_import_changes_the_page_and_undoing_it_brings_the_estimates_back(page):
    shown = deposit(page(), EXACT)
    assert len(shown.test.checkbox) == 0
    before = shown.footer
    press(shown, "Importer")
    shown.is_sound()
    assert shown.title == "Vos données : 1 fichier local en vigueur"
    assert "61 MSU importés" in said(shown)
    assert shown.footer != before
    link = shown.test.get("page_link")[0].proto
    assert link.label == "Voir sur la carte"
    assert "territoire=DEP-12" in link.query_string
    assert "annee=2025" in link.query_string
    shown.go("carte").choose("vue.annee", "2025").go("vos_donnees")
    press(shown, "Importer un autre fichier")
    deposit(shown, EXACT, "autre_nom.csv")
    press(shown, "Importer")
    assert "déjà en vigueur" in said(shown)
    press(shown, "Annuler cet import")
    shown.is_sound()
    assert "aucun fichier importé" in shown.title
    assert "est annulé" in said(shown)
    assert ">annulé<" in shown.html
    shown.test.session_state["import.journal"] = True
    shown.test.run()
    journal = shown.html[shown.html.index("Le journal") :]
    written = re.findall("<td>(import|annulation|déjà importé, rien de changé)</td>", journal)
    assert written == ["annulation", "déjà importé, rien de changé", "import"]
    # The year of the import left with it.
    assert shown.address["annee"] == "2024"
    shown.go("carte").is_sound()


def test_a_refused_file_shows_the_cell_and_cannot_be_imported(page, installation):
    shown = deposit(page(), REFUSED)
    assert not shown.test.exception
    assert "1 ligne à corriger" in said(shown)
    for part in (">2<", ">total<", ">soixante<", "un nombre entier", "Écrire le nombre seul"):
        assert part in shown.html, part
    assert button(shown, "Importer").disabled
    assert not installation.local.exists()


def test_a_contributor_is_refused_a_territory_outside_their_own(page):
    shown = deposit(page(CONTRIBUTOR), EXACT)
    assert shown.test.error
    assert "Lozère (48)" in said(shown)
    assert button(shown, "Importer").disabled


@pytest.fixture
def no_history(monkeypatch):
    """Spare the process that tells the history."""
    history = HistoryAnswer(state="read")
    monkeypatch.setattr(import_history, "read_history", lambda **_: history)


@pytest.fixture
def readings(monkeypatch, no_history) -> list[object]:
    """Note what the ETL is asked to look at, and answer as if it had refused the file."""
    asked = []

    def preview(request, content, control=None):
        asked.append(request)
        return FileAnswer(state="refused", message_fr="non"), b""

    monkeypatch.setattr(form, "preview_file", preview)
    guess = KindGuess("msu", 0.9, is_whole=True)
    answer = RecognitionAnswer(state="read", kinds=(guess,))
    monkeypatch.setattr(form, "recognise_file", lambda *_: answer)
    return asked


LIST = """Liste des MSU au 15 octobre 2026
NOM;Prénom;RPPS;CP;Stage;Agréé depuis;Fin
MARTIN;Paul;10507610461;23000;N1;01/02/2020;31/01/2027
BERNARD;Marie;10507610462;23200;N1 + SASPAS;01/02/2021;31/01/2026
THOMAS;Luc;10507610463;23300;Prat. niveau 1;01/09/2022;31/08/2027
PETIT;Jeanne;10507610464;23000;SASPAS;01/02/2020;à vérifier
ROBERT;Alain;10507610465;23400;N1;01/02/2020;31/01/2029
RICHARD;Sophie;10507610466;23000;N1 + SASPAS;01/02/2023;31/01/2028
CHEVALIER;Anne;10507610467;23000;EXT2C;01/02/2023;31/01/2028
TOTAL;;;;;;7
"""


def test_a_list_of_doctors_gives_its_count_and_its_agreements_in_one_go(page, installation):
    shown = deposit(page(), LIST, "liste.csv")
    shown.is_sound()
    text = said(shown)
    assert shown.test.selectbox(key="import.type").value == "msu_lignes"
    assert "Type reconnu aux en-têtes et aux valeurs" in text
    assert shown.test.text_input(key="import.valeur.period.0").value == "15/10/2026"
    assert "Lu dans le titre" in text
    assert (
        "7 médecins lus, 6 comptés. Non comptés : 1 (agrément échu à la date de la liste)." in text
    )
    assert "1 point à vérifier" in text
    for secret in ("CHEVALIER", "Anne", "1050761"):
        assert secret not in text + shown.html
    labels = [item.label for item in shown.test.checkbox]
    assert any("Suivre aussi 7 agréments et leurs échéances" in plain(label) for label in labels)
    for box in shown.test.checkbox:
        if "vérifié" in box.label:
            box.check().run()
    press(shown, "Importer")
    shown.is_sound()
    assert "6 MSU importés" in said(shown)
    assert "7 agréments suivis avec leurs échéances" in said(shown)
    assert "estimé en 2024" in said(shown)
    imports = store.active(store.read_manifest(installation.store))
    assert [entry.stores for entry in imports] == ["msu", "agrements"]
    stored = "".join(store.read_rows(installation.store, entry).to_csv() for entry in imports)
    for secret in ("CHEVALIER", "Anne", "1050761"):
        assert secret not in stored


def test_the_date_of_a_list_is_asked_for_when_nothing_says_it(page, no_history):
    text = LIST.replace("Liste des MSU au 15 octobre 2026\n", "")
    shown = deposit(page(), text, "liste.csv")
    assert button(shown, "Importer").disabled
    shown.test.text_input(key="import.valeur.period.0").set_value("15/10/2026").run()
    shown.is_sound()
    assert "7 médecins lus" in said(shown)


def test_two_kinds_as_likely_are_told_apart_by_the_user(page, readings, monkeypatch):
    near = [KindGuess("msu", 0.9, is_whole=True), KindGuess("stages", 0.88, is_whole=True)]
    answer = RecognitionAnswer(state="read", kinds=tuple(near))
    monkeypatch.setattr(form, "recognise_file", lambda *_: answer)
    shown = deposit(page(), EXACT)
    (radio,) = shown.test.radio
    assert radio.options == ["Comptages de MSU", "Places de stage"]
    assert readings == []
    radio.set_value("stages").run()
    assert [request.kind_id for request in readings] == ["stages"]
    assert not shown.test.radio


def test_the_kind_recognised_may_be_replaced_by_another(page, readings):
    shown = deposit(page(), EXACT)
    shown.test.selectbox(key="import.type").select("stages").run()
    shown.test.run()
    assert [request.kind_id for request in readings] == ["msu", "stages"]


def test_columns_and_values_have_french_labels_beside_their_codes(page, no_history):
    shown = page()
    shown.test.selectbox(key="import.type").select("msu_lignes").run()
    for text in ("date_maj (Date de mise à jour)", "2e cycle (EXT2C)", "femme-enfant (SFE)"):
        assert text in shown.html


def test_pages_behind_the_files_in_force_can_be_built_again(page, monkeypatch):
    commands = []

    def build(on_step):
        commands.append("build")
        return BuildAnswer(state="built", build_id="x")

    def history(**_):
        commands.append("imports")
        return HistoryAnswer(state="read", pending="build" not in commands)

    monkeypatch.setattr(import_history, "build_warehouse", build)
    monkeypatch.setattr(import_history, "read_history", history)
    shown = page()
    assert len(shown.warnings) == 1
    press(shown, "Reconstruire")
    assert commands == ["imports", "build", "imports"]
    assert shown.warnings == []
    shown.is_sound()


def test_a_file_is_read_once_for_the_same_choices(page, readings):
    shown = deposit(page(), EXACT)
    shown.test.run()
    assert len(readings) == 1
    shown.test.text_input[0].set_value("Aveyron").run()
    assert [request.label_fr for request in readings] == ["msu_12", "Aveyron"]
    shown.test.run()
    assert len(readings) == 2


def test_a_contributor_reads_within_their_territories_and_signs_with_their_body(page, readings):
    deposit(page(CONTRIBUTOR), EXACT)
    assert readings[0].territories == OF_LOZERE
    assert readings[0].who_fr == "CDOM de la Lozère"


def test_an_interrupted_reading_is_told_without_a_trace(page, no_history, monkeypatch):
    failed = FileAnswer(state="failed", message_fr="Le traitement s’est interrompu.")
    monkeypatch.setattr(form, "preview_file", lambda *_: (failed, b""))
    shown = deposit(page(), EXACT)
    assert not shown.test.exception
    assert [as_read(item.value) for item in shown.test.error] == ["Le traitement s’est interrompu."]
    assert button(shown, "Importer").disabled


def test_the_sheets_between_which_to_choose_are_offered(page, no_history, monkeypatch):
    refused = FileAnswer(state="refused", message_fr="x", sheets=("2024", "2025"))
    asked = []

    def preview(request, content, control=None):
        asked.append(request.choices.sheets)
        return refused, b""

    monkeypatch.setattr(form, "preview_file", preview)
    shown = deposit(page(), EXACT)
    box = next(item for item in shown.test.multiselect if item.label == "Feuilles à importer")
    assert box.options == ["2024", "2025"]
    box.select("2025").run()
    box.select("2024").run()
    assert asked == [(), ("2025",), ("2024", "2025")]


def test_sheets_that_can_be_read_together_are_chosen_together(page, no_history, tmp_path):
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.active)
    for year, count in (("2023", 58), ("2024", 61)):
        sheet = workbook.create_sheet(year)
        sheet.append(["Département", "Total"])
        sheet.append(["12", count])
    workbook.save(tmp_path / "annees.xlsx")
    shown = page()
    content = (tmp_path / "annees.xlsx").read_bytes()
    shown.test.file_uploader[0].set_value(("annees.xlsx", content, "")).run()
    box = next(item for item in shown.test.multiselect if item.label == "Feuilles à importer")
    box.set_value(["2023", "2024"]).run()
    shown.is_sound()
    assert "<td>2023</td><td>58</td>" in shown.html
    assert "<td>2024</td><td>61</td>" in shown.html


def test_a_file_of_unknown_layout_is_never_a_dead_end(page, no_history):
    shown = deposit(page(), "LIEU;QUAND;COMBIEN\n12;2025;61\n46;2025;29\n")
    shown.is_sound()
    for name in ("LIEU", "QUAND", "COMBIEN"):
        assert name in shown.html
    assert "Dites-nous où lire" in said(shown)
    for header, column in (
        ("LIEU", "Territoire"),
        ("QUAND", "Date"),
        ("COMBIEN", "Total"),
    ):
        box = next(item for item in shown.test.selectbox if header in item.label)
        box.select(column).run()
    shown.is_sound()
    assert "Dites-nous" not in said(shown)
    assert "Aveyron (12)" in shown.html
    # All was chosen by hand: there is nothing to confirm.
    assert not button(shown, "Importer").disabled


def test_what_is_set_aside_is_told_in_the_open(page, no_history):
    shown = deposit(page(), "territoire;date;total;remarque\n12;2025;61;x\nTotal;2025;61;y\n")
    shown.is_sound()
    assert "Laissé de côté : 1 ligne mise de côté" in said(shown)
    assert "Ce qui n’est pas pris" in shown.html
    assert not any("pris" in panel.label for panel in shown.test.expander)


def test_what_a_new_version_would_change_is_shown_before_it_is_imported(
    page, no_history, monkeypatch
):
    changes = (
        Change("DEP-12", "Aveyron (12)", "2024", "MSU", "61", None),
        Change("DEP-46", "Lot (46)", "2024", "MSU", "29", "31"),
    )
    answer = FileAnswer(
        state="preview", replaces=import_record("1"), changes=changes, changes_n=7, lost_n=1
    )
    monkeypatch.setattr(form, "preview_file", lambda *_: (answer, b""))
    shown = deposit(page(), EXACT)
    text = said(shown)
    assert "À l’import, 7 valeurs en vigueur changent, dont 1 n’aurait plus de valeur." in text
    assert "plus de valeur" in shown.html
    assert "<td>29</td><td>31</td>" in shown.html
    assert "et 5 autres lignes" in text


def test_a_version_that_would_lose_values_offers_to_keep_both(page, no_history, monkeypatch):
    asked = []

    def preview(request, *_):
        asked.append(request.label_fr)
        is_lost = "Lot" not in request.label_fr
        return FileAnswer(state="preview", other_label_fr="fichier (Lot)" if is_lost else ""), b""

    monkeypatch.setattr(form, "preview_file", preview)
    shown = deposit(page(), EXACT)
    press(shown, words.keep_both("fichier (Lot)"))
    assert asked[-1] == "fichier (Lot)"
    assert "import.garder" not in [button.key for button in shown.test.button]


def test_what_stays_beside_a_new_set_is_told(page, no_history, monkeypatch):
    answer = FileAnswer(state="preview", beside=(import_record("1"),))
    monkeypatch.setattr(form, "preview_file", lambda *_: (answer, b""))
    text = said(deposit(page(), EXACT))
    assert "« msu_12 » (CDOM de l’Aveyron) reste en vigueur à côté de ce jeu" in text


def test_a_new_version_says_which_one_it_replaces(page, no_history, monkeypatch):
    answer = FileAnswer(state="preview", replaces=import_record("1"))
    monkeypatch.setattr(form, "preview_file", lambda *_: (answer, b""))
    shown = deposit(page(), EXACT)
    text = "« msu_12 » remplace la version du 1er février 2026 à 0 h 30 (CDOM de l’Aveyron)"
    assert text in said(shown)


def test_the_demonstration_is_built_at_its_first_use_and_left_as_it_was_found(page, installation):
    # Two files are enough to go there and back.
    for path in demo_files(installation.data):
        if path.stem not in ("demo_msu", "demo_stages"):
            path.unlink()
    shown = page()
    real = shown.footer
    press(shown, "Montrer les données fictives")
    shown.is_sound()
    assert "FICTIVES" in shown.html
    assert shown.address["donnees"] == "demo"
    assert shown.title == "Vos données : 2 fichiers fictifs en vigueur"
    assert len(shown.test.file_uploader) == 0
    assert "L’import est fermé ici" in said(shown)
    assert not [item for item in shown.test.button if item.label == "Annuler cet import"]
    press(shown, "Revenir aux données réelles")
    shown.is_sound()
    assert "FICTIVES" not in shown.html
    assert shown.footer == real
    # The banner has its exit too, on every page.
    press(shown, "Montrer les données fictives")
    press(shown.go("carte"), "Quitter la démonstration")
    shown.is_sound()
    assert "FICTIVES" not in shown.html
    assert "donnees" not in shown.address
    assert not installation.local.exists()


def test_a_reader_is_not_offered_to_build_the_demonstration(page):
    shown = page(READER)
    assert "Le jeu fictif n’est pas construit" in said(shown)
    assert not [item for item in shown.test.button if "fictives" in item.label]
