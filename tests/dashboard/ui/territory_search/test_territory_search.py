"""The territory search: what Python sends, and the ranking its JavaScript applies."""

from __future__ import annotations

import pytest

from dashboard.ui.carried import joined_script
from dashboard.ui.territory_search import component, show_territory_search
from tests.support.patience import PATIENCE_SECONDS

# Streamlit replaces a message by a reference to it from this size on.
CACHED_MESSAGE_BYTES = 10_000

GEOMETRY = {
    "departement": [
        ("DEP-01", "01", "Ain"),
        ("DEP-12", "12", "Aveyron"),
        ("DEP-21", "21", "Côte-d’Or"),
        ("DEP-22", "22", "Côtes-d’Armor"),
        ("DEP-2A", "2A", "Corse-du-Sud"),
        ("DEP-34", "34", "Hérault"),
        ("DEP-42", "42", "Loire"),
        ("DEP-43", "43", "Haute-Loire"),
        ("DEP-44", "44", "Loire-Atlantique"),
        ("DEP-67", "67", "Bas-Rhin"),
        ("DEP-76", "76", "Seine-Maritime"),
        ("DEP-93", "93", "Seine-Saint-Denis"),
        ("DEP-95", "95", "Val-d’Oise"),
        ("DEP-971", "971", "Guadeloupe"),
        ("DEP-972", "972", "Martinique"),
    ],
    "region": [
        ("REG-01", "01", "Guadeloupe"),
        ("REG-11", "11", "Île-de-France"),
        ("REG-76", "76", "Occitanie"),
        ("REG-52", "52", "Pays de la Loire"),
        ("REG-94", "94", "Corse"),
    ],
    "subdivision": [
        ("SUB-015", "015", "Île-de-France (AP-HP)"),
        ("SUB-020", "020", "Strasbourg"),
        ("SUB-027", "027", "Saint-Étienne"),
        ("SUB-040", "040", "Toulouse"),
    ],
}
OTHER_NAMES = {
    "DEP-12": ["Rodez"],
    "DEP-34": ["Montpellier"],
    "REG-11": ["IDF", "Paris"],
    "REG-76": ["Midi-Pyrénées", "Languedoc-Roussillon"],
}
DEPARTEMENTS = "Départements"
REGIONS = "Régions"
SUBDIVISIONS = "Subdivisions d’internat"


@pytest.fixture(scope="module")
def search(javascript):
    """A function giving, for a typed text, the groups of the list: (title, ids)."""
    levels = {
        level: dict(zip(("ids", "codes", "names"), zip(*rows, strict=True), strict=True))
        for level, rows in GEOMETRY.items()
    }
    code = """({ findTerritories, listTerritories }, { levels, others, text, only }) =>
        findTerritories(listTerritories({ levels, other_names: others }, only), text)
            .map(({ title, members }) => [title, members.map((m) => [m.id, m.label])])"""

    def run(text: str, labels: bool = False, only: str = ""):
        value = {"levels": levels, "others": OTHER_NAMES, "text": text, "only": only}
        groups = javascript.call(component.HERE / "rank.js", code, value)
        rank = 1 if labels else 0
        return [(title, [m[rank] for m in members]) for title, members in groups]

    return run


def test_an_empty_query_lists_everything_by_group_france_first(search):
    groups = search("")
    assert [title for title, _ in groups] == ["", DEPARTEMENTS, REGIONS, SUBDIVISIONS]
    assert groups[0] == ("", ["FR"])
    assert [territory for territory, _, _ in GEOMETRY["departement"]] == groups[1][1]
    # In the order of the names, accents or not.
    assert groups[2][1] == ["REG-94", "REG-01", "REG-11", "REG-76", "REG-52"]
    assert search(" -’ ") == groups


def test_a_box_that_adds_to_a_group_offers_one_level_only(search):
    assert search("", only="region") == [
        (REGIONS, ["REG-94", "REG-01", "REG-11", "REG-76", "REG-52"])
    ]
    assert search("76", only="departement") == [(DEPARTEMENTS, ["DEP-76"])]


def test_labels_say_the_code_or_the_kind(search):
    labels = [label for _, members in search("", labels=True) for label in members]
    assert labels[0] == "France entière"
    assert {"Aveyron (12)", "Occitanie (région)", "Toulouse (subdivision)"} <= set(labels)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("herault", "DEP-34"),
        ("HÉRAULT", "DEP-34"),
        ("avey", "DEP-12"),
        ("cotes d armor", "DEP-22"),
        ("Côtes d'Armor", "DEP-22"),
        ("cotes darmor", "DEP-22"),
        ("cote d'or", "DEP-21"),
        ("val d oise", "DEP-95"),
        ("valdoise", "DEP-95"),
        ("saint etienne", "SUB-027"),
        ("st etienne", "SUB-027"),
        ("St-Étienne", "SUB-027"),
        ("seine st denis", "DEP-93"),
        ("strasbourg", "SUB-020"),
        ("rhin", "DEP-67"),
        ("972", "DEP-972"),
        ("2a", "DEP-2A"),
        ("2A", "DEP-2A"),
        ("12", "DEP-12"),
        # The label left in the field, cut by one backspace.
        ("Aveyron (12", "DEP-12"),
        ("Occitanie (région", "REG-76"),
        ("France entiere", "FR"),
    ],
)
def test_one_territory_is_found(search, text, expected):
    assert [ids for _, ids in search(text)] == [[expected]]


def test_st_alone_may_begin_a_name(search):
    assert search("st")[0] == (SUBDIVISIONS, ["SUB-020"])


def test_an_exact_code_comes_first_then_the_codes_it_begins(search):
    assert search("1") == [(DEPARTEMENTS, ["DEP-01", "DEP-12"]), (REGIONS, ["REG-01"])]
    assert search("97") == [(DEPARTEMENTS, ["DEP-971", "DEP-972"])]


def test_departement_comes_before_region_at_equal_rank(search):
    assert search("76") == [(DEPARTEMENTS, ["DEP-76"]), (REGIONS, ["REG-76"])]
    assert search("guadeloupe") == [(DEPARTEMENTS, ["DEP-971"]), (REGIONS, ["REG-01"])]


def test_whole_name_then_prefix_then_word_then_substring(search):
    assert search("loire") == [
        (DEPARTEMENTS, ["DEP-42", "DEP-44", "DEP-43"]),
        (REGIONS, ["REG-52"]),
    ]
    assert [title for title, _ in search("corse")] == [REGIONS, DEPARTEMENTS]
    # « Toulouse » begins with it, « Haute-Loire » and others only hold « ou ».
    assert search("tou")[0] == (SUBDIVISIONS, ["SUB-040"])
    assert search("eine") == [(DEPARTEMENTS, ["DEP-76", "DEP-93"])]


def test_ile_de_france_is_a_region_and_a_subdivision(search):
    assert search("ile de france") == [(REGIONS, ["REG-11"]), (SUBDIVISIONS, ["SUB-015"])]


def test_nothing_matches(search):
    assert search("zzz") == []


def test_only_five_texts_travel():
    payload = component.search_payload("/geo.json", "DEP-2A", "Territoire")
    assert payload == {
        "geo_url": "/geo.json",
        "selected": "DEP-2A",
        "label": "Territoire",
        "only": "",
        "cookie": "",
    }


@pytest.mark.parametrize("selected", ["", "FR", "DEP-01", "DEP-971", "REG-76", "SUB-040"])
def test_territory_ids_are_accepted(selected):
    assert component.search_payload("/geo.json", selected, "T")["selected"] == selected


@pytest.mark.parametrize("selected", [" ", "fr", "12", "COM-12145", "DEP-", "DEP-12 ", "REG-2A"])
def test_what_is_not_a_territory_id_is_refused(selected):
    with pytest.raises(ValueError, match="selected is"):
        component.search_payload("/geo.json", selected, "T")


def test_a_blank_address_or_label_is_refused():
    options = {"selected": "FR", "key": "search", "on_select": lambda: None}
    with pytest.raises(ValueError, match="geo_url is blank"):
        show_territory_search(geo_url="", **options)
    with pytest.raises(ValueError, match="label is blank"):
        show_territory_search(geo_url="/geo.json", label=" ", **options)


def test_the_script_is_one_module_with_one_default_export():
    script = joined_script(component.HERE, "search.css", component.ENTRY)
    assert script.count("export default") == 1
    assert "innerHTML" not in script
    assert "http://" not in script
    assert "https://" not in script


def test_the_code_travels_once_and_the_values_stay_light():
    assert (
        len(joined_script(component.HERE, "search.css", component.ENTRY).encode())
        > CACHED_MESSAGE_BYTES
    )
    assert len((component.HERE / "values.js").read_bytes()) < 500


def test_the_component_mounts_in_a_streamlit_run():
    from streamlit.testing.v1 import AppTest

    def page():
        import streamlit as st

        from dashboard.ui.territory_search import show_territory_search

        chosen = st.session_state.setdefault("chosen", "DEP-01")
        result = show_territory_search(
            geo_url="/geo.json", selected=chosen, key="search", on_select=lambda: None
        )
        st.text(chosen)
        st.text(result.selected)

    app = AppTest.from_function(page, default_timeout=PATIENCE_SECONDS).run()
    assert not app.exception
    assert [text.value for text in app.text] == ["DEP-01", "None"]
    app.session_state["chosen"] = "FR"
    app.run()
    assert not app.exception
    assert app.text[0].value == "FR"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("rodez", "DEP-12"),
        ("montp", "DEP-34"),
        ("idf", "REG-11"),
        ("midi pyrenees", "REG-76"),
        ("12000", "DEP-12"),
        ("34090", "DEP-34"),
        ("97200", "DEP-972"),
        ("herualt", "DEP-34"),
        ("aveyrron", "DEP-12"),
        ("stasbourg", "SUB-020"),
        ("montpelier", "DEP-34"),
    ],
)
def test_a_chief_town_an_acronym_a_postal_code_or_a_fault_of_typing_finds_it(
    search, text, expected
):
    assert search(text)[0][1][0] == expected


def test_the_two_departements_of_corsica_share_their_postal_codes(javascript):
    levels = {
        "departement": {
            "ids": ["DEP-2A", "DEP-2B"],
            "codes": ["2A", "2B"],
            "names": ["Corse-du-Sud", "Haute-Corse"],
        },
        "region": {"ids": [], "codes": [], "names": []},
        "subdivision": {"ids": [], "codes": [], "names": []},
    }
    code = """({ findTerritories, listTerritories }, { levels, text }) =>
        findTerritories(listTerritories({ levels }), text)[0].members[0].id"""
    met = {
        text: javascript.call(component.HERE / "rank.js", code, {"levels": levels, "text": text})
        for text in ("20000", "20200", "20167", "20600")
    }
    assert met == {"20000": "DEP-2A", "20167": "DEP-2A", "20200": "DEP-2B", "20600": "DEP-2B"}


def test_a_short_text_is_never_mended(search):
    assert search("rodz") != []
    assert search("rdz") == []
