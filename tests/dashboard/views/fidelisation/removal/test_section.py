"""« Et sans eux ? » without a browser: who is removed, the threshold, published and imported."""

from __future__ import annotations

import re
from html import unescape

import pytest

from dashboard.core.formatting import number_to_type
from dashboard.views.fidelisation.removal import inputs
from dashboard.views.fidelisation.words import CROSSING_TITLE

CHOICE = "fidelisation.origine"
THRESHOLD = "fidelisation.threshold"
PROMOTIONS = "fidelisation.promotions"
REMOVED = "fidelisation.removed"
ORIGIN = "fidelisation.origin"
OPEN = "fidelisation.sans_eux.ouvert"
METHOD_OPEN = "fidelisation.sans_eux.methode"


@pytest.fixture
def section(visit, served_warehouse):
    return lambda **parameters: opened(visit, **parameters)


@pytest.fixture
def fictitious(visit, served_demonstration):
    return lambda **parameters: opened(visit, donnees="demo", **parameters)


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", unescape(text)).strip()


def opened(visit, **parameters: str):
    """The page with the part and its method opened, as two clicks would."""
    shown = visit("fidelisation", **parameters)
    for key in (OPEN, METHOD_OPEN):
        shown.test.session_state[key] = True
        shown.test.run()
        shown.is_sound()
    return shown


def said(shown) -> str:
    texts = [*shown.test.markdown, *shown.test.caption, *shown.test.info]
    return plain(" ".join(item.value for item in texts).replace("**", ""))


def findings(page) -> list[str]:
    """Headings of the part: those of the page but that of the crossing."""
    return [item for item in page.headings if item != CROSSING_TITLE]


def rows(shown, caption: str) -> list[list[str]]:
    """Cells of the table whose caption begins so."""
    (table,) = re.findall(rf"<caption>{caption}.*?</table>", shown.html, re.S)
    found = re.findall(r"<tr>(.*?)</tr>", table.partition("<tbody>")[2], re.S)
    cell = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.S)
    return [[plain(re.sub(r"<[^>]+>", "", text)) for text in cell.findall(row)] for row in found]


def set_number(shown, key: str, value: float | None):
    shown.test.text_input(key=key).set_value(number_to_type(value, 1)).run()
    shown.is_sound()
    return shown


def test_a_subdivision_alone_gives_a_scenario_marked_as_an_estimate(section):
    shown = section(territoire="SUB-032")
    (finding,) = findings(shown)
    assert finding.startswith("Rennes (subdivision), scénario : si les internes de 10 promotions")
    assert "(est., intervalle " in finding
    text = said(shown)
    assert "Ce n’est ni une prévision, ni le nombre de médecins formés ici" in text
    assert "Empreinte à 70 % : n. d." in text
    assert "« Flux d’installation »" in text


def test_the_formula_shown_gives_the_number_of_the_title(section):
    shown = section(territoire="SUB-039")
    factors = re.search(
        r"(\d+) promotions × ([\d,]+) × ([\d,]+) % des internes × ([\d ]+) premières[^=]*= (\d+)",
        said(shown),
    )
    cohorts, effect, share, settlers, total = (
        float(text.replace(" ", "").replace(",", ".")) for text in factors.groups()
    )
    assert (cohorts, effect, settlers) == (10, 0.4, 2357)
    assert cohorts * effect / 100 * share * settlers == pytest.approx(total, rel=0.01)
    assert f"environ {total:.0f} généralistes" in findings(shown)[0]


def test_what_departements_lose_sums_to_the_number_of_the_title(section):
    shown = section(territoire="SUB-039")
    lost = [float(row[2].split(" ")[0]) for row in rows(shown, "Départements touchés")]
    total = int(re.search(r"environ (\d+)", findings(shown)[0])[1])
    assert len(lost) == 3
    assert sum(lost) == pytest.approx(total, abs=1.5)


def test_a_departement_shows_the_scenario_of_the_subdivision_that_holds_most_of_it(section):
    assert findings(section(territoire="35")) == findings(section(territoire="SUB-032"))


def test_the_threshold_moves_departements_and_is_alone_in_the_address(section):
    shown = section(territoire="SUB-032")
    address, finding = shown.address, findings(shown)
    assert "aucun département ne passe dessous" in said(shown)
    set_number(shown, THRESHOLD, 85.0)
    assert shown.address == address | {"seuil": "85"}
    assert findings(shown) == finding
    assert "1 département passe dessous dans tout l’intervalle : Ille-et-Vilaine (35)" in said(
        shown
    )
    set_number(shown, THRESHOLD, None)
    assert shown.address == address


def test_the_reference_threshold_is_not_written_in_the_address(section):
    shown = section(territoire="SUB-032", seuil="70")
    set_number(shown, THRESHOLD, 65.0)
    assert "seuil" not in shown.address


def test_fewer_cohorts_remove_fewer_doctors(section):
    shown = section(territoire="SUB-032")
    set_number(shown, PROMOTIONS, 5)
    assert shown.address["promos"] == "5"
    assert "de 5 promotions" in findings(shown)[0]
    assert "environ 153" in findings(shown)[0]


def test_for_the_country_the_part_offers_every_subdivision(section):
    shown = section(territoire="FR")
    assert findings(shown) == []
    assert "Choisir une subdivision" in said(shown)
    options = shown.test.selectbox(key=CHOICE).options
    assert len(options) == 28
    shown.choose(CHOICE, options[0])
    shown.is_sound()
    assert shown.address["territoire"].startswith("SUB-")
    assert len(findings(shown)) == 1


def test_my_region_opens_on_its_subdivisions_and_the_scenario_of_the_first(section):
    shown = section(territoire="REG-27")
    (finding,) = findings(shown)
    assert finding.startswith("Besançon (subdivision), scénario")
    names = [row[0] for row in rows(shown, "Les subdivisions de ma région")]
    assert names == ["Besançon", "Dijon"]
    assert list(shown.test.selectbox(key=ORIGIN).options) == [
        "Besançon (subdivision)",
        "Dijon (subdivision)",
    ]
    assert "lieu" not in shown.address


def test_another_subdivision_of_my_region_leaves_my_territory_as_it_is(section):
    shown = section(territoire="REG-27").choose(ORIGIN, "SUB-017")
    shown.is_sound()
    assert findings(shown)[0].startswith("Dijon (subdivision), scénario")
    assert (shown.address["territoire"], shown.address["lieu"]) == ("REG-27", "SUB-017")
    # The line of the table says what the title says.
    (dijon,) = [row for row in rows(shown, "Les subdivisions") if row[0] == "Dijon"]
    assert f"environ {dijon[1].split(' ')[0]} généralistes" in findings(shown)[0]
    assert "Yonne" in " ".join(dijon[2:])


def test_a_place_of_another_region_gives_the_first_of_mine(section):
    shown = section(territoire="REG-27", lieu="SUB-040")
    assert findings(shown)[0].startswith("Besançon (subdivision)")


def test_a_region_of_one_subdivision_has_its_scenario_and_no_list(section):
    shown = section(territoire="REG-24")
    assert len(findings(shown)) == 1
    assert "Les subdivisions de ma région" not in shown.html


def test_the_msu_of_a_region_are_those_of_a_subdivision_or_of_a_departement(section):
    shown = section(territoire="REG-27", retirer="msu")
    assert findings(shown)[0].startswith("Besançon (subdivision)")
    shown.choose(ORIGIN, "DEP-58")
    shown.is_sound()
    assert findings(shown)[0].startswith("Nièvre (58), scénario : si les internes de ses MSU")


def test_msu_are_removed_from_their_departement_with_the_interval_of_their_number(section):
    shown = section(territoire="12", retirer="msu")
    assert findings(shown)[0].startswith("Aveyron (12), scénario : si les internes de ses MSU")
    text = said(shown)
    assert "Un interne tourne dans toute sa subdivision" in text
    assert "des MSU × 2 357" in text
    (share,) = [row for row in rows(shown, "Ce dont part le calcul") if row[0] == "Part des MSU"]
    assert share[1].startswith("72 sur 13 908")
    assert len(rows(shown, "Départements touchés")) == 8


def test_msu_are_chosen_among_departements_and_subdivisions(section):
    shown = section(territoire="FR", retirer="msu")
    assert len(shown.test.selectbox(key=CHOICE).options) == 101 + 28


def test_msu_unknown_that_year_are_said_unknown(section, monkeypatch):
    monkeypatch.setattr(inputs, "msu_values", lambda *_: None)
    shown = section(territoire="12", retirer="msu")
    assert "Le nombre de MSU d’ici en 2024 n’est pas connu : n. d." in said(shown)
    assert "Départements touchés" not in shown.html


@pytest.mark.parametrize("removed", ["internes", "msu"])
@pytest.mark.parametrize(
    "territory", ["FR", "REG-76", "SUB-015", "SUB-042", "75", "2A", "22", "976"]
)
@pytest.mark.parametrize(("threshold", "cohorts"), [("20", "1"), ("200", "12")])
def test_nothing_breaks_at_the_bounds(section, removed, territory, threshold, cohorts):
    shown = section(territoire=territory, retirer=removed, seuil=threshold, promos=cohorts)
    assert shown.warnings == []
    assert not re.search(r"\b(nan|inf|None)\b", shown.html + said(shown) + "".join(findings(shown)))


def test_imported_flows_are_removed_where_they_settled(fictitious):
    shown = fictitious(territoire="SUB-040")
    (finding,) = findings(shown)
    assert "retrait d’au moins 176 médecins formés ici" in finding
    assert "promotions 2019 et 2020, 5 ans après" in finding
    text = said(shown)
    assert "Comptage importé." in text
    assert "Scénario estimé" not in text
    assert "Empreinte à 70 % : 4 départements réunissent" in text
    haute_garonne = next(
        row for row in rows(shown, "Départements touchés") if row[0] == "Haute-Garonne (31)"
    )
    assert haute_garonne[1:3] == ["1 461", "60"]
    assert [row[0] for row in rows(shown, "Empreinte")][:2] == [
        "Haute-Garonne (31)",
        "Hérault (34)",
    ]


def test_cohorts_removed_are_those_that_files_hold(fictitious):
    shown = fictitious(territoire="SUB-040")
    assert shown.test.text_input(key=PROMOTIONS).value == "2"
    set_number(shown, PROMOTIONS, 3)
    assert "Un nombre entier de 1 à 2 est attendu." in said(shown)
    set_number(shown, PROMOTIONS, 1)
    assert "promotion 2020" in findings(shown)[0]
    assert "au moins 101 médecins" in findings(shown)[0]


def test_cohorts_of_a_stage_are_removed_from_their_departement_only(fictitious):
    shown = fictitious(territoire="12", retirer="msu")
    assert "31 médecins ayant fait leur stage ici" in findings(shown)[0]
    assert [row[0] for row in rows(shown, "Départements touchés")] == ["Aveyron (12)"]
    assert "ils ne sont retirés nulle part" in said(shown)


def test_flows_of_interns_are_not_taken_for_those_of_the_msu_of_a_subdivision(fictitious):
    shown = fictitious(territoire="SUB-040", retirer="msu")
    assert "Toulouse (subdivision), scénario : si les internes de ses MSU" in findings(shown)[0]


def test_no_masked_count_is_given_in_the_tables(fictitious):
    shown = fictitious(territoire="SUB-015")
    removed = [row[2] for row in rows(shown, "Départements touchés")]
    assert "masqué" in removed or any("au moins" in text for text in removed)
    counts = [int(re.sub(r"\D", "", text)) for text in removed if text != "masqué"]
    assert min(counts) >= 5
