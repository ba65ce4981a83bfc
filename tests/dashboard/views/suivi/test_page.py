"""The page « Suivi » without a browser: every register, every part of it, and an empty one."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from dashboard.access.rights import ELSEWHERE, LOCAL, Rights
from dashboard.queries.cache import served_build
from dashboard.queries.register_counts import fetch_step_maps
from dashboard.queries.registers import fetch_facets, fetch_step_dates
from dashboard.themes.registers import EntryFilter
from dashboard.ui import sight
from dashboard.views.suivi.view import DUE, LIST, MAP, PARTNERS, SECTIONS, STEPS, sections_of
from etl.declared.registers import load_declarations
from tests.support.importing import build_with, few_draws, new_installation
from tests.support.paths import DATA

REGISTERS = {
    item.register_id: item.register()
    for item in load_declarations(DATA)
    # These two have a page or a part of their own.
    if item.register_id not in ("initiatives", "criteres")
}
ENGLISH = re.compile(
    r"\b(None|nan|NaN|NaT|Loading|Choose|Select|Search|Download|Upload|kept|lost|due)\b"
)
AGREMENTS = "repere;departement;nombre;etape;date_contact;date_dossier;date_decision;date_echeance"


@pytest.fixture(autouse=True)
def as_owner(monkeypatch):
    """Look at the pages on the machine itself, as the owner of the files does."""
    rights = Rights(LOCAL, can_read=True, can_import=True, can_undo=True, territories=None)
    monkeypatch.setattr(sight, "current_rights", lambda: rights)


def written(shown) -> str:
    """Every text of the page, its tables without their marks."""
    texts = [
        *shown.test.markdown,
        *shown.test.caption,
        *shown.test.info,
        *shown.test.warning,
        *shown.test.success,
    ]
    tables = re.sub(r"<[^>]+>", " ", shown.html)
    joined = " ".join([shown.title, *shown.headings, *(item.value for item in texts), tables])
    return re.sub(r"\s+", " ", joined.replace("&#x27;", "’"))


def chart_keys(shown) -> list[str]:
    return [item.proto.id for item in shown.test.get("plotly_chart")]


def opened(visit, register_id: str, section: str, **parameters: str):
    shown = visit("suivi", donnees="demo", registre=register_id, partie=section, **parameters)
    shown.is_sound()
    assert not ENGLISH.search(written(shown))
    return shown


def table_captions(shown) -> list[str]:
    return re.findall(r"<caption>(.*?)</caption>", shown.html)


EXPECTED = {
    STEPS: lambda shown, register: (
        chart_keys(shown)
        and any(text.startswith("Étapes") for text in table_captions(shown))
        and all(step.label_fr in written(shown) for step in register.steps)
    ),
    DUE: lambda shown, register: any("En retard" in text for text in shown.headings),
    PARTNERS: lambda shown, register: any("Familles" in text for text in table_captions(shown)),
    MAP: lambda shown, register: shown.test.get("bidi_component"),
    LIST: lambda shown, register: any(": lignes 1 à" in text for text in table_captions(shown)),
}


@pytest.mark.usefixtures("served_demonstration")
@pytest.mark.parametrize("section", SECTIONS)
@pytest.mark.parametrize("register_id", REGISTERS)
def test_every_part_of_every_register_shows_what_it_declares(visit, register_id, section):
    register = REGISTERS[register_id]
    if section not in sections_of(register):
        return
    shown = opened(visit, register_id, section)
    assert EXPECTED[section](shown, register)
    assert shown.title.startswith(register.label_fr)
    assert len(shown.key_figures) >= 2


@pytest.mark.usefixtures("served_demonstration")
@pytest.mark.parametrize("register_id", REGISTERS)
def test_no_indicator_is_shown_without_its_denominator(visit, register_id):
    register = REGISTERS[register_id]
    shown = opened(visit, register_id, LIST)
    cards = {
        item.label_fr: next(
            (text for text in shown.key_figures if text.startswith(item.label_fr)), ""
        )
        for item in register.indicators
    }
    for item in register.indicators:
        card = cards[item.label_fr]
        if item.denominator and card:
            assert re.search(r"[\d ]+ sur [\d ]+", card), card
        assert card or item.label_fr in written(shown)


@pytest.mark.usefixtures("served_demonstration")
def test_the_numbers_of_a_funnel_are_those_of_the_lines(visit):
    shown = opened(visit, "agrements", STEPS, territoire="REG-76")
    build = served_build(demo=True)
    lines = fetch_step_dates(build, "agrements", "REG-76")
    (total,) = re.findall(r": (\d+) dossiers", shown.title)
    assert int(total) == lines.quantity.sum()
    rows = re.findall(r'<tr><th scope="row">(.*?)</th><td>([\d ]+)', shown.html)
    assert ("Agréé", str(int(lines.quantity[lines.step == 4].sum()))) <= rows[4]


@pytest.mark.usefixtures("served_demonstration")
def test_a_survey_maps_what_each_territory_answered_and_leaves_silence_apart(visit):
    shown = opened(visit, "enquetes", MAP)
    text = written(shown)
    assert "A répondu" in text
    assert "N’a pas répondu" in text
    maps = fetch_step_maps(served_build(demo=True), "enquetes")
    assert len(maps[0].answers) == 101
    rows = dict(re.findall(r'<tr><th scope="row">([^<]*)</th><td>(\d+)</td></tr>', shown.html))
    assert sum(int(rows[label]) for label in REGISTERS["enquetes"].step_labels.values()) == 101
    assert rows["pas de ligne"] == "0"
    # The survey first shown is the one that tells territories apart.
    assert int(rows["N’a pas répondu"]) > 0


@pytest.mark.usefixtures("served_demonstration")
def test_the_absence_of_the_faculty_comes_with_its_count(visit):
    shown = opened(visit, "conventions", PARTNERS)
    (warning,) = shown.warnings
    assert re.search(r"Faculté absente : \d+ volets sur \d+", warning.replace("\u00a0", " "))


@pytest.mark.usefixtures("served_demonstration")
def test_a_step_chosen_lists_its_lines_only_and_a_link_restores_it(visit):
    shown = opened(visit, "agrements", LIST, etape="visite")
    cells = re.findall(r"<td>(Visite faite|Agréé|Contact pris)</td>", shown.html)
    assert set(cells) == {"Visite faite"}
    assert shown.address["etape"] == "visite"
    assert "pour cette recherche" in shown.headings[0]


@pytest.mark.usefixtures("served_demonstration")
def test_a_search_finds_words_of_the_lines_and_says_when_nothing_answers(visit):
    shown = opened(visit, "aides", LIST, recherche="hebergements")
    assert any(": lignes 1 à" in text for text in table_captions(shown))
    assert "ogement" in shown.html
    assert "Aucune ligne ne répond" in written(opened(visit, "aides", LIST, recherche="zzzzz"))


@pytest.mark.usefixtures("served_demonstration")
def test_the_pages_of_a_list_follow_each_other(visit):
    shown = opened(visit, "agrements", LIST)
    first = set(re.findall(r"Dossier FICTIF-A-\d+", shown.html))
    shown.test.button(key="suivi.suivant").click().run()
    shown.is_sound()
    second = set(re.findall(r"Dossier FICTIF-A-\d+", shown.html))
    assert (len(first), len(second), first & second) == (25, 25, set())
    assert shown.address["feuillet"] == "2"
    assert "lignes 26 à 50" in table_captions(shown)[0]


@pytest.mark.usefixtures("served_demonstration")
def test_another_register_keeps_the_territory_and_drops_the_search(visit):
    shown = opened(visit, "aides", LIST, recherche="logement", territoire="REG-76")
    shown.choose("suivi.register_id", "rencontres")
    shown.is_sound()
    assert shown.address["registre"] == "rencontres"
    assert "recherche" not in shown.address
    assert "Occitanie" in shown.title


@pytest.mark.usefixtures("served_demonstration")
def test_a_register_without_line_gives_its_template_and_the_demonstration(visit):
    shown = visit("suivi", registre="agrements")
    shown.is_sound()
    assert shown.title == "Agréments de MSU, France entière : aucune ligne connue"
    labels = [item.proto.label for item in shown.test.get("download_button")]
    assert labels == ["Modèle Excel", "Modèle CSV"]
    assert shown.test.button(key="suivi.importer")
    assert shown.test.button(key="suivi.fictif")
    assert shown.key_figures == []


@pytest.mark.usefixtures("served_warehouse")
def test_published_lines_are_not_said_to_be_late_or_open(visit):
    shown = visit("suivi", registre="conventions")
    shown.is_sound()
    assert shown.title.endswith("dans des documents publiés")
    assert "leur état est celui de la date du document" in written(shown)


@pytest.mark.usefixtures("served_warehouse")
def test_what_an_address_cannot_say_is_explained_in_french(visit):
    shown = visit("suivi", registre="licornes", horizon="7")
    assert len(shown.warnings) == 2
    assert all("valeur impossible dans l’adresse" in text for text in shown.warnings)


@pytest.fixture(scope="module")
def with_lines(warehouse, tmp_path_factory):
    """An installation with a few imported lines, some without any date."""
    made = new_installation(warehouse.settings, tmp_path_factory.mktemp("suivi"))
    lines = [
        AGREMENTS,
        "A-1;12;;visite;;01/02/2020;;",
        "A-2;12;3;contact;;;;",
        "A-3;48;;decision;;01/01/2026;01/04/2026;01/05/2026",
        "A-4;48;;decision;;;;",
    ]
    with few_draws():
        build_with(made, {"agrements Occitanie": lines})
    return str(made.warehouse)


def test_who_has_no_right_on_a_territory_reads_numbers_and_no_line(visit, with_lines, monkeypatch):
    monkeypatch.setenv("MSU_WAREHOUSE", with_lines)
    monkeypatch.setattr(sight, "current_rights", lambda: Rights(ELSEWHERE, can_read=True))
    for part in SECTIONS:
        shown = visit("suivi", registre="agrements", partie=part, territoire="12")
        shown.is_sound()
        assert shown.title == "Agréments de MSU, Aveyron (12) : nombres publiés"
        assert "un droit sur ce territoire" in written(shown)
        assert "Dossier A-" not in written(shown)


def test_an_account_reads_the_lines_of_its_own_territories_only(visit, with_lines, monkeypatch):
    monkeypatch.setenv("MSU_WAREHOUSE", with_lines)
    places = frozenset({"DEP-12"})
    rights = Rights(ELSEWHERE, can_read=True, can_import=True, territories=places)
    monkeypatch.setattr(sight, "current_rights", lambda: rights)
    own = visit("suivi", registre="agrements", partie=LIST, territoire="12")
    assert "Dossier A-1" in written(own)
    for place in ("48", "REG-76", "FR"):
        shown = visit("suivi", registre="agrements", partie=LIST, territoire=place)
        assert shown.title.endswith("nombres publiés")
        assert "Dossier A-" not in written(shown)


def test_the_published_file_has_no_line_that_stands_for_a_person(with_lines, monkeypatch):
    monkeypatch.setenv("MSU_WAREHOUSE", with_lines)
    published = served_build()
    assert fetch_facets(published, "agrements", EntryFilter()).total_n == 0
    owner = replace(published, sight=None)
    assert fetch_facets(owner, "agrements", EntryFilter()).total_n == 4


def test_lines_without_date_are_neither_late_nor_in_time(visit, with_lines, monkeypatch):
    monkeypatch.setenv("MSU_WAREHOUSE", with_lines)
    shown = visit("suivi", registre="agrements", partie=DUE, territoire="REG-76")
    shown.is_sound()
    assert "6 dossiers, dont 4 en cours et 2 en retard" in shown.title
    assert "Dossier A-1" in shown.html
    assert "Instruction" in written(shown)
    assert "Dossier A-3" in shown.html
    assert "échéance dépassée" in written(shown)
    assert "Dossier A-2" not in shown.html
    assert "Dossier A-4" not in shown.html
    empty = visit("suivi", registre="agrements", partie=DUE, territoire="75")
    assert "aucune ligne connue" in empty.title
    assert "4 lignes" in written(empty).replace("\u00a0", " ")


def test_a_territory_without_judged_line_says_nothing_of_lateness(visit, with_lines, monkeypatch):
    monkeypatch.setenv("MSU_WAREHOUSE", with_lines)
    shown = visit("suivi", registre="agrements", partie=STEPS, territoire="12")
    assert any("En retard" in text for text in shown.key_figures)
    assert not any("Échéances" in text for text in shown.key_figures)
    told = written(shown).replace("\u00a0", " ")
    assert "Trop peu de lignes pour une part" in told


@pytest.mark.usefixtures("served_demonstration")
def test_lines_that_stand_for_several_are_counted_as_lines_in_the_list(visit):
    shown = opened(visit, "agrements", LIST)
    build = served_build(demo=True)
    total = fetch_facets(build, "agrements", EntryFilter()).total_n
    assert f"{total} lignes" in shown.headings[0]
    assert f"{total} dossiers" not in shown.title


@pytest.mark.usefixtures("served_demonstration")
def test_due_dates_of_lines_that_count_doctors_are_counted_as_lines(visit):
    shown = opened(visit, "vivier", DUE, territoire="REG-76")
    build = served_build(demo=True)
    lines_n = len(fetch_step_dates(build, "vivier", "REG-76").step)
    (due,) = re.findall(r"(\d+) échéances? dans les six mois", shown.title)
    assert 0 < int(due) <= lines_n


@pytest.mark.usefixtures("served_warehouse")
def test_the_essential_view_says_what_to_import_where_nothing_is_followed(visit):
    shown = visit("suivi", territoire="23", mode="essentiel")
    shown.is_sound()
    assert shown.title == "La Creuse : aucun dossier suivi ici."
    assert "agréments, de conventions ou de contrats" in written(shown)
    assert shown.test.selectbox(key="suivi.register_id").value == "agrements"
    options = " ".join(shown.test.selectbox(key="suivi.register_id").options)
    assert "Conditions pour devenir MSU · auto-test" in options.replace("\u00a0", " ")
    assert len(shown.test.selectbox(key="suivi.register_id").options) < 6


@pytest.mark.usefixtures("served_demonstration")
def test_the_essential_view_counts_what_is_followed_late_and_due(visit):
    shown = visit("suivi", territoire="12", mode="essentiel", donnees="demo")
    shown.is_sound()
    assert re.match(
        r"L’Aveyron : \d+ lignes suivies dans \d+ registres, (\d+|aucune) en retard, "
        r"\d+ échéances? dans les six mois\.",
        shown.title,
    )
    assert not shown.test.get("plotly_chart")
