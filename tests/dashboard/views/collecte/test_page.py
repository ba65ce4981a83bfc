"""The page « Collecte » without a browser: what is decided, whom to ask, the letter, the list."""

from __future__ import annotations

import io
import re
import zipfile

import pytest
from docx import Document

from dashboard.queries.cache import served_build
from dashboard.queries.campaign import fetch_outlook, fetch_requests, fetch_steps
from dashboard.queries.catalog import fetch_catalog
from dashboard.queries.kinds import read_template
from dashboard.queries.situations import fetch_situations
from dashboard.themes.campaign import (
    DEPARTEMENT,
    DETAIL,
    TOTAL,
    WAYS,
    campaign_recipients,
    step_of,
)
from dashboard.views.collecte import page
from foundation.campaign.files import campaign_archive
from foundation.campaign.letters import default_terms
from foundation.days import today_in_paris
from models.msu.campaign import prospect
from tests.dashboard.conftest import as_read
from tests.support.importing import build_with, few_draws, new_installation

ENGLISH = re.compile(r"\b(None|nan|NaN|NaT|Loading|Choose|Select|Search|Download|Upload)\b")
OPEN = {"collecte.ordre.ouvert", "collecte.courrier.ouvert"}
SECTIONS = ("ordre", "ici", "courrier", "demandes", "regions")
REGISTER = "repere;territoire;destinataire;etat;demande;date_envoi;date_relance;date_reponse"


def written(shown) -> str:
    """Every text of the page, its tables without their marks."""
    texts = [*shown.test.markdown, *shown.test.caption, *shown.test.info, *shown.test.code]
    tables = re.sub(r"<[^>]+>", " ", shown.html)
    joined = " ".join([shown.title, *shown.headings, *(item.value for item in texts), tables])
    return re.sub(r"\s+", " ", joined.replace("&#x27;", "’"))


def opened(shown, name: str):
    """Open a section, closed at first."""
    shown.test.session_state[f"collecte.{name}.ouvert"] = True
    shown.test.run()
    shown.is_sound()
    return shown


def rows(shown, caption: str) -> list[list[str]]:
    """Cells of the table whose caption begins so."""
    pattern = rf"<caption>{caption}[^<]*</caption>.*?<tbody>(.*?)</tbody>"
    (body,) = re.findall(pattern, shown.html, re.S)
    return [
        re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", line)
        for line in re.findall("<tr>(.*?)</tr>", body)
    ]


@pytest.mark.usefixtures("served_warehouse")
def test_the_title_says_what_is_decided_and_what_five_answers_would_bring(visit):
    shown = visit("collecte")
    shown.is_sound()
    found = re.search(r"(\d+) départements tranchés sur 101 .* environ (\d+)", shown.title)
    assert found, shown.title
    now, after = map(int, found.groups())
    assert 45 <= now < after <= 101
    assert after - now >= 10
    assert not ENGLISH.search(written(shown))


@pytest.mark.usefixtures("served_warehouse")
@pytest.mark.parametrize("way", WAYS)
def test_each_way_of_asking_has_its_list_and_each_answer_leaves_fewer_misclassified(visit, way):
    shown = visit("collecte", demande=way)
    shown.is_sound()
    (caption,) = [
        text for text in re.findall(r"<caption>(.*?)</caption>", shown.html) if "ordre" in text
    ]
    listed = rows(shown, re.escape(caption.split(" : ")[0].split("\u00a0:")[0]))
    assert len(listed) == 10
    assert len({line[0] for line in listed}) == 10
    wrong = [float(line[3].replace(",", ".")) for line in listed]
    assert wrong == sorted(wrong, reverse=True)
    assert ("(subdivision)" in listed[0][0]) == (way != DEPARTEMENT)


@pytest.mark.usefixtures("served_warehouse")
def test_a_faculty_that_answers_by_departement_decides_more_than_by_its_total(visit):
    build = served_build()
    catalog = fetch_catalog(build)
    target = catalog.targets[catalog.default_target]
    after = {
        way: fetch_steps(build, target, "population", way, frozenset(), 5)[-1].after.decided
        for way in (DETAIL, TOTAL)
    }
    assert after[DETAIL] > after[TOTAL] + 5


@pytest.mark.usefixtures("served_warehouse")
def test_a_free_target_changes_what_is_decided(visit):
    default, other = visit("collecte"), visit("collecte", cible="15000")
    assert "15 000" in other.title
    assert other.title != default.title


@pytest.mark.usefixtures("served_warehouse")
def test_the_count_of_a_territory_is_said_to_light_it_and_its_neighbours(visit):
    shown = opened(visit("collecte", territoire="41"), "ici")
    (first, *others) = rows(shown, "Ce qu’un comptage apporterait")
    assert first[0].startswith("Loir-et-Cher")
    assert "probablement" not in first[1]
    assert first[2] == "plus de 9 chances sur 10"
    assert others
    assert "voisin" in written(shown)


@pytest.mark.usefixtures("served_warehouse")
@pytest.mark.parametrize("territory", ["FR", "REG-84"])
def test_a_territory_that_no_one_counts_alone_says_so(visit, territory):
    shown = opened(visit("collecte", territoire=territory), "ici")
    assert any("Choisir un département" in item.value for item in shown.test.info)


@pytest.mark.usefixtures("served_warehouse")
def test_the_letter_is_that_of_the_recipient_and_of_its_days(visit):
    shown = visit("collecte", destinataire="SUB-040", delai="12", recul="1")
    shown.is_sound()
    (letter,) = [item.value for item in shown.test.code]
    assert "Aveyron (12)" in letter
    assert f"1er janvier {int(shown_year(shown)) - 1}" in letter
    assert "vos-donnees?type=msu" in letter
    assert "mailto:?subject=" in shown.html
    shown.test.text_input(key="collecte.expediteur").set_value("Conseil national de l’Ordre").run()
    assert shown.test.code[0].value.endswith("Conseil national de l’Ordre")


def shown_year(shown) -> str:
    return re.search(r"1er janvier (\d{4})", shown.test.selectbox(key="collecte.back").options[0])[
        1
    ]


@pytest.mark.usefixtures("served_warehouse")
def test_the_territory_selected_is_the_recipient_until_another_is_chosen(visit):
    shown = visit("collecte", territoire="12")
    assert shown.test.selectbox(key="collecte.recipient").value == "DEP-12"
    shown.choose("collecte.recipient", "SUB-021")
    shown.is_sound()
    assert shown.address["destinataire"] == "SUB-021"


@pytest.mark.usefixtures("served_warehouse")
def test_every_section_opens(visit):
    shown = visit("collecte", territoire="12")
    for name in SECTIONS:
        if f"collecte.{name}.ouvert" not in OPEN:
            opened(shown, name)
    assert len(rows(shown, "Avancement par région")) == 18
    assert len(rows(shown, "Facultés :")[0]) == 6
    assert not ENGLISH.search(written(shown))


@pytest.mark.usefixtures("served_warehouse")
def test_without_the_law_the_letters_and_the_list_are_there(visit, monkeypatch):
    monkeypatch.setattr(page, "fetch_outlook", lambda *_: None)
    monkeypatch.setattr(page, "fetch_steps", lambda *_: ())
    shown = opened(visit("collecte", destinataire="DEP-12"), "demandes")
    assert "n’est pas publié" in written(shown)
    assert "Aveyron (12)" in shown.test.code[0].value
    assert "apporterait" not in shown.test.code[0].value


@pytest.mark.usefixtures("served_demonstration")
def test_the_demonstration_shows_every_state_of_a_request(visit):
    shown = visit("collecte", donnees="demo")
    for name in SECTIONS:
        if f"collecte.{name}.ouvert" not in OPEN:
            opened(shown, name)
    states = {line[1] for line in rows(shown, "Facultés :")}
    assert {"Sollicité", "A répondu", "À solliciter"} <= states
    assert not ENGLISH.search(written(shown))


@pytest.mark.usefixtures("served_demonstration")
@pytest.mark.parametrize(
    ("territory", "told"),
    [("05", "entre 20 et 30 MSU"), ("23", "au moins 12 MSU"), ("61", "21,0 % des généralistes")],
)
def test_an_answer_without_a_count_is_shown_with_its_date_and_its_source(visit, territory, told):
    shown = opened(visit("collecte", donnees="demo", territoire=territory), "ici")
    said = as_read(" ".join(item.value for item in shown.test.markdown)).replace("\u00a0", " ")
    assert f"Indice fictif, sans comptage : {told} (juin 2026)" in said
    assert "ligne" in said


@pytest.mark.usefixtures("served_warehouse")
def test_what_is_decided_now_is_what_the_map_says():
    build = served_build()
    catalog = fetch_catalog(build)
    target = catalog.targets[catalog.default_target]
    outlook = fetch_outlook(build, target, "population")
    year = max(catalog.national_years)
    situations = fetch_situations(build, "departement", year, target, "population")
    assert len(outlook.decided) == situations.decided
    assert abs(prospect(outlook.belief).decided - situations.decided) < 5


@pytest.mark.usefixtures("served_warehouse")
@pytest.mark.parametrize("name", ["demande", "destinataire", "delai", "recul", "liste", "etat"])
def test_an_impossible_value_is_told_and_the_usual_one_kept(visit, name):
    shown = visit("collecte", **{name: "<b>?</b>"})
    shown.is_sound()
    assert len(shown.warnings) == 1


def test_those_asked_are_told_from_those_to_ask(visit, warehouse, tmp_path, monkeypatch):
    settings = new_installation(warehouse.settings, tmp_path)
    lines = [
        REGISTER,
        "C1;Dijon (subdivision);faculte;sollicite;departement;01/10/2026;15/01/2027;",
        "C2;Nancy (subdivision);faculte;refus;departement;01/10/2026;;10/10/2026",
        "C3;12;cdom;repondu;total;01/09/2026;;10/10/2026",
        # Asked again since.
        "C4;46;cdom;sans_reponse;total;01/01/2026;;",
        "C5;46;cdom;sollicite;total;02/10/2026;20/12/2026;",
    ]
    with few_draws():
        build_with(settings, {"sollicitations Campagne": lines})
    monkeypatch.setenv("MSU_WAREHOUSE", str(settings.warehouse))
    requests = fetch_requests(served_build())
    assert step_of(requests, "DEP-46", "cdom") == "sollicite"
    assert step_of(requests, "DEP-12", "cdom") == "repondu"
    assert step_of(requests, "DEP-12", "faculte") == "a_solliciter"
    shown = opened(visit("collecte", liste="faculte", etat="sollicite"), "demandes")
    (line,) = rows(shown, "Facultés :")
    assert [line[0], line[1]] == ["Dijon (subdivision)", "Sollicité"]
    assert "15 janvier 2027" in line[4]


@pytest.mark.usefixtures("served_warehouse")
def test_the_archive_of_the_page_holds_28_letters_that_open():
    catalog = fetch_catalog(served_build())
    asked = [item for item in campaign_recipients(catalog).values() if item.kind == "faculte"]
    terms = default_terms(today_in_paris(), 5)
    content = campaign_archive(asked, terms, read_template("msu", "xlsx"), {})
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        letters = [name for name in archive.namelist() if name.endswith(".docx")]
        assert len(letters) == 28
        for name in letters:
            assert Document(io.BytesIO(archive.read(name))).paragraphs


@pytest.mark.usefixtures("served_warehouse")
def test_the_essential_view_says_what_the_count_of_the_territory_would_settle(visit):
    shown = visit("collecte", territoire="REG-27", mode="essentiel")
    shown.is_sound()
    assert re.match(
        r"Un comptage des MSU de Bourgogne-Franche-Comté trancherait, en moyenne, [\d,]+ ",
        shown.title,
    )
    assert not shown.test.expander
    recipient = shown.test.selectbox(key="collecte.recipient")
    assert recipient.value in ("SUB-010", "SUB-012") or recipient.value.startswith("SUB-")
    # Two faculties and eight conseils: those of the région.
    assert len(recipient.options) == 10
